"""A contact's consent, read off its events: pure, in whatever order they came to us.

The carrier's pages may come late, twice or out of order. So nothing is ever toggled: the state
is the newest event by the time at which it happened, and an opt-out wins a tie.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from smsdesk.core.rules.keywords import Keyword, carrier_acts_on, read_keyword

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smsdesk.store.tables.contact_events import EventRecord


class EventKind(StrEnum):
    """What can happen to a contact's consent, or to whether it can be texted."""

    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    QUESTION = "question"
    QUESTION_DISMISSED = "question_dismissed"
    AUTO_BLOCK = "auto_block"
    UNBLOCK = "unblock"
    LANDLINE = "landline"
    INVALID = "invalid"
    RECHECK = "recheck"
    REACHED = "reached"


class EventSource(StrEnum):
    """Who or what said so."""

    KEYWORD = "keyword"
    CARRIER = "carrier"
    LIST = "list"
    QUESTION = "question"
    SPOKEN = "spoken"
    LOOKUP = "lookup"
    AGENT = "agent"


_CONSENT = (EventKind.OPT_OUT, EventKind.OPT_IN)
_ANSWERS = (*_CONSENT, EventKind.QUESTION_DISMISSED)
BY_AGENT = (EventSource.QUESTION, EventSource.SPOKEN)


@dataclass(frozen=True, slots=True)
class ConsentState:
    """What the events add up to: the event that decides consent, and the open question."""

    consent: EventRecord | None
    question: EventRecord | None

    @property
    def opted_out(self) -> bool:
        """Whether the newest event is an opt-out."""
        return self.consent is not None and self.consent.kind == EventKind.OPT_OUT


def consent_state(events: Iterable[EventRecord]) -> ConsentState:
    """Return what a contact's stored events (any order, ``id`` set) add up to."""
    known = as_they_count(events)
    consent = None
    for event in sorted((event for event in known if event.kind in _CONSENT), key=_in_time):
        if not _is_yes(event) or yes_counts_after(consent):
            consent = event
        else:
            known.remove(event)  # a YES that opts nobody in answers no question either
    questions = [
        event
        for event in known
        if event.kind == EventKind.QUESTION and not any(_answers(one, event) for one in known)
    ]
    question = max(questions, key=lambda event: (event.happened_at, event.id or 0), default=None)
    return ConsentState(consent, question)


def as_they_count(events: Iterable[EventRecord]) -> list[EventRecord]:
    """Return the events without those that have been dated anew.

    Nothing is ever changed: what an agent recorded by a clock that was wrong is written down once
    more, the same but for when it happened, and counts from then.
    """
    known = sorted(events, key=lambda event: event.id or 0)
    newest = {_statement(event): event for event in known if event.source in BY_AGENT}
    return [
        event
        for event in known
        if event.source not in BY_AGENT or newest[_statement(event)] is event
    ]


def _statement(event: EventRecord) -> tuple[object, ...]:
    return event.kind, event.source, event.recorded_at, event.recorded_by, event.evidence


def yes_counts_after(newest: EventRecord | None) -> bool:
    """Whether YES opts in: only after an opt-out that is a keyword Twilio itself acts on.

    It is asked anew with every reading, since an opt-out from before a YES may come to us late.
    """
    return (
        newest is not None
        and newest.kind == EventKind.OPT_OUT
        and newest.source == EventSource.KEYWORD
        and carrier_acts_on(newest.evidence)
    )


def _in_time(event: EventRecord) -> tuple[int, bool, int]:
    return event.happened_at, event.kind == EventKind.OPT_OUT, event.id or 0


def _is_yes(event: EventRecord) -> bool:
    return (
        event.kind == EventKind.OPT_IN
        and event.source == EventSource.KEYWORD
        and read_keyword(event.evidence) is Keyword.YES
    )


def _answers(event: EventRecord, question: EventRecord) -> bool:
    """A keyword answers what was said before it; an agent answers what was asked before.

    The carrier's times have whole seconds. Within one nobody can say whether START came first or
    the wish to stop: the question stays open, which costs an agent one key; a text to someone
    who wished to stop would cost more.
    """
    if event.kind not in _ANSWERS:
        return False
    if event.source == EventSource.KEYWORD:
        if event.kind == EventKind.OPT_IN:
            return event.happened_at > question.happened_at
        return event.happened_at >= question.happened_at
    return event.source in BY_AGENT and (event.id or 0) > (question.id or 0)
