r"""The name of the key behind a sequence, as Textual's widgets and bindings know it.

Terminals spell a key with modifiers in four ways, and Textual's own table knows two of them:

* ``CSI 13;2u``: the Kitty protocol, and tmux with ``extended-keys on``. Without the protocol's
  text field (tmux) a shifted letter or space carries no character, and is one all the same.
* ``CSI 27;2;13~``: xterm's modifyOtherKeys; Textual makes ``shift+\r`` of it.
* ``ESC O 2 M``: the keypad in application mode, with a modifier; to Textual no key at all.
* ``ESC CR``: Alt+Enter without any of these.
"""

from __future__ import annotations

import re
from typing import Final

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS, MODIFIER_FUNCTIONAL_KEYS
from textual._xterm_parser import XTermParser
from textual.events import Key
from textual.keys import Keys

_OTHER_KEY: Final = re.compile(r"\x1b\[27;(\d+);(\d+)~")
_UNICODE_KEY: Final = re.compile(r"\x1b\[(\d+)(?:[:\d]*);(\d+)(?:[:\d]*)u")
_NUMBERED_KEY: Final = re.compile(r"\x1b\[(\d*)[:;\d]*([~A-Z])")
_KEYPAD_KEY: Final = re.compile(r"\x1bO(\d+)([A-Za-y])|\x1bO\d*;(\d+)([A-Za-y])")
_SHIFTED_ENTER: Final = re.compile(r"\x1b\[(?:13(?::\d*)*;2(?::\d*)?u|27;2;13~)")
_KITTY_ONLY: Final = re.compile(r"\x1b\[[\d:]+;[\d:]*;[\d:]+u")

_SHIFT: Final = 2  # 1 + the bit for Shift, as all of them count
_ALT_NAMES: Final = {"\r": "enter", "\n": "enter", "\x7f": "backspace", "\x08": "backspace"}
_SAME_WITH_SHIFT: Final = {"shift+backspace": "backspace", "shift+space": "space"}
_MODIFIERS: Final = ((1, "shift"), (2, "alt"), (4, "ctrl"))


def proves_shift_enter(sequence: str) -> bool:
    """Return whether a sequence comes only from a terminal that tells Shift+Enter from Enter.

    That is the key itself; a key with the text that belongs to it, which no terminal sends but
    with the Kitty protocol; and a modifier key by itself.
    """
    return bool(_SHIFTED_ENTER.fullmatch(sequence) or _KITTY_ONLY.fullmatch(sequence)) or any(
        key.key in MODIFIER_FUNCTIONAL_KEYS for key in _NAMES.named(sequence)
    )


def keys_of(sequence: str) -> list[Key]:
    """Return the keys of one character or one sequence; none where it is no key that we know."""
    if found := _OTHER_KEY.fullmatch(sequence):
        sequence = f"\x1b[{found[2]};{found[1]}u"
    if (found := _KEYPAD_KEY.fullmatch(sequence)) is not None:
        return _keypad_keys(int(found[1] or found[3]), found[2] or found[4])
    if not _may_be_key(sequence):
        return []
    keys = [key for key in _NAMES.named(sequence) if key.key != Keys.Ignore]
    if found := _UNICODE_KEY.fullmatch(sequence):
        return [_with_character(key, int(found[1]), int(found[2])) for key in keys]
    return [Key(_SAME_WITH_SHIFT.get(key.key, key.key), key.character) for key in keys]


def alt_key(character: str) -> Key:
    """Return the key of what came at once with an ESC before it: a character or a sequence."""
    name = _ALT_NAMES.get(character)
    if name is None:
        name = _NAMES.named(character)[0].key
    return Key(f"alt+{name}", None)


class _Names(XTermParser):
    """Textual's names of keys, without the rest of its parser."""

    def named(self, sequence: str) -> list[Key]:
        try:
            return list(self._sequence_to_key_events(sequence))
        except (ValueError, OverflowError):  # a code point that does not exist
            return []


_NAMES: Final = _Names()


def _may_be_key(sequence: str) -> bool:
    """Return whether a numbered sequence is a key: Textual types ``c`` for ``CSI 99~``."""
    found = _NUMBERED_KEY.fullmatch(sequence)
    return (
        found is None
        or f"{found[1] or 1}{found[2]}" in FUNCTIONAL_KEYS
        or sequence in ANSI_SEQUENCES_KEYS
    )


def _with_character(key: Key, code: int, modifiers: int) -> Key:
    """Give a shifted character what it types, where the terminal left it to us."""
    name = _SAME_WITH_SHIFT.get(key.key, key.key)
    if key.character is None and modifiers == _SHIFT and 32 <= code < 0xE000:
        shifted = chr(code).upper()
        if shifted.isprintable() and len(shifted) == 1:
            return Key(name if shifted == " " else shifted, shifted)
    return Key(name, key.character)


def _keypad_keys(modifiers: int, final: str) -> list[Key]:
    keys = _NAMES.named(f"\x1bO{final}")
    if final in "ABCDFHPQRS":  # the same keys that come as CSI in most terminals
        return _NAMES.named(f"\x1b[1;{modifiers}{final}") or keys
    bits = modifiers - 1
    prefix = "".join(f"{name}+" for bit, name in sorted(_MODIFIERS, key=_name) if bits & bit)
    return [key if key.character else Key(f"{prefix}{key.key}", None) for key in keys]


def _name(modifier: tuple[int, str]) -> str:
    return modifier[1]
