"""People who sign up: seeded, in many scripts, with as many signups as people have."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsdesk.demo.names import CROWD
from smsdesk.terms import PhoneProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST_NAMES = tuple(dict.fromkeys(name.split()[0] for name in CROWD))
LAST_NAMES = tuple(dict.fromkeys(name.split()[-1] for name in CROWD))

_AREAS = (
    201, 202, 203, 205, 206, 209, 210, 212, 213, 214, 215, 216, 217, 224, 225, 228, 239, 240, 248,
    251, 253, 254, 256, 260, 262, 267, 270, 281, 301, 303, 305, 310, 312, 313, 314, 315, 316, 317,
    401, 402, 404, 405, 407, 408, 409, 410, 412, 413, 414, 415, 417, 419, 501, 502, 503, 504, 505,
    508, 509, 510, 512, 513, 515, 516, 517, 518, 601, 602, 603, 605, 606, 608, 609, 610, 612, 614,
    615, 616, 617, 618, 619, 701, 702, 703, 704, 706, 707, 708, 712, 713, 714, 716, 717, 718, 719,
    801, 802, 803, 804, 805, 806, 808, 810, 812, 813, 814, 815, 816, 901, 903, 904, 906, 907, 908,
)  # fmt: skip
_MAIL_HOSTS = ("gmail.com", "yahoo.com", "outlook.com", "hotmail.com", "icloud.com", "aol.com")
_NO_NUMBER = (
    ("", PhoneProblem.NONE_ON_FILE),
    ("0000000000", PhoneProblem.ALL_ZEROS),
    ("5555555555", PhoneProblem.ONE_DIGIT_REPEATED),
    ("1234567890", PhoneProblem.SEQUENTIAL),
    ("415-555", PhoneProblem.WRONG_LENGTH),
    ("call me", PhoneProblem.NOT_A_NUMBER),
)

WITHOUT_NUMBER = 0.03
"""The part of the people whose phone is none."""

RETURNS = 0.38
"""The part of the signups after which a person signs up once more: 1.6 signups a person."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person: ``number`` is E.164, or empty where ``problem`` says why."""

    name: str
    older_name: str
    email: str
    number: str
    phone: str
    problem: str
    signups: int


def people(seed: int) -> Iterator[Person]:
    """Yield people without end, their numbers distinct and ascending by area in turns."""
    dice = random.Random(seed)
    places = random.Random(seed + 1)
    start = places.randrange(10_000_000)
    count = 0
    while True:
        first, last = dice.choice(FIRST_NAMES), dice.choice(LAST_NAMES)
        number, phone, problem = "", "", ""
        if dice.random() < WITHOUT_NUMBER:
            phone, why = dice.choice(_NO_NUMBER)
            problem = why.value
        else:
            number = _number(start + count)
            phone = f"({number[2:5]}) {number[5:8]}-{number[8:]}"
            count += 1
        signups = 1
        while signups < 40 and dice.random() < RETURNS:
            signups += 1
        older = f"{first} {dice.choice('ABCDEFGH')}. {last}" if dice.random() < 0.05 else ""
        yield Person(
            f"{first} {last}", older, _email(dice, first, last), number, phone, problem, signups
        )


def _number(count: int) -> str:
    """Return the n-th number: any two differ, and neighbours are spread over areas."""
    area = _AREAS[count % len(_AREAS)]
    # A multiplier without a factor in common with the modulus visits every line once.
    line = (count // len(_AREAS)) * 4_567_891 % 7_990_000
    return f"+1{area}{2_010_000 + line}"


def _email(dice: random.Random, first: str, last: str) -> str:
    local = f"{_plain(first)}{dice.choice(('.', '_', ''))}{_plain(last)}"
    if dice.random() < 0.5:
        local += str(dice.randrange(10_000))
    if dice.random() < 0.35:
        return f"{local}@{_plain(dice.choice(LAST_NAMES))}-{dice.randrange(3000)}.com"
    return f"{local}@{dice.choice(_MAIL_HOSTS)}"


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "".join(filter(str.isalnum, letters)).lower() or "lead"
