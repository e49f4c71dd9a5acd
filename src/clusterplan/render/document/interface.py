"""One document in any format: a kind of document says what it holds, a format how that is written.

Each format is loaded only when it is used.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clusterplan.locale import Locale
    from clusterplan.render.columns import Cell
    from clusterplan.render.document.blocks import Block
    from clusterplan.render.document.options import Options
    from clusterplan.render.terminal.screen import Screen

_Data = TypeVar("_Data")


class Document(ABC, Generic[_Data]):
    """What a kind of document says of its data."""

    def __init__(self, data: _Data, locale: Locale) -> None:
        self.data, self.locale = data, locale

    @abstractmethod
    def blocks(self) -> list[Block]:
        """Return what people read: as text and as Markdown."""

    @abstractmethod
    def records(self) -> tuple[Sequence[str], Iterable[Sequence[Cell]]]:
        """Return header and records for spreadsheets."""

    @abstractmethod
    def json(self) -> object:
        """Return what JSON holds; in English whatever the language."""

    def show(self, screen: Screen) -> None:
        """Print it on a terminal: as people read it, unless the terminal gets something else."""
        screen.blocks(self.blocks())

    def render(self, name: str, options: Options) -> str:
        """Write the document in one of `FORMATS`; ends with a newline."""
        match name:
            case "table":
                from clusterplan.render.terminal.screen import Screen  # noqa: PLC0415

                screen = Screen(options, self.locale)
                self.show(screen)
                return screen.text()
            case "markdown":
                from clusterplan.render.text.markdown import markdown  # noqa: PLC0415

                return markdown(self.blocks())
            case "csv" | "tsv":
                from clusterplan.render.text import separated  # noqa: PLC0415

                write = separated.comma_separated if name == "csv" else separated.tab_separated
                return write(*self.records())
            case "json":
                from clusterplan.render.text.json_text import dumps  # noqa: PLC0415

                return dumps(self.json())
        return for_people(self.blocks(), name, self.locale, options)


def for_people(blocks: Sequence[Block], name: str, locale: Locale, options: Options) -> str:
    """Write blocks as `table`, for a terminal, or as `text`; ends with a newline."""
    if name == "table":
        from clusterplan.render.terminal.screen import Screen  # noqa: PLC0415

        screen = Screen(options, locale)
        screen.blocks(blocks)
        return screen.text()
    from clusterplan.render.text.plain import plain_text  # noqa: PLC0415

    return plain_text(blocks)
