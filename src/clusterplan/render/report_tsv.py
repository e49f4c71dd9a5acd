"""The report as tab-separated values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.render.report_rows import header, report_rows
from clusterplan.render.separated import tab_separated

if TYPE_CHECKING:
    from clusterplan.locale import Locale
    from clusterplan.render.options import Options
    from clusterplan.report import Report


def render(report: Report, locale: Locale, options: Options) -> str:  # noqa: ARG001 # one signature
    """Render one record per target, milestone and measure."""
    return tab_separated(header(report), report_rows(report, locale))
