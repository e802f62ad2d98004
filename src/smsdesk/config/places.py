"""Where things are kept on this computer, by the platform's habits."""

from __future__ import annotations

from pathlib import Path

from smsdesk.config.kinds import is_server


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


def database_url(location: str, folder: Path) -> str:
    """Return the URL of a database that was named by URL or by path.

    Args:
        location: ``sqlite:///PATH``, a path, ``~`` being the home folder, or ``postgresql://...``.
        folder: what a relative path is relative to.
    """
    if is_server(location):
        return location
    path = Path(location.removeprefix("sqlite:///")).expanduser()
    return f"sqlite:///{(folder / path).absolute()}"


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
