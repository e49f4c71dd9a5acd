"""`clusterplan report`: a document to hand on, as a page or a workbook."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from clusterplan import __version__
from clusterplan.base.messages import say
from clusterplan.cli.asked import Asked
from clusterplan.cli.checksums import checksums
from clusterplan.cli.chosen_methods import chosen_methods
from clusterplan.cli.data import read_for_report
from clusterplan.cli.days_and_years import parse_year
from clusterplan.cli.exit_codes import OK
from clusterplan.cli.failures import BadValue, UsageFailure
from clusterplan.cli.output import replace_file
from clusterplan.views.whole_document import Run, dossier

if TYPE_CHECKING:
    from clusterplan.locale import Locale
    from clusterplan.views.whole_document import Dossier

LIBRARIES = {"html": ("jinja2", "pygal"), "xlsx": ("xlsxwriter",)}
"""What the extra `report` brings, by format."""
EXTRA = "pip install 'clusterplan[report]'"


def report(asked: Asked, year: str, output: Path, method: list[str] | None) -> int:
    """Run `clusterplan report`; return the exit code."""
    wanted_year = parse_year(year)
    form = asked.format or _by_ending(output)
    _require(form)
    methods = chosen_methods(method or ["all"])
    # A file is no sign of a script: people have to name one too.
    found = read_for_report(asked, years={"YEAR": wanted_year}, later=True, scripted=False)
    result = dossier(
        found.plan,
        found.observations,
        wanted_year,
        Run(__version__, methods_chosen=bool(method), files=checksums(found.folder)),
        as_of=found.day,
        published_only=asked.published_only,
        methods=methods,
        origin=found.origin,
    )
    replace_file(output, _rendered(result, form, asked.locale))
    return OK


def _by_ending(output: Path) -> str:
    ending = output.suffix.lower().removeprefix(".")
    if ending in LIBRARIES:
        return ending
    message = say("the name must end in .html or .xlsx, or --format says which of the two it is")
    raise BadValue("--output", message)


def _require(form: str) -> None:
    missing = [name for name in LIBRARIES[form] if find_spec(name) is None]
    if missing:
        message = say(
            "{format} needs libraries that are not installed ({names}): {command}",
            format=form.upper(),
            names=", ".join(missing),
            command=EXTRA,
        )
        raise UsageFailure(message)


def _rendered(result: Dossier, form: str, locale: Locale) -> bytes:
    if form == "html":
        from clusterplan.render.page import render as page  # noqa: PLC0415 # its libraries

        return page(result, locale)
    from clusterplan.render.workbook import render as workbook  # noqa: PLC0415 # its library

    return workbook(result, locale)
