"""What is searched, and what a dialect must be able to answer: each in its own best way.

An index of words is nothing that two databases have in common, so these statements are not shared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from smsdesk.store.tables.conversation_page import ABOVE_ALL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from smsdesk.store.driver import Value
    from smsdesk.store.tables.conversation_page import ConversationRecord

SENDABLE = "ok"
"""The code of a card whose contact may be texted."""

_SHORT = 2
"""Digits beside a name that are no part of a number yet."""


class CardRecord(NamedTuple):
    """What the lead search knows of one contact, or of one lead without a number.

    Attributes:
        newest: the newest signup in microseconds.
        words: under which it is found, folded, with a space in between.
    """

    number: str | None
    lead_id: int
    newest: int
    signups: int
    code: str
    words: str


class HitRecord(NamedTuple):
    """One card of an answer, with its newest signup row. Times in microseconds.

    A tuple, for there are fifty of them at every key. ``rank`` orders cards, newest first.
    """

    rank: int
    number: str | None
    signups: int
    code: str
    name: str
    email: str
    phone: str
    event: str
    problem: str
    signed_up_at: int | None


class HitPage(NamedTuple):
    """The newest cards of an answer, and how many there are beside them.

    Attributes:
        beyond: matches after the page, counted up to a number.
        left_out: matches that are not listed since they cannot be texted, counted likewise.
    """

    hits: list[HitRecord]
    beyond: int
    left_out: int


class FoundMessage(NamedTuple):
    """A message that was searched for; ``happened_at`` in microseconds."""

    id: int
    number: str
    name: str
    direction: str
    body: str
    happened_at: int


END_OF_TIME = (2**32 - 1) * 1_000_000
"""In microseconds: the year 2106, up to which the message index can order."""


@dataclass(frozen=True, slots=True)
class MessageScope:
    """Among which messages is searched. Times in microseconds, at whole seconds.

    Attributes:
        numbers: only texts with these; ``None`` for everybody's.
        direction: only these; empty for both.
        writer: only texts of this agent; empty for anybody's.
        since: no text from before.
        before: no text from then on.
        oldest_first: whether the oldest are returned, in their order.
    """

    numbers: tuple[str, ...] | None = None
    direction: str = ""
    writer: str = ""
    since: int = 0
    before: int = END_OF_TIME
    oldest_first: bool = False


@dataclass(frozen=True, slots=True)
class Matching:
    """A filter over the conversation list.

    Attributes:
        words: folded; each must begin a word of the names, e-mails or numbers of a contact.
        digits: a part of a number that belongs to no lead; empty where letters were typed.
    """

    words: tuple[str, ...]
    digits: str = ""


class SearchCards(Protocol):
    """Keeps the cards that the lead search finds."""

    def put_cards(self, connection: Connection, cards: Sequence[CardRecord]) -> None:
        """Make the index say what the cards say; costs little where it says so already."""

    def add_cards(self, connection: Connection, cards: Sequence[CardRecord]) -> None:
        """Take in cards of contacts (or of leads without a number) that have none yet."""

    def remove_cards(self, connection: Connection, numbers: list[str], lead_ids: list[int]) -> None:
        """Take out the cards of contacts, and of leads without a number."""


class LeadSearch(Protocol):
    """Finds the cards that have, for every word, a word beginning with it."""

    def search(
        self, connection: Connection, words: Sequence[str], *, left_out: bool, limit: int
    ) -> list[HitRecord]:
        """Return cards, newest signup first.

        Args:
            left_out: whether those that cannot be texted are listed too.
        """

    def page(
        self, connection: Connection, words: Sequence[str], *, left_out: bool, limit: int, most: int
    ) -> HitPage:
        """Return the same, and how many matches there are beside them, counted up to ``most``."""


class MessageSearch(Protocol):
    """Finds messages by their words; its index catches up by a cursor of its own."""

    def index_is_behind(self, connection: Connection) -> bool:
        """Whether there are messages that the index does not have yet."""

    def index_messages(self, connection: Connection, after: int, limit: int) -> int | None:
        """Take up to ``limit`` messages after an id into the index; return the last one's id.

        ``None`` means that the index has caught up.
        """

    def forget_message(self, connection: Connection, message_id: int) -> None:
        """Take a message that is about to be removed or changed out of the index."""

    def take_back_in(self, connection: Connection, message_id: int) -> None:
        """Take a message that was forgotten to be changed into the index again."""

    def find_messages(
        self, connection: Connection, words: tuple[str, ...], limit: int, scope: MessageScope
    ) -> list[FoundMessage]:
        """Return messages in which, for every word, a word begins with it; newest first.

        Without a word all messages of a scope are found.
        """


class ConversationFilter(Protocol):
    """Reads the conversation list under a filter."""

    def page(
        self,
        connection: Connection,
        agent: str,
        matching: Matching,
        *,
        after: tuple[int, int] | None,
        offset: int,
        limit: int,
    ) -> list[ConversationRecord]:
        """Return conversations that match, newest activity first: after a key or an offset."""


def page_params(
    agent: str, matching: Matching, after: tuple[int, int] | None, *, offset: int, limit: int
) -> dict[str, Value]:
    """Return what the statements of a filtered page are given, whatever the dialect.

    Args:
        after: the key that the page begins after; ``offset`` counts without one.
    """
    after_at, after_id = after or ABOVE_ALL
    return {
        "agent": agent,
        "after_at": after_at,
        "after_id": after_id,
        "limit": limit,
        "offset": 0 if after else offset,
        "pattern": f"%{matching.digits}%" if matching.digits else None,
    }


def short_digits(words: Sequence[str]) -> list[str]:
    """Return which words of a query are of its name's, though they are digits: ``lead 0``.

    A number's digits are looked for by three and more, or by digits alone.
    """
    if all(word.isdigit() for word in words):
        return []
    return [word for word in words if word.isdigit() and len(word) <= _SHORT]
