"""What a column is for, by its header alone: whose phone, which consent, which time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.spreadsheets.header_meanings import PHONE_KINDS, meaning_of

TARGETS = {
    "phone": ["Phone", "Telefon mobil", "Mobile #", "Cell", "Tel.", "WhatsApp", "Téléphone",
              "PhoneNumber", "phone_number*", "Guest phone"],
    "phone_label": ["Phone Type", "Phone 1 - Type"],
    "calling_code": ["Country code", "Phone country code"],
    "area_code": ["Area code"],
    "email": ["E-mail", "Email address", "Correo electrónico", "Email 2"],
    "first_name": ["First name", "Vorname", "fname", "Prénom", "Nickname"],
    "last_name": ["Last name", "Nachname", "Apellidos", "Surname"],
    "name": ["Name", "Full Name", "Attendee name", "First and last name"],
    "event": ["Event", "Webinar", "Webinar topic", "Which webinar did you register for?"],
    "signed_up_at": ["Registration time", "Signed up at", "created_at", "Timestamp",
                     "Anmeldedatum"],
    "country": ["Country", "Land"],
    "state": ["State", "Province"],
    "zip": ["Zip", "Postal code", "PLZ"],
    "consent": ["SMS opt-in", "OK to text?", "SMS Opt Out", "Do not text", "Email opt-out"],
    "other": ["Agent phone", "Emergency contact phone", "Agent email", "Guest 2 - Cell"],
    "known": ["Fax", "Old phone", "Phone status", "Event date", "Email status", "Middle name",
              "Date of birth"],
    "": ["Zork", "", "2026", "Frobnicate 7"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("header", "target"), [(one, target) for target, all_ in TARGETS.items() for one in all_]
)
def test_a_header_means(header: str, target: str) -> None:
    assert meaning_of(header).target == target


def test_the_phone_on_which_people_read_texts_goes_first() -> None:
    best_first = ["Mobile", "Cell", "Phone", "Home phone", "Work phone", "Alternate phone"]
    ranks = [meaning_of(one).rank for one in best_first]
    assert ranks == sorted(set(ranks))
    assert meaning_of("Mobile 2").rank > meaning_of("Mobile").rank


@pytest.mark.parametrize(
    ("header", "channel", "denies"),
    [
        ("SMS opt-in", "sms", False),
        ("OK to text?", "sms", False),
        ("SMS opt-out", "sms", True),
        ("Do not text", "sms", True),
        ("Do not contact", "all", True),
        ("Do not call", "call", True),
        ("Email opt-out", "email", True),
        ("Newsletter consent", "email", False),
        ("Opted out", "", True),
        ("I agree to receive texts and may opt out at any time", "sms", False),
        ("Ok to text? Unsubscribe anytime.", "sms", False),
        ("Mobile opt in", "sms", False),
    ],
)
def test_what_a_yes_in_a_consent_column_means(header: str, channel: str, *, denies: bool) -> None:
    said = meaning_of(header)
    assert (said.target, said.channel, said.denies) == ("consent", channel, denies)


def test_the_date_of_an_opt_out_says_no_and_that_of_an_opt_in_nothing() -> None:
    out = meaning_of("SMS opt-out date")
    assert (out.target, out.denies, out.channel) == ("consent_date", True, "sms")
    assert meaning_of("SMS opt-in date").target == "known"


@pytest.mark.parametrize(
    ("header", "person"),
    [
        ("Phone", ""),
        ("Guest phone", "guest"),
        ("Parents phone", "parent"),
        ("Guardian phone", "parent"),
        ("Student's parent phone", "parent"),
    ],
)
def test_whose_a_phone_is(header: str, person: str) -> None:
    assert meaning_of(header).person == person


@pytest.mark.parametrize(
    ("header", "sure"),
    [("Phone", True), ("Zork phone", False), ("Home", False), ("Number", False), ("Guest", False)],
)
def test_a_word_that_nobody_knows_leaves_it_to_the_cells(header: str, *, sure: bool) -> None:
    assert meaning_of(header).sure is sure


def test_what_one_program_spells_so_it_alone_means() -> None:
    assert meaning_of("User Email").target == "other"
    assert meaning_of("Email").target == "email"


@given(st.permutations(["mobile", "phone", "number"]))
def test_the_order_of_words_does_not_matter(words: list[str]) -> None:
    said = meaning_of(" ".join(words))
    assert (said.target, PHONE_KINDS[said.rank[0]]) == ("phone", "mobile")


@given(st.text(max_size=20))
def test_any_header_means_something_or_nothing(header: str) -> None:
    meaning_of(header)
