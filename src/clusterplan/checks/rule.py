"""What a check is: a rule, and a function that finds where it is broken."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from clusterplan.actuals import Actuals
from clusterplan.evaluation import Figures
from clusterplan.reading.actuals_file import PlacedRow
from clusterplan.reading.index import Numbering

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from clusterplan.actuals import Observation
    from clusterplan.findings import Rule
    from clusterplan.messages import Message
    from clusterplan.plan import Plan
    from clusterplan.reading.actuals_file import ActualsFile
    from clusterplan.reading.index import Trait


@dataclass(frozen=True, slots=True)
class Flaw:
    """A mistake at a place of the plan file: keys and indexes from the root."""

    place: tuple[str | int, ...]
    message: Message
    hint: Message | None = None


class RowFlaw(NamedTuple):
    """A mistake in a row of the actuals.

    Where many rows may be flawed, a function makes the message: only a thousand are told.
    """

    row: Observation | PlacedRow
    field: str
    message: Message | Callable[[], Message]
    hint: Message | None = None


@dataclass(frozen=True, slots=True)
class PlanRule:
    """A rule on the plan alone."""

    rule: Rule
    find: Callable[[Plan], Iterable[Flaw]]


@dataclass(frozen=True)
class Records:
    """What rules on records look at: the plan, the files, and what they amount to.

    A file of a million rows is too large to look at each of them, for each rule. `where` and `of`
    find the rows that a rule is about; the numbers in a file's index tell which of them may break
    it. The rule itself judges by observations and figures.
    """

    plan: Plan
    files: Sequence[ActualsFile]
    """By year."""

    @property
    def rows(self) -> Iterator[Observation]:
        """Every observation, one after the other."""
        return (row for file in self.files for row in file)

    @cached_property
    def numbering(self) -> Numbering:
        """The numbers that the index of each file has for figures."""
        return Numbering(self.plan)

    @cached_property
    def figures(self) -> Figures:
        """What the observations say; read when it is asked for."""
        return Figures(self.plan, _Stored(self))

    def where(self, wanted: Callable[[Trait], bool]) -> Iterator[PlacedRow]:
        """Return rows by what can be said of them."""
        for file in self.files:
            yield from (PlacedRow(file, position) for position in file.index.where(wanted))

    def of(self, subjects: Collection[str]) -> Iterator[PlacedRow]:
        """Return the rows of some indicators, milestones or measures."""
        many = len(self.numbering.entities)
        numbers = {self.numbering.subjects[subject] for subject in subjects}
        for file in self.files if numbers else ():
            found = file.index.of(lambda figure: figure // many in numbers)
            yield from (PlacedRow(file, position) for position in found)

    def on(self, file: ActualsFile, entities: Collection[str]) -> Iterator[PlacedRow]:
        """Return the rows of a file that describe some entities."""
        many = len(self.numbering.entities)
        numbers = {self.numbering.entities[entity] for entity in entities}
        if numbers:
            found = file.index.of(lambda figure: figure % many in numbers)
            yield from (PlacedRow(file, position) for position in found)

    def named(self, row: Observation | PlacedRow) -> tuple[str, str]:
        """Return what a row measures and whom it describes."""
        if isinstance(row, PlacedRow):
            return self.numbering.named(row.figure)
        return row.indicator, row.entity


class _Stored(Actuals):
    """The observations of files, read when a figure is asked for."""

    def __init__(self, records: Records) -> None:
        super().__init__(())
        self._numbering = records.numbering
        self._files = {file.year: file for file in records.files}

    def rows_of(self, indicator: str, entity: str, year: int) -> Sequence[Observation]:
        """Return the usable rows of a figure, in the order of the file."""
        if year not in self._files:
            return ()
        file = self._files[year]
        places = file.index.positions(self._numbering.figure(indicator, entity))
        rows = [file.observation(position) for position in places]
        return [row for row in rows if row.value is not None]


@dataclass(frozen=True, slots=True)
class RecordRule:
    """A rule on the observations, with the plan at hand."""

    rule: Rule
    find: Callable[[Records], Iterable[RowFlaw | Flaw]]
