"""``desk.numbers``: phone numbers as people write and read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from smsdesk.core.rules.numbers import parse_number
from smsdesk.core.rules.phone import national

if TYPE_CHECKING:
    from smsdesk.core.context import Context


class Numbers(Protocol):
    """Phone numbers in the desk's own region."""

    def parse(self, text: str) -> str:
        """Return what a person wrote as a number in E.164.

        Raises:
            NotANumber: it is none.
        """

    def display(self, number: str) -> str:
        """Return a number as agents read it: national format in the desk's own region."""


class _Numbers(Numbers):
    def __init__(self, context: Context) -> None:
        self._region = context.region

    def parse(self, text: str) -> str:
        return parse_number(text, self._region)

    def display(self, number: str) -> str:
        return national(number, self._region)


def numbers_of(context: Context) -> Numbers:
    """Return the face of an open desk."""
    return _Numbers(context)
