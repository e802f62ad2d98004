"""``desk.numbers``: phone numbers as people write and read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from smsdesk.core.contacts.known import is_contact
from smsdesk.core.rules.numbers import parse_number, parse_possible
from smsdesk.core.rules.phone import national

if TYPE_CHECKING:
    from smsdesk.core.context import Context


class Numbers(Protocol):
    """Phone numbers in the desk's own region."""

    def parse(self, text: str) -> str:
        """Return what a person wrote as a number in E.164.

        One that is a contact already is a number, whatever the number plan says.

        Raises:
            NotANumber: it is none.
        """

    def parse_possible(self, text: str) -> str:
        """Return what a person wrote as a number that can exist, whatever the number plan says.

        Raises:
            NotANumber: it cannot.
        """

    def display(self, number: str) -> str:
        """Return a number as agents read it: national format in the desk's own region."""


class _Numbers(Numbers):
    def __init__(self, context: Context) -> None:
        self._context = context
        self._region = context.region

    def parse(self, text: str) -> str:
        return parse_number(text, self._region, is_known=self._is_contact)

    def parse_possible(self, text: str) -> str:
        return parse_possible(text, self._region)

    def _is_contact(self, number: str) -> bool:
        return is_contact(self._context, number)

    def display(self, number: str) -> str:
        return national(number, self._region)


def numbers_of(context: Context) -> Numbers:
    """Return the face of an open desk."""
    return _Numbers(context)
