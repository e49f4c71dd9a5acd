"""The page: sound HTML that needs nothing else, says everything, and obeys no name in it."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree as ET

import html5lib
import pytest
from msgspec.structs import replace

from clusterplan import load_actuals, load_plan, load_remarks
from clusterplan.locale import LANGUAGES, Locale
from clusterplan.methods import SECOND_OPINIONS
from clusterplan.model.plan import Plan
from clusterplan.render.page import links, render
from clusterplan.views.whole_document import Dossier
from helpers import COAST, DATA, EACH_LANGUAGE, RUN, Rows, dossier_of, make_plan, row

pytestmark = pytest.mark.slow

HOSTILE = (
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "[red]x[/red]",
    "a|b",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}",
    "\x1b[31mred",
    "</style></title><svg onload=alert(1)>",
)


@pytest.fixture(scope="module")
def pages(shipped: Dossier) -> dict[str, str]:
    """Return the shipped page in both languages."""
    return {language: html_of(shipped, language) for language in LANGUAGES}


@pytest.fixture(scope="module")
def trees(pages: dict[str, str]) -> dict[str, ET.Element]:
    """Return the same, parsed; tests leave them as they are."""
    return {language: parsed(html) for language, html in pages.items()}


def html_of(found: Dossier, language: str = "en") -> str:
    return render(found, Locale(language)).decode()


def parsed(html: str) -> ET.Element:
    """Parse as a browser does; anything that is no sound HTML is an error."""
    root: ET.Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    return root


def words(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def all_of(root: ET.Element, tag: str) -> list[ET.Element]:
    return [each for each in root.iter() if str(each.tag).rpartition("}")[2] == tag]


def named(root: ET.Element, identity: str) -> ET.Element:
    (found,) = (each for each in root.iter() if each.get("id") == identity)
    return found


@EACH_LANGUAGE
def test_it_is_sound_html(trees: dict[str, ET.Element], language: str) -> None:
    root = trees[language]
    assert root.get("lang") == {"en": "en", "zh": "zh-CN"}[language]
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    leads_to = {link.get("href", "") for link in all_of(root, "a")}
    assert {each[1:] for each in leads_to if each.startswith("#")} <= set(ids)
    named = [
        name
        for each in root.iter()
        for attribute in ("aria-labelledby", "aria-describedby")
        for name in each.get(attribute, "").split()
    ]
    assert set(named) <= set(ids)


class _Nesting(HTMLParser):
    """Checks that every element that is opened is closed in order, which browsers would mend."""

    VOID = frozenset(("meta", "link", "br", "img"))

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 # its signature
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@EACH_LANGUAGE
def test_everything_is_closed_where_it_was_opened(pages: dict[str, str], language: str) -> None:
    parser = _Nesting()
    parser.feed(pages[language])
    assert parser.open == []


@EACH_LANGUAGE
def test_headings_go_down_one_by_one(trees: dict[str, ET.Element], language: str) -> None:
    root = trees[language]
    levels = [int(each.tag[1]) for each in root.iter() if re.fullmatch("h[1-6]", str(each.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@EACH_LANGUAGE
def test_every_target_has_a_row_and_a_card(
    shipped: Dossier, trees: dict[str, ET.Element], language: str
) -> None:
    root = trees[language]
    cards = {each.get("id", ""): each for each in all_of(root, "article")}
    links = [link.get("href", "")[1:] for link in all_of(named(root, "all"), "a")]
    assert sorted(links) == sorted(cards)
    assert len(links) == 17
    for target in shipped.report.targets:
        card = cards[f"target-{target.id}"]
        assert words(all_of(card, "h3")[0]) == Locale(language).names(target.name)
        assert card.get("data-status") == target.status


@EACH_LANGUAGE
def test_every_table_says_what_it_holds(trees: dict[str, ET.Element], language: str) -> None:
    for table in all_of(trees[language], "table"):
        (caption,) = all_of(table, "caption")
        assert words(caption)
        for head in all_of(table, "th"):
            assert head.get("scope") in ("col", "row")
        columns = len(all_of(all_of(table, "thead")[0], "th"))
        for line in all_of(all_of(table, "tbody")[0], "tr"):
            assert len(line) == columns
            assert len(all_of(line, "th")) == 1


@EACH_LANGUAGE
def test_every_chart_has_words(trees: dict[str, ET.Element], language: str) -> None:
    charts = all_of(trees[language], "svg")
    # One per target, the members of the sum, two coverages.
    assert len(charts) == 17 + 1 + 2
    for chart in charts:
        assert chart.get("role") == "img"
        title = chart[0]
        assert title.get("id") == chart.get("aria-labelledby")
        assert words(title)


def test_a_chart_tells_what_is_made_up(trees: dict[str, ET.Element]) -> None:
    root = trees["en"]
    card = named(root, "target-cluster-value-added")
    series = {
        each.get("class"): [words(dot) for dot in all_of(each, "circle")]
        for each in all_of(card, "g")
        if each.get("class", "").startswith("series") and all_of(each, "circle")
    }
    assert series["series illustrative"][-1] == "2008: 610 亿元 †"
    assert "series published" not in series
    kinds = {each.get("class") for each in all_of(named(root, "target-zones"), "g")}
    assert "series assumed" in kinds  # a base of zero that nobody published
    assert "series published" not in kinds


def test_a_bound_is_said_and_no_line_goes_through_it(trees: dict[str, ET.Element]) -> None:
    card = named(trees["en"], "target-key-clusters-value-added")
    assert "2007: ≥ 181 亿元 †" in [words(dot) for dot in all_of(card, "circle")]
    assert "series figures" not in {each.get("class") for each in all_of(card, "g")}


def test_a_range_has_two_lines() -> None:
    ranged = {"value": None, "comparison": None, "low": 40, "high": 60}
    rows = [row("0", 2005), row("20", 2008)]
    root = parsed(html_of(dossier_of(make_plan(target=ranged), rows, 2008)))
    (card,) = all_of(root, "article")
    kinds = [each.get("class") for each in all_of(card, "g")]
    assert kinds.count("series goal") == 2


@EACH_LANGUAGE
def test_nothing_is_fetched(
    pages: dict[str, str], trees: dict[str, ET.Element], language: str
) -> None:
    html, root = pages[language], trees[language]
    fetching = ("src", "srcset", "data", "action", "poster", "background")
    for each in root.iter():
        assert not any(each.get(name) for name in fetching)
        assert each.get("style") is None  # the policy forbids it
        assert each.tag not in ("link", "img", "iframe", "object", "embed", "base", "form")
        for name in each.keys():  # noqa: SIM118 # an element is no dict
            assert not str(name).startswith("on")
    assert not re.search(r"url\(|@import|xlink", html)


@EACH_LANGUAGE
def test_the_policy_admits_this_style_and_this_script(pages: dict[str, str], language: str) -> None:
    html = pages[language]
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    rules = dict(rule.strip().split(" ", 1) for rule in policy.replace("&#39;", "'").split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert set(rules) == {"default-src", "style-src", "script-src", "base-uri", "form-action"}
    for tag in ("style", "script"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules[f"{tag}-src"] == f"'sha256-{digest}'"
    assert html.index("Content-Security-Policy") < html.index("<style>")


@EACH_LANGUAGE
def test_the_same_data_give_the_same_bytes(
    pages: dict[str, str], shipped_plan: Plan, shipped_rows: Rows, language: str
) -> None:
    again = dossier_of(
        shipped_plan,
        tuple(reversed(shipped_rows)),
        2008,
        methods=SECOND_OPINIONS,
        remarks=load_remarks(DATA),
    )
    assert html_of(again, language) == pages[language]


@pytest.mark.parametrize("year", (2006, 2008, 2010))
def test_no_english_on_the_chinese_page(shipped_plan: Plan, shipped_rows: Rows, year: int) -> None:
    """Latin words that are left: names of files, sources, series, ids and methods."""
    found = dossier_of(shipped_plan, shipped_rows, year, methods=SECOND_OPINIONS)
    root = parsed(html_of(found, "zh"))
    for part in ("sources", "run"):
        named(root, part).clear()
    for each in all_of(root, "td"):
        if ".csv:" in words(each):  # a source with its file
            each.clear()
    for tag in ("style", "script"):
        (all_of(root, tag)[0]).clear()
    said = words(root) + " ".join(
        each.get(name, "") for each in root.iter() for name in ("aria-label", "data-text", "title")
    )
    allowed = {"Open", "SDG", "output", "value", "provincial", "government", "english", "report"}
    allowed |= {"ln", "shown", "all"}
    assert set(re.findall(r"[A-Za-z]{2,}", said)) <= allowed


def test_what_was_run(shipped_plan: Plan, shipped_rows: Rows) -> None:
    found = dossier_of(
        shipped_plan, shipped_rows, 2008, as_of=date(2009, 6, 30), published_only=True
    )
    (footer,) = all_of(parsed(html_of(found)), "footer")
    told = words(footer)
    for piece in ("clusterplan 1.2.3", "30 Jun 2009", "published figures only", "ab" * 32):
        assert piece in told


def test_sources_are_numbered_once_and_cited(trees: dict[str, ET.Element]) -> None:
    root = trees["en"]
    (listed,) = (each for each in all_of(root, "ol") if each.get("class") == "sources")
    texts = [words(each) for each in listed]
    assert len(texts) == len(set(texts)) == 7
    assert texts[0].startswith("illustrative: invented")
    assert "†" in texts[0]
    cited = {link.get("href") for link in all_of(root, "a")} & {
        f"#source-{number}" for number in range(1, 8)
    }
    assert len(cited) == 7


@EACH_LANGUAGE
@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_text(name: str, language: str) -> None:
    names = {"zh": name, "en": name}
    plan = make_plan(
        target={"name": names, "note": names, "verb": name}, title=names, document=name
    )
    html = html_of(dossier_of(plan, [row("0", 2005), row("9", 2008)], 2008), language)
    root = parsed(html)
    shown = name.replace("\x1b", "\\x1b")
    assert words(all_of(root, "h3")[0]) == shown
    assert shown in words(all_of(root, "h1")[0])
    assert len(all_of(root, "script")) == len(all_of(root, "style")) == 1
    assert not all_of(root, "img")
    assert "\x1b" not in html


def test_the_filter_has_the_verdicts_that_there_are(
    shipped: Dossier, trees: dict[str, ET.Element]
) -> None:
    shown = [each.get("data-show") for each in all_of(trees["en"], "button")]
    assert shown[0] == ""
    assert set(shown[1:]) == set(map(str, shipped.report.summary))


def test_methods_asked_for_are_told_everywhere(shipped_plan: Plan, shipped_rows: Rows) -> None:
    run = replace(RUN, methods_chosen=True)
    asked = dossier_of(shipped_plan, shipped_rows, 2008, run=run, methods=("dns",))
    section = named(parsed(html_of(asked)), "methods")
    assert len(all_of(all_of(section, "tbody")[0], "tr")) == 17


def test_it_is_small(pages: dict[str, str]) -> None:
    assert max(len(html.encode()) for html in pages.values()) <= 2**20


@EACH_LANGUAGE
@pytest.mark.parametrize("year", (2011, 2013, 2015))
def test_another_plan(year: int, language: str) -> None:
    """It has ranges, cuts, limits of every year, a link, and areas without a parent."""
    found = dossier_of(load_plan(COAST), load_actuals(COAST), year, methods=SECOND_OPINIONS)
    root = parsed(html_of(found, language))
    assert len(all_of(root, "article")) == len(found.report.targets) > 0


def test_a_plan_without_figures_has_a_page_too() -> None:
    root = parsed(html_of(dossier_of(make_plan(), [], 2008)))
    assert "No target has a verdict." in words(root)


def test_the_worst_come_first(shipped: Dossier, trees: dict[str, ET.Element]) -> None:
    rows = all_of(all_of(named(trees["en"], "all"), "tbody")[0], "tr")
    names = [words(all_of(row, "th")[0]) for row in rows]
    bad = [Locale().names(target.name) for target in shipped.report.behind]
    assert names[: len(bad)] == bad
    assert bad[:2] == ["Block share: value added", "Cluster share of SME economy"]  # 0.46, 0.50
    told = all_of(named(trees["en"], "behind"), "strong")
    assert [words(each) for each in told] == bad


def test_what_figures_rest_on_is_said_first(trees: dict[str, ET.Element]) -> None:
    (header,) = all_of(trees["en"], "header")
    first, second = [words(each) for each in header][2:4]
    assert first.startswith("0 of 17 verdicts rest on published figures alone. † rests on")
    assert first.endswith("Newest figure published on 31 Dec 2012.")
    assert second == "5 / 17 targets on schedule or better"
    assert words(header).count("verdicts rest on") == 1


def test_addresses_of_sources_can_be_followed(trees: dict[str, ET.Element]) -> None:
    """The bracket and the stop behind an address are no part of it; other schemes are text."""
    for text, parts in (
        ("Book (https://a.example/b?c=1, p. 3)", ("https://a.example/b?c=1",)),
        ("见https://a.example/统计。", ("https://a.example/",)),
        ("javascript:alert(1) http:// x", ()),
        ("https://a.example/1; http://b.example/2.", ("https://a.example/1", "http://b.example/2")),
    ):
        assert tuple(href for _, href in links(text) if href) == parts
        assert "".join(part for part, _ in links(text)) == text
    (listed,) = (each for each in all_of(trees["en"], "ol") if each.get("class") == "sources")
    followed = [link.get("href", "") for link in all_of(listed, "a")]
    assert len(followed) == 6  # all but what is invented
    assert all(each.startswith(("http://", "https://")) for each in followed)
    told = {words(each).split(", http")[0] for each in listed}
    assert "吉林省情and国情 (copy uploaded by a user to the document-sharing site 天天文库)" in told
