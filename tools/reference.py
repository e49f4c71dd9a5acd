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
from clusterplan.locale import Locale
from clusterplan.methods import NAMES, method
from clusterplan.model.observations import ObsStatus, Qualifier
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
then the series that the plan prefers; then the latest day."""
ABOUT_STATUS = """\
## Status

The words of SDMX (`CL_OBS_STATUS`), and one of our own, `illustrative`."""
STATUS = {
    ObsStatus.NORMAL: "an outcome, as published",
    ObsStatus.PROVISIONAL: "an outcome that will be revised",
    ObsStatus.ESTIMATED: "derived from other published figures; `note` says how",
    ObsStatus.FORECAST: "no outcome yet: gives way to any outcome, and is marked ‡",
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


def csv_columns() -> str:
    """Return the page of the actuals files."""
    rows = ((code(name) + _optional(name), COLUMN[name]) for name in COLUMNS)
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


def _optional(column: str) -> str:
    return "" if column in REQUIRED else " (optional)"


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
    "csv.md": csv_columns,
    "rules.md": rules,
    "json.md": json_formats,
    "methods.md": methods,
}
"""The pages that are written."""


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, write in PAGES.items():
        (FOLDER / name).write_text(write(), encoding="utf-8", newline="\n")
