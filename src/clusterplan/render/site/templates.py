"""Templates, style sheet and scripts of the site: those of the page, and its own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from clusterplan.render import page
from clusterplan.render.site.words import SITE_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment

    from clusterplan.locale import Locale

FOLDER = files(__package__)
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; base-uri 'none';"
    " form-action 'none'"
)
"""A page asks for the style sheet and the scripts beside it, and for nothing else: its icon is
stated to be none, for browsers ask servers for one otherwise."""
LANGUAGES = {"zh": ("zh-CN", "中文"), "en": ("en", "English")}
"""How pages tag each language, and what it calls itself."""


def _text(name: str) -> str | None:
    own = FOLDER.joinpath(name)
    return own.read_text(encoding="utf-8") if own.is_file() else page.text(name)


@cache
def _environment() -> Environment:
    return page.environment(_text)


def written(template: str, **parts: object) -> bytes:
    """Write a page."""
    html = _environment().get_template(template).render(policy=POLICY, **parts)
    return f"{html}\n".encode()


def site_words(locale: Locale) -> dict[str, str]:
    """Return the words of the site in a language."""
    return {name: locale.text(word) for name, word in SITE_WORDS.items()}


def shared_files(most: int) -> dict[str, bytes]:
    """Return the style sheet and the scripts; `most` is the largest count in any headline."""
    style = page.text("page.css") + page.widths(range(1, most + 1)) + str(_text("site.css"))
    texts = {"style.css": style, "page.js": page.text("page.js"), "search.js": _text("search.js")}
    return {f"assets/{name}": str(text).encode() for name, text in texts.items()}


def others(languages: Sequence[str], own: str, here: str, up: str) -> list[tuple[str, str, str]]:
    """Return where a page is in the other languages; `here` is its path within each."""
    return [(*LANGUAGES[each], f"{up}{each}/{here}") for each in languages if each != own]
