"""From Twilio's JSON of a message, its media and its pages to the carrier protocol's words."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from smsdesk.carrier.protocol import CarrierMessage, MessageFilter, MessagePage
from smsdesk.carrier.toll_free import is_toll_free
from smsdesk.carrier.twilio.answers import whole_number
from smsdesk.carrier.twilio.dates import parse_date
from smsdesk.carrier.twilio.errors import fault_of
from smsdesk.terms import Direction, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

_STATUSES = {
    "accepted": Status.SENT,
    "scheduled": Status.SENT,
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


def message_of(payload: object, *, direction: Direction | None = None) -> CarrierMessage:
    """Read one message.

    Args:
        payload: Twilio's JSON object.
        direction: what to believe where the answer does not tell.

    Raises:
        ValueError: no SID, or no telling which way it went.
    """
    if not isinstance(payload, dict):
        raise ValueError("a message that is no object")  # noqa: TRY004 - foreign data, not ours
    sid = _text(payload, "sid")
    if not sid:
        raise ValueError("a message without a SID")
    carrier_status = _text(payload, "status")
    way = _direction(_text(payload, "direction"), carrier_status) or direction
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
    )


def page_of(payload: Mapping[str, Any]) -> MessagePage:
    """Read one page of a listing.

    One message that cannot be read fails its page: a page with a gap would pass for complete.

    Raises:
        ValueError: it is no page of messages.
    """
    messages = payload.get("messages")
    if not isinstance(messages, list):
        raise ValueError("a page without messages")  # noqa: TRY004 - foreign data, not ours
    following = payload.get("next_page_uri")
    if following is not None and not isinstance(following, str):
        raise ValueError("a page whose successor cannot be told")
    return MessagePage(
        messages=tuple(message_of(message) for message in messages),
        next_page=following or None,
    )


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
    """Return the query of a listing. Twilio filters ``DateSent`` by whole days in UTC."""
    since = wanted.sent_since
    parameters = {
        "To": wanted.to,
        "From": wanted.sender,
        "DateSent>": since.astimezone(UTC).date().isoformat() if since is not None else None,
        "PageSize": page_size,
    }
    return {key: value for key, value in parameters.items() if value is not None}


def _direction(word: str, carrier_status: str) -> Direction | None:
    if word == "inbound" or (not word and carrier_status in {"receiving", "received"}):
        return Direction.INBOUND
    return Direction.OUTBOUND if word.startswith("outbound") else None


def _text(payload: Mapping[str, Any], key: str) -> str:
    value = payload.get(key)
    return value if isinstance(value, str) else ""
