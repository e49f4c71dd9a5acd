"""Methods as a document: a list of all, or some in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.messages import Message, say
from clusterplan.locale import LANGUAGES, Locale
from clusterplan.methods.definition import SIGNS
from clusterplan.render.columns import Column, by_id, record
from clusterplan.render.document.blocks import Block, Items, Lines, Title, table
from clusterplan.render.document.interface import Document
from clusterplan.render.words import STANDING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from clusterplan.methods.definition import Method, Row
    from clusterplan.render.columns import Cell

FORMAT = "clusterplan.methods/1"
TEXT = ("when", "label", "status", "standing")
RECORD = ("method", "status", "standing", "when", "label")
USE = (
    say("pace gives the verdict; clusterplan check --method NAME puts another method beside it."),
    say("clusterplan methods NAME has the formula, the cut-offs, the edge cases and the sources."),
    say(
        "Methods disagree on a target (≠) when those that have an answer stand differently: good,"
        " behind, wrong direction."
    ),
)


class MethodsDocument(Document["Sequence[Method]"]):
    """Ways of judging progress."""

    def __init__(self, data: Sequence[Method], locale: Locale, *, in_full: bool) -> None:
        super().__init__(data, locale)
        self.in_full = in_full

    def blocks(self) -> list[Block]:
        """Return a list of methods, or each of them in full."""
        if self.in_full:
            return [block for method in self.data for block in self._method(method)]
        locale = self.locale
        columns: tuple[Column[Method], ...] = (
            Column("name", locale.say("Name"), lambda method: method.name),
            Column("title", locale.say("Method"), lambda method: locale.text(method.title)),
            Column("about", locale.say("What it compares"), lambda m: locale.text(m.about)),
        )
        title = locale.say("Ways of judging progress towards a target")
        return [Title(title), table(columns, self.data), Lines(self._texts(USE))]

    def records(self) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
        """Return a record per cut-off."""
        return RECORD, (
            record(_cut_offs(method, self.locale), RECORD, row)
            for method in self.data
            for verdicts in method.verdicts
            for row in verdicts.rows
        )

    def json(self) -> object:
        """Return all of each method, in both languages whatever the language."""
        listed = [_method(method) for method in self.data]
        return {"format": FORMAT, "signs": _in_languages(SIGNS), "methods": listed}

    def _method(self, method: Method) -> Iterator[Block]:
        locale = self.locale
        columns = _cut_offs(method, locale)
        yield Title(locale.say("{title} ({name})", title=method.title, name=method.name))
        yield Lines((locale.text(method.about),))
        yield Items(locale.say("Formula"), self._texts((*method.formula, *SIGNS)))
        for verdicts in method.verdicts:
            yield Lines((locale.text(verdicts.title),))
            yield table([columns[each] for each in TEXT], verdicts.rows)
        yield Items(locale.say("Edge cases"), self._texts(method.edges))
        yield Items(locale.say("Sources"), self._texts(method.sources))

    def _texts(self, messages: Iterable[Message]) -> tuple[str, ...]:
        return tuple(map(self.locale.text, messages))


def _cut_offs(method: Method, locale: Locale) -> dict[str, Column[Row]]:
    return by_id(
        Column("method", value=lambda _: method.name),
        Column("when", locale.say("When"), lambda row: locale.text(row.when)),
        Column(
            "label", locale.say("Verdict"), lambda row: locale.text(method.label(row.status).full)
        ),
        Column("status", locale.say("In data"), lambda row: str(row.status), whole=True),
        Column(
            "standing",
            locale.say("It stands"),
            lambda row: locale.text(STANDING[row.standing]),
            lambda row: row.standing.value,
            whole=True,
        ),
    )


def _method(method: Method) -> dict[str, object]:
    tables = [
        {
            "title": _in_languages(verdicts.title),
            "rows": [_row(method, row) for row in verdicts.rows],
        }
        for verdicts in method.verdicts
    ]
    return {
        "name": method.name,
        "short": _in_languages(method.short),
        "title": _in_languages(method.title),
        "about": _in_languages(method.about),
        "formula": _in_languages(method.formula),
        "verdicts": tables,
        "edges": _in_languages(method.edges),
        "sources": _in_languages(method.sources),
    }


def _row(method: Method, row: Row) -> dict[str, object]:
    label = method.label(row.status)
    return {
        "status": str(row.status),
        "when": _in_languages(row.when),
        "standing": row.standing.value,
        "label": _in_languages(label.full),
        "short": _in_languages(label.short),
    }


def _in_languages(told: Message | Sequence[Message]) -> object:
    if not isinstance(told, Message):
        return [_in_languages(each) for each in told]
    return {language: Locale(language).text(told) for language in sorted(LANGUAGES)[::-1]}
