"""Libraries that not everybody needs, and the command that installs them where we stand."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sysconfig
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

PACKAGE = "clusterplan"


def install(extra: str) -> str:
    """Return the command that adds an extra to this installation, for the shell at hand.

    It installs from where the program itself came from: pip keeps that as direct_url.json
    (PEP 610) for what was installed from a folder or a file, as long as that is still there.
    """
    origin = _origin()
    source = _folder_of(origin)
    editable = ["-e"] if source and origin.get("dir_info", {}).get("editable") else []
    words = [_python(), "-m", "pip", "install", *editable, f"{source or PACKAGE}[{extra}]"]
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def _python() -> str:
    """Return the Python of this environment; its name where it is not among the scripts."""
    here = Path(sysconfig.get_path("scripts"), "python.exe" if os.name == "nt" else "python")
    return str(here) if here.exists() else "python3"


def _origin() -> dict[str, Any]:
    try:
        text = distribution(PACKAGE).read_text("direct_url.json")
    except PackageNotFoundError:  # run from its source, not installed
        text = None
    found: dict[str, Any] = json.loads(text or "{}")
    return found


def _folder_of(origin: dict[str, Any]) -> Path | None:
    url = urlsplit(origin.get("url", ""))
    if url.scheme != "file":
        return None
    source = Path(url2pathname(url.path))
    return source if source.exists() else None
