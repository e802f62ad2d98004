"""Putting a backup in the place of a SQLite file that is damaged, lost or no longer wanted."""

from __future__ import annotations

import glob
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from smsdesk.store.errors import DatabaseMoved, DatabaseUnusable
from smsdesk.store.schema.revisions import KNOWN
from smsdesk.store.schema.version import MOVED_TO, moved_by
from smsdesk.store.sqlite import locks
from smsdesk.store.sqlite.backup import MADE_A_COPY, copy
from smsdesk.store.sqlite.copy_mark import MARK_SUFFIX
from smsdesk.store.tables.agents_on_record import AgentRecord
from smsdesk.store.tables.contact_events import EventRecord
from smsdesk.store.tables.purged import PurgedRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

_BESIDE = ("-wal", "-shm", MARK_SUFFIX)
"""What lies beside a database and belongs to it."""

_EVENT = ", ".join(name for name in EventRecord.__dataclass_fields__)
_EVENTS = f"""
    SELECT {_EVENT} FROM contact_event
    WHERE id BETWEEN ? AND ? AND kind IN ('opt_out', 'opt_in', 'question', 'question_dismissed')
    ORDER BY id
"""
_AGENTS = f"SELECT {', '.join(AgentRecord._fields)} FROM agent"
_LAST_EVENT = (
    "SELECT max(id) FROM contact_event",
    "SELECT max(consent_event_id) FROM contact",
)
_LOOKED_FOR = 100_000
"""Up to which id events are looked for where nothing tells how many there are."""

_AT_ONCE = 256
_IN_VAIN = 4
"""After so many stretches without anything that can be read there is no more to be hoped for."""
_VERSION = "SELECT version_num FROM alembic_version"
_MOVED_TO = "SELECT value FROM note WHERE key = ?"
_PROGRAMS = "SELECT agent, host, pid FROM program ORDER BY opened_at"


class SqliteRestoring:
    """A backup on its way into a SQLite file's place; see ``store.database.Restoring``."""

    def __init__(self, path: Path) -> None:
        """Work on the database at ``path``, whatever is there."""
        self._path = path
        self._coming = path.with_name(f"{path.name}.restoring")
        self._unreadable = 0

    @property
    def url(self) -> str:
        """Of the backup on its way."""
        return f"sqlite:///{self._coming}"

    @property
    def unreadable_events(self) -> int:
        """Stretches of events that could not be read."""
        return self._unreadable

    def refuse_while_open(self) -> None:
        """See ``store.database.Restoring``."""
        if locks.is_open_elsewhere(self._path):
            raise DatabaseUnusable(
                f"the database {self._path} is open: close {self._who()} first, then try again"
            )

    def refuse_moved(self) -> None:
        """See ``store.database.Restoring``."""
        if not self._path.is_file():
            return
        with suppress(sqlite3.Error), closing(self._look(self._path)) as connection:
            found = connection.execute(_VERSION).fetchone()
            if found and moved_by(str(found[0])):
                raise DatabaseMoved(str(connection.execute(_MOVED_TO, (MOVED_TO,)).fetchone()[0]))

    def is_sound(self) -> bool:
        """Whether there is a database in that place, and nothing is wrong with it."""
        if not self._path.is_file() or not self._path.stat().st_size:
            return False
        try:
            with closing(self._look(self._path)) as connection:
                return connection.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
        except sqlite3.Error:
            return False

    def bring(self, backup: Path) -> int | None:
        """See ``store.database.Restoring``."""
        if self._path.exists() and backup.samefile(self._path):
            raise DatabaseUnusable(f"{backup} is the database itself: name the backup")
        try:
            with closing(self._look(backup)) as connection:
                copied_at = _refuse_unusable(connection, backup)
        except sqlite3.Error as error:
            raise DatabaseUnusable(f"the backup {backup} cannot be read: {error}") from error
        self.give_up()
        copy(backup, self._coming)
        return copied_at

    def events(self) -> Iterator[EventRecord]:
        """See ``store.database.Restoring``."""
        if not self._path.is_file():
            return
        try:
            with closing(self._look(self._path)) as connection:
                last = _last_event(connection)
                in_vain = 0
                for first in range(1, last + 1, _AT_ONCE):
                    until = min(first + _AT_ONCE - 1, last)
                    lost = self._unreadable
                    yield from self._between(connection, first, until)
                    in_vain = in_vain + 1 if self._unreadable - lost > until - first else 0
                    if in_vain == _IN_VAIN:
                        return
        except sqlite3.Error:
            self._unreadable += 1

    def purged(self) -> Iterator[PurgedRecord]:
        """See ``store.database.Restoring``."""
        if not self._path.is_file():
            return
        with suppress(sqlite3.Error), closing(self._look(self._path)) as connection:
            for row in connection.execute("SELECT digest, kind, until FROM purged"):
                yield PurgedRecord(*row)

    def agents(self) -> Iterator[AgentRecord]:
        """See ``store.database.Restoring``."""
        if not self._path.is_file():
            return
        with suppress(sqlite3.Error), closing(self._look(self._path)) as connection:
            for row in connection.execute(_AGENTS).fetchall():
                yield AgentRecord(*row)

    def put_in_place(self, aside: str) -> Path | None:
        """See ``store.database.Restoring``."""
        kept = None
        try:
            if self._path.exists():
                kept = self._path.with_name(f"{self._path.name}.{aside}")
                for beside in ("", *_BESIDE):
                    with suppress(FileNotFoundError):
                        Path(f"{self._path}{beside}").rename(f"{kept}{beside}")
            self._coming.rename(self._path)
        except OSError as error:
            raise DatabaseUnusable(
                f"the backup could not be put in place: {error.strerror} ({self._path})"
            ) from error
        return kept

    def give_up(self) -> None:
        """Remove what is on its way."""
        for path in self._coming.parent.glob(f"{glob.escape(self._coming.name)}*"):
            path.unlink(missing_ok=True)

    def _look(self, path: Path) -> sqlite3.Connection:
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)

    def _between(
        self, connection: sqlite3.Connection, first: int, last: int
    ) -> Iterator[EventRecord]:
        """Yield the events of a stretch of ids; of a damaged one, those of its readable parts."""
        try:
            rows = connection.execute(_EVENTS, (first, last)).fetchall()
        except sqlite3.Error:
            if first == last:
                self._unreadable += 1
                return
            middle = (first + last) // 2
            yield from self._between(connection, first, middle)
            yield from self._between(connection, middle + 1, last)
            return
        yield from (EventRecord(*row) for row in rows)

    def _who(self) -> str:
        names: list[str] = []
        with suppress(sqlite3.Error), closing(self._look(self._path)) as connection:
            names = [
                f"{agent or 'somebody'}'s desk on {host} (process {process})"
                for agent, host, process in connection.execute(_PROGRAMS)
            ]
        if names:
            return " and ".join(names[:3])
        process = locks.who_has_it_open(self._path)
        return f"the program that has it open (process {process})" if process else "every desk"


def _refuse_unusable(connection: sqlite3.Connection, backup: Path) -> int | None:
    """Refuse what is no sound backup of ours; return when it was made, where it says so."""
    [problem] = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if problem != "ok":
        raise DatabaseUnusable(f"the backup {backup} is damaged itself: {problem}")
    try:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error:
        found = None
    if found is None or str(found[0]) not in KNOWN:
        raise DatabaseUnusable(f"{backup} is no backup of this smsdesk, or of a newer one")
    note = connection.execute("SELECT value FROM note WHERE key = ?", (MADE_A_COPY,)).fetchone()
    return int(note[0]) if note and note[0] else None


def _last_event(connection: sqlite3.Connection) -> int:
    for question in _LAST_EVENT:
        with suppress(sqlite3.Error):
            found = connection.execute(question).fetchone() or (0,)
            return int(found[0] or 0)
    return _LOOKED_FOR
