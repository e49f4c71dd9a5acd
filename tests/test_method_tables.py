"""The tables that methods print of themselves, against what somebody held against the publishers'.

Methods are loaded anew, as when the program starts, since their tables are made on loading.
"""

from __future__ import annotations

from importlib.util import find_spec, module_from_spec

import pytest

from clusterplan.locale import Locale
from clusterplan.methods import NAMES
from clusterplan.methods.definition import Method
from helpers import ROOT, render_methods, sure


def loaded_anew(name: str) -> Method:
    """Return a method as a start of the program would make it, leaving the loaded one alone."""
    spec = sure(find_spec(f"clusterplan.methods.{name}"))
    module = module_from_spec(spec)
    sure(spec.loader).exec_module(module)
    found: Method = module.METHOD
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_tables_are_as_published(name: str) -> None:
    golden = ROOT / "tests" / "golden" / f"methods-{name}-text-en.txt"
    told = render_methods([loaded_anew(name)], "text", Locale("en"), in_full=True)
    assert told == golden.read_text("utf-8")


def test_a_formula_reads_the_same_in_every_language() -> None:
    """A template of its own for each formula would ask for a translation of each."""
    rows = loaded_anew("dns").verdicts[0].rows
    assert {row.when.template for row in rows} == {"{formula}"}


def test_the_words_of_pace_are_short_enough_for_a_column() -> None:
    labels = loaded_anew("pace").labels
    assert str(labels["far_behind"].short) == "far behind"
    assert all(label.short == label.full for label in labels.values())
