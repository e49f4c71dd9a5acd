"""The language of the command line itself: help, and errors that come before a command runs."""

from __future__ import annotations

import gettext
import os
import sys
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LANGUAGES = ("zh", "en")
"""What `--lang` takes; `locale` has them too, and is not loaded for English help."""
DEFAULT = "en"


def from_environment() -> str:
    """Return the language of LC_ALL, LC_MESSAGES or LANG; one that we do not have is English."""
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    first = next((name for name in names if name), "")
    return next((each for each in LANGUAGES if first.lower().startswith(each)), DEFAULT)


def asked_for(arguments: Sequence[str]) -> str | None:
    """Return the language of the last `--lang` among arguments that are not parsed yet."""
    asked = None
    for argument, following in pairwise((*arguments, "")):
        name, equals, value = argument.partition("=")
        if name == "--lang":
            value = value if equals else following
            asked = value if value in LANGUAGES else None
    return asked


@cache
def spoken() -> str:
    """Return the language that this process was started in."""
    return asked_for(sys.argv[1:]) or from_environment()


def tr(text: str) -> str:
    """Translate a text of the command line; the name marks it for extraction."""
    if spoken() == DEFAULT or not text:
        return text
    from clusterplan.locale import catalogue  # noqa: PLC0415 # English help needs no catalogue

    return catalogue(spoken()).gettext(text)


def prepare() -> None:
    """Point the command-line library to our catalogue for the words that it prints itself."""
    if spoken() == DEFAULT:
        return
    from clusterplan.locale import DOMAIN, FOLDER  # noqa: PLC0415

    gettext.bindtextdomain(DOMAIN, FOLDER)
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = spoken()


FRAMEWORK_WORDS = (
    tr("Usage: "),
    tr("[OPTIONS]"),
    tr("COMMAND [ARGS]..."),
    tr("Arguments"),
    tr("Options"),
    tr("Commands"),
    tr("default: {default}"),
    tr("env var: {var}"),
    tr("required"),
    tr("Aborted!"),
    tr("Show this message and exit."),
    tr("Install completion for the current shell."),
    tr("Show completion for the current shell, to copy it or customize the installation."),
)
"""What the library says in our help, listed here so that the catalogues have it."""
