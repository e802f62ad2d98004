"""A lead file that opts out many numbers goes in only once somebody has said that it is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.core.leads.lead_file import Choices, open_lead_file
from smsdesk.core.leads.opt_out_guard import MANY, check_opt_outs, opt_outs_ahead
from smsdesk.core.read_models.leads import OptOutsAhead
from smsdesk.core.spreadsheets.errors import LeadFileError
from tests.world.people import SARAH, TOM, ZONE

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.desk import Desk


def many(folder: Path, out: int, of: int) -> Path:
    lines = [f"Lead {n},+1415555{1000 + n},{'no' if n < out else 'yes'}" for n in range(of)]
    path = folder / "leads.csv"
    path.write_text("\n".join(["Name,Phone,OK to text?", *lines]), encoding="utf-8")
    return path


def test_many_opt_outs_are_asked_about_before_anything_goes_in(desk: Desk, tmp_path: Path) -> None:
    path = many(tmp_path, 60, 200)
    with pytest.raises(LeadFileError, match=r'would opt out 60 of its 200 .*--opt-out-column "OK'):
        desk.leads.import_file(path, lookup="later")
    assert desk.conversations.totals().leads == 0
    asked = []

    def no(ahead: object) -> bool:
        asked.append(ahead)
        return False

    with pytest.raises(LeadFileError, match="nothing was imported"):
        desk.leads.import_file(path, lookup="later", confirm_opt_outs=no)
    assert len(asked) == 1
    said = Choices(opt_out_columns=("OK to text?",))
    report = desk.leads.import_file(path, choices=said, lookup="later")
    assert (report.imported, report.opted_out) == (200, 60)


@pytest.mark.parametrize(("out", "of"), [(50, 100), (60, 320)])
def test_few_opt_outs_or_a_small_share_are_not(
    desk: Desk, tmp_path: Path, out: int, of: int
) -> None:
    report = desk.leads.import_file(many(tmp_path, out, of), lookup="later")
    assert report.opted_out == out


def test_a_number_counts_once_however_many_rows_say_no(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(
        "Name,Phone,OK to text?\n"
        f"Sarah,{SARAH},no\nSarah B.,(415) 555-0111,no\nTom,{TOM},never\nAna,,no\n"
        "Eve,+14155550144,yes\nToo,+14155550155,no,many,cells\n",
        encoding="utf-8",
    )
    file = open_lead_file(path, zone=ZONE)
    assert opt_outs_ahead(file) == OptOutsAhead(
        numbers=2, of=3, said=(('"OK to text?" is "no"', 2), ('"OK to text?" is "never"', 1))
    )


@pytest.mark.parametrize(("out", "of", "asked"), [
    (MANY, MANY, False),
    (MANY + 1, 5 * MANY, True),
    (MANY + 1, 5 * (MANY + 1), False),
    (MANY + 1, 5 * (MANY + 1) - 1, True),
])  # fmt: skip
def test_more_than_fifty_and_more_than_a_fifth_are_many(
    tmp_path: Path, out: int, of: int, *, asked: bool
) -> None:
    questions: list[OptOutsAhead] = []

    def yes(ahead: OptOutsAhead) -> bool:
        questions.append(ahead)
        return True

    check_opt_outs(open_lead_file(many(tmp_path, out, of), zone=ZONE), Choices(), yes)
    assert [(one.numbers, one.of) for one in questions] == ([(out, of)] if asked else [])


def test_a_file_that_asks_nothing_is_not_read_for_it(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(f"Name,Phone\nSarah,{SARAH}\n", encoding="utf-8")
    file = open_lead_file(path, zone=ZONE)
    path.unlink()
    check_opt_outs(file, Choices(), None)
