"""Reports and findings to text, one file per format. Renderers compute nothing.

Each format is loaded only when it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from clusterplan.locale import Locale
    from clusterplan.plan import Plan
    from clusterplan.report import Report

REPORT_FORMATS = {"text": "report_text", "json": "report_json"}
PLAN_FORMATS = {"text": "plan_text", "json": "plan_json"}


class _ReportRenderer(Protocol):
    def render(self, report: Report, locale: Locale, *, explain: bool) -> str: ...


class _PlanRenderer(Protocol):
    def render(self, plan: Plan, locale: Locale) -> str: ...


def render_report(report: Report, name: str, locale: Locale, *, explain: bool = False) -> str:
    """Render a report in one of `REPORT_FORMATS`; ends with a newline."""
    renderer: _ReportRenderer = import_module(f"{__name__}.{REPORT_FORMATS[name]}")
    return renderer.render(report, locale, explain=explain)


def render_plan(plan: Plan, name: str, locale: Locale) -> str:
    """Render the commitments of a plan in one of `PLAN_FORMATS`; ends with a newline."""
    renderer: _PlanRenderer = import_module(f"{__name__}.{PLAN_FORMATS[name]}")
    return renderer.render(plan, locale)
