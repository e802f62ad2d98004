"""Phone numbers: from what people write to E.164, and from E.164 to what people read.

The rules of the world's numbering plans are Google's libphonenumber (``phonenumbers``). It
takes some 40 ms to load, so it loads with the first number that needs it; numbers of the North
American plan, whose shape is fixed, are shown and indexed without it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from smsdesk.e164 import is_e164, one_contact
from smsdesk.terms import PhoneProblem
from smsdesk.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from phonenumbers import PhoneNumber


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone as written, read.

    Attributes:
        number: E.164, or empty where there is a problem.
        problem: why it cannot be a textable number, or ``None``.
        would_be: E.164 where nothing but the number plan, as it was known when this version was
            made, speaks against it: there may be evidence that it exists.
    """

    number: str
    problem: PhoneProblem | None
    would_be: str = field(default="", compare=False)


_PROBLEM_WORDS = {
    PhoneProblem.NONE_ON_FILE: "no phone on file",
    PhoneProblem.NOT_A_NUMBER: "not a number",
    PhoneProblem.WRONG_LENGTH: "not a number: wrong length",
    PhoneProblem.ALL_ZEROS: "not a number: all zeros",
    PhoneProblem.ONE_DIGIT_REPEATED: "not a number: one digit repeated",
    PhoneProblem.SEQUENTIAL: "not a number: digits in sequence",
    PhoneProblem.IMPOSSIBLE_IN_REGION: "not a number that can exist in its region",
    PhoneProblem.ROUNDED: "not a number any more: a spreadsheet has rounded it",
    PhoneProblem.COUNTRY_UNKNOWN: "its country is not known, and it begins with no country code",
}

_OVERLAYS = {"448": "850", "930": "812", "986": "208", "458": "541", "364": "270"}
"""Area codes laid over an older one of two zones, of which the library knows one (NANPA)."""

_NANP_E164 = re.compile(r"\+1[0-9]{10}")
_MEXICAN_WITHOUT_PLUS = re.compile(r"521[0-9]{10}")
_NANP_REGIONS = frozenset({"US", "CA"})
# No area code starts with 0 or 1, so nothing is stripped from the ten digits.
_NANP_WRITTEN = re.compile(r"\+1([2-9]\d{9})")
_NANP_WRITTEN_AT_HOME = re.compile(r"(?:\+?1)?([2-9]\d{9})")

# As most of the region's people and tools write a number.
_NANP_AS_USUAL = re.compile(r"(?:\+?1)?[ .-]?\(?([2-9][0-9]{2})\)?[ .-]?([0-9]{3})[ .-]?([0-9]{4})")

# What forms and spreadsheets hold where there is no phone.
_PLACEHOLDERS = frozenset(
    {"na", "none", "null", "nil", "nan", "nophone", "nonumber", "notprovided", "unknown"}
)
_SPREADSHEET_FORMULA = re.compile(r"=?[\"'](.*)[\"']|'(.*)")
_SPREADSHEET_FLOAT = re.compile(r"(\d{7,15})\.0")
# A spreadsheet has rounded the number away: 4.15555E+09.
_SCIENTIFIC = re.compile(r"\d+(?:[.,]\d+)?e\+?\d{1,2}", re.IGNORECASE)
_EXTENSION = re.compile(r"(?<=\d)[\s.,;()-]*(?:ext[a-z]*|x|#)[\s.:=#]*\d{1,6}\W*$", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
# Letters that touch a digit are a slip ("415-555-O123") and no remark ("cell 415-555-0123").
_LETTER_AT_DIGIT = re.compile(r"\d[-.]?[^\W\d_]|[^\W\d_][-.]?\d")
_VANITY = re.compile(r"\+?1?8(?:00|33|44|55|66|77|88)[A-Z]{7}")
_KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_BETWEEN_NUMBERS = re.compile(r"[,;/|&]|:::|\b(?:or|and)\b", re.IGNORECASE)

_NOT_A_DIGIT = re.compile("[^0-9]+")
_UP = "0123456789" * 3
_DOWN = _UP[::-1]
_SHORTEST_LOCAL = 7
_TYPED = re.compile(r"(?:tel:)?[\d\s()+./-]*\d[\d\s()+./-]*", re.IGNORECASE)
_TRUNK_ZERO = re.compile(r"(\+[\d\s-]+)\(0\)")


# Set aside for films and examples, like 555-01XX, and unknown to libphonenumber (France: ARCEP,
# decision 2009-0637).
_FOR_EXAMPLES = re.compile(
    r"\+33(?:1\ 99\ 00|2\ 61\ 91|3\ 53\ 01|4\ 65\ 71|5\ 36\ 49|6\ 39\ 98)\d{4}".replace("\\ ", "")
)


def read_phone(text: str, region: str) -> Phone:
    """Read a phone as a file, a form or an agent holds it.

    An extension is dropped (a text cannot dial one; Lookup tells whether the main number is a
    landline), so are remarks (``cell``, ``(Tom)``), ``tel:`` and what spreadsheets put round a
    number. Of several numbers the first that can exist counts. A leading ``00`` is tried as
    ``+`` where nothing else fits. Toll-free vanity numbers (``1-800-FLOWERS``) are dialled by
    their letters (ITU-T E.161); letters elsewhere inside a number are a slip, and guessing
    would text a stranger.

    Args:
        text: the phone as written.
        region: two letters (ISO 3166-1), for numbers written without a country code.

    Returns:
        The number in E.164, or why it is none.
    """
    if text.isascii() and text.isdigit():
        return _read_digits(text, region)
    usual = _NANP_AS_USUAL.fullmatch(text) if region in _NANP_REGIONS else None
    if usual:
        return _read_digits("".join(usual.groups()), region)
    written = _plain(text)
    if _is_placeholder(written):
        return Phone("", PhoneProblem.NONE_ON_FILE)
    phone = _read_one(written, region)
    if phone.problem is None:
        return phone
    parts = [part for part in _BETWEEN_NUMBERS.split(written) if part.strip()]
    if len(parts) > 1:
        for other in (_read_one(part, region) for part in parts):
            if other.problem is None:
                return other
    return phone


def holds_several(text: str) -> bool:
    """Tell several numbers with marks between them: ``415-555-0111, 415-555-0122``."""
    parts = _BETWEEN_NUMBERS.split(_plain(text))
    return sum(len(_digits_of(part)) >= _SHORTEST_LOCAL for part in parts) > 1


def usual_phone_reader(region: str) -> Callable[[str], Phone | None]:
    """Return what reads a number written as most people of a region write it, at a third the cost.

    Files hold a million of them. It gives ``None`` for all else, for `read_phone` to judge.
    """
    if region not in _NANP_REGIONS:
        return lambda text: None
    parts, american = _NANP_AS_USUAL.fullmatch, _american().fullmatch

    def read(text: str) -> Phone | None:
        found = parts(text)
        if not found:
            return None
        local = "".join(found.groups())
        if not american(local) or local in _UP or local in _DOWN or local.count(local[0]) == 10:
            return None
        return Phone(f"+1{local}", None)

    return read


def problem_words(problem: PhoneProblem) -> str:
    """Return why a phone is no number, in plain English without a capital or full stop."""
    return _PROBLEM_WORDS[problem]


def national(number: str, region: str) -> str:
    """Return a number as people of ``region`` read it.

    Numbers of the region's numbering plan (for the US: all of +1) come in national format,
    others in international format, short codes and alphanumeric senders as they are.
    """
    if region in _NANP_REGIONS and _NANP_E164.fullmatch(number):
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    parsed = _parse_e164(number)
    if parsed is None:
        return number
    import phonenumbers as lib

    at_home = lib.country_code_for_region(region) == parsed.country_code
    style = lib.PhoneNumberFormat.NATIONAL if at_home else lib.PhoneNumberFormat.INTERNATIONAL
    return lib.format_number(parsed, style)


@lru_cache(maxsize=1024)
def zones(number: str) -> tuple[str, ...]:
    """Return the IANA time zones that a number can be in; a toll-free one is in none.

    In North America those of the whole area code: an exchange says where a landline was, and a
    mobile number is from anywhere in its area code.
    """
    parsed = _parse_e164(number)
    if parsed is None:
        return ()
    from phonenumbers import PhoneNumberType, number_type, timezone

    if number_type(parsed) == PhoneNumberType.TOLL_FREE:
        return ()
    if _NANP_E164.fullmatch(number) and (area := _zones_of_area_codes().get(number[2:5])):
        return area
    found = timezone.time_zones_for_number(parsed)
    return tuple(name for name in found if name != timezone.UNKNOWN_TIMEZONE)


@cache
def _zones_of_area_codes() -> dict[str, tuple[str, ...]]:
    from phonenumbers.tzdata import TIMEZONE_DATA

    found: dict[str, set[str]] = {}
    for prefix, names in TIMEZONE_DATA.items():
        if prefix.startswith("1") and len(prefix) >= 4:
            found.setdefault(prefix[1:4], set()).update(names)
    for overlay, older in _OVERLAYS.items():
        found[overlay] = found[overlay] | found[older]
    return {code: tuple(sorted(names)) for code, names in found.items()}


def zone(number: str) -> str:
    """Return the IANA time zone of a number where exactly one is known, else nothing."""
    found = zones(number)
    return found[0] if len(found) == 1 else ""


def is_read_only(address: str) -> bool:
    """Whether an address is a short code or an alphanumeric sender: nothing can be sent to it."""
    return not is_e164(address)


def search_digits(number: str) -> tuple[str, ...]:
    """Return the digit strings from whose start an agent may look for a number.

    The digits whole (with country code), the national ones (without and with the trunk prefix,
    where the country dials one), the last seven and the last four; distinct, in that order.
    """
    if _NANP_E164.fullmatch(number):
        return number[1:], number[2:], number[-7:], number[-4:]
    digits = _digits_of(number)
    if not digits:
        return ()
    return tuple(dict.fromkeys((digits, *_national_digits(number), digits[-7:], digits[-4:])))


def typed_digits(query: str) -> str | None:
    """Return the digits of a query that is a phone in any form of writing, else ``None``."""
    written = _EXTENSION.sub("", _plain(query))
    if not _TYPED.fullmatch(written):
        return None
    return _digits_of(_TRUNK_ZERO.sub(r"\1", written))


def _plain(text: str) -> str:
    """Return a phone in one line of ASCII digits and hyphens, without a spreadsheet's wrapping."""
    line = one_line(" ; ".join(text.splitlines()))
    if not line.isascii():
        line = "".join(map(_plain_character, unicodedata.normalize("NFKC", line))).strip()
    wrapped = _SPREADSHEET_FORMULA.fullmatch(line)
    if wrapped:
        line = (wrapped[1] or wrapped[2] or "").strip()
    number = _SPREADSHEET_FLOAT.fullmatch(line)
    return number[1] if number else line


def _plain_character(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    category = unicodedata.category(char)
    if category == "Cf":
        return ""
    return "-" if category == "Pd" or char == "\u2212" else char


def _is_placeholder(written: str) -> bool:
    """Whether there is nothing, only punctuation, or a word that says that there is no phone."""
    if any(map(str.isdigit, written)):
        return False
    letters = "".join(_LETTERS.findall(written)).lower()
    return not letters or letters in _PLACEHOLDERS


def _digits_of(written: str) -> str:
    return _NOT_A_DIGIT.sub("", written)


def _read_one(written: str, region: str) -> Phone:
    """Read one number with what may stand round it."""
    if _SCIENTIFIC.fullmatch(written):
        return Phone("", PhoneProblem.NOT_A_NUMBER)
    vanity = re.sub(r"[\s().-]", "", written).upper()
    if _VANITY.fullmatch(vanity):
        written = vanity.translate(_KEYPAD)
    bare = _EXTENSION.sub("", written)
    digits = _digits_of(bare)
    if not digits or _LETTER_AT_DIGIT.search(bare):
        return Phone("", PhoneProblem.NOT_A_NUMBER)
    international = "+" in bare[: bare.index(digits[0])]
    return _read_digits("+" + digits if international else digits, region)


def _read_digits(written: str, region: str) -> Phone:
    """Read digits with or without a ``+``: the obvious junk first, for it is cheap."""
    digits = written.removeprefix("+")
    junk = _junk(digits)
    if junk is None and len(digits) == 11 and digits[0] == "1":
        junk = _junk(digits[1:])
    if junk:
        return Phone("", junk)
    phone = _validate(written, region)
    if phone.problem and digits.startswith("00") and "+" not in written:
        abroad = _validate("+" + digits[2:], region)
        return phone if abroad.problem else abroad
    return phone


def _junk(digits: str) -> PhoneProblem | None:
    """Return what is wrong with a number that nobody has, going by its digits alone."""
    if digits.count("0") == len(digits):
        return PhoneProblem.ALL_ZEROS
    if len(digits) < _SHORTEST_LOCAL:
        return None
    if digits.count(digits[0]) == len(digits):
        return PhoneProblem.ONE_DIGIT_REPEATED
    return PhoneProblem.SEQUENTIAL if digits in _UP or digits in _DOWN else None


def _validate(written: str, region: str) -> Phone:
    """Ask libphonenumber whether the digits are a number that can exist."""
    import phonenumbers as lib

    if region == "MX" and _MEXICAN_WITHOUT_PLUS.fullmatch(written):
        written = f"+{written}"
    written = one_contact(written)
    nanp = _NANP_WRITTEN_AT_HOME if region in _NANP_REGIONS else _NANP_WRITTEN
    local = nanp.fullmatch(written)
    if local and _american().fullmatch(local[1]) and not _junk(local[1]):
        return Phone(f"+1{local[1]}", None)
    try:
        # Parsing costs half of the whole check, and an import has a million numbers.
        parsed = (
            lib.PhoneNumber(country_code=1, national_number=int(local[1]))
            if local
            else lib.parse(written, region)
        )
    except lib.NumberParseException as error:
        if error.error_type == lib.NumberParseException.INVALID_COUNTRY_CODE:
            return Phone("", PhoneProblem.IMPOSSIBLE_IN_REGION)
        return Phone("", PhoneProblem.WRONG_LENGTH)
    significant = local[1] if local else lib.national_significant_number(parsed)
    junk = _junk(significant)
    if junk:
        return Phone("", junk)
    number = f"+{parsed.country_code}{significant}"
    # Germany has pagers of six digits, and lines behind a switchboard with 17.
    has_room = not is_read_only(number)
    if has_room and (lib.is_valid_number(parsed) or _FOR_EXAMPLES.fullmatch(number)):
        return Phone(number, None)
    found = lib.is_possible_number_with_reason(parsed)
    possible = has_room and found == lib.ValidationResult.IS_POSSIBLE
    problem = PhoneProblem.IMPOSSIBLE_IN_REGION if possible else PhoneProblem.WRONG_LENGTH
    return Phone("", problem, would_be=number if possible else "")


@cache
def _american() -> re.Pattern[str]:
    """Return what a number of the United States matches, from libphonenumber's own patterns.

    The library asks for the region and then for the kind of number, eleven patterns and more;
    whether there is a kind at all is what makes a number valid.
    """
    import phonenumbers as lib

    plan = lib.PhoneMetadata.metadata_for_region("US")
    kinds = plan and (
        plan.fixed_line, plan.mobile, plan.toll_free, plan.premium_rate, plan.shared_cost,
        plan.personal_number, plan.voip, plan.pager, plan.uan, plan.voicemail,
    )  # fmt: skip
    patterns = [
        kind.national_number_pattern
        for kind in kinds or ()
        if kind is not None and kind.national_number_pattern
    ]
    return re.compile(f"(?=[2-9][0-9]{{9}}$)(?:{'|'.join(patterns)})")


def _parse_e164(number: str) -> PhoneNumber | None:
    """Parse a number in E.164; ``None`` for short codes, names and unknown countries."""
    if is_read_only(number):
        return None
    import phonenumbers as lib

    try:
        return lib.parse(number, None)
    except lib.NumberParseException:
        return None


def _national_digits(number: str) -> tuple[str, ...]:
    """Return the national digits without and with the trunk prefix."""
    if _NANP_E164.fullmatch(number):
        return (number[2:],)
    parsed = _parse_e164(number)
    if parsed is None:
        return ()
    import phonenumbers as lib

    dialled = lib.format_number(parsed, lib.PhoneNumberFormat.NATIONAL)
    return (lib.national_significant_number(parsed), _digits_of(dialled))
