"""The columns of targets, milestones and measures, and which of them each output shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clusterplan.base.messages import say
from clusterplan.methods import method
from clusterplan.model.plan import OWNERS
from clusterplan.model.results import MilestoneResult, TargetResult
from clusterplan.render.cells import (
    COMPARISON,
    NOTHING,
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
from clusterplan.render.columns import ROOMY, Column, by_id, named_columns, of_part, record
from clusterplan.render.document.second_opinions import opinion_cell
from clusterplan.render.words import MILESTONE, NATURE, PATH, STATE, STATUS, TERMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from clusterplan.base.messages import Message
    from clusterplan.locale import Locale
    from clusterplan.model.plan import Body as PlanBody
    from clusterplan.model.remarks import Body
    from clusterplan.model.results import MeasureResult, Report
    from clusterplan.render.columns import Cell, Form

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
LEAD = ("lead",)
"""Who answers, shown where a plan names somebody: see `owned`."""
WHO = ("verdict", "name", "clause")
NUMBERS = (
    *("goal", "actual", "gap", "path", "schedule_gap", "pace", "required_change", "projection"),
    "reached",
)
"""Behind who it is, and behind what other methods say: in text, Markdown and on a terminal."""
PAGE = ("goal", "actual", "gap", "schedule_gap", "pace", "required_change", "projection")
VERDICTS = ("status", "marks", "name")
REPORT_SHEET = (
    "unit_beside",
    "goal_beside",
    "actual",
    "gap",
    "completion",
    "due",
    "pace",
    "projection",
)
SHEET = (
    *(*VERDICTS, "clause", "nature", "unit", "comparison", "goal_value"),
    *("goal_from", "goal_to", "goal_year", "baseline", "base_year", "sign", "actual", "gap"),
    *("expected", "schedule_gap", "completion", "due", "pace", "required_change", "needed_as"),
    *("projection", "year_reached"),
)
TECHNICAL = ("path", "exactly", "id")
"""Behind all others on a sheet."""
YEAR_SHEET = (
    *(*VERDICTS, "year", "unit", "sign", "actual", "path_level", "gap"),
    *("schedule_gap", "pace"),
)
MILESTONES = (*WHO, "due", "done")
MEASURES = WHO
OTHERS_SHEET = (*VERDICTS, "kind", "clause", "due", "done")

_NEEDED_AS: dict[Form, Message] = {"share": say("rate"), "difference": say("in its unit")}


def target_columns(
    report: Report, locale: Locale, *, with_gloss: bool = True
) -> dict[str, Column[TargetResult]]:
    """Return all columns of targets; with a gloss, goals are in English money too."""
    end, year = common_goal_year(report), report.year
    verdict, goal = locale.say("Verdict"), locale.say("Goal")
    goal_by = locale.say("Goal {year}", year=str(end)) if end else goal
    actual, reached = locale.say("Actual {year}", year=str(year)), locale.say("Goal reached")

    def status(target: TargetResult) -> str:
        return locale.text(STATUS[target.status])

    return by_id(
        *named_columns(lambda _: "target", locale.say("Target"), locale),
        *_marked(verdict_mark, locale),
        Column("verdict", verdict, lambda t: status(t) + verdict_mark(t), whole=True),
        Column("status", verdict, status, lambda t: t.status, "text"),
        Column("nature", locale.say("Nature"), lambda t: locale.text(NATURE[t.nature])),
        Column("unit", locale.say("Unit"), lambda t: t.unit),
        Column(
            "goal",
            goal_by,
            lambda t: goal_cell(t, locale, with_year=end is None, with_gloss=with_gloss),
            priority=1,
        ),
        Column("target", value=_goal),
        Column(
            "unit_beside",
            locale.say("Unit"),
            lambda t: locale.unit_of_column(t.shown.unit) or NOTHING,
        ),
        Column(
            "goal_beside",
            goal_by,
            lambda t: goal_cell(
                t, locale, with_year=end is None, with_gloss=False, with_unit=False
            ),
        ),
        Column(
            "comparison",
            locale.say("Comparison"),
            lambda t: COMPARISON.get(t.target.comparison, "–"),
        ),
        Column("goal_value", goal, value=lambda t: t.target.value, form="amount"),
        Column("goal_from", locale.say("Goal from"), value=lambda t: t.target.low, form="amount"),
        Column("goal_to", locale.say("Goal to"), value=lambda t: t.target.high, form="amount"),
        Column("exactly", locale.say("Exactly"), value=lambda t: t.target.exact),
        Column("goal_year", locale.say("Goal year"), value=lambda t: t.target.year),
        Column("base_year", locale.say("Base year"), value=of_part("baseline", "year")),
        Column("baseline", locale.say("Base"), value=of_part("baseline", "value"), form="amount"),
        Column(
            "sign",
            locale.say("Sign"),
            lambda t: "" if t.actual is None else figure_sign(t.actual, t).strip(),
        ),
        Column(
            "actual",
            actual,
            lambda t: actual_cell(t, year, locale),
            of_part("actual", "value"),
            "amount",
            priority=2,
            right=True,
            short=locale.say("Actual"),
        ),
        Column("bound", value=lambda t: t.bound),
        Column(
            "gap",
            locale.say("Gap"),
            lambda t: signed(t.shown.gap, t, locale),
            lambda t: t.gap,
            "difference",
            priority=3,
            right=True,
        ),
        Column(
            "path", locale.say("Path"), lambda t: locale.text(PATH[t.path]), priority=11, room=ROOMY
        ),
        Column("expected", locale.say("Due level"), value=lambda t: t.expected, form="amount"),
        Column(
            "schedule_gap",
            locale.say("Schedule gap"),
            lambda t: signed(t.shown.schedule_gap, t, locale),
            lambda t: t.schedule_gap,
            "difference",
            priority=9,
            right=True,
            room=ROOMY,
        ),
        Column("completion", locale.say("Completion"), value=lambda t: t.completion, form="share"),
        Column("due", locale.say("Due share"), value=lambda t: t.due, form="share"),
        Column(
            "pace",
            locale.say("Pace"),
            lambda t: pace_cell(t, locale),
            lambda t: t.pace,
            "ratio",
            priority=5,
            right=True,
        ),
        Column(
            "required_change",
            locale.say("Needed per year"),
            lambda t: change_cell(t, locale),
            of_part("required_change", "per_year"),
            _form_of_change,
            priority=8,
            right=True,
            room=ROOMY,
        ),
        Column(
            "needed_as",
            locale.say("Needed as"),
            lambda t: locale.text(_NEEDED_AS[_form_of_change(t)]) if t.required_change else "",
        ),
        Column(
            "projection",
            locale.say("At this rate"),
            lambda t: projection_cell(t, locale),
            of_part("projection", "value"),
            "amount",
            priority=4,
            right=True,
        ),
        Column(
            "reached",
            reached,
            lambda t: reached_cell(t, locale),
            priority=10,
            right=True,
            room=ROOMY,
        ),
        Column("year_reached", reached, value=of_part("projection", "year_reached")),
        *opinion_columns(report, locale),
        Column("methods_disagree", value=lambda t: t.methods_disagree),
        *_stated_columns(locale),
        *owner_columns(_bodies, locale),
    )


def _form_of_change(target: TargetResult) -> Form:
    change = target.required_change
    return "share" if change is not None and change.kind == "rate" else "difference"


def _goal(target: TargetResult) -> Cell:
    goal = target.target
    return f"{goal.low}..{goal.high}" if goal.comparison == "range" else goal.value


def stated_in(targets: Iterable[TargetResult]) -> tuple[str, ...]:
    """Return the columns that only goals stated as a change or growth have anything in."""
    return STATED if any(target.stated is not None for target in targets) else ()


def owned(items: Iterable[Any], roles: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns of those who answer that have anything for any of the items."""
    known = tuple(items)
    return tuple(role for role in roles if any(getattr(item, role) for item in known))


def owner_columns(
    bodies: Callable[[Any, str], Sequence[Body | PlanBody]], locale: Locale
) -> tuple[Column[Any], ...]:
    """Return the columns of those who answer for an item, by whatever tells them by their role."""

    def column(role: str, title: str) -> Column[Any]:
        def text(item: object) -> str:
            return locale.listed([locale.names(body.name) for body in bodies(item, role)])

        def value(item: object) -> str | None:
            return " ".join(body.id for body in bodies(item, role)) or None

        return Column(role, title, text, value, "text", priority=6, room=ROOMY)

    return tuple(map(column, OWNERS, (locale.say("Lead"), locale.say("Supporting"))))


def _bodies(item: Any, role: str) -> Sequence[Body]:  # noqa: ANN401 # each kind of result has them
    found = getattr(item, role)
    if isinstance(found, tuple):
        return found
    return () if found is None else (found,)


def _stated_columns(locale: Locale) -> tuple[Column[TargetResult], ...]:
    """Return the columns with the numbers in the terms of the goal, where those are its own."""

    def terms(target: TargetResult) -> str:
        return locale.text(TERMS[target.stated.terms]) if target.stated else ""

    def number(name: str, title: str, form: Form) -> Column[TargetResult]:
        value = of_part("stated", name)
        return Column(f"stated_{name}", title, value=value, form=form, unit=lambda t: t.shown.unit)

    return (
        Column("stated_as", locale.say("Stated as"), terms, of_part("stated", "terms"), "text"),
        Column("stated_unit", locale.say("Stated in"), value=of_part("stated", "unit")),
        number("goal", locale.say("Goal as stated"), "amount"),
        number("actual", locale.say("Actual as stated"), "amount"),
        number("gap", locale.say("Gap as stated"), "difference"),
    )


def opinion_columns(report: Report, locale: Locale) -> Iterator[Column[TargetResult]]:
    """Return a column for each method that was asked."""
    for name in report.methods:

        def text(target: TargetResult, name: str = name) -> str:
            return opinion_cell(target, name, locale)

        def value(target: TargetResult, name: str = name) -> str:
            return target.methods[name].status

        yield Column(f"method_{name}", locale.text(method(name).short), text, value, priority=3)


def milestone_columns(locale: Locale) -> dict[str, Column[MilestoneResult]]:
    """Return all columns of milestones."""

    def status(milestone: MilestoneResult) -> str:
        return locale.text(MILESTONE[milestone.status])

    return by_id(
        *named_columns(lambda _: "milestone", locale.say("Milestone"), locale),
        *_marked(mark, locale),
        Column("verdict", locale.say("Verdict"), lambda m: status(m) + mark(m)),
        Column("status", locale.say("Verdict"), status, lambda m: m.status, "text"),
        Column("due", locale.say("Due"), lambda m: locale.date(m.due), lambda m: m.due),
        Column("done", locale.say("Done"), lambda m: done_cell(m, locale)),
        Column("target", value=lambda m: m.of),
        Column("actual", value=lambda m: m.done),
        *owner_columns(_bodies, locale),
    )


def measure_columns(locale: Locale) -> dict[str, Column[MeasureResult]]:
    """Return all columns of measures."""

    def state(measure: MeasureResult) -> str:
        return locale.text(STATE[measure.state])

    return by_id(
        *named_columns(lambda _: "measure", locale.say("Measure"), locale),
        *_marked(mark, locale),
        Column("verdict", locale.say("State"), lambda m: state(m) + mark(m)),
        Column("status", "", state, lambda m: m.state, "text"),
        *owner_columns(_bodies, locale),
    )


def records(
    report: Report, ids: Sequence[str], locale: Locale, *more: Column[Any]
) -> Iterator[list[Cell]]:
    """Return a record per target, milestone and measure."""
    for kind in (report.targets, report.milestones, report.measures):
        columns = columns_of(kind[0], report, locale) | by_id(*more) if kind else {}
        yield from (record(columns, ids, each) for each in kind)


def columns_of(
    result: TargetResult | MilestoneResult | MeasureResult, report: Report, locale: Locale
) -> dict[str, Column[Any]]:
    """Return all columns of whatever a result is of."""
    if isinstance(result, TargetResult):
        return target_columns(report, locale)
    if isinstance(result, MilestoneResult):
        return milestone_columns(locale)
    return measure_columns(locale)


def _marked(marks: Callable[[Any], str], locale: Locale) -> tuple[Column[Any], ...]:
    return (
        Column("marks", locale.say("Marks"), lambda item: marks(item).strip()),
        Column("illustrative", value=lambda item: item.illustrative),
    )
