"""`clusterplan overview`: many plans, one row each."""

from __future__ import annotations

from pathlib import Path

from clusterplan.base.messages import say
from clusterplan.cli.asked import Asked
from clusterplan.cli.check import require_earlier
from clusterplan.cli.data import raised_limits
from clusterplan.cli.exit_codes import FINDINGS, OK, BadValue, UsageFailure
from clusterplan.cli.given_values import parse_day, parse_year
from clusterplan.cli.many_plans import Question, not_checked, rows_of, sought_below
from clusterplan.cli.output import write_document
from clusterplan.reading.earlier_report import read_overview
from clusterplan.render.document.overview import OverviewDocument
from clusterplan.views.many_plans import Overview, PlanRow


def overview(
    asked: Asked,
    folder: Path,
    year: str | None,
    target: list[str] | None,
    fail_on: list[str] | None,
    against: Path | None,
    jobs: int | None,
) -> int:
    """Run `clusterplan overview`; return the exit code."""
    question = Question(
        year=None if year is None else parse_year(year),
        day=None if asked.as_of is None else parse_day(asked.as_of),
        asked=asked,
        limits=raised_limits(),
        only=tuple(target or ()),
        fail_on=tuple(fail_on or ()),
    )
    earlier = require_earlier(against, question.fail_on, read_overview)
    sought, broken = sought_below(folder, asked.output)
    rows = [*broken, *rows_of(sought, question, earlier, asked, jobs)]
    _refuse_what_none_has(rows, question)
    there = {row.path for row in rows}
    found = Overview(
        folder=str(folder),
        year=question.year,
        as_of=question.day,
        published_only=asked.published_only,
        narrowed=question.narrowed,
        rows=tuple(sorted(rows, key=lambda row: row.need)),
        gone=None if earlier is None else tuple(path for path in earlier if path not in there),
    )
    write_document(OverviewDocument(found, asked.locale), asked)
    if found.broken:
        raise UsageFailure(not_checked(found))
    return FINDINGS if any(row.fails for row in rows) else OK


def _refuse_what_none_has(rows: list[PlanRow], question: Question) -> None:
    """Refuse a year that no plan has, and names that none has anything for: they are slips."""
    if not all(row.outside for row in rows):
        return
    if question.narrowed:
        options = "; ".join(question.narrowed)
        raise UsageFailure(say("nothing in any of the plans fits {options}", options=options))
    raise BadValue("YEAR", say("no plan has the year {year}", year=str(question.year)))
