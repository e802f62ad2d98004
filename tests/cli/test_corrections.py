"""``smsdesk leads edit``: a lead corrected from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from .conftest import Cli


def test_a_lead_is_corrected(cli: Cli) -> None:
    cli("leads", "add", "--name", "Sara Brg", "--phone", SARAH)
    done = cli("leads", "edit", "(415) 555-0111", "--name", "Sarah Berg", "--place", "TX", "--json")
    assert done.code == 0
    lead = done.document
    corrections = lead.pop("corrections")
    assert lead == {"number": SARAH, "name": "Sarah Berg", "email": "", "place": "TX"}
    assert {(one["field"], one["before"], one["after"]) for one in corrections} == {
        ("name", "Sara Brg", "Sarah Berg"),
        ("state", "", "TX"),
    }
    assert set(corrections[0]) == {"field", "before", "after", "corrected_at", "corrected_by"}
    shown = cli("leads", "edit", SARAH, "--phone", TOM).out
    assert shown.splitlines()[0].split("  ")[:2] == ["(415) 555-0122", "Sarah Berg"]
    assert 'was "Sara Brg"' in shown


def test_what_is_refused_says_what_to_do(cli: Cli) -> None:
    cli("leads", "add", "--name", "Sarah Berg", "--phone", SARAH)
    cli("leads", "add", "--name", "Tom Reyes", "--phone", TOM)
    nothing = cli("leads", "edit", SARAH)
    assert (nothing.code, "--name, --email" in nothing.complaint) == (2, True)
    taken = cli("leads", "edit", SARAH, "--phone", TOM)
    assert (taken.code, "correct that lead first" in taken.complaint) == (2, True)
    none = cli("leads", "edit", SARAH, "--phone", "n/a")
    assert (none.code, "write it like" in none.complaint) == (2, True)
