"""How long clusterplan takes, and how much memory, next to what others need for the same work.

`python benchmarks/run.py` prints a table of ratios; `--json FILE` keeps the figures, `--markdown
PAGE` writes them into a page. Only ratios within one run travel from one machine to another.
frictionless and polars are left out where they are missing (`pip install '.[bench]'`). See
docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import check
import counties
import crowds
import rollup
import shapes
import startup
import targets
import validate
from machine import setting
from tables import fill_in, table

if TYPE_CHECKING:
    from measuring import Figure

SECTIONS = (
    *(startup.SECTION, check.SECTION, crowds.SECTION),
    *(targets.SECTION, validate.SECTION, shapes.SECTION, counties.SECTION, rollup.SECTION),
)


def figures_of(sections: list[str], baseline: Path | None, *, quick: bool) -> list[Figure]:
    """Measure the sections; quickly means few runs, and not the largest size."""
    found = []
    if startup.SECTION in sections:
        found += startup.figures(5 if quick else 25)
    if check.SECTION in sections:
        found += check.figures(1 if quick else 5, check.SIZES[: -1 if quick else None])
    if crowds.SECTION in sections and not quick:
        found += crowds.figures(3, crowds.SIZES)
    if targets.SECTION in sections and not quick:
        found += targets.figures(3, targets.SIZES)
    if validate.SECTION in sections:
        found += validate.figures(1 if quick else 5, validate.SIZES[: -1 if quick else None])
    if shapes.SECTION in sections and not quick:
        found += shapes.figures(3, baseline)
    if counties.SECTION in sections and not quick:
        found += counties.figures()
        found += counties.site_figures(counties.PLANS // 10)
    if rollup.SECTION in sections:
        found += rollup.figures(1 if quick else 3, rollup.SIZES[: -1 if quick else None])
    return found


def main() -> None:
    """Measure what is asked for; end with 1 where a budget is not met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--quick", action="store_true", help="few runs, not the largest sizes")
    parser.add_argument(
        "--baseline", type=Path, metavar="SRC", help="measure this source beside ours, on shapes"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures")
    parser.add_argument("--markdown", type=Path, metavar="PAGE", help="put them between its marks")
    asked = parser.parse_args()
    if unknown := set(asked.sections) - set(SECTIONS):
        parser.error(f"no section {', '.join(sorted(unknown))}")
    if asked.markdown and (asked.quick or asked.sections):
        parser.error("--markdown replaces all figures of a page: measure every section in full")
    where = setting()
    baseline = asked.baseline and asked.baseline.resolve()
    figures = figures_of(asked.sections or list(SECTIONS), baseline, quick=asked.quick)
    print(where.sentences(), "", table(figures, "simple"), sep="\n")
    if asked.json:
        kept = [{**asdict(each), "met": each.met} for each in figures]
        all_of_it = {**asdict(where), "quick": asked.quick, "figures": kept}
        text = json.dumps(all_of_it, indent=2, ensure_ascii=False)
        asked.json.write_text(f"{text}\n", encoding="utf-8")
    if asked.markdown:
        fill_in(asked.markdown, f"{where.sentences()}\n\n{table(figures, 'pipe')}")
    sys.exit(any(each.met is False for each in figures))


if __name__ == "__main__":
    main()
