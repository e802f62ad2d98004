"""What a column is for, by its header alone; its cells have their say in ``columns``.

A header is read as its words are (``header_words``): which of them are there, not in which order,
for the order differs by program and language (``Phone (Mobile)``, ``Mobile Phone``, ``Telefon
mobil``). What a word takes away goes first: a *fax*, an *old* phone, a phone's *type*, somebody
*other* than the lead.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from smsdesk.core.spreadsheets.header_words import (
    UNKNOWN,
    is_contact_word,
    program_header,
    read_words,
    whole_meaning,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smsdesk.core.spreadsheets.header_words import Word, Words

PHONE_KINDS = (
    "mobile", "cell", "sms", "whatsapp", "texting", "phone", "home", "work", "landline",
    "alternate",
)  # fmt: skip
"""The kinds of a lead's own phone, best first (spec, section 5)."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header says.

    Attributes:
        target: ``phone``, ``email``, ``name`` ...; ``known`` for what is understood and not
            wanted, ``other`` for somebody else's; empty where nothing is understood.
        rank: among columns of one target; less is better.
        person: the role of the person it is about (``guest``); empty for the lead as such.
        sure: whether the header alone settles it; else the cells have to agree.
        channel: of a consent column: ``sms``, ``email``, ``call``, ``all``, or empty.
        denies: whether a *yes* in a consent column means no texts.
        international: whether numbers stand there with their country code, with a plus or not.
        about_texts: whether it speaks of texts, and its cells may be answers to that.
    """

    target: str = ""
    rank: tuple[int, int] = (0, 0)
    person: str = ""
    sure: bool = True
    channel: str = ""
    denies: bool = False
    international: bool = False
    about_texts: bool = False


KNOWN = Meaning("known")
OTHER = Meaning("other")

_PHONE_WORDS = {"phone", "mobile", "cell", "international", "whatsapp", "landline"}
_WITH_NUMBER = {"sms", "texting", "home", "work"}
_CONSENT = {
    "opt_in", "opt_out", "text_ok", "do_not_text", "do_not_contact", "do_not_call", "do_not_email",
}  # fmt: skip
_NOT_ASKED = {"number", "aspect", "id", "type", "not_signup", "email", "thing", "event"}
_VERBS = ("registered", "submitted", "ordered", "created")
_WHEN = {"date", "time", "timestamp", "moment"}
_NO_PHONE = {
    "fax", "pager", "old", "type", "aspect", "status", "id", "country", "calling_code",
    "area_code", "event", "topic", "timestamp", "date", "zone", "name_part", "not_signup",
    "state", "zip", "product", "first", "last", "email_news", "created",
}  # fmt: skip
_NO_EMAIL = {
    "type", "aspect", "status", "id", "old", "date", "timestamp", "event", "product", "email_news",
    "created", "submitted", "not_signup", "registered", "topic", "time", "marketing", "zone",
}  # fmt: skip
_NO_NAME = {
    "thing", "event", "product", "topic", "place", "id", "aspect", "status", "type", "country",
    "email", "phone", "mobile", "date", "time", "timestamp", "created", "registered", "state",
    "old", "calling_code", "zip", "submitted", "ordered", "not_signup", "name_part", "title",
    "work", "home", "middle", "zone", "area_code", "digit", "email_news", "fax", "marketing",
}  # fmt: skip
_NO_EVENT = {
    "id", "date", "time", "timestamp", "status", "aspect", "email", "phone", "thing", "place",
    "country", "not_signup", "moment", "registered", "submitted", "created", "state", "zip",
    "zone", "self", "role", "ordered", "first", "last", "number",
}  # fmt: skip


def meaning_of(header: str, languages: tuple[str, ...] = ()) -> Meaning:
    """Return what a header says; ``languages`` are those of its row, best first."""
    exact = program_header(header)
    if exact:
        return OTHER if exact == "other" else Meaning(exact)
    whole = whole_meaning(header)
    if whole:
        return Meaning(whole)
    words = read_words(header, languages)
    if all(word.text.isdigit() for word in words.main):
        return Meaning()
    reading = _Reading(words)
    for rule in _RULES:
        found = rule(reading)
        if found is not None:
            return found
    about_texts = reading.has("sms", "texting", "messages") and not reading.has(*_NOT_ASKED)
    says_nothing = reading.unknown or reading.only()
    return Meaning("" if says_nothing else "known", about_texts=about_texts)


class _Reading:
    """The words of one header, asked about by the rules."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.senses = frozenset().union(*map(_one_sense, words.main))
        roles = [word.text for word in words.main if _one_sense(word) == {"role"}]
        self.person = _one_role(roles[-1]) if roles else ""  # "Student's parent"
        self.unknown = UNKNOWN in self.senses
        self.contact = any(is_contact_word(word.text) for word in words.main)
        self.person_number = _person_number(words.main)
        numbers = [int(word.text) for word in words.main if word.text.isdigit()]
        self.number = numbers[0] if numbers else 0
        if numbers == [1]:
            self.senses -= {"digit"}  # "Contact 1 Name" is the contact's name

    def has(self, *senses: str) -> bool:
        return not self.senses.isdisjoint(senses)

    def only(self, *senses: str) -> bool:
        return self.senses <= {*senses, "filler", "digit", "number", "self", "role", "moment"}


def _person_number(words: Sequence[Word]) -> int:
    """Return which person a header counts (``Guest 2 - Cell``): 0 for none, or for a phone's."""
    for word, following in pairwise(words):
        if following.text.isdigit() and _one_sense(word) & {"self", "role"}:
            return int(following.text) if following is not words[-1] else 0
    return 0


_WITH = frozenset({"with", "com", "con", "mit", "avec", "met", "med", "including", "incl"})
_SAME_ROLE = {"guardian": "parent", "caregiver": "parent"}


def _one_role(text: str) -> str:
    """Return one word for a role: ``parents``, ``parent guardian`` and ``guardian`` are one."""
    word = text.split(" ", maxsplit=1)[0].removesuffix("s")
    return _SAME_ROLE.get(word, word)


_UNDER = (
    # A word with two senses in one language has the first that is here.
    ("self", "name"), ("cell", "mobile"), ("sms", "filler"), ("number", "filler"),
    ("other", "role"), ("title", "name_part"), ("phone", "self"), ("other", "self"),
)  # fmt: skip


def _one_sense(word: Word) -> frozenset[str]:
    senses = word.senses
    for first, second in _UNDER:
        if first in senses and second in senses:
            senses -= {second}
    return senses


def _consent(at: _Reading) -> Meaning | None:
    if at.has("status") and at.has("sms", "texting") and not at.has(*_CONSENT):
        return Meaning("consent", channel="sms")
    if not at.has(*_CONSENT):
        return None
    if at.has("event", "product") and not at.has("sms", "texting", "opt_out", "do_not_text"):
        return None
    channel = _channel(at)
    denies = _denies(at)
    if at.has("aspect", "id") and not denies:
        return KNOWN
    if at.has("date", "time", "timestamp", "moment"):
        return Meaning("consent_date" if denies else "known", channel=channel, denies=denies)
    return Meaning("consent", channel=channel, denies=denies, sure=not at.unknown)


_DENYING = frozenset({
    "opt_out", "do_not_text", "do_not_contact", "do_not_call", "do_not_email",
})  # fmt: skip


def _denies(at: _Reading) -> bool:
    """Tell whether a *yes* means no texts: "I agree to texts, and may opt out" asks to agree."""
    asked = (word.senses & (_DENYING | {"opt_in", "text_ok"}) for word in at.words.main)
    first = next(filter(None, asked), frozenset())
    return bool(first & _DENYING)


_CHANNELS = (
    # The first that is spoken of.
    ("sms", ("do_not_text", "text_ok")),
    ("call", ("do_not_call",)),
    ("sms", ("sms", "texting", "whatsapp", "messages")),
    ("email", ("email", "email_news", "do_not_email")),
    ("call", ("calling",)),
    ("all", ("do_not_contact",)),
    ("sms", ("mobile", "cell")),
    ("call", ("phone", "landline", "home", "work")),
)


def _channel(at: _Reading) -> str:
    return next((channel for channel, senses in _CHANNELS if at.has(*senses)), "")


def _somebody_else(at: _Reading) -> Meaning | None:
    """Tell a person beside the lead: an agent, or the second of several (``Contact 2 Name``)."""
    return OTHER if at.has("other") or at.person_number > 1 else None


def _phone(at: _Reading) -> Meaning | None:  # noqa: PLR0911 - one rule a line
    said = at.has(*_PHONE_WORDS)
    texted = at.has("sms", "texting") and not at.unknown
    if not (said or (at.has(*_WITH_NUMBER) and at.has("number"))):
        if at.senses <= {"home", "work", "sms", "texting", "alternate", "self"} and at.has(
            "home", "work", "sms", "texting"
        ):
            about_texts = at.has("sms", "texting")
            return Meaning("phone", _phone_rank(at), at.person, sure=False, about_texts=about_texts)
        if at.senses <= {"number", "self", "filler", "digit"} and at.has("number"):
            return Meaning("phone", (5, 9), at.person, sure=False)
        return None
    if at.has("type") and not at.has("fax", "old"):
        return Meaning("phone_label", person=at.person)
    with_code = any(word.text in _WITH for word in at.words.main)
    if at.has("calling_code", "area_code") and not with_code:
        return Meaning("calling_code" if at.has("calling_code") else "area_code")
    if at.has("country") and not at.has("id"):
        return Meaning("country", (0, 0), at.person)
    refused = _NO_PHONE - {"calling_code", "area_code"} if with_code else _NO_PHONE
    if at.has(*refused, "email") or (at.has("time") and not texted):
        return KNOWN
    if at.has("thing") and not any(w.text.startswith(("compan", "firm")) for w in at.words.main):
        return OTHER
    if at.has("place"):
        return _phone_of_place(at)
    return Meaning(
        "phone",
        _phone_rank(at),
        at.person,
        sure=not at.unknown,
        international=at.has("international", "whatsapp"),
    )


def _phone_of_place(at: _Reading) -> Meaning:
    """Take the phone of an address for the lead's; that of a town or a street is nobody's."""
    if any("address" in w.text or w.text.startswith("adr") for w in at.words.main):
        return Meaning("phone", (PHONE_KINDS.index("alternate"), at.number), at.person)
    return KNOWN


def _phone_rank(at: _Reading) -> tuple[int, int]:
    second = at.number + (20 if at.has("alternate") else 0)
    for place, kind in enumerate(PHONE_KINDS[:5]):
        if at.has(kind):
            return place, second + (10 if at.has("work") else 0)
    if at.has("alternate"):
        return PHONE_KINDS.index("alternate"), at.number
    for kind in ("landline", "home", "work"):
        if at.has(kind):
            return PHONE_KINDS.index(kind), second
    if at.has("thing"):
        return PHONE_KINDS.index("work"), second + 5
    return PHONE_KINDS.index("phone"), second


def _email(at: _Reading) -> Meaning | None:
    if not at.has("email"):
        return None
    if at.has(*_NO_EMAIL):
        return KNOWN
    if at.has("thing"):
        return OTHER if not at.has("self") else KNOWN
    rank = 20 if at.has("alternate") else 10 if at.has("work") else 0
    return Meaning("email", (rank, at.number), at.person, sure=not at.unknown)


def _code_and_place(at: _Reading) -> Meaning | None:  # noqa: PLR0911 - one rule a line
    if at.has("calling_code"):
        return Meaning("calling_code")
    if at.has("area_code"):
        return Meaning("area_code")
    if at.has("thing", "event", "not_signup", "aspect"):
        return None
    rank = (1 if at.has("home", "place") else 0, at.number)
    if at.has("zip"):
        return Meaning("zip", rank, at.person)
    if at.has("country") and not at.has("place"):
        return Meaning("country", (rank[0] + 1, at.number), at.person)
    if at.has("state") and not at.has("status", "country", "id", "date"):
        return Meaning("state", rank, at.person, sure=not at.unknown)
    return None


def _signed_up_at(at: _Reading) -> Meaning | None:  # noqa: PLR0911 - one rule a line
    verb = next((place for place, verb in enumerate(_VERBS) if at.has(verb)), None)
    if at.has("zone") or not (at.has(*_WHEN) or verb is not None):
        return None
    if at.has("id", "type", "aspect", "title", "topic", "name", "country", "number"):
        return None
    if at.has("status"):
        return Meaning("status")
    accounts = all("account" in w.text for w in at.words.main if "thing" in w.senses)
    if at.has("not_signup") or (at.has("thing") and not accounts):
        return KNOWN
    if verb is None:
        if at.has("event", "product"):
            return KNOWN
        if at.senses <= {"moment", "filler"}:
            return None
        place = 4 if at.has("timestamp") else 5 if at.has("date") else 6
        return Meaning("signed_up_at", (place, at.number), sure=not at.unknown)
    rank = verb * 10 + (5 if at.has("thing") else 0)
    explicit = at.has(*_WHEN)
    if not explicit and at.has("event", "product"):
        return None
    return Meaning(
        "signed_up_at", (min(verb, 3), rank + at.number), sure=explicit and not at.unknown
    )


def _event(at: _Reading) -> Meaning | None:
    if not at.has("event", "product", "topic"):
        return None
    if at.has(*_NO_EVENT):
        # "Which webinar did you register for?" asks for the webinar all the same.
        asks = at.has("event") and any(
            word.text in {"which", "what", "welche", "quel", "cual"} for word in at.words.main
        )
        if not asks or at.has("id", "status", "date", "email", "phone"):
            return KNOWN
    if at.has("event"):
        named = at.has("name", "title", "topic") or at.words.main[0].text == "which"
        rank = 0 if named else 4 if at.has("type") else 1
    else:
        rank = 2 if at.has("topic") else 6
    return Meaning("event", (rank, at.number), sure=not at.unknown)


def _name(at: _Reading) -> Meaning | None:  # noqa: PLR0911 - one rule a line
    said = at.has("name", "full", "first", "last", "preferred", "infix")
    if at.has(*_NO_NAME):
        return KNOWN if said and not at.unknown else None
    if at.has("infix"):
        return Meaning("infix", person=at.person)
    if at.has("first") and at.has("last"):
        return Meaning("name", (0, 0), at.person, sure=not at.unknown)
    if at.has("first"):
        return Meaning("first_name", (0, at.number), at.person, sure=not at.unknown)
    if at.has("last"):
        return Meaning("last_name", (0, at.number), at.person, sure=not at.unknown)
    if at.has("full"):
        return Meaning("name", (0, at.number), at.person, sure=not at.unknown)
    if at.has("preferred"):
        return Meaning("first_name", (5, at.number), at.person, sure=not at.unknown)
    if at.has("name"):
        # A customer may be a firm; whom one speaks to there is a person.
        rank = 1 if at.contact or not at.has("self") else 2
        return Meaning("name", (rank, at.number), at.person, sure=not at.unknown)
    if at.has("self", "role") and at.only():
        return Meaning("name", (4 if at.has("self") else 5, at.number), at.person, sure=False)
    return None


def _status(at: _Reading) -> Meaning | None:
    if at.has("status") and not at.has("id", "date"):
        return Meaning("status")
    return None


_RULES = (
    _consent, _somebody_else, _phone, _email, _signed_up_at, _code_and_place, _event, _name,
    _status,
)  # fmt: skip
