"""``desk.notes``: what agents note about a contact for one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from smsdesk.core.contacts import notes
from smsdesk.core.rules.roles import Act
from smsdesk.desk.permission import needs

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.core.read_models.notes import ContactNote


class WritesNotes(Protocol):
    """Notes going in."""

    def add(self, number: str, text: str) -> ContactNote:
        """Keep a note about a contact, dated and signed by the agent.

        Raises:
            NotANumber: the number is not in E.164.
            DeskError: there is no word in it, or there are over 4,000 characters.
        """


class Notes(WritesNotes, Protocol):
    """Notes, in and out; none is ever changed."""

    def of(self, number: str) -> tuple[ContactNote, ...]:
        """Return what is noted about a contact, newest first, 500 at most."""


class _Notes(Notes):
    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Act.WORK)
    def add(self, number: str, text: str) -> ContactNote:
        return notes.add_note(self._context, number, text)

    def of(self, number: str) -> tuple[ContactNote, ...]:
        return notes.notes(self._context, number)


def notes_of(context: Context) -> Notes:
    """Return the face of an open desk."""
    return _Notes(context)
