"""What can happen in the simulated world, and how the journal writes it down."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from smsdesk.carrier.simulator.courses import course_named
from smsdesk.carrier.simulator.entries import Entry
from smsdesk.carrier.simulator.people import Person, person_from_json, person_to_json

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Added:
    """A message has come into the books."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class Canceled:
    """A text was canceled before it left, ``at`` POSIX seconds."""

    sid: str
    at: float


@dataclass(frozen=True, slots=True)
class Redacted:
    """A message's body was wiped."""

    sid: str


@dataclass(frozen=True, slots=True)
class Deleted:
    """A message was taken out of the books; what it did to consent stays."""

    sid: str


@dataclass(frozen=True, slots=True)
class Registered:
    """From now on this person is behind that number."""

    person: Person


Event = Added | Canceled | Redacted | Deleted | Registered

_ENTRY_FIELDS = tuple(field.name for field in fields(Entry))


def encode(event: Event) -> dict[str, Any]:
    """Return ``event`` as plain JSON."""
    match event:
        case Added(entry):
            known = {name: getattr(entry, name) for name in _ENTRY_FIELDS}
            return {"event": "added", **known, "course": entry.course.name}
        case Canceled(sid, at):
            return {"event": "canceled", "sid": sid, "at": at}
        case Redacted(sid):
            return {"event": "redacted", "sid": sid}
        case Deleted(sid):
            return {"event": "deleted", "sid": sid}
        case Registered(person):
            return {"event": "registered", **person_to_json(person)}


def decode(record: Mapping[str, Any]) -> Event:
    """Return the event that ``record`` holds; the inverse of ``encode``.

    Raises:
        KeyError, TypeError, ValueError: the record holds none.
    """
    known = dict(record)
    match known.pop("event"):
        case "added":
            known["course"] = course_named(known["course"])
            known["media"] = tuple(known["media"])
            return Added(Entry(**known))
        case "canceled":
            return Canceled(**known)
        case "redacted":
            return Redacted(**known)
        case "deleted":
            return Deleted(**known)
        case "registered":
            return Registered(person_from_json(known))
        case name:
            raise ValueError(f"unknown event {name!r}")
