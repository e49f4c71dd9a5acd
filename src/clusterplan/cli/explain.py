"""`clusterplan explain`: what a code of `validate` means."""

from __future__ import annotations

from clusterplan.base.messages import say
from clusterplan.checks import RULES
from clusterplan.checks.examples import examples_of
from clusterplan.cli.asked import Asked
from clusterplan.cli.exit_codes import OK, BadValue
from clusterplan.cli.output import write, write_blocks
from clusterplan.cli.terminal import format_for, options_for
from clusterplan.render.findings.rule_text import render_rule, rule_blocks
from clusterplan.render.terminal.wrapping import within


def explain(asked: Asked, code: str | None) -> int:
    """Run `clusterplan explain`; return the exit code."""
    wanted, locale = (code or "").upper(), asked.locale
    family = [rule for rule in RULES if rule.code.startswith(wanted)]
    if not family or code == "":
        raise BadValue("CODE", say("there is no code {code}", code=f"'{code}'"))
    if wanted == family[0].code:
        text = render_rule(family[0], examples_of(wanted), locale, every=asked.verbose)
        if format_for(asked) == "table":
            text = within(text, options_for(asked).width)
        write(text, asked.output)
    else:
        write_blocks(rule_blocks(family, locale), asked)
    return OK
