"""Import of a lead file against parsing and validating its phones in one process."""

from __future__ import annotations

import csv
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import phonenumbers

from .figures import Figure
from .firms import desk_of
from .leads import NOW
from .people import people
from .resident import watched

if TYPE_CHECKING:
    from pathlib import Path

HEADER = ("First Name", "Last Name", "Email", "Mobile Phone", "Topic", "Registration Time")
MEMORY_AIM_MIB = 238
"""That is 250 MB."""


def write_file(path: Path, rows: int, seed: int = 7) -> None:
    """Write a file of signups as a webinar tool exports it, in the order of their time."""
    crowd = people(seed)
    at = datetime.fromtimestamp(NOW / 1_000_000, UTC) - timedelta(days=700)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for row in range(rows):
            person = next(crowd)
            first, _space, last = person.name.partition(" ")
            at += timedelta(seconds=1 + row % 97)
            writer.writerow(
                [
                    first,
                    last,
                    person.email,
                    person.phone,
                    f"Webinar {row // 5000 + 1}",
                    f"{at:%F %T}",
                ]
            )


def figures(folder: Path, rows: int) -> list[Figure]:
    """Import a file into an empty database; time a row, and the peak of memory."""
    source, database = folder / f"leads-{rows}.csv", folder / "import.db"
    if not source.exists():
        write_file(source, rows)
    for leftover in folder.glob("import.db*"):
        leftover.unlink()
    floor = _floor(source)
    command = [sys.executable, "-m", f"{__package__}.lead_file", str(source), str(database)]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as importing,
        watched(importing.pid) as peak,
    ):
        seconds = float(importing.communicate()[0])
    floor = (floor + _floor(source)) / 2
    name = f"{rows:,}"
    return [
        Figure("import of leads, a row", name, seconds / rows * 1e6, floor * 1e6, "us", 2.5),
        Figure("import of leads, peak memory", name, peak.mib, MEMORY_AIM_MIB, "MiB", 1.0),
    ]


def _floor(source: Path, most: int = 100_000) -> float:
    """Return the seconds that ``phonenumbers`` takes for one phone."""
    with source.open(newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        column = next(reader).index("Mobile Phone")
        phones = [row[column] for row, _ in zip(reader, range(most), strict=False)]
    _valid(phones[0])
    began = time.perf_counter()
    for phone in phones:
        _valid(phone)
    return (time.perf_counter() - began) / len(phones)


def _valid(phone: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(phone, "US"))
    except phonenumbers.NumberParseException:
        return False


def _import(source: Path, database: Path) -> None:
    """Import in a process of its own, and tell how many seconds it took."""
    with desk_of(database) as desk:
        began = time.perf_counter()
        desk.leads.import_file(source, lookup="later")
        seconds = time.perf_counter() - began
    sys.stdout.write(f"{seconds}\n")


if __name__ == "__main__":
    from pathlib import Path

    _import(Path(sys.argv[1]), Path(sys.argv[2]))
