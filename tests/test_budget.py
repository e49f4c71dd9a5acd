"""Numbers that would grow without end: every command ends, and what it says is right."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from clusterplan import load_actuals, load_plan
from clusterplan.base.exact import CLOSE, LARGEST, cut, rounded, total
from clusterplan.judging.figure import Figure
from folders import indicator, lay_out, run, target
from helpers import NAME
from plans_at_random import differing

pytestmark = pytest.mark.slow

F = Fraction
DIGITS = random.Random(1)
SECONDS = 10
"""That a command may take on such a plan."""
FORMATS = ("text", "table", "markdown", "json", "csv", "tsv")


def commands(year: int, out: Path) -> Iterator[tuple[str, ...]]:
    """Return every command that looks at the figures of a folder."""
    yield from (("validate",), ("targets",), ("show", "t"), ("trend",))
    yield ("diff", str(year - 1), str(year))
    yield from (("check", str(year), "--format", each) for each in FORMATS)
    yield ("check", str(year), "--explain", "--method", "all")
    for form in ("html", "docx", "xlsx"):
        yield ("report", str(year), "-o", str(out / f"report.{form}"))


def product(identity: str, level: str, share: str, unit: str = "1") -> dict[str, Any]:
    return indicator(identity, unit, formula={"kind": "product", "level": level, "share": share})


def squares(folder: Path, depth: int, start: str) -> Path:
    """Write s1 = s0 × s0, s2 = s1 × s1, …: the last is s0 to the power of 2 ** depth."""
    chain = [product(f"s{n + 1}", f"s{n}", f"s{n}") for n in range(depth)]
    goal = {"indicator": f"s{depth}", "value": "1/2", "unit": "1", "baseline": {"value": 0}}
    first = indicator("s0", maximum=9)
    return lay_out(folder, [("s0", "", start)], first, *chain, target=goal)


@pytest.mark.parametrize("depth", (14, 31))
@pytest.mark.parametrize(
    ("start", "status"),
    (("1.5", "met_early"), ("0.9", "far_behind"), ("1", "met_early"), ("-1", "met_early")),
)
def test_products_that_square(tmp_path: Path, depth: int, start: str, status: str) -> None:
    folder = squares(tmp_path, depth, start)
    assert target(folder)["status"] == status
    if abs(Decimal(start)) != 1:
        for command in commands(2008, tmp_path):
            run(folder, *command)


def test_a_figure_that_was_cut_is_right_to_its_last_digit(tmp_path: Path) -> None:
    """(1 - 1e-6) ** (2 ** 20) = exp(2 ** 20 * ln(1 - 1e-6)): by Decimal, at 60 digits."""
    found = target(squares(tmp_path, 20, "0.999999"))["actual"]
    assert isinstance(found, dict)
    wanted = (Decimal("0.999999").ln() * 2**20).exp()
    assert found["value"] == pytest.approx(float(wanted), rel=1e-11)
    assert found["low"] == found["high"] == found["value"]


def test_what_was_cut_off_decides_and_is_said_to(tmp_path: Path) -> None:
    """(a / b) ** (2 ** 20) * (b / a) ** (2 ** 20) is 1, which is the goal: nobody can tell."""
    depth = 20
    more: dict[str, Any] = {"maximum": 9}
    chains = [
        product(f"{of}{n + 1}", f"{of}{n}", f"{of}{n}") | more for of in "uw" for n in range(depth)
    ]
    sides = (("u0", "a", "b"), ("w0", "b", "a"))
    ratios = [
        indicator(of, formula={"kind": "ratio", "numerator": top, "denominator": bottom}, **more)
        for of, top, bottom in sides
    ]
    last = product("x", f"u{depth}", f"w{depth}")
    goal = {"unit": "1", "value": 1, "baseline": {"value": 0}}
    rows = [("a", "", "1000001"), ("b", "", "1000000")]
    plain = (indicator("a", "个"), indicator("b", "个"))
    found = target(lay_out(tmp_path, rows, *plain, *ratios, *chains, last, target=goal))
    assert (found["status"], found["gap"]) == ("no_data", None)
    text = run(tmp_path, "check", "2008")
    assert "too long to be computed in full" in text
    assert "anything from met early to ahead is possible" in text
    decides = "what is cut off of its figure of 2008 decides between met early and ahead"
    assert f"CP507 warning: name: {decides}" in run(tmp_path, "validate", "--select", "CP507")


def test_a_compound_path_from_a_hair_below_its_goal(tmp_path: Path) -> None:
    """(1 - 1e-35) * (1 + 1e-35) is no 1, though in sixty digits it is: ln(goal / base) is no 0."""
    rows = [("a", "", f"0.{'9' * 35}"), ("b", "", f"1.{'0' * 34}1")]
    sides = (indicator(each, maximum=9) for each in "ab")
    last = product("x", "a", "b") | {"maximum": 9}
    goal = {"value": 1, "unit": "1", "path": "compound"}
    found = target(lay_out(tmp_path, rows, *sides, last, target=goal))
    assert (found["completion"], found["gap"]) == (0, 1e-70)


def hair(folder: Path) -> Path:
    """Write a figure of half a million factors, each a hair below one."""
    return squares(folder, 19, "0.999999")


def shares(folder: Path) -> Path:
    """Write a share of a share, 33 times, each of forty digits."""
    parts = [(f"p{n}", "", f"0.{DIGITS.randint(9 * 10**36, 10**37 - 1)}7") for n in range(33)]
    chain = [product(f"x{n + 1}", f"x{n}" if n else "p0", f"p{n + 1}") for n in range(32)]
    given = (indicator(each, maximum=1) for each, *_ in parts)
    goal = {"indicator": "x32", "value": "9/10", "unit": "1", "baseline": {"value": "1/100"}}
    return lay_out(folder, parts, *given, *chain, target=goal)


def villages(folder: Path) -> Path:
    """Write a sum of quotients over 2,500 villages, with a goal against its base."""
    names = [f"v{n}" for n in range(2500)]
    least = {"gdp": 1, "num": 1, "den": 10**8}
    rows = [(of, v, str(DIGITS.randint(least[of], 10**9))) for v in names for of in least]
    levels = [indicator(each, "亿元", minimum=0) for each in least]
    share = {"kind": "ratio", "numerator": "num", "denominator": "den"}
    goal = {"group": "g", "aggregate": "sum", "path": "compound", "change_percent": 50}
    return lay_out(
        folder,
        rows,
        *levels,
        indicator("share", formula=share, maximum=10**9),
        product("x", "gdp", "share", "亿元") | {"minimum": 0},
        entities=[{"id": each, "name": NAME, "kind": "village"} for each in ("area", *names)],
        groups=[{"id": "g", "name": NAME, "members": names}],
        target={"unit": None, "value": None, **goal},
    )


def lifetime(folder: Path) -> Path:
    """Write a chain of 99 years, each with 37 decimals, and a goal of growth over all of them."""
    growth = {"growth_percent": "61234567890123456/10000000000000000"}
    goal = {"value": None, "unit": None, "path": "compound", "year": 2104, **growth}
    changes = indicator("x", "%", observed="yearly_change")
    lay_out(folder, [], changes, period=[2006, 2104], target=goal)
    for year in range(2006, 2105):
        rate = f"{DIGITS.randint(3, 9)}.{DIGITS.randint(10**35, 10**36)}7"
        line = f"indicator,value,unit,published,source\nx,{rate},%,2105,s\n"
        (folder / "actuals" / f"{year}.csv").write_text(line, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("make", "year"), ((hair, 2008), (shares, 2008), (villages, 2008), (lifetime, 2090))
)
def test_every_command_ends_and_says_what_is_right(
    tmp_path: Path, make: Callable[[Path], Path], year: int
) -> None:
    """Right: as the second implementation has it, which cuts nothing off before 150 digits."""
    folder = make(tmp_path)
    plan, observations = load_plan(folder), load_actuals(folder)
    assert list(differing(plan, observations, year)) == []
    assert target(folder, str(year))["actual"]
    for command in commands(year, tmp_path):
        begun = time.process_time()
        run(folder, *command)
        assert time.process_time() - begun < SECONDS, command


@pytest.mark.parametrize(
    ("rate", "growth", "wanted"),
    (
        ("10", 10, ("met", 0)),
        # Here what was cut off decides.
        ("2.0000000000000001", "20000000000000001/10000000000000000", ("no_data", None)),
    ),
)
def test_growth_of_a_lifetime_is_met_by_what_grew_just_so(
    tmp_path: Path, rate: str, growth: int | str, wanted: tuple[str, int | None]
) -> None:
    """Fifty digits of 1.1 ** 60 are more than it is: who is exactly there would have missed it."""
    goal = {"value": None, "unit": None, "path": "compound", "year": 2065, "growth_percent": growth}
    changes = indicator("x", "%", observed="yearly_change")
    more: dict[str, Any] = {"years": range(2006, 2066), "period": [2006, 2065], "target": goal}
    found = target(lay_out(tmp_path, [("x", "", rate)], changes, **more), "2065")
    assert (found["status"], found["gap"]) == wanted


@pytest.mark.parametrize("formula", ("c0 + c0", "c0 + c1"))
def test_sums_of_sums_are_counted_once(tmp_path: Path, formula: str) -> None:
    """Each a sum of the one before and of the one before that: two to the power of thirty ways."""
    back = 1 if formula == "c0 + c0" else 2
    chain = [
        indicator(f"c{n}", "亿元", formula={"kind": "sum", "parts": [f"c{n - 1}", f"c{n - back}"]})
        for n in range(back, 32)
    ]
    given = [indicator(f"c{n}", "亿元") for n in range(back)]
    rows = [(each["id"], "", "5") for each in given] + [("c31", "", "7")]
    goal = {"indicator": "c31", "unit": "亿元", "value": 9}
    folder = lay_out(tmp_path, rows, *given, *chain, target=goal)
    for command in commands(2008, tmp_path):
        run(folder, *command)


def test_a_base_that_no_decimal_states_gives_a_goal_that_people_read(tmp_path: Path) -> None:
    share = {"kind": "ratio", "numerator": "a", "denominator": "b"}
    folder = lay_out(
        tmp_path,
        [("a", "", "30017"), ("b", "", "90131")],
        *(indicator(each, "亿元") for each in "ab"),
        indicator("x", "%", formula=share),
        target={"value": None, "unit": None, "change_percent": 20},
    )
    assert "≥ +20% against 2005" in run(folder, "check", "2008")
    assert "39.96" in run(folder, "show", "t", "--year", "2008")
    goal = target(folder)["target"]
    assert isinstance(goal, dict)
    assert (goal["value"], goal["exact"]) == (float(rounded(F(30017, 90131) * 120)), None)


def numbers() -> Iterator[Fraction]:
    for bits in (10, 300, 2000, 5000, 20_000):
        for _ in range(20):
            top, bottom = DIGITS.getrandbits(bits) + 1, DIGITS.getrandbits(bits) + 1
            yield F(top, bottom) * DIGITS.choice((1, -1))


@pytest.mark.parametrize("value", (F(0), *numbers()))
def test_a_number_is_cut_outward_and_by_next_to_nothing(value: Fraction) -> None:
    low, high = cut(value, up=False), cut(value, up=True)
    assert low is not None
    assert high is not None
    assert low <= value <= high
    assert high - low <= abs(value) * CLOSE ** F(3, 2)
    assert max(each.denominator.bit_length() for each in (low, high)) <= 4096
    assert Figure(low, high, ()).exact == low


@pytest.mark.parametrize("sign", (1, -1))
def test_beyond_the_largest_number_there_is_no_end(sign: int) -> None:
    huge, tiny = LARGEST**2 * sign, sign / LARGEST**2
    assert cut(huge, up=sign < 0) == LARGEST * sign
    assert cut(huge, up=sign > 0) is None
    assert {cut(tiny, up=True), cut(tiny, up=False)} == {F(0), sign / LARGEST}
    assert total([huge, F(1)], up=sign > 0) is None
