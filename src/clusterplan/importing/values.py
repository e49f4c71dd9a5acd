"""The value of a cell for what it describes: a number with its unit, a day, a state of work."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias, get_args

from msgspec import Struct

from clusterplan.base.findings import known_words
from clusterplan.base.folding import folded
from clusterplan.base.messages import say
from clusterplan.base.units import UNITS, Dimension
from clusterplan.importing.amounts import EMPTY, Nothing, Unclear, understand
from clusterplan.importing.row_labels import day_of
from clusterplan.importing.status_words import state_of
from clusterplan.model.observations import Qualifier
from clusterplan.model.plan import Milestone, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clusterplan.importing.amounts import Amount
    from clusterplan.importing.sheets import Cell
    from clusterplan.model.plan import Plan

STATES: tuple[State, ...] = get_args(State)


class Value(Struct, frozen=True):
    """A value as the data write it."""

    text: str
    unit: str
    qualifier: Qualifier = Qualifier.EXACT


Outcome: TypeAlias = Value | Nothing | Unclear


def dimensions(plan: Plan, subject: str) -> tuple[str, ...]:
    """Return what figures of an indicator, a milestone or a measure can be."""
    if subject in plan.indicator:
        return (UNITS[plan.indicator[subject].unit].dimension,)
    if any(isinstance(item, Milestone) and item.id == subject for item in plan.milestones):
        return (Dimension.DATE, Dimension.STATE)
    return (Dimension.STATE,)


def read_value(
    cell: Cell,
    wanted: tuple[str, ...],
    *,
    stated: Iterable[str | None],
    offered: Iterable[str],
    grouped: bool = True,
) -> Outcome:
    """Read a cell.

    Args:
        cell: the cell.
        wanted: what the figure can be.
        stated: units that row and head state.
        offered: units of the whole table, then of the user; the one that fits is taken.
        grouped: commas may group digits.
    """
    if cell.marked:
        return Unclear(say("some of it is raised, lowered or struck out"), _TYPE)
    if Dimension.STATE in wanted or Dimension.DATE in wanted:
        return _state_or_day(cell, wanted)
    amount = understand(cell, grouped=grouped)
    if isinstance(amount, (Nothing, Unclear)):
        return amount
    unit = _unit(amount, wanted[0], [each for each in stated if each], list(offered))
    if isinstance(unit, Unclear):
        return unit
    return Value(amount.text, unit, amount.qualifier)


def _unit(amount: Amount, wanted: str, stated: list[str], offered: list[str]) -> str | Unclear:
    units = list(dict.fromkeys([*([amount.unit] if amount.unit else []), *stated]))
    if amount.yuan and wanted is not Dimension.MONEY:
        return _unfit("¥", wanted)
    if len(units) > 1:
        message = say("two units: {first} and {second}", first=units[0], second=units[1])
        return Unclear(message, say("leave the right one"))
    if units:
        fits = UNITS[units[0]].dimension == wanted
        return units[0] if fits else _unfit(units[0], wanted)
    fitting = list(dict.fromkeys(unit for unit in offered if UNITS[unit].dimension == wanted))
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        several = say("several units fit: {names}", names=", ".join(fitting))
        return Unclear(several, _NAME_UNIT, wide=True)
    return Unclear(say("the unit is not stated"), _NAME_UNIT, wide=True)


def _unfit(unit: str, wanted: str) -> Unclear:
    fitting = [str(unit) for unit in UNITS.values() if unit.dimension == wanted]
    message = say("the unit {unit} does not fit the indicator", unit=unit)
    return Unclear(message, known_words(fitting), wide=True)


_TYPE = say("type again what counts, and nothing beside it")
_NAME_UNIT = say("put it in the header, like (亿元), or give --unit")


def _state_or_day(cell: Cell, wanted: tuple[str, ...]) -> Outcome:
    if isinstance(cell.value, str) and folded(cell.value) in EMPTY:
        return Nothing()
    state = state_of(cell.value) if isinstance(cell.value, str) else None
    if state is not None and Dimension.STATE in wanted:
        return Value(state, "state")
    if Dimension.DATE in wanted and isinstance(cell.value, (str, date)):
        day = day_of(cell.text)
        if day is not None and len(day) == len("2006-10-31"):
            return Value(day, "date")
    if isinstance(cell.value, Decimal) or Dimension.DATE in wanted:
        message = say("a day or a state is due here") if Dimension.DATE in wanted else None
        return Unclear(message or say("a state is due here"), known_words(STATES))
    return Unclear(say("unknown state {text}", text=cell.text), known_words(STATES))
