"""``desk.purging``: what people wrote and who they are, taken away for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from smsdesk.core import purging
from smsdesk.core.rules.roles import Act
from smsdesk.desk.permission import needs

if TYPE_CHECKING:
    from datetime import datetime

    from smsdesk.core.context import Context
    from smsdesk.core.purging import Purge


class PurgesContent(Protocol):
    """Takes away messages, leads and drafts: of one number, or from before a time.

    What they said about consent stays as a bare event and goes on blocking; no poll, no import and
    no restored backup brings the content back.
    """

    def look(self, *, number: str | None = None, before: datetime | None = None) -> Purge:
        """Say what it would take away, and change nothing.

        Args:
            number: E.164, or a short code that has a thread.
            before: an aware time.
        """

    def purge(self, *, number: str | None = None, before: datetime | None = None) -> Purge:
        """Take it away, and overwrite where it lay; asks nobody.

        Raises:
            DeskError: a text is not settled, another program has the database open, or it
                cannot be written.
        """


class _Purging(PurgesContent):
    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Act.PURGE)
    def look(self, *, number: str | None = None, before: datetime | None = None) -> Purge:
        return purging.look(self._context, purging.scope_of(number, before))

    @needs(Act.PURGE)
    def purge(self, *, number: str | None = None, before: datetime | None = None) -> Purge:
        return purging.purge(self._context, purging.scope_of(number, before))


def purging_of(context: Context) -> PurgesContent:
    """Return the face of an open desk."""
    return _Purging(context)
