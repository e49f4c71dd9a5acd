"""The rules of the house: what stands where, and what may know what."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from helpers import DATA, ROOT

SOURCE = ROOT / "src" / "clusterplan"
MODULES = sorted(SOURCE.rglob("*.py"))

LAYERS = (
    ("exact", "units", "messages", "spreadsheet_text", "folding"),
    ("plan", "actuals", "findings", "paths"),
    ("goals", "figures", "methods", "rounding"),
    ("changes",),
    ("evaluation", "report"),
    ("case", "outlook", "certainty", "second_opinions"),
    ("verdicts", "commitments", "linked", "vintages", "waiting"),
    ("assessment", "reading"),
    ("trend", "detail"),
    ("dossier",),
    ("checks",),
    ("locale",),
    ("importing",),
    ("render", "schemas"),
    ("process",),
    ("api", "cli"),
    ("__init__", "__main__"),
)
"""Lower layers know nothing of higher ones; within one layer modules may know each other."""


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).with_suffix("").parts[0]


def imports(path: Path) -> Iterator[str]:
    """Return the modules that a file imports, those for type checkers and late ones included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def level(name: str) -> int:
    (found,) = (index for index, layer in enumerate(LAYERS) if name in layer)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_go_one_way(path: Path) -> None:
    own = level(name_of(path))
    for module in imports(path):
        parts = module.split(".")
        if parts[0] == "clusterplan" and len(parts) > 1 and parts[1] != "__version__":
            known = [layer for layer in LAYERS if parts[1] in layer]
            if known:
                assert level(parts[1]) <= own, f"{path.name} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_only_the_command_line_knows_the_world(path: Path) -> None:
    if name_of(path) in ("cli", "process", "__main__"):
        return
    text = path.read_text(encoding="utf-8")
    assert not re.search(
        r"(?<!\.)\bprint\(|\bsys\.|\bexit\(|os\.environ|getenv|date\.today|\.now\(", text
    )
    if name_of(path) != "render":
        outside = {module.partition(".")[0] for module in imports(path)}
        assert not outside & {"typer", "rich", "tabulate"}


def test_every_module_has_its_layer() -> None:
    known = {name for layer in LAYERS for name in layer}
    assert {name_of(path) for path in MODULES} == known


def test_nothing_in_the_code_names_the_plan_that_ships() -> None:
    plan = yaml.safe_load((DATA / "targets.yaml").read_text(encoding="utf-8"))
    named = [item for key in ("entities", "groups", "indicators", "targets") for item in plan[key]]
    words = {item["name"][language] for item in named for language in ("zh", "en")}
    words |= {item["id"] for item in named if "-" in item["id"]}
    words |= {"jilin", "吉林", plan["id"], plan["document"]}
    for path in SOURCE.rglob("*"):
        if path.is_file() and path.suffix in (
            ".py",
            ".json",
            ".po",
            ".pot",
            ".html",
            ".css",
            ".js",
        ):
            text = path.read_text(encoding="utf-8").lower()
            found = [word for word in words if word.lower() in text]
            assert not found, f"{path.name} names {found}"


def test_every_message_is_a_plain_sentence() -> None:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
                first = node.args[0]
                variable = isinstance(first, (ast.Name, ast.Attribute))
                assert variable or isinstance(first, ast.Constant), f"{path.name}:{node.lineno}"


def test_security_names_tests_that_there_are() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8")))
    written = "".join(path.read_text("utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    assert named
    assert named <= set(re.findall(r"def (test_\w+)", written))
