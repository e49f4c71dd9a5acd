"""From the units that are counted to figures, and to what is told of the others, as queries.

Each figure comes by entity and in all from one GROUPING SETS; NULL stands where it is in all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from clusterplan.rollup.expressions import (
    LISTED,
    Numbers,
    absolute,
    cell,
    column,
    count,
    first_of_each,
    is_missing,
    is_there,
    place_among,
    text,
    whole,
)
from clusterplan.rollup.unit_queries import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.rollup.definition import Condition, Definition, Figure
    from clusterplan.rollup.unit_queries import Names


class FigureQueries:
    """The queries on the tables `units` and `members`."""

    def __init__(self, definition: Definition, names: Names) -> None:
        self.definition, self.names = definition, names
        self.numeric = Numbers(definition.returns.decimals)

    def used(self) -> exp.Select:
        """Return the units that are counted."""
        every = exp.select("*").from_(exp.to_table("units"))
        return every.where(is_missing(column("reason")))

    def reasons(self) -> exp.Select:
        """Return of each reason how many rows and units there are; None is of the counted ones."""
        units = exp.Count(this=exp.Distinct(expressions=[column("unit")]))
        found = exp.select(column("reason"), count(), units).from_(exp.to_table("units"))
        return found.group_by(column("reason"))

    def refused(self) -> exp.Select:
        """Return the first units of each reason."""
        once = exp.select(column("reason"), column("unit")).distinct().from_(exp.to_table("units"))
        once = once.where(is_there(column("reason")))
        return first_of_each(once, "reason")

    def unknown_codes(self, name: str) -> exp.Select:
        """Return the codes that a list does not have, with the number and the first of units."""
        code = column(f"{name}_unknown")
        found = exp.select(code, count(), exp.Min(this=column("unit")))
        found = found.from_(self.used().subquery("used")).where(is_there(code.copy()))
        return found.group_by(code.copy()).order_by(code.copy()).limit(LISTED)

    def nowhere(self, name: str) -> exp.Select:
        """Return how many units belong to no entity, and the first of them."""
        found = exp.select(count(), exp.Min(this=column("unit"))).from_(
            self.used().subquery("used")
        )
        return found.where(exp.EQ(this=column(name), expression=text(NOWHERE)))

    def registered(self) -> exp.Select:
        """Return how many rows the register has with a code, how many units, how many bad sizes."""
        told = self.definition.registry
        every = exp.select(count(cell(told.unit))).from_(exp.to_table("registry")).subquery()
        unread = exp.Sum(this=column("unread"))
        return exp.select(every, count(), unread).from_(exp.to_table("members"))

    def silent(self, what: exp.Expr) -> exp.Select:
        """Return something of the units of the register that have sent no return at all."""
        found = exp.select(what).from_(exp.to_table("members").as_("m"))
        on = exp.EQ(this=column("unit", "u"), expression=column("unit", "m"))
        found = found.join(exp.to_table("units").as_("u"), on=on, join_type="left")
        return found.where(is_missing(column("unit", "u")))

    def first_silent(self) -> exp.Select:
        """Return the first of these units."""
        return self.silent(column("unit", "m")).order_by(column("unit", "m")).limit(LISTED)

    def coverage(self) -> exp.Select:
        """Return units and their size, all and those that are counted, by entity and in all.

        First of all units, then of those that each figure is about, as far as the register says.
        """
        sums = [*_covered(None), *(one for e in self.definition.figures for one in self._share(e))]
        found = exp.select(*(column(e, "m") for e in self.names.entities.values()), *sums)
        found = found.from_(exp.to_table("members").as_("m"))
        on = exp.EQ(this=column("unit", "u"), expression=column("unit", "m"))
        found = found.join(self.used().subquery("u"), on=on, join_type="left")
        return self._by_entity(found, "m")

    def _share(self, figure: Figure) -> list[exp.Expr]:
        known = all(each.column in self.names.registry for each in figure.where)
        if not (figure.where and known) or any(each.by_number for each in figure.where):
            return _covered(None)
        return _covered(exp.and_(*(one for each in figure.where for one in self._fits(each, "m"))))

    def cells(self) -> exp.Select:
        """Return what each figure comes to, by entity and in all; see `measures`."""
        chosen = [column(each) for each in self.names.entities.values()]
        found = exp.select(*chosen, *self._measures()).from_(self.used().subquery("used"))
        return self._by_entity(found)

    def totals(self) -> exp.Select:
        """Return the same of all units, how many units there are, and how many different ones."""
        different = exp.Count(this=exp.Distinct(expressions=[column("unit")]))
        units = exp.to_table("units")
        counted = exp.select(*self._measures(), count(), different).from_(units)
        return counted.where(is_missing(column("reason")))

    def largest(self, figure: Figure, most: int) -> exp.Select:
        """Return the largest contributions to a sum, without their signs, of each entity."""
        entity = column(self.names.entities[figure.by]) if figure.by else text(NOWHERE)
        own = self._own(figure)
        sizes = exp.select(entity.as_("entity"), absolute(own).as_("size"), column("unit"))
        sizes = sizes.from_(self.used().subquery("used")).where(is_there(own.copy()))
        order = [exp.Ordered(this=column("size"), desc=True), exp.Ordered(this=column("unit"))]
        placed = exp.select(column("entity"), column("size"), place_among(column("entity"), *order))
        placed = placed.from_(sizes.subquery("s"))
        found = exp.select(column("entity"), column("size")).from_(placed.subquery("p"))
        found = found.where(exp.LTE(this=column("place"), expression=whole(most)))
        return found.order_by(column("entity"), column("place"))

    def together(self, figure: Figure, other: str) -> exp.Select:
        """Return each entity of a figure with those of other codes that its units belong to."""
        chosen = [column(self.names.entities[each]) for each in (figure.by or "", other)]
        found = exp.select(*chosen).distinct().from_(self.used().subquery("used"))
        return found.where(is_there(self._own(figure)))

    def _measures(self) -> Iterator[exp.Expr]:
        """Return of each figure its value, its units, and its size: all, and what is imputed."""
        for figure in self.definition.figures:
            own = self._own(figure)
            is_imputed = exp.EQ(this=column("imputed"), expression=whole(1))
            imputed = exp.Case().when(is_imputed, own.copy())
            if figure.sum:
                yield exp.Sum(this=own)
                yield count(own.copy())
                yield exp.Sum(this=absolute(own.copy()))
                yield exp.Sum(this=absolute(imputed))
            else:
                distinct = exp.Distinct(expressions=[own]) if figure.count_distinct else own
                yield count(distinct)
                yield count(own.copy())
                yield count(own.copy())
                yield count(imputed)

    def _own(self, figure: Figure) -> exp.Expr:
        """Return what a unit contributes to a figure; NULL where it does not."""
        if figure.sum:
            value = column(self.names.numbers[figure.sum])
        else:
            value = column(self.names.texts[figure.count or figure.count_distinct or ""])
        if not figure.where:
            return value
        fits = exp.and_(*(one for each in figure.where for one in self._fits(each)))
        return exp.Case().when(fits, value)

    def _fits(self, condition: Condition, table: str | None = None) -> Iterator[exp.Expr]:
        if condition.values or condition.other_than:
            said = column(self.names.texts[condition.column], table)
            if condition.values:
                yield exp.In(this=said, expressions=list(map(text, condition.values)))
            if condition.other_than:
                yield exp.not_(
                    exp.In(this=said.copy(), expressions=list(map(text, condition.other_than)))
                )
        if condition.by_number:
            number = column(self.names.numbers[condition.column])
            if condition.least is not None:
                yield exp.GTE(this=number, expression=self.numeric.constant(condition.least))
            if condition.most is not None:
                yield exp.LTE(this=number.copy(), expression=self.numeric.constant(condition.most))

    def _by_entity(self, found: exp.Select, table: str | None = None) -> exp.Select:
        if not self.names.entities:
            return found
        sets = [exp.Tuple(expressions=[column(e, table)]) for e in self.names.entities.values()]
        grouping = exp.GroupingSets(expressions=[*sets, exp.Tuple(expressions=[])])
        found.set("group", exp.Group(grouping_sets=[grouping]))
        return found


def _covered(fits: exp.Expr | None) -> list[exp.Expr]:
    """Return how many units fit, how many of these are counted, and the sizes of both."""

    def of(what: exp.Expr) -> exp.Expr:
        return what if fits is None else exp.Case().when(fits.copy(), what)

    reported = is_there(column("unit", "u"))
    sized = exp.Case().when(reported, column("size", "m"))
    return [
        count(of(column("unit", "m"))),
        count(of(column("unit", "u"))),
        exp.Sum(this=of(column("size", "m"))),
        exp.Sum(this=of(sized)),
    ]
