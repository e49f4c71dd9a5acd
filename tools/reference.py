"""Write the reference pages of the documentation from the program: `python tools/reference.py`.

Commands come from their help, the plan file and the JSON formats from their schemas, rules from
the registry and its examples, methods from their definitions, columns and units from the readers.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from schema_tables import code, objects, table

from clusterplan.base.exact import as_fraction_text, exactly
from clusterplan.base.units import UNITS, Dimension, Unit
from clusterplan.checks import RULES
from clusterplan.checks.examples import PLAN, Example, examples_of, plan_text
from clusterplan.cli.app import app
from clusterplan.exporting.sdmx_mapping import Mapping
from clusterplan.locale import Locale
from clusterplan.methods import NAMES, method
from clusterplan.model.observations import ObsStatus, Qualifier
from clusterplan.model.remarks import KINDS
from clusterplan.reading import remarks_file
from clusterplan.reading.csv_cells import STATES
from clusterplan.reading.row_reader import COLUMNS, REQUIRED
from clusterplan.render.document.methods import MethodsDocument
from clusterplan.render.document.options import Options
from clusterplan.render.text.markdown import escaped
from clusterplan.render.words import LEVEL, OBS_STATUS
from clusterplan.schemas import FOLDER as SCHEMAS
from clusterplan.schemas import plan_schema, rollup_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from clusterplan.base.findings import Rule

FOLDER = Path(__file__).parents[1] / "docs" / "reference"
ENGLISH = Locale("en")
WRITTEN = "<!-- Written by tools/reference.py: change the program, not this page. -->"


def page(title: str, about: str, parts: Iterable[str]) -> str:
    """Return a page: what it is for, then its parts."""
    return "\n\n".join([f"# {title}", WRITTEN, about.strip(), *parts]) + "\n"


def block(text: str, language: str = "text") -> str:
    """Return a fenced block, with a fence that the text does not hold."""
    fence = "````" if "```" in text else "```"
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


# Commands

ABOUT_COMMANDS = """\
What each command takes, as `clusterplan COMMAND --help` prints it. [Exit codes](exit-codes.md) have
a page of their own.
"""


def commands() -> str:
    """Return the page of commands: the help of each, 80 columns wide."""
    names = getattr(typer.main.get_command(app), "commands", {})
    parts = [f"## {name}\n\n{block(_help(name))}" for name in names]
    return page("Commands", ABOUT_COMMANDS, [block(_help()), *parts])


def _help(*command: str) -> str:
    call = [sys.executable, "-m", "clusterplan", *command, "--help"]
    # Nothing of this machine's language and terminal.
    plain = {"COLUMNS": "80", "PYTHONUTF8": "1", "PATH": os.defpath}
    done = subprocess.run(call, env=plain, capture_output=True, encoding="utf-8", check=True)  # noqa: S603 # ours
    return done.stdout


# The plan file and the JSON formats

ABOUT_PLAN = """\
Every key of `targets.yaml`. `clusterplan schema` prints the same as a JSON Schema for editors;
`data/targets.schema.json` is a copy of it. Unknown keys are errors. A number that no decimal states
may be written as a fraction: `1/3`.
"""
ABOUT_MAPPING = """\
Every key of the file that `clusterplan export -f sdmx-csv --mapping FILE` takes; [how to
export](../how-to/export.md) has an example. Unknown keys are errors.
"""
ABOUT_JSON = """\
What `--format json` prints. Programs may rely on a format: keys may be added to it, but none is
taken away or changes its meaning without a new number. What cannot be computed is `null`, never 0.
The schemas are in the package, in `clusterplan/schemas`.
"""


ABOUT_ROLLUP = """\
Every key of `rollup.yaml`, which lies beside `targets.yaml` and says how returns of single units
become its figures. `clusterplan schema --rollup` prints the same as a JSON Schema for editors;
`clusterplan init DIR --rollup` makes one with comments. Unknown keys are errors.
"""


def rollup_file() -> str:
    """Return the page of the definition of a roll-up."""
    return page("The roll-up file", ABOUT_ROLLUP, objects(json.loads(rollup_schema()), ""))


def plan_file() -> str:
    """Return the page of the plan file."""
    parts = objects(json.loads(plan_schema()), "")
    # Null is as good as leaving a key out.
    plain = (
        part.replace(" or null |", " |").replace(" unit |", " [unit](csv.md#units) |")
        for part in parts
    )
    return page("The plan file", ABOUT_PLAN, plain)


def sdmx_mapping() -> str:
    """Return the page of the mappings of `export`."""
    return page("Mappings to SDMX", ABOUT_MAPPING, objects(Mapping.model_json_schema(), ""))


def json_formats() -> str:
    """Return the page of the JSON formats, one part per schema."""
    paths = sorted(SCHEMAS.glob("*.schema.json"))
    return page("JSON formats", ABOUT_JSON, [part for path in paths for part in _format(path)])


def _format(path: Path) -> Iterator[str]:
    schema = json.loads(path.read_text(encoding="utf-8"))
    yield f"## {code(schema['properties']['format']['const'])}"
    yield f"{schema.get('description', '')} Schema: {code(path.name)}.".strip()
    yield from objects(schema, path.name.partition(".")[0] + ".")


# Actuals files

ABOUT_CSV = """\
What stands in `actuals/YEAR.csv`, the figures of a year: UTF-8 (GB18030 is read too), separated by
commas, with the column names in the first line, in any order.
"""
COLUMN = {
    "indicator": "the id of an indicator, a milestone or a measure of the plan",
    "entity": "whom it describes: an id or a name; empty for the plan's own area",
    "value": "a number in plain digits, with the zeros that were printed; a day where the unit is"
    f" `date`; a state where it is `state`: {', '.join(code(state) for state in STATES)}; empty"
    " while it is awaited",
    "unit": "[one of these](#units), of this row; converted exactly to the plan's",
    "obs_status": "[how it came about](#status); empty is `normal`",
    "qualifier": f"how exactly it was stated: {', '.join(code(each) for each in Qualifier)};"
    " empty is `exact`",
    "published": "the day of publication: `YYYY-MM-DD`, or `YYYY-MM` and `YYYY` for their last day",
    "series": "which of several sources for the same figure; empty is the default one",
    "source": "where it was published",
    "note": "what else to know about it",
    "year": "must be the file's own",
}
VINTAGES = """\
A later publication of a figure is a further row with a later `published`: nothing is overwritten.
Of several rows for a figure an outcome counts before a forecast and both before an illustration;
then the series that the plan prefers; then the latest day.

A report takes the state of a measure from the row of its year, so there is one in each. What a row
says of a milestone holds for later years too."""
ABOUT_STATUS = """\
## Status

The words of SDMX (`CL_OBS_STATUS`), and one of our own, `illustrative`."""
STATUS = {
    ObsStatus.NORMAL: "an outcome, as published",
    ObsStatus.PROVISIONAL: "an outcome that will be revised",
    ObsStatus.ESTIMATED: "derived from other published figures; `note` says how",
    ObsStatus.FORECAST: "no outcome yet: gives way to any outcome, and is marked ‡;"
    " nothing is done by it",
    ObsStatus.MISSING: "awaited: `value` is empty",
    ObsStatus.SUPPRESSED: "withheld, as it would tell of a respondent: `value` is empty;"
    " earlier vintages of its series no longer count",
    ObsStatus.BREAK: "not comparable with the years before",
    ObsStatus.DEFINITION_DIFFERS: "of another scope than the plan's",
    ObsStatus.ILLUSTRATIVE: "invented: gives way to every other figure, and is marked †",
}
ABOUT_UNITS = """\
## Units

These symbols are known, and what they make up:

- multiples: 百, 千, 万, 十万, 百万, 千万, 亿, 万亿, or hundred, thousand, million, billion,
  trillion before a unit that is counted or measured (`百万人`, `million people`, `billion m³`);
- the SI's prefixes before its units (`kt`, `GWh`, `km²`);
- quotients of two of them (`万元/人`, `件/万人`, `t/ha`);
- currencies by their ISO 4217 codes and usual Chinese names (`USD`, `亿美元`, `million EUR`): none
  converts into another;
- what the plan declares under `units`, with multiples and quotients of it (see the
  [plan file](plan-file.md)).

亿 is 10⁸, so 1 亿元 is a tenth of a billion yuan; “亿” or “billion” without a unit is refused.
Figures convert exactly within one kind, never between two kinds. A figure with unit `1` is shown
in per cent where a formula makes it a quotient or the indicator says `percent: true`, else as a
number."""


# Remarks

ABOUT_REMARKS = """\
What stands in `remarks/YEAR.csv`, what is said of a year beside its figures: UTF-8 (GB18030 is
read too), separated by commas, with the column names in the first line, in any order. YEAR is a
year after the base year up to the end of the plan. Nobody has to write one: a plan without the
folder is judged as ever. [How to write them](../how-to/say-why.md) shows one grow.
"""
REMARK = {
    "commitment": "the id of a target, a milestone or a measure of the plan, or a whole name of it",
    "kind": f"one of these: {', '.join(code(kind) for kind in KINDS)}",
    "text": "what is said, in the plan's language",
    "body": "who says it, or is to act: an id or a name of `bodies` in the plan",
    "due": "of an action, the day by which it is to be done: `YYYY-MM-DD`, or `YYYY-MM` and `YYYY`"
    " for their last day",
    "state": f"of an action: {', '.join(code(state) for state in STATES)}",
    "status": "of a judgement: [a verdict](#judgements)",
    "published": "the day on which it was published, in the same forms; undated ones are the"
    " oldest, and `--as-of` leaves them out",
    "source": "where it was published; one that says `illustrative` marks a remark that was"
    " invented, which reports mark †",
}
ABOUT_TEXTS = """\
`text_fr`, `text_zh` and the like hold the text in other languages; a report in a language that
there is not shows the first.

## Kinds"""
SAYS = {
    "judgement": "how the body itself judges the commitment; reports show it beside the computed"
    " verdict, and count where the two differ",
    "reason": "why things stand as they do",
    "action": "what is done about it, by whom and until when",
    "risk": "what could go wrong",
}
ABOUT_STATEMENTS = """\
A later remark of the same body, commitment and kind replaces the earlier one; those of one day
stand side by side. A report tells the judgements, reasons and risks of its own year, and
[actions](#actions) until they are done or dropped.

## Judgements

The words of verdicts, as the commitment has them. A judgement differs where its word stands higher
or lower than the computed one among them; `met` and `met_early` say the same. Beside `no_data` or
`no_baseline` it is not held against anything."""
ABOUT_ACTIONS = """\
## Actions

An action is known by its commitment, its body and its text: a row with the same three, in the file
of a later year or with a later day, says how it goes on. What such a row leaves empty, `due` or
`state`, is as before. Another `due` is a deadline that moved: reports tell the first day, and list
each change with its day and source. An action of an earlier year is told again every year until a
row says `done` or `dropped`, and once more in the report of that row's year.

It is **overdue** where it is not done or dropped and its day is past on the day of the report:
that of `--as-of`, else 31 December of the report's year. A row published later than that, which
says that the action is not done yet, makes it overdue too if its day was past by then."""


def csv_columns() -> str:
    """Return the page of the actuals files."""
    rows = ((code(name) + _optional(name, REQUIRED), COLUMN[name]) for name in COLUMNS)
    statuses = ((code(each), ENGLISH.text(OBS_STATUS[each]), STATUS[each]) for each in ObsStatus)
    parts = [
        table(("column", "holds"), rows),
        VINTAGES,
        ABOUT_STATUS,
        table(("status", "reports call it", "means"), statuses),
        ABOUT_UNITS,
        table(("unit", "in English", "kind", "is"), map(_unit, UNITS.values())),
    ]
    return page("Actuals files", ABOUT_CSV, parts)


def remarks() -> str:
    """Return the page of the files of remarks."""
    columns = remarks_file.COLUMNS
    rows = ((code(name) + _optional(name, remarks_file.REQUIRED), REMARK[name]) for name in columns)
    verdicts = ((kind, _listed(words)) for kind, words in remarks_file.VERDICTS.items())
    parts = [
        table(("column", "holds"), rows),
        ABOUT_TEXTS,
        table(("kind", "says"), ((code(kind), SAYS[kind]) for kind in KINDS)),
        ABOUT_STATEMENTS,
        table(("judgement on a", "status"), verdicts),
        ABOUT_ACTIONS,
    ]
    return page("Remarks", ABOUT_REMARKS, parts)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(map(code, words))


def _optional(column: str, required: Iterable[str]) -> str:
    return "" if column in required else " (optional)"


def _unit(unit: Unit) -> tuple[str, ...]:
    sign = "" if unit.dimension == Dimension.RATIO else ENGLISH.unit_sign(unit)
    return code(unit), "–" if sign in ("", unit) else sign, unit.dimension, _is(unit)


def _is(unit: Unit) -> str:
    """Say how many of its kind's basic unit a unit is."""
    alike = [each for each in UNITS.values() if each.dimension == unit.dimension]
    basic = next((each for each in alike if each.factor == 1), unit)
    if not unit.numeric or unit.factor == 1:
        return "–" if unit == basic else basic
    factor = as_fraction_text(unit.factor) or f"{exactly(unit.factor):,f}"
    return f"{factor} {basic}".removesuffix(" 1")


# Rules and methods

ABOUT_RULES = """\
What `clusterplan validate` checks: each code, how things should be, why, what to do, and an example
of each kind. `clusterplan explain CODE` prints the same. A code never changes its meaning.
"""
FAMILIES = {
    "CP0xx": "file and encoding",
    "CP1xx": "shape of the table",
    "CP2xx": "values and units",
    "CP3xx": "figures against each other",
    "CP4xx": "the plan file",
    "CP5xx": "the plan against the figures",
    "CP7xx": "remarks",
}
ABOUT_METHODS = """\
The ways of judging progress: formula, cut-offs, edge cases, sources. `clusterplan methods NAME`
prints the same. [Why they disagree](../explanation/methods.md) is explained elsewhere.
"""


def rules() -> str:
    """Return the page of rules, each with a bad and a good example."""
    listed = (
        (f"[{rule.code}](#{rule.code.lower()})", _level(rule), escaped(ENGLISH.text(rule.what)))
        for rule in RULES
    )
    parts = [
        table(("codes", "about"), FAMILIES.items()),
        table(("code", "level", "how it should be"), listed),
        *map(_rule, RULES),
        "## The plan of the examples",
        "Where an example shows no plan, it has this one:",
        block(plan_text(), "yaml"),
    ]
    return page("Rules", ABOUT_RULES, parts)


def _level(rule: Rule) -> str:
    return ENGLISH.text(LEVEL[rule.level])


def _rule(rule: Rule) -> str:
    examples = examples_of(rule.code)
    bad, good = (next(each for each in examples if each.bad is kind) for kind in (True, False))
    told = (_level(rule).capitalize() + ".", *map(ENGLISH.text, (rule.what, rule.why, rule.mend)))
    parts = [f"## {rule.code}", escaped(" ".join(told)), "Not so:", _example(bad)]
    return "\n\n".join([*parts, "But so:", _example(good)])


def _example(example: Example) -> str:
    parts = []
    for file in example.files:
        language = "text" if file.how else "yaml" if file.name == PLAN else "csv"
        name = code(file.name) + (f" ({file.how})" if file.how else "")
        parts += [name, block(file.text, language)]
    return "\n\n".join(parts)


def methods() -> str:
    """Return the page of methods, each in full under a heading of its own."""
    found = (MethodsDocument([method(name)], ENGLISH, in_full=True) for name in NAMES)
    lines = (each.render("markdown", Options()).rstrip().splitlines() for each in found)
    deeper = ("\n".join(f"#{line}" if line.startswith("#") else line for line in t) for t in lines)
    return page("Methods", ABOUT_METHODS, deeper)


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "plan-file.md": plan_file,
    "rollup-file.md": rollup_file,
    "sdmx-mapping.md": sdmx_mapping,
    "csv.md": csv_columns,
    "remarks.md": remarks,
    "rules.md": rules,
    "json.md": json_formats,
    "methods.md": methods,
}
"""The pages that are written."""


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, write in PAGES.items():
        (FOLDER / name).write_text(write(), encoding="utf-8", newline="\n")
