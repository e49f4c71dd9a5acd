"""The conclusions of an evaluation, in sentences.

In the order of such evaluations: how many of the main indicators meet the expected progress, which
are reached early, which lag and which binding ones do, why, and what will be reached in the end.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from clusterplan.base.messages import say_many
from clusterplan.model.results import counted
from clusterplan.model.status import Status, counts_as, is_behind
from clusterplan.render.document.blocks import one_line
from clusterplan.render.document.remarks import invented, mark_of, remark_counts
from clusterplan.render.document.report_blocks import counted_as, in_short, overdue, selected
from clusterplan.render.limits import named
from clusterplan.render.words import MILESTONE, STATE
from clusterplan.views.whole_document import ON_COURSE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from clusterplan.base.messages import Message
    from clusterplan.locale import Locale
    from clusterplan.model.remarks import RemarkResult
    from clusterplan.model.results import MilestoneResult, Report, TargetResult

NAMED = 6
"""Names in a sentence."""
WORST = 3
UNJUDGED = (Status.NOT_DUE, Status.NO_BASELINE, Status.NO_DATA)


class Conclusions:
    """What a report comes to."""

    def __init__(self, report: Report, targets: Sequence[TargetResult], locale: Locale) -> None:
        self.report, self.targets, self.locale = report, targets, locale

    def paragraphs(self) -> Iterator[str]:
        """Return the conclusions, a paragraph each."""
        locale = self.locale
        yield locale.joined([self._scope(), *selected(self.report.selection, locale)])
        if self.targets:
            yield locale.joined([*self._on_course(), *self._early()])
            yield locale.joined([*self._behind(), self._binding()])
            yield locale.joined([*self._why(), *self._remarks()])
            yield locale.joined(list(self._in_the_end()))
        if others := [*self._milestones(), *self._measures()]:
            yield locale.joined(others)

    def _scope(self) -> str:
        report, plan = self.report, self.report.plan
        counts = (
            say_many(
                "{count} main indicator", "{count} main indicators", count=len(report.targets)
            ),
            say_many("{count} milestone", "{count} milestones", count=len(report.milestones)),
            say_many("{count} measure", "{count} measures", count=len(report.measures)),
        )
        return self.locale.say(
            "This evaluation is based on {document} ({first} to {last}, base year {base}) and"
            " covers {counts}.",
            document=one_line(self.locale.names(plan.document)),
            first=str(plan.period[0]),
            last=str(plan.period[1]),
            base=str(plan.base_year),
            counts=self.locale.listed(list(map(self.locale.text, counts))),
        )

    def _on_course(self) -> Iterator[str]:
        good, locale = self._with(*ON_COURSE), self.locale
        unknown = self._with(*UNJUDGED)
        if good:
            told = say_many(
                "By the end of {year}, {good} of {count} main indicator ({share}) met or exceeded"
                " the expected progress: {counts}.",
                "By the end of {year}, {good} of {count} main indicators ({share}) met or exceeded"
                " the expected progress: {counts}.",
                count=len(self.targets),
                year=str(self.report.year),
                good=len(good),
                share=locale.percent(Decimal(len(good)) / len(self.targets)),
                counts=counted_as(counted(good), locale),
            )
            yield locale.text(told)
        elif len(unknown) < len(self.targets):
            year = str(self.report.year)
            yield locale.say("By the end of {year}, none met the expected progress.", year=year)
        if unknown:
            yield locale.text(
                say_many(
                    "{count} indicator cannot be judged: {counts}.",
                    "{count} indicators cannot be judged: {counts}.",
                    count=len(unknown),
                    counts=counted_as(counted(unknown), locale),
                )
            )

    def _early(self) -> Iterator[str]:
        """Say which goals are reached, and which will be sooner than expected."""
        locale = self.locale
        early, met = (
            [each for each in self._with(status) if not each.is_on_the_way]
            for status in (Status.MET_EARLY, Status.MET)
        )
        reached = self._with(Status.MET_EARLY, Status.MET)
        if early:
            yield locale.say("Reached before the deadline: {names}.", names=self._names(early))
        elif self.report.year < self.report.plan.period[1]:
            yield locale.say("No goal has been reached before its deadline yet.")
        if met:
            yield locale.say("Reached or kept: {names}.", names=self._names(met))
        if interim := [each for each in reached if each.is_on_the_way]:
            yield locale.say("Interim goals reached: {names}.", names=self._names(interim))
        if ahead := self._with(Status.AHEAD):
            yield locale.say("Faster than expected: {names}.", names=self._names(ahead))

    def _behind(self) -> Iterator[str]:
        bad, locale = self.report.behind, self.locale
        if not bad:
            yield self.nothing_behind()
            return
        told = say_many(
            "{count} indicator was behind the expected progress: {counts}.",
            "{count} indicators were behind the expected progress: {counts}.",
            count=len(bad),
            counts=counted_as(counted(bad), locale),
        )
        yield locale.text(told)
        worst = locale.say("; ").join(in_short(target, locale) for target in bad[:WORST])
        yield locale.say("The furthest behind: {names}.", names=worst)

    def nothing_behind(self) -> str:
        """Say that nothing is behind, as far as anything is known."""
        if len(self._with(*UNJUDGED)) == len(self.targets):
            return self.locale.say("There is no figure by which an indicator could be judged.")
        return self.locale.say("No indicator that can be judged was behind.")

    def _binding(self) -> str:
        binding = [target for target in self.targets if target.nature == "binding"]
        late = [target for target in binding if is_behind(target.status)]
        judged = sum(target.status not in UNJUDGED for target in binding)
        if not binding:
            return self.locale.say("None of the indicators is binding.")
        if not late:
            return self.locale.say(
                "Binding indicators: {count}, of which {judged} can be judged and none was behind.",
                count=len(binding),
                judged=judged,
            )
        return self.locale.say(
            "Binding indicators: {count}, of which {late} behind: {names}.",
            count=len(binding),
            late=len(late),
            names=self._names(late),
        )

    def _why(self) -> Iterator[str]:
        """Say what is told as the reasons, where anything is behind."""
        bad, locale = self.report.behind, self.locale
        reasons = [
            [remark for remark in target.remarks if remark.kind == "reason"] for target in bad
        ]
        told = [
            locale.say("{name}: {text}", name=target.name, text=self._reason(remark))
            for target, remarks in zip(bad, reasons, strict=True)
            for remark in remarks
        ]
        if told:
            yield locale.say(
                "Reasons are given for {told} of these {count}: {reasons}.",
                told=sum(map(bool, reasons)),
                count=len(bad),
                reasons=named(told, WORST, locale, locale.say("; ")),
            )
        elif bad:
            yield locale.say("No reasons are given for that.")

    def _remarks(self) -> Iterator[str]:
        """Say how it goes on with actions and judgements; what their mark means stands above."""
        marks = set(invented(self.report.commitments, self.locale))
        yield from (text for text in remark_counts(self.report, self.locale) if text not in marks)

    def _reason(self, remark: RemarkResult) -> str:
        return one_line(self.locale.names(remark.text)).rstrip(".。") + mark_of(remark)

    def _in_the_end(self) -> Iterator[str]:
        """Say how many goals will be reached, or were."""
        reached = Counter(map(_reaches, self.targets))
        counts = {"reached": reached[True], "missed": reached[False]}
        count = len(self.targets)
        if self.report.year >= max(target.target.year for target in self.targets):
            told = say_many(
                "In the end, {reached} of {count} indicator reached the goal and {missed} did not.",
                "In the end, {reached} of {count} indicators reached the goal and {missed} did"
                " not.",
                count=count,
                **counts,
            )
        else:
            told = say_many(
                "At the present rate, {reached} of {count} indicator will reach the goal in time"
                " and {missed} will not.",
                "At the present rate, {reached} of {count} indicators will reach the goal in time"
                " and {missed} will not.",
                count=count,
                **counts,
            )
        yield self.locale.text(told)
        if unknown := reached[None]:
            yield self.locale.say("Of {count} it cannot be told.", count=unknown)

    def _milestones(self) -> Iterator[str]:
        locale = self.locale
        if items := self.report.milestones:
            counts = self._counts([item.status for item in items], MILESTONE)
            yield locale.say("Milestones: {counts}.", counts=counts)
            if late := overdue(self.report):
                yield locale.say("Overdue: {names}.", names=self._names(late))

    def _measures(self) -> Iterator[str]:
        if items := self.report.measures:
            counts = self._counts([item.state for item in items], STATE)
            yield self.locale.say("Measures: {counts}.", counts=counts)

    def _counts(self, found: Iterable[str], words: Mapping[str, Message]) -> str:
        counts = Counter(found)
        told = (
            self.locale.say("{count} {status}", count=counts[each], status=word)
            for each, word in words.items()
            if counts[each]
        )
        return self.locale.listed(list(told))

    def _with(self, *statuses: Status) -> list[TargetResult]:
        return [target for target in self.targets if counts_as(target.status) in statuses]

    def _names(self, items: Iterable[TargetResult | MilestoneResult]) -> str:
        names = [one_line(self.locale.names(item.name)) for item in items]
        return named(names, NAMED, self.locale)


def _reaches(target: TargetResult) -> bool | None:
    """Say whether the goal is reached, or will be at the present rate; None where nobody knows."""
    status, course, shape = counts_as(target.status), target.projection, target.shape
    if target.is_on_the_way:
        return None
    if status is Status.MISSED or (shape and (shape.leaves_in or shape.missed_years)):
        return False
    if status in (Status.MET, Status.MET_EARLY):
        return True
    if course is None or target.is_limit:
        return None
    return course.year_reached is not None and course.year_reached <= target.target.year
