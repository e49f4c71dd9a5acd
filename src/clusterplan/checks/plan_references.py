"""CP408, CP409, CP414, CP415, CP424: ids and names are unique, and what is referred to exists."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from clusterplan.base.findings import Level, Vocabulary
from clusterplan.base.folding import folded
from clusterplan.base.messages import say
from clusterplan.checks.flaws import Flaw, plan_rule
from clusterplan.model.plan import Plan, Product, Ratio, Sum

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from clusterplan.model.plan import Entity, Group, Indicator, Measure, Milestone

    Reference: TypeAlias = tuple[tuple[str | int, ...], str, str]


@plan_rule(
    "CP408",
    Level.ERROR,
    say("An id names one thing."),
    say("The CSV files call things by their ids."),
    say("Give one of the two another id."),
)
def _unique_ids(plan: Plan) -> Iterator[Flaw]:
    spaces: tuple[tuple[str, ...], ...] = (
        ("entities", "groups"),
        ("indicators", "milestones", "measures"),
        ("targets", "milestones", "measures"),
    )
    told: set[tuple[str | int, ...]] = set()
    for lists in spaces:
        seen: dict[str, str] = {}
        for name in lists:
            for index, item in enumerate(getattr(plan, name)):
                place = (name, index, "id")
                if item.id in seen and place not in told:
                    told.add(place)
                    message = say("the id {id} is taken in {list}", id=item.id, list=seen[item.id])
                    yield Flaw(place, message, say("give it another one"))
                seen.setdefault(item.id, name)


@plan_rule(
    "CP424",
    Level.ERROR,
    say("Another name means one thing."),
    say("An import that meets the name could not say whose figure it is."),
    say("Leave it with one of the two, or write it out in the tables."),
)
def _own_names(plan: Plan) -> Iterator[Flaw]:
    dated: tuple[Milestone | Measure, ...] = (*plan.milestones, *plan.measures)
    subjects: dict[str, tuple[str, ...]]
    subjects = {item.id: (item.id, *item.name.texts) for item in dated}
    yield from _other_names("indicators", plan.indicators, subjects)
    yield from _other_names("entities", plan.entities, {})


def _other_names(
    kind: str, items: Sequence[Indicator | Entity], names: dict[str, tuple[str, ...]]
) -> Iterator[Flaw]:
    if not any(item.also for item in items):
        return
    owners: dict[str, list[str]] = {}
    for identity, own in (names | {item.id: item.all_names() for item in items}).items():
        for name in {folded(name) for name in own}:
            owners.setdefault(name, []).append(identity)
    for index, item in enumerate(items):
        for position, name in enumerate(item.also):
            others = [each for each in owners[folded(name)] if each != item.id]
            if others:
                message = say("{name} is a name of {id} too", name=name, id=others[0])
                place = (kind, index, "also", position)
                yield Flaw(place, message, say("leave it with one of the two"))


@plan_rule(
    "CP409",
    Level.ERROR,
    say("What is referred to exists."),
    say("A slip in an id leaves a target without figures."),
    say("Use the id suggested, or define what is missing."),
)
def _known_references(plan: Plan) -> Iterator[Flaw]:
    words = {
        "indicator": say("indicator"),
        "entity": say("entity"),
        "group": say("group"),
        "target": say("target"),
    }
    targets = plan.target
    known: dict[str, Mapping[str, object]] = {
        "indicator": plan.indicator,
        "entity": plan.entity,
        "group": plan.group,
        "target": targets,
    }
    vocabularies = {kind: Vocabulary(ids) for kind, ids in known.items()}
    for place, kind, identity in _references(plan):
        if identity not in known[kind]:
            message = say("there is no {kind} {id}", kind=words[kind], id=identity)
            near = vocabularies[kind].nearest(identity)
            yield Flaw(place, message, near or say("define it, or mend the name"))


def _references(plan: Plan) -> Iterator[Reference]:
    yield ("area",), "entity", plan.area
    for index, indicator in enumerate(plan.indicators):
        yield from _formula_references(("indicators", index, "formula"), indicator)
    for index, entity in enumerate(plan.entities):
        if entity.parent is not None:
            yield ("entities", index, "parent"), "entity", entity.parent
    for index, group in enumerate(plan.groups):
        yield from _group_references(("groups", index), group)
    for index, target in enumerate(plan.targets):
        place: tuple[str | int, ...] = ("targets", index)
        if target.indicator is not None:
            yield (*place, "indicator"), "indicator", target.indicator
        for position, identity in enumerate(target.any_of):
            yield (*place, "any_of", position), "indicator", identity
        yield from _whereabouts(place, target.entity, target.group)
    for index, milestone in enumerate(plan.milestones):
        yield from _whereabouts(("milestones", index), milestone.entity, milestone.group)
    for index, link in enumerate(plan.links):
        yield ("links", index, "whole"), "target", link.whole
        for position, part in enumerate(link.parts):
            yield ("links", index, "parts", position), "target", part


def _group_references(place: tuple[str | int, ...], group: Group) -> Iterator[Reference]:
    for position, member in enumerate(group.members):
        yield (*place, "members", position), "entity", member
    if group.total is not None:
        yield (*place, "total"), "entity", group.total


def _formula_references(place: tuple[str | int, ...], indicator: Indicator) -> Iterator[Reference]:
    match indicator.formula:
        case Ratio(numerator=numerator, denominator=denominator):
            yield (*place, "numerator"), "indicator", numerator
            yield (*place, "denominator"), "indicator", denominator
        case Product(level=level, share=share):
            yield (*place, "level"), "indicator", level
            yield (*place, "share"), "indicator", share
        case Sum(parts=parts):
            for position, part in enumerate(parts):
                yield (*place, "parts", position), "indicator", part


def _whereabouts(
    place: tuple[str | int, ...], entity: str | None, group: str | None
) -> Iterator[Reference]:
    if entity is not None:
        yield (*place, "entity"), "entity", entity
    if group is not None:
        yield (*place, "group"), "group", group


MAX_STEPS = 32
"""Formulas that rest on formulas; three or four do in a plan, and each costs a few calls."""


@plan_rule(
    "CP414",
    Level.ERROR,
    say("No indicator is computed from itself."),
    say("A circle has no beginning."),
    say("Leave the formula out of one indicator of the circle: that one is observed."),
)
def _no_cycles(plan: Plan) -> Iterator[Flaw]:
    index = {indicator.id: index for index, indicator in enumerate(plan.indicators)}
    for circle in _circles(plan):
        first = min(circle, key=index.__getitem__)
        message = say("{id} is computed from itself", id=first)
        hint = say("one indicator of the circle must be observed")
        yield Flaw(("indicators", index[first], "formula"), message, hint)


def _circles(plan: Plan) -> Iterator[list[str]]:
    """Return the ways through formulas that lead back to their beginning; one through each point.

    The way goes down the sides as far as it can, then back to the last fork.
    """
    done: set[str] = set()
    told: set[str] = set()
    for start in plan.indicators:
        way: dict[str, Iterator[str]] = {}
        follow: str | None = start.id
        while follow is not None:
            if follow in way and follow not in told:
                names = list(way)
                circle = names[names.index(follow) :]
                if told.isdisjoint(circle):
                    yield circle
                told.update(circle)
            elif follow not in way and follow not in done:
                way[follow] = iter(dict.fromkeys(plan.indicator[follow].sides))
            follow = _next(way, done)


def _next(way: dict[str, Iterator[str]], done: set[str]) -> str | None:
    """Return the next side to follow from the end of the way, going back where there is none."""
    while way:
        last = next(reversed(way))
        for side in way[last]:
            return side
        done.add(last)
        del way[last]
    return None


@plan_rule(
    "CP423",
    Level.ERROR,
    say("Formulas rest on formulas over few steps."),
    say("Each step is computed inside the one before; a long way down exhausts the program."),
    say("Let an indicator on the way be observed, or write the sum of sums as one sum."),
)
def _formulas_end(plan: Plan) -> Iterator[Flaw]:
    steps: dict[str, int] = {}
    for index, indicator in enumerate(plan.indicators):
        waiting = [indicator.id]
        while waiting:
            identity = waiting[-1]
            open_sides = [side for side in plan.indicator[identity].sides if side not in steps]
            if open_sides:
                waiting += open_sides
                continue
            sides = (steps[side] for side in plan.indicator[identity].sides)
            steps[identity] = max(sides, default=-1) + 1
            waiting.pop()
        if steps[indicator.id] == MAX_STEPS + 1:
            message = say(
                "{id} rests on more than {most} formulas in a row", id=indicator.id, most=MAX_STEPS
            )
            hint = say("let one of them be observed")
            yield Flaw(("indicators", index, "formula"), message, hint)


@plan_rule(
    "CP415",
    Level.ERROR,
    say("A group has a member in every year."),
    say("A target of nobody is met by nobody."),
    say("List members, or name kinds that entities have; mind their dates."),
)
def _groups_have_members(plan: Plan) -> Iterator[Flaw]:
    for index, group in enumerate(plan.groups):
        for year in plan.file_years:
            if not plan.has_members(group.id, year):
                message = say("the group has no member at the end of {year}", year=str(year))
                hint = say("list members, or name kinds that entities have")
                yield Flaw(("groups", index), message, hint)
                break


NAMES = (_unique_ids, _known_references, _own_names)
SHAPES = (_no_cycles, _groups_have_members)
DEPTH = (_formulas_end,)
