"""The search in messages: by the words they hold, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.views.threads import MessageHit
from smsdesk.store.tables import program_state
from smsdesk.store.times import from_us
from smsdesk.terms import Direction
from smsdesk.text import written_words

if TYPE_CHECKING:
    import threading

    from smsdesk.core.context import Context

INDEXED_UPTO = "message_words"
CATCH_UP = 500


def catch_up(context: Context, *, batches: int, stop: threading.Event | None = None) -> bool:
    """Take new messages into the message index, in small transactions.

    Args:
        stop: ends it after the transaction under way; what is in, is in.

    Returns:
        Whether the index has caught up.
    """
    for _ in range(batches):
        if stop is not None and stop.is_set():
            return False
        with context.database.write(durable=False) as connection:
            after = int(program_state.get(connection, INDEXED_UPTO) or 0)
            upto = context.database.message_search.index_messages(connection, after, CATCH_UP)
            if upto is None:
                return True
            program_state.put(connection, INDEXED_UPTO, str(upto))
    return False


def search_messages(
    context: Context, query: str, *, limit: int, stop: threading.Event | None = None
) -> tuple[MessageHit, ...]:
    """Return messages in which, for every word typed, a word begins with it; newest first.

    Args:
        stop: ends the search early, also while the index catches up.
    """
    terms = written_words(query)
    if not terms:
        return ()
    message_search = context.database.message_search
    with context.database.read(stop) as connection:
        # Asked without the write lock: a search must not wait for an import at every key.
        behind = message_search.index_is_behind(connection)
        found = [] if behind else message_search.find_messages(connection, terms, limit)
    if behind:
        catch_up(context, batches=1000, stop=stop)
        with context.database.read(stop) as connection:
            found = message_search.find_messages(connection, terms, limit)
    return tuple(
        MessageHit(
            message_id=message.id,
            number=message.number,
            name=message.name,
            direction=Direction(message.direction),
            text=message.body,
            happened_at=from_us(message.happened_at),
        )
        for message in found
    )
