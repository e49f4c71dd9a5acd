"""A row of figures as one word of little bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal


def sparkline(values: Sequence[Decimal | None]) -> str:
    """Draw figures as bars from low to high; a gap stays blank, fewer than two draw nothing."""
    from sparklines import sparklines  # noqa: PLC0415 # only where it is drawn

    known = [value for value in values if value is not None]
    if len(known) < 2:  # noqa: PLR2004 # a line needs two ends
        return ""
    # Measured from the lowest: negative figures would be drawn in reverse video.
    lowest = min(known)
    (line,) = sparklines([None if value is None else float(value - lowest) for value in values])
    return str(line)
