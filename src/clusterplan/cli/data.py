"""Where the data are, and reading them for a command."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from clusterplan.cli.guard import UsageFailure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clusterplan.findings import Finding
    from clusterplan.locale import Locale
    from clusterplan.plan import Plan
    from clusterplan.reading.folder import DataFolder
    from clusterplan.report import DataSource

PLAN_FILE = "targets.yaml"


@dataclass(frozen=True, slots=True)
class Place:
    """A data folder, what to call it, and how it was come by."""

    folder: Path
    name: str
    source: DataSource


def find_data(given: Path | None, *, packaged: bool = True) -> Place:
    """Return the folder of `--data`, else the nearest one here or above, else the packaged copy.

    Raises:
        UsageFailure: there is none.
    """
    if given is not None:
        if not given.is_dir():
            msg = f"there is no data folder {given} (it holds {PLAN_FILE} and actuals/)"
            raise UsageFailure(msg)
        return Place(given, str(given), "given")
    here = Path.cwd()
    for above in (here, *here.parents):
        if (above / "data" / PLAN_FILE).is_file():
            folder = above / "data"
            return Place(folder, os.path.relpath(folder, here), "found")
    if packaged and (copy := _packaged()):
        return Place(copy, "(packaged)", "packaged")
    msg = f"no data/{PLAN_FILE} here or in a folder above; name the folder with --data"
    raise UsageFailure(msg)


def _packaged() -> Path | None:
    """Return the copy inside the package; an editable install has the repository's instead."""
    package = Path(__file__).parents[1]
    for folder in (package / "data", package.parents[1] / "data"):
        if (folder / PLAN_FILE).is_file():
            return folder
    return None


def announce(place: Place, plan: Plan, locale: Locale, *, quiet: bool) -> None:
    """Say on stderr that the packaged plan is used."""
    if place.source == "packaged" and not quiet:
        from clusterplan.messages import say  # noqa: PLC0415 # not for --help

        notice = say(
            "clusterplan: no data folder found, so this is the plan that comes with clusterplan"
            " ({title}); use --data for your own",
            title=plan.title,
        )
        typer.echo(locale.text(notice), err=True)


def require_plan(
    data: DataFolder, findings: Iterable[Finding], locale: Locale, *, quiet: bool, verbose: bool
) -> Plan:
    """Return the plan, or print the findings and end with 2 when there are errors.

    Without errors, the number of warnings and notices goes to stderr; -v prints them.
    """
    from clusterplan.findings import Level, has_errors  # noqa: PLC0415 # not for --help
    from clusterplan.messages import say  # noqa: PLC0415
    from clusterplan.render import findings_text  # noqa: PLC0415

    listed = list(findings)
    if data.plan is None or has_errors(listed):
        typer.echo(findings_text.render(listed, locale), err=True, nl=False)
        msg = locale.text(say("the data cannot be reported on before these errors are mended"))
        raise UsageFailure(msg)
    if listed and verbose:
        typer.echo(findings_text.render(listed, locale), err=True, nl=False)
    elif listed and not quiet:
        warnings = sum(finding.level is Level.WARNING for finding in listed)
        count = say(
            "clusterplan: {warnings} warnings and {notices} notices on the data; -v shows them",
            warnings=warnings,
            notices=len(listed) - warnings,
        )
        typer.echo(locale.text(count), err=True)
    return data.plan
