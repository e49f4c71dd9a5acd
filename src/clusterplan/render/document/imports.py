"""What an import would do, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clusterplan.importing.checked_import import Outcome
    from clusterplan.locale import Locale
    from clusterplan.model.plan import Plan
    from clusterplan.render.document.options import Options


def render_import(
    outcome: Outcome, plan: Plan, file: str, name: str, locale: Locale, options: Options
) -> str:
    """Render what an import would do, as `table` or `text`; ends with a newline."""
    if name == "table":
        from clusterplan.render.terminal import import_table  # noqa: PLC0415 # rich is for terminals

        return import_table.render(outcome, plan, file, locale, options)
    from clusterplan.render.document.import_blocks import import_blocks  # noqa: PLC0415
    from clusterplan.render.text.plain import plain_text  # noqa: PLC0415

    return plain_text(import_blocks(outcome, plan, file, locale))
