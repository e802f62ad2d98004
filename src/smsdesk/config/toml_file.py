"""``config.toml``: its values, each with the line it stands on.

``tomllib`` tells the line of a syntax error but not of a value, so the lines are found by a
look at the text: section heads and the keys at the starts of lines.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from smsdesk.config.errors import ConfigError, did_you_mean
from smsdesk.config.said import Said
from smsdesk.config.sections import sections
from smsdesk.redaction import shown_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from smsdesk.config.sections import Key

_WORD = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_DOTTED = rf"{_WORD}(?:\s*\.\s*{_WORD})*"
_HEAD = re.compile(rf"\s*\[\[?\s*({_DOTTED})\s*\]")
_ENTRY = re.compile(rf"\s*({_DOTTED})\s*=")
_NAMES = re.compile(r"\('.*?\)|'[^']{3,}'|\"[^\"]{3,}\"")
"""Where the parser's own sentence names what it found: it may be a secret gone astray."""

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_toml(path: Path, keys: Mapping[str, Key]) -> dict[str, Said]:
    """Return what a configuration file says, by dotted key; an empty text says nothing.

    Args:
        path: the file.
        keys: the keys that there are, by dotted name.

    Raises:
        ConfigError: the file cannot be read, is no TOML, or has a key that does not exist.
    """
    text = _read(path)
    document = _parse(path, text)
    lines = _lines(text)
    said: dict[str, Said] = {}
    for section, content in document.items():
        origin = f"{path}:{lines.get(section, 1)}"
        if section not in sections():
            wanted = did_you_mean(section, [*sections(), *_dotted_for(section, keys)])
            named = shown_name(section, "of that name")
            raise ConfigError(f"{origin}: there is no section {named}{wanted}")
        if not isinstance(content, dict):
            raise ConfigError(f"{origin}: {section} is a section; write [{section}] above its keys")
        for name, value in content.items():
            dotted = f"{section}.{name}"
            origin = f"{path}:{lines.get(dotted, lines.get(section, 1))}"
            if dotted not in keys:
                named = shown_name(dotted, f"of that name in [{section}]")
                raise ConfigError(f"{origin}: there is no key {named}{_meant(dotted, keys)}")
            if value == "":
                continue
            said[dotted] = Said(value, origin, subject=f"{origin}: {dotted}")
    return said


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(f"{path}: there is no such file; smsdesk init makes one") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{path}:{line}: not UTF-8; save the file as UTF-8") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None


def _parse(path: Path, text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        sentence = str(error)
        place = _PLACE.search(sentence)
        line = text.count("\n") + 1
        column = ""
        if place:
            sentence = sentence[: place.start()]
            if place[1]:
                line, column = int(place[1]), f" (column {place[2]})"
        sentence = _NAMES.sub("a name", f"{sentence[:1].lower()}{sentence[1:]}")
        raise ConfigError(f"{path}:{line}: not valid TOML: {sentence}{column}") from None


def _lines(text: str) -> dict[str, int]:
    """Return the first line, counted from 1, of each section and each dotted key."""
    found: dict[str, int] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if head := _HEAD.match(line):
            section = _plain(head[1])
            found.setdefault(section, number)
        elif entry := _ENTRY.match(line):
            dotted = ".".join(filter(None, (section, _plain(entry[1]))))
            found.setdefault(dotted, number)
            found.setdefault(dotted.partition(".")[0], number)
    return found


def _plain(dotted: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in dotted.split("."))


def _dotted_for(name: str, keys: Mapping[str, Key]) -> list[str]:
    """Return the keys of that name: one that stands above its section is a common slip."""
    return [key.dotted for key in keys.values() if key.name == name]


def _meant(dotted: str, keys: Mapping[str, Key]) -> str:
    elsewhere = _dotted_for(dotted.partition(".")[2], keys)
    if elsewhere:
        return f'; did you mean "{elsewhere[0]}"?'
    return did_you_mean(dotted, keys)
