"""`clusterplan report`: a document to hand on, as a page, for Word, or as a workbook."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from clusterplan import __version__
from clusterplan.base.messages import say
from clusterplan.cli.asked import Asked
from clusterplan.cli.data import read_for_report
from clusterplan.cli.exit_codes import OK, BadValue
from clusterplan.cli.given_values import chosen_methods
from clusterplan.cli.libraries import by_ending, require_libraries
from clusterplan.cli.output import replace_file
from clusterplan.reading.folder_layout import ACTUALS_NAME, PLAN_NAME, REMARKS_NAME
from clusterplan.views.whole_document import File, Run, dossier

if TYPE_CHECKING:
    from clusterplan.locale import Locale
    from clusterplan.reading.folder import DataFolder
    from clusterplan.views.whole_document import Dossier

FORMS = ("html", "docx", "xlsx")


def report(asked: Asked, year: str, output: Path, method: list[str] | None, *, brief: bool) -> int:
    """Run `clusterplan report`; return the exit code."""
    ending = say("the name must end in .html, .docx or .xlsx, or --format says which it is")
    form = asked.format or by_ending(output, "--output", FORMS, ending)
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


def _rendered(result: Dossier, form: str, locale: Locale) -> bytes:
    if form == "html":
        from clusterplan.render.page import render as page  # noqa: PLC0415 # its libraries

        return page(result, locale)
    if form == "docx":
        from clusterplan.render.word import render as word  # noqa: PLC0415 # its libraries

        return word(result, locale)
    from clusterplan.render.workbook import render as workbook  # noqa: PLC0415 # its library

    return workbook(result, locale)


def checksums(folder: DataFolder) -> tuple[File, ...]:
    """Return the SHA-256 of the plan and of every file of a year, as `sha256sum` prints it."""
    # Of the bytes that were read, not of what the files hold by now.
    texts = {PLAN_NAME: folder.plan_file.text}
    texts |= {f"{ACTUALS_NAME}/{file.year}.csv": file.text for file in folder.actuals_files}
    texts |= {f"{REMARKS_NAME}/{file.year}.csv": file.text for file in folder.remarks_files}
    return tuple(File(name, hashlib.sha256(text.data).hexdigest()) for name, text in texts.items())
