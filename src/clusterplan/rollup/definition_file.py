"""`rollup.yaml`: YAML to a definition, every mistake with its line; names held against the plan."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from pydantic import ValidationError

from clusterplan.base.findings import (
    MAX_FINDINGS,
    Finding,
    KeptFindings,
    Level,
    has_errors,
    known_words,
    nearest,
    shown,
)
from clusterplan.base.messages import say
from clusterplan.model.plan import SaidOnce
from clusterplan.reading.encoding import read_source
from clusterplan.reading.folder_layout import ROLLUP_NAME
from clusterplan.reading.lines import NOTHING, Text
from clusterplan.reading.plan_errors import plan_errors
from clusterplan.reading.yaml_tree import Places, read_tree
from clusterplan.rollup.definition import Definition

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from fractions import Fraction
    from pathlib import Path

    from clusterplan.base.messages import Message
    from clusterplan.model.plan import Plan
    from clusterplan.reading.yaml_tree import Place
    from clusterplan.rollup.definition import Codes, Condition, Figure

MOST_BYTES = 4 << 20
"""A definition may list units by name."""
_FAMILY = dict.fromkeys(("CP401", "CP402", "CP403", "CP404"), "CP601") | dict.fromkeys(
    ("CP405", "CP406", "CP407"), "CP602"
)
"""What the readers of a plan find has codes of its own in a roll-up."""


class DefinitionFile(Struct, frozen=True):
    """A definition as read: None when it is too broken, the places of its nodes, the findings."""

    file: str
    definition: Definition | None
    findings: tuple[Finding, ...]
    text: Text = NOTHING

    def lines(self, file: str, wanted: Collection[int]) -> dict[int, str]:
        """Return some physical lines, as `DataFolder.lines` does."""
        return self.text.lines(wanted) if file == self.file else {}

    @property
    def sound(self) -> Definition:
        """The definition; only of a file without errors."""
        if self.definition is None:
            raise ValueError(self.file)
        return self.definition


class _Flaw(Struct, frozen=True):
    place: Place
    message: Message
    hint: Message | None = None


def read_definition(folder: Path, name: str, plan: Plan) -> DefinitionFile:
    """Read the definition of a data folder and hold it against the plan.

    Args:
        folder: the data folder.
        name: what findings call it.
        plan: the plan, which is sound.
    """
    label = f"{name.rstrip('/')}/{ROLLUP_NAME}" if name not in ("", ".") else ROLLUP_NAME
    source = read_source(folder / ROLLUP_NAME, label, MOST_BYTES).settled()
    if source.text is None:
        return DefinitionFile(label, None, source.findings)
    return parse_definition(source.text, label, plan, source.findings)


def parse_definition(
    text: Text | str, name: str, plan: Plan, before: Iterable[Finding] = ()
) -> DefinitionFile:
    """Turn the text of a definition into one, or the reasons why not into findings."""
    text = Text.of(text) if isinstance(text, str) else text
    kept = KeptFindings(MAX_FINDINGS, before)
    tree = read_tree(str(text), name, kept)
    definition = None
    if tree.root is not None:
        try:
            context = SaidOnce(plan.known_units, plan.language)
            definition = Definition.model_validate(tree.root, context=context)
        except ValidationError as error:
            plan_errors(error, tree, name, Definition, plan.known_units)
    elif not has_errors(kept.findings):
        hint = say("see its format: clusterplan schema --rollup")
        kept.add(Finding("CP601", Level.ERROR, name, 1, 1, say("the file is empty"), hint))
    if definition is not None:
        for flaw in _flaws(definition, plan):
            kept.add(_found(flaw, tree.places, name))
    findings = tuple(
        replace(each, code=_FAMILY.get(each.code, each.code)) for each in kept.findings
    )
    sound = None if has_errors(findings) else definition
    return DefinitionFile(name, sound, findings, text)


def _found(flaw: _Flaw, places: Places, name: str) -> Finding:
    field = ".".join(map(str, flaw.place))
    at = places.nearest(flaw.place)
    return Finding("CP603", Level.ERROR, name, *at, flaw.message, flaw.hint, field=field)


def _flaws(definition: Definition, plan: Plan) -> Iterator[_Flaw]:
    yield from _flaws_of_codes(definition, plan)
    yield from _flaws_of_edits(definition)
    known: set[tuple[str, str | None, str | None]] = set()
    for number, figure in enumerate(definition.figures):
        place: Place = ("figures", number)
        yield from _flaws_of_figure(figure, place, definition, plan)
        names = (figure.indicator, figure.by, figure.entity)
        if names in known:
            message = say("the figure {name} is there twice", name=figure.indicator)
            yield _Flaw((*place, "indicator"), message, say("remove one of the two"))
        known.add(names)
        for at, condition in enumerate(figure.where):
            yield from _flaws_of_condition(condition, (*place, "where", at), definition)


def _flaws_of_figure(
    figure: Figure, place: Place, definition: Definition, plan: Plan
) -> Iterator[_Flaw]:
    indicator = plan.indicator.get(figure.indicator)
    if indicator is None:
        yield _unknown((*place, "indicator"), "indicator", figure.indicator, plan.indicator)
    elif figure.unit.dimension != indicator.unit.dimension:
        message = say(
            "the unit {text} does not fit {indicator}", text=figure.unit, indicator=indicator.id
        )
        fitting = plan.known_units.values()
        hint = known_words(str(u) for u in fitting if u.dimension == indicator.unit.dimension)
        yield _Flaw((*place, "unit"), message, hint)
    if figure.entity is not None and figure.entity not in plan.entity:
        yield _unknown((*place, "entity"), "entity", figure.entity, plan.entity)
    ids = [each.id for each in definition.codes]
    if figure.by is not None and figure.by not in ids:
        yield _unknown((*place, "by"), "codes", figure.by, ids)
    ways = (figure.sum, figure.count, figure.count_distinct)
    if sum(way is not None for way in ways) != 1:
        message = say("a figure has one of sum, count, count_distinct")
        yield _Flaw(place, message, say("keep one of them"))
    if figure.sum is None and figure.unit.factor != 1:
        message = say("what is counted has a unit of one each, not {unit}", unit=figure.unit)
        yield _Flaw((*place, "unit"), message, say("write a unit like 个"))
    others = (each for each in definition.figures if each.sum and each.sum == figure.sum)
    if figure.sum and figure.unit != (first := next(others)).unit:
        message = say("the same column is in {unit} above", unit=first.unit)
        yield _Flaw((*place, "unit"), message, say("a column has one unit"))
    if figure.by is not None and figure.entity is not None:
        message = say("by says whom the figures describe, and so does entity")
        yield _Flaw((*place, "entity"), message, say("keep one of them"))


def _flaws_of_condition(
    condition: Condition, place: Place, definition: Definition
) -> Iterator[_Flaw]:
    limits = (condition.least, condition.most)
    if not (condition.values or condition.other_than) and limits == (None, None):
        message = say("a condition says values, other_than, least or most")
        yield _Flaw(place, message, say("say which units are meant"))
    yield from _too_fine(limits, place, definition)


def _flaws_of_codes(definition: Definition, plan: Plan) -> Iterator[_Flaw]:
    counts = Counter(each.id for each in definition.codes)
    for number, codes in enumerate(definition.codes):
        place: Place = ("codes", number)
        if counts[codes.id] > 1:
            message = say("two codes are called {name}", name=codes.id)
            yield _Flaw((*place, "id"), message, say("give each its own id"))
        if (codes.list is not None) + bool(codes.prefixes) + bool(codes.units) != 1:
            message = say("codes have one of list, prefixes, units")
            yield _Flaw(place, message, say("keep one of them"))
        elif not codes.units and codes.column is None:
            message = say("the key {key} is missing", key="column")
            yield _Flaw(place, message, say("add it to the entry that starts here"))
        yield from _entities_of(codes, place, plan)


def _entities_of(codes: Codes, place: Place, plan: Plan) -> Iterator[_Flaw]:
    named = [("prefixes", at, each.entity) for at, each in enumerate(codes.prefixes)]
    named += (("units", at, each.entity) for at, each in enumerate(codes.units))
    for key, at, entity in named:
        if entity not in plan.entity:
            yield _unknown((*place, key, at, "entity"), "entity", entity, plan.entity)
    told = Counter(each.prefix for each in codes.prefixes)
    told.update(unit for each in codes.units for unit in each.units)
    for text in (text for text, times in told.items() if times > 1):
        message = say("{text} is there twice", text=text)
        yield _Flaw(place, message, say("remove one of the two"))


def _flaws_of_edits(definition: Definition) -> Iterator[_Flaw]:
    counts = Counter(each.id for each in definition.edits)
    for number, edit in enumerate(definition.edits):
        place: Place = ("edits", number)
        if counts[edit.id] > 1:
            message = say("two edits are called {name}", name=edit.id)
            yield _Flaw((*place, "id"), message, say("give each its own id"))
        said = (edit.least, edit.most, edit.at_least, edit.at_most, edit.jump)
        if said == (None,) * 5:
            message = say("an edit says least, most, at_least, at_most or jump")
            yield _Flaw(place, message, say("say what is plausible"))
        yield from _too_fine((edit.least, edit.most), place, definition)


def _too_fine(
    limits: Iterable[Fraction | None], place: Place, definition: Definition
) -> Iterator[_Flaw]:
    """Find numbers that no column can have, to which none can be compared exactly."""
    for limit in limits:
        if limit is None:
            continue
        if (limit * 10**definition.returns.decimals).denominator > 1:
            message = say("a number with more decimals than the returns have")
            yield _Flaw(place, message, say("raise decimals under returns, or shorten it"))


def _unknown(place: Place, what: str, name: str, known: Iterable[str]) -> _Flaw:
    words = list(known)
    message = say("unknown {field} {text}", field=what, text=shown(name))
    return _Flaw(place, message, nearest(name, words) or known_words(words))
