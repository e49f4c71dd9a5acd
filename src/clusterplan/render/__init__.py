"""Reports, plans, findings and methods to text, one file per format. Renderers compute nothing.

Each format is loaded only when it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from clusterplan.render.options import Options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clusterplan.importing.outcome import Outcome
    from clusterplan.locale import Locale
    from clusterplan.methods.definition import Method
    from clusterplan.plan import Plan
    from clusterplan.report import Report

FORMATS = ("table", "text", "markdown", "csv", "tsv", "json")
"""The formats of a report are modules `report_NAME`, those of a plan `plan_NAME`."""
METHOD_FORMATS = ("table", "text", "markdown", "json")
"""Those of methods are modules `methods_NAME`."""
MACHINE_FORMATS = frozenset(("csv", "tsv", "json"))
"""Formats for programs: UTF-8 whatever the terminal speaks."""


class _ReportRenderer(Protocol):
    def render(self, report: Report, locale: Locale, options: Options) -> str: ...


class _PlanRenderer(Protocol):
    def render(self, plan: Plan, locale: Locale, options: Options) -> str: ...


class _MethodsRenderer(Protocol):
    def render(
        self, methods: Sequence[Method], locale: Locale, options: Options, *, in_full: bool
    ) -> str: ...


class _ImportRenderer(Protocol):
    def render(
        self, outcome: Outcome, plan: Plan, file: str, locale: Locale, options: Options
    ) -> str: ...


def render_report(report: Report, name: str, locale: Locale, options: Options | None = None) -> str:
    """Render a report in one of `FORMATS`; ends with a newline."""
    renderer: _ReportRenderer = import_module(f"{__name__}.report_{name}")
    return renderer.render(report, locale, options or Options())


def render_plan(plan: Plan, name: str, locale: Locale, options: Options | None = None) -> str:
    """Render the commitments of a plan in one of `FORMATS`; ends with a newline."""
    renderer: _PlanRenderer = import_module(f"{__name__}.plan_{name}")
    return renderer.render(plan, locale, options or Options())


def render_methods(
    methods: Sequence[Method],
    name: str,
    locale: Locale,
    options: Options | None = None,
    *,
    in_full: bool,
) -> str:
    """Render methods in one of `METHOD_FORMATS`: a list, or each in full; ends with a newline."""
    renderer: _MethodsRenderer = import_module(f"{__name__}.methods_{name}")
    return renderer.render(methods, locale, options or Options(), in_full=in_full)


def render_import(
    outcome: Outcome, plan: Plan, file: str, name: str, locale: Locale, options: Options
) -> str:
    """Render what an import would do, as `table` or `text`; ends with a newline."""
    renderer: _ImportRenderer = import_module(f"{__name__}.import_{name}")
    return renderer.render(outcome, plan, file, locale, options)
