"""Names of files and folders that every file system and web server takes, whatever they stand for.

What is plain already stays as it is. Anything else keeps its plain letters and gets a mark that no
plain name has, and a hash: names that are equal but for case, or too long, stay distinct.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

MOST = 60
"""Characters of a name; a path has a few of them, and Windows takes 260 in all."""
DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
)
"""What Windows takes for devices, with any ending."""
INSIDE = "/data"
"""Where the data folder of a plan often lies, which says nothing."""
_PLAIN = re.compile(r"[a-z0-9_-]+")
_MARK, _BETWEEN, _HASHED = "~", ".", 12


def safe_name(text: str) -> str:
    """Return a name for a file; another text has another one."""
    if _PLAIN.fullmatch(text) and text not in DEVICES and len(text) <= MOST:
        return text
    kept = "-".join(_PLAIN.findall(text.lower()))[: MOST - _HASHED - 1]
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_HASHED]
    return f"{kept}{_MARK}{digest}"


def folders_of(paths: Collection[str]) -> dict[str, str]:
    """Return the name of a folder for each plan, by the data folder it has below all plans."""
    known = set(paths)
    return {path: _folder(_short(path, known)) for path in paths}


def _short(path: str, known: Collection[str]) -> str:
    short = path.removesuffix(INSIDE)
    return path if short in known else short


def _folder(path: str) -> str:
    if path == ".":
        return "plan"
    joined = _BETWEEN.join(map(safe_name, path.split("/")))
    return joined if len(joined) <= MOST else safe_name(joined)
