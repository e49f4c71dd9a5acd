"""Methods as a document: a list of all, or some in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.locale import LANGUAGES, Locale
from clusterplan.methods.definition import SIGNS
from clusterplan.render.document.interface import Document
from clusterplan.render.document.method_blocks import method_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clusterplan.base.messages import Message
    from clusterplan.methods.definition import Method, Row
    from clusterplan.render.document.blocks import Block
    from clusterplan.render.text.separated import Cell

FORMAT = "clusterplan.methods/1"
HEADER = ("method", "status", "standing", "when", "label")


class MethodsDocument(Document["Sequence[Method]"]):
    """Ways of judging progress."""

    def __init__(self, data: Sequence[Method], locale: Locale, *, in_full: bool) -> None:
        super().__init__(data, locale)
        self.in_full = in_full

    def blocks(self) -> list[Block]:
        """Return a list of methods, or each of them in full."""
        return method_blocks(self.data, self.locale, in_full=self.in_full)

    def records(self) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
        """Return a record per cut-off."""
        return HEADER, (
            self._record(method, row)
            for method in self.data
            for verdicts in method.verdicts
            for row in verdicts.rows
        )

    def json(self) -> object:
        """Return all of each method, in both languages whatever the language."""
        listed = [_method(method) for method in self.data]
        return {"format": FORMAT, "signs": _each(SIGNS), "methods": listed}

    def _record(self, method: Method, row: Row) -> list[Cell]:
        when, label = (self.locale.text(each) for each in (row.when, method.label(row.status).full))
        return [method.name, str(row.status), row.standing.value, when, label]


def _method(method: Method) -> dict[str, object]:
    tables = [
        {"title": _both(table.title), "rows": [_row(method, row) for row in table.rows]}
        for table in method.verdicts
    ]
    return {
        "name": method.name,
        "short": _both(method.short),
        "title": _both(method.title),
        "about": _both(method.about),
        "formula": _each(method.formula),
        "verdicts": tables,
        "edges": _each(method.edges),
        "sources": _each(method.sources),
    }


def _row(method: Method, row: Row) -> dict[str, object]:
    label = method.label(row.status)
    return {
        "status": str(row.status),
        "when": _both(row.when),
        "standing": row.standing.value,
        "label": _both(label.full),
        "short": _both(label.short),
    }


def _each(messages: Sequence[Message]) -> list[dict[str, str]]:
    return [_both(message) for message in messages]


def _both(message: Message) -> dict[str, str]:
    return {language: Locale(language).text(message) for language in sorted(LANGUAGES)[::-1]}
