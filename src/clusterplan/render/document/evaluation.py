"""A report in the shape of a mid-term evaluation, as offices hand them round.

It answers in the order in which such evaluations do: how many of the main indicators meet the
expected progress, which are reached early, which binding ones lag, why, and what will be reached in
the end; then the table of the indicators, what is behind with reasons and steps, and what all of
that rests on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from clusterplan.base.messages import NoteKind, say
from clusterplan.model.status import is_behind
from clusterplan.render.cells import (
    NOTHING,
    actual_cell,
    bare_figure,
    basis,
    change_text,
    sign_notes,
)
from clusterplan.render.check_columns import LEAD, owned, target_columns
from clusterplan.render.columns import Column, by_id
from clusterplan.render.document.clause_order import clause_key
from clusterplan.render.document.remarks import (
    changed,
    invented,
    mark_of,
    remark_columns,
    standing,
    told,
)
from clusterplan.render.document.report_blocks import (
    led_by,
    newest_figure,
    rule,
    target_notes,
    trust,
)
from clusterplan.render.document.second_opinions import disagreement
from clusterplan.render.document.sources_and_revisions import sources
from clusterplan.render.limits import limited_table, rest
from clusterplan.render.words import MADE_UP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from decimal import Decimal

    from clusterplan.locale import Locale
    from clusterplan.model.results import TargetResult
    from clusterplan.render.document.blocks import Items, Table
    from clusterplan.render.document.remarks import Told
    from clusterplan.views.one_commitment import Detail
    from clusterplan.views.whole_document import Dossier

NOTES, SOURCES, REMARKS = 8, 8, 20
"""How many are listed: the page has all of them."""
ABOUT = tuple(kind for kind in NoteKind if kind is not NoteKind.ROUNDING)
LAGGING = ("gap", "schedule_gap", "required_change", "projection", "reached")


class Evaluation:
    """What an evaluation says, part by part."""

    def __init__(self, dossier: Dossier, locale: Locale) -> None:
        self.dossier, self.locale, self.report = dossier, locale, dossier.report
        self.targets = sorted(self.report.targets, key=lambda target: clause_key(target.clause))
        self._details = {target.id: detail for target, detail in dossier.targets}
        self._numbers = {target.id: str(at) for at, target in enumerate(self.targets, start=1)}
        self._columns = target_columns(self.report, locale, with_gloss=False)

    def kind(self) -> str:
        """Return what it is called: in the middle of a plan, at its end, or between."""
        year, (first, last) = self.report.year, self.report.plan.period
        told = say("Evaluation of {year}", year=str(year))
        if year == last:
            told = say("Final evaluation of {year}", year=str(year))
        elif year == (first + last) // 2:
            told = say("Mid-term evaluation of {year}", year=str(year))
        return led_by(self.report.selection, self.locale.text(told), self.locale)

    def warning(self) -> str:
        """Return what is to be known before anything else is read."""
        figures = [MADE_UP] if self.report.data.illustrative else []
        known = map(self.locale.text, figures)
        return self.locale.joined([*known, *invented(self.report.commitments, self.locale)])

    def indicators(self) -> tuple[Table, tuple[tuple[str, int], ...]]:
        """Return the table of the indicators, and above its columns what so many have in common."""
        locale, columns = self.locale, self._columns
        base, average = (
            locale.say("Base {year}", year=str(self.report.plan.base_year)),
            locale.say("Per year"),
        )
        own = [
            self._number,
            self._name,
            columns["unit_beside"],
            columns["nature"],
            Column("baseline", base, self._base, right=True),
            replace(columns["goal_beside"], right=True),
            Column("actual", columns["actual"].title, self._actual, right=True),
            Column("average", average, self._average, right=True),
            replace(columns["completion"], text=self._share("completion"), right=True),
            replace(columns["due"], text=self._share("due"), right=True),
            replace(columns["verdict"], title=locale.say("Assessment")),
        ]
        groups = (say("Goal of the plan"), say("Achieved"), say("Progress"))
        above = (("", 4), *((locale.text(group), 2) for group in groups), ("", 1))
        return limited_table(own, self.targets, self.locale), above

    def lagging(self) -> Table:
        """Return what is behind, the worst first: how far, and what it would take."""
        bad = self.report.behind
        columns = [self._columns[each] for each in (*LAGGING, *owned(bad, LEAD))]
        return limited_table([self._number, self._name, *columns], bad, self.locale)

    def remarks(self) -> Table:
        """Return why, what happens next and how bodies judge: of what is behind first."""
        locale, behind = self.locale, {target.id for target in self.report.behind}
        known = sorted(told(self.report.commitments), key=lambda each: each[0].id not in behind)
        columns = by_id(*remark_columns(locale))
        chosen: tuple[Column[Told], ...] = (
            columns["name"],
            columns["kind"],
            replace(columns["text"], text=self._remark),
            columns["body"],
            replace(columns["due"], text=self._due, whole=True),
            Column("standing", locale.say("State"), lambda each: standing(each, locale)),
        )
        return limited_table(chosen, known, locale, most=REMARKS)

    def _remark(self, each: Told) -> str:
        return self.locale.names(each[1].text) + mark_of(each[1])

    def _due(self, each: Told) -> str:
        return "" if each[1].due is None else self.locale.date(each[1].due)

    def changed(self) -> Items:
        """Return the goals and deadlines that are no longer what they were."""
        return changed(self.report.commitments, self.locale)

    @property
    def _number(self) -> Column[TargetResult]:
        return Column("number", self.locale.say("No."), lambda t: self._numbers[t.id], right=True)

    @property
    def _name(self) -> Column[TargetResult]:
        return replace(self._columns["name"], title=self.locale.say("Indicator"))

    def _base(self, target: TargetResult) -> str:
        base = target.baseline
        if base is None:
            return NOTHING
        told = target.unit == target.shown.unit
        write = self.locale.in_column if told else self.locale.quantity
        text = write(base.value, target.unit) + ("*" if base.assumed else "")
        return text if base.year == self.report.plan.base_year else f"({base.year}) {text}"

    def _actual(self, target: TargetResult) -> str:
        if target.actual is None or target.actual.year != self.report.year:
            return actual_cell(target, self.report.year, self.locale)
        return bare_figure(target, self.locale, in_column=True)

    def _average(self, target: TargetResult) -> str:
        change = self._details[target.id].average_change
        return NOTHING if change is None else change_text(change, target, self.locale)

    def _share(self, of: str) -> Callable[[TargetResult], str]:
        """Return what writes a share of the way: that which is done, or is due."""

        def text(target: TargetResult) -> str:
            share: Decimal | None = getattr(target, of)
            return NOTHING if share is None else self.locale.percent(share)

        return text

    def charted(self) -> list[tuple[TargetResult, Detail]]:
        """Return the targets in the order in which they are worth a chart: the worst first."""
        behind = self.report.behind
        others = (each for each in self.targets if not is_behind(each.status))
        return [(target, self._details[target.id]) for target in (*behind, *others)]

    def notes(self) -> Iterator[str]:
        """Say how indicators are judged, and what there is to know of the data."""
        report, locale = self.report, self.locale
        yield trust(report, locale, short=False)
        yield from newest_figure(report, locale)
        yield from basis(report, locale)
        yield from sign_notes(report.targets, locale)
        if any(target.baseline and target.baseline.assumed for target in report.targets):
            yield locale.say("* assumed by the plan, for want of a figure")
        yield locale.say(
            "Progress: how much of the way from the base to the goal is done, and is due."
        )
        yield rule(report, locale)
        if any(target.methods_disagree for target in report.targets):
            yield from disagreement(report, locale)
        told = list(target_notes(report, locale, ABOUT))
        yield from told[:NOTES]
        yield from rest(len(told) - NOTES, locale)

    def sources(self) -> Iterator[str]:
        """Return what the figures rest on, the most used first."""
        found = sources(self.dossier, self.locale)
        yield from (each.text + (" †" if each.illustrative else "") for each in found[:SOURCES])
        yield from rest(len(found) - SOURCES, self.locale)
