"""From returns and register to the units that are counted, as queries.

They keep to what every engine computes alike: SUM, COUNT, MAX, CASE, ROW_NUMBER, joins and decimals
of 38 digits. Names that users chose occur in the innermost queries only; from there on columns are
numbered.

    rows        the returns, cells trimmed, empty ones missing, late ones left out
    repeated    units with several rows, and the last day of each
    alike       those of them with several rows on that day
    members     the register, each unit once
    units       the last return of each unit: numbers, entities, and why it is not counted, if so
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from clusterplan.rollup.engines import DIGITS
from clusterplan.rollup.expressions import (
    Numbers,
    absolute,
    cell,
    column,
    count,
    flag,
    is_missing,
    is_there,
    list_name,
    matches,
    one_if,
    place_among,
    same_unit,
    text,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from clusterplan.rollup.definition import Codes, Definition, Edit

NOWHERE = ""
"""The entity of a unit that codes lead to none: where NULL stands, a query has all entities."""
ALIKE, UNREGISTERED, UNREAD, IMPLAUSIBLE, UNDATED = (
    "alike",
    "unregistered",
    "number:",
    "edit:",
    "undated",
)
"""Why a unit is not counted; a number or an edit has its name behind it."""


class Names:
    """What the columns of a definition are called from the second query on.

    Args:
        definition: what to compute.
        registry: the columns of the register.
    """

    def __init__(self, definition: Definition, registry: Collection[str]) -> None:
        self.registry = registry
        self.numbers = {name: f"n{at}" for at, name in enumerate(definition.numbers)}
        self.texts = {name: f"t{at}" for at, name in enumerate(definition.texts)}
        self.entities = {each.id: column for column, each in definition.columns.items()}
        codes = [each.column for each in definition.codes if each.column]
        self.codes = {name: f"c{at}" for at, name in enumerate(dict.fromkeys(codes))}


class UnitQueries:
    """The queries that lead to the units.

    Args:
        definition: what to compute.
        names: what its columns are called.
        published: the day up to which returns are counted.
        before: last year's returns are there, as a table `last_year`.
    """

    def __init__(
        self,
        definition: Definition,
        names: Names,
        published: str,
        *,
        before: bool = False,
    ) -> None:
        self.definition, self.names = definition, names
        self._published, self._before = published, before
        self.numeric = Numbers(definition.returns.decimals)

    def tables(self) -> Iterator[tuple[str, exp.Select]]:
        """Return what is kept under a name, each behind what it is made of."""
        yield "repeated", self.repeated()
        yield "alike", self.alike()
        if self._before:
            yield "repeated_before", self.repeated("last_year")
            yield "alike_before", self.alike("last_year", "repeated_before")
        yield "members", self.members()
        yield "units", self.units()

    def rows(self, table: str = "returns") -> exp.Select:
        """Return the returns with their columns numbered, but for late ones."""
        every = exp.select("*").from_(self._all_rows(table).subquery("r"))
        return every.where(self._on_time()) if self.definition.returns.received else every

    def _on_time(self) -> exp.Expr:
        day = exp.Substring(this=column("received"), start=whole(1), length=whole(10))
        return exp.LTE(this=day, expression=text(self._published))

    def _all_rows(self, table: str) -> exp.Select:
        told = self.definition.returns
        day = cell(told.received) if told.received else text("")
        chosen = [
            cell(told.unit).as_("unit"),
            exp.func("COALESCE", day, text("")).as_("received"),
            flag(told.confirmed).as_("confirmed"),
            flag(told.imputed).as_("imputed"),
        ]
        for name, number in self.names.numbers.items():
            chosen.append(cell(name).as_(f"{number}_text"))
        for name, number in (*self.names.texts.items(), *self.names.codes.items()):
            chosen.append(cell(name).as_(number))
        return exp.select(*chosen).from_(exp.to_table(table))

    def read(self) -> exp.Select:
        """Return how many rows there are, on time, and of these with a code."""
        on_time = count(exp.Case().when(self._on_time(), whole(1)))
        named = count(exp.Case().when(self._on_time(), column("unit")))
        return exp.select(count(), on_time, named).from_(self._all_rows("returns").subquery("r"))

    def repeated(self, table: str = "returns") -> exp.Select:
        """Return the units with several rows, and the last day of each."""
        latest = exp.Max(this=column("received")).as_("latest")
        found = exp.select(column("unit"), latest).from_(self.rows(table).subquery("r"))
        found = found.where(is_there(column("unit"))).group_by(column("unit"))
        return found.having(exp.GT(this=count(), expression=whole(1)))

    def alike(self, table: str = "returns", repeated: str = "repeated") -> exp.Select:
        """Return the units with several rows on their last day."""
        found = exp.select(column("unit", "r")).from_(self.rows(table).subquery("r"))
        last = exp.and_(
            exp.EQ(this=column("unit", "r"), expression=column("unit", "p")),
            exp.EQ(this=column("received", "r"), expression=column("latest", "p")),
        )
        found = found.join(exp.to_table(repeated).as_("p"), on=last)
        found = found.group_by(column("unit", "r"))
        return found.having(exp.GT(this=count(), expression=whole(1)))

    def members(self) -> exp.Select:
        """Return the register: each unit once, its size, its texts, and where its codes lead."""
        told, known = self.definition.registry, self.names.registry
        codes = {number: name for name, number in self.names.codes.items() if name in known}
        texts = {number: name for name, number in self.names.texts.items() if name in known}
        size = cell(told.size) if told.size else exp.cast(exp.null(), "TEXT")
        chosen = [cell(told.unit).as_("unit"), size.as_("size_text")]
        chosen += (cell(name).as_(number) for number, name in (codes | texts).items())
        rows = exp.select(*chosen).from_(exp.to_table("registry"))
        rows = exp.select("*").from_(rows.subquery("r")).where(is_there(column("unit")))
        # Of a unit that is there twice the same row everywhere: dialects sort NULL differently.
        order = [
            exp.Ordered(this=exp.func("COALESCE", column(name), text("")))
            for name in ("size_text", *codes, *texts)
        ]
        counted = exp.select("*", place_among(column("unit"), *order)).from_(rows.subquery("r"))
        found = exp.select(
            column("unit", "r"),
            self.numeric.number(column("size_text", "r")).as_("size"),
            one_if(self.numeric.unreadable(column("size_text", "r"))).as_("unread"),
            *(column(number, "r") for number in texts),
        )
        found = self._with_entities(found, set(codes))
        first = exp.EQ(this=column("place"), expression=whole(1))
        once = exp.select("*").from_(counted.subquery("k")).where(first)
        return self._joined(found.from_(once.subquery("r")), set(codes))

    def units(self) -> exp.Select:
        """Return the last return of each unit, and why it is not counted, if it is not."""
        chosen: list[exp.Expr] = [column("unit", "r"), column("imputed", "r")]
        chosen += (
            self.numeric.number(column(f"{number}_text", "r")).as_(number)
            for number in self.names.numbers.values()
        )
        chosen += (column(number, "r") for number in self.names.texts.values())
        chosen.append(self._reason().as_("reason"))
        found = self._with_entities(exp.select(*chosen), set(self.names.codes.values()))
        found = found.from_(self._last("returns", "repeated"))
        found = found.join(exp.to_table("alike").as_("a"), on=same_unit("a"), join_type="left")
        found = found.join(exp.to_table("members").as_("m"), on=same_unit("m"), join_type="left")
        if self._before:
            last_year = self.last_year().subquery("y")
            found = found.join(last_year, on=same_unit("y"), join_type="left")
        return self._joined(found, set(self.names.codes.values()))

    def last_year(self) -> exp.Select:
        """Return the numbers of last year's returns that jumps are held against."""
        chosen: list[exp.Expr] = [column("unit", "r")]
        for edit in self.definition.edits:
            if edit.jump is not None:
                number = self.names.numbers[edit.column]
                chosen.append(self.numeric.number(column(f"{number}_text", "r")).as_(number))
        found = exp.select(*dict.fromkeys(chosen)).from_(self._last("last_year", "repeated_before"))
        found = found.join(
            exp.to_table("alike_before").as_("a"), on=same_unit("a"), join_type="left"
        )
        return found.where(is_missing(column("unit", "a")))

    def _last(self, table: str, repeated: str) -> exp.Subquery:
        """Return the rows with a code that no later one of the same unit replaces, as `r`."""
        rows = self.rows(table).subquery("r")
        found = exp.select("r.*").from_(rows)
        found = found.join(exp.to_table(repeated).as_("p"), on=same_unit("p"), join_type="left")
        alone = is_missing(column("unit", "p"))
        latest = exp.EQ(this=column("received", "r"), expression=column("latest", "p"))
        return (
            found.where(is_there(column("unit", "r"))).where(exp.or_(alone, latest)).subquery("r")
        )

    def _reason(self) -> exp.Case:
        found = exp.Case()
        found = found.when(is_there(column("unit", "a")), text(ALIKE))
        missing = is_missing(column("unit", "m"))
        found = found.when(missing, text(UNREGISTERED))
        if self.definition.returns.received:
            dated = matches(column("received", "r"), "^[0-9]{4}-[0-9]{2}-[0-9]{2}")
            found = found.when(exp.not_(dated), text(UNDATED))
        for name, number in self.names.numbers.items():
            unread = self.numeric.unreadable(column(f"{number}_text", "r"))
            found = found.when(unread, text(f"{UNREAD}{name}"))
        open_ = exp.EQ(this=column("confirmed", "r"), expression=whole(0))
        for edit in self.definition.edits:
            for broken in self._broken(edit):
                found = found.when(exp.and_(open_, broken), text(f"{IMPLAUSIBLE}{edit.id}"))
        return found

    def _broken(self, edit: Edit) -> Iterator[exp.Expr]:
        """Return what holds of a unit that an edit refuses; of a missing number nothing does."""

        def value(name: str) -> exp.Expr:
            return self.numeric.number(column(f"{self.names.numbers[name]}_text", "r"))

        own = value(edit.column)
        if edit.least is not None:
            yield exp.LT(this=own, expression=self.numeric.constant(edit.least))
        if edit.most is not None:
            yield exp.GT(this=own.copy(), expression=self.numeric.constant(edit.most))
        if edit.at_least is not None:
            yield exp.LT(this=own.copy(), expression=value(edit.at_least))
        if edit.at_most is not None:
            yield exp.GT(this=own.copy(), expression=value(edit.at_most))
        if edit.jump is not None and self._before:
            before = column(self.names.numbers[edit.column], "y")
            yield self._larger(own.copy(), before, edit.jump)
            yield self._larger(before.copy(), own.copy(), edit.jump)

    def _larger(self, one: exp.Expr, other: exp.Expr, times: int) -> exp.Expr:
        """Say that a number is more than so many times another, both without their signs.

        Of those that would have too many digits then, nothing is said.
        """
        most = self.numeric.digits(
            str(10 ** (DIGITS - self.numeric.decimals - len(str(times)) - 1))
        )
        size = absolute(other)
        product = exp.Mul(
            this=size.copy(), expression=exp.cast(whole(times), f"DECIMAL({len(str(times))}, 0)")
        )
        far = exp.Case().when(exp.LT(this=size, expression=most), product)
        return exp.GT(this=absolute(one), expression=far)

    # Where codes lead

    def _with_entities(self, found: exp.Select, codes: set[str]) -> exp.Select:
        chosen: list[exp.Expr] = []
        for each in self.definition.codes:
            name = self.names.entities[each.id]
            known = self.names.codes.get(each.column or "") in codes
            entity: exp.Expr
            if each.units or (each.list and known):
                entity = exp.func("COALESCE", column("entity", name), text(NOWHERE))
            elif each.prefixes and known:
                entity = self._by_prefix(each)
            else:
                entity = text(NOWHERE)
            chosen.append(entity.as_(name))
            if each.list and known:
                code = column(self.names.codes[each.column or ""], "r")
                unknown = is_missing(column("entity", name))
                chosen.append(exp.Case().when(unknown, code).as_(f"{name}_unknown"))
        return found.select(*chosen)

    def _by_prefix(self, codes: Codes) -> exp.Case:
        found = exp.Case()
        for each in sorted(codes.prefixes, key=lambda each: (-len(each.prefix), each.prefix)):
            code = column(self.names.codes[codes.column or ""], "r")
            length = whole(len(each.prefix))
            begin = exp.Substring(this=code, start=whole(1), length=length)
            found = found.when(exp.EQ(this=begin, expression=text(each.prefix)), text(each.entity))
        return found.else_(text(NOWHERE))

    def _joined(self, found: exp.Select, codes: set[str]) -> exp.Select:
        for each in self.definition.codes:
            name, code = self.names.entities[each.id], self.names.codes.get(each.column or "")
            if each.units:
                key = column("unit", "r")
            elif each.list and code in codes:
                key = column(code or "", "r")
            else:
                continue
            on = exp.EQ(this=key, expression=column("code", name))
            table = exp.to_table(list_name(name)).as_(name)
            found = found.join(table, on=on, join_type="left")
        return found
