"""`clusterplan show`: one commitment in full."""

from __future__ import annotations

from clusterplan.cli.asked import Asked
from clusterplan.cli.data import read_for_report
from clusterplan.cli.days_and_years import check_year, parse_year
from clusterplan.cli.exit_codes import OK
from clusterplan.cli.known_ids import check_ids
from clusterplan.cli.output import write_document
from clusterplan.judging.assess import newest_year
from clusterplan.render.document.one_commitment import DetailDocument
from clusterplan.views.one_commitment import detail


def show(asked: Asked, target: str, year: str | None) -> int:
    """Run `clusterplan show`; return the exit code."""
    wanted_year = None if year is None else parse_year(year, "--year")
    years = {} if wanted_year is None else {"--year": wanted_year}
    found = read_for_report(asked, years=years, later=True)
    check_ids(found.plan, [target], "TARGET")
    if wanted_year is None:
        wanted_year = newest_year(found.plan, found.observations, found.day)
        check_year(found.plan, wanted_year, "--year")
    shown = detail(
        found.plan,
        found.observations,
        target,
        wanted_year,
        as_of=found.day,
        published_only=asked.published_only,
        origin=found.origin,
    )
    write_document(DetailDocument(shown, asked.locale), asked)
    return OK
