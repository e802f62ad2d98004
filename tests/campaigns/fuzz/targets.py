"""What is fuzzed: each target takes what a stranger may write, and raises where a promise breaks.

A target is given text or bytes. It raises nothing but what it was asked to find; an error made for
the user has to be one line, and to say nothing of a secret.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

import httpx

from smsdesk.carrier.protocol import CarrierError, MessageFilter, OutboundText
from smsdesk.carrier.twilio.client import TwilioCarrier, TwilioCredentials
from smsdesk.config import ConfigError, load
from smsdesk.config.rendering import effective_toml
from smsdesk.core.contacts.opt_out_file import open_opt_out_file
from smsdesk.core.leads.lead_file import open_lead_file
from smsdesk.core.rules.keywords import (
    Keyword,
    bare_keyword,
    carrier_acts_on,
    concerns_consent,
    read_keyword,
)
from smsdesk.core.rules.phone import is_read_only, read_phone
from smsdesk.core.rules.segments import body_key
from smsdesk.core.spreadsheets.errors import LeadFileError
from smsdesk.redaction import redacted
from smsdesk.terms import Direction, LineType, Status
from tests.world.clocks import StandingClock
from tests.world.people import ACCOUNT, FIRM, SARAH, TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

SECRET = "feedfacecafebeef" * 2
"""Put among what is fuzzed: it must come out nowhere."""

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_ROWS = 200

MESSAGE: dict[str, Any] = {
    "sid": "SM" + "0" * 32,
    "direction": "inbound",
    "from": SARAH,
    "to": FIRM,
    "body": "Hello",
    "status": "received",
    "error_code": None,
    "num_segments": "1",
    "num_media": "0",
    "date_created": "Fri, 20 Nov 2026 21:04:05 +0000",
    "date_sent": "Fri, 20 Nov 2026 21:04:05 +0000",
}
ANSWERS: tuple[dict[str, Any], ...] = (
    {"messages": [MESSAGE], "next_page_uri": None, "page_size": 50},
    MESSAGE,
    {"media_list": [{"content_type": "image/jpeg"}], "next_page_uri": None},
    {
        "phone_number": SARAH,
        "valid": True,
        "line_type_intelligence": {"type": "mobile", "carrier_name": "T", "error_code": None},
    },
    {"incoming_phone_numbers": [{"phone_number": FIRM, "capabilities": {"sms": True}}]},
    {"code": 21610, "message": "no", "status": 400, "more_info": ""},
)
"""Answers as they should be, for one value in them to be replaced by any other."""


def configuration(text: str, folder: Path) -> None:
    """A file of any text is a configuration or one line, which holds no secret."""
    file = folder / "fuzzed.toml"
    file.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    try:
        shown = effective_toml(load(file, {"SMSDESK_TWILIO__AUTH_TOKEN": SECRET}))
    except ConfigError as error:
        shown = str(error)
        assert "\n" not in shown
    assert SECRET not in shown


def environment(text: str, folder: Path) -> None:
    """So is any value of any variable."""
    del folder
    name, _, value = text.partition("=")
    with suppress(ConfigError):
        load(None, {f"SMSDESK_{name}": value, "TWILIO_AUTH_TOKEN": SECRET})


def keywords(text: str, folder: Path) -> None:
    """A text is read, whatever it is, and a bare keyword as what it was taken from."""
    del folder
    found = read_keyword(text)
    assert concerns_consent(text) or found is None
    bare = bare_keyword(text)
    assert read_keyword(bare) is found
    assert carrier_acts_on(bare) == carrier_acts_on(text)
    assert found is not Keyword.YES or bare == "YES"
    assert body_key(text) == body_key(text)
    assert redacted(redacted(text)) == redacted(text)


def phones(text: str, folder: Path) -> None:
    """A phone is a number in E.164 or has a reason, and reads as itself ever after."""
    del folder
    for region in ("US", "DE", "GB", "IT", "MX"):
        read = read_phone(text, region)
        assert bool(read.number) != bool(read.problem)
        if read.number:
            assert _E164.fullmatch(read.number)
            assert not is_read_only(read.number)
            assert read_phone(read.number, "US").number == read.number


def files(content: bytes, folder: Path) -> None:
    """A file of any bytes is a list of leads, an opt-out list, or one line that says why not."""
    file = folder / "fuzzed.csv"
    file.write_bytes(content)
    for read in (_read_leads, _read_opt_outs):
        try:
            read(file)
        except LeadFileError as error:
            _is_one_line(error)


def _is_one_line(error: Exception) -> None:
    assert "\n" not in str(error)
    assert str(error)


def _read_leads(file: Path) -> None:
    for row in islice(open_lead_file(file, zone=UTC).rows(), _ROWS):
        number = row.read.number
        assert not number or _E164.fullmatch(number)


def _read_opt_outs(file: Path) -> None:
    for row in islice(open_opt_out_file(file, zone=UTC).rows(), _ROWS):
        assert all(map(_E164.fullmatch, row.numbers))


def answers(content: bytes, folder: Path) -> None:
    """An answer of any bytes and status is read, or is an error of the carrier's in one line."""
    del folder
    status = (200, 201, 400, 401, 404, 429, 500, 204)[content[0] % 8] if content else 200
    for ask in (_list, _send, _fetch, _media, _look_up, _check):
        carrier = TwilioCarrier(
            TwilioCredentials(ACCOUNT, auth_token=TOKEN),
            from_number=FIRM,
            clock=StandingClock(),
            transport=httpx.MockTransport(lambda _request: _answer(status, content[1:])),
        )
        try:
            ask(carrier)
        except CarrierError as error:
            _is_one_line(error)
        finally:
            carrier.close()


def _answer(status: int, content: bytes) -> httpx.Response:
    return httpx.Response(status, content=content, headers={"Content-Type": "application/json"})


def _list(carrier: TwilioCarrier) -> None:
    page = carrier.list_messages(MessageFilter(to=SARAH))
    for message in page.messages:
        _check_message(message)
    assert page.next_page is None or isinstance(page.next_page, str)
    assert all(isinstance(row.key, str) and row.key for row in page.unreadable)


def _send(carrier: TwilioCarrier) -> None:
    _check_message(carrier.send(OutboundText(SARAH, "Hello")))


def _fetch(carrier: TwilioCarrier) -> None:
    _check_message(carrier.fetch(MESSAGE["sid"]))


def _check_message(message: Any) -> None:
    assert isinstance(message.sid, str)
    assert message.sid
    assert isinstance(message.body, str)
    assert isinstance(message.sender, str)
    assert isinstance(message.to, str)
    assert isinstance(message.direction, Direction)
    assert isinstance(message.status, Status)
    for whole in (message.error_code, message.segments):
        assert whole is None or (type(whole) is int and -(2**63) <= whole < 2**63)
    assert type(message.media) is int
    assert 0 <= message.media < 1000
    for at in (message.created_at, message.sent_at):
        assert at is None or (isinstance(at, datetime) and at.tzinfo is not None)


def _media(carrier: TwilioCarrier) -> None:
    assert all(isinstance(kind, str) for kind in carrier.media_types(MESSAGE["sid"]))


def _look_up(carrier: TwilioCarrier) -> None:
    answer = carrier.lookup(SARAH)
    assert isinstance(answer.line_type, LineType)
    assert type(answer.valid) is bool
    assert isinstance(answer.carrier_name, str)
    assert answer.error_code is None or type(answer.error_code) is int


def _check(carrier: TwilioCarrier) -> None:
    sender = carrier.check_sender()
    assert isinstance(sender.account_name, str)


def with_one_replaced(which: int, place: int, value: object) -> bytes:
    """Return one of the answers with the value at one of its places replaced, as JSON."""
    answer = json.loads(json.dumps(ANSWERS[which % len(ANSWERS)]))
    holders = list(_places(answer))
    holder, key = holders[place % len(holders)]
    holder[key] = value
    return json.dumps(answer).encode("utf-8", "surrogatepass")


def _places(value: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        found.append((value, key))
        if isinstance(inner, dict | list):
            found += _places(inner)
    return found


TEXTS: Mapping[str, Callable[[str, Path], None]] = {
    "configuration": configuration,
    "environment": environment,
    "keywords": keywords,
    "phones": phones,
}
BYTES: Mapping[str, Callable[[bytes, Path], None]] = {"files": files, "answers": answers}
