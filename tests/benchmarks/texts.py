"""What people text: a stock of bodies, common words and rare ones."""

from __future__ import annotations

import random

_OPENINGS = (
    "Hi {name},", "Hello {name}!", "Good morning {name},", "Thanks {name}.", "Dear {name},",
    "Hey", "Yes,", "No,", "Sure,", "Great,", "Sorry,", "Ok,", "Hola,", "Danke,", "Merci,",
)  # fmt: skip
_MIDDLES = (
    "the webinar starts at {hour} tomorrow", "can we move the call to {hour}?",
    "your seat number is {code}", "the recording is at https://example.com/r/{code}",
    "I could not find the link", "please send me the slides again", "we meet in room {code}",
    "the invoice {code} is attached", "is parking free at the venue?", "see you at {hour}",
    "would next week suit you better?", "my colleague would like to come too",
    "the café is on the second floor", "das Treffen fällt heute aus", "nos vemos a las {hour}",
    "could you call me back at {hour}?", "the code for the door is {code}",
    "running ten minutes late", "the contract is ready to sign", "what does the premium plan cost?",
)  # fmt: skip
_ENDINGS = ("", "", "", " Thank you!", " \N{PARTY POPPER}", " Best, Maria", " \N{THUMBS UP SIGN}")
_NAMES = ("Sarah", "Tom", "Zoë", "Łukasz", "Mei", "José", "Aïssatou", "Priya", "Jürgen", "Olena")
_CONSONANTS = "bcdfghjklmnprstvz"
_VOWELS = "aeiou"

STOCK = 200_000


def bodies(seed: int, count: int = STOCK) -> list[str]:
    """Return a stock of texts; some hold a word that few others have."""
    dice = random.Random(seed)
    return [_body(dice) for _ in range(count)]


def rare_word(dice: random.Random) -> str:
    """Return one of some 400,000 words that mean nothing."""
    return "".join(dice.choice(_CONSONANTS) + dice.choice(_VOWELS) for _ in range(3))


def _body(dice: random.Random) -> str:
    said = f"{dice.choice(_OPENINGS)} {dice.choice(_MIDDLES)}{dice.choice(_ENDINGS)}"
    text = said.format(
        name=dice.choice(_NAMES),
        hour=f"{dice.randrange(8, 20)}:{dice.randrange(0, 60, 5):02d}",
        code=f"{rare_word(dice)}{dice.randrange(100)}",
    )
    return f"{text} {rare_word(dice)}" if dice.random() < 0.2 else text
