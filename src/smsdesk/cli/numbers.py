"""Phone numbers as people give them to a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.rules.numbers import NotANumber
from smsdesk.core.rules.phone import holds_several, problem_words, read_phone
from smsdesk.core.rules.send_rules import ContactFacts
from smsdesk.terms import PhoneProblem

if TYPE_CHECKING:
    from smsdesk.desk.conversations import Conversations
    from smsdesk.desk.numbers import Numbers


def address(conversations: Conversations, numbers: Numbers, text: str) -> str:
    """Return the number of a thread: E.164, or a short code or a sender's name that has one.

    Raises:
        NotANumber: it is neither.
    """
    as_it_is = text.strip()
    return as_it_is if conversations.row(as_it_is) else numbers.parse(text)


def number_or_facts(numbers: Numbers, text: str, region: str) -> str | ContactFacts:
    """Return the number that a text is; else what the send rules know of a text that is none.

    The gate answers for such a text as for a lead whose phone failed validation.

    Raises:
        NotANumber: there are several.
    """
    try:
        return numbers.parse(text)
    except NotANumber:
        if holds_several(text):
            raise
        phone = read_phone(text, region)
    if phone.problem is None or phone.problem is PhoneProblem.NONE_ON_FILE:
        return ContactFacts("")
    return ContactFacts("", phone_problem=problem_words(phone.problem), could_be=phone.would_be)
