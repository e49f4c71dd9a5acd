"""Reports, plans, findings and methods to text. Renderers compute nothing.

What can be printed is a `Document` (`document.py`), a kind per file; `plain`, `markdown`,
`separated`, `jsonable` and `screen` are the formats, each loaded only when it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.render.options import Options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clusterplan.importing.outcome import Outcome
    from clusterplan.locale import Locale
    from clusterplan.methods.definition import Method
    from clusterplan.plan import Plan
    from clusterplan.report import Report

FORMATS = ("table", "text", "markdown", "csv", "tsv", "json")
MACHINE_FORMATS = frozenset(("csv", "tsv", "json"))
"""Formats for programs: UTF-8 whatever the terminal speaks."""


def render_report(report: Report, name: str, locale: Locale, options: Options | None = None) -> str:
    """Render a report in one of `FORMATS`; ends with a newline."""
    from clusterplan.render.report import ReportDocument  # noqa: PLC0415 # each kind on its own

    options = options or Options()
    return ReportDocument(report, locale, explain=options.explain).render(name, options)


def render_plan(plan: Plan, name: str, locale: Locale, options: Options | None = None) -> str:
    """Render the commitments of a plan in one of `FORMATS`; ends with a newline."""
    from clusterplan.render.plan import PlanDocument  # noqa: PLC0415

    return PlanDocument(plan, locale).render(name, options or Options())


def render_methods(
    methods: Sequence[Method],
    name: str,
    locale: Locale,
    options: Options | None = None,
    *,
    in_full: bool,
) -> str:
    """Render methods in one of `FORMATS`: a list, or each in full; ends with a newline."""
    from clusterplan.render.methods import MethodsDocument  # noqa: PLC0415

    return MethodsDocument(methods, locale, in_full=in_full).render(name, options or Options())


def render_import(
    outcome: Outcome, plan: Plan, file: str, name: str, locale: Locale, options: Options
) -> str:
    """Render what an import would do, as `table` or `text`; ends with a newline."""
    if name == "table":
        from clusterplan.render import import_table  # noqa: PLC0415 # rich is for terminals

        return import_table.render(outcome, plan, file, locale, options)
    from clusterplan.render.import_blocks import import_blocks  # noqa: PLC0415
    from clusterplan.render.plain import plain_text  # noqa: PLC0415

    return plain_text(import_blocks(outcome, plan, file, locale))
