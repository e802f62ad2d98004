"""The import as a window: choose a file, see what it is taken for, let it go in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.tui.search_input import LineInput
from smsdesk.tui.text.words import Words
from smsdesk.tui.windows.lead_import import LeadImportScreen
from tests.tui.hosting import running, settle, type_text
from tests.world.people import SARAH

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.tui.app import SmsdeskApp
    from tests.world.firm import Firm


def shown(app: SmsdeskApp) -> str:
    assert isinstance(app.screen, LeadImportScreen)
    return str(app.screen.query_one("#import-text", Words).content)


async def test_enter_reads_the_file_and_enter_again_imports_it(firm: Firm, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(f"Who,Cell,Approval Status\nSarah Berg,{SARAH},denied\nNobody,,\n")
    async with running(firm.desk) as (app, pilot):
        await pilot.press("ctrl+r")
        await settle(pilot)
        await type_text(pilot, str(path))
        await pilot.press("enter")
        await settle(pilot)
        assert "phone         Cell" in shown(app)
        assert f"Sarah Berg  {SARAH}" in shown(app)
        assert firm.rows("SELECT count(*) FROM lead") == [(0,)]
        await pilot.press("enter")
        await settle(pilot)
        assert "1 imported, 1 new number\n" in shown(app)
        assert '1 row has "denied" under "Approval Status"' in shown(app)
        assert firm.rows("SELECT number FROM lead ORDER BY id DESC") == [(SARAH,), (None,)]
        await pilot.press("enter")
        await settle(pilot)
        assert "1 imported" in shown(app)
        assert firm.rows("SELECT count(*) FROM lead") == [(2,)]
        await pilot.press("escape")
        await settle(pilot)
        assert not isinstance(app.screen, LeadImportScreen)


async def test_a_path_in_the_home_of_somebody_unknown_is_looked_for_as_it_is(firm: Firm) -> None:
    async with running(firm.desk) as (app, pilot):
        await pilot.press("ctrl+r")
        await settle(pilot)
        await type_text(pilot, "~nobody-here/leads.csv")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert "~nobody-here/leads.csv" in shown(app)


async def test_what_cannot_be_told_is_asked(firm: Firm, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(f"Name,Phone,Phone\nSarah Berg,4155550122,{SARAH}\n")
    async with running(firm.desk) as (app, pilot):
        await pilot.press("ctrl+r")
        await settle(pilot)
        await type_text(pilot, str(path))
        await pilot.press("enter")
        await settle(pilot)
        assert "Which is the lead's phone?" in shown(app)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert f"Sarah Berg  {SARAH}" in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        assert "1 imported" in shown(app)
    assert firm.rows("SELECT number FROM lead") == [(SARAH,)]


async def test_an_unknown_header_over_phones_is_asked_about(firm: Firm, tmp_path: Path) -> None:
    """The window cannot be told ``--map``, so it asks."""
    path = tmp_path / "leads.csv"
    path.write_text(f"Name,Emergency phone\nSarah Berg,{SARAH}\n")
    async with running(firm.desk) as (app, pilot):
        await pilot.press("ctrl+r")
        await settle(pilot)
        await type_text(pilot, str(path))
        await pilot.press("enter")
        await settle(pilot)
        assert shown(app).startswith("No column is known to hold the leads' phone numbers")
        assert "--map" not in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        assert f"Sarah Berg  {SARAH}" in shown(app)


async def test_the_wrong_file_goes_back_the_way_it_came(firm: Firm, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(f"Name,Phone\nSarah Berg,{SARAH}\n")
    async with running(firm.desk) as (app, pilot):
        await pilot.press("ctrl+r")
        await settle(pilot)
        await type_text(pilot, str(path))
        for key in ("enter", "enter", "down", "enter"):
            await pilot.press(key)
            await settle(pilot)
        assert shown(app) == "1 lead taken back; conversations and consent stay as they are."
        assert firm.rows("SELECT count(*) FROM lead") == [(0,)]


async def test_many_opt_outs_are_asked_about(firm: Firm, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    rows = "".join(f"Lead {n},+1415555{n:04},No\n" for n in range(1000, 1060))
    path.write_text(f"Name,Cell,SMS opt-in\n{rows}")
    async with running(firm.desk) as (app, pilot):
        await pilot.press("ctrl+r")
        await settle(pilot)
        await type_text(pilot, str(path))
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert "opts out 60 of its 60 numbers" in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        assert "Nothing was imported." in shown(app)
        assert firm.rows("SELECT count(*) FROM lead") == [(0,)]
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert "60 imported" in shown(app)


async def test_what_is_no_list_is_said_in_the_window(firm: Firm, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("BEGIN:VCARD\nFN:Sarah\nEND:VCARD\n")
    async with running(firm.desk) as (app, pilot):
        await pilot.press("ctrl+r")
        await settle(pilot)
        await type_text(pilot, str(path))
        await pilot.press("enter")
        await settle(pilot)
        assert "is a vCard" in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        assert "is a vCard" in shown(app)
    assert firm.rows("SELECT count(*) FROM lead") == [(0,)]


async def test_backspace_takes_a_whole_sign_of_the_path(firm: Firm) -> None:
    async with running(firm.desk) as (app, pilot):
        await pilot.press("ctrl+r")
        await settle(pilot)
        line = app.screen.query_one(LineInput)
        line.value = "caf\u0065\u0301\U0001f44d\U0001f3fd"
        line.cursor_position = len(line.value)
        await pilot.press("backspace", "backspace")
        assert line.value == "caf"
