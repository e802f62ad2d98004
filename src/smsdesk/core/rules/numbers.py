"""A number as a person or a script gives it: in E.164, or an error that says what is wrong."""

from __future__ import annotations

import re

from smsdesk.core.rules.phone import holds_several, is_read_only, problem_words, read_phone
from smsdesk.errors import DeskError

_WRITTEN_AS_PHONE = re.compile(r"[\s+0-9().\-/]*")
_SHORT_CODE = re.compile(r"[0-9]{3,8}")


class NotANumber(DeskError):
    """What was given as a phone number is none."""

    exit_code = 2


def parse_number(text: str, region: str) -> str:
    """Return what a person wrote as a number in E.164.

    Args:
        text: in any form of writing.
        region: of numbers without a country code.

    Raises:
        NotANumber: it is none, or there are several.
    """
    if holds_several(text):
        raise NotANumber(f"{text!r} are several phone numbers: give one")
    phone = read_phone(text, region)
    if phone.problem is not None:
        raise NotANumber(
            f"{text!r} is no phone number ({problem_words(phone.problem)}): write it like"
            f" +14155550111, or as it is dialled in {region}"
        )
    return phone.number


def checked_number(number: str) -> str:
    """Return a number in E.164, or the short code or sender's name that a text came from.

    Raises:
        NotANumber: it is a number in another form of writing. As it stands it would be a contact
            of its own: an opt-out recorded for it would protect nobody.
    """
    misses_e164 = is_read_only(number) and _WRITTEN_AS_PHONE.fullmatch(number)
    if misses_e164 and not _SHORT_CODE.fullmatch(number):
        raise NotANumber(f"{number!r} is not in E.164: numbers.parse makes it so")
    return number
