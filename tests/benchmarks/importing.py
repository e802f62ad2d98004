"""A firm into whose database another process imports a lead file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .lead_file import write_file

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = 500_000
"""Enough for more than half a minute."""

SEED = 11
"""Other people than those of the generated firms."""


@contextmanager
def copied(database: Path) -> Iterator[Path]:
    """Lend a copy of a database that may be changed, beside it, where there is room for it."""
    with tempfile.TemporaryDirectory(dir=database.parent) as folder:
        other = Path(folder) / database.name
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(other)) as to:
            source.backup(to)
            to.execute("PRAGMA journal_mode = WAL")
        yield other


@contextmanager
def importing(database: Path, folder: Path) -> Iterator[None]:
    """Let a lead file be imported while the block runs; the file is made once and kept in a folder.

    Raises:
        RuntimeError: it was too short.
    """
    source = folder / f"leads-{ROWS}-others.csv"
    if not source.exists():
        write_file(source, ROWS, SEED)
    command = [sys.executable, "-m", f"{__package__}.lead_file", str(source), str(database)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        yield
        if process.poll() is not None:
            raise RuntimeError("the import had ended before the last key")
    finally:
        process.kill()
        process.wait()
