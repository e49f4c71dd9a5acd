"""The page as the template takes it: words, tables of words, and charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.messages import NoteKind
from clusterplan.model.results import TargetResult
from clusterplan.model.status import is_behind, rank
from clusterplan.render.cells import (
    NOTHING,
    actual_cell,
    goal_cell,
    mark,
    sign_notes,
    verdict_mark,
)
from clusterplan.render.charts.drawings import area, of_coverage, of_members, of_target
from clusterplan.render.check_columns import (
    LEAD,
    PAGE,
    milestone_columns,
    opinion_columns,
    owned,
    target_columns,
)
from clusterplan.render.columns import Column
from clusterplan.render.document import sources_and_revisions as evidence
from clusterplan.render.document.blocks import Table, table
from clusterplan.render.document.clause_order import clause_key
from clusterplan.render.document.links import links
from clusterplan.render.document.members import MemberTables
from clusterplan.render.document.one_commitment import DetailDocument
from clusterplan.render.document.opening import opening
from clusterplan.render.document.remarks import changed, remark_line, remark_lines
from clusterplan.render.document.report_blocks import late, measures, milestones, target_notes
from clusterplan.render.document.rows import in_order
from clusterplan.render.document.second_opinions import disagreement, undefined_notes
from clusterplan.render.limits import (
    MOST_CHARTS,
    MOST_ITEMS,
    MOST_ROWS,
    limited_table,
    listed_items,
    named,
    rest,
    shown,
)
from clusterplan.render.page.words import WORDS
from clusterplan.render.signs import SIGNS, TONES
from clusterplan.render.words import MILESTONE, NATURE, STATUS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from clusterplan.locale import Locale
    from clusterplan.model.results import MeasureResult, MemberValue, MilestoneResult
    from clusterplan.model.status import Status
    from clusterplan.render.charts.drawings import Drawing
    from clusterplan.render.columns import Item
    from clusterplan.views.one_commitment import Detail
    from clusterplan.views.whole_document import Coverage, Dossier, Part

ABOUT_TARGETS = frozenset((NoteKind.SHAPE, NoteKind.CERTAINTY, NoteKind.ROUNDING, NoteKind.MEMBERS))
"""Notes that stand with their target; the others are told where the data are judged."""
BEHIND = ("gap", "required_change", "projection", "reached")
"""What is told of a target that is behind, beside the table of all."""
WHY = ("reason", "action")
ABOUT_DATA = frozenset((NoteKind.PROXY, NoteKind.CONFLICT, NoteKind.VINTAGE))


def page(dossier: Dossier, locale: Locale) -> dict[str, object]:
    """Return everything on the page on a dossier, by the names that the template has for it."""
    return _Writer(dossier, locale).page()


def language_tag(locale: Locale) -> str:
    """Return what a page calls its language."""
    return "zh-CN" if locale.language == "zh" else "en"


class _Writer:
    def __init__(self, dossier: Dossier, locale: Locale) -> None:
        self.dossier, self.locale, self.report = dossier, locale, dossier.report
        self.columns = target_columns(self.report, locale, with_gloss=False)
        targets = self.report.targets
        described = (self.columns[each] for each in (*PAGE, *owned(targets, LEAD)))
        self.shown = [each for each in described if any(each.text(t) != NOTHING for t in targets)]
        self.late = late(self.report)
        self.sources = evidence.sources(dossier, locale)
        self.listed = shown(self.sources, MOST_ROWS)
        self.numbers = {source.text: source.number for source in self.listed}

    def page(self) -> dict[str, object]:
        dossier, report, locale = self.dossier, self.report, self.locale
        first = opening(report, locale)
        dated: list[MilestoneResult | MeasureResult] = [*report.milestones, *report.measures]
        others = [each for each in report.targets if not is_behind(each.status)]
        conflicts = list(target_notes(report, locale, ABOUT_DATA))
        without_chart = max(len(dossier.targets) - MOST_CHARTS, 0)
        told = locale.say(
            "The charts of {count} more: clusterplan show draws each", count=without_chart
        )
        return {
            "language": language_tag(locale),
            "title": first.title,
            "document": first.document,
            "basis": first.rests_on,
            "statements": first.statements,
            "on_course": dossier.on_course,
            "all": len(report.targets),
            "shares": list(self._shares()),
            "words": {name: locale.text(word) for name, word in WORDS.items()},
            "numbers": self.shown,
            "rows": list(self._rows()),
            "behind": list(self._behind()),
            "more_behind": rest(len(self.late) - MOST_ITEMS, locale),
            "signs": list(sign_notes(report.targets, locale)),
            "cards": [self._card(*each, at) for at, each in enumerate(dossier.targets)],
            "without_chart": told if without_chart else "",
            "members": list(self._members()),
            "coverages": list(map(self._coverage, dossier.coverages)),
            "milestones": milestones(report, locale),
            "measures": measures(report, locale),
            "remarks": listed_items(remark_lines(dated, locale), locale),
            "more_remarks": listed_items(remark_lines(others, locale), locale),
            "changed": changed(report.commitments, locale).items,
            "links": links(report, locale).items,
            "methods": self._methods(),
            "methods_told": (*disagreement(report, locale), *undefined_notes(report, locale)),
            "conflicts": listed_items(conflicts, locale),
            "documented": _telling(evidence.documented(dossier, locale)),
            "revisions": evidence.revisions(dossier, locale),
            "quality": list(evidence.summary(dossier, locale)),
            "sources": self.listed,
            "more_sources": rest(len(self.sources) - len(self.listed), locale),
            "run": list(evidence.run(dossier, locale)),
            "files": dossier.run.files,
        }

    def _verdict(self, status: Status, marks: str = "") -> dict[str, str]:
        """Return a verdict: its colour, its sign, its word and its footnote marks."""
        return {
            "status": status,
            "tone": TONES.get(status, "none"),
            "sign": SIGNS[status] or "–",
            "word": self.locale.text(STATUS[status]),
            "marks": marks.strip(),
        }

    def _shares(self) -> Iterator[dict[str, object]]:
        for status in sorted(SIGNS, key=rank, reverse=True):
            if count := self.report.summary.get(status, 0):
                yield {"verdict": self._verdict(status), "count": count}

    def _of(self, target: TargetResult) -> dict[str, object]:
        return {
            "id": target.id,
            "name": self.locale.names(target.name),
            "verdict": self._verdict(target.status, verdict_mark(target)),
        }

    def _rows(self) -> Iterator[dict[str, object]]:
        """Return the table of all targets; the keys sort it, empty ones always last."""
        by_clause = sorted(self.report.targets, key=lambda target: clause_key(target.clause))
        position = {target.id: at for at, target in enumerate(by_clause)}
        for target in in_order(self.report):
            yield {
                **self._of(target),
                "href": f"#target-{target.id}",
                "clause": target.clause,
                "cells": [column.text(target) for column in self.shown],
                "clause_key": position[target.id],
                "pace_key": "" if target.pace is None else str(target.pace),
            }

    def _behind(self) -> Iterator[dict[str, object]]:
        """Return what is behind: how far, who answers, why, and what happens next."""
        locale = self.locale
        for item in self.late[:MOST_ITEMS]:
            if isinstance(item, TargetResult):
                told = self._of(item) | {"href": f"#target-{item.id}"}
                facts = self._facts(item, self.columns, (*BEHIND, *LEAD))
            else:
                told = self._dated(item)
                facts = self._facts(item, milestone_columns(locale), ("due", "done", *LEAD))
            remarks = [remark_line(item, remark, locale) for remark in item.remarks]
            if self.report.remarks and not any(each.kind in WHY for each in item.remarks):
                remarks.append(locale.say("no reason and no next step given"))
            yield {**told, "facts": list(facts), "remarks": listed_items(remarks, locale)}

    def _facts(
        self, item: Item, columns: Mapping[str, Column[Item]], ids: Sequence[str]
    ) -> Iterator[tuple[str, str]]:
        """Return what some columns have of an item, each with its heading."""
        for column in (columns[each] for each in ids):
            if (text := column.text(item)) not in ("", NOTHING):
                yield column.title, text

    def _dated(self, item: MilestoneResult) -> dict[str, object]:
        word = self.locale.text(MILESTONE[item.status])
        verdict = {"tone": "bad", "sign": "!", "word": word, "marks": mark(item).strip()}
        name = self.locale.names(item.name)
        return {"id": item.id, "name": name, "href": "#dated", "verdict": verdict}

    def _card(self, target: TargetResult, detail: Detail, at: int) -> dict[str, object]:
        """Return a target in full."""
        locale, document = self.locale, DetailDocument(detail, self.locale)
        told = [locale.text(note.message) for note in target.notes if note.kind in ABOUT_TARGETS]
        clause = locale.say("Clause {clause}", clause=target.clause)
        verb = [self.locale.names(detail.verb)] if detail.verb else []
        years = document.years()
        return {
            **self._of(target),
            "origin": locale.listed([clause, *verb, locale.text(NATURE[target.nature])]),
            "goal": [*document.goal(), *document.owners()],
            "remarks": document.remarks(),
            "remark": "" if detail.note is None else locale.names(detail.note),
            "drawing": of_target(detail, target, locale) if at < MOST_CHARTS else None,
            "caption": locale.say("{name}: year by year", name=target.name),
            "years": years,
            "references": [
                evidence.references(detail, int(row[0]), self.numbers) for row in years.rows
            ],
            "arithmetic": list(document.arithmetic()),
            "notes": listed_items(told, locale),
        }

    def _group(
        self, target: TargetResult, drawing: Drawing | None, *tables: tuple[str, Table]
    ) -> dict[str, object]:
        """Return the members of a group: a chart where they have figures, and tables."""
        standing = self.locale.say(
            "{actual}; goal: {goal}; {status}",
            actual=actual_cell(target, self.report.year, self.locale),
            goal=goal_cell(target, self.locale, with_year=True, with_gloss=False),
            status=self.columns["verdict"].text(target),
        )
        return {
            "id": target.id,
            "name": self.locale.names(target.name),
            "standing": standing,
            "drawing": drawing,
            "caption": tables[0][0],
            "tables": [(caption, _telling(content)) for caption, content in tables],
        }

    def _members(self) -> Iterator[dict[str, object]]:
        """Tell of every group that has no table by area."""
        told = {coverage.target.id for coverage in self.dossier.coverages}
        for target, detail in self.dossier.targets:
            if target.id in told:
                continue
            summed = detail.ranking and target.actual
            drawing = of_members(target, self.locale) if summed else None
            members = MemberTables(detail, self.locale)
            listings = (members.stand(), members.over_the_years(), members.quotas())
            tables = [
                (each.heading, limited_table(each.columns, each.items, self.locale))
                for each in listings
                if each.items
            ]
            if tables:
                yield self._group(target, drawing, *tables)

    def _coverage(self, coverage: Coverage) -> dict[str, object]:
        locale = self.locale

        def done(part: Part) -> str:
            return locale.say("{done} of {all}", done=len(part.reached), all=part.of)

        columns: tuple[Column[Part], ...] = (
            Column("area", locale.say("Area"), lambda part: area(part.name, locale)),
            Column("done", locale.say("Reached"), done, right=True),
            Column(
                "reached", locale.say("Members that reached it"), lambda p: self._names(p.reached)
            ),
            Column("missing", locale.say("Not yet"), lambda part: self._names(part.missing)),
            Column("unknown", locale.say("Not known"), lambda part: self._names(part.unknown)),
        )
        caption = locale.say("{name}: by area", name=coverage.target.name)
        parts = limited_table(columns, coverage.parts, locale)
        return self._group(coverage.target, of_coverage(coverage, locale), (caption, parts))

    def _names(self, members: Sequence[MemberValue]) -> str:
        names = [self.locale.names(m.name) + ("†" if m.illustrative else "") for m in members]
        return named(names, MOST_ITEMS, self.locale) or NOTHING

    def _methods(self) -> Table:
        """Return what each method says where they disagree; everywhere for methods asked for."""
        report, everywhere = self.report, self.dossier.run.methods_chosen
        who = (self.columns[each] for each in ("name", "verdict"))
        wanted = (each for each in report.targets if everywhere or each.methods_disagree)
        opinions = opinion_columns(report, self.locale)
        return table([*who, *opinions], wanted if report.methods else ())


def _telling(content: Table) -> Table:
    """Leave out the columns that have nothing to say in any row."""
    told = [
        at
        for at in range(len(content.columns))
        if any(row[at] not in ("", NOTHING) for row in content.rows)
    ]
    columns = tuple(content.columns[at] for at in told)
    return Table(columns, tuple(tuple(row[at] for at in told) for row in content.rows))
