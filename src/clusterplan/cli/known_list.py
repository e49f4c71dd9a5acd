"""The list of known findings of `validate`: a file that is read, and written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from clusterplan.base.messages import say, say_many
from clusterplan.checks.known_findings import NotKnownError, read_known, written
from clusterplan.cli.asked import Asked
from clusterplan.cli.exit_codes import OK
from clusterplan.cli.failures import UsageFailure
from clusterplan.cli.output import write

if TYPE_CHECKING:
    from collections import Counter

    from clusterplan.checks.chosen_findings import Known, Validation, Wishes


def read_list(path: Path) -> Counter[Known]:
    """Return the findings on a list.

    Raises:
        UsageFailure: it cannot be read, or a line of it is none.
    """
    try:
        return read_known(path.read_text(encoding="utf-8-sig"))
    except NotKnownError as bad:
        message = say(
            "{path}:{line}: not a known finding: file, code, record and detail, with tabs between",
            path=str(path),
            line=bad.line,
        )
        raise UsageFailure(message) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UsageFailure(say("cannot read {path}: {why}", path=str(path), why=why)) from None


def write_list(found: Validation, wishes: Wishes, path: Path, asked: Asked) -> int:
    """List all findings, and say how many; return the exit code."""
    write(written(found.findings, wishes.known_file), path)
    if not asked.quiet:
        count = len(found.findings)
        asked.notice(
            say_many(
                "clusterplan: {count} known finding is listed in {path}",
                "clusterplan: {count} known findings are listed in {path}",
                count=count,
                path=str(path),
            )
        )
    return OK


def as_seen_from(folder: Path, file: str) -> str:
    """Return a file's name from the folder of the list of known findings, wherever we are."""
    return Path(os.path.relpath(file, folder)).as_posix()
