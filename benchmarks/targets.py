"""`show`, `trend` and `report` on plans of many targets, all of them shares of one base."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from crowds import grown, taken
from samples import write_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from measuring import Figure

SECTION = "targets"
SIZES = (1, 300, 3_000)
"""One for the start-up, and two of which the larger may take ten times as long."""
MOST_GROWTH = 13
"""Tenfold targets may take ten times the time, and three tenths for luck."""
COMMANDS = {
    "show": ("show", "t0", "--year", "2008", "-f", "json"),
    "trend": ("trend", "-f", "json"),
    "page": ("report", "2008", "-o", "out.html"),
    "workbook": ("report", "2008", "-o", "out.xlsx"),
}


def figures(runs: int, sizes: Sequence[int]) -> Iterator[Figure]:
    """Measure each command, and how it grows between the two sizes."""
    found = [taken(_shares(size), COMMANDS, runs) for size in sizes]
    return grown(SECTION, ("shares of one base", "shares"), sizes, found, MOST_GROWTH)


def _shares(size: int) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        plan = json.dumps(_plan(size), ensure_ascii=False)
        (folder / "targets.yaml").write_text(plan, encoding="utf-8")
        for year in (2005, 2008):
            parts = (
                (f"part{n}", "", f"{year - 2000 + n % 7}.5", "2009-03-01") for n in range(size)
            )
            write_rows(folder, year, (("whole", "", f"{year}.5", "2009-03-01"), *parts))

    return make


def _plan(size: int) -> dict[str, object]:
    """Return a plan with so many targets, each on the share of a part in one whole."""
    name = {"zh": "名", "en": "name"}
    levels = ["whole", *(f"part{n}" for n in range(size))]
    amounts = [
        {"id": each, "name": name, "unit": "亿元", "direction": "increase"} for each in levels
    ]
    shares = [
        {
            "id": f"share{n}",
            "name": name,
            "unit": "%",
            "direction": "increase",
            "formula": {"kind": "ratio", "numerator": f"part{n}", "denominator": "whole"},
        }
        for n in range(size)
    ]
    targets = [
        {
            "id": f"t{n}",
            "clause": str(n),
            "name": name,
            "nature": "binding",
            "indicator": f"share{n}",
            "comparison": ">=",
            "value": 5,
            "unit": "%",
            "year": 2010,
            "path": "linear",
        }
        for n in range(size)
    ]
    return {
        "format": "clusterplan.plan/1",
        "id": "big",
        "title": name,
        "document": "none",
        "period": [2006, 2010],
        "base_year": 2005,
        "area": "area",
        "entities": [{"id": "area", "name": name, "kind": "area"}],
        "indicators": [*amounts, *shares],
        "targets": targets,
    }
