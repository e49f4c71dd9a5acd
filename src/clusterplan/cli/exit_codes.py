"""The last line of defence: every way a command can end, as an exit code and a plain sentence."""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING, Any

import typer

from clusterplan.base.messages import printable, say
from clusterplan.cli.failures import BadValue, UsageFailure
from clusterplan.cli.options import locale_of
from clusterplan.cli.poor_encodings import REPLACE
from clusterplan.cli.process import silence_stdout

if TYPE_CHECKING:
    from collections.abc import Callable

    from clusterplan.locale import Locale

OK, FINDINGS, USAGE, FAULT = 0, 1, 2, 3


def guarded(command: Callable[..., int]) -> Callable[..., None]:
    """Wrap a command that returns its exit code."""

    @functools.wraps(command)
    def wrapper(*args: Any, **kwargs: Any) -> None:  # noqa: ANN401 # whatever the command takes
        for stream in (sys.stdout, sys.stderr):
            # What a terminal cannot show is replaced, never a crash.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors=REPLACE)
        raise typer.Exit(_run(command, args, kwargs))

    return wrapper


def _run(command: Callable[..., int], args: tuple[Any, ...], kwargs: dict[str, Any]) -> int:
    try:
        code = command(*args, **kwargs)
    except BadValue as bad:
        text = locale_of(kwargs.get("lang")).text(bad.message)
        raise typer.BadParameter(printable(text), param_hint=bad.parameter) from None
    except UsageFailure as failure:
        text = locale_of(kwargs.get("lang")).text(failure.message)
        typer.echo(f"clusterplan: {printable(text)}", err=True)
        return USAGE
    except BrokenPipeError:
        silence_stdout()  # the reader has gone (| head): nothing to say
        return OK
    except (typer.Exit, typer.Abort, typer.BadParameter):
        raise
    except Exception as fault:  # noqa: BLE001 # no traceback reaches a user
        return _fault(fault, locale_of(kwargs.get("lang")), verbose=bool(kwargs.get("verbose")))
    return code


def _fault(fault: Exception, locale: Locale, *, verbose: bool) -> int:
    if verbose:
        import traceback  # noqa: PLC0415 # only for a fault

        traceback.print_exception(fault)
    from clusterplan import __version__  # noqa: PLC0415 # costs nothing

    what = f"{type(fault).__name__}: {fault}"
    told = say(
        "clusterplan: a fault in clusterplan itself: {what}\n"
        "Please report it with the command, the version ({version}) and the output of -v.",
        what=what,
        version=__version__,
    )
    typer.echo(locale.text(told), err=True)
    return FAULT
