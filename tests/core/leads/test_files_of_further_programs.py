"""Lead files in the shapes of a hundred and more programs and habits, with nothing said about them.

``tests/data/lead-files/world`` holds them by kind, each with what must come out of it: a line a
lead, ``name | number | e-mail | event | time``. What a line leaves out is not asked, ``-`` means
that there is none. ``settled`` says that a file must be asked about, or refused.
"""

from __future__ import annotations

import codecs
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from smsdesk.core.leads.lead_file import LeadFileError, open_lead_file
from smsdesk.core.spreadsheets.errors import UnsureError

if TYPE_CHECKING:
    from smsdesk.core.leads.lead_file import LeadFile
    from smsdesk.core.leads.lead_row import LeadRow

WORLD = Path(__file__).parents[2] / "data" / "lead-files" / "world"
CASES = {
    f"{path.stem}: {case['of']}": case
    for path in sorted(WORLD.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["file"]
}
FEWEST = 145
"""So many there are; none falls out unseen."""


def written(case: dict[str, Any]) -> bytes:
    text: str = case["text"].lstrip("\n").replace("\n", case.get("line_end", "\n"))
    encoding: str = case.get("encoding", "utf-8")
    if encoding == "utf-16-be-bom":
        return codecs.BOM_UTF16_BE + text.encode("utf-16-be")
    return text.encode(encoding)


def opened(case: dict[str, Any], folder: Path) -> LeadFile:
    path = folder / "leads.csv"
    path.write_bytes(written(case))
    zone = ZoneInfo(case.get("zone", "America/New_York"))
    return open_lead_file(path, zone=zone, region=case.get("region", "US"))


def asked_of(row: LeadRow, line: str) -> list[str]:
    """Return what a row says of the fields that a line asks about, written like it."""
    at = row.signed_up_at
    facts = (
        row.name, row.read.number, row.email, row.event, f"{at:%Y-%m-%dT%H:%MZ}" if at else "",
    )  # fmt: skip
    asked = [part.strip() for part in line.split("|")]
    return [fact or "-" if part else "" for part, fact in zip(asked, facts, strict=False)]


@pytest.mark.parametrize("name", CASES)
def test_what_comes_out_of_a_file(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    refusals = {"asked": UnsureError, "refused": LeadFileError}
    if case.get("settled") in refusals:
        with pytest.raises(refusals[case["settled"]]):
            list(opened(case, tmp_path).rows())
        return
    leads = [row for row in opened(case, tmp_path).rows() if not row.problem]
    wanted = [[part.strip() for part in line.split("|")] for line in case["leads"]]
    assert len(leads) == len(wanted)
    got = [asked_of(row, line) for row, line in zip(leads, case["leads"], strict=True)]
    assert got == wanted
    out = {number for row in leads if row.opt_out for number in row.opt_out_numbers}
    assert sorted(out) == sorted(case.get("opted_out", ()))


def test_no_case_is_lost() -> None:
    assert len(CASES) >= FEWEST
