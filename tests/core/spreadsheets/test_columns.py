"""Which column holds what: header words, cells and neighbours weighed together."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsdesk.core.spreadsheets.columns import Columns, judge_columns
from smsdesk.core.spreadsheets.errors import LeadFileError, UnsureError
from tests.world.examples import examples
from tests.world.people import SARAH, TOM


def judged(header: str, *lines: str, **said: object) -> Columns:
    rows = [line.split("|") for line in lines]
    return judge_columns(
        header.split("|"), rows, where="leads.csv",
        **{"region": "US", "mapped": {}, **said},  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("header", "line", "target", "taken"),
    [
        ("Name|Email|Phone", f"Ann|a@x.example|{SARAH}", "email", ("Email",)),
        ("Zork|Phone", f"a@x.example|{SARAH}", "email", ("Zork",)),
        ("Email|Agent email|Phone", f"a@x.example|b@x.example|{SARAH}", "email", ("Email",)),
        ("Zork|Agent email|Phone", f"a@x.example|b@x.example|{SARAH}", "email", ("Zork",)),
        ("Work phone|Mobile", f"{TOM}|{SARAH}", "phone", ("Mobile", "Work phone")),
        ("Event|Event date|Phone", f"Fair|2026-03-01|{SARAH}", "event", ("Event",)),
        ("Created at|Registered at|Phone", f"2026-03-01|2026-03-02|{SARAH}", "signed_up_at",
         ("Registered at",)),
        ("Order #|Attendee #|Phone", f"1|7|{SARAH}", "source_id", ("Order #", "Attendee #")),
        ("Registrant ID|Order #|Attendee #|Phone", f"5|1|7|{SARAH}", "source_id",
         ("Registrant ID",)),
        ("Order #|Phone", f"1|{SARAH}", "source_id", ()),
        ("Country|State|Zip|Phone", f"US|CA|94941|{SARAH}", "zip", ("Zip",)),
    ],
)  # fmt: skip
def test_a_target_is_taken_from(
    header: str, line: str, target: str, taken: tuple[str, ...]
) -> None:
    assert judged(header, line).headers.get(target, ()) == taken


def test_what_nothing_is_taken_from_is_named_and_nothing_else() -> None:
    found = judged("Name|Phone|Phone type|Zork||OK to text?", f"Ann|{SARAH}|Mobile|7|x|yes")
    assert found.unused == ("Zork",)


def test_what_the_user_says_goes_before_what_is_judged() -> None:
    found = judged("Name|Phone|Zork", f"Ann|{SARAH}|{TOM}", mapped={"phone": 2, "name": 2})
    assert (found.places["phone"], found.places["name"]) == ((2,), (2,))
    assert "Phone" in found.unused


def test_a_column_without_a_header_is_called_by_its_place() -> None:
    assert judged("|", f"Ann|{SARAH}", mapped={"phone": 1}).headers["phone"] == ("#2",)


def test_a_time_of_day_beside_its_date_belongs_to_it() -> None:
    header = "Registration date|Registration time|Phone"
    assert judged(header, f"2026-03-01|10:30|{SARAH}").clock == 1
    assert judged(header, f"2026-03-01 10:30|10:30|{SARAH}").clock is None


def test_nothing_is_guessed_where_two_columns_claim_to_be_the_phone() -> None:
    with pytest.raises(UnsureError) as asked:
        judged("Zork|Gnarl", "(415) 555-0111|(415) 555-0122")
    assert [option for _, option in asked.value.options] == ["phone=Zork", "phone=Gnarl"]


def test_a_table_without_phones_is_none_of_leads() -> None:
    with pytest.raises(LeadFileError, match=r'The columns are: "Name", "Shoe size"'):
        judged("Name|Shoe size", "Ann|38")


titles = st.sampled_from(["Name", "Email", "Zork", "Event", "Agent phone", "OK to text?", "Zip"])


@settings(max_examples=examples(30))
@given(st.lists(st.tuples(titles, st.sampled_from(["", "Ann", "yes", "7"])), max_size=5))
def test_every_column_is_used_or_named_as_unused(extra: list[tuple[str, str]]) -> None:
    header, cells = ["Phone", *(one for one, _ in extra)], [SARAH, *(cell for _, cell in extra)]
    found = judged("|".join(header), "|".join(cells))
    used = {place for group in found.places.values() for place in group}
    assert 0 in used
    acting = {column.header for column in found.consents if column.acts}
    assert {header[place] for place in used} | set(found.unused) | acting == set(header)
