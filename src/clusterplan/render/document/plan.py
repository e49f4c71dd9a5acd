"""The commitments of a plan as a document, in the order of its clauses."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from clusterplan.base.exact import as_fraction_text, exactly
from clusterplan.model.goals import decisions, kind_of, said
from clusterplan.model.plan import OWNERS, Measure, Milestone, Plan, Target
from clusterplan.model.quotas import in_unit, quotas_of
from clusterplan.render.cells import COMPARISON, framed
from clusterplan.render.check_columns import owned, owner_columns
from clusterplan.render.columns import ROOMY, Column, by_id, named_columns, record
from clusterplan.render.document.blocks import Block, Lines, Table, Title, one_line, table
from clusterplan.render.document.clause_order import clause_key, in_document_order
from clusterplan.render.document.interface import Document
from clusterplan.render.jsonable import fields
from clusterplan.render.limits import limited_table
from clusterplan.render.words import NATURE, PATH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from typing import TypeAlias

    from clusterplan.locale import Locale
    from clusterplan.model.plan import Amendment, Body, Commitment
    from clusterplan.render.columns import Cell

    Quota: TypeAlias = tuple[Target, Target]
    """What it is of, and what a member is to reach."""

FORMAT = "clusterplan.targets/1"
TEXT = ("clause", "kind", "id", "name", "verb", "goal", "path", "nature")
RECORD = (
    *("clause", "kind", "id", "name", "verb", "nature", "indicator", "entity", "comparison"),
    *("value", "low", "high", "change_percent", "growth_percent", "unit", "year", "path"),
)
"""The names of the plan file."""
ADDED = ("change", "about", "tolerance", "keep", "over", "interim", "quotas")
"""Keys that stand in a record where any target has them."""


class PlanDocument(Document[Plan]):
    """Every target, milestone and measure with its clause."""

    def blocks(self) -> list[Block]:
        """Return the commitments."""
        plan, locale = self.data, self.locale
        columns = commitment_columns(plan, locale)
        count = locale.say(
            "Targets: {targets}; milestones: {milestones}; measures: {measures}.",
            targets=len(plan.targets),
            milestones=len(plan.milestones),
            measures=len(plan.measures),
        )
        items = in_document_order(plan.commitments)
        return [
            Title(locale.names(plan.title)),
            Lines((one_line(locale.names(plan.document)), count)),
            table([columns[each] for each in (*TEXT, *owned(items, OWNERS))], items),
            self._quotas(columns),
        ]

    def _quotas(self, columns: Mapping[str, Column[Commitment]]) -> Table:
        """Return the quotas of members as a table, in the order of the clauses of their targets."""
        plan, locale = self.data, self.locale
        targets = sorted(plan.targets, key=lambda target: clause_key(target.clause))
        quotas = [(target, each) for target in targets for each in quotas_of(target, plan)]
        heading = locale.say("Quotas of members")
        whole: Column[Quota] = Column("whole", heading, lambda quota: locale.names(quota[0].name))
        name = replace(columns["name"], title=locale.say("Member"))
        clause, member, goal = (
            column.of(_member) for column in (columns["clause"], name, columns["goal"])
        )
        return limited_table((clause, whole, member, goal), quotas, locale)

    def records(self) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
        """Return a record per commitment, with the names of the plan file."""
        columns = commitment_columns(self.data, self.locale)
        items = in_document_order(self.data.commitments)
        added = (key for key in ADDED if any(getattr(t, key) for t in self.data.targets))
        ids = (*RECORD, *added, *owned(items, OWNERS))
        return ids, (record(columns, ids, item) for item in items)

    def json(self) -> object:
        """Return every commitment with all its fields, in the order of the plan file."""
        head = fields(self.data, "id", "title", "document", "period", "base_year")
        lists = fields(self.data, "bodies", "targets", "milestones", "measures", "links")
        return {"format": FORMAT, "plan": head, **lists}


def _member(quota: Quota) -> Commitment:
    return quota[1]


def commitment_columns(plan: Plan, locale: Locale) -> dict[str, Column[Commitment]]:
    """Return all columns of commitments."""

    def goal(item: Commitment) -> str:
        if isinstance(item, Target):
            return goal_in_words(item, plan, locale)
        return locale.say("by {day}", day=item.due) if isinstance(item, Milestone) else ""

    def path(item: Commitment) -> str:
        return locale.text(PATH[item.path]) if isinstance(item, Target) else ""

    def nature(item: Commitment) -> str:
        return locale.text(NATURE[item.nature]) if isinstance(item, Target) else ""

    def verb(item: Commitment) -> str:
        return locale.names(item.verb) if item.verb else ""

    def whose(item: Commitment) -> Cell:
        return None if isinstance(item, Measure) else item.group or item.entity or plan.area

    def bodies(item: Commitment, role: str) -> list[Body]:
        named = [item.lead] if role == "lead" else item.supporting
        return [plan.body[each] for each in named if each is not None]

    def quotas(item: Commitment) -> str | None:
        if not isinstance(item, Target) or not item.quotas:
            return None
        return _by_key({id_: in_unit(item, each, each.value) for id_, each in item.quotas.items()})

    def year(item: Commitment) -> Cell | date:
        return item.due if isinstance(item, Milestone) else _of_target(item, "year")

    return by_id(
        *map(_as_it_is, (*RECORD, *ADDED)),
        *named_columns(lambda item: type(item).__name__.lower(), locale.say("Commitment"), locale),
        Column("verb", locale.say("Verb"), verb, priority=8, room=ROOMY),
        Column("goal", locale.say("Goal"), goal),
        replace(_as_it_is("path"), title=locale.say("Path"), text=path, priority=9, room=ROOMY),
        replace(
            _as_it_is("nature"), title=locale.say("Nature"), text=nature, priority=7, room=ROOMY
        ),
        Column(
            "indicator",
            value=lambda item: " ".join(item.indicators) if isinstance(item, Target) else None,
        ),
        Column("entity", value=whose),
        *owner_columns(bodies, locale),
        Column("year", value=year),
        Column("quotas", value=quotas),
    )


def _as_it_is(name: str) -> Column[Commitment]:
    return Column(name, value=lambda item: _of_target(item, name))


def _of_target(item: Commitment, name: str) -> Cell:
    value: Any = getattr(item, name) if isinstance(item, Target) else None
    match value:
        case Fraction():
            return exactly(value)
        case (first, last):
            return f"{first}..{last}"
        case dict():
            return _by_key(value)
    cell: Cell = value
    return cell


def _by_key(numbers: Mapping[Any, Fraction]) -> str:
    return " ".join(f"{key}:{exactly(each)}" for key, each in sorted(numbers.items()))


def goal_in_words(target: Target, plan: Plan, locale: Locale) -> str:
    """Return what a target demands, as the plan states it, and by when."""
    unit = target.unit or (plan.indicator[target.indicator].unit if target.indicator else "")
    goal = _level(target, target, plan, unit, locale)
    goal = framed(goal, target.keep, target.over, target.year, locale)
    for year, number in sorted(target.interim.items(), reverse=True):
        earlier = _compared(target, target, _number(target, number, unit, locale), locale)
        earlier = locale.say("{goal} by {year}", goal=earlier, year=str(year))
        goal = locale.say("{first}; {other}", first=earlier, other=goal)
    for amendment, due in decisions(target, None):
        new = _level(target, amendment, plan, unit, locale)
        later = framed(new, target.keep, target.over, due or "each", locale)
        goal = locale.say("{goal}; from {day}: {new}", goal=goal, day=amendment.date, new=later)
    return goal


def _level(
    target: Target, demand: Target | Amendment, plan: Plan, unit: str, locale: Locale
) -> str:
    if demand.low is not None and demand.high is not None:
        return locale.span(exactly(demand.low), exactly(demand.high), unit)
    if demand.value == "all":
        return locale.say("all of: {group}", group=plan.group[target.group or ""].name)
    number = getattr(demand, kind_of(demand))
    text = "" if number is None else _number(demand, number, unit, locale)
    return _compared(target, demand, text, locale)


def _compared(target: Target, demand: Target | Amendment, text: str, locale: Locale) -> str:
    """Return a number with its comparison, in the words of the terms of a goal."""
    if target.about or target.tolerance is not None:
        text = locale.say("about {amount}", amount=text)
    text = f"{COMPARISON[target.comparison or '>=']} {text}"
    match kind_of(demand):
        case "growth_percent":
            return locale.say("{change} a year on average", change=text)
        case "change" | "change_percent":
            return locale.say("{change} against the base", change=text)
    return text


def _number(demand: Target | Amendment, number: Fraction, unit: str, locale: Locale) -> str:
    """Write a number of a goal."""
    kind = kind_of(demand)
    if kind == "change":
        return locale.text(said(kind, exactly(number), unit))
    if kind != "value":
        return f"{'+' if number > 0 else ''}{locale.number(exactly(number))}%"
    if (fraction := as_fraction_text(number)) is not None:
        return fraction
    text = locale.quantity(exactly(number), unit)
    gloss = locale.money_gloss(exactly(number), unit)
    return f"{text} = {gloss}" if gloss else text
