"""What the database cannot do, in one line for the user; the same words in every dialect."""

from __future__ import annotations

from smsdesk.errors import DeskError

CHANGED = "the database was changed at that moment: try again"


class StoreError(DeskError):
    """The database cannot do what was asked; ``str()`` is one line for the user."""


class DatabaseBusy(StoreError):
    """Another process has held the write lock for longer than anybody waits."""


class DatabaseUnusable(StoreError):
    """The database is none, is damaged, cannot be written or cannot be reached."""

    exit_code = 2


class StartAgain(StoreError):
    """This program can do nothing more with the database: it has to be closed and started again."""

    exit_code = 2


class DatabaseGone(StartAgain):
    """The file was deleted, moved away or replaced while this program had it open."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"the database file was deleted or replaced while it was open ({place}): nothing is"
            " written any more; close smsdesk, put the file back or restore a backup, start again"
        )


class DatabaseMoved(StartAgain):
    """All that the file held was moved to a server."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"the database was moved to {place}: nothing is written here any more; set database.url"
            " to that, and start smsdesk again"
        )


class HalfMoved(DatabaseUnusable):
    """A move into the database has begun and not ended."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"the database {place} is being filled by smsdesk move-to, or that was interrupted:"
            " wait for its end, or say the same again where the file is"
        )


class ProgramOutdated(StartAgain):
    """Another version has changed the tables while this program had the database open."""

    def __init__(self) -> None:
        super().__init__(
            "smsdesk was updated while this one was open: close it and start it again; nothing is"
            " written until then, and drafts stay where they are"
        )


class ProgramsOpen(StoreError):
    """The tables cannot be changed while programs of an older version have the database open."""

    exit_code = 2


class QueryStopped(StoreError):
    """Whoever asked no longer wants the answer; nobody needs to be told."""

    def __init__(self) -> None:
        super().__init__("the search was stopped")
