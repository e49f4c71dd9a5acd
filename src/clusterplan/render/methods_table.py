"""Methods as a terminal shows them (rich)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.render.method_blocks import method_blocks
from clusterplan.render.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clusterplan.locale import Locale
    from clusterplan.methods.definition import Method
    from clusterplan.render.options import Options


def render(
    methods: Sequence[Method],
    locale: Locale,
    options: Options,
    *,
    in_full: bool,
) -> str:
    """Render methods: a list, or each in full."""
    screen = Screen(options)
    screen.blocks(method_blocks(methods, locale, in_full=in_full))
    return screen.text()
