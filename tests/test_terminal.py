"""The program on a real terminal, in pipes, and in environments that ask for colour or none."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import termios

import pytest
from rich.cells import cell_len

from faults import READERS
from helpers import DATA, Installed

EXAMPLE = ("-q", "--data", "example")
CHECK = ("check", "2008", *EXAMPLE)
POOR = {"PYTHONUTF8": "0", "LC_ALL": "C"}


def on_terminal(
    installed: Installed,
    *args: str,
    columns: int = 100,
    environment: dict[str, str] | None = None,
) -> str:
    """Run the program with a terminal of this width as its stdout; return what it shows."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    base = {"PATH": os.defpath, "TERM": "xterm-256color", "PYTHONUTF8": "1"}
    program = subprocess.Popen(
        [installed.scripts / "clusterplan", *args],
        cwd=installed.empty,
        env=base | (environment or {}),
        stdout=follower,
        stdin=subprocess.DEVNULL,
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        shown += piece
    os.close(leader)
    assert program.wait(timeout=60) == 0
    return shown.decode("utf-8", "replace").replace("\r\n", "\n")


def test_a_terminal_gets_a_coloured_table(installed: Installed) -> None:
    text = on_terminal(installed, *CHECK)
    assert "───" in text
    assert "\x1b[" in text


def test_a_pipe_gets_plain_text(installed: Installed) -> None:
    text = installed.run(*CHECK).stdout
    assert "───" not in text
    assert text == installed.run(*CHECK, "--format", "text").stdout
    assert text == installed.run(*CHECK, env={"COLUMNS": "40", "FORCE_COLOR": "1"}).stdout


@pytest.mark.parametrize(
    ("args", "environment", "coloured"),
    (
        ((), {}, True),
        ((), {"NO_COLOR": "1"}, False),
        ((), {"NO_COLOR": ""}, True),
        ((), {"TERM": "dumb"}, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        ((), {"TERM": "xterm"}, True),
        ((), {"COLORTERM": "truecolor"}, True),
    ),
)
def test_colour_on_a_terminal(
    installed: Installed, args: tuple[str, ...], environment: dict[str, str], *, coloured: bool
) -> None:
    text = on_terminal(installed, *CHECK, *args, environment=environment)
    assert ("\x1b[" in text) is coloured
    assert "───" in text


@pytest.mark.parametrize(
    ("args", "environment", "coloured"),
    (
        ((), {}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "TERM": "dumb"}, False),
        (("--color", "always"), {}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
    ),
)
def test_colour_of_a_table_in_a_pipe(
    installed: Installed, args: tuple[str, ...], environment: dict[str, str], *, coloured: bool
) -> None:
    text = installed.run(*CHECK, "--format", "table", *args, env=environment).stdout
    assert ("\x1b[" in text) is coloured


@pytest.mark.parametrize("language", ("en", "zh"))
@pytest.mark.parametrize("columns", (80, 100, 120, 200))
def test_the_width_of_the_terminal(installed: Installed, columns: int, language: str) -> None:
    text = on_terminal(installed, *CHECK, "--lang", language, "--color", "never", columns=columns)
    assert max(cell_len(line) for line in text.splitlines()) <= columns


@pytest.mark.parametrize("columns", (0, 1, 20, 500))
def test_odd_widths(installed: Installed, columns: int) -> None:
    for command in (CHECK, ("targets", *EXAMPLE)):
        text = on_terminal(installed, *command, "--color", "never", columns=columns)
        assert "Agglomeration" in text
    for reader in (*READERS, ("check", "--help"), ("validate", str(DATA), "-f", "json")):
        assert on_terminal(installed, *reader, columns=columns)


def test_a_table_in_a_pipe_has_its_own_width(installed: Installed) -> None:
    text = installed.run(*CHECK, "--format", "table").stdout
    assert max(cell_len(line) for line in text.splitlines()) == 100
    wide = installed.run(*CHECK, "--format", "table", env={"COLUMNS": "200"}).stdout
    assert "At this rate" in wide


def test_a_chinese_console_draws_and_keeps_signs(installed: Installed) -> None:
    """GBK has lines and Chinese, but no dagger and no minus sign."""
    environment = POOR | {"PYTHONIOENCODING": "gbk", "COLUMNS": "200"}
    for args in (("--format", "table", "--color", "never"), ("--format", "text")):
        text = installed.run(*CHECK, *args, "--lang", "zh", env=environment, encoding="gbk").stdout
        assert "?" not in text
        assert "-54.49亿元" in text
        assert "快于预期 *" in text
        assert ("───" in text) is ("table" in args)


@pytest.mark.parametrize("encoding", ("ascii", "latin-1"))
def test_a_terminal_that_cannot_draw(installed: Installed, encoding: str) -> None:
    environment = POOR | {"PYTHONIOENCODING": encoding}
    args = (*CHECK, "--color", "never")
    text = on_terminal(installed, *args, columns=160, environment=environment)
    assert "───" not in text
    assert "==...|..." in text
    assert ">= 50" in text


def test_output_to_a_file_is_text_even_on_a_terminal(installed: Installed) -> None:
    file = installed.empty / "report.txt"
    assert on_terminal(installed, *CHECK, "--output", str(file)) == ""
    assert file.read_text("utf-8") == installed.run(*CHECK).stdout
    file.unlink()
