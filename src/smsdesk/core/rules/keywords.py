"""What an inbound text says about consent: a keyword, a wish to stop, or nothing.

A keyword is the whole message and decides by itself. A wish to stop is any other wording
(``smsdesk.core.rules.stop_wishes``), or another word for it (``smsdesk.core.rules.stop_words``),
and is put to an agent as a question.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING

from smsdesk.core.rules.stop_words import is_stop_word
from smsdesk.display import many_lines
from smsdesk.display.escape_sequences import without_escape_sequences

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class Keyword(StrEnum):
    """A whole message that decides about consent.

    ``YES`` opts in only where the newest opt-out is a keyword that Twilio itself acts on
    (``carrier_acts_on``); the caller knows that one and decides.
    """

    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    YES = "yes"


# Twilio's default list for long codes; REVOKE and OPTOUT since 2025-05-14.
_CARRIER_OPT_OUT = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
)
_OPT_OUT = frozenset({word.lower() for word in _CARRIER_OPT_OUT} | {"stop all", "opt out"})
_WORD = re.compile(r"[^\W_]+")
_OPT_IN = {"START": Keyword.OPT_IN, "UNSTOP": Keyword.OPT_IN, "YES": Keyword.YES}


def own_keywords(words: Iterable[str]) -> frozenset[str]:
    """Return the firm's own opt-out keywords in the form in which messages are compared."""
    return frozenset(filter(None, map(_widely, words)))


def read_keyword(body: str, own: Collection[str] = ()) -> Keyword | None:
    """Return the keyword that a message is, or ``None``.

    Opt-outs are matched widely: compatibility forms (NFKC) and case are folded, space, quotes
    and punctuation at the ends are ignored, zero-width characters and hyphens of every kind are
    ignored anywhere (``opt-out``, ``s-t-o-p``, ``- STOP -``). A hyphen is nothing, not a space:
    ``stop-all`` is ``stopall``, and ``stop - thanks`` is no keyword. Where we know an opt-out
    that Twilio does not, we block what Twilio would let through, which is the safe side.

    Opt-ins are matched as Twilio matches them: trimmed, any case, one word and nothing else.

    Args:
        own: the firm's own opt-outs beside them (Twilio's Advanced Opt-Out), as ``own_keywords``
            gives them.
    """
    opt_in = _OPT_IN.get(_as_carrier_reads(body))
    if opt_in is not None:
        return opt_in
    word = _widely(body)
    return Keyword.OPT_OUT if word in _OPT_OUT or word in own else None


def bare_keyword(body: str, own: Collection[str] = ()) -> str:
    """Return the keyword that a message is and nothing else of it; empty where it is none.

    It is read as the same keyword, by us and by Twilio.
    """
    if carrier_acts_on(body) or _as_carrier_reads(body) in _OPT_IN:
        return _as_carrier_reads(body)
    if read_keyword(body, own) is None:
        return ""
    word = _widely(body)
    return f"{word}." if carrier_acts_on(word) else word  # the stop keeps Twilio from reading it


def carrier_acts_on(body: str) -> bool:
    """Whether Twilio itself treats a message as an opt-out and stops delivering to the sender."""
    return _as_carrier_reads(body) in _CARRIER_OPT_OUT


def reads_like_stop(body: str, own: Collection[str] = ()) -> bool:
    """Whether a message that is no keyword reads like a wish to get no more texts.

    A keyword in pieces (``s.t.o.p``, ``S T O P``) is one too.
    """
    return read_keyword(body, own) is None and _in_other_words(body)


def concerns_consent(body: str, own: Collection[str] = ()) -> bool:
    """Whether a message is a keyword or reads like a wish to stop: most are neither."""
    return read_keyword(body, own) is not None or _in_other_words(body)


def _in_other_words(body: str) -> bool:
    body = body.replace("\t", " ")  # nothing may grow, or what is at the end would be cut off
    body = many_lines(body, longest=len(body))  # as a reader sees it
    if "".join(_WORD.findall(body.lower())) in _OPT_OUT or is_stop_word(body):
        return True
    # Its patterns take 15 ms to compile, and the first screen does not wait for them.
    from smsdesk.core.rules.stop_wishes import wishes_to_stop

    return wishes_to_stop(body)


def _as_carrier_reads(body: str) -> str:
    """Trim a message and put it in capitals; empty where a letter beyond ASCII could pass."""
    word = body.strip()
    return word.upper() if word.isascii() else ""


def _widely(body: str) -> str:
    """Reduce a message to what decides whether it is an opt-out keyword."""
    if body.isascii() and "\x1b" not in body:
        # The same for most texts, without a look at each character: a first sync brings 100,000.
        return " ".join(body.lower().translate(_ASCII_IGNORED).strip(_ASCII_TRIMMED).split())
    body = without_escape_sequences(body)
    folded = unicodedata.normalize("NFKC", body).casefold()
    seen = "".join(char for char in folded if not _is_ignored(char))
    inner = [at for at, char in enumerate(seen) if not _is_trimmed(char)]
    return " ".join(seen[inner[0] : inner[-1] + 1].split()) if inner else ""


def _is_ignored(char: str) -> bool:
    """Whether a character counts for nothing anywhere: zero width, control or hyphen."""
    if char.isspace():
        return False
    return (
        unicodedata.category(char) in {"Cf", "Cc", "Pd"}
        or char in "\u2212\u034f"  # minus sign, combining grapheme joiner
        or "\ufe00" <= char <= "\ufe0f"  # variation selectors
    )


def _is_trimmed(char: str) -> bool:
    """Whether a character counts for nothing at the ends: anything but letter, digit, emoji."""
    category = unicodedata.category(char)
    return category[0] in "CMPZ" or category in {"Sc", "Sk", "Sm"}


_ASCII = tuple(map(chr, range(128)))
_ASCII_IGNORED = str.maketrans(dict.fromkeys(filter(_is_ignored, _ASCII)))
_ASCII_TRIMMED = "".join(filter(_is_trimmed, _ASCII))
