"""`clusterplan show`: one commitment in full."""

from __future__ import annotations

from clusterplan.base.messages import say
from clusterplan.cli.asked import Asked
from clusterplan.cli.data import read_for_report
from clusterplan.cli.exit_codes import OK, BadValue
from clusterplan.cli.given_values import ids_of
from clusterplan.cli.output import write_document
from clusterplan.render.document.one_commitment import DetailDocument
from clusterplan.views.one_commitment import detail


def show(asked: Asked, target: str, year: str | None, of_year: str | None, *, in_full: bool) -> int:
    """Run `clusterplan show`; return the exit code."""
    if year and of_year and year != of_year:
        message = say("it says {year}, and YEAR says {other}", year=of_year, other=year)
        raise BadValue("--year", message)
    named = {"YEAR": year} if of_year is None else {"--year": of_year}
    found = read_for_report(asked, named, later=True)
    (identity,) = ids_of(found.plan, [target], "TARGET")
    shown = detail(found.inquiry, identity, *found.years)
    write_document(DetailDocument(shown, asked.locale, in_full=in_full), asked)
    return OK
