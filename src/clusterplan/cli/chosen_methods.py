"""The methods of `--method`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.messages import say
from clusterplan.cli.failures import BadValue
from clusterplan.methods import ALL, SECOND_OPINIONS

if TYPE_CHECKING:
    from collections.abc import Collection


def chosen_methods(asked: Collection[str]) -> frozenset[str]:
    """Return the methods that were asked; refuse one that gives no second opinions."""
    for name in asked:
        if name not in (*SECOND_OPINIONS, ALL):
            known = ", ".join((*SECOND_OPINIONS, ALL))
            message = say(
                "no second opinion by {name}; there are {known}", name=f"'{name}'", known=known
            )
            raise BadValue("--method", message)
    return frozenset(SECOND_OPINIONS if ALL in asked else asked)
