"""The words of the field, as the whole program spells them.

Everything here is a plain value without behaviour, so every floor may use it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    """Which way a text went, seen from the firm."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class Status(StrEnum):
    """Where a message stands, in smsdesk's words (spec, section 12).

    ``sent`` is everything between the carrier's acceptance and its last word: Twilio's
    ``accepted``, ``queued``, ``sending`` and ``sent`` are one thing to an agent. ``planned`` is a
    text with a time of its own, at which it may still be canceled: Twilio's ``scheduled``.
    """

    QUEUED = "queued"
    PLANNED = "planned"
    HELD = "held"
    SENDING = "sending"
    UNCONFIRMED = "unconfirmed"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    NOT_SENT = "not_sent"
    CANCELED = "canceled"
    RECEIVED = "received"


UNSETTLED = frozenset({Status.QUEUED, Status.HELD, Status.SENDING, Status.UNCONFIRMED})
"""Recorded, and nobody knows yet whether the carrier has it."""

RETRIABLE = frozenset({Status.FAILED, Status.UNDELIVERED, Status.NOT_SENT})
"""Certainly not on the lead's phone: the only ones that may be sent again."""


class LineType(StrEnum):
    """Twilio Lookup v2, ``line_type_intelligence.type``, letter for letter."""

    LANDLINE = "landline"
    MOBILE = "mobile"
    FIXED_VOIP = "fixedVoip"
    NON_FIXED_VOIP = "nonFixedVoip"
    PERSONAL = "personal"
    TOLL_FREE = "tollFree"
    PREMIUM = "premium"
    SHARED_COST = "sharedCost"
    UAN = "uan"
    VOICEMAIL = "voicemail"
    PAGER = "pager"
    UNKNOWN = "unknown"


NOT_TEXTABLE = frozenset(
    {LineType.PAGER, LineType.VOICEMAIL, LineType.PREMIUM, LineType.SHARED_COST, LineType.UAN}
)


class ConversationState(StrEnum):
    """Whose turn it is in a conversation."""

    TO_ANSWER = "to_answer"
    WAITING = "waiting"
    DONE = "done"
    SNOOZED = "snoozed"


class ConversationView(StrEnum):
    """Which conversations a list shows."""

    ALL = "all"
    TO_ANSWER = "to_answer"
    MINE = "mine"
    NOBODYS = "nobodys"
    UNREAD = "unread"
    FAILED = "failed"
    DONE = "done"
    SNOOZED = "snoozed"


class Code(StrEnum):
    """The stable codes of the send rules, in the order in which they are checked."""

    OK = "ok"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    NO_PHONE = "no_phone"
    INVALID_PHONE = "invalid_phone"
    OPTED_OUT = "opted_out"
    OPT_OUT_QUESTION = "opt_out_question"
    LANDLINE = "landline"
    NOT_TEXTABLE = "not_textable"
    AUTO_BLOCKED = "auto_blocked"
    DUPLICATE = "duplicate"
    RATE_LIMITED = "rate_limited"
    NO_SENDER = "no_sender"


class PhoneProblem(StrEnum):
    """Why a phone as written cannot be a textable number; kept with the lead."""

    NONE_ON_FILE = "no_phone"
    NOT_A_NUMBER = "not_a_number"
    WRONG_LENGTH = "wrong_length"
    ALL_ZEROS = "all_zeros"
    ONE_DIGIT_REPEATED = "one_digit_repeated"
    SEQUENTIAL = "sequential"
    IMPOSSIBLE_IN_REGION = "impossible_in_region"
    ROUNDED = "rounded"
    COUNTRY_UNKNOWN = "country_unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of the send rules about one contact, or one text to it.

    Attributes:
        code: the first rule that holds, or ``ok``.
        message: what the agent reads; empty for ``ok``.
        evidence: which text, when, its SID, the lookup's date ...; empty where there is none.
        lift: what would make the rule hold no longer; empty where nothing would.
    """

    code: Code
    message: str = ""
    evidence: str = ""
    lift: str = ""

    @property
    def blocked(self) -> bool:
        """Whether the rules say no."""
        return self.code is not Code.OK
