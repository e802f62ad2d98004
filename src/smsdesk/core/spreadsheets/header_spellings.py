"""How the tools that hold leads spell the names of their columns."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# Best first: where a row's cell in the best column is empty, the next one is used.
# Spellings are compared after `normal_header`: small letters, "#" as "number", no punctuation,
# nothing in brackets, and without a first word such as "attendee".
_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "first_name": ("first name", "firstname", "given name", "first", "forename"),
    "last_name": ("last name", "lastname", "surname", "family name", "last"),
    "name": ("full name", "fullname", "name", "display name", "first and last name"),
    "email": ("email", "e mail", "email address", "e mail address", "emailaddress", "mail"),
    "phone": (
        "mobile phone",
        "mobile phone number",
        "mobile number",
        "mobile",
        "mobilephone",
        "cell phone",
        "cell phone number",
        "cell number",
        "cell",
        "cellphone",
        "sms number",
        "phone",
        "phone number",
        "phonenumber",
        "phone no",
        "telephone",
        "telephone number",
        "tel",
        "contact phone number",
        "contact number",
        "home phone",
        "home phone number",
        "work phone",
        "work phone number",
        "business phone",
        "office phone",
        "day phone",
        "other phone",
    ),
    "event": (
        "event name",
        "event title",
        "event",
        "webinar name",
        "webinar title",
        "webinar topic",
        "webinar",
        "topic",
        "session name",
        "session title",
        "workshop",
    ),
    "signed_up_at": (
        "registration time",
        "registration date",
        "registration date time",
        "registered at",
        "registered on",
        "registered",
        "signed up at",
        "signed up on",
        "signed up",
        "sign up time",
        "sign up date",
        "signup time",
        "signup date",
        "order date",
        "order time",
        "submitted at",
        "submission time",
        "submission date",
        "create date",
        "created date",
        "created time",
        "created at",
        "created on",
        "created",
        "creation date",
        "date created",
        "date added",
        "added at",
        "timestamp",
        "time stamp",
    ),
    "source_id": ("registrant id", "registration id", "record id", "attendee id", "lead id"),
    # Eventbrite numbers orders, and attendees within an account: only both name one signup.
    "order_number": ("order number", "order no", "order id"),
    "attendee_number": ("attendee number", "attendee no"),
}

_RANK = {
    spelling: (target, rank)
    for target, spellings in _SPELLINGS.items()
    for rank, spelling in enumerate(spellings)
}

# Left out only where the whole spelling is unknown: "Contact number" is a phone as it stands.
_WHOSE = re.compile(
    r"(?:attendee|registrant|contact|lead|customer|participant|primary|your|user)(?: s)? "
)
_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PUNCTUATION = re.compile(r"[\W_]+")
_DEMAND = re.compile(r" (?:required|optional)$")


def normal_header(header: str) -> str:
    """Return what all spellings of a header have in common.

    ``Phone_Number*``, ``phoneNumber`` and ``Phone # (required)`` are all ``phone number``.
    """
    text = unicodedata.normalize("NFKC", header).replace("#", " number ")
    text = _CAMEL.sub(" ", _BRACKETS.sub(" ", text))
    text = _PUNCTUATION.sub(" ", text.casefold()).strip()
    return _DEMAND.sub("", text)


def recognise(header: str) -> tuple[str, int] | None:
    """Return the target of a header and its rank among that target's spellings (0 is best)."""
    text = normal_header(header)
    bracketed = _BRACKETS.search(header)
    inverted = f"{normal_header(bracketed[0][1:-1])} {text}" if bracketed else text
    # "Name (First)" and "Phone (Mobile)" are as common as the other way round.
    return _RANK.get(inverted) or _RANK.get(text) or _RANK.get(_WHOSE.sub("", text, count=1))
