"""All figures in one table: ``python -m tests.benchmarks [--sizes small medium large]``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from . import commands, core, day, lead_file, screen
from .figures import Figure, show, write_json
from .firms import database_of
from .generate import SIZES

if TYPE_CHECKING:
    from collections.abc import Iterator

PARTS = ("commands", "core", "screen", "day", "import")
IMPORTED = {"tiny": 1_000, "small": 10_000, "medium": 100_000, "large": 1_000_000}


def main() -> None:
    """Run what is asked for; print rows as they come, the whole table at the end."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=["small", "large"])
    parser.add_argument("--folder", type=Path, default=Path("benchmark-firms"))
    parser.add_argument("--only", nargs="+", choices=PARTS)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    found = []
    for figure in _figures(given.folder, given.sizes, given.only):
        show([figure])
        found.append(figure)
    found += core.growth(found)
    show(found)
    if given.json:
        write_json(found, given.json)


def _figures(folder: Path, sizes: list[str], only: list[str] | None) -> Iterator[Figure]:
    def wanted(part: str) -> bool:
        return not only or part in only

    if wanted("commands"):
        yield from commands.figures()
    for size in sizes:
        database = database_of(folder, size)
        if wanted("core") and size != "tiny":
            yield from core.figures(database, size)
        if wanted("screen") and size != "tiny":
            yield from screen.figures(database, database_of(folder, "tiny"), size)
    if wanted("day"):
        yield from day.figures(database_of(folder, "small"), "small")
    if wanted("import"):
        for size in sizes:
            yield from lead_file.figures(folder, IMPORTED[size])


if __name__ == "__main__":
    main()
