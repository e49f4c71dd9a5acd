"""How commands end."""

from __future__ import annotations

OK, FINDINGS, USAGE, FAULT = 0, 1, 2, 3
