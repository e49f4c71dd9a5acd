"""The brief: a report on one screen, one page, or in one mail.

Counts, the worst with their gap and who answers for it, what changed since an earlier report, and
what it rests on. However long the names are, it has at most twenty lines.
"""

from __future__ import annotations

from itertools import chain, repeat
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from clusterplan.base.messages import IN_ASCII, say_many
from clusterplan.model.status import Status
from clusterplan.render import MAIL
from clusterplan.render.cells import mark, signed
from clusterplan.render.check_columns import LEAD, owned, target_columns
from clusterplan.render.document.blocks import Block, Items, Lines, Title, one_line, table
from clusterplan.render.document.changes import moved_lines, since_line
from clusterplan.render.document.remarks import invented, overdue_actions
from clusterplan.render.document.report import ReportDocument
from clusterplan.render.document.report_blocks import (
    head_counts,
    overdue,
    rests_on,
    title_of_report,
)
from clusterplan.render.limits import named
from clusterplan.render.terminal.screen import MIN_WIDTH
from clusterplan.render.terminal.wrapping import wrapped
from clusterplan.render.words import STATUS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clusterplan.model.results import TargetResult
    from clusterplan.render.document.options import Options

MOST_LINES = 20
WIDTH = 80
MAIL_WIDTH = 78
"""The widest that lines of a mail should be, and that a header may be."""
WORST = 5
"""Targets that are named, and commitments that changed."""
TABLE = ("verdict", "name", "clause", "goal", "actual", "gap")
LEAST_NAME = 16
TITLE_LINES, COUNT_LINES, ACTION_LINES, TRUST_LINES = 2, 4, 2, 3
"""The most that these may take; other statements have one line. That leaves some for the worst."""
NAMED = 3
ELLIPSIS = "…"


class BriefDocument(ReportDocument):
    """A report in brief."""

    def blocks(self) -> list[Block]:
        """Return it as people read it on a page."""
        report, locale = self.data, self.locale
        bad = report.behind
        columns = target_columns(report, locale, with_gloss=False)
        return [
            Title(title_of_report(report, locale)),
            Lines((*self._counts(), *self._since())),
            table([columns[each] for each in (*TABLE, *owned(bad, LEAD))], bad[:WORST]),
            Items(locale.say("Changed"), tuple(self._changed())),
            Lines(
                (
                    *self._more(len(bad) - WORST),
                    *self._late(),
                    *self._actions(),
                    *self._basis(),
                )
            ),
        ]

    def render(self, name: str, options: Options) -> str:
        """Write it: as text and on a terminal broken at 80 columns, or as a mail."""
        if name == MAIL:
            return self.mail()
        if name == "markdown":
            return super().render(name, options)
        fits = min(WIDTH, max(options.width, MIN_WIDTH)) if name == "table" else WIDTH
        text = "".join(f"{line}\n" for line in self.lines(fits))
        if name == "table" and options.ascii_only:
            for sign, plain in IN_ASCII.items():
                text = text.replace(sign, plain)
        return text

    def subject(self) -> str:
        """Return what the mail is about: the year, how many are behind or worse, the plan."""
        report, locale = self.data, self.locale
        bad, every = len(report.behind), len(report.targets)
        many = say_many(
            "{behind} of {count} target behind",
            "{behind} of {count} targets behind",
            count=every,
            behind=bad,
        )
        told = [locale.text(many)]
        worse = (
            [c for c in report.changes.changes if c.direction == "worse"] if report.changes else []
        )
        if worse:
            told.insert(0, locale.say("{count} worse", count=len(worse)))
        if unknown := report.summary.get(Status.NO_DATA):
            told.append(locale.say("{count} without data", count=unknown))
        owner = report.selection and report.selection.owner
        text = locale.say(
            "{year}: {told} ({title})",
            year=str(report.year),
            told=locale.listed(told),
            title=owner.name if owner else report.plan.title,
        )
        # One sign that is not ASCII makes mail programs write all of it in code.
        dots = "..." if text.isascii() else ELLIPSIS
        return shortened(one_line(text), MAIL_WIDTH - len("Subject: "), dots)

    def mail(self) -> str:
        """Return a mail that lacks nothing but whom it is for."""
        from email.message import EmailMessage  # noqa: PLC0415 # only where it is asked for
        from email.policy import SMTP  # noqa: PLC0415

        policy = SMTP.clone(linesep="\n", max_line_length=MAIL_WIDTH, cte_type="8bit")
        message = EmailMessage(policy)
        message["Subject"] = self.subject()
        text = "".join(f"{line}\n" for line in self.lines(MAIL_WIDTH))
        message.set_content(text, charset="utf-8", cte="8bit")
        return message.as_bytes().decode("utf-8")

    def lines(self, width: int) -> list[str]:
        """Return it as lines of so many columns, at most twenty: the worst take what is left."""

        def told(statements: Iterable[str], first: int = 1) -> list[str]:
            most = chain((first,), repeat(1))
            return [line for text in statements for line in _cut(text, width, next(most))]

        bad, changed = self.data.behind, list(self._changed())
        start = told([title_of_report(self.data, self.locale)], TITLE_LINES)
        start += told(self._counts(), COUNT_LINES)
        end = told(self._late()) + told(self._actions(), ACTION_LINES)
        end += told(self._basis(), TRUST_LINES)
        since = told(self._since())
        room = MOST_LINES - len(start) - len(since) - len(end)
        named = min(len(bad), WORST, max(room - 1, 0))
        worst = [f"- {self._worst(target, width - 2)}" for target in bad[:named]]
        worst += told(self._more(len(bad) - named))
        moved = changed[: max(min(WORST, room - len(worst)), 0)]
        changes = [f"- {shortened(one_line(text), width - 2)}" for text in moved]
        return [*start, *worst, *since, *changes, *end]

    def _counts(self) -> Iterator[str]:
        yield from head_counts(self.data, self.locale)

    def _worst(self, target: TargetResult, width: int) -> str:
        """Return a target on one line: its name gives way before its numbers do."""
        locale = self.locale
        status = locale.text(STATUS[target.status]) + mark(target)
        facts = locale.say(
            "{status}, gap {gap}", status=status, gap=signed(target.shown.gap, target, locale)
        )
        if target.lead is not None:
            facts = locale.say("{facts}; {body}", facts=facts, body=target.lead.name)
        name = one_line(locale.names(target.name))
        room = max(
            width - cell_len(locale.say("{name}: {facts}", name="", facts=facts)), LEAST_NAME
        )
        line = locale.say("{name}: {facts}", name=shortened(name, room), facts=one_line(facts))
        return shortened(line, width)

    def _more(self, count: int) -> Iterator[str]:
        if count > 0:
            yield self.locale.say("… and {count} more behind.", count=count)

    def _since(self) -> Iterator[str]:
        if self.data.changes is not None:
            yield since_line(self.data.changes, self.locale)

    def _changed(self) -> Iterator[str]:
        if self.data.changes is not None:
            yield from moved_lines(self.data.changes, self.locale)

    def _late(self) -> Iterator[str]:
        late = [self.locale.names(m.name) for m in overdue(self.data)]
        if late:
            names = named(late, NAMED, self.locale, self.locale.say("; "))
            yield self.locale.say("Overdue: {names}.", names=names)

    def _actions(self) -> Iterator[str]:
        late = overdue_actions(self.data, self.locale)
        yield from late
        if late:
            yield from invented(self.data.commitments, self.locale)

    def _basis(self) -> Iterator[str]:
        yield from rests_on(self.data, self.locale, short=True)


def shortened(text: str, width: int, dots: str = ELLIPSIS) -> str:
    """Return a text of at most so many columns."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - len(dots)).rstrip() + dots


def _cut(text: str, width: int, most: int) -> list[str]:
    """Break a statement into lines, and cut it after so many."""
    lines = wrapped(one_line(text), width)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], shortened(" ".join(lines[most - 1 :]), width)]
