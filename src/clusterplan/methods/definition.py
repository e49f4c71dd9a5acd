"""What a method is, and what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.base import exact
from clusterplan.base.messages import Message, say
from clusterplan.model.status import UNDEFINED, Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from clusterplan.methods.inputs import Question

SIGNS = (
    say("t0, v0: base year and base value; t, v: the year judged and its value"),
    say("T, g: target year and target; d: 1 where more is better, −1 where less is"),
)
"""What the signs of every formula stand for."""

NO_VALUE = say("there is no value, or no year that it belongs to")
NO_BASE = say("there is no base value")
NO_YEAR = say("there is no year by which the target is due")
PAST = say("the target year is past: it is judged by the value of that year")
"""Reasons that several methods give."""


class Outcome(Struct, frozen=True):
    """What a method says about a case.

    Attributes:
        value: the method's own measure; None where it has none.
        status: one of the method's words, or `UNDEFINED`.
        standing: the status on the common scale.
        reason: why the case is undefined, or why the status does not follow from the value.
    """

    value: Fraction | None
    status: str
    standing: Standing
    reason: Message | None = None


def undefined(reason: Message) -> Outcome:
    """Return that a method has no answer."""
    return Outcome(None, UNDEFINED, Standing.UNDEFINED, reason)


class Label(Struct, frozen=True):
    """A status for people: in a narrow column, and in the method's own words."""

    short: Message
    full: Message


class Row(Struct, frozen=True):
    """A line of a table of verdicts: the status, when it is given, and how it stands."""

    status: str
    when: Message
    standing: Standing


class Verdicts(Struct, frozen=True):
    """A table of verdicts and the case that it is for."""

    title: Message
    rows: tuple[Row, ...]


class Step(Struct, frozen=True):
    """A status, the least value that earns it (None: any), and how it stands."""

    status: str
    least: Fraction | None
    standing: Standing


class Scale(Struct, frozen=True):
    """Steps from the best down, and the sign for what is measured."""

    sign: str
    steps: tuple[Step, ...]

    def outcome(self, value: Fraction, factor: Fraction | int = 1) -> Outcome:
        """Judge a value; one exactly on a threshold (times the factor) meets it."""
        step = next(s for s in self.steps if s.least is None or value >= s.least * factor)
        return Outcome(value, step.status, step.standing)

    def rows(self) -> tuple[Row, ...]:
        """Return the steps as lines of a table."""
        found, above = [], ""
        for step in self.steps:
            least = "" if step.least is None else str(exact.exactly(step.least))
            if not above:
                when = f"{self.sign} ≥ {least}"
            elif not least:
                when = f"{self.sign} < {above}"
            else:
                when = f"{least} ≤ {self.sign} < {above}"
            found.append(Row(step.status, math(when.replace("-", "−")), step.standing))
            above = least
        return tuple(found)


def math(text: str) -> Message:
    """Return a formula, which reads the same in every language."""
    return Message("{formula}", (("formula", text),))


class Method(Struct, frozen=True):
    """A way of judging progress.

    Attributes:
        name: as it is asked for.
        short: its name at the head of a column.
        title: what it is, in full.
        about: what it compares.
        formula: the arithmetic, in the signs of `SIGNS`.
        verdicts: which status is given when.
        labels: the statuses for people.
        edges: what it says where the formula says nothing, or the wrong thing.
        sources: where it was read.
        answer: judges a case.
    """

    name: str
    short: Message
    title: Message
    about: Message
    formula: tuple[Message, ...]
    verdicts: tuple[Verdicts, ...]
    labels: Mapping[str, Label]
    edges: tuple[Message, ...]
    sources: tuple[Message, ...]
    answer: Callable[[Question], Outcome]

    def label(self, status: str) -> Label:
        """Return a status for people."""
        return NO_ANSWER if status == UNDEFINED else self.labels[status]


NO_ANSWER = Label(math("–"), say("undefined"))
