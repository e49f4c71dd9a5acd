"""How an OpenDocument spreadsheet lets things look: styles, which lean on each other."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeAlias

from odf.namespaces import STYLENS

from clusterplan.importing.marked_text import Mark, mark_of

Name: TypeAlias = tuple[str, str]
"""A namespace and a name in it."""
_STRUCK = ((STYLENS, "text-line-through-style"), (STYLENS, "text-line-through-type"))
_POSITION = (STYLENS, "text-position")


class Styles:
    """The styles of a document, by family and name."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401 # odfpy has no types
        self._styles = {
            (
                style.attributes.get((STYLENS, "family")),
                style.attributes.get((STYLENS, "name")),
            ): style
            for styles in (document.styles, document.automaticstyles)
            for style in styles.childNodes
            if getattr(style, "attributes", None)
        }
        self.get = cache(self._get)
        self.mark = cache(self._mark)

    def _get(self, family: str, name: str | None, wanted: Name) -> str:
        """Return what a style or one that it leans on says, empty where none does."""
        seen = set()
        while name not in seen and (style := self._styles.get((family, name))):
            seen.add(name)
            for properties in style.childNodes:
                if found := (getattr(properties, "attributes", None) or {}).get(wanted):
                    return str(found)
            name = style.attributes.get((STYLENS, "parent-style-name"))
        return ""

    def _mark(self, family: str, name: str | None, around: Mark) -> Mark:
        """Return how a style marks a text, inside of one that is marked already or not."""
        struck = [self._get(family, name, wanted) for wanted in _STRUCK]
        position = self._get(family, name, _POSITION).partition(" ")[0]
        lowered = position.startswith(("sub", "-"))
        found = mark_of(
            struck=any(each not in ("", "none") for each in struck),
            raised=position not in ("", "0%") and not lowered,
            lowered=lowered,
        )
        return around if found is Mark.PLAIN else found
