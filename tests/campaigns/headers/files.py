"""Lead files made at random, with whose every number, name and address in them is."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import phonenumbers

if TYPE_CHECKING:
    from random import Random

SPELLINGS: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "spellings.toml").read_text(encoding="utf-8")
)
SEPARATORS = (",", ";", "\t", "|")
LANGUAGES = tuple(SPELLINGS)
_BEFORE = ("", "", "", "Lead ", "Contact: ", "Customer's ", "Attendee - ", "Your ")
_AFTER = ("", "", "", " *", ":", " (required)", " (optional)", " #1", " 1", "?")
_MANGLED = (str, str, str, str.upper, str.lower)
_NAMES = ("Ann", "Bob", "Cy", "Dee", "Eve", "Fay", "Guy", "Hal", "Ida", "Jon", "Kim", "Lou")
_SURNAMES = ("Abel", "Brand", "Cross", "Dorn", "Engel", "Frank", "Grau", "Hauser", "Imhof")


@dataclass
class Expected:
    """What a row holds.

    Attributes:
        own: the lead's numbers, in E.164.
        strangers: everybody else's: numbers, names, addresses.
        consent: whether it says yes or no to texts; ``None`` where it says nothing.
    """

    own: set[str] = field(default_factory=set)
    name: str = ""
    email: str = ""
    strangers: set[str] = field(default_factory=set)
    consent: bool | None = None


@dataclass
class InventedFile:
    """A file, how it is written, and what its rows hold."""

    language: str
    region: str
    codec: str
    separator: str
    header: list[str]
    rows: list[list[str]]
    expected: list[Expected]

    def written(self) -> bytes:
        """Return its bytes."""
        text = io.StringIO()
        csv.writer(text, delimiter=self.separator).writerows([self.header, *self.rows])
        return text.getvalue().encode(self.codec, "replace")


class _Crowd:
    """People who come once each."""

    def __init__(self, random: Random, region: str) -> None:
        self._random = random
        self._region = region
        self._taken: set[str] = set()

    def number(self) -> str:
        """Return a number that can exist, and that nobody else has."""
        kind = phonenumbers.PhoneNumberType.MOBILE
        example = phonenumbers.example_number_for_type(self._region, kind)
        assert example is not None
        while True:
            digits = str(example.national_number)
            tail = "".join(self._random.choice("0123456789") for _ in range(5))
            parsed = phonenumbers.PhoneNumber(example.country_code, int(digits[:-5] + tail))
            number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
            if phonenumbers.is_valid_number(parsed) and number not in self._taken:
                self._taken.add(number)
                return number

    def written(self, number: str) -> str:
        """Return a number as somebody writes it."""
        parsed = phonenumbers.parse(number, None)
        style = self._random.choice((
            phonenumbers.PhoneNumberFormat.NATIONAL,
            phonenumbers.PhoneNumberFormat.INTERNATIONAL,
            phonenumbers.PhoneNumberFormat.E164,
        ))  # fmt: skip
        return phonenumbers.format_number(parsed, style)

    def name(self) -> tuple[str, str]:
        """Return a name that nobody else has."""
        while True:
            first = self._random.choice(_NAMES) + self._random.choice("aeiou") + "l"
            last = self._random.choice(_SURNAMES) + self._random.choice(("er", "son", "stein", ""))
            if f"{first} {last}" not in self._taken:
                self._taken.add(f"{first} {last}")
                return first, last


def invent(random: Random) -> InventedFile:
    """Make a file: a language, some of its headers in any order, written in some way."""
    language = random.choice(LANGUAGES)
    words = SPELLINGS[language]
    crowd = _Crowd(random, words["region"])
    columns = _columns(random, words)
    random.shuffle(columns)
    people = [_row(random, crowd, columns) for _ in range(random.randint(3, 9))]
    return InventedFile(
        language=language,
        region=words["region"],
        codec=random.choice(words["codec"]),
        separator=random.choice(SEPARATORS),
        header=[header for _kind, header, _answers in columns],
        rows=[cells for cells, _expected in people],
        expected=[expected for _cells, expected in people],
    )


_Column = tuple[str, str, tuple[str, str]]


def _columns(random: Random, words: dict[str, Any]) -> list[_Column]:
    def some(key: str, most: int, least: int = 0) -> list[str]:
        return random.sample(words[key], random.randint(least, min(most, len(words[key]))))

    def spelled(header: str, *, whole: bool = False) -> str:
        english = words["region"] == "US" and not header.endswith("?") and "our" not in header
        before = random.choice(_BEFORE) if english and not whole else ""
        after = random.choice(_AFTER) if not header.endswith(("?", ")", "#")) else ""
        if re.search(r"\d", header) or whole:
            after = random.choice(("", "", " *", ":"))
        return str(random.choice(_MANGLED)(f"{before}{header}{after}"))

    none = ("", "")
    columns: list[_Column] = [("own", spelled(one), none) for one in some("own_phones", 2, 1)]
    if random.random() < 0.5:
        columns.append(("first", spelled(random.choice(words["first"])), none))
        columns.append(("last", spelled(random.choice(words["last"])), none))
    else:
        columns.append(("full", spelled(random.choice(words["full"]), whole=True), none))
    columns += [("email", spelled(one), none) for one in some("email", 1)]
    for key, most in (("other_phones", 2), ("other_names", 2), ("other_emails", 1), ("noise", 3)):
        columns += [(key, spelled(one, whole=True), none) for one in some(key, most)]
    if random.random() < 0.5:
        header, yes, no = random.choice(words["consents"])
        columns.append(("consent", spelled(header, whole=True), (yes, no)))
    return columns


def _row(random: Random, crowd: _Crowd, columns: list[_Column]) -> tuple[list[str], Expected]:
    first, last = crowd.name()
    expected = Expected(name=f"{first} {last}")
    names = {"first": first, "last": last, "full": expected.name}
    blank = random.random() < 0.15  # a lead without a phone of its own
    cells = []
    for kind, header, answers in columns:
        if kind == "own":
            cells.append("" if blank else _own_number(crowd, expected))
        elif kind in names:
            cells.append(names[kind])
        elif kind == "email":
            expected.email = f"{first}.{last}@example.com".lower()
            cells.append(expected.email)
        elif kind == "consent":
            expected.consent = random.choice((True, True, False))
            cells.append(answers[0 if expected.consent else 1])
        elif kind == "noise":
            cells.append(_noise(random, header))
        else:
            cells.append(_strangers(kind, crowd, expected))
    return cells, expected


def _own_number(crowd: _Crowd, expected: Expected) -> str:
    number = crowd.number()
    expected.own.add(number)
    return crowd.written(number)


def _strangers(kind: str, crowd: _Crowd, expected: Expected) -> str:
    if kind == "other_phones":
        number = crowd.number()
        expected.strangers.add(number)
        return crowd.written(number)
    name = crowd.name()
    said = "{}.{}@stranger.example".format(*name).lower() if "email" in kind else " ".join(name)
    expected.strangers.add(said)
    return said


_DATES = ("birth", "gebur", "naiss", "nacim", "nasc", "nascita", "geboor", "urodz", "föd", "doğum")


def _noise(random: Random, header: str) -> str:
    low = header.lower()
    if any(part in low for part in (*_DATES, "рожд", "生年", "dob")):
        return f"19{random.randint(50, 99)}-0{random.randint(1, 9)}-1{random.randint(0, 9)}"
    if any(part in low for part in ("zip", "plz", "post", "cap", "cep", "индекс", "郵便", "id")):
        return str(random.randint(10000, 99999))
    return random.choice(("", "Webinar", "a, b", "Oakland", "call after 5", "x-12"))
