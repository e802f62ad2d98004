"""A statement that never ends by itself, in the place of one that takes long."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from smsdesk.store.driver import read_rows

if TYPE_CHECKING:
    from types import ModuleType

    import pytest
    from sqlalchemy import Connection

_FOREVER = text(
    """
    WITH RECURSIVE number(n) AS (SELECT begun() UNION ALL SELECT n + 1 FROM number)
    SELECT max(n) FROM number
    """
)


class Forever:
    """Stands in for the reading of a module of the store.

    Attributes:
        begun: set when the database is at work on it, or is just about to be.
    """

    def __init__(self) -> None:
        self.begun = threading.Event()

    def stand_in(self, monkeypatch: pytest.MonkeyPatch, module: ModuleType) -> None:
        """Take the place of a module's ways to read."""
        for name in ("read_rows", "records"):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, self)

    def __call__(
        self, connection: Connection, *_of: object, **_params: object
    ) -> list[tuple[Any, ...]]:
        """Ask for what has no answer."""
        if connection.dialect.name == "postgresql":
            self.begun.set()
            return read_rows(connection, text("SELECT pg_sleep(60)"))
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.create_function("begun", 0, self._begin)
        return read_rows(connection, _FOREVER)

    def _begin(self) -> int:
        self.begun.set()
        return 1
