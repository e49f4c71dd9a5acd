"""The page as the template takes it: words, tables of words, and charts."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.base.messages import NoteKind, say
from clusterplan.model.status import Status
from clusterplan.render.cells import NOTHING, actual_cell, goal_cell, sign_notes, verdict_mark
from clusterplan.render.document import sources_and_revisions as evidence
from clusterplan.render.document.blocks import Lines, Table, Title
from clusterplan.render.document.clause_order import clause_key
from clusterplan.render.document.links import links
from clusterplan.render.document.one_commitment import DetailDocument
from clusterplan.render.document.report_blocks import head, measures, milestones, notes
from clusterplan.render.document.second_opinions import (
    disagreement,
    heads,
    opinion_cell,
    undefined_notes,
)
from clusterplan.render.limits import (
    MOST_CHARTS,
    MOST_ITEMS,
    MOST_ROWS,
    listed_items,
    named,
    rest,
    shown,
    table_rows,
)
from clusterplan.render.page.drawings import Drawing, area, of_coverage, of_members, of_target
from clusterplan.render.page.words import WORDS
from clusterplan.render.report_columns import PAGE, target_columns
from clusterplan.render.terminal.signs import SIGNS
from clusterplan.render.tones import tone
from clusterplan.render.words import NATURE, STATUS, rank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.base.messages import Message
    from clusterplan.locale import Locale
    from clusterplan.model.results import MemberValue, TargetResult
    from clusterplan.views.one_commitment import Detail
    from clusterplan.views.whole_document import Coverage, Dossier, Part

ABOUT_TARGETS = frozenset((NoteKind.SHAPE, NoteKind.CERTAINTY, NoteKind.ROUNDING, NoteKind.MEMBERS))
"""Notes that stand with their target; the others are told where the data are judged."""
ABOUT_DATA = frozenset((NoteKind.PROXY, NoteKind.CONFLICT, NoteKind.VINTAGE))


class Verdict(Struct, frozen=True):
    """A verdict: its colour, its sign, its word and its footnote marks."""

    status: str
    tone: str
    sign: str
    word: str
    marks: str = ""


class Share(Struct, frozen=True):
    """How many targets have a verdict."""

    verdict: Verdict
    count: int


class TargetRow(Struct, frozen=True):
    """A target in the table of all; the keys sort it, empty ones always last."""

    id: str
    name: str
    clause: str
    verdict: Verdict
    cells: tuple[str, ...]
    clause_key: int
    verdict_key: int
    pace_key: str


class Card(Struct, frozen=True):
    """A target in full."""

    id: str
    name: str
    verdict: Verdict
    origin: str
    goal: tuple[str, ...]
    remark: str
    drawing: Drawing | None
    caption: str
    years: Table
    references: tuple[evidence.References, ...]
    arithmetic: tuple[str, ...]
    notes: tuple[str, ...]


class MembersCompared(Struct, frozen=True):
    """The members of a group: a chart where they have figures, and a table."""

    name: str
    standing: str
    drawing: Drawing | None
    caption: str
    table: Table


class Page(Struct, frozen=True):
    """Everything on the page, in its order."""

    language: str
    title: str
    document: str
    statements: tuple[str, ...]
    on_course: int
    all: int
    shares: tuple[Share, ...]
    words: dict[str, str]
    heads: dict[str, str]
    numbers: tuple[tuple[str, str], ...]
    rows: tuple[TargetRow, ...]
    signs: tuple[str, ...]
    cards: tuple[Card, ...]
    without_chart: str
    members: tuple[MembersCompared, ...]
    coverages: tuple[MembersCompared, ...]
    milestones: Table
    measures: Table
    links: tuple[str, ...]
    methods: Table
    methods_told: tuple[str, ...]
    conflicts: tuple[str, ...]
    documented: Table
    revisions: Table
    quality: tuple[str, ...]
    sources: tuple[evidence.Source, ...]
    more_sources: tuple[str, ...]
    run: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]


def page(dossier: Dossier, locale: Locale) -> Page:
    """Return the page on a dossier."""
    return _Writer(dossier, locale).page()


class _Writer:
    def __init__(self, dossier: Dossier, locale: Locale) -> None:
        self.dossier, self.locale, self.report = dossier, locale, dossier.report
        columns = target_columns(self.report, locale)
        self.columns = [columns[each] for each in PAGE]
        self.sources = evidence.sources(dossier, locale)
        self.listed = shown(self.sources, MOST_ROWS)
        self.numbers = {source.text: source.number for source in self.listed}

    def page(self) -> Page:
        report, locale = self.report, self.locale
        title, lines = head(report, locale)
        if not isinstance(title, Title) or not isinstance(lines, Lines):
            raise TypeError(title)
        document, *statements = lines.lines
        if report.targets:
            statements = statements[1:]  # the counts, which the headline has
        undefined = tuple(undefined_notes(report, locale))
        return Page(
            language="zh-CN" if locale.language == "zh" else "en",
            title=title.text,
            document=document,
            statements=tuple(statements),
            on_course=self.dossier.on_course,
            all=len(report.targets),
            shares=tuple(self._shares()),
            words={name: self._say(word) for name, word in WORDS.items()},
            heads={name: self._say(word) for name, word in self._heads()},
            numbers=tuple((column.id, column.title) for column in self.columns),
            rows=tuple(self._rows()),
            signs=tuple(sign_notes(report.targets, locale)),
            cards=tuple(map(self._card, self.dossier.targets, count())),
            without_chart=self._without_chart(),
            members=tuple(self._members()),
            coverages=tuple(map(self._coverage, self.dossier.coverages)),
            milestones=milestones(report, locale),
            measures=measures(report, locale),
            links=links(report, locale).items,
            methods=self._methods(),
            methods_told=(*disagreement(report, locale), *undefined),
            conflicts=tuple(
                note for note in notes(report, locale, ABOUT_DATA).items if note not in undefined
            ),
            documented=_telling(evidence.documented(self.dossier, locale)),
            revisions=evidence.revisions(self.dossier, locale),
            quality=tuple(evidence.summary(self.dossier, locale)),
            sources=tuple(self.listed),
            more_sources=rest(len(self.sources) - len(self.listed), locale),
            run=tuple(evidence.run(self.dossier, locale)),
            files=tuple((file.name, file.sha256) for file in self.dossier.run.files),
        )

    def _say(self, message: Message) -> str:
        return self.locale.text(message)

    def _heads(self) -> Iterator[tuple[str, Message]]:
        yield from (
            ("clause", say("Clause")),
            ("target", say("Target")),
            ("verdict", say("Verdict")),
            ("sources", say("Sources")),
            ("file", say("File")),
        )

    def _verdict(self, target: TargetResult) -> Verdict:
        status = target.status
        sign = SIGNS[status] or "–"
        return Verdict(
            status, tone(status), sign, self._say(STATUS[status]), verdict_mark(target).strip()
        )

    def _shares(self) -> Iterator[Share]:
        for status in sorted(Status, key=rank, reverse=True):
            if count := self.report.summary.get(status, 0):
                word = self._say(STATUS[status])
                yield Share(Verdict(status, tone(status), SIGNS[status] or "–", word), count)

    def _rows(self) -> Iterator[TargetRow]:
        by_clause = sorted(self.report.targets, key=lambda target: clause_key(target.clause))
        for position, target in enumerate(by_clause):
            yield TargetRow(
                id=target.id,
                name=self.locale.names(target.name),
                clause=target.clause,
                verdict=self._verdict(target),
                cells=tuple(column.text(target) for column in self.columns),
                clause_key=position,
                verdict_key=rank(target.status),
                pace_key="" if target.pace is None else str(target.pace),
            )

    def _without_chart(self) -> str:
        more = len(self.dossier.targets) - MOST_CHARTS
        if more <= 0:
            return ""
        return self._say(say("The charts of {count} more: clusterplan show draws each", count=more))

    def _card(self, of: tuple[TargetResult, Detail], at: int) -> Card:
        target, detail = of
        document = DetailDocument(detail, self.locale)
        years = document.years()
        return Card(
            id=target.id,
            name=self.locale.names(target.name),
            verdict=self._verdict(target),
            origin=self._origin(target, detail),
            goal=tuple(document.goal()),
            remark="" if detail.note is None else self.locale.names(detail.note),
            drawing=of_target(detail, target, self.locale) if at < MOST_CHARTS else None,
            caption=self._say(say("{name}: year by year", name=target.name)),
            years=years,
            references=tuple(
                evidence.references(detail, int(row[0]), self.numbers) for row in years.rows
            ),
            arithmetic=tuple(document.arithmetic()),
            notes=listed_items(
                [self._say(note.message) for note in target.notes if note.kind in ABOUT_TARGETS],
                self.locale,
            ),
        )

    def _origin(self, target: TargetResult, detail: Detail) -> str:
        clause = self._say(say("Clause {clause}", clause=target.clause))
        verb = [detail.verb] if detail.verb else []
        return self.locale.listed([clause, *verb, self._say(NATURE[target.nature])])

    def _members(self) -> Iterator[MembersCompared]:
        """Tell of every group that has no table by area."""
        told = {coverage.target.id for coverage in self.dossier.coverages}
        for target, detail in self.dossier.targets:
            if not target.members or target.id in told:
                continue
            summed = all(member.counts is None for member in target.members)
            yield MembersCompared(
                self.locale.names(target.name),
                self._standing(target),
                of_members(target, self.locale) if summed and target.actual else None,
                self._say(say("{name}: each member", name=target.name)),
                _telling(DetailDocument(detail, self.locale).members()),
            )

    def _standing(self, target: TargetResult) -> str:
        return self._say(
            say(
                "{actual}; goal: {goal}; {status}",
                actual=actual_cell(target, self.report.year, self.locale),
                goal=goal_cell(target, self.locale, with_year=True, with_gloss=False),
                status=self._say(STATUS[target.status]) + verdict_mark(target),
            )
        )

    def _coverage(self, coverage: Coverage) -> MembersCompared:
        header = (
            say("Area"),
            say("Reached"),
            say("Members that reached it"),
            say("Not yet"),
            say("Not known"),
        )
        rows = table_rows(coverage.parts, self._part, self.locale)
        table = Table(tuple(map(self._say, header)), rows, right=frozenset((1,)))
        name = self.locale.names(coverage.target.name)
        standing = self._standing(coverage.target)
        caption = self._say(say("{name}: by area", name=coverage.target.name))
        return MembersCompared(
            name, standing, of_coverage(coverage, self.locale), caption, _telling(table)
        )

    def _part(self, part: Part) -> tuple[str, ...]:
        done = self._say(say("{done} of {all}", done=len(part.reached), all=part.of))
        listed = map(self._names, (part.reached, part.missing, part.unknown))
        return (area(part.name, self.locale), done, *listed)

    def _names(self, members: tuple[MemberValue, ...]) -> str:
        if not members:
            return NOTHING
        names = [
            self.locale.names(member.name) + ("†" if member.illustrative else "")
            for member in members
        ]
        return named(names, MOST_ITEMS, self.locale)

    def _methods(self) -> Table:
        """Return what each method says where they disagree; everywhere for methods asked for."""
        report, locale = self.report, self.locale
        header = (self._say(say("Target")), self._say(say("Verdict")), *heads(report, locale))
        wanted = (
            target
            for target in report.targets
            if report.methods and (self.dossier.run.methods_chosen or target.methods_disagree)
        )
        rows = (
            (
                locale.names(target.name),
                self._say(STATUS[target.status]) + verdict_mark(target),
                *(opinion_cell(target, name, locale) for name in report.methods),
            )
            for target in wanted
        )
        return Table(header, tuple(rows))


def _telling(table: Table) -> Table:
    """Leave out the columns that have nothing to say in any row."""
    kept = [
        column
        for column in range(len(table.header))
        if any(row[column] not in ("", NOTHING) for row in table.rows)
    ]
    right = frozenset(new for new, old in enumerate(kept) if old in table.right)
    header = tuple(table.header[column] for column in kept)
    return Table(header, tuple(tuple(row[each] for each in kept) for row in table.rows), right)
