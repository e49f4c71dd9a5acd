"""Standard streams that are closed, full or left by their reader, signals, and odd arguments."""

from __future__ import annotations

import fcntl
import os
import signal
import struct
import subprocess
import termios
import time
from itertools import product
from pathlib import Path

import pytest

from faults import ENDS, READERS, large_data, shell
from helpers import DATA, Installed

QUESTIONS = (("check", "--help"), ("--version",))
"""What needs no data, and can write nowhere but to stdout."""
LOST = "/dev/full", "&-"
"""Where nothing can be written."""


def line_of(command: tuple[str, ...]) -> str:
    return f"$C {' '.join(command)}"


@pytest.mark.parametrize("command", (*READERS, *QUESTIONS), ids=" ".join)
def test_what_stderr_cannot_take_is_lost_and_nothing_else(
    installed: Installed, command: tuple[str, ...]
) -> None:
    plain = shell(installed, line_of(command))
    assert plain.returncode == 0
    for where in LOST:
        done = shell(installed, f"{line_of(command)} 2>{where}")
        assert (done.returncode, done.stdout) == (0, plain.stdout)
    gone = shell(installed, f"{{ {line_of(command)} 2>&3 3>&- | cat >&4; }} 3>&1 4>&2 | true")
    assert (gone.returncode, gone.stderr) == (0, plain.stdout)


@pytest.mark.parametrize(
    ("words", "code"),
    (
        ("check 20x", 2),
        ("check --nonsense", 2),
        ("nonsense", 2),
        ("show nothing", 2),
        ("check 2008 --data /nowhere", 2),
        ("check 2008 --data example --fail-on behind -o /dev/null", 1),
    ),
)
@pytest.mark.parametrize("where", LOST)
def test_codes_do_not_hang_on_stderr(
    installed: Installed, words: str, code: int, where: str
) -> None:
    done = shell(installed, f"$C {words} 2>{where}")
    assert (done.returncode, done.stdout) == (code, b"")


@pytest.mark.parametrize(
    ("command", "where"), (*product(READERS, LOST), *product(QUESTIONS, LOST[:1]))
)
def test_what_stdout_cannot_take_is_told(
    installed: Installed, command: tuple[str, ...], where: str
) -> None:
    done = shell(installed, f"{line_of(command)} >{where}")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(b"clusterplan: ")
    assert b"standard output" in done.stderr
    assert b"Traceback" not in done.stderr
    assert shell(installed, f"{line_of(command)} >{where} 2>{where}").returncode == 2
    if command[0] not in ("explain", "schema") and command in READERS:
        line = f"CLUSTERPLAN_DATA=example {line_of(command)} -o /dev/null >{where}"
        assert shell(installed, line).returncode == 0


@pytest.mark.parametrize("command", (*READERS, *QUESTIONS), ids=" ".join)
def test_a_reader_who_has_seen_enough(installed: Installed, command: tuple[str, ...]) -> None:
    plain = shell(installed, line_of(command))
    for reader in ("head -1", "true"):
        done = shell(installed, f"{line_of(command)} | {reader}")
        assert done.returncode == 0
        assert done.stderr in (b"", plain.stderr)


@pytest.mark.parametrize("command", READERS, ids=" ".join)
def test_stdin_does_not_matter(installed: Installed, command: tuple[str, ...]) -> None:
    plain = shell(installed, line_of(command))
    for stdin in ("<&-", "</dev/zero"):
        done = shell(installed, f"{line_of(command)} {stdin}")
        assert (done.returncode, done.stdout, done.stderr) == (0, plain.stdout, plain.stderr)


def test_closed_streams_do_not_end_up_in_files(installed: Installed, tmp_path: Path) -> None:
    """The first file that is opened takes the number of a closed stream."""
    plain = shell(installed, "$C check 2008").stdout
    done = shell(installed, f"$C check 2008 --data example -o {tmp_path}/report <&- >&- 2>&-")
    assert done.returncode == 0
    assert (tmp_path / "report").read_bytes() == plain


@pytest.mark.parametrize("module", ("typer", "clusterplan.cli.app", "yaml", "clusterplan.checks"))
@pytest.mark.parametrize("number", (signal.SIGINT, signal.SIGTERM))
def test_interrupted_at_any_time(installed: Installed, module: str, number: signal.Signals) -> None:
    """Python tells when it has imported a module; that is the moment to interrupt it."""
    program = subprocess.Popen(
        [installed.scripts / "python", "-X", "importtime", "-m", "clusterplan", "check", "2008"],
        cwd=installed.empty,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert program.stderr is not None
    for line in program.stderr:
        if line.rpartition("|")[2].strip() == module:
            program.send_signal(number)
            break
    shown, told = program.communicate()
    told = "".join(x for x in told.splitlines(keepends=True) if not x.startswith("import time:"))
    assert (program.returncode, shown, told) == (128 + number, "", "")


@pytest.mark.parametrize("number", (signal.SIGINT, signal.SIGTERM))
def test_interrupted_while_nobody_reads(
    installed: Installed, tmp_path: Path, number: signal.Signals
) -> None:
    """What has not been written by then must not keep the program waiting for a reader."""
    data = large_data(tmp_path / "data", 100)
    reading, writing = os.pipe()
    room = fcntl.fcntl(reading, fcntl.F_SETPIPE_SZ, 4096)
    program = subprocess.Popen(
        [installed.scripts / "clusterplan", "check", "2008", "-q", "--data", data, "-f", "text"],
        stdout=writing,
        stderr=subprocess.PIPE,
    )
    while struct.unpack("i", fcntl.ioctl(reading, termios.FIONREAD, b"\0" * 4))[0] < room:
        time.sleep(0.01)
        assert program.poll() is None
    program.send_signal(number)
    assert program.wait(timeout=60) == 128 + number
    assert program.communicate()[1] == b""
    os.close(reading)
    os.close(writing)


def test_a_signal_that_is_ignored_stays_ignored(installed: Installed) -> None:
    code = (
        "import signal; from clusterplan.cli.signals_and_streams import prepare;"
        "signal.signal(signal.SIGINT, signal.SIG_IGN); prepare();"
        "print(signal.getsignal(signal.SIGINT).name, end='')"
    )
    assert installed.python(code) == "SIG_IGN"


ARGUMENTS = (
    "check {}",
    "check 2008 --target {}",
    "check 2008 --data {}",
    "check 2008 --as-of {}",
    "check 2008 --against {}",
    "check 2008 --method {}",
    "check 2008 -f {}",
    "check 2008 -o nowhere/x{}",
    "show {}",
    "trend {}",
    "diff {} 2008",
    "methods {}",
    "explain {}",
    f"validate {DATA}/{{}}",
    f"validate {DATA} --known {{}}",
    f"validate {DATA} --write-known nowhere/x{{}}",
    f"validate {DATA} --select {{}}",
    "{}",
    "--{}",
)


@pytest.mark.parametrize("words", ARGUMENTS)
def test_arguments_that_nobody_means(installed: Installed, words: str) -> None:
    """Bytes that are no UTF-8, ten thousand characters, control characters, nothing at all."""
    for odd in (r"$'\xff\xfe'", "x" * 10_000, r"$'\e[31m\n\r'", "''"):
        done = shell(installed, f"$C {words.format(odd)}")
        assert done.returncode == 2 or (odd == "''" and done.returncode in ENDS)
        assert done.stdout == b"" or done.returncode == 0
        assert b"Traceback" not in done.stderr
        assert b"\x1b" not in done.stderr
        assert done.stderr.decode()
