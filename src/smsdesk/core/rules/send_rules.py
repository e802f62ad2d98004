"""The send rules: one gate that every path passes, as pure functions.

Facts in, verdict out. The facts about a contact come from ``core.contacts.facts``; the facts
about one text are gathered inside the transaction that records it (``core.sending.gate``). The
order of ``CONTACT_RULES`` and of the checks in ``judge`` is the specification's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from smsdesk.core.rules.segments import utf16_length
from smsdesk.core.rules.staleness import AnothersText, why_stale
from smsdesk.core.rules.wording import quoted, say_day, say_when
from smsdesk.terms import NOT_TEXTABLE, Code, LineType, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_UNITS = 1600
"""Twilio's limit for a body (API reference, ``Body``), in UTF-16 units.

White space at the end does not count.
"""

RATE_WINDOW = timedelta(seconds=60)

OPTED_OUT = (
    "This lead has opted out of SMS. You can't send messages until they text START to opt back in."
)
LANDLINE = "This number is a landline and can't receive SMS messages"
NO_PHONE = "This lead has no phone number."
NO_SENDER = (
    "No sending number is configured: set twilio.from_number (smsdesk init writes the file)."
)

_KINDS = {
    LineType.PAGER: "a pager",
    LineType.VOICEMAIL: "a voicemail box",
    LineType.PREMIUM: "a premium-rate number",
    LineType.SHARED_COST: "a shared-cost number",
    LineType.UAN: "a universal access number",
}


@dataclass(frozen=True, slots=True)
class OptOut:
    """The event by which a contact is opted out.

    Attributes:
        source: ``keyword``, ``carrier``, ``list``, ``question`` or ``spoken``.
        said: the keyword, the carrier's code, the list's words or the agent's note.
    """

    source: str
    said: str
    at: datetime
    sid: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An inbound text that reads like a wish to stop and that nobody has answered."""

    said: str
    at: datetime
    sid: str = ""


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """All that the rules know of one contact.

    Attributes:
        number: E.164, empty where the lead has none.
        phone_problem: why the phone as written is no number, in plain words; empty where it is.
        invalid_reason: why Lookup or the carrier says that the number is none.
        landline_code: the carrier's code that called it a landline.
        could_be: E.164 where only the number plan says that the phone as written is no number.
        read_only: a short code or an alphanumeric sender.
        is_ours: the firm's own number.
    """

    number: str
    phone_problem: str = ""
    could_be: str = ""
    is_ours: bool = False
    read_only: bool = False
    invalid_reason: str = ""
    invalid_at: datetime | None = None
    opt_out: OptOut | None = None
    question: OpenQuestion | None = None
    line_type: LineType = LineType.UNKNOWN
    looked_up_at: datetime | None = None
    landline_code: int | None = None
    landline_at: datetime | None = None
    filtered_in_row: int = 0
    auto_blocked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What the rules know of one text besides its contact, counted over every message recorded.

    Attributes:
        twin_id: the same text to the same conversation within the duplicate window.
        written: when the agent's texts of the last minute were recorded, newest first.
        per_minute: how many an agent may send in a minute.
        unseen: texts of others that its writer has not seen (``core.rules.staleness``).
        quiet: why quiet hours stop it, in words; empty where they do not.
    """

    twin_id: int | None
    written: tuple[datetime, ...]
    per_minute: int
    has_sender: bool
    now: datetime
    unseen: tuple[AnothersText, ...] = ()
    quiet: str = ""


@dataclass(frozen=True, slots=True)
class ContactRule:
    """One rule about a contact: when it holds, what it says, on what it stands."""

    code: Code
    holds: Callable[[ContactFacts], bool]
    message: Callable[[ContactFacts, tzinfo], str]
    evidence: Callable[[ContactFacts, tzinfo], str]
    lift: Callable[[ContactFacts], str]


def _invalid_reason(facts: ContactFacts) -> str:
    if facts.read_only:
        return "it is a short code or a sender's name, which cannot be answered"
    if facts.is_ours:
        return "it is the firm's own"
    return facts.phone_problem or facts.invalid_reason


def _invalid_evidence(facts: ContactFacts, zone: tzinfo) -> str:
    reason = _invalid_reason(facts)
    if facts.invalid_at is None:
        return reason
    return f"{reason}, since {say_when(facts.invalid_at, zone)}"


def _invalid_lift(facts: ContactFacts) -> str:
    number = facts.number or facts.could_be
    if facts.read_only or not number:
        return "A signup with a right number."
    if facts.is_ours:
        return "A signup with the lead's own number."
    return f"A signup with a right number, or smsdesk recheck {number}."


def _line_lift(facts: ContactFacts) -> str:
    return f"smsdesk recheck {facts.number}, if Lookup then says otherwise."


def _always(lift: str) -> Callable[[ContactFacts], str]:
    return lambda _facts: lift


def _opt_out_evidence(facts: ContactFacts, zone: tzinfo) -> str:
    event = facts.opt_out
    if event is None:
        return ""
    when = say_when(event.at, zone)
    match event.source:
        case "keyword":
            return f"They texted {quoted(event.said)} on {when}."
        case "carrier":
            return f"The carrier refused a text because they opted out ({event.said}), {when}."
        case "list":
            said = f": {event.said}" if event.said else ""
            return f"On an imported opt-out list since {when}{said}."
        case "question":
            return f"Their text {quoted(event.said)} was read as an opt-out by {event.by}, {when}."
        case _:
            note = f": {event.said}" if event.said else ""
            return f"{event.by or 'Somebody'} recorded it on {when}{note}."


def _question_evidence(facts: ContactFacts, zone: tzinfo) -> str:
    asked = facts.question
    if asked is None:
        return ""
    return f"They texted {quoted(asked.said)} on {say_when(asked.at, zone)}."


def _line_evidence(facts: ContactFacts, zone: tzinfo) -> str:
    if facts.line_type is LineType.LANDLINE or facts.line_type in NOT_TEXTABLE:
        when = f", {say_day(facts.looked_up_at, zone)}" if facts.looked_up_at else ""
        return f"Lookup says {facts.line_type.value}{when}."
    if facts.landline_code is not None:
        when = f", {say_when(facts.landline_at, zone)}" if facts.landline_at else ""
        return f"The carrier says so ({facts.landline_code}){when}."
    if facts.looked_up_at is None:
        return "The line type has not been looked up."
    return f"Lookup says {facts.line_type.value}, {say_day(facts.looked_up_at, zone)}."


def _block_evidence(facts: ContactFacts, zone: tzinfo) -> str:
    if facts.auto_blocked_at is None:
        return ""
    when = say_when(facts.auto_blocked_at, zone)
    return f"{facts.filtered_in_row} texts in a row were filtered by the carrier, {when}."


def _block_message(facts: ContactFacts, zone: tzinfo) -> str:
    day = say_day(facts.auto_blocked_at, zone) if facts.auto_blocked_at else ""
    return (
        f"Paused since {day}: the carrier filtered {facts.filtered_in_row} texts in a row."
        " Whoever answers for the firm's texts may lift it: "
        f"smsdesk unblock {facts.number} --reason TEXT"
    )


CONTACT_RULES: tuple[ContactRule, ...] = (
    ContactRule(
        Code.NO_PHONE,
        lambda facts: not facts.number and not facts.phone_problem,
        lambda _facts, _zone: NO_PHONE,
        lambda _facts, _zone: "",
        _always("A signup with a phone number."),
    ),
    ContactRule(
        Code.INVALID_PHONE,
        lambda facts: bool(_invalid_reason(facts)),
        lambda facts, _zone: f"This number can't be texted: {_invalid_reason(facts)}.",
        _invalid_evidence,
        _invalid_lift,
    ),
    ContactRule(
        Code.OPTED_OUT,
        lambda facts: facts.opt_out is not None,
        lambda _facts, _zone: OPTED_OUT,
        _opt_out_evidence,
        _always("Only they can lift it: by texting START."),
    ),
    ContactRule(
        Code.OPT_OUT_QUESTION,
        lambda facts: facts.question is not None,
        lambda facts, _zone: (
            f"Is {quoted(facts.question.said) if facts.question else ''} a wish to stop?"
            " Nothing leaves until that is answered."
        ),
        _question_evidence,
        _always("An agent's answer: opt out, or not an opt-out."),
    ),
    ContactRule(
        Code.LANDLINE,
        lambda facts: facts.line_type is LineType.LANDLINE or facts.landline_code is not None,
        lambda _facts, _zone: LANDLINE,
        _line_evidence,
        _line_lift,
    ),
    ContactRule(
        Code.NOT_TEXTABLE,
        lambda facts: facts.line_type in NOT_TEXTABLE,
        lambda facts, _zone: (
            f"This number is {_KINDS.get(facts.line_type, '')} and can't receive SMS messages"
        ),
        _line_evidence,
        _line_lift,
    ),
    ContactRule(
        Code.AUTO_BLOCKED,
        lambda facts: facts.auto_blocked_at is not None,
        _block_message,
        _block_evidence,
        lambda facts: f"smsdesk unblock {facts.number} --reason TEXT, on the record.",
    ),
)


def contact_code(facts: ContactFacts) -> Code:
    """Return the first rule that holds about a contact, ``ok`` where none does."""
    return next((rule.code for rule in CONTACT_RULES if rule.holds(facts)), Code.OK)


def judge_contact(facts: ContactFacts, zone: tzinfo) -> Verdict:
    """Return the rules' answer about a contact, whatever the text."""
    for rule in CONTACT_RULES:
        if rule.holds(facts):
            return Verdict(
                rule.code, rule.message(facts, zone), rule.evidence(facts, zone), rule.lift(facts)
            )
    return Verdict(Code.OK)


def prepared(text: str) -> str:
    """Return the text that is measured, compared and sent: without trailing white space."""
    return text.rstrip()


def judge_text(text: str) -> Verdict:
    """Return the rules' answer about a text alone: ``empty``, ``too_long`` or ``ok``."""
    body = prepared(text)
    if not body:
        return Verdict(Code.EMPTY, "There is nothing to send: the text is empty.")
    over = utf16_length(body) - MAX_UNITS
    if over > 0:
        return Verdict(
            Code.TOO_LONG, f"Too long by {over:,}: {MAX_UNITS:,} characters are the limit."
        )
    return Verdict(Code.OK)


def judge(text: str, contact: ContactFacts, facts: TextFacts, zone: tzinfo) -> Verdict:
    """Return the first rule that holds for one text to one contact."""
    for verdict in (judge_text(text), judge_contact(contact, zone), _judge_sending(facts)):
        if verdict.blocked:
            return verdict
    return Verdict(Code.OK)


def _judge_sending(facts: TextFacts) -> Verdict:
    if facts.twin_id is not None:
        return Verdict(Code.DUPLICATE)
    if retry_in(facts) > 0:
        return Verdict(
            Code.RATE_LIMITED,
            f"Rate limit: {facts.per_minute} messages per minute. Try again shortly.",
        )
    if facts.unseen:
        return Verdict(Code.STALE, why_stale(facts.unseen))
    if facts.quiet:
        return Verdict(Code.QUIET_HOURS, facts.quiet)
    if not facts.has_sender:
        return Verdict(Code.NO_SENDER, NO_SENDER)
    return Verdict(Code.OK)


def retry_in(facts: TextFacts) -> float:
    """Return seconds until the agent may send again under the rolling limit, 0 for at once."""
    within = [at for at in facts.written if facts.now - at < RATE_WINDOW]
    if len(within) < facts.per_minute:
        return 0.0
    oldest_that_counts = sorted(within, reverse=True)[facts.per_minute - 1]
    return max((oldest_that_counts + RATE_WINDOW - facts.now).total_seconds(), 0.001)
