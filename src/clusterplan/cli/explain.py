"""`clusterplan explain`: what a code of `validate` means."""

from __future__ import annotations

from typing import Annotated

import typer

from clusterplan.base.messages import say
from clusterplan.cli.exit_codes import OK
from clusterplan.cli.failures import BadValue
from clusterplan.cli.language import tr
from clusterplan.cli.options import LangOption, OutputOption, locale_of
from clusterplan.cli.output import write


def complete_code(incomplete: str) -> list[str]:
    """Return the codes that begin like this, for the shell's completion."""
    from clusterplan.checks import RULES  # noqa: PLC0415 # not for --help

    return [rule.code for rule in RULES if rule.code.startswith(incomplete.upper())]


def explain(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="CODE",
            help=tr("A code like CP204, or its beginning for a list; without it, a list of all."),
            autocompletion=complete_code,
            show_default=False,
        ),
    ] = None,
    lang: LangOption = None,
    output: OutputOption = None,
    *,
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose",
            "-v",
            help=tr("Show every example, and the traceback of an internal fault."),
        ),
    ] = False,
) -> int:
    """Run `clusterplan explain`; return the exit code."""
    from clusterplan.checks import RULES  # noqa: PLC0415 # not for --help
    from clusterplan.checks.examples import examples_of  # noqa: PLC0415
    from clusterplan.render.findings.rule_text import render_rule, render_rules  # noqa: PLC0415

    locale = locale_of(lang)
    if code is None:
        write(render_rules(RULES, locale), output)
        return OK
    asked = code.upper()
    family = [rule for rule in RULES if asked and rule.code.startswith(asked)]
    if not family:
        raise BadValue("CODE", say("there is no code {code}", code=f"'{code}'"))
    if asked != family[0].code:
        write(render_rules(family, locale), output)
        return OK
    write(render_rule(family[0], examples_of(asked), locale, every=verbose), output)
    return OK
