"""What a roll-up is told: where returns lie, what their columns hold, which figures they make.

As in a plan the models check types only; `references` says whether names and settings make sense.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal, TypeAlias

from pydantic import ConfigDict, Field

from clusterplan.model.plan import DRAFT, Day, Id, Model, Number, Text, Tolerance, UnitSymbol

MOST_DECIMALS = 12
"""Of 38 digits, 26 are left in front of the point: more than any economy has."""
Column = Annotated[Text, Field(max_length=200)]
_PATH = "under the folder of this file; {year} stands for the year, * for anything"


class Returns(Model):
    """The returns of single units, one row each, of one year."""

    path: Text = Field(description=f"the files, CSV or Parquet, {_PATH}")
    unit: Column = Field(description="the column with the code of the unit that reports")
    received: Column | None = Field(
        default=None,
        description="the column with the day of receipt, YYYY-MM-DD: of several returns of a unit"
        " the last one counts",
    )
    confirmed: Column | None = Field(
        default=None,
        description="the column that says (1, true, yes, 是) that what looks wrong was confirmed",
    )
    imputed: Column | None = Field(
        default=None, description="the column that says (1, true, yes, 是) that values are imputed"
    )
    decimals: Annotated[int, Field(ge=0, le=MOST_DECIMALS)] = Field(
        default=4, description="the most digits that a number has behind the point"
    )


class Register(Model):
    """The register of units that have to report: no others are counted."""

    path: Text = Field(description=f"the files, CSV or Parquet, {_PATH}")
    unit: Column = Field(description="the column with the code of the unit")
    size: Column | None = Field(
        default=None, description="the column with the size of a unit, for coverage by value"
    )
    taken: Day | None = Field(default=None, description="the day that the register is of")


class CodeList(Model):
    """A list of codes, each with the entity of the plan that it stands for."""

    path: Text = Field(description="a CSV, under the folder of this file")
    code: Column = Field(default="code", description="its column with the code")
    entity: Column = Field(
        default="entity", description="its column with the entity, by id or by name"
    )
    version: Text | None = Field(default=None, description="which edition it is")


class Prefix(Model):
    """The beginning of codes that stand for an entity."""

    prefix: Text = Field(description="how the codes begin; the longest that fits counts")
    entity: Id = Field(description="the entity that they stand for")


class Units(Model):
    """The units that belong to an entity."""

    entity: Id = Field(description="the entity that they belong to")
    units: tuple[Text, ...] = Field(min_length=1, description="their codes")


class Codes(Model):
    """How units are told apart by entity: by a list of codes, by how codes begin, or by name."""

    id: Id = Field(description="what figures call it under by")
    column: Column | None = Field(
        default=None, description="the column with the code, in the returns and in the register"
    )
    list: CodeList | None = Field(default=None, description="what codes stand for, by a list")
    prefixes: tuple[Prefix, ...] = Field(default=(), description="… by how they begin")
    units: tuple[Units, ...] = Field(default=(), description="… or which units are meant")
    complete: bool = Field(
        default=False, description="every unit belongs to some entity; those that do not are told"
    )


class Edit(Model):
    """What is plausible of a unit; one that is not, and is not confirmed, is not counted."""

    id: Id = Field(description="what reports call the rule")
    column: Column = Field(description="the column with the number")
    least: Number | None = Field(default=None, description="the least that it can be")
    most: Number | None = Field(default=None, description="the most that it can be")
    at_least: Column | None = Field(
        default=None, description="the column whose number it cannot be below"
    )
    at_most: Column | None = Field(
        default=None, description="the column whose number it cannot be above"
    )
    jump: Annotated[int, Field(ge=2, le=1000)] | None = Field(
        default=None, description="the most times that it grows or falls against last year"
    )


class Coverage(Model):
    """How much of the register must have reported."""

    least: Tolerance = Field(default=Fraction(0), description="the least share, in per cent")
    by: Literal["count", "value"] = Field(
        default="count", description="of the number of units, or of their size"
    )
    below: Literal["provisional", "at_least", "refuse"] = Field(
        default="provisional", description="what becomes of a figure that rests on less"
    )
    imputed: Tolerance = Field(
        default=Fraction(0),
        description="a figure is estimated if a greater share of it, in per cent, is imputed",
    )


class Dominance(Model):
    """A figure tells of single units if the largest make up more than so many per cent of it."""

    largest: Annotated[int, Field(ge=1, le=10)] = Field(description="of how many units: n")
    percent: Tolerance = Field(description="more than how much, in per cent: k")


class Disclosure(Model):
    """Which figures would tell of single units, and how well those are hidden."""

    min_units: Annotated[int, Field(ge=1, le=1000)] = Field(
        default=3, description="figures of fewer units are suppressed"
    )
    dominance: Dominance | None = Field(
        default=None, description="as are those of which few units make up nearly all"
    )
    p_percent: Tolerance | None = Field(
        default=None,
        description="as are those of which the second largest unit can tell the largest to less"
        " than this, in per cent",
    )
    protect: Tolerance = Field(
        default=Fraction(15),
        description="what published figures leave open to each side of one that is suppressed, in"
        " per cent of it",
    )


class Condition(Model):
    """Which units a figure takes."""

    column: Column = Field(description="the column that says it")
    values: tuple[Text, ...] = Field(default=(), description="only those with these texts")
    other_than: tuple[Text, ...] = Field(default=(), description="only those with other texts")
    least: Number | None = Field(default=None, description="only those of this number or more")
    most: Number | None = Field(default=None, description="only those of this number or less")

    @property
    def by_number(self) -> bool:
        """Say whether a number decides."""
        return self.least is not None or self.most is not None


class Figure(Model):
    """A figure of the plan, or one for each entity that codes lead to."""

    indicator: Id = Field(description="the indicator of the plan")
    sum: Column | None = Field(default=None, description="the column that is added up")
    count: Column | None = Field(
        default=None, description="the column whose units are counted, if it is not empty"
    )
    count_distinct: Column | None = Field(
        default=None, description="the column whose different texts are counted"
    )
    where: tuple[Condition, ...] = Field(default=(), description="only units that fit all of this")
    by: Id | None = Field(default=None, description="one figure for each entity of these codes")
    entity: Id | None = Field(
        default=None, description="whom it describes, if not the plan's area and not by codes"
    )
    unit: UnitSymbol = Field(description="what the column is in, or what is counted")

    @property
    def measure(self) -> Measure:
        """Return what it adds up, whoever it is of."""
        return (self.sum, self.count, self.count_distinct, self.where)


Measure: TypeAlias = tuple[str | None, str | None, str | None, tuple[Condition, ...]]
"""Figures of one measure add up what is the same of units."""


class Definition(Model):
    """A roll-up, as `rollup.yaml` states it."""

    model_config = ConfigDict(json_schema_extra={"$schema": DRAFT})

    format: Literal["clusterplan.rollup/1"] = Field(description="what kind of file this is")
    source: Text = Field(description="what the rows name as their source")
    series: Text | None = Field(default=None, description="the series of the rows, if any")
    illustrative: bool = Field(default=False, description="all of it is invented")
    returns: Returns = Field(description="the returns")
    registry: Register = Field(description="who has to report")
    codes: tuple[Codes, ...] = Field(default=(), description="how codes lead to entities")
    edits: tuple[Edit, ...] = Field(default=(), description="what is plausible of a unit")
    coverage: Coverage = Field(default=Coverage(), description="how much must have reported")
    disclosure: Disclosure = Field(
        default=Disclosure(), description="what would tell of single units"
    )
    figures: tuple[Figure, ...] = Field(min_length=1, description="what is made of the returns")

    @property
    def columns(self) -> dict[str, Codes]:
        """Return the codes by what queries call the column of entities that they lead to."""
        return {f"e{at}": each for at, each in enumerate(self.codes)}

    @property
    def numbers(self) -> tuple[str, ...]:
        """Return the columns of the returns that hold numbers."""
        found = [each.sum for each in self.figures]
        for edit in self.edits:
            found += [edit.column, edit.at_least, edit.at_most]
        conditions = (one for each in self.figures for one in each.where)
        found += (each.column for each in conditions if each.by_number)
        return tuple(dict.fromkeys(name for name in found if name))

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the columns of the returns that are taken as they are, codes not included."""
        found = [each.count or each.count_distinct for each in self.figures]
        conditions = (one for each in self.figures for one in each.where)
        found += (one.column for one in conditions if one.values or one.other_than)
        return tuple(dict.fromkeys(name for name in found if name))

    @property
    def largest(self) -> int:
        """Return how many of the largest units a figure has to be told with; 0 for none."""
        rules = self.disclosure
        if rules.dominance is None and rules.p_percent is None:
            return 0
        return max(2, rules.dominance.largest if rules.dominance else 2)
