"""Writing many messages of the carrier at once: sets instead of rows."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, TypedDict

from sqlalchemy import text

from smsdesk.store.driver import read_rows, write_many
from smsdesk.store.statements import records, text_with_lists
from smsdesk.store.tables import contacts, conversations, purged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection


class NewMessage(TypedDict):
    """The columns of a message that the carrier has told of. Times in microseconds."""

    number: str
    direction: str
    body: str
    body_original: str
    body_key: str
    media: str
    status: str
    status_rank: int
    sid: str
    sender: str
    error_code: int | None
    fault: str
    reason: str
    segments: int
    seen: int
    happened_at: int
    created_at: int
    settled_at: int | None
    final: int
    next_check_at: int | None


@dataclass(frozen=True, slots=True)
class KnownMessage:
    """What decides whether a listed message is news."""

    sid: str
    direction: str
    status_rank: int
    final: int
    next_check_at: int | None


_KNOWN = text_with_lists(
    f"SELECT {', '.join(KnownMessage.__dataclass_fields__)} FROM message WHERE sid IN :sids",
    "sids",
)
_OPEN_NUMBERS = text("SELECT DISTINCT number FROM message WHERE settled = 0")
_IDS = text_with_lists("SELECT number, id FROM conversation WHERE number IN :numbers", "numbers")
_COLUMNS = tuple(NewMessage.__annotations__)
_values = itemgetter(*_COLUMNS)
_INSERT = text(
    f"INSERT INTO message (conversation_id, revision, {', '.join(_COLUMNS)})"
    f" VALUES (:conversation_id, :revision, {', '.join(f':{name}' for name in _COLUMNS)})"
)
_SHOW = text(
    """
    UPDATE conversation SET
        last_message_id = CASE WHEN :at >= last_activity_at
            THEN (SELECT id FROM message WHERE sid = :sid) ELSE last_message_id END,
        last_text = CASE WHEN :at >= last_activity_at THEN :shown ELSE last_text END,
        last_direction = CASE WHEN :at >= last_activity_at THEN :direction
            ELSE last_direction END,
        last_status = CASE WHEN :at >= last_activity_at THEN :status ELSE last_status END,
        last_activity_at = CASE WHEN :at >= last_activity_at THEN :at ELSE last_activity_at END,
        unread = unread + :unread, revision = :revision
    WHERE id = :id
    """
)
_ANSWER = text(
    """
    UPDATE message SET seen = 1, revision = :revision
    WHERE conversation_id = (SELECT id FROM conversation WHERE number = :number)
      AND seen = 0 AND happened_at < :at
    """
)
_RECOUNT = text(
    """
    UPDATE conversation SET
        unread = (SELECT count(*) FROM message
                  WHERE conversation_id = conversation.id AND seen = 0)
    WHERE number = :number
    """
)
_FINISHED = 2**31
"""A rank above that of every status."""

SHOWN = 200
"""How many characters of the newest text the list keeps."""


def known(connection: Connection, sids: Sequence[str]) -> dict[str, KnownMessage]:
    """Return what is known of messages, by SID; of one that was purged there is no more to know."""
    gone = purged.sids_among(connection, sids)
    found = {sid: KnownMessage(sid, "outbound", _FINISHED, 1, None) for sid in gone}
    for message in records(connection, KnownMessage, _KNOWN, sids=list(sids)):
        found[message.sid] = message
    return found


def numbers_with_open_texts(connection: Connection) -> frozenset[str]:
    """Return the numbers to which a text of ours waits, is under way or is unconfirmed."""
    return frozenset(number for (number,) in read_rows(connection, _OPEN_NUMBERS))


def insert(connection: Connection, rows: Sequence[NewMessage], revision: int) -> None:
    """Write messages that are new, with their contacts, conversations and places in the list."""
    ids = _conversations(connection, {row["number"] for row in rows}, revision)
    write_many(connection, _INSERT, [(ids[row["number"]], revision, *_values(row)) for row in rows])
    connection.execute(_SHOW, list(_places(rows, ids, revision)))


def _conversations(connection: Connection, numbers: set[str], revision: int) -> dict[str, int]:
    """Return the conversations of numbers by number; those that are missing are made."""
    ids = _ids(connection, numbers)
    missing = sorted(numbers - ids.keys())
    if missing:
        contacts.ensure_all(connection, missing)
        conversations.add_all(connection, missing, revision)
        ids |= _ids(connection, missing)
    return ids


def _ids(connection: Connection, numbers: Iterable[str]) -> dict[str, int]:
    return dict(read_rows(connection, _IDS, numbers=list(numbers)))


def _places(
    rows: Sequence[NewMessage], ids: dict[str, int], revision: int
) -> Iterable[dict[str, object]]:
    """Yield for each conversation its newest message and how many unread ones have come."""
    newest: dict[str, NewMessage] = {}
    unread: dict[str, int] = {}
    for row in rows:
        number = row["number"]
        unread[number] = unread.get(number, 0) + (not row["seen"])
        if number not in newest or row["happened_at"] >= newest[number]["happened_at"]:
            newest[number] = row
    for number, row in newest.items():
        yield {
            "id": ids[number],
            "sid": row["sid"],
            "at": row["happened_at"],
            "shown": (row["body"] or row["media"])[:SHOWN],
            "direction": row["direction"],
            "status": row["status"],
            "unread": unread[number],
            "revision": revision,
        }


def answer_earlier(connection: Connection, rows: Sequence[NewMessage], revision: int) -> None:
    """Mark the texts before outbound ones as seen."""
    newest: dict[str, int] = {}
    for row in rows:
        newest[row["number"]] = max(newest.get(row["number"], 0), row["happened_at"])
    answered = [{"number": number, "at": at, "revision": revision} for number, at in newest.items()]
    connection.execute(_ANSWER, answered)
    connection.execute(_RECOUNT, [{"number": number} for number in newest])
