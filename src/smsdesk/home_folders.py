"""``~`` and ``~name`` in a path, as a shell reads them."""

from __future__ import annotations

import os
from pathlib import Path


def from_home(path: str | Path) -> Path:
    """Return a path with the home folder in place of its ``~``.

    Where this computer knows no such user, the ``~name`` stays as it was written, and is the name
    of a folder like any other.
    """
    return Path(os.path.expanduser(path))  # noqa: PTH111 - Path.expanduser raises RuntimeError


def has_no_home(path: str) -> bool:
    """Whether a path begins in the home folder of somebody whom this computer does not know."""
    return str(from_home(path)).startswith("~")
