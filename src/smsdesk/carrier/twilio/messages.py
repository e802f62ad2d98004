"""From Twilio's JSON of a message, its media and its pages to the carrier protocol's words."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC
from typing import TYPE_CHECKING, Any

from smsdesk.carrier.protocol import CarrierMessage, MessageFilter, MessagePage, UnreadableRow
from smsdesk.carrier.toll_free import is_toll_free
from smsdesk.carrier.twilio.answers import whole_number
from smsdesk.carrier.twilio.dates import parse_date
from smsdesk.carrier.twilio.errors import fault_of
from smsdesk.terms import Direction, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

_SID = re.compile(r"[!-~]{1,64}", re.ASCII)
"""Twilio's are two letters and 32 hexadecimal digits; whatever names a row once for all will do."""

_STATUSES = {
    "accepted": Status.SENT,
    "scheduled": Status.PLANNED,
    "queued": Status.SENT,
    "sending": Status.SENT,
    "sent": Status.SENT,
    "delivered": Status.DELIVERED,
    "read": Status.DELIVERED,
    "undelivered": Status.UNDELIVERED,
    "failed": Status.FAILED,
    "canceled": Status.CANCELED,
    "receiving": Status.RECEIVED,
    "received": Status.RECEIVED,
}


def status_of(carrier_status: str, direction: Direction) -> Status:
    """Return Twilio's status in smsdesk's words.

    A word that is not known, or not of this direction, claims no more than that the carrier has
    the message.
    """
    if direction is Direction.INBOUND:
        return Status.RECEIVED
    status = _STATUSES.get(carrier_status, Status.SENT)
    return Status.SENT if status is Status.RECEIVED else status


def message_of(
    payload: object, *, direction: Direction | None = None, our_number: str = ""
) -> CarrierMessage:
    """Read one message.

    Args:
        payload: Twilio's JSON object.
        direction: what to believe where the answer does not tell.
        our_number: the firm's, which tells the direction where no word does.

    Raises:
        ValueError: no SID that could name it, or no telling which way it went.
    """
    if not isinstance(payload, dict):
        raise ValueError("a message that is no object")  # noqa: TRY004 - foreign data, not ours
    sid = _text(payload, "sid")
    if not _SID.fullmatch(sid):
        raise ValueError("a message with an impossible SID" if sid else "a message without a SID")
    carrier_status = _text(payload, "status")
    way = (
        _direction(_text(payload, "direction"), carrier_status)
        or _direction_by_number(payload, our_number)
        or direction
    )
    if way is None:
        raise ValueError("a message without a direction")
    sender = _text(payload, "from")
    error_code = whole_number(payload.get("error_code")) or None
    return CarrierMessage(
        sid=sid,
        direction=way,
        sender=sender,
        to=_text(payload, "to"),
        body=_text(payload, "body"),
        status=status_of(carrier_status, way),
        error_code=error_code,
        fault=fault_of(error_code, sender_is_toll_free=is_toll_free(sender))
        if error_code
        else None,
        # Through a Messaging Service it is "0" until a sender has been chosen.
        segments=whole_number(payload.get("num_segments")) or None,
        created_at=parse_date(payload.get("date_created")),
        sent_at=parse_date(payload.get("date_sent")),
        media=whole_number(payload.get("num_media")) or 0,
        partial=carrier_status == "receiving",
    )


def page_of(payload: Mapping[str, Any], *, our_number: str = "") -> MessagePage:
    """Read one page of a listing; a row that is no message is set aside.

    Args:
        payload: Twilio's JSON object.
        our_number: the firm's, which tells a row's direction where no word does.

    Raises:
        ValueError: it is no page of messages.
    """
    messages = payload.get("messages")
    if not isinstance(messages, list):
        raise ValueError("a page without messages")  # noqa: TRY004 - foreign data, not ours
    following = payload.get("next_page_uri")
    if following is not None and not isinstance(following, str):
        raise ValueError("a page whose successor cannot be told")
    read: list[CarrierMessage] = []
    unreadable: list[UnreadableRow] = []
    for row in messages:
        try:
            read.append(message_of(row, our_number=our_number))
        except ValueError as error:
            unreadable.append(_set_aside(row, str(error)))
    return MessagePage(tuple(read), following or None, tuple(unreadable))


def _set_aside(row: object, reason: str) -> UnreadableRow:
    """Return what is kept of a row that cannot be read."""
    if not isinstance(row, dict):
        return UnreadableRow(_digest(row), reason)
    # What stays the same while the message moves on: its status and its price do not.
    key = _digest([row.get(name) for name in ("sid", "from", "to", "body", "date_created")])
    return UnreadableRow(key, reason, _text(row, "from"), _text(row, "body"))


def media_types_of(payload: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the content types of a list of media; one that is missing is an empty string.

    Raises:
        ValueError: it is no list of media.
    """
    media = payload.get("media_list")
    if not isinstance(media, list) or not all(isinstance(item, dict) for item in media):
        raise ValueError("no list of media")
    return tuple(_text(item, "content_type") for item in media)


def list_parameters(wanted: MessageFilter, *, page_size: int) -> dict[str, object]:
    """Return the query of a listing; what is ``None`` is not asked for.

    Twilio filters ``DateSent`` by whole days in UTC.
    """
    since = wanted.sent_since
    return {
        "To": wanted.to,
        "From": wanted.sender,
        "DateSent>": since.astimezone(UTC).date().isoformat() if since is not None else None,
        "PageSize": page_size,
    }


def _direction(word: str, carrier_status: str) -> Direction | None:
    if word == "inbound" or (not word and carrier_status in {"receiving", "received"}):
        return Direction.INBOUND
    return Direction.OUTBOUND if word.startswith("outbound") else None


def _digest(value: object) -> str:
    contents = json.dumps(value, sort_keys=True)  # ASCII, whatever it holds
    return hashlib.sha256(contents.encode()).hexdigest()


def _direction_by_number(payload: Mapping[str, Any], our_number: str) -> Direction | None:
    if not our_number:
        return None
    sender, to = _text(payload, "from"), _text(payload, "to")
    if (sender == our_number) == (to == our_number):
        return None
    return Direction.OUTBOUND if sender == our_number else Direction.INBOUND


def _text(payload: Mapping[str, Any], key: str) -> str:
    value = payload.get(key)
    return value if isinstance(value, str) else ""
