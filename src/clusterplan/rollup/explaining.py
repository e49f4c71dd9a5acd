"""What a roll-up will compute, in words, and the queries that do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.exact import exactly
from clusterplan.rollup.engines.dialects import written
from clusterplan.rollup.figure_queries import FigureQueries
from clusterplan.rollup.unit_queries import Names, UnitQueries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlglot import exp

    from clusterplan.locale import Locale
    from clusterplan.model.plan import Plan
    from clusterplan.rollup.definition import Condition, Definition, Figure
    from clusterplan.rollup.engines.dialects import Dialect

DIALECTS: dict[str, Dialect] = {"DuckDB": "duckdb", "Spark": "spark"}


def explanation(definition: Definition, plan: Plan, published: str, locale: Locale) -> str:
    """Return each figure in words and each query in each dialect, ending with a newline."""
    lines = [_in_words(each, plan, locale) for each in definition.figures]
    for name, dialect in DIALECTS.items():
        lines += ("", f"-- {name}")
        for what, query in _queries(definition, published):
            lines += ("", f"-- {what}", written(query, dialect, pretty=True) + ";")
    return "".join(f"{line}\n" for line in lines)


def _queries(definition: Definition, published: str) -> Iterator[tuple[str, exp.Select]]:
    codes = (each.column for each in definition.codes if each.column)
    names = Names(definition, (*definition.texts, *codes))
    before = any(each.jump is not None for each in definition.edits)
    figures = FigureQueries(definition, names)
    yield from UnitQueries(definition, names, published, before=before).tables()
    yield "figures", figures.cells()
    yield "coverage", figures.coverage()
    for figure in definition.figures:
        if figure.sum and definition.largest:
            yield f"largest: {figure.indicator}", figures.largest(figure, definition.largest)


def _in_words(figure: Figure, plan: Plan, locale: Locale) -> str:
    column = figure.sum or figure.count or figure.count_distinct or ""
    if figure.sum:
        what = locale.say("the sum of {column} in {unit}", column=column, unit=figure.unit)
    elif figure.count:
        what = locale.say("the number of units with {column}", column=column)
    else:
        what = locale.say("the number of different texts in {column}", column=column)
    whose = figure.entity or plan.area
    of = locale.names(plan.entity[whose].name)
    if figure.by:
        of = locale.say("each entity of {codes}", codes=figure.by)
    text = locale.say(
        "{indicator}, {entity}: {what}",
        indicator=locale.names(plan.indicator[figure.indicator].name),
        entity=of,
        what=what,
    )
    for condition in figure.where:
        for told in _conditions(condition, locale):
            text = locale.say("{first}, {other}", first=text, other=told)
    return text


def _conditions(condition: Condition, locale: Locale) -> Iterator[str]:
    named = {"column": condition.column}
    if condition.values:
        yield locale.say("where {column} is {texts}", texts=condition.values, **named)
    if condition.other_than:
        yield locale.say("where {column} is not {texts}", texts=condition.other_than, **named)
    if condition.least is not None:
        yield locale.say(
            "where {column} is at least {number}", number=exactly(condition.least), **named
        )
    if condition.most is not None:
        yield locale.say(
            "where {column} is at most {number}", number=exactly(condition.most), **named
        )
