"""Methods as JSON (`clusterplan.methods/1`), in both languages whatever the language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.locale import LANGUAGES, Locale
from clusterplan.methods.definition import SIGNS
from clusterplan.render.jsonable import dumps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clusterplan.messages import Message
    from clusterplan.methods.definition import Method, Row
    from clusterplan.render.options import Options

FORMAT = "clusterplan.methods/1"


def render(
    methods: Sequence[Method],
    locale: Locale,  # noqa: ARG001 # one signature
    options: Options,  # noqa: ARG001 # one signature
    *,
    in_full: bool,  # noqa: ARG001 # JSON has all of it
) -> str:
    """Render methods in full."""
    listed = [_method(method) for method in methods]
    return dumps({"format": FORMAT, "signs": _each(SIGNS), "methods": listed})


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
