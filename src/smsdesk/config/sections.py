"""Every key, declared once: its type and default, what it may hold, what it is for.

A field's type and default are what Python sees; ``_key`` adds the kind of value (which knows
the range) and one line of description. The loader, ``config.example.toml``, ``smsdesk config
show`` and the README's table derive from these declarations through ``keys()``.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, field, fields
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from smsdesk.config.kinds import (
    BASE_URL,
    COMMAND,
    DATABASE,
    FLAG,
    KEYWORDS,
    NAME,
    NUMBER,
    PATH,
    REGION,
    TOKEN,
    Choice,
    Decimal,
    Kind,
    Whole,
)
from smsdesk.config.places import default_database_path, login_name
from smsdesk.redaction import MASK, redacted, shown_sid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_T = TypeVar("_T")


def _key(
    kind: Kind,
    says: str,
    *,
    default: _T,
    default_says: str = "",
    secret: bool = False,
    shown: Callable[[str], str] = redacted,
) -> _T:
    """Declare a key with a fixed default; a secret one is left out of ``repr``."""
    about = {
        "kind": kind,
        "says": says,
        "default_says": default_says,
        "secret": secret,
        "shown": _masked if secret else shown,
    }
    return field(default=default, metadata=about, repr=not secret)


def _masked(_text: str) -> str:
    return MASK


def _program_alone(command: str) -> str:
    """Return what a command begins with: its arguments may hold the secret itself."""
    program, space, _arguments = command.partition(" ")
    return f"{redacted(program)} {MASK}" if space else redacted(program)


def _address_alone(url: str) -> str:
    """Return an address without its path."""
    scheme, _, rest = url.partition("://")
    host, slash, _path = rest.partition("/")
    return redacted(f"{scheme}://{host}/{MASK}" if slash else url)


def _local_key(kind: Kind, says: str, *, default: Callable[[], _T], default_says: str) -> _T:
    """Declare a key whose default differs from computer to computer."""
    about = {
        "kind": kind,
        "says": says,
        "default_says": default_says,
        "secret": False,
        "shown": redacted,
    }
    return field(default_factory=default, metadata=about)


def _default_database_url() -> str:
    return f"sqlite:///{default_database_path()}"


@dataclass(frozen=True, slots=True)
class TwilioConfig:
    """The account at Twilio and the firm's number."""

    account_sid: str = _key(
        TOKEN, "the account's SID, AC...", default="", shown=partial(shown_sid, "AC")
    )
    auth_token: str = _key(TOKEN, "the account's auth token", default="", secret=True)
    auth_token_command: str = _key(
        COMMAND,
        "a command that prints the auth token in its first line, where auth_token is empty",
        default="",
        shown=_program_alone,
    )
    api_key: str = _key(
        TOKEN,
        "an API key's SID, SK..., instead of the auth token",
        default="",
        shown=partial(shown_sid, "SK"),
    )
    api_secret: str = _key(TOKEN, "the API key's secret", default="", secret=True)
    api_secret_command: str = _key(
        COMMAND,
        "a command that prints the API key's secret, where api_secret is empty",
        default="",
        shown=_program_alone,
    )
    keyring: bool = _key(
        FLAG,
        "whether the system's keyring has the secret that is said nowhere here (smsdesk[keyring])",
        default=False,
    )
    from_number: str = _key(
        NUMBER, "the firm's number; every text leaves from it, none without it", default=""
    )
    messaging_service_sid: str = _key(
        TOKEN,
        "a Messaging Service, MG..., that the number belongs to",
        default="",
        shown=partial(shown_sid, "MG"),
    )
    base_url: str = _key(
        BASE_URL,
        "another address for the carrier, lookups included",
        default="",
        default_says="Twilio's",
        shown=_address_alone,
    )


@dataclass(frozen=True, slots=True)
class DeskConfig:
    """The agent at this desk."""

    user: str = _local_key(
        NAME,
        "the agent's name, kept with every text that leaves",
        default=login_name,
        default_says="the login name",
    )
    identity: str = _key(
        Choice(("login", "command")),
        "whose desk it is: user's, or that of the agent whom --agent names (docs/hosting.md)",
        default="login",
    )
    restricted: bool = _key(
        FLAG,
        "whether the desk only reads and texts: no file, no program, no browser, no shell",
        default=False,
    )
    firm: str = _key(NAME, "the firm's name, where a template has {firm}", default="")
    region: str = _key(
        REGION, "the country of phone numbers written without a country code", default="US"
    )


@dataclass(frozen=True, slots=True)
class DatabaseConfig:
    """Where everything is kept; once loaded, ``url`` is a URL with an absolute path."""

    url: str = _local_key(
        DATABASE,
        "the database; a relative path starts at this file's folder",
        default=_default_database_url,
        default_says="smsdesk.db in the platform's data folder",
    )


@dataclass(frozen=True, slots=True)
class LookupConfig:
    """Twilio Lookup, which costs money for each number."""

    enabled: bool = _key(FLAG, "whether new numbers are asked for their line type", default=True)
    confirm_above: int = _key(
        Whole(0, 1_000_000), "an import with more new numbers than this asks first", default=200
    )
    price_usd: float = _key(Decimal(0, 10), "what one lookup costs, in US dollars", default=0.008)


@dataclass(frozen=True, slots=True)
class LimitsConfig:
    """The limits of the send rules: they can be made stricter, not looser."""

    per_minute: int = _key(
        Whole(1, 10), "how many texts an agent may send in any 60 seconds", default=10
    )
    duplicate_window: float = _key(
        Decimal(2, 3600),
        "seconds in which the same text to the same number leaves only once",
        default=2.0,
    )


@dataclass(frozen=True, slots=True)
class OptOutConfig:
    """What the firm counts as an opt-out beside the usual keywords."""

    keywords: tuple[str, ...] = _key(
        KEYWORDS,
        "the firm's own opt-out keywords (Twilio's Advanced Opt-Out), beside STOP and its like",
        default=(),
    )


@dataclass(frozen=True, slots=True)
class AutoBlockConfig:
    """When a contact is flagged."""

    after: int = _key(
        Whole(1, 100),
        "how many texts in a row have to be filtered until the contact is blocked",
        default=3,
    )


@dataclass(frozen=True, slots=True)
class SyncConfig:
    """How Twilio is polled."""

    interval: float = _key(Decimal(1, 3600), "seconds between two looks for new texts", default=5.0)
    history: int = _key(
        Whole(0, 400), "days that the first sync of a new database reads back", default=90
    )


@dataclass(frozen=True, slots=True)
class OutboxConfig:
    """Texts that wait for the network."""

    max_wait: float = _key(
        Decimal(1, 10_080),
        "minutes after which a waiting text is held until the agent says go",
        default=15.0,
    )


@dataclass(frozen=True, slots=True)
class QuietHoursConfig:
    """When leads are not texted, by their own clock."""

    mode: str = _key(
        Choice(("warn", "ask", "hold", "off")),
        "what becomes of a text in quiet hours: it leaves with a warning (warn), after a second"
        " Enter (ask), in the next allowed hour (hold), or nothing is judged (off)",
        default="warn",
    )
    file: str = _key(
        PATH,
        "the firm's own hours, as JSON; a relative path starts at this file's folder;"
        " smsdesk init --hours writes one to begin with",
        default="",
        default_says="the hours that come with smsdesk",
    )


@dataclass(frozen=True, slots=True)
class UiConfig:
    """The screen."""

    theme: str = _key(
        Choice(("auto", "dark", "light")), "the colours; auto asks the terminal", default="auto"
    )


@dataclass(frozen=True, slots=True)
class NotifyConfig:
    """How an agent is called when a lead texts."""

    bell: bool = _key(FLAG, "ring the terminal's bell when a lead texts", default=True)
    desktop: str = _key(
        Choice(("auto", "off", "osc9", "osc777", "osc99")),
        "a desktop notification while nobody looks at the desk, by the sequence that the"
        " terminal knows",
        default="auto",
    )
    content: bool = _key(FLAG, "name the lead and show the text in the notification", default=False)
    command: str = _key(
        COMMAND,
        "a program that notifies in the terminal's place; SMSDESK_NOTIFY_TEXT is what it says",
        default="",
    )


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that can be set, section by section.

    Attributes:
        source: the file that was read, or ``None``.
        origins: who said what is not at its default, by dotted key: ``FILE:LINE`` or the name
            of an environment variable.
    """

    twilio: TwilioConfig = field(default_factory=TwilioConfig)
    desk: DeskConfig = field(default_factory=DeskConfig)
    database: DatabaseConfig = field(default_factory=DatabaseConfig)
    lookup: LookupConfig = field(default_factory=LookupConfig)
    limits: LimitsConfig = field(default_factory=LimitsConfig)
    optout: OptOutConfig = field(default_factory=OptOutConfig)
    auto_block: AutoBlockConfig = field(default_factory=AutoBlockConfig)
    sync: SyncConfig = field(default_factory=SyncConfig)
    outbox: OutboxConfig = field(default_factory=OutboxConfig)
    quiet_hours: QuietHoursConfig = field(default_factory=QuietHoursConfig)
    ui: UiConfig = field(default_factory=UiConfig)
    notify: NotifyConfig = field(default_factory=NotifyConfig)
    source: Path | None = field(default=None, compare=False)
    origins: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({}), compare=False, repr=False
    )

    @property
    def configured(self) -> bool:
        """Whether anybody has set anything, in a file or in the environment."""
        return self.source is not None or bool(self.origins)


@dataclass(frozen=True, slots=True)
class Key:
    """One key as people write it.

    Attributes:
        section: the TOML table that it stands in.
        name: its name in there.
        kind: what it may hold.
        says: what it is for, in one line without a full stop.
        default_says: the default in words, where its value alone would not tell.
        secret: whether its value is never shown.
        shown: what of its text can be shown, where it has one.
    """

    section: str
    name: str
    kind: Kind
    says: str
    default: object
    default_says: str
    secret: bool
    shown: Callable[[str], str]

    @property
    def dotted(self) -> str:
        """The key with its section: ``limits.per_minute``."""
        return f"{self.section}.{self.name}"

    @property
    def variable(self) -> str:
        """Its environment variable: capitals, two underscores between the parts."""
        return f"SMSDESK_{self.section}__{self.name}".upper()


def sections() -> dict[str, type[Any]]:
    """Return the sections' dataclasses by their names in the file, in order."""
    found: dict[str, type[Any]] = {}
    for part in fields(Config):
        shape: object = part.default_factory
        if isinstance(shape, type):
            found[part.name] = shape
    return found


def keys() -> tuple[Key, ...]:
    """Return every key, in the order of the file."""
    return tuple(
        _as_key(section, declared)
        for section, shape in sections().items()
        for declared in fields(shape)
    )


def _as_key(section: str, declared: Field[Any]) -> Key:
    made = declared.default_factory
    return Key(
        section=section,
        name=declared.name,
        default=declared.default if made is MISSING else made(),
        **declared.metadata,
    )
