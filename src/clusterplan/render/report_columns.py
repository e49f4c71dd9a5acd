"""The columns of targets, milestones and measures, and which of them each output shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from clusterplan.base.messages import say
from clusterplan.methods import method
from clusterplan.render.cells import (
    actual_cell,
    change_cell,
    common_goal_year,
    done_cell,
    figure_sign,
    goal_cell,
    mark,
    pace_cell,
    projection_cell,
    reached_cell,
    signed,
    verdict_mark,
)
from clusterplan.render.columns import Column, by_id
from clusterplan.render.document.goals_in_words import SIGNS
from clusterplan.render.document.second_opinions import opinion_cell
from clusterplan.render.words import KIND, MILESTONE, NATURE, PATH, STATE, STATUS
from clusterplan.render.words import TERMS as TERMS_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from clusterplan.base.messages import Message
    from clusterplan.locale import Locale
    from clusterplan.model.results import MeasureResult, MilestoneResult, Report, TargetResult
    from clusterplan.render.columns import Form
    from clusterplan.render.text.separated import Cell

RECORD = (
    *("kind", "id", "name", "clause", "unit", "baseline", "target", "actual", "expected", "gap"),
    *("schedule_gap", "completion", "due", "pace", "required_change", "projection", "status"),
    *("illustrative", "bound"),
)
"""The contract's columns: a new one comes behind."""
YEAR_RECORD = (
    *("kind", "id", "name", "clause", "unit", "year", "target", "actual", "expected", "gap"),
    *("schedule_gap", "pace", "status", "illustrative", "bound"),
)
"""One record per commitment and year."""
STATED = ("stated_as", "stated_unit", "stated_goal", "stated_actual", "stated_gap")
"""Of goals stated as a change or a growth: behind the others, where there is one."""
WHO = ("verdict", "name", "clause")
NUMBERS = (
    *("goal", "actual", "gap", "path", "schedule_gap", "pace", "required_change", "projection"),
    "reached",
)
"""Behind who it is, and behind what other methods say: in text, Markdown and on a terminal."""
PAGE = ("goal", "actual", "gap", "schedule_gap", "pace", "required_change", "projection")
SHEET = (
    *("id", "clause", "name", "status", "marks", "nature", "path", "unit", "comparison"),
    *("goal_value", "goal_from", "goal_to", "exactly", "goal_year", "base_year", "baseline"),
    *("sign", "actual", "gap", "expected", "schedule_gap", "completion", "due", "pace"),
    *("required_change", "needed_as", "projection", "year_reached"),
)
YEAR_SHEET = (
    *("id", "name", "year", "status", "marks", "unit", "sign", "actual", "path_level", "gap"),
    *("schedule_gap", "pace"),
)
MILESTONES = (*WHO, "due", "done")
MEASURES = WHO
OTHERS_SHEET = ("kind", "id", "clause", "name", "status", "due", "done", "marks")

_Result = TypeVar("_Result", bound="TargetResult | MilestoneResult | MeasureResult")
_COMPARISON = {**SIGNS, "range": "–"}


def target_columns(
    report: Report, locale: Locale, *, with_gloss: bool = True
) -> dict[str, Column[TargetResult]]:
    """Return all columns of targets; with a gloss, goals are in English money too."""
    end = common_goal_year(report)
    year = say("Actual {year}", year=str(report.year))

    def said(message: Message) -> str:
        return locale.text(message)

    return by_id(
        *_common("target", say("Target"), locale),
        Column(
            id="verdict",
            title=said(say("Verdict")),
            text=lambda t: said(STATUS[t.status]) + verdict_mark(t),
        ),
        Column(
            id="status",
            title=said(say("Verdict")),
            text=lambda t: said(STATUS[t.status]),
            value=lambda t: t.status,
            form="text",
        ),
        Column(
            id="marks",
            title=said(say("Marks")),
            text=lambda t: verdict_mark(t).strip(),
            form="text",
        ),
        Column(
            id="nature",
            title=said(say("Nature")),
            text=lambda t: said(NATURE[t.nature]),
            form="text",
        ),
        Column(id="unit", title=said(say("Unit")), value=lambda t: t.unit),
        Column(
            id="goal",
            title=said(say("Goal {year}", year=str(end)) if end else say("Goal")),
            text=lambda t: goal_cell(t, locale, with_year=end is None, with_gloss=with_gloss),
        ),
        Column(id="target", value=_goal),
        Column(
            id="comparison",
            title=said(say("Comparison")),
            text=lambda t: _COMPARISON[t.target.comparison],
            form="text",
        ),
        Column(
            id="goal_value",
            title=said(say("Goal")),
            value=lambda t: t.target.value,
            form="amount",
        ),
        Column(
            id="goal_from",
            title=said(say("Goal from")),
            value=lambda t: t.target.low,
            form="amount",
        ),
        Column(
            id="goal_to",
            title=said(say("Goal to")),
            value=lambda t: t.target.high,
            form="amount",
        ),
        Column(id="exactly", title=said(say("Exactly")), value=lambda t: t.target.exact),
        Column(id="goal_year", title=said(say("Goal year")), value=lambda t: t.target.year),
        Column(
            id="base_year",
            title=said(say("Base year")),
            value=lambda t: None if t.baseline is None else t.baseline.year,
        ),
        Column(
            id="baseline",
            title=said(say("Base")),
            value=lambda t: None if t.baseline is None else t.baseline.value,
            form="amount",
        ),
        Column(
            id="sign",
            title=said(say("Sign")),
            text=lambda t: "" if t.actual is None else figure_sign(t.actual, t).strip(),
            form="text",
        ),
        Column(
            id="actual",
            title=said(year),
            short=said(say("Actual")),
            text=lambda t: actual_cell(t, report.year, locale),
            value=lambda t: None if t.actual is None else t.actual.value,
            form="amount",
            right=True,
        ),
        Column(id="bound", value=lambda t: t.bound),
        Column(
            id="gap",
            title=said(say("Gap")),
            text=lambda t: signed(t.shown.gap, t, locale),
            value=lambda t: t.gap,
            form="difference",
            right=True,
        ),
        Column(
            id="path",
            title=said(say("Path")),
            text=lambda t: said(PATH[t.path]),
            form="text",
            priority=4,
        ),
        Column(
            id="expected",
            title=said(say("Due level")),
            value=lambda t: t.expected,
            form="amount",
        ),
        Column(
            id="schedule_gap",
            title=said(say("Schedule gap")),
            text=lambda t: signed(t.shown.schedule_gap, t, locale),
            value=lambda t: t.schedule_gap,
            form="difference",
            priority=5,
            right=True,
        ),
        Column(
            id="completion",
            title=said(say("Completion")),
            value=lambda t: t.completion,
            form="share",
        ),
        Column(id="due", title=said(say("Due share")), value=lambda t: t.due, form="share"),
        Column(
            id="pace",
            title=said(say("Pace")),
            text=lambda t: pace_cell(t, locale),
            value=lambda t: t.pace,
            form="ratio",
            priority=2,
            right=True,
        ),
        Column(
            id="required_change",
            title=said(say("Needed per year")),
            text=lambda t: change_cell(t, locale),
            value=lambda t: None if t.required_change is None else t.required_change.per_year,
            form=_form_of_change,
            right=True,
        ),
        Column(
            id="needed_as",
            title=said(say("Needed as")),
            text=lambda t: said(_NEEDED_AS[_form_of_change(t)]) if t.required_change else "",
            form="text",
        ),
        Column(
            id="projection",
            title=said(say("At this rate")),
            text=lambda t: projection_cell(t, locale),
            value=lambda t: None if t.projection is None else t.projection.value,
            form="amount",
            priority=3,
            right=True,
        ),
        Column(
            id="reached",
            title=said(say("Goal reached")),
            text=lambda t: reached_cell(t, locale),
            priority=6,
            right=True,
        ),
        Column(
            id="year_reached",
            title=said(say("Goal reached")),
            value=lambda t: None if t.projection is None else t.projection.year_reached,
        ),
        Column(id="methods_disagree", value=lambda t: t.methods_disagree),
        *_stated_columns(locale),
    )


_NEEDED_AS: dict[Form, Message] = {"share": say("rate"), "difference": say("in its unit")}


def _form_of_change(target: TargetResult) -> Form:
    change = target.required_change
    return "share" if change is not None and change.kind == "rate" else "difference"


def _goal(target: TargetResult) -> Cell:
    goal = target.target
    return f"{goal.low}..{goal.high}" if goal.comparison == "range" else goal.value


def stated_in(targets: Iterable[TargetResult]) -> tuple[str, ...]:
    """Return the columns that only goals stated as a change or growth have anything in."""
    return STATED if any(target.stated is not None for target in targets) else ()


def _stated_columns(locale: Locale) -> Iterator[Column[TargetResult]]:
    """Return the columns with the numbers in the terms of the goal, where those are its own."""
    yield Column(
        id="stated_as",
        title=locale.text(say("Stated as")),
        text=lambda t: locale.text(TERMS_WORDS[t.stated.terms]) if t.stated else "",
        value=lambda t: t.stated.terms if t.stated else None,
        form="text",
    )
    yield Column(
        id="stated_unit",
        title=locale.text(say("Stated in")),
        value=lambda t: t.stated.unit if t.stated else None,
    )
    titles: dict[str, tuple[Message, Form]] = {
        "goal": (say("Goal as stated"), "amount"),
        "actual": (say("Actual as stated"), "amount"),
        "gap": (say("Gap as stated"), "difference"),
    }
    for name, (title, form) in titles.items():

        def value(target: TargetResult, name: str = name) -> Decimal | None:
            return getattr(target.stated, name, None)

        yield Column(
            id=f"stated_{name}",
            title=locale.text(title),
            value=value,
            form=form,
            unit=lambda t: t.shown.unit,
        )


def opinion_columns(report: Report, locale: Locale) -> Iterator[Column[TargetResult]]:
    """Return a column for each method that was asked."""
    for name in report.methods:

        def text(target: TargetResult, name: str = name) -> str:
            return opinion_cell(target, name, locale)

        def value(target: TargetResult, name: str = name) -> str:
            return target.methods[name].status

        title = locale.text(method(name).short)
        yield Column(id=f"method_{name}", title=title, text=text, value=value)


def milestone_columns(locale: Locale) -> dict[str, Column[MilestoneResult]]:
    """Return all columns of milestones."""
    return by_id(
        *_common("milestone", say("Milestone"), locale),
        Column(
            id="verdict",
            title=locale.text(say("Verdict")),
            text=lambda m: locale.text(MILESTONE[m.status]) + mark(m),
        ),
        Column(
            id="status",
            title=locale.text(say("Verdict")),
            text=lambda m: locale.text(MILESTONE[m.status]),
            value=lambda m: m.status,
            form="text",
        ),
        Column(
            id="due",
            title=locale.text(say("Due")),
            text=lambda m: locale.date(m.due),
            value=lambda m: m.due,
        ),
        Column(
            id="done",
            title=locale.text(say("Done")),
            text=lambda m: done_cell(m, locale),
            form="text",
        ),
        Column(id="target", value=lambda m: m.of),
        Column(id="actual", value=lambda m: m.done),
    )


def measure_columns(locale: Locale) -> dict[str, Column[MeasureResult]]:
    """Return all columns of measures."""
    return by_id(
        *_common("measure", say("Measure"), locale),
        Column(
            id="verdict",
            title=locale.text(say("State")),
            text=lambda m: locale.text(STATE[m.state]) + mark(m),
        ),
        Column(
            id="status",
            text=lambda m: locale.text(STATE[m.state]),
            value=lambda m: m.state,
            form="text",
        ),
    )


def _common(kind: str, name: Message, locale: Locale) -> tuple[Column[_Result], ...]:
    return (
        Column(
            id="kind",
            title=locale.text(say("Kind")),
            text=lambda _: locale.text(KIND[kind]),
            value=lambda _: kind,
            form="text",
        ),
        Column(id="id", title=locale.text(say("Id")), value=lambda item: item.id),
        Column(
            id="name",
            title=locale.text(name),
            text=lambda item: locale.names(item.name),
            value=lambda item: locale.names(item.name),
            wraps=True,
        ),
        Column(
            id="clause",
            title=locale.text(say("Clause")),
            text=lambda item: item.clause,
            value=lambda item: item.clause,
        ),
        Column(
            id="marks",
            title=locale.text(say("Marks")),
            text=lambda item: mark(item).strip(),
            form="text",
        ),
        Column(id="illustrative", value=lambda item: item.illustrative),
    )
