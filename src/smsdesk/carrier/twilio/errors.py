"""Twilio's error codes: whose fault each one is, and what the agent reads.

The table is data, ``error_codes.json`` beside this file, because Twilio says that the codes are
subject to change (API reference, ``Message.error_code``); a new code is one line there. It is
read when first asked for.

Sources: Twilio's error dictionary (https://www.twilio.com/docs/api/errors) and its changelog
entry of 2024-07-10, which gave the conditions once grouped under 21211, 21212, 21606 and 21614
codes of their own.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from smsdesk.carrier.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ErrorEntry:
    """What one code means.

    Attributes:
        code: Twilio's code, or ``None`` where the carrier gave none.
        sentence: one plain English sentence for the agent, with its full stop.
        advice: what to do about it; empty where there is nothing to do.
        stops_all: nothing the firm sends can leave until it is put right.
        from_toll_free: whose fault it is where the text came from a toll-free number, if another.
    """

    code: int | None
    fault: Fault
    sentence: str
    advice: str = ""
    stops_all: bool = False
    from_toll_free: Fault | None = None

    def fault_from(self, *, toll_free: bool) -> Fault:
        """Return whose fault a failed text is, seen from the number that sent it."""
        return self.from_toll_free or self.fault if toll_free else self.fault


_HTTP_STATUSES = {
    401: (Fault.ACCOUNT, "The carrier does not accept the account's credentials."),
    403: (Fault.ACCOUNT, "The carrier does not allow this to the firm's account."),
    404: (Fault.NOT_FOUND, "The carrier does not know what was asked for."),
    429: (Fault.THROTTLE, "The carrier is getting too many requests from the firm's account."),
}


def describe(code: int | None, *, http_status: int | None = None) -> ErrorEntry:
    """Return what ``code`` means; an unknown one is judged by the HTTP status it came with."""
    known = error_table().get(code) if code is not None else None
    if known is not None:
        return known
    fault, sentence = _by_http_status(http_status)
    return ErrorEntry(code=code, fault=fault, sentence=sentence)


def explain(code: int | None, *, http_status: int | None = None) -> str:
    """Return the sentence with the code: "The carrier says this is a landline (21635)."."""
    entry = describe(code, http_status=http_status)
    if code is None:
        return entry.sentence
    return f"{entry.sentence.removesuffix('.')} ({code})."


def fault_of(code: int, *, sender_is_toll_free: bool) -> Fault:
    """Return whose fault a failed text is, seen from the number that sent it.

    Toll-free numbers have their opt-outs kept by the network, which answers 30004 for them; from
    any other number 30004 is a block by the lead's network (Twilio's guide on toll-free STOP).
    """
    return describe(code).fault_from(toll_free=sender_is_toll_free)


@functools.cache
def error_table() -> Mapping[int, ErrorEntry]:
    """Return every known code with its entry."""
    text = resources.files(__package__).joinpath("error_codes.json").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = json.loads(text)
    return MappingProxyType({row["code"]: _entry(row) for row in rows})


def _entry(row: dict[str, Any]) -> ErrorEntry:
    values: dict[str, Any] = dict(row)
    for key in ("fault", "from_toll_free"):
        if key in row:
            values[key] = Fault(row[key])
    return ErrorEntry(**values)


def _by_http_status(status: int | None) -> tuple[Fault, str]:
    if status is None:
        return Fault.UNKNOWN, "The text was not delivered."
    if status >= 500:
        return Fault.TRANSIENT, "The carrier had a failure of its own."
    return _HTTP_STATUSES.get(status, (Fault.UNKNOWN, "The carrier refused this."))


class TwilioCodes:
    """Twilio's codes in words, as ``smsdesk.carrier.faults.CodeBook`` asks for them."""

    def explain(self, code: int | None) -> str:
        """Return the sentence about a failed text with its code."""
        return explain(code)


TWILIO_CODES: Final = TwilioCodes()
