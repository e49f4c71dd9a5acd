"""Findings to text, one file per format. Each format is loaded only when it is used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable

    from clusterplan.checks.chosen_findings import Validation
    from clusterplan.locale import Locale
    from clusterplan.render.document.options import Options

FORMATS = ("full", "text", "json", "github", "sarif")
"""The formats of findings are modules `findings_NAME`."""
MACHINE_FORMATS = frozenset(("json", "github", "sarif"))


class View(Struct, frozen=True):
    """A validation, and what renderers may need to show it.

    Attributes:
        validation: the findings.
        source_line: returns a line of a file by its number from 1, None where there is none.
        options: the terminal, for the format `full`.
        version: of clusterplan, for the format `sarif`.
    """

    validation: Validation
    source_line: Callable[[str, int], str | None]
    options: Options
    version: str


class _Renderer(Protocol):
    def render(self, view: View, locale: Locale) -> str: ...


def render_findings(view: View, name: str, locale: Locale) -> str:
    """Render findings in one of `FORMATS`."""
    renderer: _Renderer = import_module(f"clusterplan.render.findings.as_{name}")
    return renderer.render(view, locale)
