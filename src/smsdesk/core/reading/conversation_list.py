"""The list of conversations: its pages, its filter, what stands in the title over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smsdesk.core.read_models.conversations import Totals
from smsdesk.core.reading.conversation_rows import row_of
from smsdesk.core.rules.phone import typed_digits
from smsdesk.store.search import Matching
from smsdesk.store.tables import conversation_views, conversations, counters
from smsdesk.store.times import to_us
from smsdesk.terms import ConversationView
from smsdesk.text import words

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Sequence

    from smsdesk.core.context import Context
    from smsdesk.core.read_models.conversations import ConversationKey, ConversationRow
    from smsdesk.store.database import Connection

_PAGE = 500

ALWAYS_COUNTED: Final = (
    ConversationView.ALL,
    ConversationView.TO_ANSWER,
    ConversationView.MINE,
    ConversationView.FAILED,
)
"""Views whose counts are shown at all times; to count the others, most may have to be walked."""


def totals(context: Context) -> Totals:
    """Return what the title line counts."""
    with context.database.read() as connection:
        return Totals(
            unread=conversations.unread_total(connection),
            conversations=counters.conversations(connection),
            leads=counters.leads(connection),
            views=_counts(context, connection, ALWAYS_COUNTED),
        )


def count(context: Context, view: ConversationView = ConversationView.ALL) -> int:
    """Return how many conversations a view has; in *all* are those that are not put aside."""
    with context.database.read() as connection:
        if view is ConversationView.ALL:
            return conversations.count_here(connection)
        return conversation_views.count(connection, context.agent, view)


def page(
    context: Context,
    *,
    after: ConversationKey | None = None,
    offset: int = 0,
    limit: int = 50,
    view: ConversationView = ConversationView.ALL,
    matching: str = "",
    stop: threading.Event | None = None,
) -> tuple[ConversationRow, ...]:
    """Return a page of the list, in the order of its view: after a row, or from an offset.

    Args:
        after: its place in the view.
        view: which conversations; in *all* are those that are not put aside.
        matching: those that match what was typed, whatever view they are in, newest first.
        stop: ends the question early.

    Raises:
        QueryStopped: ``stop`` was set meanwhile.
    """
    key = (to_us(after.at), after.conversation_id) if after else None
    wanted = _matching(matching)
    with context.database.read(stop) as connection:
        if wanted is None and view is ConversationView.ALL:
            found = conversations.page(
                connection, context.agent, after=key, offset=offset, limit=limit
            )
        elif wanted is None:
            found = conversation_views.page(
                connection, context.agent, view, after=key, offset=offset, limit=limit
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


def rows_of(context: Context, view: ConversationView) -> Iterator[ConversationRow]:
    """Yield a whole view, a page in memory at a time; *all* is every conversation here."""
    after: ConversationKey | None = None
    while found := _page_of(context, view, after):
        yield from found
        after = found[-1].key_in(view)


def _page_of(
    context: Context, view: ConversationView, after: ConversationKey | None
) -> tuple[ConversationRow, ...]:
    if view is not ConversationView.ALL:
        return page(context, after=after, limit=_PAGE, view=view)
    key = (to_us(after.at), after.conversation_id) if after else None
    with context.database.read() as connection:
        found = conversations.every_one(connection, context.agent, after=key, limit=_PAGE)
    return tuple(row_of(record, context.region, context.our_number) for record in found)


def counts(context: Context) -> dict[ConversationView, int]:
    """Return how many conversations each view has."""
    with context.database.read() as connection:
        return _counts(context, connection, tuple(ConversationView))


def _counts(
    context: Context, connection: Connection, views: Sequence[ConversationView]
) -> dict[ConversationView, int]:
    return {
        view: conversations.count_here(connection)
        if view is ConversationView.ALL
        else conversation_views.count(connection, context.agent, view)
        for view in views
    }


def next_unread(context: Context, number: str | None) -> str | None:
    """Return the next conversation with unread texts below a row, wrapping round."""
    with context.database.read() as connection:
        record = conversations.get(connection, number) if number else None
        below = (record.last_activity_at, record.id) if record else None
        return conversations.next_unread(connection, below)
