"""The report as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.render.plain import plain_text
from clusterplan.render.report_blocks import report_blocks

if TYPE_CHECKING:
    from clusterplan.locale import Locale
    from clusterplan.render.options import Options
    from clusterplan.report import Report


def render(report: Report, locale: Locale, options: Options) -> str:
    """Render the report."""
    return plain_text(report_blocks(report, locale, explain=options.explain))
