"""Small builders: a plan with one target, rows for it, and the program run as users run it."""

from __future__ import annotations

import ast
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from clusterplan.base.findings import Finding
from clusterplan.checks import check_plan
from clusterplan.checks.examples import PLAN, Example, ExampleFile, plan_text
from clusterplan.cli.app import app
from clusterplan.cli.asked import Asked
from clusterplan.cli.found import Place
from clusterplan.cli.rollup_reading import RefusedError, Wanted, read_and_compute
from clusterplan.judging.assess import Inquiry, assess
from clusterplan.locale import LANGUAGES, Locale
from clusterplan.methods.definition import Method
from clusterplan.model.observations import Observation, ObsStatus, Qualifier
from clusterplan.model.plan import Plan, State
from clusterplan.model.results import Report, TargetResult
from clusterplan.reading.folder import read_folder
from clusterplan.reading.plan_file import PlanFile
from clusterplan.reading.yaml_tree import Places
from clusterplan.render.document.methods import MethodsDocument
from clusterplan.render.document.options import Options
from clusterplan.render.document.plan import PlanDocument
from clusterplan.render.document.report import ReportDocument
from clusterplan.rollup.definition_file import read_definition
from clusterplan.rollup.publishing import Publishing
from clusterplan.schemas import FOLDER as SCHEMAS
from clusterplan.views.whole_document import Dossier, File, Run, dossier

if TYPE_CHECKING:
    from playwright.sync_api import Browser

T = TypeVar("T")
Rows = tuple[Observation, ...]
EACH_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "clusterplan"
DATA = ROOT / "data"
PLANS = ROOT / "tests" / "plans"
COAST = PLANS / "coast"
NAME = {"zh": "名", "en": "name"}
RUN = Run("1.2.3", methods_chosen=False, files=(File("targets.yaml", "ab" * 32),))


def valid(name: str, text: str) -> Any:
    """Return what a JSON text holds, which fits the schema of this format."""
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    found = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.FormatChecker()
    jsonschema.Draft202012Validator(schema, format_checker=checker).validate(found)
    return found


def started(
    *command: str | Path, check: bool = False, **options: Any
) -> subprocess.CompletedProcess[str]:
    """Start a program, wait for its end, and return what it wrote."""
    options = {"capture_output": True, "encoding": "utf-8", **options}
    return subprocess.run([*map(str, command)], check=check, **options)


@dataclass(frozen=True)
class Installed:
    """clusterplan installed from its wheel, and an empty folder to call it from."""

    scripts: Path
    wheel: Path
    empty: Path

    @property
    def program(self) -> Path:
        """Where it is."""
        return self.scripts / "clusterplan"

    def run(
        self, *args: str | Path, env: dict[str, str] | None = None, **options: Any
    ) -> subprocess.CompletedProcess[str]:
        """Run the command in an environment without anything of this repository."""
        clean = {"PATH": os.defpath, "PYTHONUTF8": "1", **(env or {})}
        return started(self.program, *args, **{"cwd": self.empty, "env": clean, **options})

    def python(self, code: str) -> str:
        """Run a piece of Python in the second environment."""
        return started(self.scripts / "python", "-I", "-c", code, cwd=self.empty, check=True).stdout


def run(
    *args: str | Path, data: Path | None = None, env: Mapping[str, str] | None = None
) -> Result:
    """Run a command as users do, on this data folder if there is one."""
    words = [str(each) for each in (*args, *(("--data", data) if data else ()))]
    return CliRunner().invoke(app, words, prog_name="clusterplan", env=env)


def refused(done: Result, *says: str) -> None:
    """Assert that a command gave nothing but this reason."""
    assert (done.exit_code, done.stdout) == (2, "")
    told = " ".join(done.stderr.split())
    assert [each for each in says if each not in told] == [], told


def edit(path: Path, old: str, new: str) -> int:
    """Write something else into a file, once; return the line."""
    before, found, after = path.read_text("utf-8").partition(old)
    assert found, f"{path.name} has no {old}"
    path.write_text(before + new + after, "utf-8")
    return before.count("\n") + 1


WRITTEN_TO: set[str] = set()
"""Files that somebody else writes to at the moment when clusterplan opens them."""


def _write_meanwhile(event: str, args: tuple[object, ...]) -> None:
    name = os.path.abspath(str(args[0])) if event == "open" and WRITTEN_TO else ""  # noqa: PTH100 # no link is followed
    if name in WRITTEN_TO:
        WRITTEN_TO.remove(name)  # or this very writing would be one more
        with Path(name).open("a", encoding="utf-8") as file:
            file.write("\n")
        WRITTEN_TO.add(name)


sys.addaudithook(_write_meanwhile)


def rolled(
    folder: Path, year: int = 2008, day: date = date(2009, 3, 31), **options: Any
) -> list[Finding]:
    """Return what a roll-up finds in a folder, beside what `validate` does."""
    data = read_folder(folder, "data")
    asked = Asked(locale=Locale("en"), quiet=True)
    place = Place(folder, "data", "given")
    wanted = Wanted(
        year=year, published=day, today=day, engine="duckdb", master=None, memory="1GB",
        returns=None, register=None, details=None, yes=True, dry_run=True, **options,
    )  # fmt: skip
    file = read_definition(folder, "data", sure(data.plan))
    try:
        read = read_and_compute(asked, wanted, place, sure(data.plan), file)
    except RefusedError as refused:
        return list(refused.findings)
    found = Publishing(
        file.sound, read.computed, sure(data.plan), data.observations, year, file.file
    ).publication()
    return [*found.findings, *read.told.findings]


def lay_out_example(example: Example, folder: Path) -> None:
    """Make the data folder that an example describes."""
    folder.mkdir(exist_ok=True)
    files = [file for file in example.files if not file.is_part]
    if PLAN not in [file.name for file in files]:
        (folder / PLAN).write_text(plan_text(), encoding="utf-8")
    for file in files:
        path = folder / file.name
        path.parent.mkdir(exist_ok=True)
        _make(path, file)


def _make(path: Path, file: ExampleFile) -> None:
    """Make a file as the words in brackets say."""
    how = file.how
    if how == "pipe":
        os.mkfifo(path)
    elif how.startswith("link to "):
        path.symlink_to(how.removeprefix("link to "))
    elif how == "hex":
        path.write_bytes(bytes.fromhex(file.text))
    elif how == "escapes":
        text = re.sub(r"\\x(..)", lambda match: chr(int(match[1], 16)), file.text)
        path.write_text(text, encoding="utf-8")
    elif how == "written to meanwhile":
        path.write_text(file.text, encoding="utf-8")
        WRITTEN_TO.add(str(path))
    elif times := re.fullmatch(r"repeated (\d+) times", how):
        path.write_text(file.text * int(times[1]), encoding="utf-8")
    else:
        path.write_bytes(file.text.encode(how or "utf-8"))


def needed(program: str) -> str:
    """Return where a program is; without it skip the test, and fail where CI is to have it."""
    found = shutil.which(program)
    if found is None and os.environ.get("CI"):
        pytest.fail(f"CI is set, and there is no {program}")
    if found is None:
        pytest.skip(f"there is no {program}")
    return found


@contextlib.contextmanager
def started_browser() -> Iterator[Browser]:
    """Start Chromium, and end it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 # few tests have a browser

    program = needed("chromium")
    with sync_playwright() as driver:
        # The sandbox does not work for root, as which CI runs, and containers have little shared
        # memory; the only pages opened are our own.
        flags = ["--no-sandbox", "--disable-dev-shm-usage"]
        found = driver.chromium.launch(executable_path=program, args=flags)
        yield found
        found.close()


def plan_tree(
    *, indicator: dict[str, Any] | None = None, target: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """Return a plan for 2005-2010 with one indicator `x` and one target `t` (at least 100)."""
    goal = {"value": 100, "comparison": ">=", "unit": "个", "year": 2010, "path": "linear"}
    base = {"id": "t", "clause": "1", "name": NAME, "nature": "binding", "indicator": "x"}
    merged = {**base, **goal, **(target or {})}
    tree: dict[str, Any] = {
        "format": "clusterplan.plan/1",
        "id": "p",
        "title": NAME,
        "document": "d",
        "period": (2006, 2010),
        "base_year": 2005,
        "area": "area",
        "indicators": (
            {"id": "x", "name": NAME, "unit": "个", "direction": "increase", **(indicator or {})},
        ),
        "entities": ({"id": "area", "name": NAME, "kind": "area"},),
        "targets": ({key: item for key, item in merged.items() if item is not None},),
    }
    return {**tree, **more}


def write_plan(folder: Path, name: str, figures: tuple[str, ...], **parts: Any) -> Path:
    """Write a plan with one target, from 0 to 100 over five years, and figures from 2007 on."""
    tree = plan_tree(**{"target": {"baseline": {"value": 0}}, **parts}) | {
        "id": folder.name.lower()
    }
    tree["title"] = {"zh": f"{name}规划", "en": f"Plan {name}"}
    (folder / "actuals").mkdir(parents=True)
    (folder / "targets.yaml").write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
    for year, value in enumerate(figures, start=2007):
        row = f"x,,{value},个,{year + 1}-03-01,yearbook\n"
        text = f"indicator,entity,value,unit,published,source\n{row}"
        (folder / "actuals" / f"{year}.csv").write_text(text, encoding="utf-8")
    return folder


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return all that a file of Python is made of."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def with_towns(*towns: str, **target: Any) -> dict[str, Any]:
    """Return the parts of a plan with a goal for the group `g` of these towns."""
    kinds = {"area": "area"} | dict.fromkeys(towns, "town")
    return {
        "entities": tuple({"id": of, "name": NAME, "kind": kind} for of, kind in kinds.items()),
        "groups": ({"id": "g", "name": NAME, "kinds": ("town",)},),
        "target": {"group": "g", **target},
    }


def sure(value: T | None) -> T:
    """Return what is not None."""
    assert value is not None
    return value


def make_plan(**parts: Any) -> Plan:
    """Return a sound plan (see `plan_tree`)."""
    plan = Plan.model_validate(plan_tree(**parts))
    assert flaws(plan) == []
    return plan


def flaws(plan: Plan) -> list[str]:
    """Return the codes that the plan rules find."""
    return [finding.code for finding in plan_findings(plan)]


def with_goals(tree: dict[str, Any], *others: dict[str, Any]) -> Plan:
    """Return a plan with more goals, each like the first but for what is said of it."""
    (first,) = tree["targets"]
    return Plan.model_validate(tree | {"targets": (first, *(first | each for each in others))})


def plan_findings(plan: Plan) -> tuple[Finding, ...]:
    """Return what the plan rules find in a plan that no file holds."""
    return check_plan(PlanFile("plan", plan, Places(), ()))


def row(  # noqa: PLR0913 # one argument a column
    value: str | date | int,
    year: int,
    *,
    of: str = "x",
    entity: str = "area",
    unit: str = "个",
    status: ObsStatus = ObsStatus.NORMAL,
    qualifier: Qualifier = Qualifier.EXACT,
    published: date | None = None,
    series: str = "",
) -> Observation:
    """Return an observation; numbers as text, so that they stay exact."""
    held: Fraction | date | State
    if isinstance(value, date):
        held, unit = value, "date"
    elif value in ("not_started", "under_way", "done", "dropped"):
        held, unit = value, "state"  # type: ignore[assignment] # one of the states
    else:
        held = Fraction(value)
    decimals = len(value.partition(".")[2]) if isinstance(value, str) else None
    return Observation(
        of, entity, year, held, unit, status, qualifier, published, series, "s", decimals=decimals
    )


def report_on(plan: Plan, rows: list[Observation], year: int, **options: Any) -> Report:
    """Assess a plan."""
    return assess(plan, rows, year, **options)


def judge(plan: Plan, rows: list[Observation], year: int, **options: Any) -> TargetResult:
    """Return the result of a plan's first target."""
    return report_on(plan, rows, year, **options).targets[0]


def dossier_of(
    plan: Plan,
    rows: Iterable[Observation],
    year: int,
    *,
    run: Run = RUN,
    methods: Sequence[str] = (),
    **options: Any,
) -> Dossier:
    """Return all that a document needs."""
    return dossier(Inquiry(plan, rows, **options), year, run, methods)


def render_report(
    report: Report,
    form: str,
    locale: Locale,
    options: Options | None = None,
    *,
    explain: bool = False,
) -> str:
    """Return a report in a format."""
    return ReportDocument(report, locale, explain=explain).render(form, options or Options())


def render_plan(plan: Plan, form: str, locale: Locale, options: Options | None = None) -> str:
    """Return the commitments of a plan in a format."""
    return PlanDocument(plan, locale).render(form, options or Options())


def render_methods(
    methods: Sequence[Method],
    form: str,
    locale: Locale,
    options: Options | None = None,
    *,
    in_full: bool,
) -> str:
    """Return methods in a format."""
    return MethodsDocument(methods, locale, in_full=in_full).render(form, options or Options())
