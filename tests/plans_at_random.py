"""Plans with figures that nobody would write, and where two implementations differ on them."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from hypothesis import strategies as st

from clusterplan import DataError, assess, load_actuals, load_plan
from clusterplan.model.observations import Observation
from clusterplan.model.plan import Plan
from clusterplan.model.results import StatedLink, TargetResult
from helpers import NAME
from second_implementation import FACTORS, Second

Tree: TypeAlias = dict[str, Any]
BASE, LAST = 2005, 2010
YEARS = range(BASE, LAST + 1)
MONEY, RATIO = ("元", "万元", "亿元", "billion yuan"), ("1", "%", "‰")
DIMENSIONS: tuple[tuple[str, ...], ...] = (MONEY, RATIO, ("个", "万户"), ("平方米", "亩", "公顷"))
MEMBERS = ("m1", "m2", "m3")
STATUSES = ("", "", "provisional", "estimated", "forecast", "illustrative", "missing", "break",
            "suppressed")  # fmt: skip
DAYS = ("", "2006-05-01", "2008-12-31", "2009-07-01", "2011-01-01", "2012-06-30")
day = st.sampled_from(DAYS[1:])
rarely, often = st.sampled_from((False,) * 4 + (True,)), st.booleans()


def near(least: int, most: int) -> st.SearchStrategy[str]:
    return st.builds("{}.{}".format, st.integers(least, most), st.integers(0, 10**6))


simple = st.sampled_from(("100", "100.0", "50", "1", "2", "3", "99.5", "105", "120", "7", "0"))
long = st.integers(1, 10**39).map(str)
longer = st.builds("{}.{:033}".format, st.integers(0, 2000), st.integers(0, 10**33 - 1))
numbers = st.one_of(simple, near(85, 115), near(85, 115), near(85, 115), longer, long)
goals = {True: near(105, 150), False: near(50, 95)}
"""Where a figure should go: up, or down."""
fractions = st.sampled_from(("1/3", "2/7", "100/3", "999999999999999999/999999999999999998"))
rates = st.sampled_from(("-20", "100", "0", "7.5", "-99.9", "0.0000000000000000000001", "3", "-4"))


def dimension(unit: str) -> tuple[str, ...]:
    return next((units for units in DIMENSIONS if unit in units), (unit,))


@dataclass(frozen=True)
class Case:
    """A plan, its rows and a question; numbers and days of the plan are texts after a #."""

    plan: Tree
    rows: Sequence[dict[str, str]]
    year: int
    as_of: str

    def lay_out(self, folder: Path) -> None:
        text = re.sub(r'"#([^"/]*)"', r"\1", json.dumps(self.plan, ensure_ascii=False, indent=1))
        (folder / "targets.yaml").write_text(text.replace('"#', '"'), encoding="utf-8")
        (folder / "actuals").mkdir()
        columns = list(dict.fromkeys(chain(*self.rows)))
        for year in sorted({row["year"] for row in self.rows}):
            rows = [row for row in self.rows if row["year"] == year]
            with (folder / "actuals" / f"{year}.csv").open("w", encoding="utf-8") as file:
                writer = csv.DictWriter(file, columns, lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)


@st.composite
def indicators(draw: st.DrawFn) -> list[Tree]:
    found: list[Tree] = []
    for at in range(draw(st.integers(1, 6))):
        units = draw(st.sampled_from((*DIMENSIONS, MONEY, RATIO, MONEY, RATIO)))
        item: Tree = {"id": f"i{at}", "name": NAME, "unit": draw(st.sampled_from(units))}
        item["direction"] = draw(st.sampled_from(("increase", "increase", "decrease")))
        item["price_basis"] = "constant"
        if draw(rarely):
            item["preferred_series"] = draw(st.sampled_from((["b"], ["b", "c"], ["c", "b"])))
        if draw(rarely):
            item["maximum"] = f"#1{'0' * draw(st.sampled_from((4, 20, 39)))}"
        kind = draw(st.sampled_from(("plain", "ratio", "product", "sum", "changes")))
        if kind == "changes" and units is RATIO:
            kinds = ("yearly_change", "average_change", "cumulative_change")
            item["observed"] = draw(st.sampled_from(kinds))
        elif draw(often):
            item["minimum"] = "#0"
        if formula := formula_of(draw, kind, units, found):
            item["formula"] = formula
        found.append(item)
    return found


def formula_of(
    draw: st.DrawFn, kind: str, units: tuple[str, ...], known: list[Tree]
) -> Tree | None:
    """Return a formula over indicators that are known, None where they do not fit."""

    def sides(units: tuple[str, ...]) -> list[str]:
        return [each["id"] for each in known if each["unit"] in units]

    own, shares = sides(units), sides(RATIO)
    if kind == "ratio" and units is RATIO and known:
        over = sides(dimension(draw(st.sampled_from(known))["unit"]))
        top, bottom = draw(st.sampled_from(over)), draw(st.sampled_from(over))
        return {"kind": "ratio", "numerator": top, "denominator": bottom}
    if kind == "product" and own and shares:
        level, share = draw(st.sampled_from(own)), draw(st.sampled_from(shares))
        return {"kind": "product", "level": level, "share": share}
    if kind == "sum" and own:
        return {"kind": "sum", "parts": [draw(st.sampled_from(own)) for _ in range(2)]}
    return None


@dataclass(frozen=True)
class Shape:
    """What the parts of a target must fit."""

    way: str
    path: str
    unit: str
    rises: bool

    def level(self, draw: st.DrawFn, *, rises: bool) -> str:
        """Return a level as a plan writes it: fractions go with unit 1 alone."""
        if self.unit == "1" and draw(rarely):
            return f"#{draw(fractions)}"
        if self.path != "compound" and draw(rarely):
            return f"#-{draw(goals[rises])}"
        return f"#{draw(st.one_of(goals[rises], goals[rises], numbers))}"

    def demand(self, draw: st.DrawFn) -> Tree:
        if self.way == "all":
            return {"value": draw(st.sampled_from(("all", "#0", "#1", "#2", "#3")))}
        if self.way == "range":
            ends = [self.level(draw, rises=self.rises) for _ in range(2)]
            return dict(zip(("low", "high"), sorted(ends, key=number), strict=True))
        rated = self.way in ("change_percent", "growth_percent")
        return {self.way: f"#{draw(rates)}" if rated else self.level(draw, rises=self.rises)}


def number(text: str) -> Fraction:
    return Fraction(text.removeprefix("#"))


def shape_of(draw: st.DrawFn, item: Tree, kind: str | None) -> Shape:
    paths, unit = ["linear", "compound", "steps", "none"], item["unit"]
    ways = ["value", "range", "change_percent", "growth_percent"]
    observed = item.get("observed", "level")
    if kind is not None and kind != "sum":
        paths, ways = ["linear"], ["value", "range"] if kind == "accumulate" else ["all"]
    path = draw(st.sampled_from(paths))
    if observed != "level" and path != "none":
        path, ways = "linear", [f"{'growth' if observed == 'yearly_change' else 'change'}_percent"]
    if path == "steps" or (path == "none" and observed != "level"):
        ways = ["value"]
    unit = "个" if ways == ["all"] else draw(st.sampled_from((unit,) * 4 + dimension(unit)))
    return Shape(draw(st.sampled_from(ways)), path, unit, item["direction"] == "increase")


@st.composite
def targets(draw: st.DrawFn, items: list[Tree], at: int) -> Tree:
    computed = [each for each in items if "formula" in each]
    item = draw(st.sampled_from([*items, *computed, *computed]))
    rises = item["direction"] == "increase"
    kinds = (None, None, "sum", "coverage", *(("accumulate",) if rises else ()))
    kind = draw(st.sampled_from(kinds)) if "observed" not in item else None
    shape = shape_of(draw, item, kind)
    found: Tree = {"id": f"t{at}", "clause": "1", "name": NAME, "nature": "binding"}
    found |= {"indicator": item["id"], "path": shape.path, "unit": shape.unit}
    found["year"] = "each" if shape.path == "none" else due(draw)
    found |= shape.demand(draw)
    if kind in ("sum", "coverage"):
        found |= {"group": "g", "aggregate": kind}
    if kind == "coverage":
        wanted = Shape("value", "linear", item["unit"], rises).level(draw, rises=not rises)
        found["each"] = {"low" if rises else "high": wanted}
    if kind == "accumulate":
        found["accumulate"] = True
    if shape.way != "range":
        found["comparison"] = ">=" if rises or kind == "coverage" else "<="
    if shape.path == "steps":
        found["steps"] = steps_to(draw, number(found["value"]), rises=rises)
    if draw(often):
        decided = draw(st.lists(day, max_size=2, unique=True))
        found["amended"] = [amendment(draw, shape, each) for each in decided]
    if "observed" not in item and draw(rarely):
        found["baseline"] = {"value": shape.level(draw, rises=not rises)}
        found["baseline"] |= {"year": f"#{draw(st.integers(BASE, 2007))}"} if draw(often) else {}
    return found


def due(draw: st.DrawFn) -> str:
    return f"#{draw(st.integers(2008, LAST))}"


def amendment(draw: st.DrawFn, shape: Shape, day: str) -> Tree:
    year = {"year": due(draw)} if shape.path != "none" and draw(often) else {}
    return {"date": f"#{day}", "source": "s", **shape.demand(draw), **year}


def steps_to(draw: st.DrawFn, goal: Fraction, *, rises: bool) -> Tree:
    years = sorted(draw(st.sets(st.integers(2006, 2009), min_size=1, max_size=2)))
    before = [goal - (1 if rises else -1) * more for more in (Fraction(15), Fraction(15, 4))]
    shown = [f"{Decimal(level.numerator) / level.denominator:.12f}" for level in before]
    return {f"#{year}": f"#{level}" for year, level in zip(years, shown, strict=False)}


@st.composite
def rows(draw: st.DrawFn, items: list[Tree], places: tuple[str, ...]) -> list[dict[str, str]]:
    """Return figures of every year, with holes, and others beside or after them."""
    found: dict[tuple[str, ...], dict[str, str]] = {}

    def enter(item: Tree, entity: str, year: int, value: str, **more: str) -> None:
        row = {"indicator": item["id"], "entity": entity, "year": str(year), "value": value}
        row |= {"unit": item["unit"], "source": "s", "published": "", **more}
        key = (item["id"], entity, str(year), row["published"], row.get("series", ""))
        found[key] = row

    for item in items:
        if "formula" in item and draw(often):
            continue
        counted = item["unit"] in DIMENSIONS[2] or "minimum" in item
        sign = "" if counted or not draw(rarely) else "-"
        for entity in places:
            start, step = draw(numbers), draw(st.sampled_from(("5", "8", "2", "0.5", "20", "-3")))
            way, dated = (1 if item["direction"] == "increase" else -1), draw(often)
            for year in YEARS:
                value = f"{abs(Decimal(start) + way * Decimal(step) * (year - BASE)):f}"
                published = f"{year + 1}-02-01" if dated else ""
                enter(item, entity, year, sign + value[:39], published=published)
    for hole in draw(st.lists(st.sampled_from(sorted(found)), max_size=4)) if found else []:
        found.pop(hole, None)
    for _ in range(draw(st.integers(0, 8))):
        item, status = draw(st.sampled_from(items)), draw(st.sampled_from(STATUSES))
        value = "" if status in ("missing", "suppressed") else draw(numbers)
        enter(
            item,
            draw(st.sampled_from(places)),
            draw(st.integers(BASE, LAST)),
            value,
            unit=draw(st.sampled_from(dimension(item["unit"]))),
            obs_status=status,
            qualifier=draw(st.sampled_from(("", "", "about", "at_least", "at_most"))),
            published=draw(st.sampled_from(DAYS)),
            series=draw(st.sampled_from(("", "", "b", "c"))),
        )
    return list(found.values())


@st.composite
def cases(draw: st.DrawFn) -> Case:
    items = draw(indicators())
    listed = [draw(targets(items, at)) for at in range(draw(st.integers(1, 3)))]
    grouped = any("group" in each for each in listed)
    entities: list[Tree] = [{"id": each, "name": NAME, "kind": "m"} for each in MEMBERS]
    for entity, key in zip(entities[1:], ("since", "until"), strict=True):
        entity.update({key: f"#{draw(day)}"} if draw(often) else {})
    group: Tree = {"id": "g", "name": NAME, "kinds": ["m"]}
    group |= {"total": "area"} if draw(often) else {}
    plan: Tree = {"format": "clusterplan.plan/1", "id": "p", "title": NAME, "document": "d"}
    plan |= {"period": ["#2006", f"#{LAST}"], "base_year": f"#{BASE}", "area": "area"}
    if limits := draw(st.sampled_from(((), ("#1.1", "#0.9", "#0.5"), ("#1", "#1", "#1/3")))):
        plan["thresholds"] = dict(zip(("ahead", "on_schedule", "behind"), limits, strict=True))
    plan |= {"indicators": items, "targets": listed, "groups": [group] if grouped else []}
    plan["entities"] = [{"id": "area", "name": NAME, "kind": "area"}, *entities]
    if len(listed) > 1 and len({dimension(each["unit"]) for each in listed}) == 1 and draw(often):
        whole, *parts = [each["id"] for each in listed]
        kind = draw(st.sampled_from(("within", "adds_up")))
        plan["links"] = [{"kind": kind, "whole": whole, "parts": parts}]
    found = draw(rows(items, ("", *MEMBERS) if grouped else ("",)))
    return Case(
        plan, found, draw(st.integers(BASE + 1, LAST)), draw(st.sampled_from(DAYS + DAYS[:1] * 8))
    )


@st.composite
def lifetimes(draw: st.DrawFn) -> Case:
    """Return a plan of many years, in which things grow by the same or by like rates."""
    years = draw(st.integers(2, 98))
    last, observed = BASE + years, draw(st.sampled_from(("yearly_change", "level")))
    rate = draw(st.sampled_from(("2", "7.5", "-3", "0.1", f"1.{'0' * 30}1", f"-2.{'9' * 30}")))
    item: Tree = {"id": "i0", "name": NAME, "unit": "%", "price_basis": "constant"}
    item |= {"direction": draw(st.sampled_from(("increase", "decrease"))), "observed": observed}
    target: Tree = {"id": "t0", "clause": "1", "name": NAME, "nature": "binding"}
    target |= {"indicator": "i0", "path": draw(st.sampled_from(("compound", "linear")))}
    target |= {"comparison": ">=" if item["direction"] == "increase" else "<="}
    target |= {"year": f"#{last - draw(st.integers(0, years // 2))}", "growth_percent": f"#{rate}"}
    other = st.one_of(st.just(rate), st.just(rate), near(-5, 9))
    some = [draw(other) for _ in range(draw(st.integers(1, 3)))]
    plan: Tree = {"format": "clusterplan.plan/1", "id": "p", "title": NAME, "document": "d"}
    plan |= {"period": ["#2006", f"#{last}"], "base_year": f"#{BASE}", "area": "area"}
    plan |= {"indicators": [item], "targets": [target]}
    plan["entities"] = [{"id": "area", "name": NAME, "kind": "area"}]
    first = BASE + (observed == "yearly_change")
    rows = [
        {"indicator": "i0", "year": str(year), "value": some[year % len(some)], "unit": "%"}
        for year in range(first, last + 1)
    ]
    return Case(plan, rows, draw(st.integers(BASE + 1, last)), "")


def differences(case: Case, folder: Path) -> list[str] | None:
    """Return where the program and the second implementation differ; None for an unsound plan."""
    case.lay_out(folder)
    try:
        plan, observations = load_plan(folder), load_actuals(folder)
    except DataError:
        return None
    as_of = date.fromisoformat(case.as_of) if case.as_of else None
    return list(differing(plan, observations, case.year, as_of))


def differing(
    plan: Plan, observations: Sequence[Observation], year: int, as_of: date | None = None
) -> Iterator[str]:
    """Return where they differ on the report of a year."""
    report = assess(plan, observations, year, as_of=as_of)
    second, first = (Second(plan, observations, as_of, first=each) for each in (False, True))
    for result in report.targets:
        target = plan.target[result.id]
        if any("what is cut off decides" in str(note.message) for note in result.notes):
            continue
        theirs = {"members": (), **second.verdict(target, year)}
        then = first.verdict(target, theirs["year"])
        if any(then.get(each) != theirs.get(each) for each in ("actual", "status")):
            theirs |= {"first": then.get("actual"), "first status": then["status"]}
        for name, ours in told(result).items():
            full = name in ("actual", "low", "high", "gap") and not theirs.get("quotient")
            if not same(ours, theirs.get(name), full=full):
                yield f"{result.id}: {name} is {ours}, and {theirs.get(name)} in the second place"
    links = [link for link in report.links if isinstance(link, StatedLink)]
    for link in links:
        yield from _of_link(link, second, year)


def told(result: TargetResult) -> Tree:
    """Return what a result says, by the names of the second implementation."""
    names = ("status", "bound", "gap", "expected", "schedule_gap", "completion", "due", "pace")
    found: Tree = {name: getattr(result, name) for name in names}
    found["baseline"] = getattr(result.baseline, "value", None)
    found["required_change"] = getattr(result.required_change, "per_year", None)
    found |= {
        "goal": result.target.value,
        "goal low": result.target.low,
        "goal high": result.target.high,
    }
    leads = partial(getattr, result.projection)
    found |= {name: leads(name, None) for name in ("linear", "compound", "limited", "year_reached")}
    found["projection"] = leads("value", None)
    found |= {name: getattr(result.actual, name, None) for name in ("low", "high")}
    found["actual"] = getattr(result.actual, "value", None)
    found["made_up"] = getattr(result.actual, "illustrative", None)
    found["members"] = tuple((each.entity, each.counts) for each in result.members)
    for name, latest in (("latest", "value"), ("latest year", "year"), ("latest status", "status")):
        found[name] = getattr(result.latest, latest, None)
    found["first"] = getattr(result.first_published, "value", None)
    found["first status"] = getattr(result.first_published, "status", None)
    return found


def _of_link(link: StatedLink, second: Second, year: int) -> Iterator[str]:
    plan = second.plan
    targets = [plan.target[each] for each in link.targets]
    verdicts = [second.verdict(each, year) for each in targets]
    figures = [second.of_target(each, year) for each in targets]
    units = [second.unit(each) for each in targets]
    under_way = [each.get("projection") if each.get("under_way") else None for each in verdicts]
    last = {second.due_year(each, year) for each in targets if each.year != "each"}
    at_once = len({second.due_year(each, year) for each in targets}) == 1
    goals = [second.verdict(each, min(last, default=year)).get("goal") for each in targets]
    for name, theirs in {
        "goal": goals if len(last) <= 1 else [None],
        "actual": [each.exact if each else None for each in figures],
        "projected": under_way if link.kind == "within" and at_once else [None],
    }.items():
        ours = getattr(link, name)
        known = [
            value * FACTORS[unit] / FACTORS[units[0]]
            for value, unit in zip(theirs, units, strict=False)
            if value is not None and dimension(unit) == dimension(units[0])
        ]
        if len(known) < len(link.targets):
            if ours is not None:
                yield f"link: {name} is {ours}, and unknown in the second place"
            continue
        added = sum(known[1:])
        holds = added == known[0] or (link.kind == "within" and added < known[0])
        written = (ours.whole, *ours.parts) if ours else ()
        agree = ours and all(map(same, written, known))
        if not agree or ours.holds != holds:
            yield f"link: {name} is {ours}, and {known} in the second place"


def same(ours: object, theirs: object, *, full: bool = False) -> bool:
    """Say whether two findings are the same, numbers in full or in twelve digits."""
    if not isinstance(theirs, Fraction):
        return ours == theirs
    if not 1 / LARGEST < abs(theirs) < LARGEST:
        return theirs == ours or abs(theirs) > LARGEST or (ours is not None and theirs != 0)
    if not isinstance(ours, Decimal):
        return False
    if full and 10**90 % theirs.denominator == 0 and abs(theirs) < 10**10:
        return Fraction(ours) == theirs
    last = Fraction(10) ** (Decimal(f"{float(theirs):.16e}").adjusted() - 11)
    return abs(Fraction(ours) - theirs) <= last * Fraction(51, 100)


LARGEST = Fraction(10**100)
"""Of larger numbers, and of the inverse of these, it is only known that they are."""
