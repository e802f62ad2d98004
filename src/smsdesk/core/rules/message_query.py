"""What is asked of the message search: words, and who, when and where by ``from:`` and the like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsdesk.core.rules.moments import day_past
from smsdesk.text import words, written_words

if TYPE_CHECKING:
    from datetime import datetime, tzinfo


@dataclass(frozen=True, slots=True)
class MessageQuery:
    """A query, read.

    Attributes:
        terms: words as written; each is of the text, or of the name of whom it was with.
        senders: folded words of who wrote it, where that is a lead: of their name or number.
        writer: the same as it was typed, where it may be an agent's login; else empty.
        since: no text from before; aware UTC.
        before: no text from then on.
        here: only in the conversation that is open.
    """

    terms: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    writer: str = ""
    since: datetime | None = None
    before: datetime | None = None
    here: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for yet."""
        return not (self.terms or self.senders or self.since or self.before)


def read_query(text: str, now: datetime, zone: tzinfo) -> MessageQuery:
    """Return what a query asks for.

    ``sarah checklist``, ``from:sarah``, ``since:monday``, ``before:2026-11-01``, ``here:`` (also
    ``here:checklist``). A prefix with nothing behind it asks for nothing yet; words with another
    colon in them are words.

    Args:
        text: as it was typed.
        now: the present, aware.
        zone: in which days begin.

    Raises:
        UnreadableMomentError: ``since:`` or ``before:`` names no day.
    """
    plain: list[str] = []
    senders: list[str] = []
    since = before = None
    here = False
    for token in text.split():
        prefix, colon, rest = token.partition(":")
        match prefix.casefold() if colon else "":
            case "from":
                senders.append(rest)
            case "since":
                since = day_past(rest, now, zone) if rest else since
            case "before":
                before = day_past(rest, now, zone) if rest else before
            case "here":
                here = True
                plain.append(rest)
            case _:
                plain.append(token)
    return MessageQuery(
        terms=written_words(" ".join(plain)),
        senders=words(" ".join(senders)),
        writer=senders[0] if len(senders) == 1 else "",
        since=since,
        before=before,
        here=here,
    )


def plain_words(text: str) -> str:
    """Return a query without ``from:`` and the like: what is marked in the texts found."""
    kept: list[str] = []
    for token in text.split():
        prefix, colon, rest = token.partition(":")
        if not colon or prefix.casefold() not in ("from", "since", "before", "here"):
            kept.append(token)
        elif prefix.casefold() == "here" and rest:
            kept.append(rest)
    return " ".join(kept)
