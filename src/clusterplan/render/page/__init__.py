"""A dossier as one HTML page that needs nothing else: no network, no other file, no script.

The style sheet and the script stand in the page; its policy admits those two by their hashes and
nothing besides. Jinja escapes every text, and every text is one line of printable characters.
"""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from clusterplan.render.document.blocks import Title, one_line, without_empty
from clusterplan.render.document.brief import BriefDocument
from clusterplan.render.page.view import language_tag, page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from clusterplan.locale import Locale
    from clusterplan.model.results import Report
    from clusterplan.views.whole_document import Dossier

FOLDER = files(__name__)
ADDRESS = re.compile(r"(https?://[!#-;=?-~]*[\w/#=&~+%-])", re.ASCII)


def render(dossier: Dossier, locale: Locale) -> bytes:
    """Write the page; the same dossier gives the same bytes."""
    style = text("page.css") + widths(dossier.report.summary.values())
    return _written("page.html", style, text("page.js"), page=page(dossier, locale))


def render_brief(report: Report, locale: Locale) -> bytes:
    """Write the brief of a report as one page."""
    title, *blocks = without_empty(BriefDocument(report, locale).blocks())
    return _written(
        "brief.html",
        text("page.css"),
        "",
        language=language_tag(locale),
        document=locale.names(report.plan.document),
        title=title.text if isinstance(title, Title) else "",
        blocks=[(type(block).__name__, block) for block in blocks],
        worst=locale.say("The furthest behind"),
    )


def _written(template: str, style: str, script: str, **shown: object) -> bytes:
    html = (
        environment(text)
        .get_template(template)
        .render(
            **shown,
            style=Markup(style),  # noqa: S704 # files of the package
            script=Markup(script),  # noqa: S704
            policy=policy(style, script),
        )
    )
    return f"{html}\n".encode()


def environment(load: Callable[[str], str | None]) -> Environment:
    """Return what writes templates, found by their names: every text in them is escaped."""
    found = Environment(
        autoescape=True,
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["links"] = links
    return found


def links(text: str) -> Iterator[tuple[Markup, str]]:
    """Return the parts of a text, each with the address that it is, or nothing.

    A stop or a bracket behind an address belongs to the sentence. The parts are escaped already,
    for their blanks are to stay.
    """
    for at, part in enumerate(ADDRESS.split(one_line(text))):
        yield escape(part), part if at % 2 else ""


def policy(style: str, script: str) -> str:
    """Return the Content-Security-Policy that admits one style sheet and one script."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)};"
        " base-uri 'none'; form-action 'none'"
    )


def widths(counts: Iterable[int]) -> str:
    """Return rules that make the boxes of the headline as wide as their counts are large."""
    each = (f".n{count} {{ flex-grow: {count} !important; }}\n" for count in sorted(set(counts)))
    return "".join(each)


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def text(name: str) -> str:
    """Return a template, a style sheet or a script of the page."""
    return FOLDER.joinpath(name).read_text(encoding="utf-8")


def _printable(value: object) -> object:
    """Spell out control characters in every text but our own markup."""
    return one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value
