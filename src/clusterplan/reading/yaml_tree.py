"""YAML text to a plain tree with the place of every node.

One pass over the parser's events, so that nothing is built from what is refused: anchors, aliases,
tags, deep nesting, several documents. Scalars resolve by one strict table: what YAML 1.1 would turn
into a boolean, an octal or base-60 number, an infinity, is an error that asks for quotes.
"""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import yaml
from msgspec import Struct, field

from clusterplan.base.exact import MAX_DIGITS, parse_number
from clusterplan.base.findings import MAX_FINDINGS, Finding, KeptFindings, Level, shown
from clusterplan.base.messages import Message, say
from clusterplan.reading.encoding import CONTROL, told_of_control
from clusterplan.reading.limits import MAX_DEPTH, RAISE_LIMITS, USUAL, Limits
from clusterplan.reading.yaml_slips import index_of, line_column, quote_it, syntax_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from decimal import Decimal

    from clusterplan.reading.yaml_slips import Mark

    Telling: TypeAlias = Callable[[], tuple[Message, Message]]
    Scalar: TypeAlias = str | int | Decimal | bool | date | None
    Tree: TypeAlias = Scalar | tuple["Tree", ...] | dict[str | int, "Tree"]
    Place: TypeAlias = tuple[str | int, ...]
    _Spots: TypeAlias = dict[str | int, int]

MAX_PLAIN = 100
"""Longer than any number, date or word that YAML readers disagree on."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_DOCUMENT = re.compile(r"^---(?=\s|$)", re.MULTILINE)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHORT_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_SWITCHES = frozenset(("y", "n", "yes", "no", "on", "off"))
_COLON = re.compile(r"\s*:")
_MORE_WORDS = re.compile(r"(?:\s*,[^,:{}\[\]\"'#\n]+(?=[,}]))*")
"""What else commas have torn off a text."""
_NUMERIC = frozenset("+-.0123456789")
"""How a number, a date, or what one reader takes for them begins."""
_AMBIGUOUS = re.compile(
    r"[-+]?0[0-9_]+|0[xob][0-9a-f_]+|[-+]?[0-9]+_[0-9_]*"
    r"|[-+]?[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?|[-+]?\.(inf|nan)"
    r"|[-+]?([0-9]+(\.[0-9]+)?|\.[0-9]+)e[-+]?[0-9]+|[-+]?[0-9]+\.|[-+]?\.[0-9]+|\+[0-9].*|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*",
    re.IGNORECASE,
)

_WRITE_OUT = say("write out here what it stands for, or quote it if it is a text")
_COLUMNS = 32
"""Bits of a column: a line and a column are kept as one number, for there are very many of them."""


class Places:
    """Line and column of every node of a document, by the collection that it stands in.

    That of a key is at the place of its value, with `<key>` behind.
    """

    def __init__(self) -> None:
        self.root = 0
        self.inside: dict[Place, tuple[_Spots, _Spots]] = {}
        """Of each collection, where its nodes stand and where its keys do."""

    def get(self, place: Place) -> tuple[int, int] | None:
        """Return line and column of a node or key, None where there is none."""
        is_key = place[-1:] == ("<key>",)
        if is_key:
            place = place[:-1]
        if not place:
            return _line_column_at(self.root)
        at = self.inside.get(place[:-1], ({}, {}))[is_key].get(place[-1])
        return None if at is None else _line_column_at(at)

    def __contains__(self, place: Place) -> bool:
        return self.get(place) is not None

    def __getitem__(self, place: Place) -> tuple[int, int]:
        found = self.get(place)
        if found is None:
            raise KeyError(place)
        return found

    def nearest(self, place: Place) -> tuple[int, int]:
        """Return line and column of a node, or of the nearest node around it that exists."""
        found = self.get(place)
        while place and found is None:
            place = place[:-1]
            found = self.get(place)
        return found or (1, 1)


class ReadTree(Struct):
    """The tree of a document, the place of each of its nodes, and findings."""

    kept: KeptFindings
    root: Tree = None
    places: Places = field(default_factory=Places)

    @property
    def findings(self) -> list[Finding]:
        """The findings that were kept."""
        return self.kept.findings


class _RefusedError(Exception):
    def __init__(self, code: str, mark: Mark | None, message: Message, hint: Message) -> None:
        super().__init__(str(message))
        self.code, self.mark, self.message, self.hint = code, mark, message, hint


def read_tree(
    text: str, file: str, kept: KeptFindings | None = None, limits: Limits = USUAL
) -> ReadTree:
    """Parse one YAML document; what is wrong with it is in the findings."""
    result = ReadTree(kept or KeptFindings(MAX_FINDINGS))
    try:
        _guard_text(text)
        _Builder(result, file, limits.plan_events, text).build()
    except _RefusedError as refused:
        at, told = line_column(refused.mark), (refused.message, refused.hint)
        result.root = None  # half a tree would only be blamed for what it lacks
        result.kept.add(Finding(refused.code, Level.ERROR, file, *at, *told))
    except yaml.YAMLError as error:
        result.root = None
        result.kept.add(syntax_error(error, file, text))
    return result


def _guard_text(text: str) -> None:
    # By the text alone: a megabyte of directives or documents keeps the parser busy for seconds.
    hint = say("a plan is one plain YAML document")
    if _DIRECTIVE.search(text):
        raise _RefusedError("CP402", None, say("lines that start with % are not allowed"), hint)
    if len(_DOCUMENT.findall(text)) > 1:
        raise _RefusedError("CP402", None, say("more than one document in the file"), hint)


class _Builder:
    def __init__(self, result: ReadTree, file: str, most: int, text: str) -> None:
        self.result, self.file, self.most, self.text = result, file, most, text
        self.inside = result.places.inside
        self.torn = 0  # where the text ends that was last told to be torn
        self.suspect = CONTROL.search(text) is not None
        """A text that is not in quotes may hold a control character."""
        self.events: Iterator[tuple[int, yaml.NodeEvent]]
        self.events = enumerate(iter(_LOADER(text).get_event, None))

    def build(self) -> None:
        done = False
        while not isinstance(event := self._next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent) and done:
                raise _refused(event, say("more than one document in the file"))
            if isinstance(event, yaml.NodeEvent):
                if not isinstance(event, yaml.ScalarEvent):
                    self.result.places.root = _spot(event.start_mark)
                self.result.root, done = self._node(event, ()), True

    def _next(self) -> yaml.NodeEvent:
        count, event = next(self.events)
        if count > self.most:
            message = say("more than {limit} YAML nodes", limit=self.most)
            raise _RefusedError("CP402", event.start_mark, message, RAISE_LIMITS)
        return event

    def _node(self, event: yaml.NodeEvent, place: Place) -> Tree:
        _refuse(event, place)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, place)
        spots, keys = self.inside.setdefault(place, ({}, {}))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, place, spots, keys)
        items: list[Tree] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._child(event, (*place, len(items)), spots))
        return tuple(items)

    def _mapping(
        self, start: yaml.MappingStartEvent, place: Place, spots: _Spots, keys: _Spots
    ) -> dict[str | int, Tree]:
        pairs: dict[str | int, Tree] = {}
        before: tuple[Place, yaml.ScalarEvent] | None = None  # the value before, without quotes
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            _refuse(event, (*place, ""))
            if not isinstance(event, yaml.ScalarEvent):
                message = say("a key must be a single word, not a list or a table")
                hint = say("quote it, or mend the indent")
                raise _RefusedError("CP401", event.start_mark, message, hint)
            if start.flow_style and not self._has_colon(event.end_mark):
                self._word_without_value((*place, event.value), event, before)
                self._next()  # what the parser makes of that
                continue
            before, key = None, self._key(event, (*place, event.value), pairs, keys)
            value = self._next()
            pairs[key] = self._child(value, (*place, key), spots)
            if isinstance(value, yaml.ScalarEvent) and not value.style:
                before = ((*place, key), value)
        return pairs

    def _child(self, event: yaml.NodeEvent, place: Place, spots: _Spots) -> Tree:
        if isinstance(event, yaml.ScalarEvent) or place[-1] not in spots:
            spots[place[-1]] = _spot(event.start_mark)
        return self._node(event, place)

    def _key(
        self, event: yaml.ScalarEvent, place: Place, pairs: dict[str | int, Tree], keys: _Spots
    ) -> str | int:
        value = self._scalar(event, place)
        whole = isinstance(value, int) and not isinstance(value, bool)  # a year, among steps
        key: str | int = value if whole and isinstance(value, int) else str(event.value)
        if key in pairs:
            line, _ = _line_column_at(keys[key])
            self._find("CP403", event, place, partial(_twice, key, line))
        keys[key] = _spot(event.start_mark)
        return key

    def _scalar(self, event: yaml.ScalarEvent, place: Place) -> Scalar:
        quoted = bool(event.style)  # plain is None to one loader, "" to the other
        if (quoted or self.suspect) and (match := CONTROL.search(event.value)):
            self._find("CP007", event, place, partial(told_of_control, match[0]))
        return event.value if quoted else self._resolve(event, place)

    def _has_colon(self, end: Mark | None) -> bool:
        index = index_of(end)
        return self.text[index : index + 1] == ":" or _COLON.match(self.text, index) is not None

    def _word_without_value(
        self,
        place: Place,
        event: yaml.ScalarEvent,
        before: tuple[Place, yaml.ScalarEvent] | None,
    ) -> None:
        """Tell of a word in braces without a colon: nearly always what a comma tore off a text."""
        if index_of(event.start_mark) < self.torn:
            return
        if before is None:
            self._find("CP405", event, place, partial(_no_value, event.value))
            return
        place, torn = before
        more = _MORE_WORDS.match(self.text, index_of(event.end_mark))
        self.torn = more.end() if more else index_of(event.end_mark)
        whole = self.text[index_of(torn.start_mark) : self.torn]
        self._find("CP405", torn, place, partial(_torn, whole))

    def _resolve(self, event: yaml.ScalarEvent, place: Place) -> Scalar:
        text: str = event.value
        if text in ("", "~", "null"):
            return None
        if text in ("true", "false"):
            return text == "true"
        if text[0] not in _NUMERIC:
            if text.lower() in _SWITCHES:
                self._find("CP404", event, place, partial(_no_switch, text))
            return text
        if _INTEGER.fullmatch(text) and len(text) <= MAX_DIGITS:
            return int(text)
        if _DATE.fullmatch(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                self._find("CP404", event, place, partial(_no_day, text))
                return text
        if len(text) <= MAX_PLAIN and _AMBIGUOUS.fullmatch(text):
            self._find("CP404", event, place, partial(_ambiguous, text))
            return text
        return number if (number := parse_number(text)) is not None else text

    def _find(self, code: str, event: yaml.ScalarEvent, place: Place, tell: Telling) -> None:
        self.result.kept.tell(code, self._finding, code, event, place, tell)

    def _finding(self, code: str, event: yaml.ScalarEvent, place: Place, tell: Telling) -> Finding:
        at, field = line_column(event.start_mark), ".".join(shown(str(part)) for part in place)
        value = shown(event.value)
        return Finding(code, Level.ERROR, self.file, *at, *tell(), field=field, value=value)


def _refuse(event: yaml.NodeEvent, place: Place) -> None:
    """Refuse a node that is more than plain YAML."""
    if event.anchor:  # every alias has one
        message = say("anchors and aliases (& and *) are not allowed")
        raise _RefusedError("CP402", event.start_mark, message, _WRITE_OUT)
    if getattr(event, "tag", None) not in (None, "!"):
        message = say("tags (!…) are not allowed")
        raise _RefusedError("CP402", event.start_mark, message, _WRITE_OUT)
    if len(place) >= MAX_DEPTH:
        raise _refused(event, say("nested deeper than {limit} levels", limit=MAX_DEPTH))


def _refused(event: yaml.Event, what: Message) -> _RefusedError:
    return _RefusedError("CP402", event.start_mark, what, say("write the plan out in plain YAML"))


def _no_value(word: str) -> tuple[Message, Message]:
    message = say("{word} stands here without a value", word=shown(word))
    if len(parts := re.split("[:：]", word, maxsplit=1)) > 1:
        return message, say("write {text}", text=shown(": ".join(parts)))
    return message, say("write {word}: and its value, or quote the whole text", word=shown(word))


def _torn(text: str) -> tuple[Message, Message]:
    message = say("a comma ends this text, which is not in quotes")
    if parse_number(number := text.replace(",", "")) is not None:
        return say("a comma ends this number"), say("write {number}", number=number)
    return message, quote_it(text)


def _twice(key: str | int, line: int) -> tuple[Message, Message]:
    message = say(
        "the key {key} is given twice; first at line {line}", key=shown(str(key)), line=line
    )
    return message, say("keep one of the two")


def _no_switch(text: str) -> tuple[Message, Message]:
    message = say("{text} means different things to different YAML readers", text=shown(text))
    return message, say("write true or false, or quote it if it is text")


def _no_day(text: str) -> tuple[Message, Message]:
    message = say("{text} is not a date of the calendar", text=text)
    return message, say("write an existing day as YYYY-MM-DD")


def _ambiguous(text: str) -> tuple[Message, Message]:
    message = say("{text} means different things to different YAML readers", text=shown(text))
    if day := _SHORT_DATE.fullmatch(text):
        year, month, number = (int(part) for part in day.groups())
        return message, say("write {text}", text=f"{year}-{month:02}-{number:02}")
    hint = say("quote it if it is text; write a number as plain digits, like 1000 or 0.5")
    return message, hint


def record_at(root: Tree, place: Place) -> str | None:
    """Return the entry that a place lies in, by the ids on the way: `targets/zones`.

    Indexes change when an entry is put in before; ids do not.
    """
    names: list[str] = []
    for part in place:
        if isinstance(root, dict):
            root = root.get(part)
            if isinstance(root, tuple):
                names.append(str(part))
        elif isinstance(root, tuple) and isinstance(part, int) and part < len(root):
            root = root[part]
            identity = root.get("id") if isinstance(root, dict) else None
            if identity is None:
                break
            names.append(shown(str(identity)))
    return "/".join(names) or None


def node_at(root: Tree, place: Place) -> Tree:
    """Return what stands at a place."""
    for part in place:
        if isinstance(root, dict):
            root = root.get(part)
        elif isinstance(root, tuple) and isinstance(part, int):
            root = root[part]
    return root


def value_at(root: Tree, place: Place) -> str | None:
    """Return what stands at a place, short enough to be shown; None for lists and tables."""
    root = node_at(root, place)
    return None if isinstance(root, (dict, tuple)) or root is None else shown(str(root))


def _spot(mark: Mark | None) -> int:
    return mark.line << _COLUMNS | mark.column if mark else 0


def _line_column_at(spot: int) -> tuple[int, int]:
    return (spot >> _COLUMNS) + 1, (spot & (1 << _COLUMNS) - 1) + 1
