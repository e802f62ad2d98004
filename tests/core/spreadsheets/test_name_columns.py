"""Which columns hold the lead's name: of the person whose phone is taken."""

from __future__ import annotations

import pytest

from smsdesk.core.spreadsheets.columns import Columns, judge_columns
from tests.world.people import SARAH, TOM

NAMES = ("first_name", "last_name", "name")


def judged(header: str, line: str, **mapped: int) -> Columns:
    return judge_columns(
        header.split("|"), [line.split("|")], region="US", mapped=mapped, where="leads.csv"
    )


@pytest.mark.parametrize(
    ("header", "line", "taken"),
    [
        ("Name|Phone", f"Ann Lee|{SARAH}", {"name": ("Name",)}),
        ("First name|Last name|Phone", f"Ann|Lee|{SARAH}",
         {"first_name": ("First name",), "last_name": ("Last name",)}),
        ("Prénom|Nom|Téléphone", f"Zoé|Martin|{SARAH}",
         {"first_name": ("Prénom",), "last_name": ("Nom",)}),
        ("Prénom|Nom|Téléphone", f"Zoé|Zoé Martin|{SARAH}",
         {"first_name": ("Prénom",), "name": ("Nom",)}),
        ("Nickname|Phone", f"Ann|{SARAH}", {"first_name": ("Nickname",)}),
        ("Nickname|Name|Phone", f"Annie|Ann Lee|{SARAH}", {"name": ("Name",)}),
        ("Name|Agent name|Phone", f"Ann|Ana|{SARAH}", {"name": ("Name",)}),
        ("Parent name|Student name|Parent phone", f"Ann|Tom|{SARAH}", {"name": ("Parent name",)}),
        ("Guest name|Phone", f"Ann|{SARAH}", {"name": ("Guest name",)}),
        ("Zork|Phone", f"Ann Lee|{SARAH}", {"name": ("Zork",)}),
        ("Zork|Gnarl|Phone", f"Ann Lee|Tom Ray|{SARAH}", {}),
        ("Zork|Phone", f"yes|{SARAH}", {}),
        ("Name|Phone", f"{TOM}|{SARAH}", {"name": ("Name",)}),
    ],
)  # fmt: skip
def test_a_name_is_taken_from(header: str, line: str, taken: dict[str, tuple[str, ...]]) -> None:
    headers = judged(header, line).headers
    assert {target: headers[target] for target in NAMES if headers.get(target)} == taken


def test_a_name_that_the_user_names_stands_alone() -> None:
    found = judged("First name|Last name|Zork|Phone", f"Ann|Lee|A. Lee|{SARAH}", name=2)
    assert {target: found.places.get(target, ()) for target in NAMES} == {
        "first_name": (), "last_name": (), "name": (2,),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("last", "first", "written"),
    [("山田", "太郎", True), ("김", "철수", True), ("Yamada", "Taro", False), ("", "太郎", False)],
)
def test_family_names_go_first_where_people_write_them_so(
    last: str, first: str, *, written: bool
) -> None:
    assert judged("Last name|First name|Phone", f"{last}|{first}|{SARAH}").last_first is written
