"""``smsdesk leads`` and ``smsdesk why``: signups in, found again, and judged."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.world.people import SARAH

from .conftest import at_a_terminal

if TYPE_CHECKING:
    from .conftest import Cli

NOWHERE = "http://127.0.0.1:9"
SHEET = """\
Full Name,Email,Cell,Event
Sarah Berg,sarah@example.com,(415) 555-0111,Retirement
Tom Reyes,tom@example.com,415-555-0183,Retirement
No Phone,none@example.com,,Retirement
Zero Zero,zero@example.com,000-000-0000,Retirement
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    file = tmp_path / "leads.csv"
    file.write_text(SHEET, encoding="utf-8")
    return file


def test_an_import_counts_every_row_and_finishes_its_lookups(cli: Cli, sheet: Path) -> None:
    first = cli("leads", "import", str(sheet), "--json")
    assert (first.code, first.err) == (0, "")
    document = first.document
    reading = document.pop("reading")
    assert document == {
        "rows": 4,
        "imported": 2,
        "known": 0,
        "without_phone": 1,
        "invalid": {"all_zeros": 1},
        "new_contacts": 2,
        "lookups": {"queued": 2, "price_usd": 0.016},
        "opted_out": 0,
        "skipped": 0,
        "doubts": [],
        "import_id": 1,
    }
    assert reading["columns"]["phone"] == ["Cell"]
    assert [lead["number"] for lead in reading["first"]] == ["+14155550111", "+14155550183", ""]
    # The number ending in 83 is a landline of the simulated carrier: Lookup has been asked.
    assert cli("why", "4155550183", "--json").document["code"] == "landline"
    again = cli("leads", "import", str(sheet), "--json").document
    assert (again["imported"], again["known"]) == (0, 4)
    assert again["lookups"] == {"queued": 0, "price_usd": 0}


def test_an_import_tells_people_what_it_did(cli: Cli, sheet: Path, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    done = cli("leads", "import", str(sheet), "--lookup", "later", "--rejects", str(rejects))
    assert done.code == 0
    assert "4 rows" in done.out
    assert "2 imported, 2 new numbers" in done.out
    assert "1 invalid: all zeros" in done.out
    assert "lookups" not in done.out
    assert done.err == f"the rows that are no use here are in {rejects}\n"
    assert "Zero Zero" in rejects.read_text(encoding="utf-8-sig")
    assert cli("stats", "--json").document["lookups_waiting"] == 0


def test_a_dry_run_changes_nothing_and_names_the_price(cli: Cli, sheet: Path) -> None:
    variables = {"SMSDESK_LOOKUP__CONFIRM_ABOVE": "1"}
    done = cli("leads", "import", str(sheet), "--dry-run", **variables)
    assert "Nothing was changed among the leads" in done.out
    assert "2 lookups, $0.016" in done.out
    assert cli("stats", "--json").document["leads"] == 0


def test_many_lookups_wait_where_nobody_can_be_asked(cli: Cli, sheet: Path) -> None:
    variables = {"SMSDESK_LOOKUP__CONFIRM_ABOVE": "1"}
    done = cli("leads", "import", str(sheet), "--json", **variables)
    assert done.document["lookups"] == {"queued": 0, "price_usd": 0}
    assert done.err.startswith("2 new numbers: looking up their line type costs $0.016; each waits")
    assert "--lookup now" in done.err
    assert done.err.count("\n") == 1


def test_the_list_itself_is_never_replaced(cli: Cli, sheet: Path, tmp_path: Path) -> None:
    link, twin = tmp_path / "link.csv", tmp_path / "twin.csv"
    link.symlink_to(sheet)
    twin.hardlink_to(sheet)
    part = tmp_path / "x.csv.part"
    part.hardlink_to(sheet)
    for rejects in (sheet, link, twin, tmp_path / "x.csv"):
        done = cli("leads", "import", str(sheet), "--rejects", str(rejects), "--force")
        assert done.code == 2
        assert "would replace the list that is imported" in done.complaint
    assert sheet.read_text(encoding="utf-8") == SHEET
    assert cli("stats", "--json").document["leads"] == 0


def test_a_file_of_somebody_is_replaced_only_by_force(
    cli: Cli, sheet: Path, tmp_path: Path
) -> None:
    rejects = tmp_path / "mine.csv"
    rejects.write_text("mine\n", encoding="utf-8")
    command = ("leads", "import", str(sheet), "--rejects", str(rejects))
    refused = cli(*command)
    assert refused.code == 2
    assert "say --force" in refused.complaint
    assert rejects.read_text(encoding="utf-8") == "mine\n"
    assert cli("stats", "--json").document["leads"] == 0
    assert cli(*command, "--force").code == 0
    assert "Zero Zero" in rejects.read_text(encoding="utf-8-sig")
    assert cli(*command).code == 0  # now it is an earlier file of rejects


def test_rejects_that_cannot_be_written_are_found_out_first(
    cli: Cli, sheet: Path, tmp_path: Path
) -> None:
    nowhere = str(tmp_path / "nowhere" / "rejects.csv")
    done = cli("leads", "import", str(sheet), "--rejects", nowhere)
    assert done.code == 2
    assert "cannot be written to" in done.complaint
    assert cli("stats", "--json").document["leads"] == 0


@pytest.mark.parametrize("options", [("--dry-run",), ("--json",), ()])
def test_the_note_about_rejects_comes_whenever_there_are_any(
    cli: Cli, tmp_path: Path, options: tuple[str, ...]
) -> None:
    file, rejects = tmp_path / "leads.csv", tmp_path / "rejects.csv"
    file.write_text("name,phone\nNo Phone,\nSarah,4155550111\n", encoding="utf-8")
    command = ("leads", "import", str(file), "--rejects", str(rejects), *options)
    for _ in range(2):  # the second time the rows are known, and rejected all the same
        assert cli(*command).err == f"the rows that are no use here are in {rejects}\n"
    assert "No Phone" in rejects.read_text(encoding="utf-8-sig")


def test_an_import_without_a_network_keeps_the_leads(cli: Cli, sheet: Path) -> None:
    done = cli("leads", "import", str(sheet), "--json", SMSDESK_TWILIO__BASE_URL=NOWHERE)
    assert done.code == 0
    assert done.document["imported"] == 2
    assert "wait for the next smsdesk sync" in done.err


@pytest.mark.parametrize(("answer", "queued"), [("y", 2), ("n", 0)])
def test_somebody_is_asked_before_many_lookups_are_paid(
    environment: dict[str, str], sheet: Path, answer: str, queued: int
) -> None:
    variables = {"SMSDESK_LOOKUP__CONFIRM_ABOVE": "1"}
    code, seen = at_a_terminal(
        "leads", "import", str(sheet), environment={**environment, **variables}, answers=[answer]
    )
    assert code == 0
    assert "2 new numbers: looking up their line type costs $0.016. Now?" in seen
    assert ("2 lookups" in seen) == bool(queued)
    assert ("until its thread is first opened" in seen) == (not queued)
    assert "\x1b[K2 new numbers" in seen  # the progress line is gone before the question


def test_a_column_is_named_by_hand(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("who,reach\nSarah,4155550111\n", encoding="utf-8")
    refused = cli("leads", "import", str(file))
    assert refused.code == 2
    assert '--map phone="reach"' in refused.complaint
    mapped = ("--map", "phone=reach", "--map", "name=who", "--json")
    assert cli("leads", "import", str(file), *mapped).document["imported"] == 1


def test_a_file_that_is_none_is_wrong_usage(cli: Cli, tmp_path: Path) -> None:
    done = cli("leads", "import", str(tmp_path / "none.csv"))
    assert done.code == 2
    assert "none.csv" in done.complaint


def test_a_lead_is_added_and_looked_up(cli: Cli) -> None:
    options = ("--name", "Tom Reyes", "--phone", "(415) 555-0183", "--event", "Retirement")
    done = cli("leads", "add", *options, "--signed-up-at", "2026-11-14 19:12:00", "--json")
    assert done.document == {
        "name": "Tom Reyes",
        "email": "",
        "phone": "+14155550183",
        "event": "Retirement",
        "signed_up_at": "2026-11-14T19:12:00+00:00",
        "signups": 1,
        "sendable": False,
        "code": "landline",
    }


def test_a_lead_that_is_known_is_not_added_twice(cli: Cli) -> None:
    command = ("leads", "add", "--name", "Sarah", "--phone", "4155550111")
    assert cli(*command).out.startswith("added  ")
    assert cli(*command).out.startswith("known already  ")
    again = cli(*command, "--json")
    assert again.document["signups"] == 1
    assert "nothing was added" in again.err


def test_a_lead_without_an_answer_from_lookup_is_kept(cli: Cli) -> None:
    variables = {"SMSDESK_TWILIO__BASE_URL": NOWHERE}
    done = cli("leads", "add", "--phone", "4155550111", "--json", **variables)
    assert done.code == 0
    assert done.document["sendable"] is True
    assert "line type is not known yet" in done.err


def test_search_finds_what_can_be_texted_and_all_the_rest(cli: Cli, sheet: Path) -> None:
    cli("leads", "import", str(sheet))
    (sarah,) = cli("leads", "search", "BERG", "--json").document
    assert (sarah["name"], sarah["phone"]) == ("Sarah Berg", SARAH)
    assert (sarah["sendable"], sarah["code"], sarah["signups"]) == (True, "ok", 1)
    assert cli("leads", "search", "tom", "--json").document == []
    (tom,) = cli("leads", "search", "tom", "--all", "--json").document
    assert (tom["sendable"], tom["code"]) == (False, "landline")
    assert "--all shows them and why" in cli("leads", "search", "tom").err


def test_the_name_of_a_file_may_be_in_another_encoding(cli: Cli, tmp_path: Path) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/l\xe9ads.csv"))
    file.write_text("Name,Phone\nSarah Berg,4155550111\n")
    assert cli("leads", "import", str(file), "--lookup", "later").code == 0
    (past,) = cli("leads", "imports", "--json").document
    assert past["file"] == "l\ufffdads.csv"


def test_a_footer_is_counted_as_one(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "leads.csv"
    file.write_text("Name,Phone\nSarah Berg,4155550111\nTotal: 1\nExported 2026-11-26\n")
    report = cli("leads", "import", str(file), "--lookup", "later", "--json").document
    assert (report["rows"], report["imported"], report["invalid"]) == (3, 1, {"footer": 2})
    (past,) = cli("leads", "imports", "--json").document
    assert (past["rows"], past["leads"]) == (3, 1)
    shown = cli("leads", "import", str(file), "--dry-run").out
    assert "2 invalid: footer" in shown


def test_search_says_how_many_more_there_are(cli: Cli) -> None:
    for last in ("11", "12", "13"):
        cli("leads", "add", "--name", "Sarah Berg", "--phone", f"41555501{last}")
    shown = cli("leads", "search", "sarah", "--limit", "1")
    assert shown.out.count("\n") == 1
    assert shown.err == "2 others; --limit shows them\n"
    shown = cli("leads", "search", "sarah", "--limit", "2")
    assert shown.err == "1 other; --limit shows them\n"


@pytest.mark.parametrize(
    ("number", "code"),
    [(SARAH, "ok"), ("1234567890", "invalid_phone"), ("x", "invalid_phone")],
)
def test_why_answers_about_any_number(cli: Cli, number: str, code: str) -> None:
    done = cli("why", number, "--json")
    assert done.code == 0
    document = done.document
    assert (document["code"], document["sendable"]) == (code, code == "ok")
    assert bool(document["message"]) == (code != "ok")
    blocked = [rule["code"] for rule in document["rules"] if rule["blocked"]]
    assert blocked == ([] if code == "ok" else [code])
    assert {tuple(rule) for rule in document["rules"]} == {("code", "blocked", "evidence", "lift")}
    text = cli("why", number).out
    assert "has not opted out" in text
    assert ("is no valid number" in text or "has no phone" in text) == (code != "ok")


def test_a_recheck_is_asked_about(environment: dict[str, str]) -> None:
    code, seen = at_a_terminal("recheck", "+14155550183", environment=environment, answers=["n"])
    assert code == 2
    assert "A lookup costs $0.008. Ask Twilio?" in seen
    assert "nothing was done" in seen


def test_recheck_costs_and_lifts_what_it_disproves(cli: Cli) -> None:
    done = cli("recheck", "+14155550183", "--yes", "--json")
    assert done.code == 0
    assert (done.document["line_type"], done.document["code"]) == ("landline", "landline")
    away = cli("recheck", SARAH, "--yes", SMSDESK_TWILIO__BASE_URL=NOWHERE)
    assert away.code == 6
    assert away.complaint
    wrong = cli("recheck", "12", "--yes")
    assert wrong.code == 2
    assert "no phone number" in wrong.complaint


def test_imports_are_listed_taken_back_and_given_back(cli: Cli, sheet: Path) -> None:
    done = cli("leads", "import", str(sheet), "--lookup", "later")
    assert "phone: Cell" in done.out
    assert "smsdesk leads undo 1 takes these leads back" in done.out
    (one,) = cli("leads", "imports", "--json").document
    assert (one["id"], one["file"], one["leads"], one["undone_at"]) == (1, "leads.csv", 4, None)
    exported = cli("leads", "export", "--json").document
    (sarah,) = [lead for lead in exported if lead["name"] == "Sarah Berg"]
    assert sarah == {
        "name": "Sarah Berg",
        "email": "sarah@example.com",
        "number": "+14155550111",
        "event": "Retirement",
        "signed_up_at": None,
        "problem": "",
    }
    assert cli("leads", "export").out.count("\n") == 5
    assert cli("leads", "undo", "1", "--json").document == {"id": 1, "removed": 4}
    assert cli("leads", "export", "--json").document == []
    again = cli("leads", "undo", "1")
    assert (again.code, "taken back already" in again.complaint) == (2, True)


def test_what_is_exported_goes_in_again_and_changes_nothing(
    cli: Cli, sheet: Path, tmp_path: Path
) -> None:
    cli("leads", "import", str(sheet), "--lookup", "later")
    exported = cli("leads", "export").out
    back = tmp_path / "back.csv"
    back.write_text(exported, encoding="utf-8")
    done = cli("leads", "import", str(back), "--lookup", "later", "--json").document
    assert (done["rows"], done["known"]) == (4, 4)
    assert cli("leads", "export").out == exported


def test_a_file_without_a_usable_row_ends_with_2(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "leads.csv"
    file.write_text("Name,Phone\nZero,0000000000\n", encoding="utf-8")
    done = cli("leads", "import", str(file))
    assert done.code == 2
    assert "no row of" in done.err


def test_an_unsure_column_is_asked_about(environment: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "leads.csv"
    file.write_text("Name,Phone,Phone\nSarah,4155550111,4155550112\n", encoding="utf-8")
    code, seen = at_a_terminal(
        "leads", "import", str(file), "--lookup", "later", environment=environment, answers=["2"]
    )
    assert code == 0
    assert "Which is the lead's phone?" in seen
    assert "+14155550112" in seen


def test_a_lead_that_is_added_has_one_number_and_says_what_its_remark_says(cli: Cli) -> None:
    several = cli("leads", "add", "--name", "Ann", "--phone", "415-555-0123 / 415-555-0124")
    assert several.code == 2
    assert "are several phone numbers" in several.complaint
    forbids = cli("leads", "add", "--name", "Ann", "--phone", "415-555-0123 (DNC)", "--json")
    assert (forbids.document["phone"], forbids.document["code"]) == ("+14155550123", "opted_out")
    remark = cli("leads", "add", "--name", "Bo", "--phone", "(2. Handy) 415-555-0124", "--json")
    assert (remark.document["phone"], remark.document["code"]) == ("+14155550124", "ok")
    fax = cli("leads", "add", "--name", "Cy", "--phone", "fax 415-555-0125", "--json")
    assert fax.document["code"] == "no_phone"
