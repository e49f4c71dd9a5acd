"""Rules of `validate` as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.messages import say
from clusterplan.render.blocks import Lines, Table, Title
from clusterplan.render.plain import plain_text
from clusterplan.render.words import LEVEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clusterplan.checks.examples import Example
    from clusterplan.findings import Rule
    from clusterplan.locale import Locale


def render_rule(rule: Rule, examples: Sequence[Example], locale: Locale) -> str:
    """Render a rule with its examples."""
    level = locale.text(LEVEL[rule.level])
    head = plain_text(
        [
            Title(f"{rule.code} ({level})"),
            Lines((locale.text(rule.what), locale.text(rule.why))),
        ]
    )
    return head + "".join(f"\n{_example(example, locale)}" for example in examples)


def _example(example: Example, locale: Locale) -> str:
    title = say("Not so:") if example.bad else say("But so:")
    parts = [locale.text(title)]
    for file in example.files:
        name = f"{file.name} ({file.how})" if file.how else file.name
        lines = [name, *file.text.splitlines()]
        parts += [f"    {line}".rstrip() for line in lines]
    return "\n".join(parts) + "\n"


def render_rules(rules: Sequence[Rule], locale: Locale) -> str:
    """Render a list of rules."""
    header = tuple(
        locale.text(cell) for cell in (say("Code"), say("Level"), say("How it should be"))
    )
    rows = tuple(
        (rule.code, locale.text(LEVEL[rule.level]), locale.text(rule.what)) for rule in rules
    )
    return plain_text([Table(header, rows)])
