"""The list of conversations: its pages, its filter, what stands in the title over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.reading.conversation_rows import row_of
from smsdesk.core.rules.phone import typed_digits
from smsdesk.core.views.conversations import Totals
from smsdesk.store.search import Matching
from smsdesk.store.tables import conversation_views, conversations, counters
from smsdesk.store.times import to_us
from smsdesk.terms import ConversationView
from smsdesk.text import words

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator

    from smsdesk.core.context import Context
    from smsdesk.core.views.conversations import ConversationKey, ConversationRow

_PAGE = 500


def totals(context: Context) -> Totals:
    """Return what the title line counts."""
    with context.database.read() as connection:
        return Totals(
            unread=conversations.unread_total(connection),
            conversations=counters.conversations(connection),
            leads=counters.leads(connection),
        )


def count(context: Context) -> int:
    """Return how many conversations there are."""
    with context.database.read() as connection:
        return counters.conversations(connection)


def page(
    context: Context,
    *,
    after: ConversationKey | None = None,
    offset: int = 0,
    limit: int = 50,
    matching: str = "",
    stop: threading.Event | None = None,
) -> tuple[ConversationRow, ...]:
    """Return a page of the list, newest activity first: after a row, or from an offset.

    Args:
        matching: only those that match what was typed.
        stop: ends the question early.

    Raises:
        QueryStopped: ``stop`` was set meanwhile.
    """
    key = (to_us(after.at), after.conversation_id) if after else None
    wanted = _matching(matching)
    with context.database.read(stop) as connection:
        if wanted is None:
            found = conversations.page(
                connection, context.agent, after=key, offset=offset, limit=limit
            )
        else:
            found = context.database.conversation_filter.page(
                connection, context.agent, wanted, after=key, offset=offset, limit=limit
            )
    return tuple(row_of(record, context.region, context.our_number) for record in found)


def _matching(typed: str) -> Matching | None:
    """Return the list's filter for what was typed, ``None`` for no filter."""
    digits = typed_digits(typed)
    terms = (digits,) if digits else words(typed)
    return Matching(terms, digits or "") if terms else None


def row(context: Context, number: str) -> ConversationRow | None:
    """Return one row of the list, ``None`` before the first message."""
    with context.database.read() as connection:
        record = conversations.get(connection, number, context.agent)
    return row_of(record, context.region, context.our_number) if record else None


def page_of(
    context: Context,
    view: ConversationView,
    *,
    after: ConversationKey | None = None,
    limit: int = 50,
) -> tuple[ConversationRow, ...]:
    """Return a page of a view: *to answer* begins with who waits longest, others with the newest.

    Args:
        after: the place in that view after which it begins.
    """
    if view is ConversationView.ALL:
        return page(context, after=after, limit=limit)
    key = (to_us(after.at), after.conversation_id) if after else None
    with context.database.read() as connection:
        found = conversation_views.page(connection, context.agent, view, after=key, limit=limit)
    return tuple(row_of(record, context.region, context.our_number) for record in found)


def rows_of(context: Context, view: ConversationView) -> Iterator[ConversationRow]:
    """Yield a whole view, a page in memory at a time."""
    after = None
    while found := page_of(context, view, after=after, limit=_PAGE):
        yield from found
        after = found[-1].key_in(view)


def counts(context: Context) -> dict[ConversationView, int]:
    """Return how many conversations each view has."""
    with context.database.read() as connection:
        total = counters.conversations(connection)
        return {
            ConversationView.ALL: total,
            **conversation_views.counts(connection, context.agent),
        }


def next_unread(context: Context, number: str | None) -> str | None:
    """Return the next conversation with unread texts below a row, wrapping round."""
    with context.database.read() as connection:
        record = conversations.get(connection, number) if number else None
        below = (record.last_activity_at, record.id) if record else None
        return conversations.next_unread(connection, below)
