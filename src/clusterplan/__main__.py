"""Entry point: answers `--version` before anything else is imported."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line; a full disk or a closed pipe under stdout ends it in order."""
    # A command ends soon, and what it makes hardly ever holds itself: to look for circles takes a
    # tenth of its time, a third with many findings, and frees nothing.
    gc.disable()
    try:
        _answer()
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        _end(error)
    finally:
        gc.freeze()  # Python looks once more at its end: let there be nothing to look at


def _answer() -> None:
    if sys.argv[1:] == ["--version"]:
        from clusterplan import __version__  # noqa: PLC0415 # costs nothing

        print(f"clusterplan {__version__}")  # noqa: T201 # the one answer given before the CLI
        return
    from clusterplan.cli.signals_and_streams import prepare  # noqa: PLC0415 # not for --version

    prepare()
    from clusterplan.cli.app import run  # noqa: PLC0415 # typer is loaded only now

    try:
        run()
    except SystemExit:
        # typer ends with 1 where the reader of its help has gone, and says so by this wrapper;
        # with us 1 means findings.
        if type(sys.stdout).__name__ == "PacifyFlushWrapper":
            return
        raise


def _end(error: OSError) -> None:
    from clusterplan.cli.signals_and_streams import prepare, silence_stdout  # noqa: PLC0415 # only in trouble

    prepare()
    silence_stdout()
    if isinstance(error, BrokenPipeError):
        return
    sys.stderr.write(f"clusterplan: cannot write to standard output: {error.strerror}\n")
    sys.exit(2)


if __name__ == "__main__":
    main()
