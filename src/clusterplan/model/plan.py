"""What was promised: the plan, its indicators, entities, targets, milestones and measures.

The models mirror the YAML file key by key. They check types only; whether the plan makes sense as a
whole is the business of `clusterplan.checks`, which can name the line.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, NamedTuple, Self, TypeAlias

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    RootModel,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from clusterplan.base.exact import (
    as_fraction_text,
    is_long_fraction,
    is_long_number,
    parse_fraction,
)
from clusterplan.base.units import MAX_SYMBOL, PURE, UNITS, Unit, Units

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT = "clusterplan.plan/1"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
"""Of the language of schemas, for editors."""
LANGUAGE_TAG = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"
"""Of BCP 47, as far as plans need it: en, zh-Hant, pt-BR."""
UNDETERMINED = "und"
"""What BCP 47 calls a language that nobody states."""


class SaidOnce(NamedTuple):
    """What a plan says once for all its parts: they are validated in this context."""

    units: Units
    language: str


def _number(value: object) -> Fraction:
    if isinstance(value, (int, Decimal, Fraction)) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, str) and (fraction := parse_fraction(value)) is not None:
        return fraction
    if isinstance(value, str) and (is_long_number(value) or is_long_fraction(value)):
        raise PydanticCustomError("number_too_long", "a number that is too long")
    raise PydanticCustomError("number", "not a number")


def _not_below_zero(value: object) -> Fraction:
    number = _number(value)
    if number < 0:
        raise PydanticCustomError("below_zero", "below zero")
    return number


def _written(value: Fraction) -> float | str:
    return as_fraction_text(value) or float(value)


def _unit(value: object, info: ValidationInfo) -> Unit:
    symbol = str(value) if isinstance(value, (str, int)) else ""
    unit = (info.context.units if info.context else UNITS).get(symbol)
    if unit is None:
        raise PydanticCustomError("unit", "not a known unit")
    return unit


_SYMBOL = r"^[^\s/]+( [^\s/]+)*$"


def _symbol(value: object) -> str:
    if isinstance(value, str) and len(value) <= MAX_SYMBOL and re.match(_SYMBOL, value):
        return value
    raise PydanticCustomError("symbol", "not the symbol of a unit")


Number = Annotated[
    Fraction,
    PlainValidator(_number),
    PlainSerializer(_written, when_used="json"),  # for the defaults in the JSON Schema
    WithJsonSchema(
        {"anyOf": [{"type": "number"}, {"type": "string", "pattern": "^-?[0-9]+/[0-9]+$"}]}
    ),
]
Tolerance = Annotated[
    Fraction,
    PlainValidator(_not_below_zero),
    PlainSerializer(_written, when_used="json"),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": 0},
                {"type": "string", "pattern": "^[0-9]+/[0-9]+$"},
            ]
        }
    ),
]
UnitSymbol = Annotated[
    Unit,
    PlainValidator(_unit),
    WithJsonSchema({"anyOf": [{"type": "string", "examples": [*UNITS]}, {"const": 1}]}),
]
"""A unit of the table, of the plan, or made up of these: a multiple or a quotient."""
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Symbol = Annotated[
    str,
    PlainValidator(_symbol),
    WithJsonSchema({"type": "string", "pattern": _SYMBOL, "maxLength": MAX_SYMBOL}),
]
MAX_TEXT = 2000
Text = Annotated[str, Field(min_length=1, max_length=MAX_TEXT)]
Language = Annotated[str, Field(pattern=LANGUAGE_TAG)]
Lead = Annotated[Id | None, Field(description="the body that answers for it")]
Supporting = Annotated[tuple[Id, ...], Field(description="other bodies that have a part in it")]
Day = date  # for a key that is called date itself
FIRST_YEAR = 1000
Year = Annotated[int, Field(ge=FIRST_YEAR, le=9999)]
Comparison = Literal[">=", "<=", ">", "<"]
PathKind = Literal["linear", "compound", "steps", "none"]
State = Literal["not_started", "under_way", "done", "dropped"]


class Model(BaseModel):
    """Frozen, strict, and closed: an unknown key is an error."""

    # Only the whole plan is ever validated: its parts need no validators of their own.
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", defer_build=True)


def _plain_or_by_language(schema: dict[str, Any]) -> None:
    """Let editors take a plain text too."""
    keys = ("type", "patternProperties", "minProperties")
    by_language = {key: schema.pop(key) for key in keys} | {"additionalProperties": False}
    schema["anyOf"] = [*by_language["patternProperties"].values(), by_language]


class Names(RootModel[Annotated[dict[Language, Text], Field(min_length=1)]]):
    """A text, plain in the plan's language, or by language: {en: …, zh: …}; any one is enough.

    The plan's language comes first; the first text stands in for those that there are not.
    """

    model_config = ConfigDict(
        frozen=True, strict=True, defer_build=True, json_schema_extra=_plain_or_by_language
    )

    @model_validator(mode="before")
    @classmethod
    def _by_language(cls, value: object, info: ValidationInfo) -> object:
        own = info.context.language if info.context else UNDETERMINED
        if isinstance(value, str):
            return {own: value}
        if isinstance(value, dict) and own in value:
            return {own: value[own], **value}
        return value

    def __hash__(self) -> int:
        """Hash the texts, in whatever order."""
        return hash(frozenset(self.root.items()))

    @property
    def first(self) -> str:
        """Return the text of the plan's language, else the one that was written first."""
        return next(iter(self.root.values()))

    def own(self, language: str) -> str | None:
        """Return the text in a language, or in a variety of it: zh-Hans is zh."""
        if language in self.root:
            return self.root[language]
        varieties = (tag for tag in self.root if tag.lower().partition("-")[0] == language)
        return next((self.root[tag] for tag in varieties), None)

    def in_language(self, language: str) -> str:
        """Return the text in a language, else the first."""
        return self.own(language) or self.first

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the texts of all languages."""
        return tuple(self.root.values())

    @property
    def zh(self) -> str:
        """Return the text in Chinese, else the first."""
        return self.in_language("zh")

    @property
    def en(self) -> str:
        """Return the text in English, else the first."""
        return self.in_language("en")


class Phrase(Names):
    """A text like any other, of which programs get the first alone."""


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)


class DeclaredUnit(Model):
    """A unit of the plan's own: so many times another, or a thing that nothing else counts."""

    symbol: Symbol = Field(description="what figures and targets call it")
    name: Names | None = Field(default=None, description="what reports call it, if not so")
    times: Number | None = Field(default=None, description="how many of the other unit it is")
    of: Text | None = Field(default=None, description="the other unit, if it is so many of one")
    prefixes: bool = Field(default=False, description="k, M, G, T may stand before it: MtCO2e")


class Thresholds(Model):
    """The least pace for each verdict; below zero it is `regressed`."""

    ahead: Number = Field(default=Fraction(105, 100), description="ahead from this pace on")
    on_schedule: Number = Field(
        default=Fraction(95, 100), description="on schedule from this pace on"
    )
    behind: Number = Field(
        default=Fraction(60, 100), description="behind from this pace on; far behind below it"
    )


class Ratio(Model):
    """The indicator is numerator / denominator, in its own unit (`1` or `%`)."""

    kind: Literal["ratio"] = Field(description="a quotient")
    numerator: Id = Field(description="the indicator above the line")
    denominator: Id = Field(description="the indicator below it")


class Product(Model):
    """The indicator is a level times a share, with the level's vintage of the share's day."""

    kind: Literal["product"] = Field(description="a product")
    level: Id = Field(description="the indicator that is a level")
    share: Id = Field(description="the indicator that is a share of it")


class Sum(Model):
    """The indicator is the sum of other indicators of the same entity."""

    kind: Literal["sum"] = Field(description="a sum")
    parts: tuple[Id, ...] = Field(min_length=2, description="the indicators that are added up")


Formula: TypeAlias = Ratio | Product | Sum


class Indicator(Model):
    """Something measured, with one unit and one direction."""

    id: Id = Field(description="what rows, targets and formulas call it")
    name: Names = Field(description="what reports and imports call it")
    also: tuple[Text, ...] = Field(default=(), description="other names, by which imports know it")
    unit: UnitSymbol = Field(
        description="the unit that reports use; rows may have another of the same kind"
    )
    direction: Literal["increase", "decrease"] = Field(description="which way is better")
    price_basis: Literal["current", "constant"] | None = Field(
        default=None, description="prices of the year, or of one base year"
    )
    observed: Literal["level", "yearly_change", "average_change", "cumulative_change"] = Field(
        default="level",
        description="what the figures state: the level, the change on the year before, the"
        " average yearly change or the whole change since the base year; changes are judged as an"
        " index with the base year at 100",
    )
    formula: Annotated[Formula, Field(discriminator="kind")] | None = Field(
        default=None, description="how it is computed where no row states it"
    )
    percent: bool | None = Field(
        default=None,
        description="with unit 1: shown in per cent; if left out, quotients by a formula are",
    )
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
    note: Names | None = Field(default=None, description="what else readers should know")

    def all_names(self) -> tuple[str, ...]:
        """Return the id and every name."""
        return (self.id, *self.name.texts, *self.also)

    @model_validator(mode="after")
    def _pure_number(self) -> Self:
        percent = isinstance(self.formula, Ratio) if self.percent is None else self.percent
        if self.unit == PURE and not percent:
            self.__dict__["unit"] = PURE
        return self

    @property
    def is_share(self) -> bool:
        """Say whether it is a part of a whole: a ratio that may go beyond 100% says so."""
        most = self.maximum
        beyond = most is not None and most * self.unit.factor > 1
        return isinstance(self.formula, Ratio) and not beyond

    @property
    def never_negative(self) -> bool:
        """Say whether its figures, known or not, are zero or more."""
        return self.minimum is not None and self.minimum >= 0

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

    name: Names = Field(description="what it was called")
    kind: Id = Field(description="what it was")
    until: date = Field(description="the first day of the next form")


class Entity(Model):
    """What a figure describes; one id for life, names and kinds with dates."""

    id: Id = Field(description="what rows and targets call it")
    name: Names = Field(description="what reports and imports call it")
    also: tuple[Text, ...] = Field(default=(), description="other names, by which imports know it")
    kind: Id = Field(description="what it is: a word of the plan, like town")
    parent: Id | None = Field(default=None, description="the entity that it lies in")
    since: date | None = Field(default=None, description="the first day with it")
    until: date | None = Field(default=None, description="the first day without it")
    formerly: tuple[Form, ...] = Field(default=(), description="what it was before")

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
        """Return the id, every name ever borne, in all languages, and the other ones."""
        names = [self.name, *(form.name for form in self.formerly)]
        return (self.id, *(text for name in names for text in name.texts), *self.also)


class Group(Model):
    """A set of entities: listed, or all of certain kinds; judged on 31 December of a year."""

    id: Id = Field(description="what targets and milestones call it")
    name: Names = Field(description="what reports call it")
    members: tuple[Id, ...] = Field(default=(), description="the entities that are members")
    kinds: tuple[Id, ...] = Field(default=(), description="every entity of these kinds is a member")
    total: Id | None = Field(
        default=None, description="the entity whose figures are the totals of the group"
    )


class MemberGoal(Model):
    """When a member of a coverage counts: from low on, up to high where it should fall, a state."""

    low: Number | None = Field(default=None, description="a member counts from this level on")
    high: Number | None = Field(default=None, description="a member counts up to this level")
    state: State | None = Field(default=None, description="a member counts in this state")


class Baseline(Model):
    """A base value that the plan itself states or assumes, in the target's unit."""

    value: Number = Field(description="the level")
    year: Year | None = Field(default=None, description="of the level, if not the plan's base year")
    assumed: bool = Field(default=False, description="the document does not state it")
    source: Text | None = Field(default=None, description="where it stands, or why it is assumed")


class Demand(Model):
    """What a target or a later decision demands, in one of several ways."""

    ADDED: ClassVar = frozenset(("change",))  # what JSON has only where it is stated

    low: Number | None = Field(default=None, description="of a range; goes with high")
    high: Number | None = Field(default=None, description="of a range; goes with low")
    change: Number | None = Field(
        default=None,
        description="change against the base, in the target's unit: -20 is 20 less than in the base"
        " year",
    )
    change_percent: Number | None = Field(
        default=None, description="change against the base: -20 is a cut by a fifth, 100 doubles"
    )
    growth_percent: Number | None = Field(default=None, description="average yearly growth")

    @property
    def relative(self) -> bool:
        """Say whether it is stated in per cent of the base."""
        return self.change_percent is not None or self.growth_percent is not None

    @property
    def against_base(self) -> bool:
        """Say whether it is stated against the base at all."""
        return self.relative or self.change is not None


class Amendment(Demand):
    """A later decision that changes a target; `--as-of` decides whether it counts."""

    date: Day = Field(description="the day of the decision")
    source: Text = Field(description="the document that decides it")
    value: Number | None = Field(default=None, description="the new level")
    year: Year | None = Field(default=None, description="the new year by which it is due")


class Quota(Model):
    """What one member of a group is to reach of a goal for all of them, in the terms of the goal.

    Year, comparison and path are those of the goal.
    """

    value: Number = Field(description="the level, or the change, as the goal states its own")
    unit: UnitSymbol | None = Field(default=None, description="if it is not that of the goal")
    clause: Text | None = Field(
        default=None, description="where it stands in the document, if not with the goal"
    )
    baseline: Baseline | None = Field(
        default=None, description="else the member's figure of the base year"
    )


OWNERS = ("lead", "supporting")
"""What JSON has of a commitment only where the plan names who answers for it."""


class Body(Model):
    """An office that answers for targets, milestones and measures."""

    id: Id = Field(description="what targets, milestones and measures call it")
    name: Names = Field(description="what reports call it")
    also: tuple[Text, ...] = Field(default=(), description="other names, by which commands know it")

    def all_names(self) -> tuple[str, ...]:
        """Return the id and every name."""
        return (self.id, *self.name.texts, *self.also)


class Target(Demand):
    """One goal: indicator, entity or group, value, comparison and year, with its clause."""

    ADDED: ClassVar = Demand.ADDED.union(
        OWNERS, ("about", "tolerance", "keep", "over", "interim", "quotas")
    )

    id: Id = Field(description="what commands and links call it")
    clause: Text = Field(description="where it stands in the document")
    name: Names = Field(description="what reports call it")
    verb: Phrase | None = Field(default=None, description="the word of the document")
    nature: Literal["binding", "anticipatory"] = Field(
        description="the kind of the promise: 约束性 or 预期性"
    )
    indicator: Id | None = Field(default=None, description="what is measured")
    any_of: tuple[Id, ...] = Field(
        default=(),
        description="in place of indicator, with aggregate: coverage: a member counts by any of"
        " these",
    )
    entity: Id | None = Field(default=None, description="else the area of the plan")
    group: Id | None = Field(
        default=None, description="in place of one entity; goes with aggregate"
    )
    aggregate: Literal["sum", "coverage"] | None = Field(
        default=None,
        description="goes with group: add the members up, or count those that reach `each`",
    )
    each: MemberGoal | None = Field(
        default=None, description="goes with aggregate: coverage: when a member counts"
    )
    accumulate: bool = Field(
        default=False,
        description="the figures are flows, added up since the year of the base, on top of it; a"
        " sum over stated years is `over`",
    )
    over: tuple[Year, Year] | None = Field(
        default=None,
        description="a budget: the figures are flows, added up over these years, first and last;"
        " goes with year, the last of them",
        examples=[(2026, 2030)],
    )
    unit: UnitSymbol | None = Field(
        default=None, description="of its levels, fit for the indicator; a coverage needs none"
    )
    comparison: Comparison | None = Field(
        default=None,
        description="at least, at most, more than or less than; not for a range",
    )
    about: bool = Field(
        default=False,
        description="the document says “about” (左右): met within the tolerance, or where none is"
        " stated within half of the last digit of the goal",
    )
    tolerance: Tolerance | None = Field(
        default=None,
        description="by how much a goal that is stated as “about” may be missed, in the terms of"
        " the goal: points for a change or growth in per cent; not with < and >",
    )
    keep: bool = Field(
        default=False,
        description="the base fulfils it, and it is to stay so: a red line; not with year: each,"
        " which is one already",
    )
    value: Number | Literal["all"] | None = Field(
        default=None, union_mode="left_to_right", description="the level; all members of a coverage"
    )
    year: Year | Literal["each"] = Field(
        description="due by; each: a limit for every year, goes with path: none"
    )
    interim: dict[Year, Number] = Field(
        default={},
        description="goals for earlier years, in the terms of the goal; each year is judged by the"
        " next one due",
    )
    assumed: tuple[Literal["year", "value", "path", "tolerance"], ...] = Field(
        default=(), description="what the document does not say"
    )
    path: PathKind = Field(
        description="how the level should move from the base to the goal; of a goal to keep, how"
        " its course is carried on; none goes with year: each, and steps with the key steps"
    )
    steps: dict[Year, Number] = Field(
        default={}, description="levels due in single years; goes with path: steps"
    )
    baseline: Baseline | None = Field(default=None, description="else the figure of the base year")
    amended: tuple[Amendment, ...] = Field(default=(), description="later decisions")
    quotas: dict[Id, Quota] = Field(
        default={},
        description="what the document asks of single members, by their ids; goes with aggregate:"
        " sum",
    )
    lead: Lead = None
    supporting: Supporting = ()
    note: Names | None = Field(default=None, description="what else readers should know")

    @property
    def indicators(self) -> tuple[str, ...]:
        """Return the ids of the indicators that feed this target directly."""
        return self.any_of or ((self.indicator,) if self.indicator else ())

    @property
    def falling(self) -> bool:
        """Say whether it is a ceiling."""
        return self.comparison in ("<=", "<")

    @property
    def summed(self) -> bool:
        """Say whether it is judged by a sum of flows over years."""
        return self.accumulate or self.over is not None


class Milestone(Model):
    """Something due on a date, done or not, by one entity or by every member of a group."""

    ADDED: ClassVar = frozenset(OWNERS)

    id: Id = Field(description="what rows and commands call it")
    clause: Text = Field(description="where it stands in the document")
    name: Names = Field(description="what reports call it")
    verb: Phrase | None = Field(default=None, description="the word of the document")
    due: date = Field(description="the day by which it must be done")
    entity: Id | None = Field(default=None, description="who must do it; else the area of the plan")
    group: Id | None = Field(default=None, description="every member of it must do it")
    lead: Lead = None
    supporting: Supporting = ()
    supplier: Names | None = Field(default=None, description="who would supply the figures")
    note: Names | None = Field(default=None, description="what else readers should know")


class Measure(Model):
    """A commitment without a number; it has a state."""

    ADDED: ClassVar = frozenset(OWNERS)

    id: Id = Field(description="what rows and commands call it")
    clause: Text = Field(description="where it stands in the document")
    name: Names = Field(description="what reports call it")
    verb: Phrase | None = Field(default=None, description="the word of the document")
    lead: Lead = None
    supporting: Supporting = ()
    supplier: Names | None = Field(default=None, description="who would supply the figures")
    note: Names | None = Field(default=None, description="what else readers should know")


Commitment: TypeAlias = Target | Milestone | Measure
Observed: TypeAlias = Indicator | Milestone | Measure
"""What rows of figures may be about."""


class Link(Model):
    """Targets that hang together: parts that add up to a whole, or parts that lie within it."""

    kind: Literal["adds_up", "within"] = Field(
        description="the parts add up to the whole, or lie within it"
    )
    whole: Id = Field(description="the target that is the whole")
    parts: tuple[Id, ...] = Field(min_length=1, description="the targets that are its parts")
    note: Names | None = Field(default=None, description="what else readers should know")


class Plan(Model):
    """A whole plan file."""

    ADDED: ClassVar = frozenset(("bodies",))  # what JSON has only where it is stated

    model_config = ConfigDict(json_schema_extra={"$schema": DRAFT})

    format: Literal["clusterplan.plan/1"] = Field(description="the version of this format")
    id: Id = Field(description="what reports call the plan")
    language: Language = Field(
        default=UNDETERMINED, description="of its plain texts: a tag like en, zh or pt-BR (BCP 47)"
    )
    title: Names = Field(description="at the head of reports")
    document: Phrase = Field(description="number or title of the document")
    issued: date | None = Field(default=None, description="the day of the document")
    period: tuple[Year, Year] = Field(description="first and last year", examples=[(2026, 2030)])
    base_year: Year = Field(description="the year that everything starts from")
    files_until: Year | None = Field(
        default=None,
        description="the last year that may have a file, where figures go on after the period",
    )
    area: Id = Field(description="the entity of rows that name none")
    thresholds: Thresholds = Field(
        default=Thresholds(), description="the paces at which verdicts change"
    )
    units: tuple[DeclaredUnit, ...] = Field(
        default=(), max_length=200, description="units that are not known without it"
    )
    indicators: tuple[Indicator, ...] = Field(min_length=1, description="what is measured")
    entities: tuple[Entity, ...] = Field(min_length=1, description="whom figures describe")
    groups: tuple[Group, ...] = Field(default=(), description="sets of entities")
    bodies: tuple[Body, ...] = Field(
        default=(), description="who answers for targets, milestones and measures"
    )
    targets: tuple[Target, ...] = Field(min_length=1, description="goals with a number")
    milestones: tuple[Milestone, ...] = Field(
        default=(), description="what is due on a day, done or not"
    )
    measures: tuple[Measure, ...] = Field(default=(), description="promises without a number")
    links: tuple[Link, ...] = Field(default=(), description="targets that hang together")

    @cached_property
    def known_units(self) -> Units:
        """The units that its figures may have."""
        return Units(self.units) if self.units else UNITS

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

    @cached_property
    def body(self) -> dict[str, Body]:
        """Bodies by id."""
        return {item.id: item for item in self.bodies}

    @cached_property
    def target(self) -> dict[str, Target]:
        """Targets by id."""
        return {item.id: item for item in self.targets}

    @property
    def commitments(self) -> tuple[Commitment, ...]:
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

    def speaks(self, language: str) -> bool:
        """Say whether anything is named in a language.

        What nobody states the language of is Chinese where it has Chinese characters.
        """
        listed = (self.indicators, self.entities, self.groups, self.commitments)
        names = (self.title, *(item.name for items in listed for item in items))
        return any(
            name.own(language) is not None
            or (UNDETERMINED in name.root and (language == "zh") is _is_chinese(name.first))
            for name in names
        )

    def first_year(self, target: Target) -> int:
        """Return the year that a target starts from: that of its own base, else the plan's.

        A budget starts with the end of the year before its first.
        """
        if target.over is not None:
            return target.over[0] - 1
        stated = target.baseline.year if target.baseline else None
        return stated or self.base_year

    def above(self, entity: str) -> set[str]:
        """Return the entities that one lies in."""
        found: set[str] = set()
        parent = self.entity[entity].parent
        while parent in self.entity and parent not in found:
            found.add(parent)
            parent = self.entity[parent].parent
        return found

    def feeding(self, indicator: str) -> tuple[Indicator, ...]:
        """Return an indicator and all that its formula rests on."""
        if indicator not in self._feeding:
            found: dict[str, Indicator] = {}
            waiting = [indicator]
            while waiting:
                identity = waiting.pop()
                if identity not in found:
                    found[identity] = self.indicator[identity]
                    waiting += reversed(found[identity].sides)
            self._feeding[indicator] = tuple(found.values())
        return self._feeding[indicator]

    def members(self, group: str, year: int) -> tuple[Entity, ...]:
        """Return the members of a group on 31 December of the year, in the plan's order."""
        if (group, year) not in self._members:
            self._members[group, year] = self._roster(year).members(self.group[group])
        return self._members[group, year]

    def size(self, target: Target, year: int) -> int:
        """Return how many members the group of a target has in a year, 0 without a group."""
        return len(self.members(target.group, year)) if target.group else 0

    def has_members(self, group: str, year: int) -> bool:
        """Say whether a group has a member on 31 December of the year."""
        return self._roster(year).has_members(self.group[group])

    @cached_property
    def _feeding(self) -> dict[str, tuple[Indicator, ...]]:
        return {}

    @cached_property
    def _members(self) -> dict[tuple[str, int], tuple[Entity, ...]]:
        return {}

    @cached_property
    def _rosters(self) -> dict[int, _Roster]:
        return {}

    def _roster(self, year: int) -> _Roster:
        if year not in self._rosters:
            self._rosters[year] = _Roster(self.entities, date(year, 12, 31))
        return self._rosters[year]


class _Roster:
    """The entities that there are on a day, by kind."""

    def __init__(self, entities: Iterable[Entity], day: date) -> None:
        self._there = {entity.id: entity for entity in entities if entity.exists_on(day)}
        self._order = {identity: place for place, identity in enumerate(self._there)}
        self._of_kind: dict[str, list[str]] = {}
        for entity in self._there.values():
            self._of_kind.setdefault(entity.form_on(day)[1], []).append(entity.id)

    def members(self, group: Group) -> tuple[Entity, ...]:
        found = {identity for identity in group.members if identity in self._there}
        found.update(identity for kind in group.kinds for identity in self._of_kind.get(kind, ()))
        return tuple(self._there[each] for each in sorted(found, key=self._order.__getitem__))

    def has_members(self, group: Group) -> bool:
        return any(kind in self._of_kind for kind in group.kinds) or any(
            identity in self._there for identity in group.members
        )


def said_once(root: object) -> SaidOnce:
    """Return what the tree of a plan file says for all its parts; what is bad says nothing."""
    tree = root if isinstance(root, dict) else {}
    language = tree.get("language")
    known = SaidOnce(UNITS, language if isinstance(language, str) else UNDETERMINED)
    entries = tree.get("units")
    declared = []
    for entry in entries if isinstance(entries, (list, tuple)) else ():
        with suppress(ValidationError):
            declared.append(DeclaredUnit.model_validate(entry, context=known))
    return known._replace(units=Units(declared)) if declared else known
