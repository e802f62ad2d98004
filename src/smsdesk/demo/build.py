"""Playing the sample firm's past through the desk, from the day on which it was set up."""

from __future__ import annotations

import csv
import os
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from smsdesk.demo.clock import HistoryClock
from smsdesk.demo.firm import SimulatedTwilio, config_for, open_carrier
from smsdesk.demo.people import silent_people
from smsdesk.demo.script import LEAD, ME, Fate, Line, moment
from smsdesk.demo.templates import TEMPLATES
from smsdesk.demo.threads import CONVERSATIONS
from smsdesk.demo.webinars import NUMBERS, SIGNUPS, WEBINARS, Webinar
from smsdesk.desk import Desk
from smsdesk.private_files import open_replacing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smsdesk.demo.folder import DemoFolder

SET_UP: Final = "26d 09:00"
"""When the firm began to use smsdesk; texts from before went through another tool."""

_EXPORTED: Final = "17:00"
_SYNC_EVERY: Final = timedelta(hours=6)
"""A desk syncs every few seconds; a past of weeks is told as well by a few times a day."""

_WAITS_FOR: Final = timedelta(days=1)
"""How long a text that was read still asks for an answer, in the sample firm."""


@dataclass(frozen=True, slots=True)
class _Said:
    at: datetime
    number: str
    line: Line


@dataclass(frozen=True, slots=True)
class _Imported:
    at: datetime
    webinar: Webinar


@dataclass(frozen=True, slots=True)
class _Past:
    """What is at hand while the past is played.

    Attributes:
        desks: one for each agent's name, all on the one database.
        mine: the desk of the agent who will use the demo.
        unread_by_desks: whose texts the carrier has and the desks do not have yet.
    """

    clock: HistoryClock
    carrier: SimulatedTwilio
    desks: dict[str, Desk]
    mine: Desk
    folder: DemoFolder
    zone: tzinfo
    unread_by_desks: set[str] = field(default_factory=set)

    def sync(self) -> None:
        """Let the desks have what the carrier has."""
        self.mine.background.sync()
        self.unread_by_desks.clear()


def build(folder: DemoFolder, *, user: str, now: datetime, zone: tzinfo, seed: int) -> None:
    """Build the world in an empty folder.

    Args:
        user: the agent at this desk; all others are invented.
        now: up to when the past reaches, aware.
        zone: the agent's.
        seed: what makes this world's chances.

    Raises:
        DeskError, OSError: the folder cannot be written.
    """
    said = sorted(_all_said(now, zone), key=attrgetter("at"))
    set_up = moment(SET_UP, now, zone)
    clock = HistoryClock(set_up)
    with ExitStack() as stack:
        carrier = open_carrier(folder, silent_people(), clock=clock, seed=seed)
        stack.callback(carrier.close)
        desks = {}
        for agent in sorted({one.line.who for one in said} - {LEAD}):
            config = config_for(user if agent == ME else agent, folder)
            desk = Desk.open(config, carrier=carrier, clock=clock, zone=zone)
            desks[agent] = stack.enter_context(desk)
        past = _Past(clock, carrier, desks, desks[ME], folder, zone)
        _before_set_up(past, [one for one in said if one.at < set_up])
        _since_set_up(past, [one for one in said if one.at >= set_up], now)
        _leave_as_it_is_now(past)


def _all_said(now: datetime, zone: tzinfo) -> Iterator[_Said]:
    for conversation in CONVERSATIONS:
        number = NUMBERS.get(conversation.who, conversation.who)
        for line in conversation.lines:
            yield _Said(moment(line.when, now, zone), number, line)


def _before_set_up(past: _Past, said: list[_Said]) -> None:
    """Put what another tool sent and received into the carrier's books alone."""
    for one in said:
        if one.line.who == LEAD:
            past.carrier.ledger.receive(one.number, one.line.text, at=one.at)
        else:
            past.carrier.ledger.backdate(one.number, one.line.text, at=one.at)


def _since_set_up(past: _Past, said: list[_Said], now: datetime) -> None:
    steps: list[_Imported | _Said] = [
        _Imported(moment(f"{webinar.exported}d {_EXPORTED}", now, past.zone), webinar)
        for webinar in WEBINARS
    ]
    steps += said
    synced = past.clock.now()
    past.sync()
    for step in sorted(steps, key=attrgetter("at")):
        past.clock.turn_to(step.at)
        if step.at - synced > _SYNC_EVERY:
            synced = step.at
            past.sync()
        if isinstance(step, _Imported):
            _import(past, step)
        else:
            _say(past, step)
    past.clock.turn_to(now)
    past.sync()


def _import(past: _Past, step: _Imported) -> None:
    """Take in a report of registrants as Zoom exports it: its title in lines above the header."""
    signups = [signup for signup in SIGNUPS if signup.webinar is step.webinar]
    report = open_replacing(past.folder.registrants)
    with os.fdopen(report, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([["Registration Report"], ["Topic", "# Registered"]])
        writer.writerows([[step.webinar.title, len(signups)], [], ["Attendee Details"]])
        writer.writerow(["First Name", "Last Name", "Email", "Phone", "Registration Time"])
        for signup in signups:
            at = (step.at - timedelta(days=signup.days)).astimezone(past.zone)
            first, _, last = signup.name.partition(" ")
            writer.writerow([first, last, signup.email, signup.phone, f"{at:%Y-%m-%d %H:%M:%S}"])
    past.mine.leads.import_file(past.folder.registrants, lookup="later")
    past.folder.registrants.unlink()


def _say(past: _Past, said: _Said) -> None:
    line = said.line
    if line.who == LEAD:
        past.carrier.ledger.receive(said.number, line.text, media=line.media)
        past.unread_by_desks.add(said.number)
        return
    if said.number in past.unread_by_desks:
        past.sync()  # who answers has read what they answer
    desk = past.desks[line.who]
    recorded = desk.sending.submit(said.number, line.text, answers=True)
    if recorded.message_id is None:
        raise ValueError(f"the script breaks the rule {recorded.code}: {line.when}")
    if line.fate is Fate.LEFT:
        desk.sending.transmit(recorded.message_id)
    elif line.fate is Fate.CANCELED:
        desk.outbox.cancel(recorded.message_id)
    desk.threads.mark_read(said.number)


def _is_done_if_old(past: _Past, number: str) -> None:
    """Nobody waits for an answer to a thank you of last week."""
    row = past.mine.conversations.row(number)
    if row is None or row.to_answer_since is None:
        return
    if past.clock.now() - row.to_answer_since > _WAITS_FOR:
        past.mine.answering.done(number)


def _leave_as_it_is_now(past: _Past) -> None:
    past.mine.templates.take_in(TEMPLATES)
    for conversation in CONVERSATIONS:
        number = NUMBERS.get(conversation.who, conversation.who)
        if not conversation.unread:
            past.mine.threads.mark_read(number)
            _is_done_if_old(past, number)
        if conversation.draft:
            past.mine.threads.save_draft(number, conversation.draft)
