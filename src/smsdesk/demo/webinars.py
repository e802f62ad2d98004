"""The sample firm's webinars and everybody who signed up for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from smsdesk.demo.names import CROWD
from smsdesk.text import words


@dataclass(frozen=True, slots=True)
class Webinar:
    """A webinar whose list of registrants the firm has imported.

    Attributes:
        exported: how many days ago, in the afternoon.
    """

    title: str
    exported: int


@dataclass(frozen=True, slots=True)
class Signup:
    """One row of a registrants' report.

    Attributes:
        phone: as the person typed it into the form.
        days: how many days before the list was exported the person signed up.
    """

    webinar: Webinar
    name: str
    email: str
    phone: str
    days: float


WILLS: Final = Webinar("Wills and trusts in plain English", 48)
COMPANY: Final = Webinar("Starting an LLC", 40)
SPECIAL_NEEDS: Final = Webinar("Special needs planning", 33)
PROBATE: Final = Webinar("What happens in probate", 26)
HOME: Final = Webinar("Buying your first home", 12)
PARENTS: Final = Webinar("Estate planning for new parents", 1)

WEBINARS: Final = (WILLS, COMPANY, SPECIAL_NEEDS, PROBATE, HOME, PARENTS)

_AREA_CODES: Final = (
    415, 510, 408, 650, 628, 707, 925, 831, 916, 530, 209, 559, 213, 310, 818, 626, 714, 949,
    619, 858, 702, 775, 503, 541, 206, 253, 602, 520, 505, 801, 303, 720, 512, 713, 214, 210,
    504, 901, 615, 404, 305, 407, 813, 704, 919, 804, 202, 410, 215, 412, 212, 646, 718, 516,
    617, 508, 860, 207, 312, 773, 614, 216, 313, 612, 414, 314, 816, 402, 701, 208, 808, 907,
)  # fmt: skip
_MAIL: Final = ("example.com", "example.org", "example.net")
_STYLES: Final = ("({0}) {1}-{2}", "{0}-{1}-{2}", "+1 {0} {1} {2}", "{0}{1}{2}", "{0}.{1}.{2}")

_BY_HAND: Final = (
    Signup(WILLS, "Sarah B. Berg", "sberg@example.org", "415-555-0132", 3.2),
    Signup(PROBATE, "Sarah Berg", "sarah.berg@example.com", "(415) 555-0132", 2.4),
    Signup(PARENTS, "Sarah Berg", "sarah.berg@example.com", "+1 415 555 0132", 0.9),
    Signup(WILLS, "Robert Castellan", "r.castellan@example.com", "(415) 555-0119", 6.1),
    Signup(PROBATE, "Robert Castellan", "r.castellan@example.com", "(415) 555-0119", 5.0),
    # Nobody has asked Lookup about this one yet: opening the thread finds a landline.
    Signup(PARENTS, "Harold Finch-Hatley", "h.finchhatley@example.net", "(415) 555-0147", 0.3),
    Signup(WILLS, "Constance Applewhite", "constance@example.org", "", 4.0),
    Signup(COMPANY, "Desmond Achike", "desmond.achike@example.com", "", 2.0),
    Signup(SPECIAL_NEEDS, "Françoise Delmas", "f.delmas@example.net", "n/a", 6.5),
    Signup(PROBATE, "Ivo Kasparek", "ivo.kasparek@example.org", "", 1.5),
    Signup(HOME, "Hana Sugimoto", "hana.sugimoto@example.com", "", 7.3),
    Signup(HOME, "Theo Marchbanks", "theo@example.net", "none", 3.3),
    Signup(PARENTS, "Ludmila Havran", "ludmila.havran@example.com", "", 5.8),
    Signup(PARENTS, "Wendell Osgood", "w.osgood@example.org", "-", 2.6),
    Signup(WILLS, "Test Testsson", "test@example.com", "000-000-0000", 8.0),
    Signup(COMPANY, "Bernadette Crowe", "bcrowe@example.net", "1234567890", 4.4),
    Signup(SPECIAL_NEEDS, "Alonzo Prewitt", "alonzo.prewitt@example.com", "(555) 555-5555", 5.2),
    Signup(PROBATE, "Mirela Stoica", "mirela@example.org", "9876543210", 3.7),
    Signup(HOME, "Gunnar Eklöf", "gunnar.eklof@example.com", "415-555-01", 2.2),
    Signup(HOME, "Opal Hendershot", "opal@example.net", "call my office", 6.0),
    Signup(PARENTS, "Cyrus Blackwood", "cyrus.b@example.com", "(155) 555-0188", 4.9),
)


def _crowd() -> tuple[Signup, ...]:
    """Give everybody of the crowd a number, an address and one or two webinars."""
    rows = []
    for place, name in enumerate(CROWD):
        code = _AREA_CODES[place % len(_AREA_CODES)]
        last = 150 + place // len(_AREA_CODES) * 7 + place % 7
        phone = _STYLES[place % len(_STYLES)].format(code, "555", f"{last:04}")
        email = _email(name, place)
        first = place % len(WEBINARS)
        days = 0.4 + place * 0.37 % 9
        rows.append(Signup(WEBINARS[first], name, email, phone, days))
        if place % 9 == 4 and first + 1 < len(WEBINARS):
            rows.append(Signup(WEBINARS[first + 1], name, email, phone, days / 2))
    return tuple(rows)


def _email(name: str, place: int) -> str:
    parts = [part for part in words(name) if part.isascii()]
    local = ".".join(parts) or f"registrant{place}"
    return f"{local}@{_MAIL[place % len(_MAIL)]}"


SIGNUPS: Final = _BY_HAND + _crowd()
"""Some 300 rows: persons with two or three signups, without a phone, with one that is none."""


def number_of(signup: Signup) -> str:
    """Return the number of a signup in E.164; empty where the form holds none of our world."""
    digits = "".join(char for char in signup.phone if char.isdigit()).removeprefix("1")
    return f"+1{digits}" if len(digits) == 10 and digits[3:8] == "55501" else ""


NUMBERS: Final = {signup.name: number for signup in SIGNUPS if (number := number_of(signup))}
"""The number of every lead who has one, by name."""
