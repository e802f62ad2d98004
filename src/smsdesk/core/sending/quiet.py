"""What quiet hours mean for one text: judged when the agent sends, and when it has waited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from smsdesk.core.contacts.lead_hours import hours_of
from smsdesk.core.rules.quiet_hours import HoursVerdict, LeadHours, answers_them, judge_hours
from smsdesk.store.tables import answering
from smsdesk.store.times import from_us
from smsdesk.terms import Code

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from smsdesk.core.context import Context
    from smsdesk.store.database import Connection

JUDGED_AGAIN_AFTER: Final = timedelta(minutes=1)
"""How long a text may wait until it is judged once more when it leaves."""

_STOPPING: Final = frozenset({"ask", "hold"})


@dataclass(frozen=True, slots=True)
class Quiet:
    """What quiet hours say of one text at one moment.

    Attributes:
        stops: why it may not leave, in words; empty where it may.
        warning: what its writer should know of it, whether it leaves or not.
    """

    stops: str = ""
    warning: str = ""


NOT_JUDGED: Final = Quiet()


def hours(context: Context, number: str) -> LeadHours:
    """Return when a lead may be texted.

    Outside of every writing transaction: the first time it loads what is known of zones.

    Raises:
        QuietHoursFileError: the firm's own file of hours cannot be read.
    """
    with context.database.read() as connection:
        return hours_of(context, connection, number)


def judge_text_at(
    context: Context,
    connection: Connection,
    hours_there: LeadHours,
    at: datetime,
    *,
    conversation_id: int | None,
    confirmed: Collection[str] = (),
) -> Quiet:
    """Return what quiet hours say of a text that leaves at a moment.

    Args:
        hours_there: as ``hours`` returned them.
        at: on the carrier's clock.
        conversation_id: for the text of theirs that it may answer.
        confirmed: the rules whose question its writer has answered with yes.
    """
    if context.config.quiet_hours.mode == "off":
        return NOT_JUDGED
    verdict = judge_hours(hours_there, at)
    not_known = verdict.local is None
    if not (verdict.quiet or not_known) or is_answer(connection, conversation_id, at):
        return NOT_JUDGED
    if not_known:
        return Quiet(warning=verdict.says)
    stops = context.config.quiet_hours.mode in _STOPPING and Code.QUIET_HOURS not in confirmed
    return Quiet(stops=verdict.says if stops else "", warning=verdict.says)


def quiet_at(context: Context, hours_there: LeadHours, at: datetime) -> HoursVerdict | None:
    """Return what is said of a moment in quiet hours, ``None`` where it is in none."""
    if context.config.quiet_hours.mode == "off":
        return None
    verdict = judge_hours(hours_there, at)
    return verdict if verdict.quiet else None


def is_answer(connection: Connection, conversation_id: int | None, at: datetime) -> bool:
    """Whether a text at a moment follows one of theirs so soon that it is free of quiet hours."""
    if conversation_id is None:
        return False
    newest = answering.newest_of_theirs(connection, conversation_id)
    return answers_them(from_us(newest[1]) if newest is not None else None, at)
