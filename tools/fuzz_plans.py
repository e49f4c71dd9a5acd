"""Plans at random, judged twice: `python tools/fuzz_plans.py --minutes 60 -o FOLDER`.

Compares the program with `tests/second_implementation.py`. A plan on which they differ is shrunk
and kept in the folder, as a data folder beside a file that says where they differ. See
docs/fuzzing.md.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
import traceback
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from plans_at_random import Case, cases, differences, lifetimes

EACH = 500
"""Plans that are made from one seed."""


class Run:
    """Makes plans until the time is over, and keeps those on which the two differ."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.begun = folder, time.monotonic()
        self.plans = self.sound = self.kept = 0

    def try_seed(self, number: int) -> None:
        """Try plans until two implementations differ on one, which is shrunk and kept."""
        last: list[str] = []

        @seed(number)
        @settings(
            max_examples=EACH,
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        @given(case=cases() | lifetimes())
        def try_out(case: Case) -> None:
            place = self.folder / "current"
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir(parents=True)
            found = differences(case, place)
            self.plans += 1
            self.sound += found is not None
            if found:
                last[:] = [f"check {case.year}, as of {case.as_of or 'all'}", *found]
                raise AssertionError(last)

        try:
            try_out()
        except Exception:  # noqa: BLE001 # a fault is kept too
            self.kept += 1
            kept = self.folder / f"seed-{number}"
            shutil.rmtree(kept, ignore_errors=True)
            (self.folder / "current").rename(kept)
            (kept / "differences.txt").write_text(
                "\n".join([*last, traceback.format_exc()]), "utf-8"
            )

    def log(self, number: int) -> None:
        """Say how far it is."""
        minutes = (time.monotonic() - self.begun) / 60
        found = f"{self.plans} plans, {self.sound} of them sound, {self.kept} kept\n"
        sys.stdout.write(f"seed {number}: {minutes:.1f} minutes, {found}")
        sys.stdout.flush()


def main() -> None:
    """Run until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1, help="the first seed; each next is one more")
    parser.add_argument("-o", "--output", type=Path, required=True)
    asked = parser.parse_args()
    run, number = Run(asked.output), asked.seed
    while time.monotonic() - run.begun < asked.minutes * 60:
        run.try_seed(number)
        run.log(number)
        number += 1


if __name__ == "__main__":
    main()
