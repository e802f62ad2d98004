"""What the carrier does to a body: counts its segments, and maps it where asked to.

The count stands in for the bill, so it is made here on its own: an estimate that were checked
against itself would always be right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BODY_LIMIT: Final = 1600
"""Most characters of one body, in UTF-16 units: Twilio's error 21617 lies beyond."""

TRIAL_PREFIX: Final = "Sent from your Twilio trial account - "
"""What Twilio puts before every body of a trial account."""

_GSM_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_EXTENDED: Final = frozenset("\f^{}\\[~]|€")
_GSM_7: Final = _GSM_BASIC | _GSM_EXTENDED

_SMART: Final = str.maketrans(
    {
        **dict.fromkeys("’‘´`", "'"),  # noqa: RUF001 - these are what is mapped
        **dict.fromkeys("“”«»", '"'),
        **dict.fromkeys("–—•", "-"),  # noqa: RUF001 - so are these
        "…": "...",
        "\N{NO-BREAK SPACE}": " ",
    }
)


def utf16_units(text: str) -> int:
    """Return the length of ``text`` in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def smart_encoded(body: str) -> str:
    """Return ``body`` as Twilio keeps it with ``SmartEncoded=true``."""
    return body.translate(_SMART)


def segments(body: str) -> int:
    """Return how many SMS parts ``body`` takes (3GPP TS 23.038 and 23.040); at least 1.

    GSM-7 holds 160 septets in one part and 153 in each of several, UCS-2 70 and 67 UTF-16
    units. An escape pair or a surrogate pair is never split.
    """
    if _GSM_7.issuperset(body):
        return _parts((2 if char in _GSM_EXTENDED else 1 for char in body), single=160, part=153)
    return _parts((utf16_units(char) for char in body), single=70, part=67)


def _parts(costs: Iterable[int], *, single: int, part: int) -> int:
    costs = list(costs)
    return 1 if sum(costs) <= single else sum(1 for _ in _breaks(costs, part))


def _breaks(costs: Iterable[int], part: int) -> Iterator[int]:
    """Yield what each part of a text of several parts holds."""
    used = 0
    for cost in costs:
        if used + cost > part:
            yield used
            used = 0
        used += cost
    yield used
