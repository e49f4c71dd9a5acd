"""The wheel and the source archive: the same bytes each time, and from one another."""

from __future__ import annotations

import os
import sys
import tarfile
from pathlib import Path

import pytest

from helpers import ROOT, Installed, started


def built(kind: str, source: Path, folder: Path, **environment: str) -> Path:
    """Build a wheel or an sdist; return the file."""
    build = (sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", folder)
    started(*build, cwd=source, env=os.environ | environment, check=True)
    (file,) = folder.iterdir()
    return file


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source archive."""
    return built("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def unpacked(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the source archive."""
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (root,) = folder.iterdir()
    return root


def test_the_same_archive_each_time(sdist: Path, tmp_path: Path) -> None:
    """Neither the clock, nor the time zone, nor who builds it is in it."""
    again = built("sdist", ROOT, tmp_path / "again", TZ="Pacific/Kiritimati", USER="x", LC_ALL="C")
    assert again.name == sdist.name
    assert again.read_bytes() == sdist.read_bytes()


def test_the_same_wheel_from_the_tree_and_from_the_archive(
    installed: Installed, unpacked: Path, tmp_path: Path
) -> None:
    """`installed`, on which the other tests run, is from a build of its own."""
    first = built("wheel", ROOT, tmp_path / "first", TZ="America/Adak")
    second = built("wheel", unpacked, tmp_path / "second", TZ="Pacific/Kiritimati")
    assert first.name == second.name == installed.wheel.name
    assert first.read_bytes() == second.read_bytes() == installed.wheel.read_bytes()


@pytest.mark.slow
def test_the_day_of_a_build_can_be_set(tmp_path: Path) -> None:
    """`SOURCE_DATE_EPOCH` dates the members, for those who rebuild a distribution."""
    plain, dated = tmp_path / "plain", tmp_path / "dated"
    old = built("wheel", ROOT, plain).read_bytes()
    assert built("wheel", ROOT, dated, SOURCE_DATE_EPOCH="1700000000").read_bytes() != old


def test_the_archive_holds_all_that_the_tests_need(unpacked: Path) -> None:
    """All of this folder, apart from what tools leave behind and what only our own CI reads."""
    ignored = (ROOT / ".gitignore").read_text("utf-8").replace("/", "").split()
    skipped = {*ignored, ".git", ".ci"}
    expected = {
        path.relative_to(ROOT)
        for path in ROOT.rglob("*")
        if path.is_file() and not skipped & set(path.relative_to(ROOT).parts)
    }
    found = {path.relative_to(unpacked) for path in unpacked.rglob("*") if path.is_file()}
    assert found - {Path("PKG-INFO")} == expected


def test_the_tests_are_found_in_the_archive(unpacked: Path) -> None:
    pytest_quietly = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
    env = os.environ | {"PYTHONPATH": str(unpacked / "src")}
    done = started(*pytest_quietly, "tests/test_house.py", cwd=unpacked, env=env)
    assert done.returncode == 0, done.stdout
