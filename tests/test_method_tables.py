"""The tables that methods print of themselves, against the rules as their publishers state them.

Methods are loaded anew, as when the program starts, since their tables are made on loading.
"""

from __future__ import annotations

from importlib.util import find_spec, module_from_spec
from typing import TypeAlias

import pytest

from clusterplan.methods import NAMES, method
from clusterplan.methods.definition import Method

Rows: TypeAlias = tuple[tuple[str, str, str], ...]

PACE: dict[str, Rows] = {
    "In this order; a plan may set other thresholds": (
        ("there is no figure of that very year", "no_data", "undefined"),
        ("the target is met before its year", "met_early", "good"),
        ("the target is met in its year", "met", "good"),
        ("its year has come, and the target is not met", "missed", "behind"),
        ("its year has come, and the value is worse than the base", "missed", "wrong_direction"),
        ("there is no base", "no_baseline", "undefined"),
        (
            "the base was at the target or beyond it, the value is not",
            "regressed",
            "wrong_direction",
        ),
        ("nothing is due yet", "not_due", "undefined"),
        ("P ≥ 1.05", "ahead", "good"),
        ("0.95 ≤ P < 1.05", "on_schedule", "good"),
        ("0.6 ≤ P < 0.95", "behind", "behind"),
        ("0 ≤ P < 0.6", "far_behind", "behind"),
        ("P < 0", "regressed", "wrong_direction"),
    ),
    "A goal to keep, and a ceiling on a sum over years": (
        ("the goal is not fulfilled", "breached", "behind"),
        ("it is fulfilled in its year", "met", "good"),
        (
            "the course from the base over the value leads out of it before its year is over",
            "at_risk",
            "behind",
        ),
        ("it is fulfilled, and the course stays within it", "kept", "good"),
    ),
}
EUROSTAT: dict[str, Rows] = {
    "With a target": (
        ("the target is met", "significant_progress", "good"),
        ("R ≥ 0.95", "significant_progress", "good"),
        ("0.6 ≤ R < 0.95", "moderate_progress", "behind"),
        ("0 ≤ R < 0.6", "insufficient_progress", "behind"),
        ("R < 0", "movement_away", "wrong_direction"),
    ),
    "Without a target": (
        ("r ≥ 0.01", "significant_progress", "good"),
        ("0.001 ≤ r < 0.01", "moderate_progress", "behind"),
        ("−0.001 ≤ r < 0.001", "no_progress", "behind"),
        ("−0.01 ≤ r < −0.001", "moderate_movement_away", "wrong_direction"),
        ("r < −0.01", "significant_movement_away", "wrong_direction"),
    ),
}
OPENSDG: dict[str, Rows] = {
    "With a target": (
        ("the target is met", "target_achieved", "good"),
        ("R ≥ 0.95", "substantial_progress", "good"),
        ("0.6 ≤ R < 0.95", "moderate_progress", "behind"),
        ("0 ≤ R < 0.6", "limited_progress", "behind"),
        ("R < 0", "deterioration", "wrong_direction"),
    ),
    "Without a target": (
        ("r ÷ C ≥ 0.015", "substantial_progress", "good"),
        ("0.005 ≤ r ÷ C < 0.015", "moderate_progress", "behind"),
        ("0 ≤ r ÷ C < 0.005", "limited_progress", "behind"),
        ("r ÷ C < 0", "deterioration", "wrong_direction"),
    ),
}
UNSD: dict[str, Rows] = {
    "With a target": (
        ("the target is met", "on_track", "good"),
        ("S ≥ 0.95", "on_track", "good"),
        ("0.1 ≤ S < 0.95", "fair_progress", "behind"),
        ("0 ≤ S < 0.1", "stagnation_or_regression", "behind"),
        ("S < 0", "stagnation_or_regression", "wrong_direction"),
    ),
    "Without a target": (
        ("r ≥ 0.02", "on_track", "good"),
        ("0.005 ≤ r < 0.02", "fair_progress", "behind"),
        ("0 ≤ r < 0.005", "stagnation_or_regression", "behind"),
        ("r < 0", "stagnation_or_regression", "wrong_direction"),
    ),
}
DNS: dict[str, Rows] = {
    "With a target that is not met yet": (
        ("m > 0, M < 0.05", "sun", "good"),
        ("m > 0, 0.05 ≤ M ≤ 0.2", "sun_cloud", "behind"),
        ("m > 0, M > 0.2", "cloud", "behind"),
        ("m = 0", "thunderstorm", "behind"),
        ("m < 0", "thunderstorm", "wrong_direction"),
    ),
    "With a target that is met, or that holds for every year": (
        ("met, m ≥ 0", "sun", "good"),
        ("met, m < 0", "sun_cloud", "good"),
        ("not met, m > 0", "cloud", "behind"),
        ("not met, m = 0", "thunderstorm", "behind"),
        ("not met, m < 0", "thunderstorm", "wrong_direction"),
    ),
    "Without a target; c is the latest yearly change": (
        ("m > 0, c > 0", "sun", "good"),
        ("m > 0, c ≤ 0", "sun_cloud", "behind"),
        ("m ≤ 0, c > 0", "cloud", "behind"),
        ("m = 0, c ≤ 0", "thunderstorm", "behind"),
        ("m < 0, c ≤ 0", "thunderstorm", "wrong_direction"),
    ),
}
TABLES = {"pace": PACE, "eurostat": EUROSTAT, "opensdg": OPENSDG, "unsd": UNSD, "dns": DNS}


def loaded_anew(name: str) -> Method:
    """Return a method as a start of the program would make it, leaving the loaded one alone."""
    spec = find_spec(method(name).answer.__module__)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Method = module.METHOD
    return found


def test_every_method_has_its_tables() -> None:
    assert tuple(TABLES) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_tables_are_as_published(name: str) -> None:
    found = {
        str(table.title): tuple((str(row.when), row.status, row.standing) for row in table.rows)
        for table in loaded_anew(name).verdicts
    }
    assert found == TABLES[name]
    assert list(found) == list(TABLES[name])


def test_a_formula_reads_the_same_in_every_language() -> None:
    """A template of its own for each formula would ask for a translation of each."""
    rows = loaded_anew("dns").verdicts[0].rows
    assert {row.when.template for row in rows} == {"{formula}"}


def test_the_words_of_pace_are_short_enough_for_a_column() -> None:
    labels = loaded_anew("pace").labels
    assert str(labels["far_behind"].short) == "far behind"
    assert all(label.short == label.full for label in labels.values())
