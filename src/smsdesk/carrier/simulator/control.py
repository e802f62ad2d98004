"""``/_simulator/``: the strings behind the stage, for tests, scripts and demonstrations.

    POST   /_simulator/messages   {"from", "body", "media": [content types]}: a text arrives now
    GET    /_simulator/ledger     every message, those to come included (?number= for one number)
    GET    /_simulator/people     who was registered
    POST   /_simulator/people     a person, as in ``people.Person``
    GET    /_simulator/faults     what is armed
    POST   /_simulator/faults     a fault, as in ``faults.Fault``: {"name", "on": [...], ...}
    DELETE /_simulator/faults     everything goes well again

JSON in and out, behind the same password as the rest, and never faulty itself.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from smsdesk.carrier.simulator.answers import json_answer
from smsdesk.carrier.simulator.faults import Fault, FaultName, RequestKind
from smsdesk.carrier.simulator.people import person_from_json, person_to_json
from smsdesk.carrier.simulator.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from smsdesk.carrier.simulator.call import Call
    from smsdesk.carrier.simulator.entries import Entry


class _MistakeError(ValueError):
    """What was sent makes no sense; the text says why."""


def _explaining(endpoint: Callable[[Call], Response]) -> Callable[[Call], Response]:
    @wraps(endpoint)
    def explained(call: Call) -> Response:
        try:
            return endpoint(call)
        except ValueError as error:
            return json_answer({"error": str(error)}, 400)

    return explained


@_explaining
def receive(call: Call) -> Response:
    """Let a text arrive now."""
    match _content(call):
        case {"from": str(sender), **rest}:
            media = rest.get("media", [])
            if not isinstance(media, list):
                raise _MistakeError("media is a list of content types")
            entry = call.ledger.receive(
                sender, str(rest.get("body", "")), media=[str(kind) for kind in media]
            )
            return json_answer(_entry_json(entry, call.ledger.now()), 201)
        case _:
            raise _MistakeError("a text needs a from")


def ledger(call: Call) -> Response:
    """Return the books, oldest first."""
    number = call.request.args.get("number")
    entries, _ = call.ledger.select(Selection(), limit=len(call.ledger))
    now = call.ledger.now()
    return json_answer(
        [
            _entry_json(entry, now)
            for entry in (*reversed(entries), *call.ledger.future())
            if number in (None, entry.sender, entry.to)
        ]
    )


def people(call: Call) -> Response:
    """Return who was registered."""
    return json_answer([person_to_json(person) for person in call.ledger.people()])


@_explaining
def register(call: Call) -> Response:
    """Put a person behind a number."""
    person = person_from_json(_content(call))
    call.ledger.register(person)
    return json_answer(person_to_json(person), 201)


def faults(call: Call) -> Response:
    """Return what is armed."""
    return json_answer([_fault_json(fault) for fault in call.faults.armed])


@_explaining
def arm(call: Call) -> Response:
    """Arm a fault."""
    fault = _fault_from_json(_content(call))
    call.faults.arm(fault)
    return json_answer(_fault_json(fault), 201)


def disarm(call: Call) -> Response:
    """Let everything go well again."""
    call.faults.clear()
    return Response(status=204)


def _content(call: Call) -> dict[str, Any]:
    try:
        content = call.request.get_json()
    except HTTPException as error:
        raise _MistakeError("the body is no JSON, or its content type does not say so") from error
    if not isinstance(content, dict):
        raise _MistakeError("the body is no JSON object")
    return content


def _entry_json(entry: Entry, now: float) -> dict[str, Any]:
    stage = entry.stage(max(now, entry.created))
    return {
        "sid": entry.sid,
        "direction": "inbound" if entry.inbound else "outbound",
        "from": entry.sender,
        "to": entry.to,
        "body": entry.body,
        "media": entry.media,
        "created_at": datetime.fromtimestamp(entry.created, UTC).isoformat(),
        "exists": entry.created <= now,
        "status": stage.status,
        "error_code": stage.error_code,
        "timeline": [
            {"after": step.after * entry.pace, "status": step.status, "error_code": step.error_code}
            for step in entry.course.stages
        ],
        "answers": entry.cause or None,
    }


def _fault_json(fault: Fault) -> dict[str, Any]:
    return {
        "name": fault.name,
        "on": sorted(fault.on),
        "nth": sorted(fault.nth),
        "probability": fault.probability,
        "times": fault.times,
        "seconds": fault.duration,
    }


def _fault_from_json(content: Mapping[str, Any]) -> Fault:
    unknown = content.keys() - Fault.__dataclass_fields__.keys()
    if unknown:
        raise _MistakeError("unknown key in a fault")
    known = dict(content)
    known["name"] = FaultName(str(known.get("name", "")))
    known["on"] = frozenset(RequestKind(str(kind)) for kind in known.get("on") or ())
    known["nth"] = frozenset(int(place) for place in known.get("nth") or ())
    return Fault(**known)
