"""The search in messages: by words, person and date, newest first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Final

from smsdesk.core.read_models.threads import MessageHit
from smsdesk.core.rules.message_query import read_query
from smsdesk.errors import DeskError
from smsdesk.store.search import END_OF_TIME, MessageScope
from smsdesk.store.tables import contacts, program_state
from smsdesk.store.times import from_us, to_us
from smsdesk.terms import Direction
from smsdesk.text import names_words, words

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator

    from smsdesk.core.context import Context
    from smsdesk.core.read_models.threads import MessageKey
    from smsdesk.core.rules.message_query import MessageQuery
    from smsdesk.store.database import Connection
    from smsdesk.store.search import FoundMessage

INDEXED_UPTO = "message_words"
CATCH_UP = 500

MOST_PEOPLE: Final = 200
"""Contacts of a name whose texts are looked at, the newest signups first."""

MOST_NAME_WORDS: Final = 4
"""Words of a query that may be a name."""

SAME_SECOND: Final = 50
"""Texts within a second that are told apart."""


class NoConversationOpenError(DeskError):
    """``here:`` was asked for where no conversation is open."""

    exit_code = 2


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
    context: Context,
    query: str,
    *,
    limit: int,
    here: str | None = None,
    stop: threading.Event | None = None,
) -> tuple[MessageHit, ...]:
    """Return messages that answer a query (``rules.message_query``), newest first.

    For every word typed, a word of the text begins with it, or one of the name (or the number)
    of whom it was with.

    Args:
        here: the conversation that is open, for ``here:``.
        stop: ends the search early, also while the index catches up.

    Raises:
        DeskError: a day that is none, or ``here:`` where no conversation is open.
    """
    asked = read_query(query, context.now(), context.zone)
    if asked.here and here is None:
        raise NoConversationOpenError("here: is the open conversation, and none is open")
    if asked.is_empty and not asked.here:
        return ()
    searched = _Asked(context, asked, here if asked.here else None, limit)
    found = _when_caught_up(context, searched.find, stop)
    return tuple(map(_hit, found))


def hit_beside(
    context: Context, number: str, query: str, at: MessageKey, *, later: bool
) -> MessageHit | None:
    """Return the next text in a conversation that holds a query's words, before or after one.

    Args:
        later: whether a newer one is looked for.
    """
    terms = _terms_of_text(context, read_query(query, context.now(), context.zone), number)
    if not terms:
        return None
    second = at.happened_at.replace(microsecond=0)
    edge = MessageScope(numbers=(number,), oldest_first=later)
    if later:
        scope = replace(edge, since=to_us(second))
    else:
        scope = replace(edge, before=to_us(second + timedelta(seconds=1)))

    def find(connection: Connection) -> list[FoundMessage]:
        search = context.database.message_search
        return search.find_messages(connection, terms, SAME_SECOND, scope)

    here = (to_us(at.happened_at), at.message_id)
    for one in _when_caught_up(context, find, None):
        there = (one.happened_at, one.id)
        if there > here if later else there < here:
            return _hit(one)
    return None


def _terms_of_text(context: Context, asked: MessageQuery, number: str) -> tuple[str, ...]:
    """Return the words that are looked for in the texts: those that are not the lead's name."""
    with context.database.read() as connection:
        record = contacts.get(connection, number)
    names = names_words(record.name, record.also_known_as) if record else ()
    left = tuple(
        term
        for term in asked.terms
        if not any(name.startswith(word) for word in words(term) for name in names)
    )
    return left or asked.terms


def _when_caught_up(
    context: Context,
    find: Callable[[Connection], list[FoundMessage]],
    stop: threading.Event | None,
) -> list[FoundMessage]:
    with context.database.read(stop) as connection:
        # Asked without the write lock: a search must not wait for an import at every key.
        behind = context.database.message_search.index_is_behind(connection)
        found = [] if behind else find(connection)
    if behind:
        catch_up(context, batches=1000, stop=stop)
        with context.database.read(stop) as connection:
            found = find(connection)
    return found


@dataclass(frozen=True)
class _Asked:
    """One search: which words are a person's, and what is then looked for in the texts."""

    context: Context
    query: MessageQuery
    here: str | None
    limit: int

    def find(self, connection: Connection) -> list[FoundMessage]:
        found: dict[int, FoundMessage] = {}
        for terms, scope in self._searches(connection):
            for one in self.context.database.message_search.find_messages(
                connection, terms, self.limit, scope
            ):
                found[one.id] = one
        newest = sorted(found.values(), key=lambda one: (one.happened_at, one.id), reverse=True)
        return newest[: self.limit]

    def _searches(self, connection: Connection) -> Iterator[tuple[tuple[str, ...], MessageScope]]:
        """Yield what is to be looked for, and among which messages; any of them answers."""
        times = MessageScope(
            since=to_us(self.query.since) if self.query.since else 0,
            before=to_us(self.query.before) if self.query.before else END_OF_TIME,
        )
        if self.here is not None:
            scope = replace(times, numbers=(self.here,))
            if self.query.senders:
                yield from self._of_senders(connection, scope, self.query.terms, (self.here,))
            else:
                yield self.query.terms, scope
            return
        if self.query.senders:
            numbers = self._numbers(connection, self.query.senders)
            yield from self._of_senders(connection, times, self.query.terms, numbers)
            return
        yield from self._with_names(connection, times)

    def _of_senders(
        self,
        connection: Connection,
        scope: MessageScope,
        terms: tuple[str, ...],
        numbers: tuple[str, ...],
    ) -> Iterator[tuple[tuple[str, ...], MessageScope]]:
        """Yield the leads of that name, and the agent: either may be meant."""
        theirs = set(numbers)
        if scope.numbers is not None and self.query.senders:
            theirs &= set(self._numbers(connection, self.query.senders))
        if theirs:
            inbound = Direction.INBOUND.value
            yield terms, replace(scope, numbers=tuple(sorted(theirs)), direction=inbound)
        writer = self.query.writer
        for login in dict.fromkeys(filter(None, (writer, writer.casefold()))):
            yield terms, replace(scope, writer=login)

    def _with_names(
        self, connection: Connection, scope: MessageScope
    ) -> Iterator[tuple[tuple[str, ...], MessageScope]]:
        terms = self.query.terms
        if not terms:
            return
        yield terms, scope
        names: dict[tuple[str, ...], tuple[str, ...]] = {
            (term,): self._numbers(connection, words(term)) for term in terms[:MOST_NAME_WORDS]
        }
        named = [term for term in terms[:MOST_NAME_WORDS] if names[term,]]
        for count in range(1, len(named) + 1):
            for name in combinations(named, count):
                folded = tuple(word for term in name for word in words(term))
                numbers = names.get(name) or self._numbers(connection, folded)
                if numbers:
                    rest = tuple(term for term in terms if term not in name)
                    yield rest, replace(scope, numbers=numbers)

    def _numbers(self, connection: Connection, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the newest contacts with these words in name, e-mail or number."""
        if not names:
            return ()
        cards = self.context.database.lead_search.search(
            connection, names, left_out=True, limit=MOST_PEOPLE
        )
        return tuple(card.number for card in cards if card.number)


def _hit(message: FoundMessage) -> MessageHit:
    return MessageHit(
        message_id=message.id,
        number=message.number,
        name=message.name,
        direction=Direction(message.direction),
        text=message.body,
        happened_at=from_us(message.happened_at),
    )
