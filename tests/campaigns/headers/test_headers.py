"""A short run of the campaign: no invented header makes somebody else of a lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.campaigns.headers.campaign import run

if TYPE_CHECKING:
    from pathlib import Path

FILES = 120
SEED = 1


def test_no_header_brings_a_number_a_name_or_an_address_of_somebody_else(tmp_path: Path) -> None:
    found = run(FILES, SEED, tmp_path)
    assert found.faults == []
    assert found.lost == []
    assert found.right + found.asked == FILES
