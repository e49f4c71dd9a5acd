"""`clusterplan report`: a document to hand on, as a page or a workbook."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from clusterplan import __version__
from clusterplan.base.extras import install
from clusterplan.base.messages import say
from clusterplan.cli.asked import Asked
from clusterplan.cli.data import read_for_report
from clusterplan.cli.exit_codes import OK, BadValue, UsageFailure
from clusterplan.cli.given_values import chosen_methods
from clusterplan.cli.output import replace_file
from clusterplan.reading.folder_layout import ACTUALS_NAME, PLAN_NAME, REMARKS_NAME
from clusterplan.views.whole_document import File, Run, dossier

if TYPE_CHECKING:
    from clusterplan.locale import Locale
    from clusterplan.reading.folder import DataFolder
    from clusterplan.views.whole_document import Dossier

LIBRARIES = {"html": ("jinja2", "pygal"), "xlsx": ("xlsxwriter",)}
"""What the extra `report` brings, by format."""


def report(asked: Asked, year: str, output: Path, method: list[str] | None, *, brief: bool) -> int:
    """Run `clusterplan report`; return the exit code."""
    form = asked.format or _by_ending(output)
    if brief and form != "html":
        raise BadValue("--brief", say("a brief is a page: the name must end in .html"))
    require_libraries(form)
    methods = chosen_methods(method or ["all"])
    # A file is no sign of a script: people have to name one too.
    found = read_for_report(asked, {"YEAR": year}, later=True, scripted=False)
    if brief:
        from clusterplan.render.page import render_brief  # noqa: PLC0415 # its libraries

        (in_brief,) = found.reports(found.years)
        replace_file(output, render_brief(in_brief, asked.locale))
        return OK
    files = checksums(found.folder)
    run = Run(__version__, methods_chosen=bool(method), files=files)
    result = dossier(found.inquiry, found.years[0], run, methods)
    replace_file(output, _rendered(result, form, asked.locale))
    return OK


def _by_ending(output: Path) -> str:
    ending = output.suffix.lower().removeprefix(".")
    if ending in LIBRARIES:
        return ending
    message = say("the name must end in .html or .xlsx, or --format says which of the two it is")
    raise BadValue("--output", message)


def require_libraries(form: str) -> None:
    """Refuse a format whose libraries are not installed."""
    missing = [name for name in LIBRARIES[form] if find_spec(name) is None]
    if missing:
        message = say(
            "{format} needs libraries that are not installed ({names}): {command}",
            format=form.upper(),
            names=", ".join(missing),
            command=install("report"),
        )
        raise UsageFailure(message)


def _rendered(result: Dossier, form: str, locale: Locale) -> bytes:
    if form == "html":
        from clusterplan.render.page import render as page  # noqa: PLC0415 # its libraries

        return page(result, locale)
    from clusterplan.render.workbook import render as workbook  # noqa: PLC0415 # its library

    return workbook(result, locale)


def checksums(folder: DataFolder) -> tuple[File, ...]:
    """Return the SHA-256 of the plan and of every file of a year, as `sha256sum` prints it."""
    # Of the bytes that were read, not of what the files hold by now.
    texts = {PLAN_NAME: folder.plan_file.text}
    texts |= {f"{ACTUALS_NAME}/{file.year}.csv": file.text for file in folder.actuals_files}
    texts |= {f"{REMARKS_NAME}/{file.year}.csv": file.text for file in folder.remarks_files}
    return tuple(File(name, hashlib.sha256(text.data).hexdigest()) for name, text in texts.items())
