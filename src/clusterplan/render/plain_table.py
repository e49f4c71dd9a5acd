"""Plain text tables whose columns align with Chinese in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


def table(header: list[str], rows: list[list[str]], right: Collection[int] = ()) -> str:
    """Lay out cells that are text already; `right` names the columns that align right."""
    import tabulate  # noqa: PLC0415 # imported here: JSON must not pay for it

    # A cell is one line: names may hold line breaks, and a row must stay greppable.
    lines = [[" ".join(cell.split()) for cell in row] for row in rows]
    align = ["right" if index in right else "left" for index in range(len(header))]
    text = tabulate.tabulate(
        lines,
        header,
        tablefmt="simple",
        disable_numparse=True,
        colalign=align,
        preserve_whitespace=False,
    )
    return "\n".join(line.rstrip() for line in text.splitlines())
