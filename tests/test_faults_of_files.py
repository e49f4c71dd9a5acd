"""Files that cannot be written, programs that are killed while they write, data that change."""

from __future__ import annotations

import resource
import signal
import subprocess
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from faults import OUTPUTS, large_data, shell, weak, with_mounts
from helpers import DATA, Installed, started

OLD = b"old\n"
ROUNDS, PATIENCE = 4, 40
"""Programs to kill, and how many at most until one was killed in time: the machine may be busy."""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return data on which a report is long enough to be caught while it is written."""
    return large_data(tmp_path_factory.mktemp("large") / "data", 300)


def begin(installed: Installed, command: str, data: Path, file: Path) -> subprocess.Popen[bytes]:
    form = ["--format", "json"] if command.startswith("check") else []
    return subprocess.Popen(
        [installed.program, *command.split(), file, "--data", data, *form],
        stderr=subprocess.DEVNULL,
    )


def wait_for_a_part(folder: Path, program: subprocess.Popen[bytes]) -> None:
    """Return when a program has begun to write something beside its file."""
    while len(list(folder.iterdir())) == 1 and program.poll() is None:
        time.sleep(0.0002)


@pytest.mark.parametrize("command", OUTPUTS)
@pytest.mark.parametrize("number", (signal.SIGKILL, signal.SIGTERM, signal.SIGINT))
def test_killed_while_it_writes(
    installed: Installed, tmp_path: Path, large: Path, command: str, number: signal.Signals
) -> None:
    """The old file or the new one, never a part; and only -9 leaves a temporary file behind."""
    (tmp_path / "new").mkdir()  # a list of known findings has names as seen from its folder
    begin(installed, command, large, tmp_path / "new" / "report").wait()
    new = (tmp_path / "new" / "report").read_bytes()
    in_time = 0
    for round_ in range(PATIENCE):
        folder = tmp_path / str(round_)
        folder.mkdir()
        file = folder / "report"
        file.write_bytes(OLD)
        program = begin(installed, command, large, file)
        wait_for_a_part(folder, program)
        time.sleep(0.001 * (round_ % ROUNDS))
        program.send_signal(number)
        code = program.wait()
        left = sorted(folder.iterdir())
        assert file.read_bytes() in (OLD, new)
        assert code in (0, -number, 128 + number)
        assert number == signal.SIGKILL or left == [file]
        in_time += file.read_bytes() == OLD
        if in_time and round_ >= ROUNDS - 1:
            break
    assert in_time, "never killed before the new file was complete"


def test_two_programs_write_the_same_file(
    installed: Installed, tmp_path: Path, large: Path, data_copy: Path
) -> None:
    results = set()
    for name, data in (("a", large), ("b", data_copy)):
        begin(installed, OUTPUTS[0], data, tmp_path / name).wait()
        results.add((tmp_path / name).read_bytes())
    (tmp_path / "both").mkdir()
    file = tmp_path / "both" / "report"
    for _ in range(3):
        for program in [begin(installed, OUTPUTS[0], data, file) for data in (large, data_copy)]:
            assert program.wait() == 0
        assert file.read_bytes() in results
        assert list(file.parent.iterdir()) == [file]


FULL = """
mount -t tmpfs -o size=64k none . && cd "$PWD" && echo old > report
head -c 1M /dev/zero > filler 2>/dev/null
"$@" report; code=$?
cat report; ls -A; exit $code
"""
READ_ONLY = """
mount -t tmpfs none . && cd "$PWD" && echo old > report && mount -o remount,ro .
"$@" report; code=$?
cat report; ls -A; exit $code
"""


@pytest.mark.parametrize("command", OUTPUTS)
@pytest.mark.parametrize(
    ("script", "why", "left"),
    (
        (FULL, "No space left on device", ["old", "filler", "report"]),
        (READ_ONLY, "Read-only file system", ["old", "report"]),
    ),
)
def test_disks_that_take_nothing(
    installed: Installed, tmp_path: Path, command: str, script: str, why: str, left: list[str]
) -> None:
    done = with_mounts(script, installed.program, *command.split(), cwd=tmp_path)
    assert (done.returncode, done.stdout.split()) == (2, left)
    assert f"clusterplan: cannot write report: {why}\n" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", OUTPUTS)
def test_a_folder_without_the_right_to_write(
    installed: Installed, tmp_path: Path, command: str
) -> None:
    file = tmp_path / "report"
    file.write_bytes(OLD)
    tmp_path.chmod(0o555)
    done = started(*weak(str(installed.program), *command.split()), file, "--data", DATA)
    tmp_path.chmod(0o755)
    assert done.returncode == 2
    assert "Permission denied" in done.stderr
    assert file.read_bytes() == OLD
    assert list(tmp_path.iterdir()) == [file]


def test_data_without_the_right_to_read(installed: Installed, data_copy: Path) -> None:
    (data_copy / "actuals" / "2008.csv").chmod(0)
    for command in (("check", "2008", "--data"), ("validate",)):
        done = started(*weak(str(installed.program), *command), data_copy)
        assert done.returncode == (1 if "validate" in command else 2)
        assert "2008.csv: CP001 error: the file may not be read" in done.stdout + done.stderr
    data_copy.chmod(0)
    done = started(*weak(str(installed.program), "validate"), data_copy / "targets.yaml")
    data_copy.chmod(0o755)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


@pytest.mark.parametrize("command", OUTPUTS)
def test_a_limit_on_the_size_of_files(
    installed: Installed, tmp_path: Path, large: Path, command: str
) -> None:
    file = tmp_path / "report"
    file.write_bytes(OLD)
    small = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (8192, 8192))
    words = (*command.split(), str(file), "--data", str(large))
    done = started(installed.program, *words, preexec_fn=small)
    assert done.returncode == 2
    assert "File too large" in done.stderr
    assert file.read_bytes() == OLD
    assert list(tmp_path.iterdir()) == [file]


def test_a_name_as_long_as_names_may_be(installed: Installed, tmp_path: Path) -> None:
    for name in ("x" * 255, "县" * 85):
        assert installed.run("schema", "-o", str(tmp_path / name)).returncode == 0
        assert (tmp_path / name).read_text("utf-8").endswith("}\n")


@pytest.mark.parametrize(
    ("command", "code", "told"),
    (
        ("check 2008 -q --data", 2, "CP009 error: the file changed while it was read"),
        ("validate", 1, "CP009 error: the file changed while it was read"),
    ),
)
def test_data_that_never_stay_the_same(
    installed: Installed, data_copy: Path, command: str, code: int, told: str
) -> None:
    file, new = data_copy / "actuals" / "2008.csv", data_copy / "new"
    text, over = file.read_bytes(), threading.Event()

    def replace() -> None:
        while not over.is_set():
            new.write_bytes(text)
            new.replace(file)

    editor = threading.Thread(target=replace)
    editor.start()
    done = shell(installed, f"$C {command} {data_copy}")
    over.set()
    editor.join()
    assert done.returncode == code
    assert told in (done.stdout + done.stderr).decode()


def test_data_that_are_edited_now_and_then(installed: Installed, data_copy: Path) -> None:
    """The report is on the data before or after, or there is none and the reason is told."""
    file = data_copy / "actuals" / "2008.csv"
    before = file.read_bytes()
    after = before.replace("zones,,33,个".encode(), "zones,,55,个".encode())
    assert before != after
    command = f"$C check 2008 -q --data {data_copy}"
    whole = {before: shell(installed, command).stdout}
    file.write_bytes(after)
    whole[after] = shell(installed, command).stdout
    over = threading.Event()

    def edit() -> None:
        while True:
            for text in (before, after):
                with file.open("wb") as writing:
                    writing.write(text[:700])  # in the middle of a record
                    writing.flush()
                    time.sleep(0.02)
                    writing.write(text[700:])
                if over.wait(0.1):
                    return

    editor = threading.Thread(target=edit)
    editor.start()
    runs = [shell(installed, command) for _ in range(12)]
    over.set()
    editor.join()
    for done in runs:
        assert done.returncode in (0, 2)
        assert (done.stdout in whole.values()) is (done.returncode == 0)
        assert done.returncode == 0 or b"changed while" in done.stderr or b" error: " in done.stderr
    assert whole[before] != whole[after]
