"""The other endpoints of the 2010 API: list, fetch, change and delete messages; the account."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from werkzeug.wrappers import Response

from smsdesk.carrier.simulator.answers import (
    API_VERSION,
    account_path,
    json_answer,
    media_json,
    rfc_2822,
)
from smsdesk.carrier.simulator.chance import hex_name
from smsdesk.carrier.simulator.entries import Position
from smsdesk.carrier.simulator.ledger import NotCancelableError
from smsdesk.carrier.simulator.paging import (
    LARGEST_PAGE,
    PAGE_SIZE,
    page_json,
    position,
    token,
    whole_number,
)
from smsdesk.carrier.simulator.refusals import RefusalError
from smsdesk.carrier.simulator.selection import Selection

if TYPE_CHECKING:
    from smsdesk.carrier.simulator.call import Call

_DAY: Final = 86400.0
_OPENED: Final = datetime(2024, 1, 2, tzinfo=UTC).timestamp()
"""When the account came by its number: made up."""


def list_messages(call: Call) -> Response:
    """Return one page of messages, newest first."""
    arguments = call.request.args
    size = whole_number(arguments.get("PageSize", str(PAGE_SIZE)), "PageSize", largest=LARGEST_PAGE)
    if size == 0:
        raise RefusalError(20001, "PageSize")
    before = None
    if "PageToken" in arguments:
        before = position(arguments["PageToken"])
    elif arguments.get("Page", "0") != "0":
        raise RefusalError(20001, "PageToken")

    wanted = _selection(call)
    skipped = 0
    if before is not None and call.view.shift < 0:
        before = Position(before.created, before.sequence, before.sid + "~")
    elif before is not None:
        skipped = call.view.shift
    entries, more = call.ledger.select(wanted, limit=size + skipped, before=before)
    rows = [call.show(entry) for entry in entries[skipped:]]
    if rows:
        rows[0] |= dict(call.view.newest_row)
    page = page_json(
        call.request.path,
        arguments,
        ("messages", rows),
        size=size,
        next_token=token(entries[-1].position) if more else None,
    )
    if call.view.endless:
        page["next_page_uri"] = page["uri"]
    return json_answer(page)


def fetch(call: Call) -> Response:
    """Return one message."""
    return json_answer(call.show(call.message()))


def update(call: Call) -> Response:
    """Cancel a message (``Status=canceled``) or wipe its body (``Body=``)."""
    sid = call.message().sid
    match call.request.form.to_dict():
        case {"Status": _, "Body": _}:
            raise RefusalError(30400)
        case {"Status": "canceled"}:
            try:
                return json_answer(call.show(call.ledger.cancel(sid)))
            except NotCancelableError as error:
                raise RefusalError(30409) from error
        case {"Body": ""}:
            return json_answer(call.show(call.ledger.redact(sid)))
        case _:
            raise RefusalError(30400)


def delete(call: Call) -> Response:
    """Take a message out of the books."""
    call.ledger.delete(call.message().sid)
    return Response(status=204)


def list_media(call: Call) -> Response:
    """Return the media of a message, all on one page."""
    media = media_json(call.message(), account_sid=call.account_sid, view=call.view)
    return _whole_list(call, "media_list", media)


def list_numbers(call: Call) -> Response:
    """Return the account's numbers, which is one."""
    own = call.ledger.firm_number
    wanted = call.request.args.get("PhoneNumber", "")
    return _whole_list(
        call, "incoming_phone_numbers", [_number_json(call, own)] if wanted in own else []
    )


def account(call: Call) -> Response:
    """Return the account itself."""
    opened = rfc_2822(_OPENED + call.view.skew)
    path = account_path(call.account_sid)
    return json_answer(
        {
            "auth_token": None,
            "date_created": opened,
            "date_updated": opened,
            "friendly_name": "Simulated account",
            "owner_account_sid": call.account_sid,
            "sid": call.account_sid,
            "status": "active",
            "subresource_uris": {"messages": f"{path}/Messages.json"},
            "type": "Full",
            "uri": f"{path}.json",
        }
    )


def _whole_list(call: Call, key: str, rows: list[dict[str, Any]]) -> Response:
    page = page_json(
        call.request.path, call.request.args, (key, rows), size=PAGE_SIZE, next_token=None
    )
    return json_answer(page)


def _selection(call: Call) -> Selection:
    arguments = call.request.args
    bounds: dict[str, float | None] = {"sent_from": None, "sent_until": None}
    if "DateSent" in arguments:
        bounds["sent_from"], bounds["sent_until"] = _span(arguments["DateSent"], call.view.skew)
    if "DateSent>" in arguments:
        bounds["sent_from"], _ = _span(arguments["DateSent>"], call.view.skew)
    if "DateSent<" in arguments:
        _, bounds["sent_until"] = _span(arguments["DateSent<"], call.view.skew)
    return Selection(
        sender=arguments.get("From"),
        to=arguments.get("To"),
        unsent_for=call.view.unsent,
        unlisted_for=call.view.unlisted,
        **bounds,
    )


def _span(text: str, skew: float) -> tuple[float, float]:
    """Return what a date, or a date with a time, covers: that day (UTC), or that second.

    Twilio documents the day only; its examples show times as well.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise RefusalError(20001, "DateSent") from error
    start = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - skew
    whole = _DAY if len(text) == len("2026-11-20") else 1.0
    return start, start + whole - 1e-6


def _number_json(call: Call, number: str) -> dict[str, Any]:
    sid = "PN" + hex_name(0, number)
    bought = rfc_2822(_OPENED + call.view.skew)
    urls = ("sms_url", "sms_fallback_url", "status_callback", "voice_url", "voice_fallback_url")
    methods = ("sms_method", "sms_fallback_method", "status_callback_method", "voice_method")
    return {
        "account_sid": call.account_sid,
        "address_requirements": "none",
        "address_sid": None,
        "api_version": API_VERSION,
        "beta": False,
        "bundle_sid": None,
        "capabilities": {"voice": True, "sms": True, "mms": True, "fax": False},
        "date_created": bought,
        "date_updated": bought,
        "emergency_address_sid": None,
        "emergency_address_status": "unregistered",
        "emergency_status": "Inactive",
        "friendly_name": number,
        "identity_sid": None,
        "origin": "twilio",
        "phone_number": number,
        "sid": sid,
        "sms_application_sid": None,
        "status": "in-use",
        "trunk_sid": None,
        "uri": f"{account_path(call.account_sid)}/IncomingPhoneNumbers/{sid}.json",
        "voice_application_sid": None,
        "voice_caller_id_lookup": False,
        "voice_fallback_method": "POST",
        "voice_receive_mode": "voice",
        **dict.fromkeys(urls, ""),
        **dict.fromkeys(methods, "POST"),
    }
