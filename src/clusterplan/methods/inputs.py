"""A case put to a method, and reading it from plain numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from msgspec import Struct, field

from clusterplan.base.exact import parse_fraction, parse_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Series: TypeAlias = "Mapping[Any, Number | None] | Iterable[tuple[Year, Number | None]]"

Number: TypeAlias = int | float | str | Decimal | Fraction
Year: TypeAlias = int | float | str
Direction: TypeAlias = Literal["increase", "decrease"]
Path: TypeAlias = Literal["linear", "compound"]


class Question(Struct, frozen=True):
    """A case in exact numbers; None stands for what is not known.

    Attributes:
        rising: more is better.
        base_year: the year of the base.
        base: the value that progress is measured from.
        year: the year that is judged.
        value: its value.
        target_year: the year by which the target is due.
        target: the level to reach.
        limit: a natural limit of the values.
        path: the way to the target, for `pace`.
        series: values by year, for `dns`.
    """

    rising: bool
    base_year: int | None = None
    base: Fraction | None = None
    year: int | None = None
    value: Fraction | None = None
    target_year: int | None = None
    target: Fraction | None = None
    limit: Fraction | None = None
    path: Path = "linear"
    series: Mapping[int, Fraction] = field(default_factory=dict)

    @property
    def sign(self) -> int:
        """Return d: 1 where more is better, -1 where less is."""
        return 1 if self.rising else -1

    @property
    def met(self) -> bool:
        """Say whether the value is at the target or beyond it."""
        return self._reached(self.value)

    @property
    def base_met(self) -> bool:
        """Say whether the base was already at the target or beyond it."""
        return self._reached(self.base)

    def _reached(self, level: Fraction | None) -> bool:
        if level is None or self.target is None:
            return False
        return self.sign * (level - self.target) >= 0


def ask(
    *,
    direction: Direction,
    base: tuple[Year | None, Number | None],
    now: tuple[Year | None, Number | None],
    target: tuple[Year | None, Number | None],
    limit: Number | None,
    path: Path,
    series: Series | None,
) -> Question:
    """Return the case that plain numbers state.

    Raises:
        ValueError: an unknown direction or path, or something that is not a number.
    """
    _one_of("direction", direction, get_args(Direction))
    _one_of("path", path, get_args(Path))
    pairs = series.items() if isinstance(series, Mapping) else series or ()
    values = {_year(year): _number(value) for year, value in pairs if value is not None}
    target_year, level = _read(target)
    base_year, base_value = _from_series(_read(base), values, None, min)
    year, value = _from_series(_read(now), values, target_year, max)
    return Question(
        rising=direction == "increase",
        base_year=base_year,
        base=base_value,
        year=year,
        value=value,
        target_year=target_year,
        target=level,
        limit=None if limit is None else _number(limit),
        path=path,
        series=dict(sorted(values.items())),
    )


def _read(point: tuple[Year | None, Number | None]) -> tuple[int | None, Fraction | None]:
    year, value = point
    return (
        None if year is None else _year(year),
        None if value is None else _number(value),
    )


def _from_series(
    point: tuple[int | None, Fraction | None],
    series: Mapping[int, Fraction],
    until: int | None,
    end: Callable[[Iterable[int]], int],
) -> tuple[int | None, Fraction | None]:
    """Fill in what is not given: the first or last year of a series, and the value of the year."""
    year, value = point
    if value is None and series:
        within = [each for each in series if until is None or each <= until]
        year = end(within or series) if year is None else year
        value = series.get(year)
    return year, value


def _number(value: object) -> Fraction:
    """Read a number; a float by its repr, so that 0.1 is a tenth."""
    found: Fraction | Decimal | None = None
    match value:
        case bool():
            pass
        case int() | Fraction():
            return Fraction(value)
        case Decimal() if value.is_finite():
            return Fraction(value)
        case float() if math.isfinite(value):
            return Fraction(float.__repr__(value))
        case str():
            text = value.strip()
            found = parse_number(text)
            found = parse_fraction(text) if found is None else found
    if found is None:
        msg = f"{value!r} is not a number"
        raise ValueError(msg)
    return Fraction(found)


def _year(value: object) -> int:
    """Read a year: 2008, 2008.0 (as tables of numbers have it) or "2008"."""
    number: Fraction | None = None
    with suppress(ValueError):
        number = _number(value)
    if number is None or number.denominator != 1:
        msg = f"{value!r} is not a year"
        raise ValueError(msg)
    return number.numerator


def _one_of(what: str, value: object, known: tuple[str, ...]) -> None:
    if value not in known:
        msg = f"{what} must be {' or '.join(map(repr, known))}, not {value!r}"
        raise ValueError(msg)
