"""One message in the simulated carrier's books, and what can be said of it at a given time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from smsdesk.carrier.simulator.courses import RECEIVED, Course, Stage

_CANCELABLE: Final = frozenset({"queued", "accepted"})

_SERVICE_PICKS_AFTER: Final = 0.2
"""Seconds for which a Messaging Service has a text as ``accepted`` before it is queued."""


class Position(NamedTuple):
    """Where a message stands in the order of time; the sequence settles a tie."""

    created: float
    sequence: int
    sid: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One message, inbound or outbound. Times are POSIX seconds on the carrier's clock.

    Attributes:
        sequence: counts the messages of a world from 1.
        created: when it comes into being, which for a coming reply lies ahead.
        course: its life, stretched by ``pace``.
        segments: what it is billed as.
        media: the content types of its media.
        service: SID of the Messaging Service that it went through, or empty.
        cause: SID of the text that it answers, or empty.
        canceled: when it was canceled, if ever.
    """

    sequence: int
    sid: str
    sender: str
    to: str
    body: str
    created: float
    course: Course
    pace: float = 1.0
    segments: int = 1
    media: tuple[str, ...] = ()
    service: str = ""
    cause: str = ""
    canceled: float | None = None

    @property
    def position(self) -> Position:
        """Where it stands in the order of time."""
        return Position(self.created, self.sequence, self.sid)

    @property
    def inbound(self) -> bool:
        """Whether it comes from a person to the firm."""
        return self.course is RECEIVED

    @property
    def arrives(self) -> float:
        """When it has come to the end of its course."""
        return self.created + self.course.ends_after * self.pace

    def stage(self, at: float) -> Stage:
        """Return the status and error code at a time."""
        if self.canceled is not None and self.canceled <= at:
            return Stage(0.0, "canceled")
        stage = self.course.stage_at(at - self.created, self.pace)
        if self.service and at < self.created + _SERVICE_PICKS_AFTER * self.pace:
            return stage._replace(status="accepted")
        return stage

    def cancelable(self, at: float) -> bool:
        """Return whether it can still be canceled at a time."""
        return self.stage(at).status in _CANCELABLE

    def sent(self, at: float) -> float | None:
        """Return when it left, as known at a time; ``None`` while it has not."""
        left = self.created + self.course.leaves_after * self.pace
        if left > at or (self.canceled is not None and self.canceled <= left):
            return None
        return left

    def updated(self, at: float) -> float:
        """Return when its status last changed, as known at a time."""
        if self.canceled is not None and self.canceled <= at:
            return self.canceled
        return self.created + self.stage(at).after * self.pace
