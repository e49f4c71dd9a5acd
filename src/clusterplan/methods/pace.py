"""Pace (序时进度): the share of the way gone, divided by the share that is due.

pace = completion / due; thresholds 1.05 (our own), 0.95 and 0.60 (Eurostat's), set by the plan.
A verdict compares the value with the level that belongs to a threshold, so a value exactly on it
meets it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from clusterplan.base.messages import say
from clusterplan.methods.definition import (
    NO_BASE,
    NO_VALUE,
    Label,
    Method,
    Outcome,
    Row,
    Scale,
    Step,
    Verdicts,
    math,
    undefined,
)
from clusterplan.methods.order_of_verdicts import Course
from clusterplan.model.goals import Goal
from clusterplan.model.paths import Path, PathError
from clusterplan.model.plan import Thresholds
from clusterplan.model.status import STANDING, Standing, Status

if TYPE_CHECKING:
    from clusterplan.base.messages import Message
    from clusterplan.methods.inputs import Question


def answer(question: Question) -> Outcome:
    """Judge a case by the usual thresholds."""
    value, year = question.value, question.year
    if question.target is None or question.target_year is None:
        return undefined(say("pace needs a target and its year"))
    if value is None or year is None:
        return Outcome(None, Status.NO_DATA, Standing.UNDEFINED, NO_VALUE)
    course = _course(question, question.target, question.target_year)
    try:
        status = course.status(value, year)
        path = course.path()
    except PathError:
        return undefined(say("a compound path needs a base and a target above zero"))
    why = NO_BASE if status is Status.NO_BASELINE else None
    pace = _pace(path, value, year) if path else None
    return Outcome(pace, status, course.standing(status, value), why)


def _course(question: Question, target: Fraction, year: int) -> Course:
    goal = Goal(year, low=target) if question.rising else Goal(year, high=target)
    known = question.base if question.base_year is not None else None
    return Course(goal, question.base_year or 0, known, question.path, {}, Thresholds())


def _pace(path: Path[Fraction], value: Fraction, year: int) -> Fraction | None:
    gone, due = path.completion(value), path.due(year)
    return gone / due if gone is not None and due else None


def _label(full: Message) -> Label:
    return Label(full, full)


LABELS: dict[str, Label] = {
    Status.MET_EARLY: _label(say("met early")),
    Status.MET: _label(say("met")),
    Status.KEPT: _label(say("kept")),
    Status.AHEAD: _label(say("ahead")),
    Status.ON_SCHEDULE: _label(say("on schedule")),
    Status.NOT_DUE: _label(say("not due")),
    Status.BEHIND: _label(say("behind")),
    Status.AT_RISK: _label(say("at risk")),
    Status.FAR_BEHIND: _label(say("far behind")),
    Status.REGRESSED: _label(say("regressed")),
    Status.MISSED: _label(say("missed")),
    Status.BREACHED: _label(say("breached")),
    Status.NO_BASELINE: _label(say("no baseline")),
    Status.NO_DATA: _label(say("no data")),
}


def _rows() -> tuple[Row, ...]:
    limits = Thresholds()
    scale = Scale(
        "P",
        (
            Step(Status.AHEAD, limits.ahead, Standing.GOOD),
            Step(Status.ON_SCHEDULE, limits.on_schedule, Standing.GOOD),
            Step(Status.BEHIND, limits.behind, Standing.BEHIND),
            Step(Status.FAR_BEHIND, Fraction(0), Standing.BEHIND),
            Step(Status.REGRESSED, None, Standing.WRONG_DIRECTION),
        ),
    )
    lost = say("its year has come, and the value is worse than the base")
    first = {
        Status.NO_DATA: say("there is no figure of that very year"),
        Status.MET_EARLY: say("the target is met before its year"),
        Status.MET: say("the target is met in its year"),
        Status.MISSED: say("its year has come, and the target is not met"),
    }
    then = {
        Status.NO_BASELINE: say("there is no base"),
        Status.REGRESSED: say("the base was at the target or beyond it, the value is not"),
        Status.NOT_DUE: say("nothing is due yet"),
    }
    return (
        *(Row(status, when, STANDING[status]) for status, when in first.items()),
        Row(Status.MISSED, lost, Standing.WRONG_DIRECTION),
        *(Row(status, when, STANDING[status]) for status, when in then.items()),
        *scale.rows(),
    )


_KEPT = (
    Row(
        Status.BREACHED,
        say("the goal is not fulfilled"),
        STANDING[Status.BREACHED],
    ),
    Row(Status.MET, say("it is fulfilled in its year"), STANDING[Status.MET]),
    Row(
        Status.AT_RISK,
        say("the course from the base over the value leads out of it before its year is over"),
        STANDING[Status.AT_RISK],
    ),
    Row(Status.KEPT, say("it is fulfilled, and the course stays within it"), STANDING[Status.KEPT]),
)

METHOD = Method(
    name="pace",
    short=say("Pace"),
    title=say("Pace (序时进度): the verdict of every report"),
    about=say(
        "Divides the share of the way from the base to the target that is gone by the share that is"
        " due by now, on the path that the target states."
    ),
    formula=(
        math("P = (f(v) − f(v0)) ÷ (f(g) − f(v0)) ÷ ((t − t0) ÷ (T − t0))"),
        say("f: the identity on a linear path, the logarithm on a compound one"),
        say("on a path of steps the shares are read off the levels set for single years"),
    ),
    verdicts=(
        Verdicts(say("In this order; a plan may set other thresholds"), _rows()),
        Verdicts(say("A goal to keep, and a ceiling on a sum over years"), _KEPT),
    ),
    labels=LABELS,
    edges=(
        say("A verdict for a year rests on the figures of that very year."),
        say("The path decides the verdict, so every target states its own."),
        say("On a linear path a base of zero is no obstacle; a compound one needs more than that."),
        say("A figure that is only a bound gets a verdict if all that it allows get the same one."),
    ),
    sources=(
        say(
            "Straight-line shares: the Chinese rules for assessing five-year targets ask for 20,"
            " 40, 60, 80 and 100 % after years 1 to 5 (NDRC, energy targets)."
        ),
        say("Logarithms: the Chinese formula for cuts that compound, ln(1 − done) ÷ ln(1 − g)."),
        say("Thresholds: 0.95 and 0.60 are Eurostat's; 1.05 is our own."),
    ),
    answer=answer,
)
