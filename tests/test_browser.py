"""The page in a real browser: it asks for nothing, obeys mouse and keyboard, reads and prints well.

Needs Chromium with a Chinese font; skipped without it, but not in CI.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from clusterplan.locale import LANGUAGES, Locale
from clusterplan.render.page import render
from clusterplan.views.whole_document import Dossier
from helpers import EACH_LANGUAGE, started_browser

ADDRESS = "http://page.test/report.html"
WIDTHS = pytest.mark.parametrize("width", (360, 400, 768, 1280))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started_browser() as found:
        yield found


@pytest.fixture(scope="module")
def pages(shipped: Dossier) -> dict[str, bytes]:
    return {language: render(shipped, Locale(language)) for language in LANGUAGES}


class Opened:
    """A page that is open, with all that it asked for and complained about."""

    def __init__(self, browser: Browser, body: bytes, width: int, **more: Any) -> None:
        self.asked: list[str] = []
        self.complaints: list[str] = []
        viewport = {"width": width, "height": 900}
        context = browser.new_context(viewport=viewport, **more)  # type: ignore[arg-type] # a plain dict
        self.page: Page = context.new_page()
        self.page.route("**/*", lambda route: route.fulfill(body=body, content_type="text/html"))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(ADDRESS)

    def column(self, number: int) -> list[str]:
        """Return the texts of a column of the rows that are shown."""
        cells = f"#all tbody tr:visible > :nth-child({number})"
        return [" ".join(text.split()) for text in self.page.locator(cells).all_inner_texts()]

    def close(self) -> None:
        self.page.context.close()


@pytest.fixture
def opened(browser: Browser, pages: dict[str, bytes]) -> Iterator[Opened]:
    found = Opened(browser, pages["en"], 1280)
    yield found
    found.close()


@EACH_LANGUAGE
@WIDTHS
def test_it_asks_for_nothing_and_fits(
    browser: Browser, pages: dict[str, bytes], language: str, width: int
) -> None:
    found = Opened(browser, pages[language], width)
    assert found.asked == [ADDRESS]
    assert found.complaints == []
    assert found.page.evaluate("document.documentElement.scrollWidth") <= width
    found.close()


@EACH_LANGUAGE
@pytest.mark.parametrize(("width", "scheme"), ((400, "light"), (1280, "light"), (1280, "dark")))
def test_axe_finds_nothing(
    browser: Browser, pages: dict[str, bytes], language: str, width: int, scheme: str
) -> None:
    # The checker is a script of its own, which the page's policy would rightly refuse.
    found = Opened(browser, pages[language], width, color_scheme=scheme, bypass_csp=True)
    violations = Axe().run(found.page).response["violations"]
    assert [(each["impact"], each["id"]) for each in violations] == []
    found.close()


def test_filter_by_mouse(opened: Opened, shipped: Dossier) -> None:
    page = opened.page
    counts = {str(status): count for status, count in shipped.report.summary.items()}
    buttons = page.get_by_role("group", name="Show by verdict").get_by_role("button")
    assert page.get_by_role("status").inner_text() == "17 of 17 targets shown"
    buttons.filter(has_text="far behind").click()
    assert {text.rstrip(" †").lstrip("▼") for text in opened.column(1)} == {"far behind"}
    assert page.get_by_role("status").inner_text() == f"{counts['far_behind']} of 17 targets shown"
    assert page.locator("article:visible").count() == counts["far_behind"]
    buttons.filter(has_text="no baseline").click()  # both
    assert len(opened.column(1)) == counts["far_behind"] + counts["no_baseline"]
    assert buttons.filter(has_text="far behind").get_attribute("aria-pressed") == "true"
    buttons.first.click()
    assert len(opened.column(1)) == 17
    assert buttons.filter(has_text="far behind").get_attribute("aria-pressed") == "false"


def test_filter_and_sort_by_keyboard(opened: Opened) -> None:
    page = opened.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    button = page.get_by_role("button", name="behind", exact=False).first
    button.focus()
    page.keyboard.press("Space")
    assert 0 < len(opened.column(1)) < 17
    page.keyboard.press("Enter")
    assert len(opened.column(1)) == 17
    page.get_by_role("button", name="Pace", exact=True).focus()
    page.keyboard.press("Enter")
    assert page.locator("#all [data-sort=pace]").get_attribute("aria-sort") == "ascending"


def test_sort(opened: Opened) -> None:
    page, worst_first = opened.page, opened.column(2)
    heads = {
        name: page.get_by_role("button", name=name, exact=True)
        for name in ("Target", "Pace", "Verdict")
    }
    verdict = page.locator("#all [data-sort=verdict]")
    assert verdict.get_attribute("aria-sort") == "ascending"
    assert opened.column(1)[0].startswith("▼far behind")
    heads["Target"].click()
    assert opened.column(2) == sorted(worst_first, key=str.lower)
    assert verdict.get_attribute("aria-sort") is None
    heads["Pace"].click()
    paces = [float(text) for text in opened.column(8) if text != "–"]
    assert paces == sorted(paces)
    assert opened.column(8)[-2:] == ["–", "–"]
    heads["Pace"].click()
    descending = opened.column(8)
    assert [float(text) for text in descending[: len(paces)]] == sorted(paces, reverse=True)
    assert descending[-2:] == ["–", "–"]  # what is unknown stays last
    page.get_by_role("button", name="Clause", exact=True).click()
    assert opened.column(3)[0] == "三(一)1"
    assert opened.column(3)[-1] == "四(三)"
    heads["Verdict"].click()
    assert opened.column(2) == worst_first


@EACH_LANGUAGE
def test_complete_without_scripts(
    browser: Browser, pages: dict[str, bytes], shipped: Dossier, language: str
) -> None:
    found = Opened(browser, pages[language], 1280, java_script_enabled=False)
    assert len(found.column(2)) == len(shipped.report.targets)
    assert found.page.locator("article:visible").count() == len(shipped.report.targets)
    assert not found.page.locator("#controls").is_visible()
    assert found.complaints == []
    found.close()


@pytest.fixture(scope="module")
def printed(browser: Browser, pages: dict[str, bytes]) -> dict[str, PdfReader]:
    """Return the pages as a browser prints them."""
    papers = {}
    for language, body in pages.items():
        found = Opened(browser, body, 1280)
        papers[language] = PdfReader(io.BytesIO(found.page.pdf(prefer_css_page_size=True)))
        found.close()
    return papers


def texts_of(pdf: PdfReader) -> list[str]:
    """Return what stands on each sheet, without blanks."""
    return ["".join(page.extract_text().split()) for page in pdf.pages]


@EACH_LANGUAGE
def test_printed_on_a4(printed: dict[str, PdfReader], language: str) -> None:
    pdf = printed[language]
    sizes = {(round(page.mediabox.width), round(page.mediabox.height)) for page in pdf.pages}
    assert sizes <= {(595, 842), (595, 843), (596, 842), (596, 843)}
    texts = texts_of(pdf)
    # A long table goes over pages: its head is repeated, and no row is torn.
    whole = "".join(texts)
    assert {"en": "WangqingCounty", "zh": "汪清县"}[language] in whole
    head = {"en": "StateMeasureClause", "zh": "状态措施条款"}[language]
    last = {"en": "Long-termclusterplansappraised", "zh": "集群中长期规划"}[language]
    starts = [number for number, text in enumerate(texts) if head in text]
    (end,) = [n for n, text in enumerate(texts) if last in text]
    assert starts
    assert set(range(starts[0], end + 1)) <= set(starts)


@EACH_LANGUAGE
def test_no_row_is_torn_between_pages(
    browser: Browser,
    pages: dict[str, bytes],
    printed: dict[str, PdfReader],
    language: str,
) -> None:
    """Name and numbers of a target stand on one sheet."""
    found = Opened(browser, pages[language], 1280)
    rows = found.page.locator("#all tbody tr").all_inner_texts()
    found.close()
    assert len(rows) == 17
    texts = texts_of(printed[language])
    for row in rows:
        cells = ["".join(cell.split()) for cell in row.split("\t")]
        name, numbers = cells[1], "".join(cells[4:])
        assert any(name in text and numbers in text for text in texts), row


@EACH_LANGUAGE
def test_two_pages_and_an_appendix(
    shipped: Dossier, printed: dict[str, PdfReader], language: str
) -> None:
    """The head, the counts, the table and what is behind come first; the rest is for reference."""
    texts = texts_of(printed[language])
    appendix = {"en": "Appendix", "zh": "附录"}[language]
    assert [number for number, text in enumerate(texts) if text.startswith(appendix)] == [2]
    first = "".join(texts[:2])
    assert {"en": "Whatisbehind", "zh": "滞后事项"}[language] in first
    names = ("".join(Locale(language).names(t.name).split()) for t in shipped.report.targets)
    assert all(name in first for name in names)
    formula = {"en": "schedulegap=", "zh": "与序时目标差距="}[language]
    assert formula not in "".join(texts)


def test_the_arithmetic_is_folded_until_asked_for(opened: Opened) -> None:
    page = opened.page
    formula = page.locator("#target-villages").get_by_text("pace = 48% ÷ 60% = 0.8")
    assert not formula.is_visible()
    page.locator("#target-villages summary").click()
    assert formula.is_visible()
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert "pace=48%÷60%=0.8" in "".join(texts_of(paper))


def test_a_name_leads_to_the_part_of_its_target(opened: Opened) -> None:
    page = opened.page
    for part in ("#all", "#behind"):
        page.locator(part).get_by_role("link", name="Specialised villages").click()
        assert page.url == f"{ADDRESS}#target-villages"


def test_on_a_phone_each_target_is_a_card(browser: Browser, pages: dict[str, bytes]) -> None:
    """It has the verdict, the goal, what is there and what is missing, each with its heading."""
    found = Opened(browser, pages["en"], 400)
    card = found.page.locator("#all").get_by_role("row").filter(has_text="Specialised villages")
    shown = [each for each in card.locator("th, td").all() if each.is_visible()]
    assert [each.inner_text().split("\n")[-1] for each in shown] == [
        *("▽behind †", "Specialised villages", "≥ 50", "24", "26"),
    ]
    label = "element => getComputedStyle(element, '::before').content"
    assert [each.evaluate(label) for each in shown[2:]] == ['"Goal 2010"', '"Actual 2008"', '"Gap"']
    found.page.get_by_role("button", name="Target", exact=True).click()
    assert found.column(2)[0] == "Agglomeration zones"
    found.close()
