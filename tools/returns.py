"""Write `examples/returns`: invented returns from which shipped figures of 2008 follow exactly.

`python tools/returns.py` writes them again, the same to the last byte: the seed is fixed, and only
`random()` is asked, which is the same in every version of Python. Amounts are in hundredths of
万元, so that 1 亿元 is a million of them.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FOLDER = Path(__file__).parents[1] / "examples" / "returns"
UNITS, CARRIERS, VILLAGERS = 10_000, 5_000, 1_000
"""Units that are counted; of these in zones and clusters, and in villages."""
YI = 10**6
CLUSTERS = {
    "tonghua-pharma": 43,
    "changchun-auto-parts": 60,
    "jilin-petrochemicals": 47,
    "siping-heat-exchangers": 19,
    "liaoyuan-socks": 16,
    "jiaohe-stone": 11,
    "meihe-nuts": 10,
    "dehui-food": 28,
    "panshi-metals": 23,
    "changchun-clivia": 5,
}
"""Value added in 亿元, as `data/actuals/2008.csv` has it."""
VALUE_ADDED, ZONES, DEMO_ZONES, VILLAGES = 610, 33, 19, 24
BLOCK = {"value_added": 375, "revenue": 1380, "tax": 29}
HEAD = (
    *("code", "carrier", "cluster", "place", "demo_zone", "block"),
    *("value_added", "revenue", "tax", "received", "confirmed", "imputed"),
)
REGISTER = ("code", "carrier", "cluster", "place", "employees")
EVERY = {"late": 97, "imputed": 61, "unregistered": 450, "implausible": 700, "silent": 40}
"""Of how many units one is corrected, imputed, unknown to the register, …; see `noise`."""


@dataclass
class Unit:
    """A firm and its return."""

    carrier: str = ""
    cluster: str = ""
    place: str = ""
    demo_zone: str = ""
    block: bool = False
    value_added: int = 0
    revenue: int = 0
    tax: int = 0


class Invention:
    """Firms that add up to what the plan's figures say."""

    def __init__(self) -> None:
        self.chance = random.Random(20090331)  # noqa: S311 # the same every time
        self.units = [*self.in_clusters(), *self.in_zones(), *self.in_villages()]
        rest = UNITS - len(self.units)
        self.units += (Unit() for _ in range(rest))
        self.add_value(self.units[-rest:], 900 * YI)
        self.add_block()
        self.add_taxes()

    def upto(self, most: int) -> int:
        """Return a number from 1."""
        return 1 + int(self.chance.random() * most)

    def weights(self, count: int) -> list[int]:
        """Return how much units weigh: some ten times others."""
        return [100 + self.upto(900) for _ in range(count)]

    def add_value(self, units: Sequence[Unit], whole: int) -> None:
        """Give units an amount of value added in all."""
        for unit, part in zip(units, divided(whole, self.weights(len(units))), strict=True):
            unit.value_added = part

    def in_clusters(self) -> Iterator[Unit]:
        """Return the units of the key clusters."""
        for number, value in enumerate(CLUSTERS.values(), 1):
            units = [
                Unit("cluster", f"C{number:02}") for _ in range(CARRIERS * value // VALUE_ADDED)
            ]
            self.add_value(units, value * YI)
            yield from units

    def in_zones(self) -> Iterator[Unit]:
        """Return the units of zones, some of which are demonstration zones."""
        count = CARRIERS - sum(CARRIERS * value // VALUE_ADDED for value in CLUSTERS.values())
        numbers = [at % ZONES + 1 for at in range(count)]
        demo = [f"D{number:02}" if number <= DEMO_ZONES else "" for number in numbers]
        units = [
            Unit("zone", place=f"Z{number:02}", demo_zone=own)
            for number, own in zip(numbers, demo, strict=True)
        ]
        self.add_value(units, (VALUE_ADDED - sum(CLUSTERS.values())) * YI)
        yield from units

    def in_villages(self) -> Iterator[Unit]:
        """Return the units of specialised villages; they get their value from the block economy."""
        return (Unit("village", place=f"V{at % VILLAGES + 1:02}") for at in range(VILLAGERS))

    def add_block(self) -> None:
        """Make half of zones and clusters part of the block economy; villages have what is left."""
        for unit in self.units[:CARRIERS]:
            unit.block = self.upto(2) == 1
        villages = [unit for unit in self.units if unit.carrier == "village"]
        there = sum(unit.value_added for unit in self.units if unit.block)
        self.add_value(villages, BLOCK["value_added"] * YI - there)
        for unit in villages:
            unit.block = True

    def add_taxes(self) -> None:
        """Give each unit revenue, three times its value added or more, and taxes."""
        for own in (True, False):
            units = [unit for unit in self.units if unit.block is own]
            value = sum(unit.value_added for unit in units)
            times = {"revenue": value * 36 // 10, "tax": value * 8 // 100}
            for name, amount in times.items():
                whole = BLOCK[name] * YI if own else amount
                weights = [unit.value_added * (90 + self.upto(20)) for unit in units]
                for unit, part in zip(units, divided(whole, weights), strict=True):
                    setattr(unit, name, part)

    def returns(self) -> Iterator[tuple[str, ...]]:
        """Return the rows of all returns, those that are not counted among them."""
        for number, unit in enumerate(self.units, 1):
            yield from self.noise(number, unit)
            imputed = "1" if number % EVERY["imputed"] == 0 else ""
            yield self.row(f"X{number:05}", unit, f"2009-02-{self.upto(28):02}", imputed)

    def noise(self, number: int, unit: Unit) -> Iterator[tuple[str, ...]]:
        """Return rows that are there as well: earlier ones, unknown units, slips of the point."""
        if number % EVERY["late"] == 0:
            first = replace(unit, value_added=0, revenue=0, tax=0)
            yield self.row(f"X{number:05}", first, "2009-01-20")
        if number % EVERY["unregistered"] == 0:
            yield self.row(f"Y{number:05}", unit, "2009-02-10")
        if number % EVERY["implausible"] == 0:
            slip = replace(unit, value_added=unit.revenue, revenue=unit.tax)
            yield self.row(f"Z{number:05}", slip, "2009-02-10")

    def row(self, code: str, unit: Unit, received: str, imputed: str = "") -> tuple[str, ...]:
        """Return a return."""
        amounts = (unit.value_added, unit.revenue, unit.tax)
        return (
            *(code, unit.carrier, unit.cluster, unit.place, unit.demo_zone),
            "1" if unit.block else "",
            *(f"{each // 100}.{each % 100:02}" for each in amounts),
            *(received, "", imputed),
        )

    def register(self) -> Iterator[tuple[str, ...]]:
        """Return the register: who is counted, who slipped, and who sent nothing."""
        for number, unit in enumerate(self.units, 1):
            place = (unit.carrier, unit.cluster, unit.place)
            yield f"X{number:05}", *place, str(5 + unit.value_added // 2000)
            if number % EVERY["implausible"] == 0:
                yield f"Z{number:05}", *place, "20"
            if number % EVERY["silent"] == 0:
                yield f"W{number:05}", *place, "8"


def divided(whole: int, weights: Sequence[int]) -> list[int]:
    """Divide an amount by weights, to the last digit."""
    every = sum(weights)
    parts = [whole * weight // every for weight in weights]
    parts[0] += whole - sum(parts)
    return parts


def write(folder: Path) -> None:
    """Write returns, register and the list of clusters."""
    made = Invention()
    tables = {
        "returns/2008-illustrative.csv": (HEAD, made.returns()),
        "register/2008-illustrative.csv": (REGISTER, made.register()),
        "lists/clusters.csv": (
            ("code", "entity"),
            ((f"C{number:02}", name) for number, name in enumerate(CLUSTERS, 1)),
        ),
    }
    for name, (head, rows) in tables.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows((head, *rows))


if __name__ == "__main__":
    write(FOLDER)
