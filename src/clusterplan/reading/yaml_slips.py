"""What is wrong with YAML that cannot be read, and what to do there: mostly to quote a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from clusterplan.base.findings import Finding, Level, shown
from clusterplan.base.messages import Message, say
from clusterplan.reading.limits import MAX_DEPTH

if TYPE_CHECKING:
    import yaml
    from yaml._yaml import Mark as FastMark

    Mark: TypeAlias = yaml.Mark | FastMark

FAR = 50
"""Lines above a mistake in which a quote may have been left open."""
# Patterns stay texts, which `re` compiles when it first needs them: most files are right.
_ENTRY = r"""(?:^|[{,])[ ]*(?:-[ ]+)*["']?[^\s{}\[\],:"'#][^{}\[\],:"'#]*["']?:[ ]+"""
"""A key with its colon, at the start of a line or in braces."""
_WIDE_COLON = r"[ ]*(?:-[ ]+)*([A-Za-z_]+)：[ ]*(.*)"
_COMMENT = r"\s#"
_NOT_FIRST = frozenset("@%`&*!|>?-,]}")
"""What no text without quotes begins with."""
_IN_PLAIN_WORDS: tuple[tuple[str, Message], ...] = (
    ("that cannot start any token", say("nothing begins with this character")),
    ("mapping values are not allowed", say("no colon may stand here")),
    ("expected ',' or '}'", say("a comma or }} is missing")),
    ("expected ',' or ']'", say("a comma or ] is missing")),
    ("could not find expected ':'", say("a colon is missing")),
    ("sequence entries are not allowed", say("no list (-) may begin here")),
    ("expected '-' indicator", say("the next entry of the list (-) is due here")),
    ("expected key", say("the next key is due here")),
    ("expected <block end>", say("the next key or the next entry of a list is due here")),
    ("node content", say("a value is due here")),
    ("end of stream", say("the file ends too early")),
    ("unknown escape character", say("\\ in double quotes begins nothing that is known")),
    ("alphabetic or numeric", say("a name is due behind & and *")),
    ("<document start>", say("nothing may follow what has ended before")),
)
"""What parsers say, by a part of it that both of them have, and what it means."""


def line_column(mark: Mark | None) -> tuple[int, int]:
    """Return line and column of a mark, from 1."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def index_of(mark: Mark | None) -> int:
    """Return how many characters stand before a mark."""
    return mark.index if mark else 0


def quote_it(text: str) -> Message:
    """Return how to write a text that YAML takes for something else."""
    text = shown(" ".join(text.split()))
    return say("quote it: {text}", text=f"'{text}'" if '"' in text else f'"{text}"')


def syntax_error(error: yaml.YAMLError, file: str, text: str) -> Finding:
    """Return what is wrong where the parser gave up, or where the text began that misled it."""
    line, column = line_column(getattr(error, "problem_mark", None))
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML")
    if "nesting depth" in problem:  # the fast parser has a limit of its own, and reads ahead
        message = say("nested deeper than {limit} levels", limit=MAX_DEPTH)
        hint = say("write the plan out in plain YAML")
        return Finding("CP402", Level.ERROR, file, line, column, message, hint)
    lines = text.splitlines()
    if opened := _opened(error, lines, line):
        return Finding("CP401", Level.ERROR, file, *opened, *_unclosed(lines, opened, line))
    for number in (line, line - 1):
        if wide := re.match(_WIDE_COLON, lines[number - 1] if number <= len(lines) else ""):
            line, column = number, wide.start(1) + 1
    at, hint = _slip(lines[line - 1] if line <= len(lines) else "", column)
    plain = (words for part, words in _IN_PLAIN_WORDS if part in problem)
    told = next(plain, None) or shown(problem)
    message = say("the YAML cannot be read here: {problem}", problem=told)
    return Finding("CP401", Level.ERROR, file, line, at, message, hint)


def _unclosed(lines: list[str], opened: tuple[int, int], line: int) -> tuple[Message, Message]:
    message = say("what opens here does not close, or only in line {line}", line=line)
    if re.search(_COMMENT, lines[opened[0] - 1][opened[1] :]):
        return message, say("# begins a remark: quote the text that it stands in")
    return message, say("look for a missing quote or bracket")


def _slip(line: str, column: int) -> tuple[int, Message]:
    """Return the column to look at and what to do there: quote the value, if there is one."""
    if wide := re.match(_WIDE_COLON, line):
        return column, say("write {text}", text=shown(f"{wide[1]}: {wide[2]}"))
    # A key whose braces are closed by then is not the one.
    starts = [match.end() for match in re.finditer(_ENTRY, line) if match.end() < column]
    start = next((each for each in reversed(starts) if not _closes(line[each : column - 1])), None)
    if start is None or "\t" in line[:column]:
        hint = say("look for a missing quote, a tab or a wrong indent at or just above this line")
        return column, hint
    value = re.split(_COMMENT, line[start:])[0].rstrip()
    if value[:1] in ('"', "'", "{", "["):
        hint = say(
            "quote the whole text, or write on a line of its own what follows the closing quote or"
            " bracket"
        )
        return start + 1, hint
    if line[column - 1 : column] == ":" and any(each in value for each in "，："):
        return start + 1, say("write , and : in half width between the texts, or quote the whole")
    if value[:1] in _NOT_FIRST or ": " in value:
        return start + 1, quote_it(re.split("[,}]", value)[0] if "{" in line[:start] else value)
    return start + 1, say("quote it, if it is one text")


def _closes(part: str) -> bool:
    return part.count("}") > part.count("{") or part.count("]") > part.count("[")


def _opened(error: yaml.YAMLError, lines: list[str], line: int) -> tuple[int, int] | None:
    """Return where the quote or bracket stands that the parser missed the end of, if above."""
    context = str(getattr(error, "context", None))
    if "quoted" in context or "flow" in context:
        place = line_column(getattr(error, "context_mark", None))
        return place if place[0] < line else None
    for at in range(line - 1, max(line - FAR, 0), -1):
        above = lines[at - 1]
        if above.count('"') % 2 and not above.lstrip().startswith("#"):
            return at, above.rindex('"') + 1
    return None
