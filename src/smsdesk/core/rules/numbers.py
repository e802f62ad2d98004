"""A number as a person or a script gives it: in E.164, or an error that says what is wrong."""

from __future__ import annotations

import re

from smsdesk.core.rules.phone import is_read_only, problem_words, read_phone
from smsdesk.errors import DeskError

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


class NotANumber(DeskError):
    """What was given as a phone number is none."""

    exit_code = 2


def parse_number(text: str, region: str) -> str:
    """Return what a person wrote as a number in E.164.

    Args:
        text: in any form of writing.
        region: of numbers without a country code.

    Raises:
        NotANumber: it is none.
    """
    phone = read_phone(text, region)
    if phone.problem is not None:
        raise NotANumber(
            f"{text!r} is no phone number ({problem_words(phone.problem)}): write it like"
            f" +14155550111, or as it is dialled in {region}"
        )
    return phone.number


def checked_number(number: str) -> str:
    """Return a number that is one, or an address that is at least no number.

    Raises:
        NotANumber: it would be taken for another contact than it is.
    """
    if _E164.fullmatch(number) or is_read_only(number):
        return number
    raise NotANumber(f"{number!r} is not in E.164: numbers.parse makes it so")
