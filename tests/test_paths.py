"""Paths: what is due, how far a value has gone, where a course leads."""

from __future__ import annotations

from fractions import Fraction

import pytest

from clusterplan.model.paths import (
    Ends,
    PathError,
    draw,
    projected,
    through,
    year_reached,
    yearly_change,
)

F = Fraction
RISING = Ends(2005, F(500), 2010, F(1000))
FALLING = Ends(2005, F(200), 2010, F(100))


@pytest.mark.parametrize("ends", (RISING, FALLING))
@pytest.mark.parametrize("kind", ("linear", "compound"))
def test_ends_of_a_path(kind: str, ends: Ends[F]) -> None:
    path = draw(kind, ends)
    assert path.level(path.due(2005)) == ends.base
    assert path.level(path.due(2010)) == ends.goal
    assert path.completion(ends.base) == 0
    assert path.completion(ends.goal) == 1


def test_the_middle_of_a_path() -> None:
    straight, compound = (draw(kind, RISING) for kind in ("linear", "compound"))
    assert straight.due(2008) == F(3, 5)
    assert straight.level(F(3, 5)) == 800
    assert straight.completion(F(650)) == F(3, 10)
    assert float(compound.level(F(3, 5))) == pytest.approx(500 * 2**0.6)
    assert float(compound.completion(F(650)) or 0) == pytest.approx(0.3785116232537298)
    assert straight.due(2004) == 0  # before the base not less than nothing


@pytest.mark.parametrize("value", (0, -3))
def test_a_compound_path_has_no_share_for_what_is_not_above_zero(value: int) -> None:
    assert draw("compound", RISING).completion(F(value)) is None


@pytest.mark.parametrize(("base", "goal"), ((0, 10), (10, 0), (-5, 5), (5, -5)))
def test_a_compound_path_needs_two_levels_above_zero(base: int, goal: int) -> None:
    with pytest.raises(PathError, match=r"^a compound path needs a base and a target above zero$"):
        draw("compound", Ends(2005, F(base), 2010, F(goal)))


@pytest.mark.parametrize(
    ("steps", "due"),
    (
        ({2007: 3, 2009: 8}, [0, 0, F(3, 10), F(3, 10), F(4, 5), 1]),
        # A step beyond the goal makes no more due than the goal.
        ({2007: 12, 2008: -2}, [0, 0, 1, 0, 0, 1]),
    ),
)
def test_steps_stay_due_until_the_next(steps: dict[int, int], due: list[Fraction]) -> None:
    levels = {year: F(level) for year, level in steps.items()}
    path = draw("steps", Ends(2005, F(0), 2010, F(10)), levels)
    assert [path.due(year) for year in range(2005, 2011)] == due


def test_a_step_to_where_it_started_is_no_step() -> None:
    path = draw("steps", Ends(2005, F(10), 2010, F(60)), {2006: F(10), 2008: F(35)})
    assert [path.due(year) for year in (2006, 2008)] == [0, F(1, 2)]


@pytest.mark.parametrize("kind", ("linear", "compound"))
def test_a_path_through_earlier_goals_is_of_its_kind_from_each_to_the_next(kind: str) -> None:
    ends = Ends(2005, F(4), 2011, F(256))
    path = through(kind, ends, {2009: F(36), 2007: F(16), 2005: F(1), 2011: F(1)})
    levels = [
        path.level(path.due(year)) for year in (2005, 2006, 2007, 2008, 2009, 2010, 2011, 2012)
    ]
    half = {"linear": (10, 26, 146, 366), "compound": (8, 24, 96, 2048 / 3)}[kind]
    assert levels == pytest.approx([4, half[0], 16, half[1], 36, half[2], 256, half[3]])
    direct = draw(kind, ends)
    assert path.completion(F(16)) == direct.completion(F(16))
    assert path.alone(2008, F(20), F(1, 2)) == direct.alone(2008, F(20), F(1, 2))
    aim = {"linear": F(146), "compound": F(160)}[kind]
    assert direct.alone(2008, F(20), F(1, 2)).ends == Ends(2007, F(20), 2008, aim)
    assert through(kind, ends, {2004: F(1), 2012: F(1)}) == direct


def test_a_compound_path_between_levels_below_one() -> None:
    path = draw("compound", Ends(2005, F(1), 2010, F(1, 32)))
    assert float(path.completion(F(1, 4)) or 0) == pytest.approx(0.4)
    assert path.completion(F(1)) == 0
    assert projected("compound", (2005, F(1)), (2006, F(1, 2)), 2007) == F(1, 4)


@pytest.mark.parametrize(
    ("kind", "start", "goal", "years", "wanted"),
    (
        ("linear", 21, 50, 3, F(29, 3)),
        ("steps", 0, 10, 2, F(5)),
        ("linear", 200, 100, 4, F(-25)),
        ("linear", 5, 10, 0, None),
        ("compound", 0, 10, 3, None),
        ("compound", 10, 0, 3, None),
        ("compound", 1, 4, 2, F(1)),
        ("compound", 4, 1, 2, F(-1, 2)),
        ("compound", 100, 400, 2, F(1)),
        ("compound", 400, 100, 2, F(-1, 2)),
    ),
)
def test_required_change(
    kind: str, start: int, goal: int, years: int, wanted: Fraction | None
) -> None:
    assert yearly_change(kind, F(start), F(goal), years) == wanted


@pytest.mark.parametrize(
    ("kind", "ends", "value", "year", "reached"),
    (
        ("linear", Ends(2005, F(0), 2010, F(50)), F(24), 2008, 2012),
        ("linear", Ends(2005, F(0), 2010, F(50)), F(30), 2008, 2010),
        ("compound", Ends(2005, F(100), 2010, F(400)), F(200), 2007, 2009),
        ("linear", RISING, F(600), 2005, None),  # one year alone is no course
        # The horizon.
        ("linear", Ends(2005, F(0), 2010, F(26)), F(1), 2006, 2031),
        ("linear", Ends(2005, F(0), 2010, F(26)), F(99, 100), 2006, None),
        # A course away from the goal never arrives, nor one that stays where it was.
        *(
            (kind, ends, value, 2008, None)
            for kind in ("linear", "compound")
            for ends, away in ((RISING, F(490)), (FALLING, F(210)))
            for value in (away, ends.base)
        ),
    ),
)
def test_the_year_that_a_course_leads_to(
    kind: str, ends: Ends[F], value: Fraction, year: int, reached: int | None
) -> None:
    assert year_reached(draw(kind, ends), value, year) == reached


@pytest.mark.parametrize(
    ("kind", "start", "now", "year", "wanted"),
    (
        ("linear", (2005, 0), (2008, 24), 2010, 40),
        ("compound", (2005, 100), (2007, 200), 2009, 400),
        ("linear", (2005, 500), (2005, 500), 2010, None),
        ("compound", (2005, 500), (2008, 0), 2010, None),
        ("compound", (2005, 0), (2008, 5), 2010, None),
    ),
)
def test_where_a_course_leads(
    kind: str, start: tuple[int, int], now: tuple[int, int], year: int, wanted: int | None
) -> None:
    base, value = (F(number) for _, number in (start, now))
    assert projected(kind, (start[0], base), (now[0], value), year) == wanted
