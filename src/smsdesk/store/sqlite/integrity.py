"""Whether a SQLite file is sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection


def problems(connection: Connection) -> tuple[str, ...]:
    """Return what ``integrity_check`` and ``foreign_key_check`` find; empty where all is sound."""
    found = [
        str(row[0])
        for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")
        if row[0] != "ok"
    ]
    found += [
        f"row {row[1]} of {row[0]} points at a missing row of {row[2]}"
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
    ]
    return tuple(found)
