"""Numbers in E.164 (ITU-T E.164), by their shape alone; and the two shapes that Mexico's have."""

from __future__ import annotations

import re
from typing import Final

_E164: Final = re.compile(r"\+[1-9][0-9]{6,14}")

# A mobile number was dialled with a 1 after the country code until August 2019 (IFT, Plan
# Tecnico Fundamental de Numeracion); carriers go on to write it.
_MEXICAN: Final = re.compile(r"\+52([0-9]{10})")
_MEXICAN_WITH_1: Final = re.compile(r"\+521([0-9]{10})")


def is_e164(text: str) -> bool:
    """Whether a text has the shape of a number: a plus, no leading zero, 7 to 15 digits."""
    return _E164.fullmatch(text) is not None


def one_contact(address: str) -> str:
    """Return the number under which we know an address: one contact for both forms of Mexico's."""
    mexican = _MEXICAN_WITH_1.fullmatch(address)
    return f"+52{mexican[1]}" if mexican else address


def written_forms(number: str) -> tuple[str, ...]:
    """Return the forms in which the carrier may write the number of a contact, ours first."""
    mexican = _MEXICAN.fullmatch(number)
    return (number, f"+521{mexican[1]}") if mexican else (number,)
