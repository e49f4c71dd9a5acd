"""`clusterplan methods`: the ways of judging progress."""

from __future__ import annotations

from clusterplan.base.messages import say
from clusterplan.cli.asked import Asked
from clusterplan.cli.exit_codes import OK, BadValue
from clusterplan.cli.output import write_document
from clusterplan.methods import NAMES, method
from clusterplan.render.document.methods import MethodsDocument


def methods(asked: Asked, name: str | None) -> int:
    """Run `clusterplan methods`; return the exit code."""
    if name is not None and name not in NAMES:
        known = ", ".join(NAMES)
        message = say("there is no method {name}; there are {known}", name=f"'{name}'", known=known)
        raise BadValue("NAME", message)
    found = [method(each) for each in NAMES if name in (None, each)]
    write_document(MethodsDocument(found, asked.locale, in_full=name is not None), asked)
    return OK
