"""Whether a text answers a thread that its writer has not seen: spec, section 14, "Colleagues".

Pure. The ids of messages grow in the order in which their rows were recorded, whichever process
recorded them, so one id says which texts of a thread its writer can have had before them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


STILL_RIGHT: Final = "Is it still right? Send it, or take it back."
"""What the agent is asked of a text that is held."""

LATE: Final = timedelta(minutes=15)
"""A text that is older than the newest shown by more than this is history that came late."""

JUDGED_AFTER: Final = timedelta(seconds=15)
"""How long a text must have waited for its thread to be looked at again when it leaves."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the writer of a text had seen of its thread when they pressed Enter.

    Attributes:
        ours: the newest message up to which they had seen every text of the firm: those that were
            painted when the text's first key was pressed, or that they have said yes to.
        theirs: the same for the lead's texts, which count as seen too when they had been painted
            for a second.
        newest_at: when the newest text that was shown was sent, aware.
    """

    ours: int
    theirs: int
    newest_at: datetime


@dataclass(frozen=True, slots=True)
class AnothersText:
    """A text in the thread that the writer of the one in question has not written.

    Attributes:
        sent_by: the colleague; empty for the lead's texts, and for those that another tool sent.
        happened_at: when it was sent, on the carrier's clock, aware.
    """

    message_id: int
    inbound: bool
    sent_by: str
    happened_at: datetime


def unseen(seen: Seen, texts: Iterable[AnothersText]) -> tuple[AnothersText, ...]:
    """Return those of the texts that make one stale whose writer had seen so much."""
    return tuple(text for text in texts if _is_unseen(seen, text))


def _is_unseen(seen: Seen, text: AnothersText) -> bool:
    known = seen.theirs if text.inbound else seen.ours
    return text.message_id > known and text.happened_at >= seen.newest_at - LATE


def meanwhile(texts: Iterable[AnothersText]) -> str:
    """Return who has written meanwhile, as the beginning of a sentence."""
    found = tuple(texts)
    names = dict.fromkeys(
        text.sent_by or "somebody with another tool" for text in found if not text.inbound
    )
    if any(text.inbound for text in found):
        names["they" if names else "They"] = None
    who = " and ".join(names)
    if who.startswith("somebody"):
        who = who.capitalize()
    only_ours = not any(text.inbound for text in found)
    return f"{who} {'answered' if only_ours else 'wrote'} meanwhile"


def why_stale(texts: Iterable[AnothersText]) -> str:
    """Return what the agent sees at Enter."""
    return f"{meanwhile(texts)}: read, then Enter sends."


def why_held(texts: Iterable[AnothersText]) -> str:
    """Return why a text that waited is held."""
    return f"{meanwhile(texts)}. {STILL_RIGHT}"
