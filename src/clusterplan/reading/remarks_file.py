"""The files of remarks: what is said of each commitment, and what is wrong with the other rows."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

from msgspec import Struct, field

from clusterplan.base.findings import MAX_FINDINGS, Finding, KeptFindings, Level, shown
from clusterplan.base.messages import Message, say
from clusterplan.base.spreadsheet_text import as_meant
from clusterplan.model.plan import MAX_TEXT, Names
from clusterplan.model.remarks import KINDS, NO_JUDGEMENT, Remark
from clusterplan.model.status import MilestoneStatus, Status
from clusterplan.reading import csv_cells
from clusterplan.reading.csv_cells import STATES, BadCellError, names_of, published_day
from clusterplan.reading.csv_records import read_table
from clusterplan.reading.lines import NOTHING, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from clusterplan.model.plan import Plan
    from clusterplan.reading.csv_records import Cells, Table

COLUMNS = (
    "commitment",
    "kind",
    "text",
    "body",
    "due",
    "state",
    "status",
    "published",
    "source",
)
REQUIRED = ("commitment", "kind", "text")
_TEXT_IN = re.compile(r"text_([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)")
"""The column of another language than the plan's own."""
VERDICTS = {
    "target": tuple(str(each) for each in Status if each not in NO_JUDGEMENT),
    "milestone": tuple(each for each in get_args(MilestoneStatus) if each not in NO_JUDGEMENT),
    "measure": STATES,
}
"""What a judgement may say of each kind of commitment."""


class RemarksFile(Struct, frozen=True):
    """The remarks of a year, and the findings in their file; `beyond` counts those not kept."""

    file: str
    year: int
    findings: tuple[Finding, ...]
    text: Text = NOTHING
    records: int = 0
    beyond: Counter[str] = field(default_factory=Counter)
    remarks: tuple[Remark, ...] = ()
    table: Table | None = None

    def placed(self, findings: Sequence[Finding]) -> Sequence[Finding]:
        """Return findings on rows with the columns at which their fields stand."""
        return self.table.placed(findings) if self.table else findings


def parse_remarks(
    text: Text | str,
    name: str,
    year: int,
    plan: Plan,
    before: tuple[Finding, ...] = (),
    limit: int = MAX_FINDINGS,
) -> RemarksFile:
    """Read a file of remarks; what is meant by the arguments is as for `parse_actuals`."""
    text = Text.of(text) if isinstance(text, str) else text
    found = _TEXT_IN.finditer(text.first_line)
    languages = [match[0] for match in found if match[1] != plan.language]  # which text is in
    hint = say("the first line names the columns: {names}", names=", ".join(COLUMNS))
    table, header = read_table(text, name, (*COLUMNS, *languages), REQUIRED, hint)
    kept = KeptFindings(limit, [*before, *header])
    if table is None:
        return RemarksFile(name, year, tuple(kept.findings), text)
    read = list(_Reader(table, year, plan, kept).records())
    if not read:
        message = say("the file has a header and no records")
        hint = say("add a row for each remark, or remove the file")
        kept.add(Finding("CP108", Level.ERROR, name, 1, 1, message, hint))
    remarks = tuple(each for each in read if each is not None)
    findings = tuple(table.placed(kept.findings))
    return RemarksFile(name, year, findings, text, len(read), kept.beyond, remarks, table)


class _Reader:
    def __init__(self, table: Table, year: int, plan: Plan, kept: KeptFindings) -> None:
        self.table, self.year, self.plan, self.kept = table, year, plan, kept
        columns = table.columns
        self.at = {name: columns.index(name) if name in columns else -1 for name in COLUMNS}
        named = {name: match[1] for name in columns if (match := _TEXT_IN.fullmatch(name))}
        self._texts = {plan.language: self.at["text"]}
        self._texts |= {language: columns.index(name) for name, language in named.items()}
        self._kinds = {each.id: type(each).__name__.lower() for each in plan.commitments}
        self._commitments = _names(plan.commitments, "CP702", "commitment")
        self._bodies = _names(plan.bodies, "CP705", "body")

    def records(self) -> Iterator[Remark | None]:
        """Return the remark of each record, None where it states none."""
        for chunk in self.table.chunks():
            for line, cells in zip(chunk.lines, chunk.records, strict=False):
                if any(cells):
                    yield self._remark(line, cells)
            if chunk.error:
                self.kept.tell("CP107", self.table.broken, chunk.lines[-1], chunk.error)
                yield None

    def _remark(self, line: int, cells: Cells) -> Remark | None:
        """Return the remark that a record states, or tell all that is wrong with it."""
        if len(cells) != len(self.table.columns):
            self.kept.tell("CP106", self.table.uneven, line, len(cells))
            return None
        cells = [*cells, ""]  # of what the header lacks
        mistakes: list[BadCellError] = []

        def read(name: str, look: Callable[[str], Any]) -> Any:  # noqa: ANN401 # as the column has it
            try:
                return look(cells[self.at[name]].strip())
            except BadCellError as bad:
                mistakes.append(bad)
                return None

        commitment = read("commitment", self._commitments.find)
        kind = read("kind", _kind)
        remark = Remark(
            commitment=commitment,
            kind=kind,
            year=self.year,
            text=read("text", lambda _: self._text(cells)),
            body=read("body", self._body),
            due=read("due", partial(_due, kind)),
            state=read("state", partial(_state, kind)),
            status=read("status", partial(self._status, kind, commitment)),
            published=read("published", published_day),
            source=as_meant(cells[self.at["source"]].strip()),
            file=self.table.file,
            line=line,
        )
        for bad in mistakes:
            self.kept.tell(bad.code, self._finding, bad, line, cells)
        return None if mistakes else remark

    def _finding(self, bad: BadCellError, line: int, cells: Cells) -> Finding:
        about = (bad.field, shown(cells[self.at["commitment"]]), shown(cells[self.at[bad.field]]))
        return Finding(bad.code, Level.ERROR, self.table.file, line, 0, *bad.tell(), *about)

    def _text(self, cells: Cells) -> Names:
        """Return the text in all its languages, each as one line."""
        told = {tag: " ".join(cells[at].split()) for tag, at in self._texts.items()}
        texts = {tag: as_meant(text) for tag, text in told.items() if text}
        if not texts:
            raise _wrong("CP704", "text", say("the text is empty"), say("write what is to be told"))
        longest = max(map(len, texts.values()))
        if longest > MAX_TEXT:
            message = say("the text has {count} characters", count=longest)
            raise _wrong("CP704", "text", message, say("{limit} will do", limit=MAX_TEXT))
        return Names.model_construct(texts)

    def _body(self, text: str) -> str | None:
        if text and not self.plan.bodies:
            message = say("the plan has no bodies")
            raise _wrong("CP705", "body", message, say("name them in the plan, under bodies"))
        return self._bodies.find(text) if text else None

    def _status(self, kind: str | None, commitment: str | None, text: str) -> str | None:
        if kind not in (None, "judgement") and text:
            message = say("only a judgement has a status")
            raise _wrong("CP707", "status", message, say("empty it, or make the kind judgement"))
        if kind == "judgement" and not text:
            message = say("the judgement has no status")
            raise _wrong("CP707", "status", message, say("write the verdict of the body"))
        words = VERDICTS[self._kinds[commitment]] if commitment else ()
        if text and words and text not in words:
            raise csv_cells.unknown_word(text, words, "CP706", "status")
        return text or None


def _names(items: Sequence[Any], code: str, column: str) -> csv_cells.Names:
    """Return the names by which a column knows items of the plan."""
    also = {each.id: (*each.name.texts, *getattr(each, "also", ())) for each in items}
    return csv_cells.Names(names_of(also), code, column)


def _wrong(code: str, column: str, message: Message, hint: Message) -> BadCellError:
    return BadCellError(code, column, lambda: (message, hint))


def _kind(text: str) -> str:
    if text not in KINDS:
        raise csv_cells.unknown_word(text, KINDS, "CP703", "kind")
    return text


def _due(kind: str | None, text: str) -> object:
    _require_action(kind, "due", text)
    return published_day(text, "due")


def _state(kind: str | None, text: str) -> object:
    _require_action(kind, "state", text)
    return csv_cells.state_of(text, "state") if text else None


def _require_action(kind: str | None, column: str, text: str) -> None:
    if text and kind not in (None, "action"):
        message = say("{field} is for actions alone", field=column)
        raise _wrong("CP708", column, message, say("empty it, or make the kind action"))
