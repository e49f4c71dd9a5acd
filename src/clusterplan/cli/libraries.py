"""What the formats of files need of the extra `report`, and which format a file's name asks for."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from clusterplan.base.extras import install
from clusterplan.base.messages import say
from clusterplan.cli.exit_codes import BadValue, UsageFailure

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from clusterplan.base.messages import Message

LIBRARIES = {
    "html": ("jinja2", "pygal"),
    "xlsx": ("xlsxwriter",),
    "docx": ("docx", "pygal", "resvg_py"),
    "svg": ("pygal",),
    "png": ("pygal", "resvg_py"),
}


def by_ending(file: Path, parameter: str, forms: Collection[str], otherwise: Message) -> str:
    """Return the format that the ending of a name asks for.

    Raises:
        BadValue: it asks for none of them; `otherwise` is what is said then.
    """
    ending = file.suffix.lower().removeprefix(".")
    if ending in forms:
        return ending
    raise BadValue(parameter, otherwise)


def require_libraries(form: str) -> None:
    """Refuse a format whose libraries are not installed."""
    missing = [name for name in LIBRARIES[form] if find_spec(name) is None]
    if missing:
        message = say(
            "{format} needs libraries that are not installed ({names}): {command}",
            format=form.upper(),
            names=", ".join(missing),
            command=install("report"),
        )
        raise UsageFailure(message)
