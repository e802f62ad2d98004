"""From an HTTP answer to what it means: its JSON, or one of the carrier's failures.

What the carrier said itself is believed; what somebody between us and the carrier may have said
is not. A refusal is Twilio's own where it is JSON with a code that Twilio's dictionary knows. So a
POST that was answered with anything else, a page or a gateway's JSON, has an unknown outcome even
under a 4xx: a filtering gateway answers 403 also for an answer that it withheld. A code that the
table does not know costs a look at the carrier's list; to believe a gateway could cost a second
text. Three statuses are final whoever gave them, since each says that the request was not let
in: 401 (no credentials, no text), 407 (a proxy wants credentials of its own) and 429, of which
Twilio says that it is always safe to repeat (error dictionary, 20429).

No message quotes the answer: Twilio's own sentences contain phone numbers.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from smsdesk.carrier.protocol import CarrierError, NotProcessed, OutcomeUnknown, Refused
from smsdesk.carrier.toll_free import is_toll_free
from smsdesk.carrier.twilio.dates import parse_date
from smsdesk.carrier.twilio.errors import describe, error_table, explain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_WRONG_CREDENTIALS = 20003
_SECONDS = re.compile(r"\d{1,6}(\.\d{1,6})?", re.ASCII)
_MOST_DIGITS = 30
_DIGITS = re.compile(r"\d{1,9}", re.ASCII)


def payload_of(
    method: str,
    status: int,
    headers: Mapping[str, str],
    text: str,
    *,
    now: datetime,
    sender: str = "",
) -> dict[str, Any]:
    """Return the JSON object of a successful answer.

    Args:
        method: the request's method; the outcome of a failed ``POST`` may be unknown.
        status: the answer's HTTP status.
        headers: the answer's headers, case-insensitive.
        text: the answer's body.
        now: our time, for a ``Retry-After`` that names a date.
        sender: the firm's number, on which the fault of a refusal may depend.

    Raises:
        Refused: the carrier said no, in its own words.
        NotProcessed: turned away unread.
        OutcomeUnknown: a ``POST`` whose answer does not say what became of it.
        CarrierError: any other request that brought nothing.
    """
    payload = _json_object(text)
    if 200 <= status < 300:
        if payload is None:
            raise unreadable(method)
        return payload
    code = _known_code(payload)
    if status == 429:
        raise NotProcessed(
            explain(code, http_status=status),
            retry_after=_retry_after(headers, now=now),
            throttled=True,
        )
    if status == 407:
        raise NotProcessed("The proxy on the way to the carrier asks for credentials.")
    if status == 401:
        raise _refused(code or _WRONG_CREDENTIALS, status, sender)
    if 400 <= status < 500 and code is not None:
        raise _refused(code, status, sender)
    if status >= 500:
        raise without_outcome(
            method, f"The carrier answered with an error of its own (HTTP {status})"
        )
    raise without_outcome(
        method, f"The answer (HTTP {status}) is none that the carrier is known to give"
    )


def unreadable(method: str) -> CarrierError:
    """Return the failure for an answer that arrived but cannot be understood."""
    return without_outcome(method, "The carrier's answer could not be read")


def without_outcome(method: str, what: str) -> CarrierError:
    """Return the failure of a request that may have been processed.

    Args:
        method: only a ``POST`` leaves something behind, and so has an outcome to wonder about.
        what: what happened, without a full stop.
    """
    if method == "POST":
        return OutcomeUnknown(f"{what}; whether it took the text is not known.")
    return CarrierError(f"{what}.")


def whole_number(value: object) -> int | None:
    """Read a count or code that Twilio writes as a number or as digits; else ``None``."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if 0 <= value < 10**9 else None
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(value)
    return None


def _json_object(text: str) -> dict[str, Any] | None:
    try:
        payload = json.loads(text, parse_int=_bounded_whole)
    except (ValueError, RecursionError):
        return None
    return payload if isinstance(payload, dict) else None


def _bounded_whole(digits: str) -> int | None:
    """No number of Twilio's has so many digits; converting millions of them would take minutes."""
    return int(digits) if len(digits) <= _MOST_DIGITS else None


def _known_code(payload: Mapping[str, Any] | None) -> int | None:
    """Return the code of an error that speaks as Twilio; a number of somebody else's is none."""
    code = whole_number(payload.get("code")) if payload is not None else None
    return code if code in error_table() else None


def _refused(code: int, status: int, sender: str) -> Refused:
    entry = describe(code)
    return Refused(
        explain(code),
        code=code,
        http_status=status,
        fault=entry.fault_from(toll_free=is_toll_free(sender)),
        advice=entry.advice,
        stops_all=entry.stops_all,
    )


def _retry_after(headers: Mapping[str, str], *, now: datetime) -> float | None:
    """Seconds to wait (RFC 9110, 10.2.3): a number, or a date on the carrier's own clock."""
    value = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(value):
        return float(value)
    date = parse_date(value)
    if date is None:
        return None
    carrier_now = parse_date(headers.get("Date")) or now
    return max(0.0, (date - carrier_now).total_seconds())
