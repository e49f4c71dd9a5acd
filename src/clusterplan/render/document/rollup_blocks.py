"""What a roll-up found: figures, how much has reported, and what was not counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.base.grouping import grouped
from clusterplan.checks import RULES
from clusterplan.model.observations import ObsStatus
from clusterplan.render.columns import Column
from clusterplan.render.document.blocks import Items, Lines, Title, table
from clusterplan.render.document.import_blocks import (
    MOST_FIGURES,
    MOST_PLACES,
    figure_columns,
    first,
    problem_columns,
    warnings,
)
from clusterplan.render.document.interface import for_people
from clusterplan.render.findings.as_text import place_of
from clusterplan.render.limits import named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clusterplan.base.findings import Finding
    from clusterplan.importing.checked_import import Outcome, Step
    from clusterplan.locale import Locale
    from clusterplan.model.plan import Plan
    from clusterplan.render.document.blocks import Block
    from clusterplan.render.document.options import Options
    from clusterplan.rollup.computing import Computed
    from clusterplan.rollup.publishing import Publication, Published

_RULES = {rule.code: rule for rule in RULES}


class RollUp(Struct, frozen=True):
    """A roll-up, all of it.

    Attributes:
        year: of the figures.
        computed: what came of the returns.
        publication: what of it may be published.
        outcome: what becomes of the file of the year.
        findings: what is told of units and figures.
        beyond: how many more there are, by code.
    """

    year: int
    computed: Computed
    publication: Publication
    outcome: Outcome
    findings: Sequence[Finding]
    beyond: Mapping[str, int]


def render_rollup(found: RollUp, plan: Plan, name: str, locale: Locale, options: Options) -> str:
    """Render what a roll-up found, as `table` or `text`; ends with a newline."""
    most = MOST_FIGURES if name == "table" else None
    return for_people(rollup_blocks(found, plan, locale, most), name, locale, options)


def rollup_blocks(
    found: RollUp, plan: Plan, locale: Locale, most: int | None = None
) -> list[Block]:
    """Return what a roll-up found; at most so many figures are listed."""
    outcome = found.outcome
    return [
        Title(locale.say("Roll-up of {year}", year=str(found.year))),
        Lines(tuple(_summary(found, locale))),
        *first(_columns(found, plan, locale), outcome.steps, most, locale),
        *first(problem_columns(outcome.problems, locale), outcome.problems, most, locale),
        table(_finding_columns(found, locale), list(_by_code(found))),
        Items(locale.say("What validate will say of it:"), warnings(outcome, locale)),
    ]


def _summary(found: RollUp, locale: Locale) -> list[str]:
    rows, computed = found.computed.rows, found.computed
    figures = found.publication.figures
    everybody = computed.covered[0].get(None)
    return [
        locale.say(
            "Figures: {all}; suppressed: {suppressed}; left out: {refused}.",
            all=len(figures),
            suppressed=sum(each.status is ObsStatus.SUPPRESSED for each in figures),
            refused=sum(each.refused for each in figures),
        ),
        locale.say(
            "Rows of returns: {read}; counted: {used}, replaced by a later return: {replaced},"
            " received later: {late}, not counted: {refused}.",
            read=rows.read,
            used=rows.used,
            replaced=rows.replaced,
            late=rows.late,
            refused=sum(rows.refused.values()) + rows.nameless,
        ),
        locale.say(
            "Units in the register: {units}; counted: {reported}, without a return: {silent}.",
            units=computed.registered[1],
            reported=everybody.reported if everybody else 0,
            silent=computed.silent[0],
        ),
    ]


def _columns(found: RollUp, plan: Plan, locale: Locale) -> list[Column[Step]]:
    by_place = {"/".join(each.key): each for each in found.publication.figures}

    def published(step: Step) -> Published:
        return by_place[step.found.place]

    def coverage(step: Step) -> str:
        count, size = published(step).coverage
        if count is None or published(step).value is None:
            return ""
        return f"{count}%" if size is None else f"{count}% ({size}%)"

    def imputed(step: Step) -> str:
        share = published(step).imputed
        return f"{share}%" if share and published(step).value is not None else ""

    _, indicator, entity, _, value, row = figure_columns(plan, locale)
    return [
        indicator,
        entity,
        value,
        Column("coverage", locale.say("Coverage"), coverage, right=True, priority=1),
        Column("imputed", locale.say("Imputed"), imputed, right=True, priority=2),
        row,
    ]


def _by_code(found: RollUp) -> list[tuple[str, list[Finding]]]:
    return sorted(grouped((each.code, each) for each in found.findings).items())


def _finding_columns(found: RollUp, locale: Locale) -> list[Column[tuple[str, list[Finding]]]]:
    def count(told: tuple[str, list[Finding]]) -> str:
        return str(len(told[1]) + found.beyond.get(told[0], 0))

    def examples(told: tuple[str, list[Finding]]) -> str:
        message = locale.text(told[1][0].message)
        places = list(dict.fromkeys(map(place_of, told[1])))
        where = named(places, MOST_PLACES, locale)
        return locale.say("{reason}: {places}", reason=message, places=where)

    def mend(told: tuple[str, list[Finding]]) -> str:
        return locale.text(_RULES[told[0]].mend)

    return [
        Column("code", locale.say("Code"), lambda told: told[0]),
        Column("count", locale.say("Count"), count, right=True),
        Column("examples", locale.say("The first"), examples),
        Column("mend", locale.say("What to do"), mend, priority=1),
    ]
