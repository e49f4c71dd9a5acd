"""What is fuzzed: each reader as the program uses it, on bytes alone, and inputs to begin with.

Each goes on to what the command prints, since what a reader lets through must not break what comes
after it.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from clusterplan.base.findings import has_errors
from clusterplan.checks import check_data
from clusterplan.checks.chosen_findings import Wishes, sifted
from clusterplan.checks.examples import FOLDER, plan_text
from clusterplan.importing.checked_import import outcome_of
from clusterplan.importing.file_kinds import read_sheets
from clusterplan.importing.limits import UnreadableError
from clusterplan.importing.table_figures import read_figures
from clusterplan.importing.understanding import Given
from clusterplan.judging.assess import Inquiry
from clusterplan.locale import LANGUAGES, Locale
from clusterplan.reading.actuals_file import ActualsFile, parse_actuals
from clusterplan.reading.encoding import decode
from clusterplan.reading.folder import DataFolder
from clusterplan.reading.limits import USUAL
from clusterplan.reading.plan_file import PlanFile, parse_plan, parse_plan_source
from clusterplan.render import FORMATS
from clusterplan.render.document.import_blocks import render_import
from clusterplan.render.document.options import Options
from clusterplan.render.document.plan import PlanDocument
from clusterplan.render.document.report import ReportDocument
from clusterplan.render.findings.formats import FORMATS as FINDING_FORMATS
from clusterplan.render.findings.formats import View, render_findings
from test_import_hostile import REFUSED, ROWS
from workbooks import Shown, csv, ods, xls, xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).parents[1]
COAST = ROOT / "tests" / "plans" / "coast"
LARGEST_SEED = 30_000
YEAR = 2008
TABLE = (
    ("指标", "单位", "地区", "2007年", "2008年", "数据来源"),
    ("地区生产总值", "亿元", "吉林省", 5284.69, "约6426.1", "年鉴"),
    ("民营经济增加值占地区生产总值比重", "%", None, Shown(0.417, "0.0%"), "—", "2009-11-18"),
    ("GDP of the province", "billion yuan", "", True, "642.6（预计）", None),
)


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader: what it does with bytes, and bytes to begin with."""

    run: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]]


def read_plan(data: bytes) -> None:
    """Do with a plan what `validate`, `targets` and `check` do."""
    source = decode(data, "targets.yaml")
    plan_file = parse_plan_source(source, 1000, USUAL)
    _judge(DataFolder(plan_file, (), plan_file.findings), data)


PLAN = parse_plan((ROOT / "data" / "targets.yaml").read_text("utf-8"), "targets.yaml")
SMALL = parse_plan(plan_text(), "targets.yaml")


def read_figures_file(data: bytes) -> None:
    """Do with a year's CSV what `validate` and `check` do, for a small plan and a large one."""
    for plan in (SMALL, PLAN):
        _judge(_folder(plan, _actuals(data, plan)), data)


def read_table(data: bytes) -> None:
    """Do with a foreign file what `import --dry-run` does."""
    try:
        sheets = read_sheets(data)
    except UnreadableError as refused:
        if "MemoryError" in str(refused):
            raise MemoryError from refused
        return
    if PLAN.plan is None:
        raise ValueError(PLAN.findings)
    reading = read_figures(sheets, PLAN.plan, Given("file", YEAR))
    folder = _folder(PLAN)
    outcome = outcome_of(reading, folder, PLAN.plan, lambda _: None, "actuals/{}.csv".format)
    name = _chosen(("text", "table"), data)
    render_import(outcome, PLAN.plan, "file", name, _locale(data), Options())


def read_part(template: bytes) -> Callable[[bytes], None]:
    """Return a reader of bytes that stand in the place of one member of an archive.

    The first byte says of which: so a change gets past the checksums, which stop nearly all others.
    """
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        members = [(name, archive.read(name)) for name in sorted(archive.namelist())]

    def run(data: bytes) -> None:
        if not data:
            return
        changed = data[0] % len(members)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for number, (name, content) in enumerate(members):
                archive.writestr(name, data[1:] if number == changed else content)
        read_table(out.getvalue())

    return run


def parts(template: bytes) -> list[bytes]:
    """Return what `read_part` reads the template itself from."""
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        names = sorted(archive.namelist())
        return [bytes([number]) + archive.read(name) for number, name in enumerate(names)]


def _actuals(data: bytes, plan_file: PlanFile) -> ActualsFile:
    name, source = f"actuals/{YEAR}.csv", decode(data, f"actuals/{YEAR}.csv")
    if source.text is None or plan_file.plan is None:
        return ActualsFile(name, YEAR, source.findings)
    return parse_actuals(source.text, name, YEAR, plan_file.plan, source.findings, 1000)


def _folder(plan_file: PlanFile, *files: ActualsFile) -> DataFolder:
    found = [finding for file in files for finding in file.findings]
    return DataFolder(plan_file, files, (*plan_file.findings, *found))


def _judge(folder: DataFolder, data: bytes) -> None:
    found, beyond, _ = check_data(folder)
    findings = [*folder.findings, *found]
    chosen = sifted(findings, Wishes(), files=folder.files, records=folder.records, beyond=beyond)
    view = View(chosen, lambda file, line: folder.lines(file, {line}).get(line), Options(), "1")
    render_findings(view, _chosen(FINDING_FORMATS, data), _locale(data))
    if folder.plan is None or has_errors(findings):
        return
    name = _chosen(FORMATS, data)
    PlanDocument(folder.plan, _locale(data)).render(name, Options())
    inquiry = Inquiry(folder.plan, folder.observations)
    for report in map(inquiry.report, folder.plan.years):
        ReportDocument(report, _locale(data), explain=True).render(name, Options())


def _chosen(names: tuple[str, ...], data: bytes) -> str:
    """Return one of some names, by the bytes, so that each input always does the same."""
    return names[zlib.crc32(data) % len(names)]


def _locale(data: bytes) -> Locale:
    return Locale(_chosen(LANGUAGES, data[::-1]))


def _examples(part: str) -> list[bytes]:
    """Return the files of all rules' examples whose name has a part."""
    pieces = [
        text for path in FOLDER.rglob("*.txt") for text in path.read_text("utf-8").split("-- ")
    ]
    pairs = [piece.split(" --\n", 1) for piece in pieces if " --\n" in piece]
    return [text.encode() for name, text in pairs if part in name]


def _plans() -> list[bytes]:
    paths = (ROOT / "data" / "targets.yaml", COAST / "targets.yaml", FOLDER / "targets.yaml")
    return [*(path.read_bytes() for path in paths), *_examples("targets")]


def _figures() -> list[bytes]:
    paths = [*(ROOT / "data" / "actuals").iterdir(), *(COAST / "actuals").iterdir()]
    return [*(path.read_bytes() for path in paths), *_examples("actuals")]


def _refused() -> list[bytes]:
    return [data for data, _ in REFUSED.values() if len(data) < LARGEST_SEED]


def _texts() -> list[bytes]:
    tables = [csv(rows, separator) for rows in (TABLE, ROWS) for separator in ",;\t"]
    return [*tables, csv(TABLE, "\t", "utf-16"), csv(TABLE, ",", "gb18030"), *_figures()]


XLSX, ODS, XLS = xlsx(TABLE, ["C2:C3"]), ods(TABLE, ["C2:C3"]), xls(TABLE, ["C2:C3"])
READERS = {
    "plan": Reader(read_plan, _plans),
    "csv": Reader(read_figures_file, _figures),
    "foreign": Reader(read_table, _texts),
    "xlsx": Reader(read_table, lambda: [XLSX, xlsx(ROWS), *_refused()]),
    "xlsx-parts": Reader(read_part(XLSX), lambda: parts(XLSX)),
    "ods": Reader(read_table, lambda: [ODS, ods(ROWS), *_refused()]),
    "ods-parts": Reader(read_part(ODS), lambda: parts(ODS)),
    "xls": Reader(read_table, lambda: [XLS, xls(ROWS)]),
}
