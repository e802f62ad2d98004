"""The loop's part in presence: our own place written down, and the others' told when it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.answering import presence
from smsdesk.core.read_models.events import Colleagues
from smsdesk.store.tables import counters
from smsdesk.store.tables import presence as presence_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsdesk.core.context import Context
    from smsdesk.core.read_models.events import Event
    from smsdesk.core.whereabouts import Place
    from smsdesk.store.tables.presence import PresenceRecord

LOOK_EVERY = 1.0
"""Seconds between two looks for desks that have ended without a word."""


class PresenceWatch:
    """Of one desk."""

    def __init__(self, context: Context) -> None:
        """Begin with nothing said and nobody known."""
        self._context = context
        self._said: Place | None = None
        self._say_from = 0.0
        self._look_from = 0.0
        self._revision: int | None = None
        self._desks: tuple[PresenceRecord, ...] = ()
        self._told = Colleagues(())

    def write_place(self) -> None:
        """Write down where the agent is, where that is news or has to be renewed."""
        now = self._context.clock.monotonic()
        place = self._context.whereabouts.place(now)
        if place is None or (place == self._said and now < self._say_from):
            return
        at_work = place.typing or place != self._said
        if presence.write_place(self._context, place, at_work=at_work):
            self._said, self._say_from = place, now + presence.RENEW_EVERY

    def read(self) -> bool:
        """Read what has been written; return whether that was nothing but somebody's place."""
        with self._context.database.read() as connection:
            revision = counters.revision(connection)
            desks = presence_rows.everybody(connection)
        only_places = revision == self._revision and desks != self._desks
        self._revision, self._desks = revision, desks
        self._look_from = 0.0
        return only_places

    def publish(self, on_event: Callable[[Event], None]) -> None:
        """Tell who has which thread open, where that has changed or a lease is over."""
        now = self._context.clock.monotonic()
        if now < self._look_from:
            return
        self._look_from = now + LOOK_EVERY
        found = Colleagues(presence.colleagues_among(self._context, self._desks))
        if found != self._told:
            self._told = found
            on_event(found)
