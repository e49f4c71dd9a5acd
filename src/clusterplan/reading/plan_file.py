"""The plan file: YAML tree to `Plan`, every mistake with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pydantic import ValidationError

from clusterplan.findings import Finding, Level, has_errors
from clusterplan.messages import say
from clusterplan.plan import Plan
from clusterplan.reading.plan_errors import plan_errors
from clusterplan.reading.source import MAX_PLAN_BYTES, read_source
from clusterplan.reading.tree import read_tree, record_at, value_at

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from clusterplan.reading.tree import Place, Tree

_INDEX = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan as read: None when it is too broken, the places of its nodes, the findings."""

    file: str
    plan: Plan | None
    places: Mapping[Place, tuple[int, int]]
    findings: tuple[Finding, ...]
    text: str = ""
    root: Tree = None

    def locate(self, place: Place) -> tuple[int, int]:
        """Return line and column of a node, or of the nearest node around it that exists."""
        while place and place not in self.places:
            place = place[:-1]
        return self.places.get(place, (1, 1))

    def record_at(self, place: Place) -> str | None:
        """Return the entry that a node lies in, like `targets/zones`."""
        return record_at(self.root, place)

    def value_at(self, place: Place) -> str | None:
        """Return what stands at a node, None for lists and tables."""
        return value_at(self.root, place)


def read_plan_file(path: Path, name: str) -> PlanFile:
    """Read a plan file; `name` is what findings call it."""
    source = read_source(path, name, MAX_PLAN_BYTES)
    if source.text is None:
        return PlanFile(name, None, {}, source.findings)
    return parse_plan(source.text, name, source.findings)


def parse_plan(text: str, name: str, before: tuple[Finding, ...] = ()) -> PlanFile:
    """Turn the text of a plan file into a plan."""
    tree = read_tree(text, name)
    findings = [*before, *tree.findings]
    if tree.root is None and not has_errors(findings):
        message, hint = (
            say("the plan is empty"),
            say("see the plan file format: clusterplan schema"),
        )
        findings.append(Finding("CP401", Level.ERROR, name, 1, 1, message, hint))
    plan = None
    if tree.root is not None:
        try:
            plan = Plan.model_validate(tree.root)
        except ValidationError as error:
            blamed = {(finding.line, finding.column) for finding in findings}
            found = plan_errors(error, tree, name)
            findings += (item for item in found if (item.line, item.column) not in blamed)
    if has_errors(findings):
        plan = None
    keyed = tuple(_with_key(finding, tree.root) for finding in findings)
    return PlanFile(name, plan, tree.places, keyed, text, tree.root)


def _with_key(finding: Finding, root: Tree) -> Finding:
    parts = (finding.field or "").split(".")
    place = tuple(int(part) if _INDEX.fullmatch(part) else part for part in parts)
    return replace(finding, key=record_at(root, place))
