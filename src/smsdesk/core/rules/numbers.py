"""A number as a person or a script gives it: in E.164, or an error that says what is wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from smsdesk.core.rules.phone import holds_several, is_read_only, problem_words, read_phone
from smsdesk.e164 import is_e164, one_contact
from smsdesk.errors import DeskError
from smsdesk.terms import PhoneProblem

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsdesk.core.rules.phone import Phone

_WRITTEN_AS_PHONE = re.compile(r"[\s+0-9().\-/]*")
_SHORT_CODE = re.compile(r"[0-9]{3,8}")


class NotANumber(DeskError):
    """What was given as a phone number is none."""

    exit_code = 2


def parse_number(text: str, region: str, *, is_known: Callable[[str], bool] | None = None) -> str:
    """Return what a person wrote as a number in E.164.

    Args:
        text: in any form of writing.
        region: of numbers without a country code.
        is_known: whether there is evidence that a number exists which the number plan of this
            version does not have.

    Raises:
        NotANumber: it is none, or there are several.
    """
    expect_one(text)
    phone = read_phone(text, region)
    if phone.problem is None:
        return phone.number
    as_it_is = one_contact(text.strip())
    for number in filter(None, (phone.would_be, as_it_is if is_e164(as_it_is) else "")):
        if is_known is not None and is_known(number):
            return number
    raise NotANumber(_no_number(text, region, phone))


def parse_possible(text: str, region: str) -> str:
    """Return what a person wrote as a number that can exist, whatever the number plan says.

    Raises:
        NotANumber: it cannot, or there are several.
    """
    expect_one(text)
    phone = read_phone(text, region)
    number = phone.number or phone.would_be
    if not number:
        raise NotANumber(_no_number(text, region, phone))
    return number


def expect_one(text: str) -> None:
    """Refuse several numbers where one is asked for.

    Raises:
        NotANumber: there are several.
    """
    if holds_several(text):
        raise NotANumber(f"{text!r} are several phone numbers: give one")


def _no_number(text: str, region: str, phone: Phone) -> str:
    return (
        f"{text!r} is no phone number ({problem_words(phone.problem or PhoneProblem.NOT_A_NUMBER)}"
        f"): write it like +14155550111, or as it is dialled in {region}"
    )


def checked_number(number: str) -> str:
    """Return a number in E.164, or the short code or sender's name that a text came from.

    Raises:
        NotANumber: it is a number in another form of writing. As it stands it would be a contact
            of its own: an opt-out recorded for it would protect nobody.
    """
    misses_e164 = is_read_only(number) and _WRITTEN_AS_PHONE.fullmatch(number)
    if one_contact(number) != number:
        raise NotANumber(f"{number!r} is known as {one_contact(number)}: numbers.parse makes it so")
    if misses_e164 and not _SHORT_CODE.fullmatch(number):
        raise NotANumber(f"{number!r} is not in E.164: numbers.parse makes it so")
    return number
