"""How every command is run, and every way it can end: an exit code, and a plain sentence."""

from __future__ import annotations

import inspect
import sys
import traceback
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer

from clusterplan import __version__
from clusterplan.base.messages import printable, say
from clusterplan.cli.asked import asked
from clusterplan.cli.exit_codes import FAULT, OK, USAGE, BadValue, UsageFailure
from clusterplan.cli.poor_encodings import REPLACE
from clusterplan.cli.signals_and_streams import silence_stdout

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from clusterplan.cli.asked import Asked


def run_command(module: str, given: Mapping[str, Any]) -> int:
    """Run the function of a module that has its name; return the exit code.

    It gets what commands share as one, and besides what it names of that which was given.
    """
    for stream in (sys.stdout, sys.stderr):
        # What a terminal cannot show is replaced, never a crash.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=REPLACE)
    function = getattr(import_module(f"clusterplan.cli.{module}"), module)
    own = {name: given[name] for name in inspect.signature(function).parameters if name in given}
    return _ended(function, asked(given), own)


def _ended(command: Callable[..., int], shared: Asked, own: dict[str, Any]) -> int:
    try:
        return command(shared, **own)
    except BadValue as bad:
        text = shared.locale.text(bad.message)
        raise typer.BadParameter(printable(text), param_hint=bad.parameter) from None
    except UsageFailure as failure:
        shared.notice(failure.message)
        return USAGE
    except BrokenPipeError:
        silence_stdout()  # the reader has gone (| head): nothing to say
        return OK
    except (typer.Exit, typer.Abort, typer.BadParameter):
        raise
    except Exception as fault:  # noqa: BLE001 # no traceback reaches a user
        return _fault(fault, shared)


def _fault(fault: Exception, shared: Asked) -> int:
    if shared.verbose:
        traceback.print_exception(fault)
    what = f"{type(fault).__name__}: {fault}"
    shared.notice(
        say(
            "a fault in clusterplan itself: {what}\n"
            "Please report it with the command, the version ({version}) and the output of -v.",
            what=what,
            version=__version__,
        )
    )
    return FAULT
