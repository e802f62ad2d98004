"""Phones: what a firm's file holds, what can exist, how it is shown and found."""

# ruff: noqa: RUF001 - characters that look alike are the subject of these tables

import subprocess
import sys

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.rules.phone import (
    Phone,
    is_read_only,
    national,
    problem_words,
    read_phone,
    search_digits,
    typed_digits,
    zone,
)
from smsdesk.terms import PhoneProblem

GOOGLE = "+16502530000"


# -- reading ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "+16502530000", "16502530000", "6502530000", "(650) 253-0000", "650-253-0000",
        "650.253.0000", "650 253 0000", "1 (650) 253-0000", "+1 650-253-0000", "(+1) 650 253 0000",
        "+ 1 650 253 0000", " 650-253-0000\t", "650\u00a0253\u00a00000",
        # fancy characters
        "６５０２５３００００", "＋１６５０２５３００００",
        "٦٥٠٢٥٣٠٠٠٠", "650–253–0000", "650\u2011253\u20110000",
        "\u202a+1 650 253 0000\u202c", "\ufeff6502530000",
        # extensions
        "650-253-0000 x123", "650-253-0000x123", "650-253-0000 ext. 12", "650-253-0000, ext 12",
        "650-253-0000 extension 5", "650-253-0000 #5", "(650)253-0000ext5",
        # links and spreadsheets
        "tel:+16502530000", "tel:+1-650-253-0000;ext=5", "'6502530000", '="6502530000"',
        '"650-253-0000"', "6502530000.0",
        # remarks
        "Mobile: 650-253-0000", "650-253-0000 (cell)", "650-253-0000 (Tom)", "c: 650.253.0000",
        "650-253-0000 cell", "650-253-0000 WORK",
        # several numbers: the first that can exist
        "650-253-0000 / 415-253-0001", "650-253-0000, 415-253-0001", "650-253-0000 or 4152530001",
        "650-253-0000; 415-253-0001", "650-253-0000 ::: 415-253-0001", "123 / 650-253-0000",
        "650-253-0000\n415-253-0001",
    ],
)  # fmt: skip
def test_one_number_in_every_form_of_writing(written: str) -> None:
    assert read_phone(written, "US") == Phone(GOOGLE, None)


@pytest.mark.parametrize(
    ("written", "region", "number"),
    [
        ("+44 20 7946 0018", "US", "+442079460018"),
        ("+44 (0)20 7946 0018", "US", "+442079460018"),
        ("00442079460018", "US", "+442079460018"),
        ("011 44 20 7946 0018", "US", "+442079460018"),
        ("020 7946 0018", "GB", "+442079460018"),
        ("07911 123456", "GB", "+447911123456"),
        ("416-253-0000", "US", "+14162530000"),
        ("(650) 253-0000", "CA", GOOGLE),
        ("+1 650 253 0000", "GB", GOOGLE),
        ("+49 151 23456789", "US", "+4915123456789"),
        ("415-555-0132", "US", "+14155550132"),
        ("1-800-FLOWERS", "US", "+18003569377"),
        ("+1 (800) flowers", "GB", "+18003569377"),
    ],
)
def test_numbers_of_the_world(written: str, region: str, number: str) -> None:
    assert read_phone(written, region) == Phone(number, None)


NONE, NOT_A_NUMBER, WRONG_LENGTH, ZEROS, REPEATED, SEQUENTIAL, IMPOSSIBLE, *_ = PhoneProblem


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", NONE), ("   ", NONE), ("\u00a0\u200b", NONE), ("-", NONE), ("--", NONE), (".", NONE),
        ("N/A", NONE), ("n/a", NONE), ("None", NONE), ("NULL", NONE), ("nan", NONE), ('""', NONE),
        ("no phone", NONE), ("(not provided)", NONE),
        ("abc", NOT_A_NUMBER), ("call me", NOT_A_NUMBER), ("sarah@example.com", NOT_A_NUMBER),
        ("sarah415@example.com", NOT_A_NUMBER), ("4.15555E+09", NOT_A_NUMBER),
        ("4,15555E+9", NOT_A_NUMBER), ("415-555-O123", NOT_A_NUMBER), ("415555abcd", NOT_A_NUMBER),
        ("415-555-CALL", NOT_A_NUMBER), ("415-XXX-XXXX", NOT_A_NUMBER),
        ("XXX-XXX-1234", NOT_A_NUMBER), ("65O-253-0000", NOT_A_NUMBER),
        ("5", WRONG_LENGTH), ("12345", WRONG_LENGTH), ("555-0123", WRONG_LENGTH),
        ("415555012", WRONG_LENGTH), ("41555501234", WRONG_LENGTH), ("+1650253000", WRONG_LENGTH),
        ("1234 (mobile)", WRONG_LENGTH), ("94105-1234", WRONG_LENGTH), ("9" * 6, WRONG_LENGTH),
        ("5" + "0" * 300, WRONG_LENGTH), ("2024-01-15", WRONG_LENGTH),
        ("0", ZEROS), ("000-0000", ZEROS), ("000-000-0000", ZEROS), ("+1 000 000 0000", ZEROS),
        ("+10000000000", ZEROS), ("1-000-000-0000", ZEROS), ("0" * 300, ZEROS),
        ("1111111111", REPEATED), ("(999) 999-9999", REPEATED), ("+1 222 222 2222", REPEATED),
        ("+11111111111", REPEATED), ("5555555", REPEATED), ("+44 7777 777777", REPEATED),
        ("1234567890", SEQUENTIAL), ("0123456789", SEQUENTIAL), ("9876543210", SEQUENTIAL),
        ("2345678901", SEQUENTIAL), ("(234) 567-8901", SEQUENTIAL), ("+1 234 567 8901", SEQUENTIAL),
        ("+1 (123) 456-7890", SEQUENTIAL), ("1-234-567-8901", SEQUENTIAL),
        ("321-098-7654", SEQUENTIAL), ("1234567", SEQUENTIAL), ("+1 987 654 3210", SEQUENTIAL),
        ("+44 1234567890", SEQUENTIAL),
        ("111-222-3333", IMPOSSIBLE), ("415-055-0123", IMPOSSIBLE), ("+999 1234 5678", IMPOSSIBLE),
        ("055-253-0000", IMPOSSIBLE),
    ],
)  # fmt: skip
def test_what_is_no_number(written: str, problem: PhoneProblem) -> None:
    assert read_phone(written, "US") == Phone("", problem)


@given(st.integers(0, 9), st.sampled_from([1, -1]), st.sampled_from(["", "+1", "1", "+1 "]))
def test_every_wrapping_sequence_is_junk(start: int, step: int, prefix: str) -> None:
    digits = "".join(str((start + step * place) % 10) for place in range(10))
    assert read_phone(prefix + digits, "US").problem is PhoneProblem.SEQUENTIAL


ten_digits = st.from_regex(r"[2-9][0-9]{9}", fullmatch=True)


@given(
    ten_digits,
    st.sampled_from(["{}", "1{}", "+1{}", "({:.3}) x"]),
    st.sampled_from(["US", "CA", "GB", "DE", "MX"]),
)
def test_agrees_with_libphonenumber(digits: str, style: str, region: str) -> None:
    written = style.format(digits).replace("x", f"{digits[3:6]}-{digits[6:]}")
    phone = read_phone(written, region)
    try:
        parsed = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        assert phone.problem
        return
    if phone.problem in {None, WRONG_LENGTH, IMPOSSIBLE}:
        assert phonenumbers.is_valid_number(parsed) == (phone.problem is None)
    if phone.problem is None:
        assert phone.number == phonenumbers.format_number(
            parsed, phonenumbers.PhoneNumberFormat.E164
        )


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_the_example_number_of_every_region_is_read(region: str) -> None:
    example = phonenumbers.example_number(region)
    assert example
    number = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    for style in (
        phonenumbers.PhoneNumberFormat.INTERNATIONAL, phonenumbers.PhoneNumberFormat.NATIONAL,
    ):  # fmt: skip
        phone = read_phone(phonenumbers.format_number(example, style), region)
        assert phone.number == number or phone.problem is SEQUENTIAL


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=40))
def test_any_text_has_an_answer(text: str) -> None:
    phone = read_phone(text, "US")
    assert (phone.number == "") == (phone.problem is not None)
    assert not phone.number or read_phone(phone.number, "GB") == phone


def test_every_problem_has_words() -> None:
    words = [problem_words(problem) for problem in PhoneProblem]
    assert len(set(words)) == len(PhoneProblem)
    assert problem_words(PhoneProblem.ALL_ZEROS) == "not a number: all zeros"


# -- showing ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "region", "shown"),
    [
        (GOOGLE, "US", "(650) 253-0000"),
        (GOOGLE, "PR", "(650) 253-0000"),
        ("+14162530000", "US", "(416) 253-0000"),
        (GOOGLE, "GB", "+1 650-253-0000"),
        ("+442079460018", "US", "+44 20 7946 0018"),
        ("+442079460018", "GB", "020 7946 0018"),
        ("12345", "US", "12345"),
        ("ACME Ltd", "US", "ACME Ltd"),
        ("+99912345678", "US", "+99912345678"),
        ("", "US", ""),
    ],
)
def test_national(number: str, region: str, shown: str) -> None:
    assert national(number, region) == shown


@given(ten_digits, st.sampled_from(["US", "CA"]))
def test_north_american_numbers_look_as_libphonenumber_has_them(digits: str, region: str) -> None:
    parsed = phonenumbers.parse("+1" + digits)
    assert national("+1" + digits, region) == phonenumbers.format_number(
        parsed, phonenumbers.PhoneNumberFormat.NATIONAL
    )


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (GOOGLE, "America/Los_Angeles"),
        ("+12125550123", "America/New_York"),
        ("+81312345678", "Asia/Tokyo"),
        ("+18003569377", ""),
        ("+61412345678", ""),
        ("12345", ""),
        ("ACME", ""),
        ("+99912345678", ""),
    ],
)
def test_zone(number: str, expected: str) -> None:
    assert zone(number) == expected


@pytest.mark.parametrize(
    ("address", "read_only"),
    [
        (GOOGLE, False),
        ("+442079460018", False),
        ("12345", True),
        ("622622", True),
        ("ACME", True),
        ("ACME 24", True),
        ("whatsapp:+16502530000", True),
        ("", True),
    ],
)
def test_is_read_only(address: str, read_only: bool) -> None:
    assert is_read_only(address) is read_only


# -- finding ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        (GOOGLE, ("16502530000", "6502530000", "2530000", "0000")),
        ("+447911123456", ("447911123456", "7911123456", "07911123456", "1123456", "3456")),
        ("12345", ("12345", "2345")),
        ("1234", ("1234",)),
        ("ACME", ()),
        ("+99912345678", ("99912345678", "2345678", "5678")),
    ],
)
def test_search_digits(number: str, digits: tuple[str, ...]) -> None:
    assert search_digits(number) == digits


@pytest.mark.parametrize(
    ("query", "digits"),
    [
        ("(415) 555", "415555"),
        ("4155", "4155"),
        ("+1 415", "1415"),
        ("415-555-01", "41555501"),
        ("415.555.01", "41555501"),
        ("415–555", "415555"),
        ("４１５", "415"),
        ("tel:+1415", "1415"),
        ("415 555 0123 x5", "4155550123"),
        ("+44 (0)20 79", "442079"),
        (" 0123 ", "0123"),
        ("4", "4"),
        ("sarah", None),
        ("sarah 4155", None),
        ("3com", None),
        ("4155@example.com", None),
        ("+", None),
        ("()", None),
        ("", None),
    ],
)
def test_typed_digits(query: str, digits: str | None) -> None:
    assert typed_digits(query) == digits


@pytest.mark.parametrize(
    "written", ["+16502530000", "(650) 253-0000", "650-253", "(650)", "253-0000", "0000", "650 2"]
)
def test_what_is_typed_finds_the_number(written: str) -> None:
    typed = typed_digits(written)
    assert typed
    assert any(digits.startswith(typed) for digits in search_digits(GOOGLE))


@pytest.mark.parametrize("written", ["1640", "29922732992273/4", "+49299227329922734"])
def test_what_germany_dials_and_e164_has_no_room_for_is_no_number(written: str) -> None:
    """A thread with it would be read-only (ITU-T E.164: 15 digits at most)."""
    assert read_phone(written, "DE") == Phone("", PhoneProblem.WRONG_LENGTH)


# -- cost ---------------------------------------------------------------------------------


def test_libphonenumber_loads_only_when_needed() -> None:
    script = (
        "import sys; from smsdesk.core.rules.phone import national, read_phone, search_digits;"
        f"national({GOOGLE!r}, 'US'); search_digits({GOOGLE!r}); read_phone('1234567890', 'US');"
        "assert 'phonenumbers' not in sys.modules;"
        f"read_phone({GOOGLE!r}, 'US'); assert 'phonenumbers' in sys.modules;"
        "assert 'phonenumbers.timezone' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
