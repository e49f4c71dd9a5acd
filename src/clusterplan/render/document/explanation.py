"""How the verdicts were reached: thresholds and the arithmetic of each target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.exact import exactly
from clusterplan.base.messages import say
from clusterplan.render.cells import amount
from clusterplan.render.document.blocks import Items
from clusterplan.render.document.second_opinions import sentences
from clusterplan.render.words import PATH, STATUS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.locale import Locale
    from clusterplan.model.results import Report, TargetResult


def explanation(report: Report, locale: Locale) -> Items:
    """Return the rules, then a line of arithmetic per target."""
    limits = report.thresholds
    rule = say(
        "pace = completion ÷ due share; ahead from {ahead}, on schedule from {on_schedule},"
        " behind from {behind}, far behind from 0, below that regressed;"
        " tables cut a pace to two decimals",
        ahead=exactly(limits.ahead),
        on_schedule=exactly(limits.on_schedule),
        behind=exactly(limits.behind),
    )
    arithmetic = (
        locale.text(
            say(
                "{name}: {arithmetic}",
                name=target.name,
                arithmetic=locale.text(say("; ")).join(_arithmetic(target, locale)),
            )
        )
        for target in report.targets
    )
    heading = locale.text(say("How the verdicts were reached"))
    return Items(heading, (locale.text(rule), *arithmetic))


def _arithmetic(target: TargetResult, locale: Locale) -> Iterator[str]:
    if target.path != "none":
        yield locale.text(say("{path} path", path=PATH[target.path]))
    if target.baseline is not None:
        base = locale.quantity(target.baseline.value, target.unit)
        year = str(target.baseline.year)
        stated = say("base {year}: {value}", year=year, value=base)
        assumed = say("base {year}: {value} (assumed)", year=year, value=base)
        yield locale.text(assumed if target.baseline.assumed else stated)
    if target.expected is not None:
        value = amount(target.shown.expected, target, locale)
        yield locale.text(say("expected now: {value}", value=value))
    if target.stated is not None and target.stated.actual is not None:
        yield locale.text(
            say("figure: {value}", value=amount(target.stated.actual, target, locale))
        )
    if target.pace is not None and target.completion is not None and target.due is not None:
        yield locale.text(
            say(
                "completion {completion} ÷ due {due} = pace {pace}",
                completion=locale.percent(target.completion, 2),
                due=locale.percent(target.due, 2),
                pace=locale.number(target.pace, 4),
            )
        )
    yield locale.text(STATUS[target.status])
    yield from sentences(target, locale)
