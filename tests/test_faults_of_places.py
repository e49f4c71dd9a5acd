"""Places that differ: locales, time zones, no home, a read-only installation, python -O."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from clusterplan.cli.poor_encodings import REPLACE
from faults import READERS, shell, with_mounts
from helpers import DATA, Installed, started

LOCALES = {"tr_TR": "iso8859-9", "zh_CN.GBK": "gbk", "zh_CN.UTF-8": "utf-8"}
"""Locales and what Python then writes in."""


def everything(installed: Installed, **environment: str) -> list[bytes]:
    """Return what every command writes; none may fail."""
    told = []
    for command in READERS:
        done = shell(installed, " ".join(("$C", *command)), environment)
        assert done.returncode == 0
        told += [done.stdout, done.stderr]
    return told


@pytest.fixture(scope="module")
def plain(installed: Installed) -> list[bytes]:
    """Return what every command writes in an empty environment."""
    return everything(installed)


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compile the locales; a system has few of them."""
    folder = tmp_path_factory.mktemp("locales")
    compiler = shutil.which("localedef")
    if compiler is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no localedef (package locales)")
    for name, charset in (("tr_TR", "ISO-8859-9"), ("zh_CN.GBK", "GBK"), ("zh_CN.UTF-8", "UTF-8")):
        source = name.partition(".")[0]
        subprocess.run([compiler, "-i", source, "-f", charset, folder / name], check=True)
    return folder


@pytest.mark.parametrize("name", ("C", "POSIX", "C.UTF-8", ""))
def test_locales_that_say_nothing(installed: Installed, plain: list[bytes], name: str) -> None:
    assert everything(installed, LC_ALL=name, LANG=name) == plain


@pytest.mark.parametrize(("name", "encoding"), LOCALES.items())
def test_locales(
    installed: Installed, locales: Path, plain: list[bytes], name: str, encoding: str
) -> None:
    """The text is that of a UTF-8 terminal; what the encoding lacks has a sign in its place."""
    # From Python 3.15 on only who asks for it gets the encoding of the locale.
    environment = {"LC_ALL": name, "LOCPATH": str(locales), "PYTHONUTF8": "0"}
    assert encoding_of(installed, environment) == encoding
    same = everything(installed, **environment | {"PYTHONUTF8": "1"})
    assert (same == plain) is (name == "tr_TR")
    encoded = [text.decode().encode(encoding, REPLACE) for text in same]
    schema = READERS.index(("schema",)) * 2
    encoded[schema] = same[schema]  # for programs: UTF-8 everywhere
    assert everything(installed, **environment) == encoded


def encoding_of(installed: Installed, environment: dict[str, str]) -> str:
    code = "import sys; print(sys.stdout.encoding)"
    done = started(installed.scripts / "python", "-c", code, env=environment, check=True)
    return done.stdout.strip().lower()


def test_figures_are_read_the_same_everywhere(installed: Installed, locales: Path) -> None:
    """A Turkish locale has a decimal comma, and an i without the dot when it is a capital."""
    plain = installed.run("check", "2008", "-f", "json").stdout
    for name in LOCALES:
        environment = {"LC_ALL": name, "LOCPATH": str(locales), "PYTHONUTF8": "0"}
        done = installed.run("check", "2008", "-f", "json", "--lang", "en", env=environment)
        assert done.stdout == plain


@pytest.mark.parametrize(
    "zone", ("Pacific/Kiritimati", "America/Adak", "Asia/Shanghai", "nonsense")
)
def test_time_zones(installed: Installed, plain: list[bytes], zone: str) -> None:
    assert everything(installed, TZ=zone) == plain


def test_the_day_does_not_matter(installed: Installed) -> None:
    """What the newest year is, is a question to the data, not to the clock."""
    code = (
        "import sys, time, datetime, calendar\n"  # which has Python 3.15 write names of months
        "def none(*_): raise AssertionError('the clock was asked')\n"
        "time.time = time.localtime = time.strftime = none\n"
        "sys.argv = ['clusterplan', 'check', '-q', '-f', 'text', '--data', 'example']\n"
        "from clusterplan.__main__ import main; main()"
    )
    told = installed.run("check", "-q", "--data", "example").stdout
    assert installed.python(code) == told


def test_no_home(installed: Installed, plain: list[bytes]) -> None:
    for home in ("", "/nowhere", "/dev/null"):
        assert everything(installed, HOME=home) == plain


@pytest.mark.parametrize("option", ("-O", "-OO"))
def test_optimized(installed: Installed, plain: list[bytes], option: str) -> None:
    """No command rests on an assert, and only the descriptions in the schema on docstrings."""
    for number, command in enumerate(READERS):
        line = f"{installed.scripts}/python {option} -m clusterplan {' '.join(command)}"
        done = shell(installed, line)
        assert (done.returncode, done.stderr) == (0, plain[2 * number + 1])
        assert done.stdout == plain[2 * number] or (option, *command) == ("-OO", "schema")


@pytest.mark.parametrize("option", ("-O", "-OO"))
def test_optimized_help_and_rules(installed: Installed, option: str) -> None:
    for words in ("--help", "check --help", "explain CP201", "methods dns", "validate --help"):
        line = f"{installed.scripts}/python {option} -m clusterplan {words}"
        assert shell(installed, line).stdout == shell(installed, f"$C {words}").stdout


def test_an_installation_without_the_right_to_write(installed: Installed, tmp_path: Path) -> None:
    """Not even where Python would keep what it has compiled."""
    home = installed.scripts.parent
    script = (
        'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift &&'
        ' ! touch "$1/x" 2>/dev/null && PYTHONPYCACHEPREFIX="$1/x" "$@"'
    )
    command = (installed.program, "check", "2008", "--data", DATA)
    done = with_mounts(script, home, *command, cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout == installed.run("check", "2008", "--data", str(DATA)).stdout
    assert "Traceback" not in done.stderr
