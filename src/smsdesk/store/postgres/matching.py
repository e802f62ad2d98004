"""What finds a text by the beginnings of its words: a query for the index, conditions for a row.

An index finds whatever is rare at once, and gathers all that matches before the first answer: for
a common word that is most of the table. Walking the newest rows finds what is common at once, and
what is rare never. Which of the two it is, the planner guesses wrongly (250 ms where 12 would do),
so each search asks a few hundred of the newest rows first. What is common is answered by them; of
all else they tell how common it is, and so which of the two ways is the shorter one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from smsdesk.store.search import short_digits

if TYPE_CHECKING:
    from collections.abc import Sequence

CARD_LETTERS = 7
"""Letters of a word that the index over cards knows; ``baseline.sql`` has the same number."""

MESSAGE_LETTERS = 64
"""The same for messages: no word that anybody looks for is longer."""

FEWEST = 5
"""Matches of a sample from which it tells how common they are."""

_MARGIN = 2
"""How many times the rows that are expected a walk may take: it ends when it has enough."""


class CardMatch(NamedTuple):
    """What cards have that answer a query: for every word, a word beginning with it.

    Attributes:
        query: a ``tsquery``: the words as far as the index knows them.
        condition: SQL about ``card`` for the longer ones: empty, or ``AND ...``.
        walked: the same for all words, for a row that no index has found.
        params: the parameters of both.
    """

    query: str
    condition: str
    walked: str
    params: dict[str, str]


def tsquery(words: Sequence[str], letters: int) -> str:
    """Return the query for texts that have, for every word, a word beginning with it.

    Args:
        words: runs of letters and digits, folded.
        letters: how many of a word's the index knows.
    """
    return " & ".join(
        f"'{word[:letters]}'" if len(word) >= letters else f"'{word}':*" for word in words
    )


def card_match(words: Sequence[str]) -> CardMatch:
    """Return what finds the cards for words as ``smsdesk.text.words`` makes them."""
    params = {f"word{place}": f" {word}" for place, word in enumerate(words)}
    begins = "AND strpos(' ' || card.words, :{}) > 0"
    longer = [f"word{place}" for place, word in enumerate(words) if len(word) > CARD_LETTERS]
    short = ""
    for place, word in enumerate(short_digits(words)):
        # As a word of its own or with letters behind: not the beginning of a number's digits.
        params[f"short{place}"] = f" {word}([0-9]{{0,2}} |[0-9]?[^0-9 ])"
        short += f" AND (' ' || card.words || ' ') ~ :short{place}"
    return CardMatch(
        tsquery(words, CARD_LETTERS),
        " ".join(begins.format(name) for name in longer) + short,
        " ".join(begins.format(f"word{place}") for place in range(len(words))) + short,
        params,
    )


def rows_to_walk(hits: int, sampled: int, *, enough: int, everything: int, gathering: float) -> int:
    """Return how many of the newest rows to walk for what the sample did not fill; 0 to gather.

    Args:
        hits: matches among the ``sampled`` newest rows.
        enough: matches that are wanted.
        everything: how many rows there are, about.
        gathering: what a match costs that the index finds, in rows that are walked.
    """
    if hits < FEWEST:
        return 0
    expected = enough * sampled / hits
    gathered = everything * hits / sampled
    return int(_MARGIN * expected) if expected < gathered * gathering else 0
