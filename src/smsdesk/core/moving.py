"""A firm's database moved from a file to a server: all of it or nothing, and nothing sent twice.

Everything is read in one writing transaction of the file, whose last change says that the file was
left. So nobody sends from it meanwhile, and whatever ends the move before that commit leaves the
file in use, as it was. Nobody opens the other end before the file was left. Between the two nobody
opens either, and the same command says again what was last to be said.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from smsdesk.core.agents_on_record import require_within
from smsdesk.core.context import CLOCK_OFFSET, writing
from smsdesk.core.reading import message_search
from smsdesk.core.rules.roles import Act
from smsdesk.core.sending import copies
from smsdesk.store.errors import DatabaseMoved, DatabaseUnusable, ProgramsOpen
from smsdesk.store.schema.version import MOVED_TO
from smsdesk.store.steady_time import STEADY_BASE
from smsdesk.store.tables import presence, program_state, programs
from smsdesk.store.whole_tables import count, read_whole, tally, whole_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from smsdesk.core.context import Context, Writing
    from smsdesk.store.moving import MoveSource, MoveTarget

INDEXED_TOGETHER = 20
"""Transactions of the message index between two reports."""


class Step(StrEnum):
    """What is being done."""

    LOOKING = "looking"
    COPYING = "copying"
    COMPARING = "comparing"
    INDEXING = "indexing"
    LEAVING = "leaving"
    ARRIVING = "arriving"


if TYPE_CHECKING:
    Report = Callable[[Step, int, int], None]
    """Is told how much is done of how much."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What was done.

    Attributes:
        place: where all is now, without a password.
        rows: of each table; none where it was only ended what had begun before.
        unconfirmed: texts that a program was handing over when it ended: they are looked for.
    """

    place: str
    rows: Mapping[str, int]
    unconfirmed: int


def move(context: Context, source: MoveSource, target: MoveTarget, report: Report) -> Moved:
    """Move everything.

    Args:
        context: has the file open, which is ready for use and of no other program.
        report: is told what is being done.

    Raises:
        NotAllowedError: agents are on record, and this one may not.
        StoreError: it cannot be done. The file is as it was, unless all that was left to do is
            ``finish``.
    """
    name = secrets.token_hex(8)
    with target.held():
        target.refuse_filled()
        with writing(context) as work:
            require_within(work.connection, context.agent, Act.MOVE)
            _refuse_while_open(work)
            report(Step.LOOKING, 0, 0)
            _refuse_damaged(source, work)
            programs.remove_ended(work.connection, work.steady_us)
            presence.remove_ended(work.connection, work.steady_us)
            unconfirmed = copies.unconfirm_what_was_leaving(context, work)
            rows = {table.name: count(work.connection, table) for table in whole_tables()}
            target.make_ready(name)
            _copy(work, target, report, sum(rows.values()))
            _compare(work, target, report, sum(rows.values()))
            arrived = replace(context, database=target.database)
            _index_messages(arrived, report, rows["message"])
            _settle_in(work, context, arrived, source, target)
            report(Step.LEAVING, 0, 0)
            source.leave(work.connection, name, target.database.place)
        report(Step.ARRIVING, 0, 0)
        target.arrive(name)
    return Moved(target.database.place, rows, unconfirmed)


def finish(source: MoveSource, target: MoveTarget, name: str) -> Moved:
    """Do the rest of a move by which the file was left; nothing where there is no rest.

    Args:
        name: of that move.

    Raises:
        DatabaseMoved: it went elsewhere.
        StoreError: it cannot be done; nothing has changed.
    """
    with target.held():
        if target.finished_move() != name:
            if target.unfinished_move() != name:
                with source.database.read() as connection:
                    raise DatabaseMoved(program_state.get(connection, MOVED_TO))
            target.arrive(name)
    return Moved(target.database.place, {}, 0)


def _refuse_while_open(work: Writing) -> None:
    found = programs.open_now(work.connection, work.steady_us)
    if found:
        raise ProgramsOpen(f"nothing is moved yet: {programs.close_them(found)}, then try again")


def _refuse_damaged(source: MoveSource, work: Writing) -> None:
    for problem in source.problems(work.connection):
        raise DatabaseUnusable(f"the file is damaged, and was left as it was: {problem}")


def _copy(work: Writing, target: MoveTarget, report: Report, total: int) -> None:
    done = 0
    report(Step.COPYING, done, total)
    for table in whole_tables():
        for rows in read_whole(work.connection, table):
            target.put(table, rows)
            done += len(rows)
            report(Step.COPYING, done, total)
    target.mark_all_copied()


def _compare(work: Writing, target: MoveTarget, report: Report, total: int) -> None:
    """Read both ends anew, and let no row differ."""
    done = 0
    for table in whole_tables():
        here, there = tally(read_whole(work.connection, table)), target.read_back(table)
        if here != there:
            raise DatabaseUnusable(
                f"the table {table.name} did not arrive as it is ({here.rows:,} rows here,"
                f" {there.rows:,} there): nothing was moved, and the file is as it was"
            )
        done += here.rows
        report(Step.COMPARING, done, total)


def _index_messages(arrived: Context, report: Report, total: int) -> None:
    """Let the message search find there what it found here: an index is no table of rows."""
    with arrived.database.write(durable=False) as connection:
        program_state.put(connection, message_search.INDEXED_UPTO, "0")
    done = 0
    report(Step.INDEXING, done, total)
    while not message_search.catch_up(arrived, batches=INDEXED_TOGETHER):
        done += INDEXED_TOGETHER * message_search.CATCH_UP
        report(Step.INDEXING, done, max(total, done))


def _settle_in(
    work: Writing, context: Context, arrived: Context, source: MoveSource, target: MoveTarget
) -> None:
    """Put there what is beside the rows: its time is the server's, and the carrier's runs on."""
    notes = [(STEADY_BASE, "")]
    offset = program_state.get(work.connection, CLOCK_OFFSET)
    if offset:
        shift = context.steady_now() - arrived.steady_now()
        there = timedelta(microseconds=int(offset)) + shift
        notes.append((CLOCK_OFFSET, str(there // timedelta(microseconds=1))))
    last_ids = {
        table.name: source.last_id(work.connection, table)
        for table in whole_tables()
        if table.deals_ids
    }
    target.finish_tables(last_ids, notes)
    target.database.put_copy_mark(context.database.copy_mark())
