"""Figures: what was measured, against which floor, and the table of them."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict, dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table; ``ours`` and ``floor`` are in ``unit``, smaller is better.

    Attributes:
        size: of the database, or what else the figure depends on.
        aim: what the ratio should be at most; ``None`` where it is told for its growth alone.
    """

    name: str
    size: str
    ours: float
    floor: float
    unit: str
    aim: float | None

    @property
    def ratio(self) -> float:
        """How many times the floor."""
        return self.ours / self.floor


def in_turns(*works: Callable[[], object], rounds: int) -> list[list[float]]:
    """Run works in turns, so that a busy machine is busy for all; return seconds of each."""
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for place, work in enumerate(works):
            began = time.perf_counter()
            work()
            seconds[place].append(time.perf_counter() - began)
    return seconds


def p95(values: Sequence[float]) -> float:
    """Return the value that nineteen of twenty do not exceed."""
    return sorted(values)[max(round(len(values) * 0.95) - 1, 0)]


def middle(values: Sequence[float]) -> float:
    """Return the median."""
    return median(values)


def show(figures: Iterable[Figure]) -> None:
    """Print the table."""
    row = "{:<44} {:>10} {:>12} {:>12} {:>7} {:>6}  {}\n"
    sys.stdout.write(row.format("figure", "size", "ours", "floor", "ratio", "aim", ""))
    for one in figures:
        missed = one.aim is not None and one.ratio > one.aim
        sys.stdout.write(
            row.format(
                one.name,
                one.size,
                f"{one.ours:.3f} {one.unit}",
                f"{one.floor:.3f} {one.unit}",
                f"{one.ratio:.2f}",
                "" if one.aim is None else f"{one.aim:g}",
                "over" if missed else "",
            ).rstrip()
            + "\n"
        )
        sys.stdout.flush()


def write_json(figures: Iterable[Figure], path: Path) -> None:
    """Write the table as one JSON document."""
    rows = [{**asdict(one), "ratio": one.ratio} for one in figures]
    path.write_text(json.dumps(rows, indent=1) + "\n")
