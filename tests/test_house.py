"""The rules of the house: what stands where, and what may know what."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
import yaml

from helpers import DATA, ROOT, SOURCE, nodes

MODULES = sorted(SOURCE.rglob("*.py"))

ROOMS = (
    ("base",),
    ("model",),
    ("methods", "reading"),
    ("judging",),
    ("checks",),
    ("views",),
    ("locale",),
    ("importing",),
    ("rollup",),
    ("render",),
    ("exporting",),
    ("schemas",),
    ("api", "cli"),
    ("__init__", "__main__"),
)
"""Each knows those above it, and itself; of two in one line neither knows the other."""


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).with_suffix("").parts[0]


def module_of(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    """Return the modules that a file imports, those for type checkers and late ones included."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in KNOWN else node.module


KNOWN = {module_of(path): path for path in MODULES}
OWN = {name: {each for each in imports(path) if each in KNOWN} for name, path in KNOWN.items()}


@pytest.mark.parametrize("name", OWN)
def test_rooms_know_those_below(name: str) -> None:
    below = [room for line in ROOMS for room in line]
    own = room_of(KNOWN[name])
    at = next(at for at, line in enumerate(ROOMS) if own in line)
    allowed = {own, *(room for line in ROOMS[:at] for room in line)}
    assert own in below
    known = {room_of(KNOWN[each]) for each in OWN[name] if each != "clusterplan"}
    assert known <= allowed, f"{name} knows {sorted(known - allowed)}"


def test_no_module_leads_back_to_itself() -> None:
    """Imports for type checkers count: whoever reads one file must not have to read it twice."""
    packages = {name for name, path in KNOWN.items() if path.name == "__init__.py"}
    sorter = TopologicalSorter({name: OWN[name] - packages for name in OWN if name not in packages})
    sorter.prepare()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_only_the_command_line_knows_the_world(path: Path) -> None:
    if room_of(path) in ("cli", "__main__"):
        return
    text = path.read_text(encoding="utf-8")
    assert not re.search(
        r"(?<!\.)\bprint\(|\bsys\.|\bexit\(|os\.environ|getenv|date\.today|\.now\(", text
    )
    if room_of(path) != "render":
        outside = {module.partition(".")[0] for module in imports(path)}
        assert not outside & {"typer", "rich", "tabulate"}


def test_nothing_in_the_code_names_the_plan_that_ships() -> None:
    plan = yaml.safe_load((DATA / "targets.yaml").read_text(encoding="utf-8"))
    named = [item for key in ("entities", "groups", "indicators", "targets") for item in plan[key]]
    words = {item["name"][language] for item in named for language in ("zh", "en")}
    words |= {item["id"] for item in named if "-" in item["id"]}
    words |= {"jilin", "吉林", plan["id"], plan["document"]}
    for path in SOURCE.rglob("*"):
        if path.suffix in (".py", ".json", ".po", ".pot", ".html", ".css", ".js"):
            text = path.read_text(encoding="utf-8").lower()
            found = [word for word in words if word.lower() in text]
            assert not found, f"{path.name} names {found}"


def test_every_message_is_a_plain_sentence() -> None:
    for path in MODULES:
        for node in nodes(path):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "say":
                first = node.args[0]
                variable = isinstance(first, (ast.Name, ast.Attribute))
                assert variable or isinstance(first, ast.Constant), f"{path.name}:{node.lineno}"


def test_security_names_tests_that_there_are() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8")))
    written = "".join(path.read_text("utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    assert named
    assert named <= set(re.findall(r"def (test_\w+)", written))


def test_a_quick_test_starts_no_process() -> None:
    with pytest.raises(pytest.fail.Exception, match="mark it slow"):
        subprocess.run([sys.executable, "-c", ""], check=True)
