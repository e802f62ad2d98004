"""What the words of a header mean, in the languages of the files beside the code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.spreadsheets.header_words import (
    UNKNOWN,
    begins_with_phrase,
    holds_phrase,
    is_opt_out_error,
    known_answer,
    languages_of,
    month_number,
    plain_text,
    program_of,
    rank_languages,
    read_words,
    whole_meaning,
)


def cut(header: str) -> list[str]:
    return [word.text for word in read_words(header).main]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Mobile Phone", ["mobile", "phone"]),
        ("mobilePhone", ["mobile", "phone"]),
        ("MOBILEPHONE", ["mobile", "phone"]),
        ("mobile_phone*", ["mobile", "phone"]),
        ("Phone (Mobile)", ["phone", "mobile"]),
        ("Phone (required)", ["phone"]),
        ("Phone2", ["phone", "2"]),
        ("Do not text", ["do not text"]),
        ("Ok to text?", ["ok to text"]),
        ("Phone #", ["phone", "number"]),
        ("Anmeldedatum", ["anmelde", "datum"]),
        ("携帯電話", ["携帯電話"]),
        ("\uff30hone", ["phone"]),
        ("", []),
    ],
)
def test_a_header_is_cut_into_the_longest_known_phrases(header: str, words: list[str]) -> None:
    assert cut(header) == words


def test_a_word_that_no_language_has_says_so() -> None:
    assert read_words("Zork").senses == {UNKNOWN}
    assert UNKNOWN not in read_words("Phone").senses


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        (["Vorname", "Nachname", "Handy"], "de"),
        (["Prénom", "Nom", "Téléphone"], "fr"),
        (["First name", "Phone"], "en"),
        (["氏名", "電話番号"], "ja"),
        ([], "en"),
    ],
)
def test_the_language_of_a_row_is_that_of_most_of_its_words(
    headers: list[str], language: str
) -> None:
    assert rank_languages(headers)[0] == language


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Opt-Out!", "opt out"), ("Don't text", "dont text"), ("Order #", "order number"), ("…", "")],
)
def test_plain_text(text: str, plain: str) -> None:
    assert plain_text(text) == plain


def test_answers_are_whole_cells_and_phrases_whole_words() -> None:
    assert known_answer("no", "No!")
    assert not known_answer("no", "No way around")
    assert holds_phrase("forbids", "please, do not text me")
    assert not holds_phrase("forbids", "undo not texting")
    assert begins_with_phrase("footer", "Generated on 2026-03-01")
    assert not begins_with_phrase("footer", "Pageant")


@pytest.mark.parametrize(("header", "meaning"), [("Order #", "order_number"), ("Order date", "")])
def test_what_a_header_means_as_a_whole(header: str, meaning: str) -> None:
    assert whole_meaning(header) == meaning


def test_a_program_is_known_by_its_headers_and_by_all_of_them() -> None:
    known = program_of(["Name", "OPTIN_TIME", "x"])
    assert known is not None
    assert (known.name, known.times) == ("Mailchimp", "UTC")
    assert program_of(["Person - ID", "Person - Name"]) is None


def test_the_error_codes_of_an_opt_out() -> None:
    assert is_opt_out_error("21610")
    assert not is_opt_out_error("30003")


@pytest.mark.parametrize(
    ("name", "number"), [("March", 3), ("Mär.", 3), ("sept", 9), ("août", 8), ("Frob", 0)]
)
def test_months_in_any_language(name: str, number: int) -> None:
    assert month_number(name) == number


def test_the_language_of_a_text_is_told_by_words_beyond_ascii() -> None:
    assert "fr" in languages_of("Prénom;Nom")
    assert languages_of("Name,Phone") == frozenset()


@given(st.text(max_size=20))
def test_any_header_is_cut_and_plain_text_stays_as_it_is(header: str) -> None:
    read_words(header)
    assert plain_text(plain_text(header)) == plain_text(header)
