"""Methods as blocks: a list of all, or one in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.messages import say
from clusterplan.methods.definition import SIGNS
from clusterplan.render.document.blocks import Block, Items, Lines, Table, Title
from clusterplan.render.words import STANDING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clusterplan.base.messages import Message
    from clusterplan.locale import Locale
    from clusterplan.methods.definition import Method, Verdicts

USE = (
    say("pace gives the verdict; clusterplan check --method NAME puts another method beside it."),
    say("clusterplan methods NAME has the formula, the cut-offs, the edge cases and the sources."),
    say(
        "Methods disagree on a target (≠) when those that have an answer stand differently: good,"
        " behind, wrong direction."
    ),
)


def method_blocks(methods: Sequence[Method], locale: Locale, *, in_full: bool) -> list[Block]:
    """Return a list of methods, or each of them in full."""
    if not in_full:
        return _list(methods, locale)
    return [block for method in methods for block in _in_full(method, locale)]


def _list(methods: Sequence[Method], locale: Locale) -> list[Block]:
    header = _texts((say("Name"), say("Method"), say("What it compares")), locale)
    rows = tuple((m.name, *_texts((m.title, m.about), locale)) for m in methods)
    title = locale.text(say("Ways of judging progress towards a target"))
    return [Title(title), Table(header, rows), Lines(_texts(USE, locale))]


def _in_full(method: Method, locale: Locale) -> Iterator[Block]:
    title = say("{title} ({name})", title=method.title, name=method.name)
    yield Title(locale.text(title))
    yield Lines((locale.text(method.about),))
    yield Items(locale.text(say("Formula")), _texts((*method.formula, *SIGNS), locale))
    for verdicts in method.verdicts:
        yield Lines((locale.text(verdicts.title),))
        yield _table(method, verdicts, locale)
    yield Items(locale.text(say("Edge cases")), _texts(method.edges, locale))
    yield Items(locale.text(say("Sources")), _texts(method.sources, locale))


def _table(method: Method, verdicts: Verdicts, locale: Locale) -> Table:
    header = (say("When"), say("Verdict"), say("In data"), say("It stands"))
    rows = []
    for row in verdicts.rows:
        full, standing = method.label(row.status).full, STANDING[row.standing]
        when, word, stands = _texts((row.when, full, standing), locale)
        rows.append((when, word, str(row.status), stands))
    return Table(_texts(header, locale), tuple(rows), whole=frozenset((2, 3)))


def _texts(messages: Sequence[Message], locale: Locale) -> tuple[str, ...]:
    return tuple(locale.text(message) for message in messages)
