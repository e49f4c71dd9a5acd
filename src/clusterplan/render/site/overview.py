"""What all plans of a site share: the table of plans, the index of names, the way in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from msgspec import Struct, json

from clusterplan.locale import Locale
from clusterplan.render.document.options import Options
from clusterplan.render.document.overview import OverviewDocument
from clusterplan.render.site.plan import target_page
from clusterplan.render.site.templates import LANGUAGES, others, shared_files, site_words, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from clusterplan.model.plan import Names
    from clusterplan.views.many_plans import Overview, PlanRow

ARCHIVE = "clusterplan.zip"
"""Has the numbers of every plan."""
OVERVIEW = "data/overview.json"
SORTED = ("title", "met", "ahead", "on_schedule", "behind", "no_data")
TONES = {"broken": "none", "behind": "bad", "good": "good"}


class Named(Struct, frozen=True):
    """What can be found by its name, and its page within the folder of its plan."""

    name: Names
    page: str


class Whole(Struct, frozen=True):
    """All plans: their rows, the folders of those that have pages, and the names in them."""

    overview: Overview
    folders: Mapping[str, str]
    names: Mapping[str, Sequence[Named]]
    languages: tuple[str, ...]


def files_of_all(whole: Whole) -> Iterator[tuple[str, bytes]]:
    """Return the files that belong to no plan, but for the archive."""
    rows = whole.overview.rows
    yield from shared_files(max((row.targets for row in rows), default=0)).items()
    ways = [(*LANGUAGES[each], f"{each}/index.html") for each in whole.languages]
    yield "index.html", written("root.html", languages=ways)
    english = OverviewDocument(whole.overview, Locale())
    yield OVERVIEW, english.render("json", Options()).encode()
    for language in whole.languages:
        locale = Locale(language)
        document = OverviewDocument(whole.overview, locale)
        yield f"{language}/index.html", _page(whole, document)
        yield f"{language}/plans.csv", document.render("csv", Options()).encode()
        yield f"{language}/names.js", _index(whole, locale)


def _page(whole: Whole, document: OverviewDocument) -> bytes:
    locale, content = document.locale, document.table()
    words = site_words(locale)
    ids = [column.id for column in content.columns]
    rows = [
        _row(row, cells, whole)
        for row, cells in zip(whole.overview.rows, content.rows, strict=True)
    ]
    states = Counter(each["state"] for each in rows)
    files = [
        (words["plans"], [("CSV", "plans.csv"), ("JSON", f"../{OVERVIEW}")]),
        (words["archive"], [("ZIP", f"../{ARCHIVE}")]),
    ]
    return written(
        "overview.html",
        page={
            "language": LANGUAGES[locale.language][0],
            "title": words["all_plans"],
            "statements": list(document.statements()),
            "words": words,
        },
        site=words,
        up="../",
        way=[(words["plans"], None)],
        languages=others(whole.languages, locale.language, "index.html", "../"),
        index="names.js",
        columns=content.columns,
        sorted=SORTED,
        worst=ids.index("worst"),
        rows=rows,
        states=[(state, TONES[state], states[state]) for state in TONES if states[state]],
        files=files,
    )


def _row(row: PlanRow, cells: Sequence[str], whole: Whole) -> dict[str, Any]:
    """Return a row of the table; it leads to the plan, and to its worst target."""
    folder = whole.folders.get(row.path)
    counts = {name: row.count(name) for name in SORTED[1:]} if row.checked else {}
    order = {"title": cells[0], **dict.fromkeys(SORTED[1:], ""), **counts}
    state = "broken" if not row.checked else "behind" if row.count("behind") else "good"
    worst = folder and row.worst and f"{folder}/{target_page(row.worst.id)}"
    return {
        "state": state,
        "order": order.items(),
        "cells": cells,
        "href": folder and f"{folder}/index.html",
        "worst": worst,
    }


def _index(whole: Whole, locale: Locale) -> bytes:
    """Return the script with the names of all plans; each name stands once."""
    known: dict[str, int] = {}
    plans = []
    for row in whole.overview.rows:
        folder = whole.folders.get(row.path)
        if folder is not None and row.plan is not None:
            items = [
                (known.setdefault(locale.names(each.name), len(known)), each.page)
                for each in whole.names[row.path]
            ]
            plans.append((locale.names(row.plan.title), folder, items))
    # What would end a script in a page, or a line of one, is no plain sign here.
    text = json.encode({"names": list(known), "plans": plans}).decode().replace("<", "\\u003c")
    return f"globalThis.clusterplanNames = {text};\n".encode()
