"""Where the data are, and reading them for a command."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from clusterplan.base.findings import has_errors
from clusterplan.base.messages import say, say_many
from clusterplan.checks import check_data
from clusterplan.cli.exit_codes import BadValue, UsageFailure
from clusterplan.cli.found import Found, Place, found_in, read_checked
from clusterplan.cli.given_values import parse_day, parse_year
from clusterplan.cli.narrowing import selection_of
from clusterplan.cli.output import refuse_inputs
from clusterplan.reading.folder import read_folder
from clusterplan.reading.folder_layout import PLAN_NAME
from clusterplan.reading.limits import Limits
from clusterplan.render.findings.as_text import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from clusterplan.base.findings import Finding
    from clusterplan.base.messages import Message
    from clusterplan.cli.asked import Asked
    from clusterplan.model.plan import Plan
    from clusterplan.reading.folder import DataFolder


EXAMPLE = "example"
"""What `--data` calls the copy inside the package; a folder of that name is `./example`."""
LIMITS = "CLUSTERPLAN_LIMITS"
"""The environment variable that raises the limits on the size of files, for every command."""


def find_data(given: str | None, *, output: Path | None = None, scripted: bool = False) -> Place:
    """Return the folder to report on: that of `--data`, else the nearest, else the packaged copy.

    Args:
        given: what `--data` says.
        output: the file that the report goes to.
        scripted: a script is asking, whose notices nobody reads: it gets the packaged copy by name
            alone, or it would take the verdicts for those on its own plan.

    Raises:
        UsageFailure: there is none, or the report would replace one of its files.
    """
    _refuse_two_examples(given)
    place = None if given == EXAMPLE else _found(given)
    if place is None and (given == EXAMPLE or not scripted):
        place = _packaged()
    if place is None:
        example = say("--data example takes the plan that comes with clusterplan")
        raise UsageFailure(say("{what}; {or_else}", what=_no_data(), or_else=example))
    refuse_inputs(output, [place.folder])
    return place


def find_own_data(given: str | None) -> Place:
    """Return the folder to check or to write to: that of `--data`, else the nearest.

    Raises:
        UsageFailure: there is none, or the packaged copy is asked for.
    """
    _refuse_two_examples(given)
    if given == EXAMPLE:
        message = say(
            "the plan that comes with clusterplan (--data example) is only there to report on: this"
            " command needs a folder of your own"
        )
        raise UsageFailure(message)
    place = _found(given)
    if place is None:
        raise UsageFailure(_no_data())
    return place


def as_given(folder: Path) -> str:
    """Return what to write behind `--data` for a folder."""
    return f"./{EXAMPLE}" if str(folder) == EXAMPLE else str(folder)


def _refuse_two_examples(given: str | None) -> None:
    if given == EXAMPLE and os.path.lexists(Path(EXAMPLE) / PLAN_NAME):
        message = say(
            "--data example is the plan that comes with clusterplan, and there is a folder of that"
            " name here: --data {folder} takes the folder",
            folder=as_given(Path(EXAMPLE)),
        )
        raise UsageFailure(message)


def _found(given: str | None) -> Place | None:
    """Return the folder that is named, else the nearest one here or above."""
    try:
        return _nearest() if given is None else _given(Path(given))
    except OSError as error:  # a name too long, a working folder that is gone
        message = say("cannot look for the data folder: {why}", why=str(error.strerror))
        raise UsageFailure(message) from None


def _given(folder: Path) -> Place:
    _refuse_near_miss(folder)
    if not folder.is_dir():
        message = say(
            "there is no data folder {folder} (it holds {plan} and actuals/)",
            folder=str(folder),
            plan=PLAN_NAME,
        )
        raise UsageFailure(message)
    return Place(folder, as_given(folder), "given")


def _nearest() -> Place | None:
    here = Path.cwd()
    for above in (here, *here.parents):
        folder = above / "data"
        if (folder / PLAN_NAME).is_file():
            return Place(folder, os.path.relpath(folder, here), "found")
        _refuse_misnamed(folder)
    return None


def _no_data() -> Message:
    if _in_data_folder():
        return say(
            "no data/{plan} here or in a folder above; --data . takes the {plan} in this folder",
            plan=PLAN_NAME,
        )
    return say(
        "no data/{plan} here or in a folder above; name the folder with --data DIR, or in"
        " CLUSTERPLAN_DATA",
        plan=PLAN_NAME,
    )


def _in_data_folder() -> bool:
    """Say whether the working folder is a data folder, whatever it is called."""
    return Path(PLAN_NAME).is_file()


def _refuse_near_miss(given: Path) -> None:
    """Name the data folder to who names the folder round it, or the plan in it."""
    inner = given / "data"
    if given.name == PLAN_NAME and given.is_file():
        near = given.parent
    elif not (given / PLAN_NAME).exists() and (inner / PLAN_NAME).is_file():
        near = inner
    else:
        return
    message = say(
        "{given} is no data folder; did you mean --data {near}?",
        given=str(given),
        near=as_given(near),
    )
    raise UsageFailure(message)


def _refuse_misnamed(folder: Path) -> None:
    """Stop at a plan under a slightly wrong name, rather than report on another plan."""
    stem = PLAN_NAME.partition(".")[0]
    for found in sorted(folder.glob("*.y*ml")) if folder.is_dir() else ():
        if found.stem.lower() == stem:
            message = say("{file} must be named {plan}", file=str(found), plan=PLAN_NAME)
            raise UsageFailure(message)


def _packaged() -> Place | None:
    """Return the copy inside the package; an editable install has the repository's instead."""
    package = Path(__file__).parents[1]
    for folder in (package / "data", package.parents[1] / "data"):
        if (folder / PLAN_NAME).is_file():
            return Place(folder, "(packaged)", "packaged")
    return None


def raised_limits() -> Limits:
    """Return how large files may be: as usual, or so many times as CLUSTERPLAN_LIMITS says.

    Raises:
        BadValue: it is no number of times.
    """
    text = os.environ.get(LIMITS) or "1"
    if not re.fullmatch(r"[1-9][0-9]{0,2}", text):
        message = say("{text} is no number of times: write 2, 3, … up to 999", text=f"'{text}'")
        raise BadValue(LIMITS, message)
    return Limits(int(text))


def read_for_report(
    asked: Asked,
    years: Mapping[str, str | None],
    *,
    later: bool = False,
    scripted: bool | None = None,
) -> Found:
    """Read and check what a report needs; findings and notices go to stderr.

    Args:
        asked: where the data are, and what to tell of them.
        years: the years that are reported on, by the arguments that name them; where one is left
            out, it is the newest with a figure.
        later: the figures of later years are needed too, although they change no report on these.
        scripted: a script is asking, even if it does not say quiet; else one is that names a file.

    Raises:
        UsageFailure: there is no data folder, it has errors, or the output is one of its files.
        BadValue: the plan does not have one of the years, or --as-of is no day.
    """
    named = {what: parse_year(text, what) for what, text in years.items() if text is not None}
    day = None if asked.as_of is None else parse_day(asked.as_of)
    scripted = asked.output is not None if scripted is None else scripted
    place = find_data(asked.data, output=asked.output, scripted=scripted or asked.quiet)
    read = read_checked(place, named, raised_limits(), later=later)
    plan = require_plan(read.folder, read.findings, asked, packaged=place.source == "packaged")
    selection = selection_of(plan, asked)
    announce(place, asked)
    wanted = dict.fromkeys(years) | named
    return found_in(read, plan, wanted, day, asked.published_only, selection)


def read_to_write(place: Place, asked: Asked, refusal: Message) -> tuple[DataFolder, Plan]:
    """Read and check a folder that figures are added to.

    Raises:
        UsageFailure: it has errors; `refusal` says what was not done therefore.
    """
    folder = read_folder(place.folder, place.name, limits=raised_limits())
    findings = (*folder.findings, *check_data(folder).findings)
    return folder, require_plan(folder, findings, asked, refusal=refusal)


def announce(place: Place, asked: Asked) -> None:
    """Say on stderr that the packaged plan is used, to who has not named it."""
    if place.source != "packaged" or asked.data is not None:
        return
    asked.notice(
        say(
            "this is the plan that comes with it; --data . takes the {plan} in this folder",
            plan=PLAN_NAME,
        )
        if _in_data_folder()
        else say(
            "no data folder here, so this is the plan that comes with it; --data names your own"
        )
    )


NO_REPORT = say("no report was made: mend these errors first")


def require_plan(
    data: DataFolder,
    findings: Iterable[Finding],
    asked: Asked,
    *,
    packaged: bool = False,
    refusal: Message = NO_REPORT,
) -> Plan:
    """Return the plan, or print the findings and end with 2 and a sentence when there are errors.

    Without errors, the number of warnings and notices goes to stderr; -v prints them. The warnings
    of the packaged plan are not counted: nobody can mend them.
    """
    listed = sorted(findings, key=lambda finding: finding.order)
    if data.plan is None or has_errors(listed):
        errors = [finding for finding in listed if finding.level.value == "error"]
        told = lines_of(listed if asked.verbose else errors, asked.locale)
        typer.echo(told, err=True, nl=False)
        raise UsageFailure(refusal)
    warnings = sum(finding.level.value == "warning" for finding in listed)
    if asked.verbose:
        typer.echo(lines_of(listed, asked.locale), err=True, nl=False)
    elif warnings and not packaged:
        count = say_many("{count} warning", "{count} warnings", count=warnings)
        asked.mention(say("{count} on the data; see clusterplan validate", count=count))
    if not data.plan.speaks(asked.locale.language):
        # The language that is asked for is the one that this is said in.
        asked.mention(say("the plan has no names in English; its own are shown"))
    return data.plan
