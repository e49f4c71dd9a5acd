"""Numbers in floats: the true one lies within their error, and what they cannot say they leave."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterplan.base import exact
from clusterplan.base.bounded_floats import Near, decided, near
from clusterplan.model.paths import Ends, draw, projected, year_reached, yearly_change

F = Fraction
NUMBERS = st.builds(F, st.integers(-(10**12), 10**12), st.integers(1, 10**6))
LEVELS = st.builds(F, st.integers(1, 10**12), st.integers(1, 10**6))
SHARES = st.builds(F, st.integers(0, 60), st.integers(1, 40))


def holds(found: Near, true: F) -> bool:
    return abs(F(found.value) - true) <= F(found.error)


@given(NUMBERS, NUMBERS, NUMBERS)
@pytest.mark.parametrize("of", (operator.add, operator.sub, operator.mul, operator.truediv))
def test_the_true_number_is_within_the_error(
    of: Callable[..., F], one: F, other: F, third: F
) -> None:
    if other and third:
        assert holds(near(of(of(near(one), near(other)), near(third))), of(of(one, other), third))
        assert holds(near(of(near(one), other)), of(one, other))
        assert holds(near(of(one, near(other))), of(one, other))


@given(LEVELS, LEVELS, SHARES)
def test_roots_and_logarithms_are_within_the_error(one: F, other: F, share: F) -> None:
    assert holds(exact.log_ratio(near(one), near(other)), exact.log_ratio(one, other))
    found = decided(exact.power, one / other, share)
    true = exact.power(one / other, share)
    assert holds(found, true) if isinstance(found, Near) else found == true


@given(st.sampled_from(("linear", "compound")), LEVELS, LEVELS, LEVELS, SHARES)
def test_what_is_printed_is_what_the_formula_gives_in_full(
    kind: str, base: F, goal: F, value: F, share: F
) -> None:
    if base == goal:
        return
    path = draw(kind, Ends(2005, base, 2010, goal))
    formulas: tuple[tuple[Callable[..., object], tuple[object, ...]], ...] = (
        (lambda path, share: exact.rounded(path.level(share)), (path, share)),
        (lambda path, value: exact.rounded(path.completion(value)), (path, value)),
        (
            lambda one, other: exact.rounded(yearly_change(kind, one, other, 3) or F(0)),
            (base, value),
        ),
        (
            lambda one, other: exact.rounded(
                projected(kind, (2005, one), (2008, other), 2010) or F(0)
            ),
            (base, value),
        ),
        (year_reached, (path, value, 2008)),
        (exact.at_least, (value, goal)),
    )
    for formula, numbers in formulas:
        assert decided(formula, *numbers) == formula(*numbers)


@pytest.mark.parametrize(
    "ask",
    (
        lambda: near(F(1, 3)) >= F(1, 3),
        lambda: near(F(1, 3)) == near(F(1, 3)),
        lambda: F(1) < near(F(10**20 + 1, 10**20)),
        lambda: near(F(3)).ceiling(),
        lambda: exact.rounded(near(F(1234567890125, 10**12))),  # half of the twelfth digit
        lambda: exact.rounded(near(F(1, 3)) - F(1, 3)),
        lambda: 1 / (near(F(1, 3)) - F(1, 3)),
    ),
)
def test_what_hangs_on_unknown_digits_is_not_decided(ask: Callable[[], object]) -> None:
    with pytest.raises(ArithmeticError):
        ask()


def test_an_answer_in_full_where_floats_have_none() -> None:
    assert decided(exact.at_least, F(1, 3), F(1, 3))
    assert not decided(exact.at_least, F(1, 3) - F(1, 10**40), F(1, 3))
    assert decided(lambda base, times: exact.power(base, times) > 1, F(10**50), F(10)) is True
    with pytest.raises(ZeroDivisionError):
        decided(operator.truediv, F(1), F(0))
