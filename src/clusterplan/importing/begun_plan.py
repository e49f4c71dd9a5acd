"""The plan file that a table of targets begins: only what `validate` finds nothing wrong with."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.base.findings import Level
from clusterplan.base.messages import say
from clusterplan.checks import check_plan
from clusterplan.importing.targets_table import Unread
from clusterplan.locale import Locale
from clusterplan.model.plan import FORMAT
from clusterplan.reading.plan_file import parse_plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clusterplan.base.findings import Finding
    from clusterplan.importing.targets_table import Promise, Promises

MAX_ID = 60
_PLAIN = re.compile(r"[^\W\d_][\w（）“”·%/+().–-]*(?: [\w（）“”·%/+().–-]+)*")
"""A text that needs no quotes."""
_SWITCHES = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])
_CHINESE = re.compile("[一-鿿]")


class Begun(Struct, frozen=True):
    """The text of the plan, how many targets it has, and what was left out."""

    text: str
    targets: int
    unread: tuple[Unread, ...]
    errors: tuple[Finding, ...]
    """What is wrong with the plan as a whole; then it is of no use."""


def begin_plan(found: Promises, stem: str, file: str, locale: Locale) -> Begun:
    """Write the plan; rows that it cannot have are left out and told.

    Args:
        found: what the table promises.
        stem: the name of its file, for the id of the plan.
        file: the name of its file, for its document.
        locale: the language of the remarks.
    """
    named = _with_ids(found.promises)
    unread = list(found.unread)
    while True:
        text = "\n".join(_lines(named, found.title or stem, stem, file, locale)) + "\n"
        errors = _errors(text) if named else ()
        blamed = {
            (finding.key or "").partition("/")[2]: finding
            for finding in errors
            if finding.key is not None
        }
        out = {identity for identity, _ in named} & set(blamed)
        unread += (
            Unread(promise.row, blamed[identity].message, blamed[identity].hint)
            for identity, promise in named
            if identity in out
        )
        named = [each for each in named if each[0] not in out]
        if not out:
            return Begun(text, len(named), tuple(unread), errors)


def _errors(text: str) -> tuple[Finding, ...]:
    read = parse_plan(text, "targets.yaml")
    findings = read.findings if read.plan is None else (*read.findings, *check_plan(read))
    return tuple(each for each in findings if each.level is Level.ERROR)


def _with_ids(promises: Sequence[Promise]) -> list[tuple[str, Promise]]:
    found: dict[str, Promise] = {}
    for number, promise in enumerate(promises, start=1):
        identity = _slug(promise.name) or f"target-{number}"
        found[f"{identity}-{number}" if identity in found else identity] = promise
    return list(found.items())


def _slug(text: str) -> str:
    """Return a name as an id, empty where it has other letters than Latin ones."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "replace").decode()
    letters = "".join(char for char in text if char.isalpha())
    latin = all("LATIN" in unicodedata.name(char, "") for char in letters)
    words = re.findall("[a-z0-9]+", re.sub(r"\?", "", plain.lower()))
    return "-".join(words)[:MAX_ID].strip("-") if latin else ""


def _lines(
    named: Sequence[tuple[str, Promise]], title: str, stem: str, file: str, locale: Locale
) -> Iterator[str]:
    promises = [promise for _, promise in named]
    base_year = min((promise.base_year for promise in promises), default=0)
    last = max((promise.year for promise in promises), default=0)
    remark = say("Made of {file}; the path of each target was not in it: look at them.", file=file)
    yield f"# {locale.text(remark)}"
    keys = say("clusterplan schema prints every key that may stand here.")
    yield f"# {locale.text(keys)}"
    yield ""
    yield f"format: {FORMAT}"
    yield f"id: {_slug(stem) or 'plan'}"
    language = _language([title, *(promise.name for promise in promises)], locale)
    if language:
        yield f"language: {language}"
    yield f"title: {_text(title)}"
    yield f"document: {_text(file)}"
    yield f"period: [{base_year + 1}, {last}]"
    yield f"base_year: {base_year}"
    yield "area: area"
    yield ""
    yield "entities:"
    area = Locale(language or "en").text(say("the whole area"))
    yield f"  - {{id: area, kind: area, name: {_text(area)}}}"
    yield ""
    yield "indicators:"
    for identity, promise in named:
        yield f"  - id: {_text(identity)}"
        yield f"    name: {_text(promise.name)}"
        yield f"    unit: {_text(promise.unit)}"
        yield f"    direction: {'increase' if promise.comparison == '>=' else 'decrease'}"
    yield ""
    yield "targets:"
    for identity, promise in named:
        yield from _target(identity, promise, base_year)


def _target(identity: str, promise: Promise, base_year: int) -> Iterator[str]:
    yield f"  - id: {_text(identity)}"
    yield f"    clause: {json.dumps(promise.clause, ensure_ascii=False)}"
    yield f"    name: {_text(promise.name)}"
    yield f"    nature: {promise.nature}"
    yield f"    indicator: {_text(identity)}"
    yield f'    comparison: "{promise.comparison}"'
    yield f"    value: {promise.goal}"
    if promise.about:
        yield "    about: true"
    yield f"    unit: {_text(promise.unit)}"
    yield f"    year: {promise.year}"
    yield "    path: linear"
    yield "    assumed: [path]"
    if promise.base is not None:
        year = "" if promise.base_year == base_year else f", year: {promise.base_year}"
        yield f"    baseline: {{value: {promise.base}{year}}}"
    if promise.note:
        yield f"    note: {_text(promise.note)}"


def _language(texts: Sequence[str], locale: Locale) -> str | None:
    """Return the language of the table: Chinese shows, else it is the user's, or nobody knows."""
    if any(_CHINESE.search(text) for text in texts):
        return "zh"
    return None if locale.language == "zh" else locale.language


def _text(text: str) -> str:
    plain = _PLAIN.fullmatch(text) and text.lower() not in _SWITCHES
    return text if plain else json.dumps(text, ensure_ascii=False)
