"""`clusterplan rollup`: from returns of single units to the figures of a year."""

from __future__ import annotations

import re
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from clusterplan.base.extras import install
from clusterplan.base.messages import say
from clusterplan.cli.asked import Asked
from clusterplan.cli.exit_codes import BadValue, UsageFailure
from clusterplan.cli.given_values import parse_day, parse_year
from clusterplan.cli.questions import can_ask
from clusterplan.cli.rollup_engines import interrupts_wait, refuse_master, refuse_url

LIBRARIES = {
    "duckdb": ("rollup", ("duckdb", "sqlglot", "scipy")),
    "spark": ("spark", ("pyspark", "sqlglot", "scipy")),
}
"""The extra that brings an engine, and what is in it."""


def rollup(
    asked: Asked,
    year: str,
    engine: str,
    master: str | None,
    memory: str,
    published: str | None,
    returns: str | None,
    register: str | None,
    details: Path | None,
    *,
    yes: bool,
    dry_run: bool,
    explain: bool,
) -> int:
    """Run `clusterplan rollup`; return the exit code."""
    wanted = parse_year(year)
    today = datetime.now().astimezone().date()
    day = today if published is None else parse_day(published, "--published")
    if not re.fullmatch(r"[1-9][0-9]{0,8}(MB|GB|TB)", memory):
        raise BadValue("--memory", say("write it like {example}", example="2GB"))
    if master is not None and engine != "spark":
        raise BadValue("--master", say("only Spark has a master: --engine spark"))
    if master is not None:
        refuse_master(master)
    refuse_url("--returns", returns, engine)
    refuse_url("--register", register, engine)
    if not (yes or dry_run or explain or can_ask()):
        raise UsageFailure(
            say("nobody to ask here: --yes writes without asking, --dry-run shows what it would do")
        )
    _require_libraries(engine)
    with interrupts_wait():
        from clusterplan.cli.rollup_reading import Wanted  # noqa: PLC0415 # its libraries
        from clusterplan.cli.rollup_steps import explained, run  # noqa: PLC0415

    found = Wanted(
        year=wanted,
        published=day,
        today=today,
        engine=engine,
        master=master,
        memory=memory,
        returns=returns,
        register=register,
        details=details,
        yes=yes,
        dry_run=dry_run,
    )
    return explained(asked, found) if explain else run(asked, found)


def _require_libraries(engine: str) -> None:
    extra, names = LIBRARIES[engine]
    missing = [name for name in names if find_spec(name) is None]
    if missing:
        message = say(
            "this needs libraries that are not installed ({names}): {command}",
            names=", ".join(missing),
            command=install(extra),
        )
        raise UsageFailure(message)
