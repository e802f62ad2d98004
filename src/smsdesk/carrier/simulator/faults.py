"""A script of faults: what goes wrong with which request.

Two kinds. *Wire* faults concern the request and its answer as such, at most one of them a
request. *View* faults let the answer arrive whole but say something that is late, twice or out
of order, as a large carrier's list does now and then.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable


class FaultName(StrEnum):
    """What goes wrong. In brackets: what ``Fault.seconds`` means, and its default."""

    CONNECTION_REFUSED = "connection_refused"
    """Nobody takes the call; nothing is processed."""
    REFUSE_500 = "refuse_500"
    """500 in Twilio's shape; nothing is processed."""
    BAD_GATEWAY_HTML = "bad_gateway_html"
    """502 with a page of HTML from a proxy; nothing is processed."""
    THROTTLE = "throttle"
    """429, code 20429; nothing is processed (``Retry-After``; 0: no such header)."""
    ACCEPT_THEN_DROP = "accept_then_drop"
    """Processed; the connection is lost before the answer."""
    ACCEPT_THEN_500 = "accept_then_500"
    """Processed; the answer is 500."""
    TRUNCATED_JSON = "truncated_json"
    """Processed; the answer breaks off in the middle."""
    MALFORMED_JSON = "malformed_json"
    """Processed; the answer is no JSON."""
    WRONG_SHAPE = "wrong_shape"
    """Processed; the answer is JSON, of something else."""
    LATE_ANSWER = "late_answer"
    """Processed; nothing comes for a time (that time; 30)."""
    SLOW_DRIP = "slow_drip"
    """Processed; the answer comes in small pieces (between two of them; 0.5)."""

    SHIFTED_PAGE = "shifted_page"
    """A page after the first begins one message too late: that one is not in this reading."""
    REPEATED_MESSAGE = "repeated_message"
    """A page after the first begins with the last message of the page before."""
    STALE_STATUS = "stale_status"
    """Messages are shown as they were some time ago (that time; 5)."""
    LATE_DATE_SENT = "late_date_sent"
    """A message has no date of sending for some time after it left (that time; 3600)."""
    LATE_CREATION = "late_creation"
    """A text comes into being only some time after it was taken (that time; 40)."""
    LIST_LAG = "list_lag"
    """A message is not listed until some time after it came into being (that time; 40)."""
    LATE_BODY = "late_body"
    """An inbound message is ``receiving``, without a body, for some time (that time; 60)."""
    NAMELESS_ROW = "nameless_row"
    """The newest message of a page has no SID."""
    SIDEWAYS_ROW = "sideways_row"
    """The newest message of a page has a direction that nobody knows."""
    ENDLESS_LISTING = "endless_listing"
    """A page names itself as the next one."""
    CLOCK_SKEW = "clock_skew"
    """Every date, the ``Date`` header included, is off (by how much; 120)."""


WIRE_FAULTS: Final = frozenset(
    {
        FaultName.CONNECTION_REFUSED,
        FaultName.REFUSE_500,
        FaultName.BAD_GATEWAY_HTML,
        FaultName.THROTTLE,
        FaultName.ACCEPT_THEN_DROP,
        FaultName.ACCEPT_THEN_500,
        FaultName.TRUNCATED_JSON,
        FaultName.MALFORMED_JSON,
        FaultName.WRONG_SHAPE,
        FaultName.LATE_ANSWER,
        FaultName.SLOW_DRIP,
    }
)

_DEFAULT_SECONDS: Final = {
    FaultName.LATE_ANSWER: 30.0,
    FaultName.SLOW_DRIP: 0.5,
    FaultName.STALE_STATUS: 5.0,
    FaultName.LATE_DATE_SENT: 3600.0,
    FaultName.CLOCK_SKEW: 120.0,
    FaultName.LATE_CREATION: 40.0,
    FaultName.LIST_LAG: 40.0,
    FaultName.LATE_BODY: 60.0,
}


class RequestKind(StrEnum):
    """What a request asks for."""

    CREATE = "create"
    LIST = "list"
    FETCH = "fetch"
    UPDATE = "update"
    DELETE = "delete"
    MEDIA = "media"
    NUMBERS = "numbers"
    ACCOUNT = "account"
    LOOKUP = "lookup"


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the script.

    Attributes:
        name: what goes wrong.
        on: with which kinds of request; empty for every kind.
        nth: with which of them, counted from 1 since the fault was armed; empty for every one.
        probability: how likely, from 0 to 1.
        times: how often at most; ``None`` for ever.
        seconds: see ``FaultName``; ``None`` for its default.
    """

    name: FaultName
    on: frozenset[RequestKind] = frozenset()
    nth: frozenset[int] = frozenset()
    probability: float = 1.0
    times: int | None = None
    seconds: float | None = None

    @property
    def duration(self) -> float:
        """``seconds``, or the default of this fault."""
        return _DEFAULT_SECONDS.get(self.name, 0.0) if self.seconds is None else self.seconds


@dataclass(frozen=True, slots=True)
class View:
    """How one answer is distorted; an honest one not at all.

    Attributes:
        skew: seconds added to every date.
        stale: seconds by which statuses are behind.
        unsent: seconds for which a message that has left has no date of sending.
        shift: rows by which a page after the first begins too late, or too early if negative.
        created_after: seconds after which a text that is taken comes into being.
        unlisted: seconds for which a message that is there is not listed.
        bodiless: seconds for which an inbound message has no body.
        newest_row: what stands in the newest row of a page in place of what should.
        endless: whether a page names itself as the next one.
    """

    skew: float = 0.0
    stale: float = 0.0
    unsent: float = 0.0
    shift: int = 0
    created_after: float = 0.0
    unlisted: float = 0.0
    bodiless: float = 0.0
    newest_row: tuple[tuple[str, str | None], ...] = ()
    endless: bool = False


class FaultScript:
    """The faults that are armed. Deterministic for one seed and one order of requests."""

    def __init__(self, faults: Iterable[Fault] = (), *, seed: int = 0) -> None:
        self._lock = threading.Lock()
        self._chance = Random(seed)  # noqa: S311 - a simulation, not a secret
        self._armed: list[_Armed] = []
        self.arm(*faults)

    def arm(self, *faults: Fault) -> None:
        """Add faults to the script."""
        with self._lock:
            self._armed.extend(map(_Armed, faults))

    def clear(self) -> None:
        """Let everything go well again."""
        with self._lock:
            self._armed.clear()

    @property
    def armed(self) -> tuple[Fault, ...]:
        """The faults in the script, also those that are used up."""
        with self._lock:
            return tuple(armed.fault for armed in self._armed)

    def strike(self, kind: RequestKind) -> tuple[Fault | None, View]:
        """Return what goes wrong with the next request of this kind: on the wire, and in view."""
        with self._lock:
            hits = [armed.fault for armed in self._armed if armed.strikes(kind, self._chance)]
        wire = next((fault for fault in hits if fault.name in WIRE_FAULTS), None)
        return wire, _view(hits)


class _Armed:
    """A fault with what it has seen and done so far."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self._seen = 0
        self._done = 0

    def strikes(self, kind: RequestKind, chance: Random) -> bool:
        fault = self.fault
        if fault.on and kind not in fault.on:
            return False
        self._seen += 1
        if fault.nth and self._seen not in fault.nth:
            return False
        if fault.times is not None and self._done >= fault.times:
            return False
        if chance.random() >= fault.probability:
            return False
        self._done += 1
        return True


_LASTING: Final = {
    FaultName.CLOCK_SKEW: "skew",
    FaultName.STALE_STATUS: "stale",
    FaultName.LATE_DATE_SENT: "unsent",
    FaultName.LATE_CREATION: "created_after",
    FaultName.LIST_LAG: "unlisted",
    FaultName.LATE_BODY: "bodiless",
}
"""Faults that add up in seconds, and the field of the view in which they do."""


def _view(hits: Iterable[Fault]) -> View:
    view = View()
    for fault in hits:
        match fault.name:
            case FaultName.SHIFTED_PAGE:
                view = replace(view, shift=1)
            case FaultName.REPEATED_MESSAGE:
                view = replace(view, shift=-1)
            case FaultName.NAMELESS_ROW:
                view = replace(view, newest_row=(*view.newest_row, ("sid", None)))
            case FaultName.SIDEWAYS_ROW:
                view = replace(view, newest_row=(*view.newest_row, ("direction", "sideways")))
            case FaultName.ENDLESS_LISTING:
                view = replace(view, endless=True)
            case lasting if lasting in _LASTING:
                name = _LASTING[lasting]
                view = replace(view, **{name: getattr(view, name) + fault.duration})
            case _:
                pass
    return view
