"""`clusterplan explain`: what a code of `validate` means."""

from __future__ import annotations

from typing import Annotated

import typer

from clusterplan.cli.failures import BadValue
from clusterplan.cli.guard import OK
from clusterplan.cli.language import tr
from clusterplan.cli.options import LangOption, OutputOption, VerboseOption, locale_of
from clusterplan.cli.output import write
from clusterplan.messages import say


def complete_code(incomplete: str) -> list[str]:
    """Return the codes that begin like this, for the shell's completion."""
    from clusterplan.checks import RULES  # noqa: PLC0415 # not for --help

    return [rule.code for rule in RULES if rule.code.startswith(incomplete.upper())]


def explain(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="CODE",
            help=tr("A code like CP204; without it, a list of all."),
            autocompletion=complete_code,
            show_default=False,
        ),
    ] = None,
    lang: LangOption = None,
    output: OutputOption = None,
    *,
    verbose: VerboseOption = False,
) -> int:
    """Run `clusterplan explain`; return the exit code."""
    from clusterplan.checks import RULES  # noqa: PLC0415 # not for --help
    from clusterplan.checks.examples import examples_of  # noqa: PLC0415
    from clusterplan.render.rule_text import render_rule, render_rules  # noqa: PLC0415

    locale = locale_of(lang)
    if code is None:
        write(render_rules(RULES, locale), output)
        return OK
    found = next((rule for rule in RULES if rule.code == code.upper()), None)
    if found is None:
        raise BadValue("CODE", say("there is no code {code}", code=f"'{code}'"))
    write(render_rule(found, examples_of(found.code), locale, every=verbose), output)
    return OK
