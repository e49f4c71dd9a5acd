"""Methods as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.render.method_blocks import method_blocks
from clusterplan.render.plain import plain_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clusterplan.locale import Locale
    from clusterplan.methods.definition import Method
    from clusterplan.render.options import Options


def render(
    methods: Sequence[Method],
    locale: Locale,
    options: Options,  # noqa: ARG001 # one signature
    *,
    in_full: bool,
) -> str:
    """Render methods: a list, or each in full."""
    return plain_text(method_blocks(methods, locale, in_full=in_full))
