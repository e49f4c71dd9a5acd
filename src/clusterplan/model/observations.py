"""What was observed: published figures with their status, source and vintages."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from clusterplan.model.plan import State


class ObsStatus(StrEnum):
    """Status of an observation: SDMX `CL_OBS_STATUS`, and `illustrative` of our own."""

    NORMAL = "normal"
    PROVISIONAL = "provisional"
    ESTIMATED = "estimated"
    FORECAST = "forecast"
    MISSING = "missing"
    SUPPRESSED = "suppressed"
    BREAK = "break"
    DEFINITION_DIFFERS = "definition_differs"
    ILLUSTRATIVE = "illustrative"

    @property
    def rank(self) -> int:
        """Outcomes outrank forecasts, and both outrank what was made up."""
        if self is ObsStatus.ILLUSTRATIVE:
            return 0
        return 1 if self is ObsStatus.FORECAST else 2

    @property
    def has_value(self) -> bool:
        """Say whether rows of this status state a figure: it is neither awaited nor withheld."""
        return self not in (ObsStatus.MISSING, ObsStatus.SUPPRESSED)


class Qualifier(StrEnum):
    """How exactly a figure was stated."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Observation(Struct, frozen=True):
    """One published figure.

    `indicator` is the id of an indicator, a milestone or a measure. `value` is in the row's own
    `unit`: a number, a date (unit `date`), a state (unit `state`), or None for a row that waits or
    is suppressed.
    `decimals` says how many were printed, zeros included; None where nobody knows: as many as the
    number needs.
    """

    indicator: str
    entity: str
    year: int
    value: Fraction | date | State | None
    unit: str
    status: ObsStatus = ObsStatus.NORMAL
    qualifier: Qualifier = Qualifier.EXACT
    published: date | None = None
    series: str = ""
    source: str = ""
    note: str = ""
    file: str = ""
    line: int = 0
    decimals: int | None = None

    def __hash__(self) -> int:
        # Few have all of this in common, and a fraction takes longer than the rest.
        return hash((self.indicator, self.entity, self.year, self.file, self.line))

    @property
    def key(self) -> str:
        """Return what findings call it."""
        return f"{self.indicator}/{self.entity}"

    @property
    def is_published(self) -> bool:
        """Say whether it is an outcome that somebody is known to have published."""
        made_up_or_early = self.status in (ObsStatus.ILLUSTRATIVE, ObsStatus.FORECAST)
        return not made_up_or_early and bool(self.source or self.published)

    @property
    def _order(self) -> tuple[date, str, str]:
        return (_day(self), self.series, str(self.value))


def stated(rows: Iterable[Observation]) -> list[Observation]:
    """Return the rows that state a figure which its series has not suppressed since."""
    known, withheld = [], dict[tuple[str, str, int, str], date]()
    for row in rows:
        if row.status is ObsStatus.SUPPRESSED:
            withheld[_series(row)] = max(_day(row), withheld.get(_series(row), date.min))
        elif row.value is not None and row.status.has_value:
            known.append(row)
    if not withheld:
        return known
    return [
        row for row in known if (since := withheld.get(_series(row))) is None or _day(row) > since
    ]


class Selected(Struct, frozen=True):
    """The observation that counts for a figure, and what stands beside it."""

    observation: Observation
    superseded: tuple[Observation, ...] = ()
    """Earlier vintages of the same series, oldest first."""
    rivals: tuple[Observation, ...] = ()
    """The newest vintage of every other series of the same rank."""


class Newest(Struct, frozen=True):
    """The newest year that has a figure, and the last day on which any figure was published."""

    year: int
    published: date | None


class Actuals:
    """The observations that may be used, by figure.

    Args:
        observations: all rows, in any order.
        as_of: leave out what was not published by this day; undated rows drop out too.
        published_only: leave out illustrative rows.
    """

    def __init__(
        self,
        observations: Iterable[Observation],
        *,
        as_of: date | None = None,
        published_only: bool = False,
    ) -> None:
        self._rows: dict[tuple[str, str, int], list[Observation]] = {}
        if as_of is not None:
            observations = (row for row in observations if row.published and row.published <= as_of)
        for row in stated(observations):
            if published_only and row.status is ObsStatus.ILLUSTRATIVE:
                continue
            self._rows.setdefault((row.indicator, row.entity, row.year), []).append(row)
        self._known = {(subject, year) for subject, _, year in self._rows}

    @property
    def years(self) -> set[int]:
        """Return the years that have a figure."""
        return {year for _, _, year in self._rows}

    def newest(self, until: int) -> Newest | None:
        """Return how new the figures up to a year are."""
        known = [(year, rows) for (_, _, year), rows in self._rows.items() if year <= until]
        if not known:
            return None
        days = (row.published for _, rows in known for row in rows if row.published is not None)
        return Newest(max(year for year, _ in known), max(days, default=None))

    def has(self, subject: str, year: int) -> bool:
        """Say whether there is a figure of an indicator, milestone or measure in a year."""
        return (subject, year) in self._known

    def rows_of(self, indicator: str, entity: str, year: int) -> Sequence[Observation]:
        """Return the usable rows of a figure, in any order."""
        return self._rows.get((indicator, entity, year), ())

    def select(
        self, indicator: str, entity: str, year: int, prefer: Sequence[str] = ()
    ) -> Selected | None:
        """Return the figure in its newest vintage, or None.

        Outcomes come before forecasts, then the series in order of preference (after those, the
        default series, then by name), then the latest date; undated rows are the oldest.
        """
        rows = self.rows_of(indicator, entity, year)
        if not rows:
            return None
        if len(rows) == 1:
            return Selected(rows[0])
        best = max(row.status.rank for row in rows)
        series: dict[str, list[Observation]] = {}
        for row in sorted(rows, key=lambda row: row._order):  # noqa: SLF001 # own class's order
            if row.status.rank == best:
                series.setdefault(row.series, []).append(row)
        names = sorted(series, key=lambda name: _preference(name, prefer))
        chosen = series[names[0]]
        return Selected(
            observation=chosen[-1],
            superseded=tuple(chosen[:-1]),
            rivals=tuple(series[name][-1] for name in names[1:]),
        )

    def first_published(self) -> tuple[list[Observation], set[str]]:
        """Return the first vintages, series by series, forecasts apart from outcomes.

        And the ids of what has later ones too. Undated rows are the oldest.
        """
        first: list[Observation] = []
        revised: set[str] = set()
        for rows in self._rows.values():
            oldest: dict[tuple[str, int], Observation] = {}
            for row in sorted(rows, key=_day):
                oldest.setdefault((row.series, row.status.rank), row)
            first += oldest.values()
            if len(oldest) < len(rows):
                revised.add(rows[0].indicator)
        return first, revised


def _day(row: Observation) -> date:
    return row.published or date.min


def _series(row: Observation) -> tuple[str, str, int, str]:
    return (row.indicator, row.entity, row.year, row.series)


def _preference(name: str, prefer: Sequence[str]) -> tuple[int, str]:
    return (prefer.index(name) if name in prefer else len(prefer), name)
