"""Paths: what is due, how far a value has gone, where a course leads."""

from __future__ import annotations

from fractions import Fraction

import pytest

from clusterplan.model.paths import Ends, PathError, draw, projected, year_reached, yearly_change

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


def test_middle_of_a_linear_path() -> None:
    path = draw("linear", RISING)
    assert path.due(2008) == F(3, 5)
    assert path.level(path.due(2008)) == 800
    assert path.completion(F(650)) == F(3, 10)


def test_middle_of_a_compound_path() -> None:
    path = draw("compound", RISING)
    assert float(path.level(F(3, 5))) == pytest.approx(500 * 2**0.6)
    assert float(path.completion(F(650)) or 0) == pytest.approx(0.3785116232537298)


@pytest.mark.parametrize("value", (0, -3))
def test_a_compound_path_has_no_share_for_what_is_not_above_zero(value: int) -> None:
    assert draw("compound", RISING).completion(F(value)) is None


@pytest.mark.parametrize(("base", "goal"), ((0, 10), (10, 0), (-5, 5), (5, -5)))
def test_a_compound_path_needs_two_levels_above_zero(base: int, goal: int) -> None:
    with pytest.raises(PathError, match=r"^a compound path needs a base and a target above zero$"):
        draw("compound", Ends(2005, F(base), 2010, F(goal)))


def test_steps_stay_due_until_the_next() -> None:
    path = draw("steps", Ends(2005, F(0), 2010, F(10)), {2007: F(3), 2009: F(8)})
    assert [path.due(year) for year in range(2005, 2011)] == [0, 0, F(3, 10), F(3, 10), F(4, 5), 1]


def test_a_step_beyond_the_goal_makes_no_more_due_than_the_goal() -> None:
    path = draw("steps", Ends(2005, F(0), 2010, F(10)), {2007: F(12), 2008: F(-2)})
    assert [path.due(year) for year in (2007, 2008)] == [1, 0]


def test_a_compound_path_between_levels_below_one() -> None:
    path = draw("compound", Ends(2005, F(1), 2010, F(1, 32)))
    assert float(path.completion(F(1, 4)) or 0) == pytest.approx(0.4)
    assert path.completion(F(1)) == 0
    assert projected("compound", (2005, F(1)), (2006, F(1, 2)), 2007) == F(1, 4)


def test_the_year_before_the_base_is_not_due_less_than_nothing() -> None:
    assert draw("linear", RISING).due(2004) == 0


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


def test_linear_projection_and_its_year() -> None:
    path = draw("linear", Ends(2005, F(0), 2010, F(50)))
    assert projected("linear", (2005, F(0)), (2008, F(24)), 2010) == 40
    assert year_reached(path, F(24), 2008) == 2012
    assert year_reached(path, F(30), 2008) == 2010


def test_compound_projection_and_its_year() -> None:
    path = draw("compound", Ends(2005, F(100), 2010, F(400)))
    assert projected("compound", (2005, F(100)), (2007, F(200)), 2009) == 400
    assert year_reached(path, F(200), 2007) == 2009


@pytest.mark.parametrize("kind", ("linear", "compound"))
@pytest.mark.parametrize(("ends", "away"), ((RISING, 490), (FALLING, 210)))
def test_a_course_away_from_the_goal_never_arrives(kind: str, ends: Ends[F], away: int) -> None:
    path = draw(kind, ends)
    assert year_reached(path, F(away), 2008) is None
    assert year_reached(path, ends.base, 2008) is None


def test_one_year_alone_is_no_course() -> None:
    assert year_reached(draw("linear", RISING), F(600), 2005) is None


def test_the_horizon() -> None:
    path = draw("linear", Ends(2005, F(0), 2010, F(26)))
    assert year_reached(path, F(1), 2006) == 2031
    assert year_reached(path, F(99, 100), 2006) is None


def test_no_projection_from_the_base_year_or_from_zero_growth_of_a_ratio() -> None:
    assert projected("linear", (2005, F(500)), (2005, F(500)), 2010) is None
    assert projected("compound", (2005, F(500)), (2008, F(0)), 2010) is None
    assert projected("compound", (2005, F(0)), (2008, F(5)), 2010) is None
