"""Entry point: answers `--version` before anything else is imported."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] == ["--version"]:
        from clusterplan import __version__  # noqa: PLC0415 # costs nothing

        print(f"clusterplan {__version__}")  # noqa: T201 # the one answer given before the CLI
        return
    from clusterplan.cli import run  # noqa: PLC0415 # typer is loaded only now

    run()


if __name__ == "__main__":
    main()
