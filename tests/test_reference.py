"""The reference pages say what the program says: they are written by tools/reference.py."""

from __future__ import annotations

from importlib.metadata import version

import pytest
import reference

from clusterplan.checks import RULES
from clusterplan.methods import NAMES
from clusterplan.model.observations import ObsStatus
from clusterplan.reading.row_reader import COLUMNS

OLD_HELP = tuple(map(int, version("typer").split(".")[:2])) < (0, 29)
"""The page shows the help of commands as typer writes it since then."""


@pytest.mark.slow
@pytest.mark.parametrize("name", reference.PAGES)
def test_a_page_is_what_the_tool_writes(name: str) -> None:
    if name == "commands.md" and OLD_HELP:
        pytest.skip("an older typer writes other help")
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
