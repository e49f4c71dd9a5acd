"""The plan file: YAML tree to `Plan`, every mistake with its line."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace
from pydantic import ValidationError

from clusterplan.base.findings import MAX_FINDINGS, Finding, KeptFindings, Level, has_errors
from clusterplan.base.messages import say
from clusterplan.model.plan import Plan, said_once
from clusterplan.reading.limits import USUAL, Limits
from clusterplan.reading.lines import NOTHING, Text
from clusterplan.reading.plan_errors import plan_errors
from clusterplan.reading.yaml_tree import Places, read_tree, record_at

if TYPE_CHECKING:
    from clusterplan.reading.encoding import Source
    from clusterplan.reading.yaml_tree import Tree

_INDEX = re.compile(r"[0-9]{1,6}")


class PlanFile(Struct, frozen=True):
    """A plan as read: None when it is too broken, the places of its nodes, the findings.

    `beyond` counts the findings that were not kept.
    """

    file: str
    plan: Plan | None
    places: Places
    findings: tuple[Finding, ...]
    text: Text = NOTHING
    beyond: Counter[str] = field(default_factory=Counter)
    root: Tree = None


def parse_plan_source(source: Source, limit: int, limits: Limits) -> PlanFile:
    """Turn a plan file into a plan, or the reasons why it could not be read into findings."""
    if source.text is None:
        return PlanFile(source.file, None, Places(), source.findings)
    return parse_plan(source.text, source.file, source.findings, limit, limits)


def parse_plan(
    text: Text | str,
    name: str,
    before: tuple[Finding, ...] = (),
    limit: int = MAX_FINDINGS,
    limits: Limits = USUAL,
) -> PlanFile:
    """Turn the text of a plan file into a plan; keeps so many findings of each code."""
    text = Text.of(text) if isinstance(text, str) else text
    kept = KeptFindings(limit, before)
    tree = read_tree(str(text), name, kept, limits)
    if tree.root is None and not has_errors(kept.findings):
        message, hint = (
            say("the plan is empty"),
            say("see the plan file format: clusterplan schema"),
        )
        kept.add(Finding("CP401", Level.ERROR, name, 1, 1, message, hint))
    plan = None
    if tree.root is not None:
        try:
            plan = Plan.model_validate(tree.root, context=said_once(tree.root))
        except ValidationError as error:
            plan_errors(error, tree, name)
    if has_errors(kept.findings):
        plan = None
    keyed = tuple(_with_key(finding, tree.root) for finding in kept.findings)
    return PlanFile(name, plan, tree.places, keyed, text, kept.beyond, tree.root)


def _with_key(finding: Finding, root: Tree) -> Finding:
    parts = (finding.field or "").split(".")
    place = tuple(int(part) if _INDEX.fullmatch(part) else part for part in parts)
    return replace(finding, key=record_at(root, place))
