"""Where a lead is: their state, and the time zones that they can be in.

What a lead has said of themselves (ZIP, state) is worth more than the number, which people take
with them when they move. Nothing here guesses: where several zones are left, all of them are named.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from smsdesk.core.rules.phone import zones

if TYPE_CHECKING:
    from collections.abc import Iterator

_US_NUMBER: Final = re.compile(r"\+1(\d{3})\d{7}")
_ZIP: Final = re.compile(r"(\d{4,5})(?:-?\d{4})?")
_US: Final = frozenset(
    {"", "us", "usa", "u.s.", "u.s.a.", "united states", "united states of america", "1", "+1"}
)


@dataclass(frozen=True, slots=True)
class LeadPlace:
    """Where a lead is, as far as it is known.

    Attributes:
        state: the postal code of their US state, empty where it is not known.
        zones: the IANA time zones that they can be in; none where nothing tells.
        known_from: what tells it, in words that follow "by".
    """

    state: str
    zones: tuple[str, ...]
    known_from: str


@dataclass(frozen=True, slots=True)
class _State:
    name: str
    zones: tuple[str, ...]
    zip_zones: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Places:
    states: dict[str, _State]
    by_name: dict[str, str]
    by_zip: dict[str, str]
    by_area_code: dict[str, str]
    zips_apart: dict[str, str | None]


def place_of(number: str, *, state: str = "", zip_code: str = "", country: str = "") -> LeadPlace:
    """Return where a lead is: by their ZIP, else by their state, else by their number.

    Args:
        number: E.164.
        state: as the lead wrote it, in letters or by name.
        zip_code: as the lead wrote it, with or without the last four digits.
        country: as the lead wrote it; outside of the US state and ZIP say nothing.
    """
    places = _places()
    if " ".join(country.casefold().split()) in _US:
        five = _zip(zip_code)
        apart = places.zips_apart.get(five, "")
        if apart is not None and five[:3] in places.by_zip:
            there, said = places.by_zip[five[:3]], f"their ZIP {zip_code.strip()}"
            if apart:
                return LeadPlace(there, (apart,), said)
            return _in_state(number, there, five[:3], said)
        named = places.by_name.get(" ".join(state.casefold().replace(".", "").split()))
        if named is not None:
            return _in_state(number, named, "", f"their state {named}")
    return _by_number(number)


def state_of_number(number: str) -> str:
    """Return the postal code of the US state that an area code belongs to, else nothing."""
    found = _US_NUMBER.fullmatch(number)
    return _places().by_area_code.get(found[1], "") if found else ""


def _in_state(number: str, state: str, prefix: str, known_from: str) -> LeadPlace:
    entry = _places().states[state]
    if prefix in entry.zip_zones:
        return LeadPlace(state, (entry.zip_zones[prefix],), known_from)
    if len(entry.zones) > 1 and state_of_number(number) == state:
        both = tuple(name for name in entry.zones if name in zones(number))
        if len(both) == 1:
            return LeadPlace(state, both, f"{known_from} and the number")
    return LeadPlace(state, entry.zones, known_from)


def _by_number(number: str) -> LeadPlace:
    return LeadPlace(state_of_number(number), zones(number), "the number")


def _zip(zip_code: str) -> str:
    """Return its five digits; a spreadsheet has taken the zero that a ZIP begins with."""
    found = _ZIP.fullmatch(zip_code.strip())
    return found[1].zfill(5) if found else ""


@cache
def _places() -> _Places:
    text = files(__package__).joinpath("us_places.json").read_text(encoding="utf-8")
    data = json.loads(text)
    entries = data["states"]
    return _Places(
        states={
            code: _State(
                entry["name"],
                tuple(entry["zones"]),
                {
                    prefix: zone
                    for ranges, zone in entry.get("zip_zones", {}).items()
                    for prefix in _prefixes(ranges)
                },
            )
            for code, entry in entries.items()
        },
        by_name={
            word: code
            for code, entry in entries.items()
            for word in (code.casefold(), entry["name"].casefold().replace(".", ""))
        },
        by_zip={
            prefix: code for code, entry in entries.items() for prefix in _prefixes(entry["zip"])
        },
        by_area_code={
            area: code for code, entry in entries.items() for area in entry["area_codes"].split()
        },
        zips_apart=data["zips_apart"],
    )


def _prefixes(ranges: str) -> Iterator[str]:
    """Yield the three-digit prefixes of ``"350-369,398"``."""
    for part in ranges.split(","):
        first, _, last = part.partition("-")
        for number in range(int(first), int(last or first) + 1):
            yield f"{number:03}"
