"""The fixed list of 200 searches: what agents type, key by key."""

from __future__ import annotations

import random

from .people import FIRST_NAMES, LAST_NAMES

_RARE = ("Parthasarathy", "Einarsdóttir", "Penhaligon", "Hovhannisyan", "Hofstätter")
_ACCENTS = ("müller", "MUNOZ", "Łukasz", "öztürk", "Ozturk", "józef", "Zsófia", "Ødegård", "伊藤")
_EMAIL_PARTS = ("gmail", "yahoo", "outlook", "hotm", "icloud.com", "@gmail.com", "com", "aol")
_NOTHING = ("zzzz", "qxqx", "no such person", "9999999", "sarah zzz", "000000", "xyzzy plugh")
_TWO_LETTERS = ("ma", "jo", "sa", "an", "ka", "li", "de", "mo", "el", "be", "co", "ch", "ab", "ha")
_NUMBERS = ("(415) 555", "4155", "415-201", "+1 212", "2125", "20", "12", "555", "1 415", "312 20")
COUNT = 200


def queries() -> tuple[str, ...]:
    """Return 200 searches, the same every time."""
    dice = random.Random(200)
    found = [*_RARE, *_ACCENTS, *_EMAIL_PARTS, *_NOTHING, *_TWO_LETTERS, *_NUMBERS]
    found += [f"{dice.randrange(10_000):04d}" for _ in range(30)]
    while len(found) < COUNT:
        first, last = dice.choice(FIRST_NAMES), dice.choice(LAST_NAMES)
        whole = dice.choice((first, last, f"{first} {last}", f"{first} {last[0]}"))
        # Every key asks: so many queries are the beginning of something longer.
        found.append(whole[: dice.randrange(2, len(whole) + 1)])
    return tuple(found[:COUNT])
