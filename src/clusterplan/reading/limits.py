"""How much is read: enough for any plan that people write, little enough to end quickly."""

from __future__ import annotations

from msgspec import Struct

from clusterplan.base.messages import say

MAX_PLAN_BYTES = 1 << 20
"""A plan with a thousand targets has a third of this; more is not written by people."""
MAX_EVENTS = 100_000
"""Twice what a plan of one megabyte with the shortest useful keys has."""
MAX_TABLE_BYTES = 1 << 28
"""Four times a table of a million rows."""
MAX_REMARKS_BYTES = 1 << 24
"""A long paragraph on each of a thousand targets, four times over, has a third of this."""
MAX_DEPTH = 32
"""A plan needs eight levels; the limit keeps recursion harmless, so it cannot be raised."""
RAISE_LIMITS = say("if it is meant to be so large, raise the limits: CLUSTERPLAN_LIMITS=2, 3, …")
"""What to do about a file that is over one of the others."""


class Limits(Struct, frozen=True):
    """The limits on the size of files, raised so many times."""

    times: int = 1

    @property
    def plan_bytes(self) -> int:
        """Return how many bytes a plan may have."""
        return MAX_PLAN_BYTES * self.times

    @property
    def plan_events(self) -> int:
        """Return how many YAML nodes a plan may have."""
        return MAX_EVENTS * self.times

    @property
    def table_bytes(self) -> int:
        """Return how many bytes a table may have."""
        return MAX_TABLE_BYTES * self.times

    @property
    def remarks_bytes(self) -> int:
        """Return how many bytes a file of remarks may have."""
        return MAX_REMARKS_BYTES * self.times


USUAL = Limits()
