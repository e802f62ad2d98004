"""How the simulated carrier writes its answers: JSON bodies, RFC 2822 dates, a message."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, Final

from werkzeug.wrappers import Response

from smsdesk.carrier.simulator.chance import hex_name

if TYPE_CHECKING:
    from smsdesk.carrier.simulator.entries import Entry
    from smsdesk.carrier.simulator.faults import View

API_VERSION: Final = "2010-04-01"

_PRICE: Final = 0.0079
"""US dollars a segment: made up, of the usual size."""

_CHARGED: Final = frozenset({"sent", "delivered", "undelivered", "received"})


def json_answer(content: object, http_status: int = 200) -> Response:
    """Return ``content`` as an answer."""
    return Response(json.dumps(content), http_status, mimetype="application/json")


def rfc_2822(at: float) -> str:
    """Return a time in POSIX seconds as Twilio's 2010 API writes it, in whole seconds."""
    return format_datetime(datetime.fromtimestamp(int(at), UTC))


def http_date(at: float) -> str:
    """Return a time in POSIX seconds as a ``Date`` header has it (RFC 9110, section 5.6.7)."""
    return format_datetime(datetime.fromtimestamp(int(at), UTC), usegmt=True)


def account_path(account_sid: str) -> str:
    """Return the path under which the resources of an account are."""
    return f"/{API_VERSION}/Accounts/{account_sid}"


def message_json(entry: Entry, *, account_sid: str, now: float, view: View) -> dict[str, Any]:
    """Return a message as Twilio's Messages resource shows it.

    ``num_segments`` and ``num_media`` are strings and prices are negative strings there.

    Args:
        entry: the message.
        account_sid: whose it is.
        now: the time on the carrier's clock, in POSIX seconds.
        view: how the answer is distorted.
    """
    at = max(entry.created, now - view.stale)
    stage = entry.stage(at)
    sent = entry.sent(at)
    if sent is not None and sent > now - view.unsent:
        sent = None
    uri = f"{account_path(account_sid)}/Messages/{entry.sid}"
    price = -_PRICE * entry.segments if stage.status in _CHARGED else None
    bodiless = entry.inbound and now < entry.created + view.bodiless
    return {
        "account_sid": account_sid,
        "api_version": API_VERSION,
        "body": "" if bodiless else entry.body,
        "date_created": rfc_2822(entry.created + view.skew),
        "date_sent": None if sent is None else rfc_2822(sent + view.skew),
        "date_updated": rfc_2822(entry.updated(at) + view.skew),
        "direction": "inbound" if entry.inbound else "outbound-api",
        "error_code": stage.error_code,
        "error_message": None,
        "from": entry.sender,
        "messaging_service_sid": entry.service or None,
        "num_media": str(len(entry.media)),
        # A Messaging Service has not counted yet what it has only accepted.
        "num_segments": "0" if stage.status == "accepted" else str(entry.segments),
        "price": None if price is None else f"{price:.5f}",
        "price_unit": "USD",
        "sid": entry.sid,
        "status": "receiving" if bodiless else stage.status,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": entry.to,
        "uri": f"{uri}.json",
    }


def media_json(entry: Entry, *, account_sid: str, view: View) -> list[dict[str, Any]]:
    """Return the media of a message as Twilio's Media resource lists them."""
    created = rfc_2822(entry.created + view.skew)
    media = []
    for place, content_type in enumerate(entry.media):
        sid = "ME" + hex_name(place, entry.sid)
        path = f"{account_path(account_sid)}/Messages/{entry.sid}/Media/{sid}.json"
        media.append(
            {
                "account_sid": account_sid,
                "content_type": content_type,
                "date_created": created,
                "date_updated": created,
                "parent_sid": entry.sid,
                "sid": sid,
                "uri": path,
            }
        )
    return media
