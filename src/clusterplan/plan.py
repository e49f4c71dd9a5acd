"""What was promised: the plan, its indicators, entities, targets, milestones and measures.

The models mirror the YAML file key by key. They check types only; whether the plan makes sense as a
whole is the business of `clusterplan.checks`, which can name the line.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from clusterplan.exact import as_fraction_text, parse_fraction
from clusterplan.units import UNITS

FORMAT = "clusterplan.plan/1"


def _number(value: object) -> Fraction:
    if isinstance(value, (int, Decimal, Fraction)) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, str) and (fraction := parse_fraction(value)) is not None:
        return fraction
    raise PydanticCustomError("number", "not a number")


def _written(value: Fraction) -> float | str:
    return as_fraction_text(value) or float(value)


def _unit(value: object) -> str:
    symbol = str(value) if isinstance(value, (str, int)) else ""
    if symbol in UNITS:
        return symbol
    raise PydanticCustomError("unit", "not a known unit")


Number = Annotated[
    Fraction,
    PlainValidator(_number),
    PlainSerializer(_written, when_used="json"),  # for the defaults in the JSON Schema
    WithJsonSchema(
        {"anyOf": [{"type": "number"}, {"type": "string", "pattern": "^-?[0-9]+/[0-9]+$"}]}
    ),
]
UnitSymbol = Annotated[
    str, PlainValidator(_unit), WithJsonSchema({"enum": [*UNITS, 1], "description": "unit"})
]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Year = Annotated[int, Field(ge=1000, le=9999)]
Comparison = Literal[">=", "<="]
PathKind = Literal["linear", "compound", "steps", "none"]
State = Literal["not_started", "under_way", "done", "dropped"]


class Model(BaseModel):
    """Frozen, strict, and closed: an unknown key is an error."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Names(Model):
    """A text in Chinese and in English."""

    zh: Text
    en: Text


class Thresholds(Model):
    """The least pace for each verdict; below zero it is `regressed`."""

    ahead: Number = Fraction(105, 100)
    on_schedule: Number = Fraction(95, 100)
    behind: Number = Fraction(60, 100)


class Ratio(Model):
    """The indicator is numerator / denominator, in its own unit (`1` or `%`)."""

    kind: Literal["ratio"]
    numerator: Id
    denominator: Id


class Product(Model):
    """The indicator is a level times a share, with the level's vintage of the share's day."""

    kind: Literal["product"]
    level: Id
    share: Id


class Sum(Model):
    """The indicator is the sum of other indicators of the same entity."""

    kind: Literal["sum"]
    parts: tuple[Id, ...] = Field(min_length=2)


class Indicator(Model):
    """Something measured, with one unit and one direction."""

    id: Id
    name: Names
    unit: UnitSymbol
    direction: Literal["increase", "decrease"]
    price_basis: Literal["current", "constant"] | None = Field(
        default=None, description="prices of the year, or of one base year"
    )
    observed: Literal["level", "yearly_change", "cumulative_change"] = Field(
        default="level",
        description="what the figures state: the level, the change on the year before, or the"
        " change since the base year; changes are judged as an index with the base year at 100",
    )
    formula: Annotated[Ratio | Product | Sum, Field(discriminator="kind")] | None = None
    cumulative: bool = Field(default=False, description="it counts all so far, so it never falls")
    minimum: Number | None = Field(default=None, description="the least that it can be")
    maximum: Number | None = Field(default=None, description="the most that it can be")
    preferred_series: tuple[Text, ...] = Field(
        default=(), description="the series to use where sources differ, best first"
    )
    proxy: Names | None = Field(
        default=None, description="how what is published differs from what the plan means"
    )
    supplier: Names | None = Field(default=None, description="who would supply the figures")
    note: Names | None = None

    @property
    def is_share(self) -> bool:
        """Say whether it is a part of a whole: a ratio that may go beyond 100% says so."""
        most = self.maximum
        beyond = most is not None and most * UNITS[self.unit].factor > 1
        return isinstance(self.formula, Ratio) and not beyond

    @property
    def sides(self) -> tuple[str, ...]:
        """Return the ids of the indicators that the formula rests on."""
        match self.formula:
            case Ratio(numerator=numerator, denominator=denominator):
                return (numerator, denominator)
            case Product(level=level, share=share):
                return (level, share)
            case Sum(parts=parts):
                return parts
        return ()


class Form(Model):
    """A name and kind that an entity bore before a date."""

    name: Names
    kind: Id
    until: date = Field(description="the first day of the next form")


class Entity(Model):
    """What a figure describes; one id for life, names and kinds with dates."""

    id: Id
    name: Names
    kind: Id
    parent: Id | None = None
    since: date | None = None
    until: date | None = Field(default=None, description="the first day without it")
    formerly: tuple[Form, ...] = ()

    def form_on(self, day: date) -> tuple[Names, str]:
        """Return the name and kind in force on a day; `until` is the first day of the next form."""
        for form in sorted(self.formerly, key=lambda form: form.until):
            if day < form.until:
                return form.name, form.kind
        return self.name, self.kind

    def exists_on(self, day: date) -> bool:
        """Say whether the entity existed on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )

    def all_names(self) -> tuple[str, ...]:
        """Return the id and every name ever borne, in both languages."""
        names = [self.name, *(form.name for form in self.formerly)]
        return (self.id, *(text for name in names for text in (name.zh, name.en)))


class Group(Model):
    """A set of entities: listed, or all of certain kinds; judged on 31 December of a year."""

    id: Id
    name: Names
    members: tuple[Id, ...] = ()
    kinds: tuple[Id, ...] = Field(default=(), description="every entity of these kinds is a member")
    total: Id | None = Field(
        default=None, description="the entity whose figures are the totals of the group"
    )


class MemberGoal(Model):
    """When a member of a coverage counts: from low on, up to high where it should fall, a state."""

    low: Number | None = None
    high: Number | None = None
    state: State | None = None


class Baseline(Model):
    """A base value that the plan itself states or assumes, in the target's unit."""

    value: Number
    year: Year | None = None
    assumed: bool = False
    source: Text | None = None


class Demand(Model):
    """What a target or a later decision demands, in one of several ways."""

    low: Number | None = Field(default=None, description="of a range")
    high: Number | None = Field(default=None, description="of a range")
    change_percent: Number | None = Field(
        default=None, description="change against the base: -20 is a cut by a fifth, 100 doubles"
    )
    growth_percent: Number | None = Field(default=None, description="average yearly growth")

    @property
    def relative(self) -> bool:
        """Say whether it is stated against the base."""
        return self.change_percent is not None or self.growth_percent is not None


class Amendment(Demand):
    """A later decision that changes a target; `--as-of` decides whether it counts."""

    date: date
    source: Text
    value: Number | None = None
    year: Year | None = None


class Target(Demand):
    """One goal: indicator, entity or group, value, comparison and year, with its clause."""

    id: Id
    clause: Text
    name: Names
    verb: Text | None = Field(default=None, description="the word of the document")
    nature: Literal["binding", "anticipatory"]
    indicator: Id | None = None
    any_of: tuple[Id, ...] = Field(
        default=(), description="for a coverage: a member counts by any of these indicators"
    )
    entity: Id | None = Field(default=None, description="else the area of the plan")
    group: Id | None = None
    aggregate: Literal["sum", "coverage"] | None = Field(
        default=None, description="of a group: add the members up, or count those that reach `each`"
    )
    each: MemberGoal | None = None
    accumulate: bool = Field(
        default=False, description="the figures are flows, added up since the base year"
    )
    unit: UnitSymbol | None = None
    comparison: Comparison | None = None
    value: Number | Literal["all"] | None = Field(
        default=None, union_mode="left_to_right", description="the level; all members of a coverage"
    )
    year: Year | Literal["each"] = Field(description="due by; each: a limit for every year")
    assumed: tuple[Literal["year", "value", "path"], ...] = Field(
        default=(), description="what the document does not say"
    )
    path: PathKind
    steps: dict[Year, Number] = Field(default={}, description="levels due in single years")
    baseline: Baseline | None = None
    amended: tuple[Amendment, ...] = ()
    note: Names | None = None

    @property
    def indicators(self) -> tuple[str, ...]:
        """Return the ids of the indicators that feed this target directly."""
        return self.any_of or ((self.indicator,) if self.indicator else ())


class Milestone(Model):
    """Something due on a date, done or not, by one entity or by every member of a group."""

    id: Id
    clause: Text
    name: Names
    verb: Text | None = None
    due: date
    entity: Id | None = None
    group: Id | None = None
    supplier: Names | None = None
    note: Names | None = None


class Measure(Model):
    """A commitment without a number; it has a state."""

    id: Id
    clause: Text
    name: Names
    verb: Text | None = None
    supplier: Names | None = None
    note: Names | None = None


class Link(Model):
    """Targets that hang together: parts that add up to a whole, or parts that lie within it."""

    kind: Literal["adds_up", "within"]
    whole: Id
    parts: tuple[Id, ...] = Field(min_length=1)
    note: Names | None = None


class Plan(Model):
    """A whole plan file."""

    model_config = ConfigDict(
        json_schema_extra={"$schema": "https://json-schema.org/draft/2020-12/schema"}
    )

    format: Literal["clusterplan.plan/1"]
    id: Id
    title: Names
    document: Text
    issued: date | None = None
    period: tuple[Year, Year]
    base_year: Year
    files_until: Year | None = Field(
        default=None, description="the last year with a file, for revisions after the period"
    )
    area: Id = Field(description="the entity of rows that name none")
    thresholds: Thresholds = Thresholds()
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    entities: tuple[Entity, ...] = Field(min_length=1)
    groups: tuple[Group, ...] = ()
    targets: tuple[Target, ...] = Field(min_length=1)
    milestones: tuple[Milestone, ...] = ()
    measures: tuple[Measure, ...] = ()
    links: tuple[Link, ...] = ()

    @cached_property
    def indicator(self) -> dict[str, Indicator]:
        """Indicators by id."""
        return {item.id: item for item in self.indicators}

    @cached_property
    def entity(self) -> dict[str, Entity]:
        """Entities by id."""
        return {item.id: item for item in self.entities}

    @cached_property
    def group(self) -> dict[str, Group]:
        """Groups by id."""
        return {item.id: item for item in self.groups}

    @property
    def commitments(self) -> tuple[Target | Milestone | Measure, ...]:
        """Every target, milestone and measure."""
        return (*self.targets, *self.milestones, *self.measures)

    @property
    def years(self) -> range:
        """The years a report can be made for: base year + 1 to the end of the period."""
        return range(self.base_year + 1, self.period[1] + 1)

    @property
    def file_years(self) -> range:
        """The years that may have a file of actual figures."""
        return range(self.base_year, (self.files_until or self.period[1]) + 1)

    def feeding(self, indicator: str) -> tuple[Indicator, ...]:
        """Return an indicator and all that its formula rests on."""
        item = self.indicator[indicator]
        return (item, *(each for side in item.sides for each in self.feeding(side)))

    def members(self, group: str, year: int) -> tuple[Entity, ...]:
        """Return the members of a group on 31 December of the year, in the plan's order."""
        day = date(year, 12, 31)
        listed, kinds = set(self.group[group].members), set(self.group[group].kinds)
        return tuple(
            entity
            for entity in self.entities
            if entity.exists_on(day) and (entity.id in listed or entity.form_on(day)[1] in kinds)
        )
