"""CP408, CP409, CP414, CP415, CP424, CP426: ids and names are unique, references go somewhere."""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, TypeAlias

from clusterplan.base.findings import Vocabulary
from clusterplan.base.folding import folded
from clusterplan.base.messages import say
from clusterplan.checks.flaws import Flaw, plan_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from clusterplan.model.plan import Body, Entity, Indicator, Measure, Milestone, Plan

    Reference: TypeAlias = tuple[tuple[str | int, ...], str, str]


@plan_rule(
    "CP408",
    "An id names one thing.",
    "The CSV files call things by their ids.",
    "Give one of the two another id.",
)
def _unique_ids(plan: Plan) -> Iterator[Flaw]:
    spaces: tuple[tuple[str, ...], ...] = (
        ("entities", "groups"),
        ("bodies",),
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
    "Another name means one thing.",
    "An import that meets the name could not say whose figure it is.",
    "Leave it with one of the two, or write it out in the tables.",
)
def _own_names(plan: Plan) -> Iterator[Flaw]:
    dated: tuple[Milestone | Measure, ...] = (*plan.milestones, *plan.measures)
    subjects: dict[str, tuple[str, ...]]
    subjects = {item.id: (item.id, *item.name.texts) for item in dated}
    yield from _other_names("indicators", plan.indicators, subjects)
    yield from _other_names("entities", plan.entities, {})
    yield from _other_names("bodies", plan.bodies, {})


def _other_names(
    kind: str, items: Sequence[Indicator | Entity | Body], names: dict[str, tuple[str, ...]]
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


_KINDS = {
    "indicator": say("indicator"),
    "entity": say("entity"),
    "group": say("group"),
    "target": say("target"),
    "body": say("body"),
}
_OWNERS = {"lead": "body", "supporting": "body"}
_REFERENCES = {
    "indicators": {
        "formula.numerator": "indicator",
        "formula.denominator": "indicator",
        "formula.level": "indicator",
        "formula.share": "indicator",
        "formula.parts": "indicator",
    },
    "entities": {"parent": "entity"},
    "groups": {"members": "entity", "total": "entity"},
    "targets": {
        "indicator": "indicator",
        "any_of": "indicator",
        "entity": "entity",
        "group": "group",
        "quotas": "entity",
        **_OWNERS,
    },
    "milestones": {"entity": "entity", "group": "group", **_OWNERS},
    "measures": _OWNERS,
    "links": {"whole": "target", "parts": "target"},
}
"""Where entries of the lists of a plan name others, and of which kind these are."""


@plan_rule(
    "CP409",
    "What is referred to exists.",
    "A slip in an id leaves a target without figures.",
    "Use the id suggested, or define what is missing.",
)
def _known_references(plan: Plan) -> Iterator[Flaw]:
    known: dict[str, Mapping[str, object]] = {kind: getattr(plan, kind) for kind in _KINDS}
    vocabularies = {kind: Vocabulary(ids) for kind, ids in known.items()}
    for place, kind, identity in _references(plan):
        if identity not in known[kind]:
            message = say("there is no {kind} {id}", kind=_KINDS[kind], id=identity)
            near = vocabularies[kind].nearest(identity)
            yield Flaw(place, message, near or say("define it, or mend the name"))


def _references(plan: Plan) -> Iterator[Reference]:
    yield ("area",), "entity", plan.area
    for name, listed in _REFERENCES.items():
        ways = [(tuple(way.split(".")), kind) for way, kind in listed.items()]
        for index, item in enumerate(getattr(plan, name)):
            for way, kind in ways:
                for place, identity in _named(item, way, (name, index)):
                    yield place, kind, identity


def _named(
    node: object, way: tuple[str, ...], place: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Return what is named along a way below a node."""
    if isinstance(node, str):
        yield place, node
    elif isinstance(node, tuple):
        for position, identity in enumerate(node):
            yield (*place, position), identity
    elif isinstance(node, dict):
        for identity in node:
            yield (*place, identity, "<key>"), identity
    elif node is not None:
        yield from _named(getattr(node, way[0], None), way[1:], (*place, way[0]))


@plan_rule(
    "CP426",
    "A body is named once for a commitment.",
    "It leads or it supports; reports would name it twice.",
    "Leave it out of `supporting`.",
)
def _named_once(plan: Plan) -> Iterator[Flaw]:
    for name in ("targets", "milestones", "measures"):
        for index, item in enumerate(getattr(plan, name)):
            named = [item.lead, *item.supporting]
            for position, identity in enumerate(item.supporting):
                if identity in named[: position + 1]:
                    message = say("the body {id} is named twice", id=identity)
                    place = (name, index, "supporting", position)
                    yield Flaw(place, message, say("leave it out of supporting"))


MAX_STEPS = 32
"""Formulas that rest on formulas; three or four do in a plan, and each costs a few calls."""


@plan_rule(
    "CP414",
    "No indicator is computed from itself.",
    "A circle has no beginning.",
    "Leave the formula out of one indicator of the circle: that one is observed.",
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
    "Formulas rest on formulas over few steps.",
    "Each step is computed inside the one before; a long way down exhausts the program.",
    "Let an indicator on the way be observed, or write the sum of sums as one sum.",
)
def _formulas_end(plan: Plan) -> Iterator[Flaw]:
    sides = {indicator.id: indicator.sides for indicator in plan.indicators}
    steps: dict[str, int] = {}
    for identity in TopologicalSorter(sides).static_order():
        steps[identity] = max((steps[side] for side in sides[identity]), default=-1) + 1
    for index, indicator in enumerate(plan.indicators):
        if steps[indicator.id] == MAX_STEPS + 1:
            message = say(
                "{id} rests on more than {most} formulas in a row", id=indicator.id, most=MAX_STEPS
            )
            hint = say("let one of them be observed")
            yield Flaw(("indicators", index, "formula"), message, hint)


@plan_rule(
    "CP415",
    "A group has a member in every year.",
    "A target of nobody is met by nobody.",
    "List members, or name kinds that entities have; mind their dates.",
)
def _groups_have_members(plan: Plan) -> Iterator[Flaw]:
    for index, group in enumerate(plan.groups):
        for year in plan.file_years:
            if not plan.has_members(group.id, year):
                message = say("the group has no member at the end of {year}", year=str(year))
                hint = say("list members, or name kinds that entities have")
                yield Flaw(("groups", index), message, hint)
                break


NAMES = (_unique_ids, _known_references, _own_names, _named_once)
SHAPES = (_no_cycles, _groups_have_members)
DEPTH = (_formulas_end,)
