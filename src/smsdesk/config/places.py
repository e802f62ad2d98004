"""Where things are kept on this computer, by the platform's habits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.config.kinds import is_server

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def default_config_path() -> Path:
    """Return where ``config.toml`` is looked for: the platform's configuration folder."""
    from platformdirs import user_config_path

    return user_config_path("smsdesk", appauthor=False) / "config.toml"


def default_database_path() -> Path:
    """Return where the database is kept: ``smsdesk.db`` in the platform's data folder."""
    return _data_dir() / "smsdesk.db"


def demo_data_dir() -> Path:
    """Return the folder in which ``smsdesk demo`` keeps its database and its carrier's journal."""
    return _data_dir() / "demo"


def crash_report_dir() -> Path:
    """Return the folder for reports of crashes: the platform's for a program's state."""
    from platformdirs import user_state_path

    return user_state_path("smsdesk", appauthor=False) / "crashes"


def database_url(location: str, placed: Callable[[str], Path]) -> str:
    """Return the URL of a database that was named by URL or by path.

    Args:
        location: ``sqlite:///PATH``, a path, or ``postgresql://...``.
        placed: makes a path that was written down an absolute one.
    """
    if is_server(location):
        return location
    return f"sqlite:///{placed(location.removeprefix('sqlite:///'))}"


def login_name() -> str:
    """Return the login name, or ``agent`` where this computer knows none."""
    import getpass

    try:
        return getpass.getuser()[:64] or "agent"
    except (ImportError, KeyError, OSError):
        return "agent"


def _data_dir() -> Path:
    from platformdirs import user_data_path

    return user_data_path("smsdesk", appauthor=False)
