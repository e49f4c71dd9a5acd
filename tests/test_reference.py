"""The reference pages say what the program says: they are written by tools/reference.py."""

from __future__ import annotations

import pytest
import reference

from clusterplan.actuals import ObsStatus
from clusterplan.checks import RULES
from clusterplan.methods import NAMES
from clusterplan.reading.rows import COLUMNS


@pytest.mark.parametrize("name", reference.PAGES)
def test_a_page_is_what_the_tool_writes(name: str) -> None:
    kept = (reference.FOLDER / name).read_text(encoding="utf-8")
    assert kept == reference.PAGES[name](), "python tools/reference.py"


def test_nothing_is_left_out() -> None:
    texts = {
        name: (reference.FOLDER / name).read_text(encoding="utf-8") for name in reference.PAGES
    }
    assert all(f"\n## {rule.code}\n" in texts["rules.md"] for rule in RULES)
    assert all(f"({name})\n" in texts["methods.md"] for name in NAMES)
    assert set(reference.COLUMN) == set(COLUMNS)
    assert set(reference.STATUS) == set(ObsStatus)
    for text in texts.values():
        assert "| anything |" not in text
