"""Who answers what: the simulated people behind the numbers.

A world is given the people that it needs; every other number behaves by its last two digits,
so that anybody can try anything with nothing set up:

    00 to 79    a mobile that receives and says nothing
    80          replies after some seconds, each time something else
    81          replies with a little of what it was sent
    82          replies STOP: from then on a text is refused with 21610, until it texts START
    83          a landline: accepted, then undelivered with 30006 (21635 at once outside US, CA, UK)
    84          filtered by the carrier: undelivered with 30007
    85          switched off: undelivered with 30003
    86          not in service: undelivered with 30005
    87          takes three minutes to deliver
    88          no delivery report ever: stays sent
    89          blocked by its carrier: undelivered with 30004
    90          a VoIP line
    91          a toll-free line
    92          a pager
    93          a premium-rate line: refused at once with 21268
    94          a mobile of which Lookup cannot say the line type (60600)
    95          a number that Lookup calls invalid, and that is refused with 21211
    96          undelivered without a reason: 30008
    97 to 99    as 00 to 79
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from smsdesk.carrier.simulator import courses
from smsdesk.terms import LineType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smsdesk.carrier.simulator.courses import Course


class Behaviour(StrEnum):
    """What becomes of a text to this person, and what comes back."""

    SILENT = "silent"
    REPLIES = "replies"
    ECHOES = "echoes"
    SAYS_STOP = "says_stop"
    LANDLINE = "landline"
    FILTERED = "filtered"
    BLOCKED = "blocked"
    UNREACHABLE = "unreachable"
    NOT_IN_SERVICE = "not_in_service"
    UNEXPLAINED = "unexplained"
    SLOW = "slow"
    NO_REPORT = "no_report"


_COURSES: Final[Mapping[Behaviour, Course]] = {
    Behaviour.LANDLINE: courses.LANDLINE,
    Behaviour.FILTERED: courses.FILTERED,
    Behaviour.BLOCKED: courses.BLOCKED,
    Behaviour.UNREACHABLE: courses.UNREACHABLE,
    Behaviour.NOT_IN_SERVICE: courses.NOT_IN_SERVICE,
    Behaviour.UNEXPLAINED: courses.UNEXPLAINED,
    Behaviour.SLOW: courses.SLOW,
    Behaviour.NO_REPORT: courses.NO_REPORT,
}

STANDARD_REPLIES: Final = (
    "Yes please!",
    "Sounds good, thank you",
    "What time zone is that?",
    "Sorry, I'm driving. Can I answer later?",
    "Will there be a recording?",
    "Ok 👍",
    "Can you call me tomorrow after 3?",
    "Where do I find the link?",
    "I may be 10 minutes late, is that all right?",
    "Thanks, see you then",
)
"""What a person says who has no words of their own, in turn."""


@dataclass(frozen=True, slots=True)
class Person:
    """One number and how it behaves.

    Attributes:
        number: E.164.
        behaviour: what becomes of a text to it.
        line_type: what Lookup says of it.
        carrier_name: what Lookup says of its carrier.
        replies: what it says, in turn; the standard replies where empty.
        reply_after: seconds from delivery to reply, more or less.
        lookup_error: the error code inside Lookup's package, which then says nothing else.
        valid: ``False`` for a number that cannot exist.
    """

    number: str
    behaviour: Behaviour = Behaviour.SILENT
    line_type: LineType = LineType.MOBILE
    carrier_name: str = "Example Wireless"
    replies: tuple[str, ...] = ()
    reply_after: float = 8.0
    lookup_error: int | None = None
    valid: bool = True

    @property
    def course(self) -> Course:
        """The life of a text to this person."""
        return _COURSES.get(self.behaviour, courses.DELIVERED)

    def reply(self, body: str, turn: int) -> str | None:
        """Return the answer to ``body``, the ``turn``-th (from 0) text that is answered."""
        match self.behaviour:
            case Behaviour.REPLIES:
                replies = self.replies or STANDARD_REPLIES
                return replies[turn % len(replies)]
            case Behaviour.ECHOES:
                return f'You wrote "{body[:30]}". Noted!'
            case Behaviour.SAYS_STOP:
                return "STOP"
            case _:
                return None


_ORDINARY: Final = Person(number="")
_BY_LAST_DIGITS: Final[Mapping[str, Person]] = {
    "80": replace(_ORDINARY, behaviour=Behaviour.REPLIES),
    "81": replace(_ORDINARY, behaviour=Behaviour.ECHOES),
    "82": replace(_ORDINARY, behaviour=Behaviour.SAYS_STOP),
    "83": replace(
        _ORDINARY,
        behaviour=Behaviour.LANDLINE,
        line_type=LineType.LANDLINE,
        carrier_name="Example Telephone",
    ),
    "84": replace(_ORDINARY, behaviour=Behaviour.FILTERED),
    "85": replace(_ORDINARY, behaviour=Behaviour.UNREACHABLE),
    "86": replace(_ORDINARY, behaviour=Behaviour.NOT_IN_SERVICE),
    "87": replace(_ORDINARY, behaviour=Behaviour.SLOW),
    "88": replace(_ORDINARY, behaviour=Behaviour.NO_REPORT),
    "89": replace(_ORDINARY, behaviour=Behaviour.BLOCKED),
    "90": replace(_ORDINARY, line_type=LineType.NON_FIXED_VOIP, carrier_name="Example Voice"),
    "91": replace(_ORDINARY, line_type=LineType.TOLL_FREE),
    "92": replace(_ORDINARY, line_type=LineType.PAGER),
    "93": replace(_ORDINARY, line_type=LineType.PREMIUM),
    "94": replace(_ORDINARY, lookup_error=60600),
    "95": replace(_ORDINARY, valid=False),
    "96": replace(_ORDINARY, behaviour=Behaviour.UNEXPLAINED),
}


def person_by_last_digits(number: str) -> Person:
    """Return who is behind a number that no world has registered: see the module's head."""
    return replace(_BY_LAST_DIGITS.get(number[-2:], _ORDINARY), number=number)


def number_table() -> str:
    """Return the table of the module's head, for people who play with the simulator."""
    lines = (__doc__ or "").splitlines()
    return "\n".join(line.strip() for line in lines if line.startswith("    "))


def person_to_json(person: Person) -> dict[str, object]:
    """Return ``person`` as plain JSON."""
    return asdict(person)


def person_from_json(fields: Mapping[str, object]) -> Person:
    """Return the person that ``fields`` describe; the inverse of ``person_to_json``.

    Raises:
        ValueError: a key or a value is none of a person's; the text is one plain line.
    """
    number = fields.get("number")
    if not isinstance(number, str) or not number:
        raise ValueError("a person needs a number")
    known = dict(fields)
    if "behaviour" in known:
        known["behaviour"] = Behaviour(str(known["behaviour"]))
    if "line_type" in known:
        known["line_type"] = LineType(str(known["line_type"]))
    if "replies" in known:
        replies = known["replies"]
        if not isinstance(replies, list | tuple):
            raise ValueError("replies is a list of texts")
        known["replies"] = tuple(str(reply) for reply in replies)
    try:
        return Person(**known)  # type: ignore[arg-type]  # an unknown key is the TypeError below
    except TypeError as error:
        raise ValueError("unknown key in a person") from error
