"""Taking away what people wrote and who they are, for good; what they said about consent stays.

What is left of a text is a digest of its SID, of a signup one of its fingerprint: so no poll and
no import brings them back. That a number, or all from before a time, was purged is written down,
too: a backup of before is purged again when it is restored. Of consent the bare event stays (kind,
time, SID, keyword or code) and goes on blocking.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsdesk.core.answering import turns
from smsdesk.core.context import writing
from smsdesk.core.rules.consent_state import EventSource
from smsdesk.core.rules.keywords import bare_keyword
from smsdesk.errors import DeskError
from smsdesk.store.tables import conversations, leads, programs, purged, purging
from smsdesk.store.tables.purging import Scope
from smsdesk.store.times import to_us

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from smsdesk.core.context import Context, Writing
    from smsdesk.store.tables.contact_events import EventRecord
    from smsdesk.store.tables.purged import PurgedRecord
    from smsdesk.store.tables.purging import GoneLead, GoneMessage


class CannotPurge(DeskError):
    """Something must be done first; ``str()`` says what."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Purge:
    """What a purge takes away.

    Attributes:
        messages: texts, in and out.
        leads: signups.
        drafts: what agents have typed and not sent.
        notes: what agents have noted.
        events: events about consent and blocks that are cut down to the bare event.
        unsettled: texts that are not settled: while there is one nothing can be purged.
        copies: files beside the database that hold it as it was before.
    """

    messages: int
    leads: int
    drafts: int
    notes: int
    events: int
    unsettled: int
    copies: tuple[str, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to take away."""
        return not (self.messages or self.leads or self.drafts or self.notes or self.events)


def scope_of(number: str | None, before: datetime | None) -> Scope:
    """Return of whom, or from before when."""
    if number is not None:
        return Scope(number=number)
    return Scope(before=to_us(before)) if before is not None else Scope(before=0)


def look(context: Context, scope: Scope) -> Purge:
    """Say what a purge would take away, and write nothing."""
    with context.database.read() as connection:
        texts = purging.messages(connection, scope)
        events = purging.events(connection, scope)
        return Purge(
            messages=len(texts),
            leads=len(purging.leads(connection, scope)),
            drafts=len(purging.drafts(connection, scope)),
            notes=len(purging.notes(connection, scope)),
            events=sum(
                1 for event in events if bare_words(event, context.own_keywords) != event.evidence
            ),
            unsettled=sum(1 for one in texts if not one.settled),
            copies=context.database.copies_beside(),
        )


def purge(context: Context, scope: Scope) -> Purge:
    """Take it away, and overwrite where it lay.

    Returns:
        What was taken away.

    Raises:
        CannotPurge: a text is not settled, or another program has the database open.
        StoreError: it cannot be written; the line says whether a part of it has been done.
    """
    _refuse_while_open(context)
    with writing(context) as work:
        work.database.overwrite_deleted(work.connection)
        found = look(context, scope)
        if any(not one.settled for one in purging.messages(work.connection, scope)):
            raise CannotPurge(_unsettled(scope))
        bare = _take_away(work, scope)
        mark = purged.of_number(scope.number) if scope.number else purged.of_time(scope.before)
        purged.add_all(work.connection, [mark])
    _finish(context, bare)
    return found


def purge_again(context: Context, told: Sequence[PurgedRecord]) -> None:
    """Let a restored backup hold nothing that has been purged since.

    Texts that wait in it were settled before they were purged: they go, too.

    Args:
        told: what is written down in the database that the backup takes the place of.
    """
    with writing(context) as work:
        work.database.overwrite_deleted(work.connection)
        fresh = purged.unknown_among(work.connection, told)
        purged.add_all(work.connection, fresh)
        marks = {one.digest for one in fresh if one.kind == purged.NUMBER}
        scopes = [Scope(before=one.until) for one in fresh if one.kind == purged.BEFORE]
        if marks:
            scopes += [
                Scope(number=number)
                for number in purging.all_numbers(work.connection)
                if purged.of_number(number).digest in marks
            ]
        bare = {number for scope in scopes for number in _take_away(work, scope)}
    if fresh:
        _finish(context, bare)


def _finish(context: Context, bare: Collection[str]) -> None:
    """Remove contacts of which nothing is left, then every trace of what is gone.

    Apart from the rest, without foreign keys: for each row they would read all messages.
    """
    if bare:
        with context.database.migrating() as connection:
            context.database.overwrite_deleted(connection)
            purging.delete_contacts(connection, bare)
    context.database.scrub()


def _take_away(work: Writing, scope: Scope) -> list[str]:
    """Remove all that lies in a scope, and write down digests of it.

    Returns:
        The contacts of which nothing is left but their number.
    """
    connection = work.connection
    texts = purging.messages(connection, scope)
    signups = purging.leads(connection, scope)
    events = purging.events(connection, scope)
    numbers = {one.number for one in texts} | set(purging.drafts(connection, scope))
    numbers |= set(purging.notes(connection, scope))
    numbers |= {one.number for one in signups if one.number is not None}
    numbers |= {scope.number} if scope.number else set()
    purged.add_all(connection, [purged.of_sid(one.sid) for one in texts if one.sid])
    purged.add_all(connection, [purged.of_lead(one.number, one.fingerprint) for one in signups])
    first = [was for one in signups for was in purging.first_numbers(connection, one.id)]
    purged.add_all(connection, [purged.of_lead(*was) for was in first])
    numbers |= {number for number, _fingerprint in first}
    purging.delete_notes(connection, scope)
    purging.delete_corrections(connection, scope, [one.id for one in signups])
    purging.bare_events(
        connection,
        [
            (bare_words(event, work.own_keywords), event.id)
            for event in events
            if event.id is not None
        ],
    )
    purging.drop_drafts(connection, scope)
    purging.blank_unreadable(connection, scope)
    _remove_texts(work, texts)
    _remove_signups(work, signups)
    bare = purging.bare_contacts(connection, sorted(numbers))
    work.database.search_cards.remove_cards(connection, bare, [])
    for number in numbers - set(bare):
        work.touch(number)
    return bare


def _remove_texts(work: Writing, texts: Sequence[GoneMessage]) -> None:
    for one in texts:
        work.database.message_search.forget_message(work.connection, one.id)
    purging.delete_messages(work.connection, [one.id for one in texts])
    for conversation_id in sorted({one.conversation_id for one in texts}):
        if not purging.delete_if_empty(work.connection, conversation_id):
            conversations.show_newest(work.connection, conversation_id, work.revision)
            conversations.count_unread(work.connection, conversation_id, work.revision)
            turns.texts_removed(work, conversation_id)


def _remove_signups(work: Writing, signups: Sequence[GoneLead]) -> None:
    without_number = [one.id for one in signups if one.number is None]
    work.database.search_cards.remove_cards(work.connection, [], without_number)
    leads.remove(work.connection, [one.id for one in signups])


def bare_words(event: EventRecord, own_keywords: Collection[str] = ()) -> str:
    """Return what stays of an event's words: a keyword, a code, or what Lookup said of a line."""
    if event.source == EventSource.KEYWORD:
        return bare_keyword(event.evidence, own_keywords)
    if event.source == EventSource.LOOKUP or event.evidence.isdecimal():
        return event.evidence
    return ""


def _refuse_while_open(context: Context) -> None:
    with context.database.read() as connection:
        others = [
            one
            for one in programs.open_now(connection, to_us(context.now()))
            if one.process != context.process
        ]
    if others:
        one = others[0]
        raise CannotPurge(
            f"{one.agent or 'somebody'}'s desk on {one.host} (process {one.pid}) has the database"
            " open: close every desk first, then purge"
        )


def _unsettled(scope: Scope) -> str:
    whom = f"to {scope.number}" if scope.number else "from before that date"
    return f"a text {whom} is not settled yet: smsdesk outbox names it; settle or cancel it first"
