"""Rules of `validate` as plain text."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from clusterplan.base.messages import say, say_many
from clusterplan.checks.examples import told_apart
from clusterplan.render.columns import Column
from clusterplan.render.document.blocks import Lines, table
from clusterplan.render.words import LEVEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clusterplan.base.findings import Rule
    from clusterplan.checks.examples import Example
    from clusterplan.locale import Locale
    from clusterplan.render.document.blocks import Block

FAMILIES = {
    "CP0": say("Files and encodings"),
    "CP1": say("Shape of the files of figures"),
    "CP2": say("Values and units"),
    "CP3": say("Figures against each other"),
    "CP4": say("The plan"),
    "CP5": say("Figures and plan"),
    "CP6": say("Roll-ups of returns"),
    "CP7": say("Remarks"),
}
HOW = {
    "part": say("what it says of this"),
    "pipe": say("a named pipe"),
    "link to nowhere": say("a link to nowhere"),
    "written to meanwhile": say("a program writes to it while it is read"),
    "hex": say("its bytes in hexadecimal"),
    "escapes": say("\\x07 stands for the control character"),
    "repeated 40000 times": say("this line 40,000 times"),
}
"""How a file of an example comes about, in words."""


def render_rule(
    rule: Rule, examples: Sequence[Example], locale: Locale, *, every: bool = False
) -> str:
    """Render a rule with a bad and a good example, or with every one."""
    title = say("{code} ({level}): {what}", code=rule.code, level=LEVEL[rule.level], what=rule.what)
    parts = [title, rule.why, say("What to do: {mend}", mend=rule.mend)]
    shown = examples if every else _first_of_each(examples)
    text = "\n\n".join(locale.text(part) for part in parts) + "\n"
    text += "".join(f"\n{_example(example, examples, locale)}" for example in shown)
    if more := len(examples) - len(shown):
        told = say_many(
            "{count} more example: clusterplan explain {code} -v",
            "{count} more examples: clusterplan explain {code} -v",
            count=more,
            code=rule.code,
        )
        text += f"\n{locale.text(told)}\n"
    return text


def _first_of_each(examples: Sequence[Example]) -> list[Example]:
    kinds = ([each for each in examples if each.bad is bad] for bad in (True, False))
    return [min(kind, key=lambda each: len(each.name)) for kind in kinds if kind]


def _example(example: Example, examples: Sequence[Example], locale: Locale) -> str:
    others = [each for each in examples if each.bad is not example.bad]
    parts = [locale.text(say("Not so:") if example.bad else say("But so:"))]
    for file in told_apart(example, *_first_of_each(others)):
        how = f" ({_how(file.how, locale)})" if file.how else ""
        lines = [f"{file.name}{how}", *(f"  {line}" for line in file.text.splitlines())]
        parts += [f"    {line}".rstrip() for line in lines]
    return "\n".join(parts) + "\n"


def _how(how: str, locale: Locale) -> str:
    return locale.text(HOW[how]) if how in HOW else how


def rule_blocks(rules: Sequence[Rule], locale: Locale) -> list[Block]:
    """Return a list of rules, a table for each family."""
    told = locale.say("clusterplan explain CODE tells why, what to do, and gives examples.")
    families = groupby(rules, key=lambda rule: rule.code[: len("CP0")])
    tables = [table(_columns(code, locale), members) for code, members in families]
    return [*tables, Lines((told,))]


def _columns(family: str, locale: Locale) -> tuple[Column[Rule], ...]:
    return (
        Column("code", family, lambda rule: rule.code),
        Column(
            "level", locale.say("Level"), lambda rule: locale.text(LEVEL[rule.level]), whole=True
        ),
        Column("what", locale.text(FAMILIES[family]), lambda rule: locale.text(rule.what)),
    )
