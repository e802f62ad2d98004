"""Merge fields: the places of a template that hold another value for each lead.

``Hi {first_name|there}, {event} begins at seven`` has two fields; the first has a default. ``{{``
stands for a brace. A template is read once and filled once: what a field holds is never read as
a template, whatever a lead has written as a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from smsdesk.errors import DeskError

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS: Final[Mapping[str, str]] = {
    "first_name": "the first name, else the first word of a plain name",
    "name": "the whole name",
    "email": "the e-mail address",
    "event": "the event they signed up for",
    "state": "the state, as the lead file had it",
    "zip": "the ZIP, as the lead file had it",
    "country": "the country, as the lead file had it",
    "agent": "who sends (`desk.user`)",
    "firm": "the firm's name (`desk.firm`)",
}
"""Every field by its name, with what it holds; of a lead, what the newest signup says."""

_PART: Final = re.compile(r"\{\{|\{([^{}|]*)(?:\|([^{}]*))?\}|\{")
_TITLES: Final = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "madam", "herr", "frau", "m", "mme"}
    | {"mlle", "sr", "sra", "srta", "the"}
)


def has_something(value: str) -> bool:
    """Return whether a value has a character that can be seen."""
    return any(sign.isprintable() and not sign.isspace() for sign in value)


class TemplateError(DeskError):
    """A template, or a value for one, is not as it must be."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class MergeField:
    """A place of a template that is filled.

    Attributes:
        name: one of ``FIELDS``.
        default: what stands there for a lead without a value; ``None`` where none was given.
    """

    name: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """A template with the values of one lead.

    Attributes:
        text: what would leave; empty while a value is missing.
        missing: the fields without a value or a default, in the order in which they stand.
    """

    text: str
    missing: tuple[str, ...] = ()


def parse(text: str) -> tuple[str | MergeField, ...]:
    """Return the pieces of a template in their order: plain texts, and fields.

    Raises:
        TemplateError: a field has no end, or a name that is none of ``FIELDS``.
    """
    pieces: list[str | MergeField] = []
    end = 0
    for found in _PART.finditer(text):
        pieces.append(text[end : found.start()])
        end = found.end()
        if found[0] == "{{":
            pieces.append("{")
        elif found[1] is None:
            raise TemplateError(f"a field has no end: {found.string[found.start() :][:20]!r}; "
                                "write {{ for a brace")  # fmt: skip
        else:
            pieces.append(MergeField(checked_field(found[1].strip()), found[2]))
    pieces.append(text[end:])
    return tuple(piece for piece in pieces if piece != "")


def checked_field(name: str) -> str:
    """Return the name of a field, in the case in which it is known.

    Raises:
        TemplateError: there is none of that name; the nearest one is named.
    """
    folded = name.casefold()
    if folded in FIELDS:
        return folded
    near = get_close_matches(folded, FIELDS, n=1, cutoff=0.5)
    known = f"did you mean {{{near[0]}}}?" if near else f"known are {', '.join(FIELDS)}"
    raise TemplateError(f"there is no field {{{name}}}: {known}")


def fields_of(text: str) -> tuple[str, ...]:
    """Return the names of a template's fields, each once.

    Raises:
        TemplateError: it cannot be read.
    """
    named = (piece.name for piece in parse(text) if isinstance(piece, MergeField))
    return tuple(dict.fromkeys(named))


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Fill a template; a value of nothing but white space is none.

    Raises:
        TemplateError: it cannot be read.
    """
    filled: list[str] = []
    missing: list[str] = []
    for piece in parse(text):
        if isinstance(piece, str):
            filled.append(piece)
        elif has_something(values.get(piece.name, "")):
            value = values[piece.name].strip()
            filled.append(value)
        elif piece.default is not None:
            filled.append(piece.default)
        else:
            missing.append(piece.name)
    if missing:
        return Filled("", tuple(dict.fromkeys(missing)))
    return Filled("".join(filled))


def first_name_of(name: str) -> str:
    """Return the first name in a plain name (``Sarah Berg``), empty where that is not certain.

    ``Berg, Sarah``, ``Dr. Berg``, ``S. Berg`` and addresses are not plain.
    """
    words = name.split()
    if not words or any(sign in name for sign in ",@&/+0123456789"):
        return ""
    first = words[0]
    unclear = len(first) < 2 or first.endswith(".") or first.casefold() in _TITLES
    return "" if unclear else first
