"""The kinds of value that a configuration key can hold, and what each allows.

An empty text never comes here: in the file as in the environment it means "not set".
A kind answers three questions: what is allowed, in words for an error line; whether a value of
a TOML file is one; and what a text out of the environment means. It knows no key by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from smsdesk.e164 import is_e164
from smsdesk.home_folders import has_no_home

if TYPE_CHECKING:
    from collections.abc import Callable

_REGION = re.compile(r"[A-Za-z]{2}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Kind(Protocol):
    """What a key may hold."""

    @property
    def allowed(self) -> str:
        """What is allowed, in words that finish "allowed is ..."."""
        ...

    def accept(self, value: object) -> object:
        """Return a TOML value as it is kept.

        Raises:
            ValueError: it is not allowed; the text of the error is of no use to anybody.
        """
        ...

    def parse(self, text: str) -> object:
        """Return what a text out of the environment means, as a TOML value.

        Raises:
            ValueError: the text means nothing of this kind.
        """
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text that ``shape`` returns as it is kept, or refuses by ``ValueError``."""

    allowed: str
    shape: Callable[[str], str] = str

    def accept(self, value: object) -> str:
        """Return the text, trimmed and in its kept form."""
        if not isinstance(value, str) or _CONTROL.search(value):
            raise ValueError
        return self.shape(value.strip())

    def parse(self, text: str) -> str:
        """Return the text as it is."""
        return text


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds, both included."""

    least: int
    most: int

    @property
    def allowed(self) -> str:
        """The bounds, in words."""
        return f"a whole number from {self.least} to {self.most}"

    def accept(self, value: object) -> int:
        """Return the number; ``true`` and ``10.0`` are none."""
        if (
            isinstance(value, int)
            and not isinstance(value, bool)
            and self.least <= value <= self.most
        ):
            return value
        raise ValueError

    def parse(self, text: str) -> int:
        """Read digits."""
        return int(text)


@dataclass(frozen=True, slots=True)
class Decimal:
    """A number within bounds, both included."""

    least: float
    most: float

    @property
    def allowed(self) -> str:
        """The bounds, in words."""
        return f"a number from {self.least:g} to {self.most:g}"

    def accept(self, value: object) -> float:
        """Return the number; ``true``, ``nan`` and ``inf`` are none."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            number = float(value)
            if self.least <= number <= self.most:
                return number
        raise ValueError

    def parse(self, text: str) -> float:
        """Read a number with a decimal point."""
        return float(text)


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    @property
    def allowed(self) -> str:
        """Both words."""
        return "true or false"

    def accept(self, value: object) -> bool:
        """Return the flag."""
        if isinstance(value, bool):
            return value
        raise ValueError

    def parse(self, text: str) -> bool:
        """Read the words that people write for yes and no."""
        word = text.strip().lower()
        if word in ("true", "yes", "on", "1"):
            return True
        if word in ("false", "no", "off", "0"):
            return False
        raise ValueError


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    @property
    def allowed(self) -> str:
        """The words."""
        return " or ".join(f'"{word}"' for word in self.words)

    def accept(self, value: object) -> str:
        """Return the word."""
        if not isinstance(value, str) or value not in self.words:
            raise ValueError
        return value

    def parse(self, text: str) -> str:
        """Return the word in small letters."""
        return text.strip().lower()


def _e164(text: str) -> str:
    if not is_e164(text):
        raise ValueError
    return text


def _region(text: str) -> str:
    if not _REGION.fullmatch(text):
        raise ValueError
    return text.upper()


def _without_spaces(text: str) -> str:
    if any(character.isspace() for character in text):
        raise ValueError
    return text


def _base_url(text: str) -> str:
    from urllib.parse import urlsplit

    parts = urlsplit(text)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    if not safe or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise ValueError
    _ = parts.port  # raises ValueError where it is no port
    return text.rstrip("/")


def _short_name(text: str) -> str:
    if len(text) > 64:
        raise ValueError
    return text


def is_server(location: str) -> bool:
    """Whether a database is named that a PostgreSQL server has, not a file."""
    return location.startswith("postgresql://")


def _database(text: str) -> str:
    if is_server(text):
        return _server(text)
    path = text.removeprefix("sqlite:///")
    # What follows a "?" would be read as the URL's options; in memory nothing would be kept.
    if not path or "://" in path or "?" in path or path == ":memory:" or has_no_home(path):
        raise ValueError
    return text


def _server(text: str) -> str:
    """Return the URL of a database on a server, which holds no password: it would be shown."""
    from urllib.parse import parse_qs, urlsplit

    parts = urlsplit(text)
    named = parse_qs(parts.query, strict_parsing=bool(parts.query))
    if parts.password is not None or "password" in named or parts.fragment:
        raise ValueError
    if any(character.isspace() for character in text):
        raise ValueError
    if not parts.path.strip("/") and not named.keys() & {"service", "dbname"}:
        raise ValueError  # the role's own name would count: whoever is meant
    _ = parts.port  # raises ValueError where it is no port
    return text


def _path(text: str) -> str:
    if has_no_home(text):
        raise ValueError
    return text


def _command(text: str) -> str:
    import shlex

    if not shlex.split(text):
        raise ValueError
    return text


COMMAND = Text("a command with its arguments, as a shell reads them; no shell runs it", _command)
TOKEN = Text("text without spaces", _without_spaces)
NUMBER = Text('a number in E.164, such as "+14155550100"', _e164)
BASE_URL = Text('an "https://..." address, or "http://..." on this computer only', _base_url)
NAME = Text("a name of 1 to 64 characters", _short_name)
PATH = Text("the path of a file (~ is your home folder)", _path)
REGION = Text('a country in two letters, such as "US"', _region)
DATABASE = Text(
    'a file, as a path (~ is your home folder) or as "sqlite:///PATH", or'
    ' "postgresql://HOST/NAME" or "postgresql:///?service=NAME" without a password',
    _database,
)
FLAG = Flag()
