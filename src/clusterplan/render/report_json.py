"""The report as JSON (`clusterplan.report/1`). Notes are in English whatever the language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.locale import Locale
from clusterplan.render.changes import changes_json
from clusterplan.render.jsonable import dumps, jsonable
from clusterplan.report import FORMAT

if TYPE_CHECKING:
    from clusterplan.render.options import Options
    from clusterplan.report import Report


def render(report: Report, locale: Locale, options: Options) -> str:  # noqa: ARG001 # one signature
    """Render the report; the same data give the same bytes in every language."""
    body = jsonable(report, Locale("en"))
    if not isinstance(body, dict):
        raise TypeError(body)
    rest = {key: body[key] for key in ("targets", "milestones", "measures")}
    head = {key: item for key, item in body.items() if key not in rest}
    after = {"links": head.pop("links")}
    del head["changes"]
    if report.changes is not None:
        after["changes"] = changes_json(report.changes)
    summary = {str(status): count for status, count in report.summary.items()}
    return dumps({"format": FORMAT, **head, "summary": summary, **rest, **after})
