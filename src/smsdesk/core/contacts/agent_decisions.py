"""What an agent decides about a contact; each is on the record, with who decided it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.contacts import auto_block, consent
from smsdesk.core.context import writing
from smsdesk.core.rules.numbers import NotANumber, checked_number
from smsdesk.e164 import one_contact

if TYPE_CHECKING:
    from smsdesk.core.context import Context


def record_opt_out(context: Context, number: str, note: str) -> None:
    """Record an opt-out that was spoken, or came by another way.

    Raises:
        NotANumber: the number is not in E.164, or the firm's own: that protects nobody.
    """
    if number == one_contact(context.our_number):
        raise NotANumber(f"{number} is the firm's own number: give the lead's")
    with writing(context) as work:
        consent.opt_out_by_agent(work, checked_number(number), context.agent, note)


def answer_question(context: Context, number: str, *, opt_out: bool) -> None:
    """Answer whether a text was a wish to stop; without an open question nothing happens.

    Raises:
        NotANumber: the number is not in E.164.
    """
    with writing(context) as work:
        consent.answer_question(work, checked_number(number), context.agent, opt_out=opt_out)


def unblock(context: Context, number: str, reason: str) -> bool:
    """Lift an auto-block; return whether there was one.

    Raises:
        NotANumber: the number is not in E.164.
    """
    with writing(context) as work:
        return auto_block.unblock(work, checked_number(number), context.agent, reason)
