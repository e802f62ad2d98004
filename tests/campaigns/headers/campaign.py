"""Import invented files and compare what comes out with what was put in."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from smsdesk.core.leads.lead_file import LeadFileError, open_lead_file
from smsdesk.core.spreadsheets.errors import UnsureError
from tests.campaigns.headers.files import InventedFile, invent

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.core.leads.lead_file import LeadFile
    from smsdesk.core.leads.lead_row import LeadRow
    from tests.campaigns.headers.files import Expected


@dataclass
class Outcome:
    """What came of a campaign.

    Attributes:
        right: files of which everything came out; ``asked`` and ``refused``: nothing did.
        rows: how many were written; ``lost``: rows whose own number, or name, was not found.
        faults: what must never be, with the file's seed.
    """

    files: int = 0
    right: int = 0
    asked: int = 0
    refused: int = 0
    rows: int = 0
    lost: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def run(files: int, seed: int, folder: Path) -> Outcome:
    """Import ``files`` files; file ``n`` of a campaign has the seed ``seed + n``."""
    outcome = Outcome()
    for one in range(seed, seed + files):
        outcome.files += 1
        chance = Random(one)  # noqa: S311 - reproducible, no secret
        trial(invent(chance), one, folder, outcome)
    return outcome


def trial(invented: InventedFile, seed: int, folder: Path, outcome: Outcome) -> None:
    """Import one file and note what is wrong."""
    path = folder / "invented.csv"
    path.write_bytes(invented.written())
    try:
        file = open_lead_file(path, zone=ZoneInfo("UTC"), region=invented.region)
        rows = list(file.rows())
    except UnsureError:
        outcome.asked += 1
        return
    except LeadFileError as error:
        outcome.refused += 1
        outcome.lost.append(f"{seed}: {error}")
        return
    before = len(outcome.lost) + len(outcome.faults)
    outcome.rows += len(invented.rows)
    where = f"{seed} {invented.language} {invented.header}"
    if len(rows) != len(invented.rows):
        outcome.faults.append(f"{where}: {len(rows)} rows of {len(invented.rows)}")
        return
    for row, expected in zip(rows, invented.expected, strict=True):
        outcome.faults += [f"{where}: {said}" for said in _faults(row, expected, file)]
        outcome.lost += [f"{where}: {said}" for said in _lost(row, expected)]
    outcome.right += len(outcome.lost) + len(outcome.faults) == before


def _faults(row: LeadRow, expected: Expected, file: LeadFile) -> list[str]:
    found = []
    number = row.read.number
    if number in expected.strangers:
        found.append(f"somebody else's number {number}")
    elif number and number not in expected.own:
        found.append(f"{number} is in no cell")
    if row.email in expected.strangers:
        found.append(f"somebody else's e-mail {row.email}")
    if row.name in expected.strangers:
        found.append(f"somebody else's name {row.name}")
    if expected.consent is False and number:
        named = {header for header, _value in file.doubts.counts}
        if number not in row.opt_out_numbers and not named:
            found.append("it says no to texts, and nobody is told")
    if row.opt_out and expected.consent is not False:
        found.append(f"opted out by {row.opt_out}")
    return found


def _lost(row: LeadRow, expected: Expected) -> list[str]:
    found = []
    if expected.own and not row.read.number:
        found.append(f"its number is lost ({row.problem or row.read.problem})")
    if expected.name not in {row.name, " ".join(reversed(row.name.split(" ", 1)))}:
        found.append(f"it is called {row.name!r}, not {expected.name!r}")
    if expected.email and row.email != expected.email:
        found.append(f"its e-mail is {row.email!r}")
    return found
