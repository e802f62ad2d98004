"""The longest thread: an estate's papers, one after the other, over three months."""

from __future__ import annotations

from typing import Final

from smsdesk.demo.script import LEAD, MARIA, TOM, Conversation, Line

_PAPERS: Final = (
    "death certificate", "will", "codicil", "trust agreement", "grant deed", "mortgage statement",
    "property tax bill", "homeowner's policy", "car title", "boat registration",
    "last bank statement", "list of accounts", "savings bonds", "stock certificates",
    "pension letter", "life insurance policy", "Social Security letter", "Medicare card",
    "hospital bill", "funeral invoice", "last tax return", "1099 forms", "safe deposit key",
    "storage lease", "list of heirs", "appraisal of the piano",
)  # fmt: skip

_ROUNDS: Final = (
    (
        ("09:05", MARIA, "Hi Robert, next on our list is the {}. Do you have it?"),
        ("09:31", LEAD, "The {}? Let me look"),
        ("11:12", LEAD, "Found it, in Dad's desk"),
        ("11:15", MARIA, "Wonderful. A scan or a photo will do."),
        ("12:40", LEAD, "Sent by e-mail"),
        ("12:52", MARIA, "It's here, thank you."),
        ("12:53", LEAD, "Is that enough or do you need the original?"),
        ("12:58", MARIA, "The copy of the {} is enough."),
    ),
    (
        ("10:20", TOM, "Good morning Robert, could you bring the {} when you come by?"),
        ("10:48", LEAD, "I'm not sure we ever had one"),
        ("10:55", TOM, "Your father mentions it in his letter. Maybe your aunt knows?"),
        ("14:05", LEAD, "You were right, my aunt has the {}"),
        ("14:06", LEAD, "She is mailing it to me"),
        ("14:09", TOM, "Perfect, no hurry."),
        ("14:10", LEAD, "Thanks for being so patient with all this"),
        ("14:15", TOM, "That's what we are here for."),
    ),
    (
        ("15:10", LEAD, "Do you still need the {}?"),
        ("15:22", MARIA, "Yes please, the court asks for it."),
        ("15:24", LEAD, "It will cost $25 to get a new one"),
        ("15:30", MARIA, "The estate pays that. Keep the receipt."),
        ("16:02", LEAD, "Ordered. They say ten days"),
        ("16:05", MARIA, "Then we'll file without the {} and hand it in later."),
        ("16:06", LEAD, "Is that allowed?"),
        ("16:11", MARIA, "It is. I've noted it in the petition."),
    ),
)

_FIRST_DAY: Final = 80
_EVERY: Final = 3


def _lines() -> tuple[Line, ...]:
    return tuple(
        Line(f"{_FIRST_DAY - _EVERY * place}d {clock}", who, text.format(paper))
        for place, paper in enumerate(_PAPERS)
        for clock, who, text in _ROUNDS[place % len(_ROUNDS)]
    )


PAPERWORK: Final = Conversation("Robert Castellan", _lines())
"""Over 200 texts. Those from before the desk was set up were sent with another tool."""
