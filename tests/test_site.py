"""`site`: pages that lead to each other, numbers behind them, and nothing written in vain."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from typer.testing import Result

from clusterplan.cli.site_folder import MANIFEST
from clusterplan.render.site.names import MOST, folders_of, safe_name
from clusterplan.render.site.templates import POLICY
from helpers import (
    DATA,
    EACH_LANGUAGE,
    PLANS,
    edit,
    refused,
    run,
    started_browser,
    write_plan,
)

pytestmark = pytest.mark.slow
HOSTILE = (
    "../up",
    "<script>alert(1)</script>",
    "con",
    "COM1",
    "x" * 300,
    "Town",
    "town",
    "名称",
    "",
)
UNTOLD = "what no page may tell"


# Names


def test_names_are_safe_and_distinct() -> None:
    names = [safe_name(text) for text in (*HOSTILE, "a.b", "a/b", "town~1", "lpt9")]
    assert len(set(map(str.lower, names))) == len(names)
    for name in names:
        assert re.fullmatch(r"[a-z0-9_~-]+", name)
        assert len(name) <= MOST
        assert name not in ("con", "com1", "lpt9")
    assert (safe_name("zones"), safe_name("town-2")) == ("zones", "town-2")


def test_folders_of_plans() -> None:
    found = folders_of((".", "a/data", "a", "b/data", "a/b", "A", "a.b"))
    assert found["."] == "plan"
    assert (found["b/data"], found["a"]) == ("b", "a")
    assert len({name.lower() for name in found.values()}) == len(found)


# A site


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of plans of every kind, which tests leave as it is."""
    folder = tmp_path_factory.mktemp("plans")
    for name in ("tea", "coast"):
        (folder / name).symlink_to(PLANS / name)  # passed over
        _copy(PLANS / name, folder / "north" / name)
    _copy(DATA, folder / "shipped")
    write_plan(folder / "Town", "<b>Town</b>", ("20", "30"))
    write_plan(folder / "con", "con", ("20", "30"))
    write_plan(folder / "broken", "broken", ("20", "x"))
    return folder


def _copy(source: Path, into: Path) -> None:
    for path in source.rglob("*"):
        if path.is_file():
            there = into / path.relative_to(source)
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(path.read_bytes())


def build(plans: Path, into: Path, *words: str | Path, code: int = 0) -> Result:
    done = run("site", plans, "-o", into, *words)
    assert (done.exit_code, done.stdout) == (code, ""), done.output
    return done


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def built(plans: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of these plans, which tests leave as it is."""
    folder = tmp_path_factory.mktemp("built") / "public"
    assert "1 of 6 plans could not be checked" in build(plans, folder, code=2).stderr
    return folder


def parsed(path: Path) -> Any:
    text = path.read_text("utf-8")
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


def links(root: Any) -> Iterator[str]:
    for element in root.iter():
        if element.get("rel") == "noreferrer":  # the source of a figure
            continue
        yield from (element.get(name) for name in ("href", "src") if element.get(name))
        if element.get("http-equiv") == "refresh":
            yield element.get("content").partition("url=")[2]


def test_every_link_leads_somewhere(built: Path) -> None:
    pages = {path: parsed(path) for path in built.rglob("*.html")}
    ids = {path: {each.get("id") for each in root.iter()} for path, root in pages.items()}
    reached = {built / "index.html"}
    for path, root in pages.items():
        for link in links(root):
            if link == "data:,":
                continue
            parts = urlsplit(link)
            assert not parts.scheme
            assert not parts.netloc
            there = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert there.is_file(), f"{path}: {link}"
            assert not parts.fragment or parts.fragment in ids[there], f"{path}: {link}"
            reached.add(there)
    everything = {path for path in built.rglob("*") if path.is_file()}
    alone = {path.relative_to(built).as_posix() for path in everything - reached}
    assert alone == {MANIFEST, "en/names.js", "zh/names.js"}


def test_pages_need_nothing_else(built: Path) -> None:
    policy = POLICY.replace("'", "&#39;")
    for path in built.rglob("*.html"):
        text = path.read_text("utf-8")
        assert policy in text
        assert not re.search(r"<style|<script>| style=| on\w+=", text.replace("http-equiv", ""))
        assert "<b>Town" not in text


@EACH_LANGUAGE
def test_what_can_be_searched(built: Path, language: str) -> None:
    text = (built / language / "names.js").read_text("utf-8")
    assert "<" not in text
    names = json.loads(text.removeprefix("globalThis.clusterplanNames = ").removesuffix(";\n"))
    pages = [(folder, page) for _, folder, items in names["plans"] for _, page in items]
    # 17 targets, 2 milestones and 17 measures of the plan that ships, and the smaller ones.
    assert sum(folder == "shipped" for folder, _ in pages) == 36
    assert {folder for folder, _ in pages} >= {"north.tea", "north.coast", safe_name("Town")}
    for folder, page in pages:
        assert (built / language / folder / page.partition("#")[0]).is_file()


def test_the_numbers_are_those_of_the_commands(built: Path, plans: Path) -> None:
    report = run("check", "2008", "-f", "json", "-q", data=plans / "shipped").stdout
    found, wanted = (
        json.loads(text) for text in ((built / "data/shipped/2008.json").read_text("utf-8"), report)
    )
    assert found["data"].pop("path") == "shipped"
    assert wanted["data"].pop("path")
    assert found == wanted
    rows = list(
        csv.DictReader(io.StringIO((built / "en/shipped/targets/zones.csv").read_text("utf-8")))
    )
    # The 33 of 2008, where 30 were due: 17 of 50 are missing.
    (row,) = (row for row in rows if row["year"] == "2008")
    assert [row[each] for each in ("actual", "path_level", "gap", "goal_value")] == [
        "33",
        "30",
        "17",
        "50",
    ]
    with ZipFile(built / "clusterplan.zip") as archive:
        names = archive.namelist()
        assert {"data/overview.json", "data/shipped/figures.csv", "zh/plans.csv"} <= set(names)
        for name in names:
            assert archive.read(name) == (built / name).read_bytes()


def test_remarks_stand_on_the_page_of_their_target_and_of_their_year(built: Path) -> None:
    folder = built / "en" / "north.coast"
    told = "Risk (Civil Affairs; of 1 Apr 2015): Too few nurses apply.</li>"
    assert f"<li>{told}" in (folder / "targets" / "beds-north.html").read_text("utf-8")
    assert f"<li>Care beds in the North: {told}" in (folder / "index.html").read_text("utf-8")
    earlier = (folder / "2012.html").read_text("utf-8")
    assert "Two plants opened a year later than planned.</li>" in earlier
    assert "Too few nurses" not in earlier


def test_a_broken_plan_has_a_row_and_no_page(built: Path) -> None:
    text = (built / "en/index.html").read_text("utf-8")
    assert "broken/actuals/2008.csv:2" in text
    assert not (built / "en/broken").exists()


# Built again


@pytest.fixture
def three(tmp_path: Path) -> Path:
    for name in ("one", "two", "three"):
        write_plan(tmp_path / "plans" / name, name, ("20", "30"))
    return tmp_path / "plans"


def test_only_what_changed_is_written(three: Path, tmp_path: Path) -> None:
    site = tmp_path / "public"
    build(three, site)
    first = content(site)
    times = {name: (site / name).stat().st_mtime_ns for name in first}
    assert "0 changed; files: 0 written, 0 removed" in build(three, site).stderr
    assert content(site) == first
    edit(three / "two" / "actuals" / "2008.csv", "30", "70")
    assert "1 changed" in build(three, site).stderr
    second = content(site)
    moved = {name for name in second if (site / name).stat().st_mtime_ns != times.get(name)}
    assert moved == {name for name in second if second[name] != first.get(name)}
    assert not [name for name in moved if "/one" in name or "/three" in name]
    page = second["en/two/index.html"].decode()
    assert "Since the report on 2008: 1 better." in page
    assert "1 better" in second["en/index.html"].decode()
    # It is still told when nothing is new.
    build(three, site)
    assert content(site) == second
    remarks = three / "one" / "remarks" / "2008.csv"
    remarks.parent.mkdir()
    remarks.write_text("commitment,kind,text\nt,reason,Rain.\n", "utf-8")
    assert "1 changed" in build(three, site).stderr
    second = content(site)
    assert "Rain." in second["en/one/index.html"].decode()
    # Whatever was lost comes back.
    (site / "zh/one/index.html").unlink()
    build(three, site)
    assert content(site) == second


def test_a_site_is_the_same_wherever_it_is_made(
    three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(three, tmp_path / "first")
    monkeypatch.chdir(three)
    build(Path(), tmp_path / "second")
    assert content(tmp_path / "first") == content(tmp_path / "second")


def test_what_is_needed_no_longer_goes_and_foreign_files_stay(three: Path, tmp_path: Path) -> None:
    site = tmp_path / "public"
    site.mkdir()
    (site / "CNAME").write_text("plans.example\n", encoding="utf-8")
    build(three, site)
    mine = site / "en" / "two" / "mine.txt"
    mine.write_text("mine", encoding="utf-8")
    for path in sorted((three / "two").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    build(three, site)
    assert {name for name in content(site) if "two" in name} == {"en/two/mine.txt"}
    assert not (site / "zh" / "two").exists()
    assert (site / "CNAME").read_text("utf-8") == "plans.example\n"


@pytest.mark.parametrize("name", ("index.html", "en/one/index.html"))
def test_no_foreign_file_is_written_over(three: Path, tmp_path: Path, name: str) -> None:
    foreign = tmp_path / "public" / name
    foreign.parent.mkdir(parents=True)
    foreign.write_text("mine", encoding="utf-8")
    refused(run("site", three, "-o", tmp_path / "public"), "was not made by clusterplan")
    assert foreign.read_text("utf-8") == "mine"
    foreign.unlink()
    build(three, tmp_path / "public")  # what was broken off is gone on with


def test_against_an_earlier_site(three: Path, tmp_path: Path) -> None:
    build(three, tmp_path / "old")
    edit(three / "one" / "actuals" / "2008.csv", "30", "60")
    build(three, tmp_path / "new", "--against", tmp_path / "old")
    assert "1 better" in (tmp_path / "new/en/one/index.html").read_text("utf-8")
    refused(run("site", three, "-o", tmp_path / "x", "--against", three), "is no site")


def test_nothing_but_what_is_rendered(three: Path, tmp_path: Path) -> None:
    for name in ("rollup.yaml", "audits/2008.json", "returns/2008.csv", "notes.txt"):
        path = three / "one" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(UNTOLD, encoding="utf-8")
    build(three, tmp_path / "public")
    assert [
        name for name, text in content(tmp_path / "public").items() if UNTOLD.encode() in text
    ] == []
    told = b"".join(
        text for name, text in content(tmp_path / "public").items() if ".zip" not in name
    )
    assert str(tmp_path).encode() not in told


def test_hostile_names(tmp_path: Path) -> None:
    hostile = "</script><script>alert(1)</script>"
    folders = (name.replace("/", "-")[:250] for name in HOSTILE if name[:1] not in ("", "."))
    for name in folders:
        plan = write_plan(tmp_path / "plans" / name, hostile, ("20", "30"))
        edit(
            plan / "targets.yaml",
            f'"id": {json.dumps(name.lower(), ensure_ascii=False)}',
            '"id": "x"',
        )
    build(tmp_path / "plans", tmp_path / "public", "-j", "1")
    pages = list((tmp_path / "public").glob("en/*/index.html"))
    assert len(pages) == len(HOSTILE) - 2
    for path in (tmp_path / "public").rglob("*.*"):
        assert hostile.encode() not in path.read_bytes() or path.suffix in (".csv", ".json")


@pytest.mark.parametrize("text", ("{", '{"files": ["../x"]}', '{"format": "other"}'))
def test_a_damaged_manifest_is_refused(three: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / MANIFEST).write_text(text, encoding="utf-8")
    refused(run("site", three, "-o", tmp_path / "public"), "is no manifest that this command wrote")


def test_no_site_among_the_files_of_a_plan(three: Path) -> None:
    refused(run("site", three, "-o", three / "one" / "actuals"), "lies in the data folder")


def test_one_language_where_plans_have_one(three: Path, tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        plan = three / name / "targets.yaml"
        text = re.sub(
            r'\{"zh": "([^"]*)", "en": "[^"]*"\}', r'{"zh": "\1"}', plan.read_text("utf-8")
        )
        plan.write_text(text, encoding="utf-8")
    build(three, tmp_path / "public")
    assert not (tmp_path / "public" / "en").exists()
    assert "hreflang" not in (tmp_path / "public" / "zh" / "index.html").read_text("utf-8")


# In a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started_browser() as found:
        yield found


@pytest.fixture(scope="module", params=("file", "http"))
def address(request: pytest.FixtureRequest, built: Path) -> Iterator[str]:
    """Return where the site is: in its folder, or on a server."""
    if request.param == "file":
        yield built.as_uri()
        return
    handler = partial(_Silent, directory=str(built))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


PAGES = ("index.html", "shipped/index.html", "shipped/2008.html", "shipped/targets/villages.html")


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Return what opens a page; in the end, none may have asked for anything from elsewhere."""
    asked, complaints, contexts = [], [], []

    def open_page(url: str, width: int = 1280, **more: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert {urlsplit(url).hostname for url in asked} <= {None, "127.0.0.1"}
    assert complaints == []


@EACH_LANGUAGE
@pytest.mark.parametrize("width", (400, 1280, 1600))
def test_every_kind_of_page_fits_and_axe_finds_nothing(
    opened: Callable[..., Page], address: str, language: str, width: int
) -> None:
    for page in PAGES:
        found = opened(f"{address}/{language}/{page}", width, bypass_csp=True)
        assert found.evaluate("document.documentElement.scrollWidth") <= width
        assert found.evaluate("getComputedStyle(document.body).maxWidth") != "none"  # its style
        violations = Axe().run(found, options={"preload": False}).response["violations"]
        assert [(page, each["impact"], each["id"]) for each in violations] == []


def test_the_way_in_and_through_by_keyboard(opened: Callable[..., Page], address: str) -> None:
    page = opened(f"{address}/index.html")
    page.wait_for_url("**/en/index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#query").focus()
    page.keyboard.type("zones agglom")
    page.locator("#results a").first.wait_for()
    assert page.get_by_role("status").first.inner_text() == "1 found"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/shipped/targets/zones.html")
    assert page.locator("h1").inner_text() == "Agglomeration zones"
    page.get_by_role("link", name="中文").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/zh/shipped/targets/zones.html")
    page.get_by_role("link", name="规划", exact=True).press("Enter")
    page.wait_for_url("**/zh/index.html")


def test_filter_and_sort_the_plans(opened: Callable[..., Page], address: str) -> None:
    page = opened(f"{address}/en/index.html")
    rows = page.locator("#all tbody tr:visible")
    assert rows.count() == 6
    page.get_by_role("button", name="not checked").click()
    assert rows.all_inner_texts()[0].split("\t")[1] == "broken"
    page.get_by_role("button", name="All", exact=False).first.click()
    page.get_by_role("button", name="Behind", exact=True).click()
    counts = [text.split("\t")[7] for text in rows.all_inner_texts()]
    assert counts == [*sorted((each for each in counts if each != "–"), key=int), "–"]


@EACH_LANGUAGE
def test_complete_without_scripts(opened: Callable[..., Page], address: str, language: str) -> None:
    page = opened(f"{address}/{language}/index.html", java_script_enabled=False)
    assert page.locator("#all tbody tr:visible").count() == 6
    assert not page.locator("#search").is_visible()
    page.locator("#all tbody th a").last.click()
    page.locator("#all tbody tr:visible").first.wait_for()
    page.locator("#all tbody th a").first.click()
    assert page.locator("article svg").count() == 1
