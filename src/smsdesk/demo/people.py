"""Who is behind the sample firm's numbers: how each of them takes a text, and answers it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from smsdesk.carrier.simulator import Behaviour, Person
from smsdesk.carrier.simulator.chance import between
from smsdesk.demo.webinars import NUMBERS
from smsdesk.terms import LineType

STRANGER: Final = "+16285550177"
"""A number that is no lead's and has texted the firm."""

_TALKATIVE: Final = (
    (
        "Yes, that works for me",
        "Perfect, thank you so much!",
        "One more thing: do both of us have to sign, or is it enough if I do?",
        "Great",
    ),
    (
        "Hi! Sorry, I was in a meeting. Give me a few minutes and I'll look at it",
        "Ok, had a look. All good from my side",
        "👍",
    ),
    ("Who is this?", "Ah, from the webinar! Yes, hello", "Sure, go ahead"),
    (
        "Thanks for getting back to me",
        (
            "I have talked it over with my husband and we would like to go ahead. What do you need"
            " from us, and roughly how long will all of it take?"
        ),
        "Sounds good!",
        "Will do",
    ),
    ("ok", "yes", "thx", "ok will do"),
    ("Can you call me tomorrow after 3?", "Actually 4 is better", "Talk to you then 🙂"),
    ("Let me check with my sister first", "She says yes!", "Thank you, you've been very kind"),
)
_SILENT_SHARE: Final = 0.2

_TELEPHONE: Final = "Example Telephone"


def _by_hand() -> dict[str, Person]:
    landline = Person("", Behaviour.LANDLINE, line_type=LineType.LANDLINE, carrier_name=_TELEPHONE)
    return {
        "Dana Whitfield": Person("", Behaviour.SAYS_STOP, reply_after=6.0),
        "Tess Hallorann": Person(
            "",
            Behaviour.REPLIES,
            replies=(
                "What would the power of attorney let me do, exactly?",
                "And does it end when she gets better?",
                "Could we also do it by video? She can't travel yet",
            ),
            reply_after=5.0,
        ),
        "Sarah Berg": Person(
            "",
            Behaviour.REPLIES,
            replies=("Great, I'll tell her!", "See you there", "Thank you 🙏"),
            reply_after=7.0,
        ),
        "Harold Finch-Hatley": landline,
        "Ronald Stenger": landline,
        # Lookup fails here, so it is the carrier who finds out (30006).
        "Phyllis Drummond": replace(landline, lookup_error=60600),
        "Dmitri Gusev": Person("", Behaviour.FILTERED),
        "Terrence Ledbetter": Person("", Behaviour.NOT_IN_SERVICE),
        "Kofi Asante": Person("", Behaviour.UNREACHABLE),
        "Brian Kowalczyk": Person("", Behaviour.UNEXPLAINED),
        # Here too: the carrier refuses what Lookup would have called a premium-rate line (21268).
        "Nurul Izzati Osman": Person("", line_type=LineType.PREMIUM, lookup_error=60600),
        "Nils Öberg": Person("", Behaviour.NO_REPORT),
        "Annika Vogel": Person("", Behaviour.NO_REPORT),
        "Leilani Nakoa": Person("", Behaviour.SLOW),
        "Quinn Abbott": Person("", line_type=LineType.NON_FIXED_VOIP, carrier_name="Example Voice"),
    }


def _of_the_crowd(name: str) -> Person:
    """Return somebody of whom nothing special is known: most of them answer."""
    if between(0, f"silent {name}", 0, 1) < _SILENT_SHARE:
        return Person("")
    words = _TALKATIVE[int(between(0, f"words {name}", 0, len(_TALKATIVE)))]
    return Person(
        "", Behaviour.REPLIES, replies=words, reply_after=between(0, f"pace {name}", 4, 14)
    )


def people() -> tuple[Person, ...]:
    """Return everybody as they take and answer the texts that the user of the demo sends."""
    by_hand = _by_hand()
    names = {number: name for name, number in NUMBERS.items()}
    leads = (
        replace(by_hand.get(name) or _of_the_crowd(name), number=number)
        for number, name in names.items()
    )
    return (*leads, Person(STRANGER, Behaviour.REPLIES, reply_after=6.0))


def silent_people() -> tuple[Person, ...]:
    """Return everybody as they were in the past, whose answers are written in the threads."""
    answering = (Behaviour.REPLIES, Behaviour.SAYS_STOP)
    return tuple(
        replace(person, behaviour=Behaviour.SILENT) if person.behaviour in answering else person
        for person in people()
    )
