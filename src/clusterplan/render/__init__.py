"""What was found out, to text. Renderers compute nothing.

What can be printed is a `Document` (`document.py`), a kind per file; `plain`, `markdown`,
`separated`, `jsonable` and `screen` are the formats, each loaded only when it is used.
"""

from __future__ import annotations

FORMATS = ("table", "text", "markdown", "csv", "tsv", "json")
MACHINE_FORMATS = frozenset(("csv", "tsv", "json"))
"""Formats for programs: UTF-8 whatever the terminal speaks."""
MAIL = "mail"
"""A brief with the head of a mail, which only a report has; UTF-8 too."""
