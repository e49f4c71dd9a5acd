"""What an import knows beside the file, and what it understood, left out and did not understand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.model.observations import ObsStatus, Qualifier

if TYPE_CHECKING:
    from clusterplan.base.messages import Message
    from clusterplan.importing.plan_names import Near


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


class Reading(Struct, frozen=True):
    """All that a file holds, in its order."""

    found: tuple[Found, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[Remark, ...]
    remarks: tuple[Remark, ...]
