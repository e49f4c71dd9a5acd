"""Fixtures: the shipped data, and clusterplan as users have it, installed from a wheel."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import venv
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from msgspec.structs import replace

from clusterplan import load_actuals, load_plan, load_remarks, locale
from clusterplan.base import exact, units
from clusterplan.base.findings import KeptFindings
from clusterplan.methods import SECOND_OPINIONS
from clusterplan.model.observations import Observation
from clusterplan.model.plan import Plan
from clusterplan.reading import plan_file
from clusterplan.reading.folder_layout import own_files
from clusterplan.reading.limits import Limits
from clusterplan.reading.yaml_tree import ReadTree, read_tree
from clusterplan.views.whole_document import Dossier
from helpers import COAST, DATA, ROOT, Installed, dossier_of

settings.register_profile(
    "mutation",
    max_examples=10,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
)
"""For docs/mutation-testing.md: enough to tell a mutant, and the same at every run."""
settings.register_profile("loop", settings.get_profile("mutation"), max_examples=5)
settings.register_profile("patient", deadline=None)
if not os.environ.get("CI"):  # which Hypothesis has a profile for, as patient
    settings.load_profile("patient")


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # As in a shell's background jobs. Programs inherit that, and those under test are interrupted.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_sessionstart() -> None:
    """Forget what was worked out before: a mutant runs in a copy of a process that knows it all."""
    for each in (*vars(exact).values(), *vars(units).values(), *vars(locale).values()):
        if hasattr(each, "cache_clear"):
            each.cache_clear()
    units.UNITS._found.clear()  # noqa: SLF001 # nobody else has to forget


STARTS = {"subprocess.Popen", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system"}
"""What Python calls the ways to start a process."""
OF_PROCESSES = {"browser", "installed", "sdist"}
"""Fixtures that start some: who uses one is slow."""
running: set[str] = set()
"""The test that runs, if it is quick."""


def _stay_in_the_process(event: str, _: object) -> None:
    if event in STARTS and running:
        pytest.fail(f"{event} in a quick test: mark it slow")


sys.addaudithook(_stay_in_the_process)


def pytest_configure(config: pytest.Config) -> None:
    """Take few examples in the loop, `pytest -m "not slow"`, and read the same plan only once."""
    if "not slow" in config.option.markexpr:
        settings.load_profile("loop")
        pytest.MonkeyPatch().setattr(plan_file, "read_tree", _once(read_tree))


def _once(read: Callable[..., ReadTree]) -> Callable[..., ReadTree]:
    sound: dict[tuple[str, Limits], ReadTree] = {}

    def known_or_read(text: str, file: str, kept: KeptFindings, limits: Limits) -> ReadTree:
        if known := sound.get((text, limits)):
            return replace(known, kept=kept)
        tree = read(text, file, kept, limits)
        if not kept.findings:
            sound[text, limits] = tree
        return tree

    return known_or_read


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow whatever uses a fixture that starts processes."""
    for item in items:
        if OF_PROCESSES & set(getattr(item, "fixturenames", ())):
            item.add_marker("slow")


@pytest.fixture(scope="module", autouse=True)
def _known_by_now() -> None:
    """Spare the garbage collector what stays to the end: thousands of tests and what they load."""
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a test that starts a process and is not marked."""
    if item.get_closest_marker("slow") is None:
        running.add(item.nodeid)
    try:
        return (yield)
    finally:
        running.clear()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--renew`."""
    parser.addoption("--renew", action="store_true", help="write the golden files anew")


@pytest.fixture
def renew(request: pytest.FixtureRequest) -> bool:
    """Say whether golden files are to be written; CI only compares."""
    wanted = bool(request.config.getoption("--renew"))
    if wanted and os.environ.get("CI"):
        pytest.fail("CI is set: golden files are renewed by hand only")
    return wanted


@pytest.fixture(scope="session")
def shipped_plan() -> Plan:
    """Return the plan that ships."""
    return load_plan(DATA)


@pytest.fixture(scope="session")
def shipped_rows() -> tuple[Observation, ...]:
    """Return the actuals that ship."""
    return load_actuals(DATA)


@pytest.fixture(scope="session")
def shipped(shipped_plan: Plan, shipped_rows: tuple[Observation, ...]) -> Dossier:
    """Return the whole document of 2008 on the plan that ships."""
    remarks = load_remarks(DATA)
    return dossier_of(shipped_plan, shipped_rows, 2008, methods=SECOND_OPINIONS, remarks=remarks)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the machine's own settings out of the tests."""
    for name in (
        "CLUSTERPLAN_DATA",
        "CLUSTERPLAN_LIMITS",
        "LC_ALL",
        "LC_MESSAGES",
        "LANG",
        "NO_COLOR",
        "FORCE_COLOR",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Build the wheel and install it into an environment of its own."""
    folder = tmp_path_factory.mktemp("installed")
    wheels, home = folder / "wheels", folder / "venv"
    pip = ["-m", "pip", "--disable-pip-version-check", "-q"]
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(wheels), str(ROOT)]
    subprocess.run([sys.executable, *build], check=True)
    venv.create(home, with_pip=True)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    (wheel,) = wheels.iterdir()
    subprocess.run([scripts / "python", *pip, "install", str(wheel)], check=True)
    empty = folder / "empty"
    empty.mkdir()
    return Installed(scripts, wheel, empty)


@pytest.fixture
def data_copy(tmp_path: Path) -> Path:
    """Return a copy of the shipped data that a test may break."""
    return _copied(DATA, tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the invented plan."""
    return _copied(COAST, tmp_path)


def _copied(plan: Path, into: Path) -> Path:
    copy = into / "data"
    for path in own_files(plan):
        (copy / path.relative_to(plan)).parent.mkdir(parents=True, exist_ok=True)
        (copy / path.relative_to(plan)).write_bytes(path.read_bytes())
    return copy
