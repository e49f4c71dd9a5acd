"""Pieces of queries, as trees: nothing that a user wrote is ever pasted into a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from clusterplan.base.exact import exactly
from clusterplan.rollup.engines import DIGITS

if TYPE_CHECKING:
    from fractions import Fraction

FLAGS = ("1", "true", "yes", "y", "是")
"""What says that a flag is set, in small letters."""
LISTED = 1000
"""Units that are named for one reason."""


def column(name: str, table: str | None = None) -> exp.Column:
    """Return a column; any text may be its name."""
    return exp.column(name, table=table, quoted=True)


def text(value: str) -> exp.Literal:
    """Return a text."""
    return exp.Literal.string(value)


def list_name(entity: str) -> str:
    """Return what the table of codes is called that lead to the entities of a column."""
    return f"list_{entity}"


def cell(name: str) -> exp.Expr:
    """Return a cell as a text without blanks round it; nothing is left of an empty one."""
    as_text = exp.cast(column(name), exp.DataType.build("TEXT"))
    return exp.Nullif(this=exp.Trim(this=as_text), expression=text(""))


def flag(name: str | None) -> exp.Expr:
    """Return 1 where a cell says yes, else 0; without a column always 0."""
    if name is None:
        return whole(0)
    said = exp.Lower(this=cell(name))
    return one_if(exp.In(this=said, expressions=list(map(text, FLAGS))))


def one_if(condition: exp.Expr) -> exp.Case:
    """Return 1 where a condition holds, else 0."""
    return exp.Case().when(condition, whole(1)).else_(whole(0))


def whole(number: int) -> exp.Expr:
    """Return a whole number."""
    return exp.Literal.number(number)


def count(of: exp.Expr | None = None) -> exp.Count:
    """Return how many there are, of rows or of what is not missing."""
    return exp.Count(this=of or exp.Star())


def is_missing(of: exp.Expr) -> exp.Is:
    """Say that something is missing."""
    return exp.Is(this=of, expression=exp.null())


def is_there(of: exp.Expr) -> exp.Expr:
    """Say that something is not missing."""
    return exp.not_(is_missing(of))


def same_unit(table: str) -> exp.EQ:
    """Say that a table is about the same unit as `r`."""
    return exp.EQ(this=column("unit", "r"), expression=column("unit", table))


def matches(of: exp.Expr, pattern: str) -> exp.RegexpLike:
    """Say that a text fits a pattern without backslashes, which dialects read differently."""
    return exp.RegexpLike(this=of, expression=text(pattern))


def absolute(of: exp.Expr) -> exp.Case:
    """Return a number without its sign."""
    below = exp.LT(this=of.copy(), expression=whole(0))
    return exp.Case().when(below, exp.Neg(this=of.copy())).else_(of.copy())


def place_among(same: exp.Expr, *order: exp.Expr) -> exp.Expr:
    """Return as `place` where a row stands among those with the same of something, from 1."""
    place = exp.Window(
        this=exp.RowNumber(), partition_by=[same], order=exp.Order(expressions=[*order])
    )
    return place.as_("place")


def first_of_each(found: exp.Select, what: str) -> exp.Select:
    """Return the first units of each kind."""
    place = place_among(column(what), exp.Ordered(this=column("unit")))
    placed = exp.select(column(what), column("unit"), place).from_(found.subquery("f"))
    chosen = exp.select(column(what), column("unit")).from_(placed.subquery("p"))
    chosen = chosen.where(exp.LTE(this=column("place"), expression=whole(LISTED)))
    return chosen.order_by(column(what), column("unit"))


class Numbers:
    """Numbers of so many decimals."""

    def __init__(self, decimals: int) -> None:
        self.decimals = decimals

    def type(self) -> exp.DataType:
        """Return their type."""
        return exp.DataType.build(f"DECIMAL({DIGITS}, {self.decimals})")

    def number(self, cell: exp.Expr) -> exp.Expr:
        """Return a cell as a number; NULL where it is none, so that nothing is rounded."""
        number = exp.cast(cell.copy(), self.type())
        return exp.Case().when(self.readable(cell), number)

    def readable(self, cell: exp.Expr) -> exp.Expr:
        """Say that a cell is a number, and that all its digits fit."""
        whole, places = DIGITS - self.decimals, self.decimals
        rest = f"([.][0-9]{{1,{places}}}0*)?" if places else "([.]0+)?"
        return matches(cell.copy(), f"^-?[0-9]{{1,{whole}}}{rest}$")

    def unreadable(self, cell: exp.Expr) -> exp.Expr:
        """Say that something stands in a cell that is no such number."""
        return exp.and_(is_there(cell.copy()), exp.not_(self.readable(cell)))

    def constant(self, value: Fraction) -> exp.Expr:
        """Return a number of the definition."""
        return self.digits(f"{exactly(value):f}")

    def digits(self, digits: str) -> exp.Expr:
        """Return a number that is written in these digits."""
        return exp.cast(text(digits), self.type())
