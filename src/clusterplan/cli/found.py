"""A data folder as a report needs it: read, checked, and asked for some years."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.base.messages import say
from clusterplan.checks import check_data
from clusterplan.cli.exit_codes import UsageFailure, cannot_read
from clusterplan.cli.given_values import check_year
from clusterplan.judging.assess import Inquiry, newest_year
from clusterplan.model.results import Origin
from clusterplan.reading.folder import read_folder
from clusterplan.reading.folder_layout import ACTUALS_NAME

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from clusterplan.base.findings import Finding
    from clusterplan.judging.figures import Figures
    from clusterplan.model.plan import Plan
    from clusterplan.model.results import DataSource, Report, Selection
    from clusterplan.reading.folder import DataFolder
    from clusterplan.reading.limits import Limits


class Place(Struct, frozen=True):
    """A data folder, what to call it, and how it was come by."""

    folder: Path
    name: str
    source: DataSource

    def file_of(self, year: int) -> Path:
        """Return where the figures of a year are."""
        return self.folder / ACTUALS_NAME / f"{year}.csv"

    def name_of(self, year: int) -> str:
        """Return what findings call the file of a year."""
        return f"{self.name.rstrip('/')}/{ACTUALS_NAME}/{year}.csv"

    def bytes_of(self, year: int) -> bytes | None:
        """Return the file of a year; None where there is none.

        Raises:
            UsageFailure: the system does not let us read it.
        """
        path = self.file_of(year)
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise cannot_read(str(path), error) from None


class Found(Struct, frozen=True):
    """A sound plan with its figures, the files they were read from, and what was asked of them."""

    inquiry: Inquiry
    folder: DataFolder
    years: list[int]
    """Those that were asked for; the newest with a figure where none was."""

    @property
    def plan(self) -> Plan:
        """Return the plan."""
        return self.inquiry.plan

    def reports(
        self,
        years: Iterable[int],
        only: Iterable[str] = (),
        methods: Collection[str] = (),
        *,
        last_year: bool = True,
    ) -> tuple[Report, ...]:
        """Return the reports of some years; arguments are those of `Inquiry.report`.

        Raises:
            UsageFailure: nothing is left of the commitments that are named.
        """
        wanted = frozenset(only)
        if not self.inquiry.commitments(wanted):
            raise UsageFailure(say("what is named does not fit the other options"))
        return tuple(
            self.inquiry.report(year, only=wanted, methods=methods, last_year=last_year)
            for year in years
        )


class Checked(Struct, frozen=True):
    """A data folder as far as it is needed, and what was found in it."""

    place: Place
    folder: DataFolder
    findings: list[Finding]
    figures: Figures | None


def read_checked(
    place: Place, years: Mapping[str, int], limits: Limits, *, later: bool = False
) -> Checked:
    """Read a folder and check it for reports on some years.

    Args:
        place: where it is.
        years: the years that were asked for, by the arguments that name them.
        limits: how large its files may be.
        later: the figures of later years are needed too.

    Raises:
        BadValue: the plan does not have one of the years.
    """
    folder = read_folder(place.folder, place.name, limits=limits)
    if folder.plan is not None:
        for parameter, year in years.items():
            check_year(folder.plan, year, parameter)
    checked = check_data(folder)
    findings = [*folder.findings, *checked.findings]
    if years and not later:
        folder, findings = _up_to(max(years.values()), folder, findings)
    return Checked(place, folder, findings, checked.figures)


def found_in(
    read: Checked,
    plan: Plan,
    years: Mapping[str, int | None],
    day: date | None,
    published_only: bool,  # noqa: FBT001 # as it was asked
    selection: Selection | None = None,
) -> Found:
    """Return what was asked of a sound plan; a year that was left out is the newest with a figure.

    Raises:
        BadValue: the plan does not have that year.
    """
    rows, place = read.folder.observations, read.place
    known = {what: year or newest_year(plan, rows, day) for what, year in years.items()}
    for parameter, year in known.items():
        check_year(plan, year, parameter)
    inquiry = Inquiry(
        plan,
        rows,
        as_of=day,
        published_only=published_only,
        origin=Origin(None if place.source == "packaged" else place.name, place.source),
        figures=read.figures,
        selection=selection,
        remarks=read.folder.remarks,
    )
    return Found(inquiry, read.folder, list(known.values()))


def _up_to(
    year: int, folder: DataFolder, findings: list[Finding]
) -> tuple[DataFolder, list[Finding]]:
    """Leave the files of later years out, and what was found in them.

    They were read, so that the rules that compare years blame the same rows as `validate`.
    """
    others = {file.file for file in folder.tables if file.year > year}
    left = [finding for finding in findings if finding.file not in others]
    return replace(
        folder,
        actuals_files=tuple(file for file in folder.actuals_files if file.file not in others),
        remarks_files=tuple(file for file in folder.remarks_files if file.file not in others),
    ), left
