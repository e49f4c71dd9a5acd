"""What a renderer may know of the place it renders for."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

Colors: TypeAlias = Literal["none", "standard", "256", "truecolor"]


class Options(Struct, frozen=True):
    """Wishes and the terminal; only the format `table` looks at the latter.

    Attributes:
        width: columns of the terminal.
        colors: what it can show.
        ascii_only: it cannot show lines and blocks.
    """

    width: int = 100
    colors: Colors = "none"
    ascii_only: bool = False
