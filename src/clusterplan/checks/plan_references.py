"""CP408, CP409, CP414, CP415: ids are unique, and what the plan refers to exists."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from clusterplan.checks.rule import Flaw, PlanRule
from clusterplan.findings import Level, Rule, nearest
from clusterplan.messages import say
from clusterplan.plan import Plan, Product, Ratio, Sum

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clusterplan.plan import Group, Indicator

    Reference: TypeAlias = tuple[tuple[str | int, ...], str, str]


def unique_ids(plan: Plan) -> Iterator[Flaw]:
    """CP408: an id is given once; the CSV files name indicators and milestones alike."""
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


def known_references(plan: Plan) -> Iterator[Flaw]:
    """CP409: every id that is referred to exists."""
    known = {
        "indicator": (say("indicator"), list(plan.indicator)),
        "entity": (say("entity"), list(plan.entity)),
        "group": (say("group"), list(plan.group)),
        "target": (say("target"), [target.id for target in plan.targets]),
    }
    for place, kind, identity in _references(plan):
        word, ids = known[kind]
        if identity not in ids:
            message = say("there is no {kind} {id}", kind=word, id=identity)
            hint = nearest(identity, ids) or say("define it, or mend the name")
            yield Flaw(place, message, hint)


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


def no_cycles(plan: Plan) -> Iterator[Flaw]:
    """CP414: no indicator is computed, by whatever detour, from itself."""
    feeds = {
        indicator.id: [reference[2] for reference in _formula_references((), indicator)]
        for indicator in plan.indicators
    }
    told: set[str] = set()
    for index, indicator in enumerate(plan.indicators):
        reached = _reached(feeds, feeds[indicator.id])
        if indicator.id in reached and indicator.id not in told:
            told |= reached  # one finding for the whole circle
            message = say("{id} is computed from itself", id=indicator.id)
            hint = say("one indicator of the circle must be observed")
            yield Flaw(("indicators", index, "formula"), message, hint)


def _reached(feeds: dict[str, list[str]], start: Iterable[str]) -> set[str]:
    reached: set[str] = set()
    waiting = list(start)
    while waiting:
        identity = waiting.pop()
        if identity not in reached:
            reached.add(identity)
            waiting += feeds.get(identity, ())
    return reached


def groups_have_members(plan: Plan) -> Iterator[Flaw]:
    """CP415: a group has a member in every year of the plan."""
    for index, group in enumerate(plan.groups):
        for year in plan.file_years:
            if not plan.members(group.id, year):
                message = say("the group has no member at the end of {year}", year=str(year))
                hint = say("list members, or name kinds that entities have")
                yield Flaw(("groups", index), message, hint)
                break


NAMES = (
    PlanRule(
        Rule(
            "CP408",
            Level.ERROR,
            say("An id names one thing."),
            say("The CSV files call things by their ids."),
            say("Give one of the two another id."),
        ),
        unique_ids,
    ),
    PlanRule(
        Rule(
            "CP409",
            Level.ERROR,
            say("What is referred to exists."),
            say("A slip in an id leaves a target without figures."),
            say("Use the id suggested, or define what is missing."),
        ),
        known_references,
    ),
)
SHAPES = (
    PlanRule(
        Rule(
            "CP414",
            Level.ERROR,
            say("No indicator is computed from itself."),
            say("A circle has no beginning."),
            say("Leave the formula out of one indicator of the circle: that one is observed."),
        ),
        no_cycles,
    ),
    PlanRule(
        Rule(
            "CP415",
            Level.ERROR,
            say("A group has a member in every year."),
            say("A target of nobody is met by nobody."),
            say("List members, or name kinds that entities have; mind their dates."),
        ),
        groups_have_members,
    ),
)
