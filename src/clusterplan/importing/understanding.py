"""What an import knows beside the file; what it understood, left out and did not understand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from clusterplan.model.observations import ObsStatus, Qualifier

if TYPE_CHECKING:
    from clusterplan.base.messages import Message
    from clusterplan.importing.sheets import Place, Sheet


class Near(Struct, frozen=True):
    """A text that is no name, the known name that it is nearest to, and what that stands for."""

    text: str
    name: str
    kind: str
    id: str


class Given(Struct, frozen=True):
    """What the user says for figures of which the file does not say it.

    Attributes:
        file: what notes call the file.
        year: the year of figures without one; figures of other years are left out.
        indicator, entity: ids.
        units: symbols; a figure without a unit takes the one that fits it.
        published: a date as in the data.
        sheets: the sheets to read; none for all that are not hidden.
        hidden: hidden rows and columns are read too.
        meant: names that are only near known ones, and what they mean.
    """

    file: str
    year: int | None = None
    indicator: str | None = None
    entity: str | None = None
    units: tuple[str, ...] = ()
    published: str = ""
    source: str = ""
    series: str = ""
    status: ObsStatus = ObsStatus.NORMAL
    sheets: tuple[str, ...] = ()
    hidden: bool = False
    meant: tuple[Near, ...] = ()


class Found(Struct, frozen=True):
    """One figure that was understood, as a row of a year's CSV, and the cell it is from."""

    place: str
    indicator: str
    entity: str
    year: int
    value: str
    unit: str
    status: ObsStatus
    qualifier: Qualifier
    published: str = ""
    series: str = ""
    source: str = ""
    note: str = ""


class Problem(Struct, frozen=True):
    """A cell that was not understood, or a figure that cannot be taken."""

    place: str
    text: str
    message: Message
    hint: Message | None = None


class Remark(Struct, frozen=True):
    """Something to know of a cell: why it is no figure, or how it was read."""

    place: str
    message: Message


class Reading(Struct):
    """All that a file holds, in its order."""

    found: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


class RefusedError(Exception):
    """Something cannot be taken; `hint` says what to do."""

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(str(message))
        self.message, self.hint = message, hint


class UnclearError(RefusedError):
    """What can be read in two ways, or in none.

    Attributes:
        wide: like others of its table.
        place, text: what makes it unclear, where that is not the cell itself.
    """

    def __init__(
        self,
        message: Message,
        hint: Message | None = None,
        *,
        wide: bool = False,
        place: Place | None = None,
        text: str = "",
    ) -> None:
        super().__init__(message, hint)
        self.wide, self.place, self.text = wide, place, text


def problem_at(
    sheet: Sheet,
    place: Place | None,
    message: Message,
    hint: Message | None = None,
    text: str | None = None,
) -> Problem:
    """Return a problem with the text of its cell, or another one; without a place of the sheet."""
    cell = sheet.at(*place) if place else None
    found = cell.text if cell else ""
    label = sheet.label(place) if place else sheet.name
    return Problem(label, found if text is None else text, message, hint)
