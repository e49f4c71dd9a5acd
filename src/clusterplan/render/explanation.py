"""How the verdicts were reached: thresholds and the arithmetic of each target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.exact import exactly
from clusterplan.messages import say
from clusterplan.render.words import PATH, STATUS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.locale import Locale
    from clusterplan.report import Report, TargetResult


def explanation(report: Report, locale: Locale) -> str:
    """Return the rules, then a line of arithmetic per target."""
    limits = report.thresholds
    rule = say(
        "pace = completion ÷ due share; ahead from {ahead}, on schedule from {on_schedule},"
        " behind from {behind}, far behind from 0, below that regressed",
        ahead=exactly(limits.ahead),
        on_schedule=exactly(limits.on_schedule),
        behind=exactly(limits.behind),
    )
    lines = [locale.text(say("How the verdicts were reached")), locale.text(rule)]
    lines += [line for target in report.targets for line in _arithmetic(target, locale)]
    return "\n".join(lines)


def _arithmetic(target: TargetResult, locale: Locale) -> Iterator[str]:
    parts = [locale.text(say("{path} path", path=PATH[target.path]))]
    if target.baseline is not None:
        base = locale.quantity(target.baseline.value, target.unit)
        parts.append(
            locale.text(say("base {year}: {value}", year=str(target.baseline.year), value=base))
        )
        if target.baseline.assumed:
            parts[-1] += locale.text(say(" (assumed)"))
    if target.expected is not None:
        value = locale.quantity(target.expected, target.unit)
        parts.append(locale.text(say("expected now: {value}", value=value)))
    if target.pace is not None and target.completion is not None and target.due is not None:
        parts.append(
            locale.text(
                say(
                    "completion {completion} ÷ due {due} = pace {pace}",
                    completion=locale.percent(target.completion, 2),
                    due=locale.percent(target.due, 2),
                    pace=locale.number(target.pace, 4),
                )
            )
        )
    parts.append(locale.text(STATUS[target.status]))
    yield f"- {locale.names(target.name)}: {locale.text(say('; ')).join(parts)}"
