"""What rules on records look at: the plan, the files, and what in them may be wrong."""

from __future__ import annotations

import math
from array import array
from fractions import Fraction
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.checks.float_filter import FloatFilter, contested, doubtful_series
from clusterplan.judging.figures import Figures
from clusterplan.model.observations import Actuals, stated
from clusterplan.model.plan import Ratio
from clusterplan.reading.actuals_file import PlacedRow
from clusterplan.reading.row_index import WITHOUT_VALUE, Numbering

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from clusterplan.judging.figure import Figure
    from clusterplan.model.observations import Observation, Selected
    from clusterplan.model.plan import Indicator, Plan
    from clusterplan.model.remarks import Remark
    from clusterplan.reading.actuals_file import ActualsFile
    from clusterplan.reading.row_index import RowIndex, Trait


class Records(Struct, frozen=True, eq=False, dict=True):
    """What rules on records look at.

    There may be a million of them. Rules on single records find theirs by traits or entities.
    Rules that compare get those rows and series that floats do not clear (`checks.float_filter`),
    and judge them by observations and figures, which are read when asked for.

    Attributes:
        plan: the plan.
        files: the files of actuals, by year.
        unread: years of which something could not be read: nothing can be said to be missing.
        remarks: those of all years.
    """

    plan: Plan
    files: Sequence[ActualsFile]
    unread: frozenset[int] = frozenset()
    remarks: Sequence[Remark] = ()

    @cached_property
    def numbering(self) -> Numbering:
        """The numbers that the index of each file has for figures."""
        return Numbering(self.plan)

    @cached_property
    def figures(self) -> Figures:
        """What the observations amount to."""
        return Figures(self.plan, _Stored(self))

    def where(self, wanted: Callable[[Trait], bool]) -> Iterator[PlacedRow]:
        """Return rows by what can be said of them."""
        for file in self.files:
            yield from (PlacedRow(file, position) for position in file.index.where(wanted))

    def on(self, file: ActualsFile, entities: Collection[str]) -> Iterator[PlacedRow]:
        """Return the rows of a file that describe some entities."""
        many = len(self.numbering.entities)
        numbers = {self.numbering.entities[entity] for entity in entities}
        for position, figure in enumerate(file.index.figures if numbers else ()):
            if figure % many in numbers:
                yield PlacedRow(file, position)

    def waits(self, subject: str, entity: str, year: int) -> bool:
        """Say whether a row says that a figure is missing, or withheld."""
        figure = self.numbering.figure(subject, entity)
        return any(
            file.index.traits[position] & WITHOUT_VALUE
            for file in self.files
            if file.year == year
            for position in file.index.positions(figure)
        )

    @property
    def in_force(self) -> Sequence[Observation]:
        """The numbers that count for their figures, in the order of the files.

        Left out are those that fit all that they are compared with beyond doubt, and the shares of
        which floats can tell that they do not (`wrong_shares`).
        """
        return self._sifted[0]

    def reported_ratios(self) -> Iterator[tuple[Observation, Indicator, Figure, Fraction]]:
        """Return the quotients in force that rows state, each with what its sides make."""
        for row in self.in_force:
            indicator = self.plan.indicator[row.indicator]
            if isinstance(indicator.formula, Ratio):
                figure = self.figures.of_indicator(row.indicator, row.entity, row.year)
                if figure is not None and figure.exact is not None:
                    yield row, indicator, figure, figure.exact

    @property
    def wrong_shares(self) -> Sequence[tuple[PlacedRow, ...]]:
        """Shares that are surely not what their sides make, each with these two."""
        return self._sifted[1]

    @cached_property
    def _sifted(self) -> tuple[list[Observation], list[tuple[PlacedRow, ...]]]:
        in_force: list[Observation] = []
        wrong_shares: list[tuple[PlacedRow, ...]] = []
        for file in self.files:
            filtered = FloatFilter(self.plan, self.numbering, file)
            in_force += self._counting(file, filtered.doubtful())
            places = (
                tuple(file.index.positions(figure)[0] for figure in (share, *sides))
                for share, sides in filtered.wrong_shares.items()
            )
            wrong_shares += (tuple(PlacedRow(file, at) for at in each) for each in sorted(places))
        return in_force, wrong_shares

    @cached_property
    def contested(self) -> tuple[Selected, ...]:
        """What counts where there are other series, or vintages far apart."""
        return tuple(self._several(contested))

    @cached_property
    def revised(self) -> tuple[Selected, ...]:
        """What counts where there are several vintages."""
        return tuple(self._several(attrgetter("crowded")))

    def series(
        self, wanted: Callable[[Indicator], bool]
    ) -> Iterator[tuple[Indicator, str, list[PlacedRow]]]:
        """Return the numbers in force of some indicators, with the entity, by year.

        Left out are those of which the years go together beyond doubt.
        """
        known = {item.id: item for item in self.plan.indicators if wanted(item)}
        for figure in self._doubtful_series if known else ():
            subject, entity = self.numbering.named(figure)
            rows = list(self._years(figure)) if subject in known else []
            if rows:
                yield known[subject], entity, rows

    @cached_property
    def _doubtful_series(self) -> array[int]:
        return array("q", doubtful_series(self.plan, self.numbering, self.files))

    def _counting(self, file: ActualsFile, places: Iterable[int]) -> Iterator[Observation]:
        chosen: dict[int, Selected | None] = {}  # once for a figure: it may have thousands of rows
        for position in places:
            place = PlacedRow(file, position)
            if place.figure not in chosen:
                chosen[place.figure] = self._chosen(place)
            counts = chosen[place.figure]
            if counts and counts.observation.line == place.line:
                yield counts.observation

    def _chosen(self, place: PlacedRow) -> Selected | None:
        """Return what counts for the figure of a row, if it is a number."""
        subject, entity = self.numbering.named(place.figure)
        if subject not in self.plan.indicator:
            return None
        chosen = self.figures.selected(subject, entity, place.source.year)
        return chosen if chosen and isinstance(chosen.observation.value, Fraction) else None

    def _several(self, figures: Callable[[RowIndex], Iterable[int]]) -> Iterator[Selected]:
        for file in self.files:
            for figure in figures(file.index):
                chosen = self._chosen(PlacedRow(file, file.index.positions(figure)[0]))
                if chosen and (chosen.superseded or chosen.rivals):
                    yield chosen

    def _years(self, figure: int) -> Iterator[PlacedRow]:
        for file in self.files:
            index = file.index
            places = index.positions(figure)
            if len(places) == 1 and not math.isnan(index.numbers[places[0]]):
                yield PlacedRow(file, places[0])
            elif places and (chosen := self._chosen(PlacedRow(file, places[0]))):
                line = chosen.observation.line
                yield PlacedRow(file, next(each for each in places if index.lines[each] == line))


class _Stored(Actuals):
    """The observations of files, read when a figure is asked for."""

    def __init__(self, records: Records) -> None:
        super().__init__(())
        self._numbering = records.numbering
        self._files = {file.year: file for file in records.files}
        many = len(records.numbering.entities)
        self._subjects = {
            file.year: {figure // many for figure in file.index.figures} for file in records.files
        }
        self._selected: dict[tuple[str, str, int], Selected | None] = {}

    def has(self, subject: str, year: int) -> bool:
        """Say whether there is a row of an indicator, milestone or measure in a year."""
        return year in self._files and self._numbering.subjects[subject] in self._subjects[year]

    def select(
        self, indicator: str, entity: str, year: int, prefer: Sequence[str] = ()
    ) -> Selected | None:
        """Return the figure in its newest vintage, or None; each is read once."""
        key = (indicator, entity, year)
        if key not in self._selected:
            self._selected[key] = super().select(indicator, entity, year, prefer)
        return self._selected[key]

    def rows_of(self, indicator: str, entity: str, year: int) -> Sequence[Observation]:
        """Return the usable rows of a figure, in the order of the file."""
        if year not in self._files:
            return ()
        file = self._files[year]
        places = file.index.versions(self._numbering.figure(indicator, entity))
        return stated(file.observation(position) for position in places)
