"""The files of one plan: a page per year and per target in each language, and all their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from clusterplan.locale import Locale
from clusterplan.render.columns import record
from clusterplan.render.document.changes import since
from clusterplan.render.document.links import link_lines
from clusterplan.render.document.one_commitment import DetailDocument, target_year_columns
from clusterplan.render.document.options import Options
from clusterplan.render.document.report import ReportDocument
from clusterplan.render.figure_columns import RECORD as ROW_RECORD
from clusterplan.render.figure_columns import figure_columns
from clusterplan.render.page.view import page
from clusterplan.render.site.names import safe_name
from clusterplan.render.site.templates import others, site_words, written
from clusterplan.render.text.json_text import dumps
from clusterplan.render.text.separated import comma_separated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.model.changes import Changes
    from clusterplan.model.results import Report, TargetResult
    from clusterplan.views.one_commitment import Detail
    from clusterplan.views.whole_document import Dossier

TARGET_RECORD = (
    *("id", "name", "unit", "base_year", "baseline", "goal_year", "comparison", "goal_value"),
    *("goal_from", "goal_to", "year", "path_level", "actual", "bound", "gap", "schedule_gap"),
    *("completion", "due", "pace", "required_change", "projection", "status", "illustrative"),
)
"""What a chart of a target draws, and what is computed from it, a record a year."""
FIGURES = "figures.csv"


class PlanSite(Struct, frozen=True):
    """A plan as its part of the site takes it.

    Attributes:
        folder: the name of its folders.
        dossier: all that is known of it, in the newest year that has a figure.
        earlier: the reports of the years before that have one.
        changes: what changed since the site told of other figures.
        languages: those that the site has.
    """

    folder: str
    dossier: Dossier
    earlier: tuple[Report, ...]
    changes: Changes | None
    languages: tuple[str, ...]


def report_file(folder: str, year: int) -> str:
    """Return where the numbers of a year are."""
    return f"data/{folder}/{year}.json"


def target_page(identity: str) -> str:
    """Return where the page of a target is, within the folder of its plan."""
    return f"targets/{safe_name(identity)}.html"


def files_of(plan: PlanSite) -> Iterator[tuple[str, bytes]]:
    """Return every file of a plan."""
    yield from _numbers(plan)
    for language in plan.languages:
        yield from _Pages(plan, Locale(language)).files()


def _numbers(plan: PlanSite) -> Iterator[tuple[str, bytes]]:
    """Return what is the same in every language."""
    dossier, english = plan.dossier, Locale()
    for report in (*plan.earlier, dossier.report):
        whole = dumps(ReportDocument(report, english).json())
        yield report_file(plan.folder, report.year), whole.encode()
    columns = figure_columns(english)
    rows = (record(columns, ROW_RECORD, row) for row in dossier.rows)
    yield f"data/{plan.folder}/{FIGURES}", comma_separated(ROW_RECORD, rows).encode()
    for target, detail in dossier.targets:
        name = f"data/{plan.folder}/targets/{safe_name(target.id)}.json"
        yield name, dumps(DetailDocument(detail, english).json()).encode()


class _Pages:
    def __init__(self, plan: PlanSite, locale: Locale) -> None:
        self.plan, self.locale, self.dossier = plan, locale, plan.dossier
        self.words = site_words(locale)
        self.view = page(self.dossier, locale)
        self.root = f"{locale.language}/{plan.folder}"

    def files(self) -> Iterator[tuple[str, bytes]]:
        yield f"{self.root}/index.html", self._year_page(self.dossier.report, self.view)
        for report in self.plan.earlier:
            bare = replace(
                self.dossier, report=report, details=(), coverages=(), subjects=(), rows=()
            )
            view = page(bare, self.locale)
            yield f"{self.root}/{report.year}.html", self._year_page(report, view)
        for report in (*self.plan.earlier, self.dossier.report):
            text = ReportDocument(report, self.locale).render("csv", Options())
            yield f"{self.root}/{report.year}.csv", text.encode()
        cards: Any = self.view["cards"]
        for card, (target, detail) in zip(cards, self.dossier.targets, strict=True):
            name = safe_name(target.id)
            yield f"{self.root}/targets/{name}.html", self._target_page(card, target, detail)
            yield f"{self.root}/targets/{name}.csv", self._target_numbers(detail)

    def _common(self, here: str, up: str) -> dict[str, Any]:
        own, languages = self.locale.language, self.plan.languages
        return {
            "site": self.words,
            "up": up,
            "languages": others(languages, own, f"{self.plan.folder}/{here}", up),
        }

    def _year_page(self, report: Report, view: dict[str, Any]) -> bytes:
        newest = report is self.dossier.report
        here = "index.html" if newest else f"{report.year}.html"
        told = {each.id for each, _ in self.dossier.targets}
        for row in (*view["rows"], *view["behind"]):
            row["href"] = target_page(row["id"]) if row["id"] in told else None
        changes = since(self.plan.changes, self.locale) if newest and self.plan.changes else None
        title = self.locale.names(report.plan.title)
        numbers = report_file(self.plan.folder, report.year)
        return written(
            "plan.html",
            page=view,
            way=[(self.words["plans"], "../index.html"), (f"{title} {report.year}", None)],
            years=self._years(report),
            changes=changes,
            files=[
                (view["title"], [("CSV", f"{report.year}.csv"), ("JSON", f"../../{numbers}")]),
                (
                    self.words["figures"],
                    [("CSV", f"../../data/{self.plan.folder}/{FIGURES}")],
                ),
            ],
            **self._common(here, "../../"),
        )

    def _years(self, shown: Report) -> list[tuple[str, str | None]]:
        """Return the pages of all years, the one that is shown without a link."""
        if not self.plan.earlier:
            return []
        pages = [(each, f"{each.year}.html") for each in self.plan.earlier]
        pages.append((self.dossier.report, "index.html"))
        return [(str(each.year), None if each is shown else name) for each, name in pages]

    def _target_page(self, card: dict[str, Any], target: TargetResult, detail: Detail) -> bytes:
        name, document = safe_name(target.id), DetailDocument(detail, self.locale)
        cited = {number for each in card["references"] for number in each.numbers}
        view: Any = self.view
        title = self.locale.names(self.dossier.report.plan.title)
        groups = [
            each for each in (*view["members"], *view["coverages"]) if each["id"] == target.id
        ]
        numbers = f"../../../data/{self.plan.folder}/targets/{name}.json"
        way = [
            (self.words["plans"], "../../index.html"),
            (title, "../index.html"),
            (card["name"], None),
        ]
        return written(
            "target.html",
            page=view,
            card=card,
            way=way,
            groups=groups,
            links=list(link_lines(detail.report, self.locale)),
            rows=document.rows(),
            sources=[each for each in view["sources"] if each.number in cited],
            files=[(card["name"], [("CSV", f"{name}.csv"), ("JSON", numbers)])],
            **self._common(f"targets/{name}.html", "../../../"),
        )

    def _target_numbers(self, detail: Detail) -> bytes:
        columns = target_year_columns(self.dossier.report, self.locale)
        rows = (record(columns, TARGET_RECORD, each) for each in detail.target_years)
        return comma_separated(TARGET_RECORD, rows).encode()
