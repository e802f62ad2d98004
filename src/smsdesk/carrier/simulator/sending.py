"""``POST Messages.json``: take a text, or say why not.

The checks and their codes are those of Twilio's error dictionary, the magic numbers those of
its test credentials. They hold with every account here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from smsdesk.carrier.simulator.answers import json_answer
from smsdesk.carrier.simulator.bodies import BODY_LIMIT, smart_encoded, utf16_units
from smsdesk.carrier.simulator.ledger import Ledger, PairBlockedError
from smsdesk.carrier.simulator.people import Behaviour
from smsdesk.carrier.simulator.refusals import RefusalError
from smsdesk.terms import LineType

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict
    from werkzeug.wrappers import Response

    from smsdesk.carrier.simulator.call import Call

MAGIC_SENDER: Final = "+15005550006"
"""A text from this number is answered as taken, and no more is heard of it."""

_MAGIC_SENDERS: Final = {"+15005550001": 21212, "+15005550007": 21606, "+15005550008": 21611}
_MAGIC_RECEIVERS: Final = {
    "+15005550001": 21211,
    "+15005550002": 21612,
    "+15005550003": 21408,
    "+15005550004": 21610,
    "+15005550009": 21614,
}

_E164: Final = re.compile(r"\+(1[2-9]\d{9}|[2-9]\d{6,14})", re.ASCII)
_SHORT_CODE: Final = re.compile(r"\d{3,6}", re.ASCII)
_SERVICE: Final = re.compile(r"MG[0-9a-f]{32}")
_PUNCTUATION: Final = re.compile(r"[\s().-]")

_LANDLINES_FAIL_LATER: Final = ("+1", "+44")
"""In these countries Twilio finds out from the network that a number is a landline (30006)."""


@dataclass(frozen=True, slots=True)
class _Order:
    to: str
    sender: str
    service: str
    body: str
    media: tuple[str, ...]


def create(call: Call) -> Response:
    """Take a text from the firm."""
    order = _read(call.request.form)
    _check_parts(order)
    _check_receiver(order.to, call.ledger)
    _check_sender(order, call.ledger)
    if utf16_units(order.body) > BODY_LIMIT:
        raise RefusalError(21617)
    if order.sender not in ("", call.ledger.firm_number):
        return json_answer(call.show(call.ledger.draft(order.sender, order.to, order.body)), 201)
    try:
        entry = call.ledger.submit(
            order.to,
            order.body,
            service=order.service,
            media=order.media,
            after=call.view.created_after,
        )
    except PairBlockedError as error:
        raise RefusalError(21610) from error
    return json_answer(call.show(entry), 201)


def _read(form: MultiDict[str, str]) -> _Order:
    body = form.get("Body", "")
    if form.get("SmartEncoded") == "true":
        body = smart_encoded(body)
    return _Order(
        to=_PUNCTUATION.sub("", form.get("To", "")),
        sender=form.get("From", ""),
        service=form.get("MessagingServiceSid", ""),
        body=body,
        # What lies behind a URL is not looked at: every picture is one.
        media=("image/jpeg",) * len(form.getlist("MediaUrl")),
    )


def _check_parts(order: _Order) -> None:
    if not order.to:
        raise RefusalError(21604)
    if not order.sender and not order.service:
        raise RefusalError(21603)
    if order.service and not _SERVICE.fullmatch(order.service):
        raise RefusalError(21705, order.service)
    if not order.body and not order.media:
        raise RefusalError(21602)


def _check_receiver(to: str, ledger: Ledger) -> None:
    if to in _MAGIC_RECEIVERS:
        raise RefusalError(_MAGIC_RECEIVERS[to], to)
    if _SHORT_CODE.fullmatch(to):
        raise RefusalError(21265, to)
    person = ledger.person(to)
    if not _E164.fullmatch(to) or not person.valid:
        raise RefusalError(21211, to)
    if person.line_type is LineType.PREMIUM:
        raise RefusalError(21268, to)
    if person.behaviour is Behaviour.LANDLINE and not to.startswith(_LANDLINES_FAIL_LATER):
        raise RefusalError(21635, to)


def _check_sender(order: _Order, ledger: Ledger) -> None:
    sender = order.sender or ledger.firm_number
    if sender == order.to:
        raise RefusalError(21266, order.to)
    if sender in (ledger.firm_number, MAGIC_SENDER):
        return
    raise RefusalError(_MAGIC_SENDERS.get(sender, 21606), sender)
