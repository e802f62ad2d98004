"""What smsdesk asks of a carrier, and the three ways in which an attempt can fail.

The difference between the failures decides whether a text may leave again, so it is the
carrier's business to tell them apart and nobody else's:

* ``Refused``: the carrier answered no. Nothing left; the code says whose fault it is.
* ``NotProcessed``: the request never arrived, or was turned away unread (429). Safe to repeat.
* ``OutcomeUnknown``: the carrier may have the text. Never repeat; settle it by listing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from smsdesk.carrier.faults import Fault
from smsdesk.errors import DeskError

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from smsdesk.carrier.faults import CodeBook
    from smsdesk.terms import Direction, LineType, Status


class CarrierError(DeskError):
    """Something went wrong between us and the carrier; ``str()`` is one plain line."""

    exit_code = 6


class Refused(CarrierError):
    """The carrier answered, and the answer is no; ``str()`` names the code, where it has one.

    Attributes:
        code: the carrier's error code, or ``None`` where it gave none.
        http_status: the HTTP status of the answer.
        fault: whose fault it is, seen from the firm's number.
        advice: what to do about it, a sentence; empty where there is nothing to do.
        stops_all: nothing the firm sends can leave until it is put right.
    """

    exit_code = 4

    def __init__(
        self,
        message: str,
        *,
        code: int | None,
        http_status: int,
        fault: Fault = Fault.UNKNOWN,
        advice: str = "",
        stops_all: bool = False,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.http_status = http_status
        self.fault = fault
        self.advice = advice
        self.stops_all = stops_all


class NotProcessed(CarrierError):
    """The request was certainly not processed (no connection, no DNS, 429): safe to repeat.

    Attributes:
        retry_after: seconds that the carrier asks us to wait, where it said so.
        throttled: whether it was a 429 rather than a missing connection.
    """

    def __init__(
        self, message: str, *, retry_after: float | None = None, throttled: bool = False
    ) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.throttled = throttled


class OutcomeUnknown(CarrierError):
    """The request may have been processed (read timeout, lost connection, 5xx, bad answer)."""


MayBegin = Callable[[], bool]
"""Whether a request may still be written."""


def always() -> bool:
    """Whenever it comes to it."""
    return True


@dataclass(frozen=True, slots=True)
class OutboundText:
    """A text on its way to the carrier."""

    to: str
    body: str


@dataclass(frozen=True, slots=True)
class CarrierMessage:
    """One message as the carrier tells it, inbound or outbound.

    Attributes:
        sid: the carrier's name for it, unique.
        sender: E.164, short code or alphanumeric sender.
        to: E.164 or short code.
        body: as the carrier holds it; foreign text, not cleaned.
        status: in smsdesk's words.
        error_code: the carrier's, where it named an error.
        fault: whose fault that error is, seen from the number that sent the text.
        created_at: on the carrier's clock, aware UTC; ``None`` where it gave none.
        sent_at: on the carrier's clock, aware UTC; ``None`` until it has left.
        media: how many media files it carries.
        media_types: their content types, where the carrier has told them.
        partial: whether the carrier is still receiving it: its body may come later.
    """

    sid: str
    direction: Direction
    sender: str
    to: str
    body: str
    status: Status
    error_code: int | None = None
    fault: Fault | None = None
    segments: int | None = None
    created_at: datetime | None = None
    sent_at: datetime | None = None
    media: int = 0
    media_types: tuple[str, ...] = ()
    partial: bool = False


@dataclass(frozen=True, slots=True)
class UnreadableRow:
    """A row of a listing that is no message as far as can be told; the others are read.

    Attributes:
        key: the same whenever the row is listed: its SID, or what its contents add up to.
        reason: what is wrong with it, without a full stop; nothing of its contents.
        sender: as it stands in the row; foreign text, empty where there is none.
        body: likewise.
    """

    key: str
    reason: str
    sender: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """Which messages to list. ``sent_since`` filters by day (UTC) on the carrier's side."""

    to: str | None = None
    sender: str | None = None
    sent_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class MessagePage:
    """One page of a listing; ``next_page`` is opaque and ``None`` on the last."""

    messages: tuple[CarrierMessage, ...]
    next_page: str | None
    unreadable: tuple[UnreadableRow, ...] = ()


@dataclass(frozen=True, slots=True)
class LookupAnswer:
    """What Lookup v2 says of one number.

    Attributes:
        valid: ``False`` only where the carrier says that it is no number.
        line_type: ``UNKNOWN`` where the package failed or does not know.
        carrier_name: foreign text, not cleaned; empty where unknown.
        error_code: the package's own error code: the answer is then *unknown*, never a landline.
    """

    number: str
    valid: bool
    line_type: LineType
    carrier_name: str = ""
    error_code: int | None = None
    validation_errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SenderCheck:
    """Whether the firm's number belongs to the account and can send texts."""

    number: str
    owned: bool
    sms_capable: bool
    account_name: str = ""


class Carrier(Protocol):
    """The one door to the carrier. Calls block; every call ends within its deadline."""

    @property
    def name(self) -> str:
        """``live`` or ``simulated``."""
        ...

    @property
    def codes(self) -> CodeBook:
        """Its error codes in words."""
        ...

    @property
    def attempt_deadline(self) -> float:
        """Seconds after which ``send`` has certainly returned or raised."""
        ...

    @property
    def clock_offset(self) -> timedelta | None:
        """Carrier's clock minus ours, from the last ``Date`` header; ``None`` before the first."""
        ...

    def send(self, text: OutboundText, *, may_begin: MayBegin = always) -> CarrierMessage:
        """Hand over one text; it is never repeated in here.

        Args:
            may_begin: asked right before the first byte of the request is written: finding the
                way there may have taken long, or the process was suspended. Where it says no,
                nothing is written and the text was not processed.

        Raises:
            Refused, NotProcessed, OutcomeUnknown: see the module's head.
        """
        ...

    def fetch(self, sid: str) -> CarrierMessage:
        """Return one message by its SID. Raises ``CarrierError``."""
        ...

    def list_messages(
        self,
        wanted: MessageFilter,
        *,
        page: str | None = None,
        page_size: int = 100,
        timeout: float | None = None,
    ) -> MessagePage:
        """Return one page. ``timeout`` in seconds bounds this call. Raises ``CarrierError``."""
        ...

    def media_types(self, sid: str) -> tuple[str, ...]:
        """Return the content types of a message's media. Raises ``CarrierError``."""
        ...

    def lookup(self, number: str, *, timeout: float | None = None) -> LookupAnswer:
        """Ask Lookup v2 for the line type; each call costs money. Raises ``CarrierError``."""
        ...

    def check_sender(self) -> SenderCheck:
        """Ask whether the firm's number is ours and can text. Raises ``CarrierError``."""
        ...

    def close(self) -> None:
        """Give the connections back."""
        ...
