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
from enum import StrEnum
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class Fault(StrEnum):
    """Whose fault a failure is, as far as the flows act upon it.

    Only the first group says something about the contact.
    """

    INVALID_NUMBER = "invalid_number"
    """No number that can be texted, ever."""
    NOT_IN_SERVICE = "not_in_service"
    """No such number at its network; believed when told twice, a day apart."""
    LANDLINE = "landline"
    OPTED_OUT = "opted_out"
    DO_NOT_CONTACT = "do_not_contact"
    """On a list of people who must not be texted; recorded as an opt-out."""
    CARRIER_FILTERING = "carrier_filtering"
    """Stopped by the lead's network or a spam filter: counts towards the auto-block."""

    HANDSET = "handset"
    """Off or out of reach; may be tried again hours later."""
    CONTENT = "content"
    """Stopped for what was said, not for whom it was said to."""
    UNROUTABLE = "unroutable"
    """No way from this sender to this number."""
    QUIET_HOURS = "quiet_hours"
    FRAUD_GUARD = "fraud_guard"
    LOOKUP = "lookup"
    """A Lookup without a result: the line type stays unknown."""
    NOT_FOUND = "not_found"
    THROTTLE = "throttle"
    TRANSIENT = "transient"
    OUR_CONFIG = "our_config"
    """The firm's account, sender or registration."""
    OUR_BUG = "our_bug"
    """A request that smsdesk should not have made."""
    CHANNEL = "channel"
    """WhatsApp or RCS, which smsdesk does not use."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ErrorEntry:
    """What one code means.

    Attributes:
        code: Twilio's code, or ``None`` where the carrier gave none.
        sentence: one plain English sentence for the agent, with its full stop.
        advice: what to do about it; empty where there is nothing to do.
        stops_all: nothing the firm sends can leave until it is put right.
        confirm_by_lookup: the code is given for other causes too: believe it only where a Lookup
            does not contradict it.
    """

    code: int | None
    fault: Fault
    sentence: str
    advice: str = ""
    stops_all: bool = False
    confirm_by_lookup: bool = False


_HTTP_STATUSES = {
    401: (Fault.OUR_CONFIG, "The carrier does not accept the account's credentials."),
    403: (Fault.OUR_CONFIG, "The carrier does not allow this to the firm's account."),
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
    if code == 30004 and sender_is_toll_free:
        return Fault.OPTED_OUT
    return describe(code).fault


@functools.cache
def error_table() -> Mapping[int, ErrorEntry]:
    """Return every known code with its entry."""
    text = resources.files(__package__).joinpath("error_codes.json").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = json.loads(text)
    return MappingProxyType(
        {row["code"]: ErrorEntry(**{**row, "fault": Fault(row["fault"])}) for row in rows}
    )


def _by_http_status(status: int | None) -> tuple[Fault, str]:
    if status is None:
        return Fault.UNKNOWN, "The text was not delivered."
    if status >= 500:
        return Fault.TRANSIENT, "The carrier had a failure of its own."
    return _HTTP_STATUSES.get(status, (Fault.UNKNOWN, "The carrier refused this."))
