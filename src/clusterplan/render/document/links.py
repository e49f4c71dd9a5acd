"""Goals that hang together, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.messages import say
from clusterplan.model.results import SharedBase
from clusterplan.render.cells import NOTHING, goal_cell
from clusterplan.render.document.blocks import Items
from clusterplan.render.limits import listed_items

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from clusterplan.locale import Locale
    from clusterplan.model.results import Amount, Demand, Report, Sides, StatedLink, TargetResult


MOST_RIVALS = 10
"""Goals over one base that a sentence names."""


def links(report: Report, locale: Locale) -> Items:
    """Return what the goals demand of each other."""
    heading = locale.say("Goals that hang together")
    results = {target.id: target for target in report.targets}
    lines = list(link_lines(report.links, results, report.year, locale))
    return Items(heading, listed_items(lines, locale))


def tensions(report: Report, locale: Locale) -> Iterator[str]:
    """Return only where goals pull apart, for a screen: a line each."""
    for link in report.links:
        if isinstance(link, SharedBase):
            yield from _pulled_apart(link, locale)
        else:
            yield from _broken(link, report.year, locale)


def _pulled_apart(link: SharedBase, locale: Locale) -> Iterator[str]:
    then = link.then or link.now
    of_numerator: dict[str, list[Demand]] = {}
    for demand in link.demands:
        of_numerator.setdefault(demand.numerator, []).append(demand)
    for demand in link.demands:
        if not demand.binds or demand.in_the_end is None or then is None:
            continue
        rivals = [each for each in of_numerator[demand.numerator] if each is not demand]
        for rival in rivals[:MOST_RIVALS]:
            yield locale.say(
                "By {year} {name} asks for {amount}{mark}, {rival} for {less}.",
                year=str(then.year),
                name=demand.name,
                amount=locale.quantity(demand.in_the_end, link.unit),
                mark=" †" if then.illustrative else "",
                rival=rival.name,
                less=_shown(rival.in_the_end, link.unit, locale),
            )


def _broken(link: StatedLink, year: int, locale: Locale) -> Iterator[str]:
    known = (link.goal, link.actual, link.projected)
    if any(sides is not None and not sides.holds for sides in known):
        yield _stated(link, year, locale)


def link_lines(
    found: Iterable[SharedBase | StatedLink],
    results: dict[str, TargetResult],
    year: int,
    locale: Locale,
) -> Iterator[str]:
    """Return the sentences on some links; `results` are those of the report they come from."""
    for link in found:
        if isinstance(link, SharedBase):
            yield from _implied(link, results, locale)
            yield from _base(link, locale)
        else:
            yield _stated(link, year, locale)


def _implied(link: SharedBase, results: dict[str, TargetResult], locale: Locale) -> Iterator[str]:
    share = None
    for demand in link.demands:
        if demand.kind == "share":
            share = demand
        elif share is not None and demand.implied is not None:
            goals = [
                locale.say(
                    "{goal} ({name})",
                    goal=goal_cell(results[each.target], locale, with_year=False, with_gloss=False),
                    name=each.name,
                )
                for each in (demand, share)
            ]
            yield locale.say(
                "{level} and {share} together imply {implied} of {base}",
                level=goals[0],
                share=goals[1],
                implied=locale.quantity(demand.implied, link.unit),
                base=link.name,
            )


def _base(link: SharedBase, locale: Locale) -> Iterator[str]:
    if link.now is None:
        return
    now, then = _amount(link.now, link.unit, locale), link.then
    demands = _joined([_demand(each, link, locale) for each in link.demands], locale)
    if then is None:
        told = say(
            "{base} in {year}: {now}; of that the goals demand: {demands}",
            base=link.name,
            year=str(link.now.year),
            now=now,
            demands=demands,
        )
    else:
        told = say(
            "{base} in {year}: {now}; at this rate {then} by {end}, and of that the goals demand:"
            " {demands}",
            base=link.name,
            year=str(link.now.year),
            now=now,
            then=_amount(then, link.unit, locale),
            end=str(then.year),
            demands=demands,
        )
    yield locale.text(told)
    if link.revised is not None:
        shares = [each for each in link.demands if each.kind == "share"]
        revised = _joined(
            [_asked(each, each.revised, link.unit, locale) for each in shares], locale
        )
        yield locale.say(
            "{base} in {year} with the newest vintage of its sides: {now}; of that: {demands}",
            base=link.name,
            year=str(link.revised.year),
            now=_amount(link.revised, link.unit, locale),
            demands=revised,
        )


def _joined(demands: Sequence[str], locale: Locale) -> str:
    joined = locale.say("; ").join(demands[:MOST_RIVALS])
    more = len(demands) - MOST_RIVALS
    if more <= 0:
        return joined
    return locale.say("{names} and {count} more", names=joined, count=more)


def _demand(demand: Demand, link: SharedBase, locale: Locale) -> str:
    asked = _asked(demand, demand.in_the_end, link.unit, locale)
    return locale.say("{demand} (this one binds)", demand=asked) if demand.binds else asked


def _asked(demand: Demand, amount: Decimal | None, unit: str, locale: Locale) -> str:
    shown = _shown(amount, unit, locale)
    return locale.say("{name} {amount}", name=demand.name, amount=shown)


def _shown(amount: Decimal | None, unit: str, locale: Locale) -> str:
    return NOTHING if amount is None else locale.quantity(amount, unit)


def _amount(amount: Amount, unit: str, locale: Locale) -> str:
    mark = " †" if amount.illustrative else ""
    return locale.quantity(amount.value, unit) + mark


def _stated(link: StatedLink, year: int, locale: Locale) -> str:
    parts = " + ".join(locale.names(name) for name in link.part_names)
    mark = " †" if link.illustrative else ""
    told = [
        locale.say("{when}: {sides}", when=when, sides=f"{_sides(sides, link, locale)}{sign}")
        for when, sides, sign in (
            (locale.say("goal"), link.goal, ""),
            (str(year), link.actual, mark),
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
