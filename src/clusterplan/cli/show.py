"""`clusterplan show`: one commitment in full."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from clusterplan.base.messages import say
from clusterplan.cli.asked import Asked
from clusterplan.cli.data import read_for_report
from clusterplan.cli.exit_codes import OK, BadValue
from clusterplan.cli.given_values import ids_of
from clusterplan.cli.libraries import by_ending, require_libraries
from clusterplan.cli.output import refuse_inputs, replace_file, write_document
from clusterplan.model.results import TargetResult
from clusterplan.render.document.one_commitment import DetailDocument
from clusterplan.views.one_commitment import detail

if TYPE_CHECKING:
    from clusterplan.locale import Locale
    from clusterplan.views.one_commitment import Detail


def show(
    asked: Asked,
    target: str,
    year: str | None,
    of_year: str | None,
    chart: Path | None,
    *,
    in_full: bool,
) -> int:
    """Run `clusterplan show`; return the exit code."""
    if year and of_year and year != of_year:
        message = say("it says {year}, and YEAR says {other}", year=of_year, other=year)
        raise BadValue("--year", message)
    form = None if chart is None else _form_of(chart, asked)
    named = {"YEAR": year} if of_year is None else {"--year": of_year}
    found = read_for_report(asked, named, later=True)
    (identity,) = ids_of(found.plan, [target], "TARGET")
    shown = detail(found.inquiry, identity, *found.years)
    if chart is None:
        write_document(DetailDocument(shown, asked.locale, in_full=in_full), asked)
    else:
        replace_file(chart, _drawn(shown, asked.locale, form == "png"))
    return OK


def _form_of(chart: Path, asked: Asked) -> str:
    """Return what a chart is to be, or refuse it before anything is read."""
    if asked.output is not None or asked.chosen_format is not None:
        message = say("the chart is all that is written then: leave --output and --format out")
        raise BadValue("--chart", message)
    ending = say("the name must end in .svg or .png")
    form = by_ending(chart, "--chart", ("svg", "png"), ending)
    require_libraries(form)
    refuse_inputs(chart)
    return form


def _drawn(shown: Detail, locale: Locale, dots: bool) -> bytes:  # noqa: FBT001 # which of the two
    from clusterplan.render.charts.alone import png, svg  # noqa: PLC0415 # their libraries
    from clusterplan.render.charts.drawings import of_target  # noqa: PLC0415

    result = shown.result
    drawing = of_target(shown, result, locale) if isinstance(result, TargetResult) else None
    if drawing is None:
        raise BadValue("--chart", say("{name} has no figures to draw", name=result.name))
    return (png if dots else svg)(drawing, locale.names(result.name))
