"""What an event of the background work changes on the screen. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from smsdesk.core.read_models.alerts import Alert
from smsdesk.core.read_models.events import CarrierState
from smsdesk.core.read_models.sending import SyncReport
from smsdesk.display import DisplayText, phrase
from smsdesk.tui.chrome.title_line import TitleState
from smsdesk.tui.screen_messages import Trouble
from smsdesk.tui.text.when import clock_time
from smsdesk.tui.troubles import OFFLINE, alert_trouble

if TYPE_CHECKING:
    from datetime import tzinfo

    from smsdesk.core.read_models.events import Event
    from smsdesk.tui.screen_desk import ScreenDesk


@dataclass(frozen=True, slots=True)
class EventEffects:
    """What the screen has to do about one event.

    Attributes:
        title: what the title line shows from now on.
        troubles: red lines to add.
        over: subjects whose red lines have passed.
        changed: whether list, thread and totals have to be read again.
    """

    title: TitleState
    troubles: tuple[Trouble, ...] = ()
    over: tuple[str, ...] = ()
    changed: bool = True


def first_title(desk: ScreenDesk) -> TitleState:
    """Return what the title line shows of a desk that has just been opened. Blocks."""
    number = desk.carrier.from_number
    return TitleState(
        number=desk.numbers.display(number) if number else "no sending number",
        agent=desk.agent,
        mode=desk.carrier.name,
    )


def effects_of(event: Event, title: TitleState, zone: tzinfo) -> EventEffects:
    """Return what ``event`` changes on a screen whose title line shows ``title``."""
    if isinstance(event, Alert):
        return EventEffects(title, (alert_trouble(event),), changed=False)
    if isinstance(event, SyncReport):
        return _sync_effects(event, title)
    if isinstance(event, CarrierState):
        return _carrier_effects(event, title, zone)
    return EventEffects(title)


def _sync_effects(report: SyncReport, title: TitleState) -> EventEffects:
    return EventEffects(
        title,
        tuple(alert_trouble(alert) for alert in report.alerts if alert.message_id is None),
        changed=bool(report.received or report.status_updates or report.consent_changes),
    )


def _carrier_effects(state: CarrierState, title: TitleState, zone: tzinfo) -> EventEffects:
    since = "" if state.online else clock_time(state.since, zone)
    now = replace(title, mode=state.mode, offline_since=since, refused=state.refused)
    if state.online:
        return EventEffects(now, over=(OFFLINE,))
    if title.offline_since and title.refused == now.refused:
        return EventEffects(now)  # said before; the agent may have dismissed it
    return EventEffects(now, (Trouble(_no_carrier(state, since), OFFLINE),))


def _no_carrier(state: CarrierState, since: str) -> DisplayText:
    if not state.refused:
        return phrase("Offline since {since}: {why}", since=since, why=state.reason)
    return phrase(
        "{why} Nothing leaves until that is mended: `smsdesk doctor` tells how.", why=state.reason
    )
