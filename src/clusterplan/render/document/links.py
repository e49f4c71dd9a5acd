"""Goals that hang together, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.grouping import grouped
from clusterplan.model.results import SharedBase
from clusterplan.render.cells import goal_cell, quantity_cell
from clusterplan.render.document.blocks import Items
from clusterplan.render.limits import listed_items, named

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from clusterplan.locale import Locale
    from clusterplan.model.results import Amount, Demand, Report, Sides, StatedLink, TargetResult


MOST_RIVALS = 10
"""Goals over one base that a sentence names."""


def links(report: Report, locale: Locale) -> Items:
    """Return what the goals demand of each other."""
    heading = locale.say("Goals that hang together")
    return Items(heading, listed_items(list(link_lines(report, locale)), locale))


def tensions(report: Report, locale: Locale) -> Iterator[str]:
    """Return only where goals pull apart, for a screen: a line each."""
    for link in report.links:
        if isinstance(link, SharedBase):
            yield from _pulled_apart(link, locale)
        elif any(sides and not sides.holds for sides in (link.goal, link.actual, link.projected)):
            yield _stated(link, report.year, locale)


def _pulled_apart(link: SharedBase, locale: Locale) -> Iterator[str]:
    then = link.then or link.now
    of_numerator = grouped((demand.numerator, demand) for demand in link.demands)
    for demand in link.demands:
        if not demand.binds or demand.in_the_end is None or then is None:
            continue
        rivals = [each for each in of_numerator[demand.numerator] if each is not demand]
        for rival in rivals[:MOST_RIVALS]:
            yield locale.say(
                "By {year} {name} asks for {amount}{mark}, {rival} for {less}.",
                year=str(then.year),
                name=demand.name,
                amount=quantity_cell(demand.in_the_end, link.unit, locale),
                mark=" †" if then.illustrative else "",
                rival=rival.name,
                less=quantity_cell(rival.in_the_end, link.unit, locale),
            )


def link_lines(report: Report, locale: Locale) -> Iterator[str]:
    """Return the sentences on the links of a report."""
    results = {target.id: target for target in report.targets}
    for link in report.links:
        if isinstance(link, SharedBase):
            yield from _implied(link, results, locale)
            yield from _base(link, locale)
        else:
            yield _stated(link, report.year, locale)


def _implied(link: SharedBase, results: dict[str, TargetResult], locale: Locale) -> Iterator[str]:
    def goal(demand: Demand) -> str:
        target = results[demand.target]
        asked = goal_cell(target, locale, with_year=False, with_gloss=False)
        return locale.say("{goal} ({name})", goal=asked, name=demand.name)

    share = None
    for demand in link.demands:
        if demand.kind == "share":
            share = demand
        elif share is not None and demand.implied is not None:
            yield locale.say(
                "{level} and {share} together imply {implied} of {base}",
                level=goal(demand),
                share=goal(share),
                implied=locale.quantity(demand.implied, link.unit),
                base=link.name,
            )


def _base(link: SharedBase, locale: Locale) -> Iterator[str]:
    def level(amount: Amount) -> str:
        return locale.quantity(amount.value, link.unit) + (" †" if amount.illustrative else "")

    def asked(demand: Demand, amount: Decimal | None) -> str:
        shown = quantity_cell(amount, link.unit, locale)
        return locale.say("{name} {amount}", name=demand.name, amount=shown)

    def in_the_end(demand: Demand) -> str:
        text = asked(demand, demand.in_the_end)
        return locale.say("{demand} (this one binds)", demand=text) if demand.binds else text

    if link.now is None:
        return
    year, now, between = str(link.now.year), level(link.now), locale.say("; ")
    demands = named(list(map(in_the_end, link.demands)), MOST_RIVALS, locale, between)
    if link.then is None:
        yield locale.say(
            "{base} in {year}: {now}; of that the goals demand: {demands}",
            base=link.name,
            year=year,
            now=now,
            demands=demands,
        )
    else:
        yield locale.say(
            "{base} in {year}: {now}; at this rate {then} by {end}, and of that the goals demand:"
            " {demands}",
            base=link.name,
            year=year,
            now=now,
            then=level(link.then),
            end=str(link.then.year),
            demands=demands,
        )
    if link.revised is not None:
        shares = [asked(each, each.revised) for each in link.demands if each.kind == "share"]
        yield locale.say(
            "{base} in {year} with the newest vintage of its sides: {now}; of that: {demands}",
            base=link.name,
            year=str(link.revised.year),
            now=level(link.revised),
            demands=named(shares, MOST_RIVALS, locale, between),
        )


def _stated(link: StatedLink, year: int, locale: Locale) -> str:
    parts = " + ".join(locale.names(name) for name in link.part_names)
    mark = " †" if link.illustrative else ""
    told = [
        locale.say("{when}: {sides}", when=when, sides=f"{_sides(sides, link, locale)}{sign}")
        for when, sides, sign in (
            (locale.say("goal"), link.goal, ""),
            (locale.say("{year}", year=str(year)), link.actual, mark),
            (locale.say("at this rate"), link.projected, mark),
        )
        if sides is not None
    ]
    facts = locale.say("; ").join(told)
    if link.kind == "adds_up":
        return locale.say("{whole} = {parts}; {facts}", whole=link.name, parts=parts, facts=facts)
    return locale.say("{parts} within {whole}; {facts}", whole=link.name, parts=parts, facts=facts)


def _sides(sides: Sides, link: StatedLink, locale: Locale) -> str:
    parts = " + ".join(locale.bare(part, link.unit) for part in sides.parts)
    whole = locale.quantity(sides.whole, link.unit)
    if link.kind == "adds_up":
        return f"{whole} {'=' if sides.holds else '≠'} {parts}"
    if sides.holds:
        return locale.say("{parts} of {whole}", parts=parts, whole=whole)
    return locale.say("{parts}, more than the whole, {whole}", parts=parts, whole=whole)
