"""What Twilio itself does with STOP and START.

Only a message that is one keyword and nothing else counts ("STOP PLEASE" does not). Twilio
answers keywords on its own; those answers are not in the message list. The list is that of a
default long code, with REVOKE and OPTOUT, which Twilio added in 2025 for the FCC's rule.
"""

from __future__ import annotations

from typing import Final

STOP_WORDS: Final = frozenset(
    {"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"}
)
START_WORDS: Final = frozenset({"start", "unstop", "yes"})


def reads_as_block(body: str, *, toll_free: bool) -> bool | None:
    """Return what an inbound text does to the pair: blocks it, lifts the block, or ``None``.

    Args:
        body: the text as received.
        toll_free: whether the firm's number is toll-free. There the network acts and not
            Twilio: STOP alone blocks, START and UNSTOP lift, YES does nothing.
    """
    word = body.strip().casefold()
    if word in ({"stop"} if toll_free else STOP_WORDS):
        return True
    if word in START_WORDS and not (toll_free and word == "yes"):
        return False
    return None
