"""How commands end: with an exit code, or with a failure that becomes one and a plain sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.messages import say

if TYPE_CHECKING:
    from clusterplan.base.messages import Message

OK, FINDINGS, USAGE, FAULT = 0, 1, 2, 3


class UsageFailure(Exception):  # noqa: N818 # not an error in the program but in how it was called
    """The command cannot do what was asked: it ends with `USAGE`."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class BadValue(UsageFailure):
    """An argument or option has a value that it cannot have."""

    def __init__(self, parameter: str, message: Message) -> None:
        super().__init__(message)
        self.parameter = parameter


def cannot_read(path: str, error: OSError) -> UsageFailure:
    """Return the failure of a file that the system does not let us read."""
    return UsageFailure(say("cannot read {path}: {why}", path=path, why=str(error.strerror)))
