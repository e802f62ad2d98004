"""The lives that a message can have, each decided when the message is created.

A course is a list of stages, in seconds after creation. A message also has a *pace* that
stretches its course, so that no two take exactly as long. Its status at any time is then a
pure function of that time: nothing runs in the background, and a world that is restored after
a restart goes on exactly where it would have been.

Statuses and error codes are Twilio's (Messages resource, ``status`` and ``error_code``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple


class Stage(NamedTuple):
    """From ``after`` seconds on, the message has this status."""

    after: float
    status: str
    error_code: int | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """One life of a message.

    Attributes:
        name: under which a journal keeps it.
        stages: in order of time, the first at 0 seconds.
    """

    name: str
    stages: tuple[Stage, ...]

    def stage_at(self, age: float, pace: float = 1.0) -> Stage:
        """Return the stage that a message of ``age`` seconds has reached."""
        reached = self.stages[0]
        for stage in self.stages:
            if stage.after * pace > age:
                break
            reached = stage
        return reached

    @property
    def leaves_after(self) -> float:
        """Seconds until the message leaves the carrier: Twilio's ``date_sent``."""
        return next(stage.after for stage in self.stages if stage.status in _HAS_LEFT)

    @property
    def ends_after(self) -> float:
        """Seconds until the last stage."""
        return self.stages[-1].after


_HAS_LEFT: Final = frozenset({"sent", "delivered", "undelivered", "failed", "received"})

_QUEUED: Final = Stage(0.0, "queued")
_SENDING: Final = Stage(0.3, "sending")
_SENT: Final = Stage(0.8, "sent")


def _fails(name: str, after: float, error_code: int) -> Course:
    return Course(name, (_QUEUED, _SENDING, _SENT, Stage(after, "undelivered", error_code)))


RECEIVED: Final = Course("received", (Stage(0.0, "received"),))
DELIVERED: Final = Course("delivered", (_QUEUED, _SENDING, _SENT, Stage(2.5, "delivered")))
SLOW: Final = Course(
    "slow",
    (_QUEUED, Stage(20.0, "sending"), Stage(40.0, "sent"), Stage(180.0, "delivered")),
)
NO_REPORT: Final = Course("no_report", (_QUEUED, _SENDING, _SENT))
UNREACHABLE: Final = _fails("unreachable", 12.0, 30003)
BLOCKED: Final = _fails("blocked", 2.0, 30004)
NOT_IN_SERVICE: Final = _fails("not_in_service", 4.0, 30005)
LANDLINE: Final = _fails("landline", 6.0, 30006)
FILTERED: Final = _fails("filtered", 2.0, 30007)
UNEXPLAINED: Final = _fails("unexplained", 9.0, 30008)

COURSES: Final = {
    course.name: course
    for course in (
        RECEIVED,
        DELIVERED,
        SLOW,
        NO_REPORT,
        UNREACHABLE,
        BLOCKED,
        NOT_IN_SERVICE,
        LANDLINE,
        FILTERED,
        UNEXPLAINED,
    )
}
"""Every course by the name under which a journal keeps it, but those of ``failing``."""

_FAILING: Final = "fails with "


def failing(error_code: int) -> Course:
    """Return the course of a text that is not delivered, with any error code."""
    return _fails(f"{_FAILING}{error_code}", 2.0, error_code)


def course_named(name: str) -> Course:
    """Return the course that a journal keeps under a name.

    Raises:
        KeyError, ValueError: there is none.
    """
    if name.startswith(_FAILING):
        return failing(int(name.removeprefix(_FAILING)))
    return COURSES[name]
