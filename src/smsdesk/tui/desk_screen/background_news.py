"""What the background work tells, put into the screen's terms."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from smsdesk.core.views.alerts import Alert, AlertKind
from smsdesk.core.views.sending import SyncReport
from smsdesk.tui.announcements import Trouble
from smsdesk.tui.chrome.title_line import Standing
from smsdesk.tui.text.when import clock_time

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from smsdesk.desk import CarrierState, Desk, Event

OFFLINE = "offline"
"""The subject of the red line while the carrier is out of reach."""


@dataclass(frozen=True, slots=True)
class News:
    """What the screen has to do about one event.

    Attributes:
        troubles: red lines to add.
        over: subjects whose red lines have passed.
        changed: whether list, thread and totals have to be read again.
    """

    standing: Standing
    troubles: tuple[Trouble, ...] = ()
    over: tuple[str, ...] = field(default=())
    changed: bool = True


def first_standing(desk: Desk) -> Standing:
    """Return what the title line shows of a desk that has just been opened. Blocks."""
    number = desk.config.twilio.from_number
    return Standing(
        number=desk.display_number(number) if number else "no sending number",
        agent=desk.agent,
        mode=desk.carrier_name,
    )


def news_of(event: Event, standing: Standing, zone: tzinfo) -> News:
    """Return what ``event`` means for a screen that shows ``standing``."""
    from smsdesk.desk import CarrierState

    if isinstance(event, Alert):
        return News(standing, (trouble_of(event),), changed=False)
    if isinstance(event, SyncReport):
        return _sync_news(event, standing)
    if isinstance(event, CarrierState):
        return _carrier_news(event, standing, zone)
    return News(standing)


def trouble_of(alert: Alert) -> Trouble:
    """Return the red line for ``alert``; one per kind and subject is shown at a time."""
    about = alert.number if alert.message_id is None else str(alert.message_id)
    return Trouble(alert.message, f"{alert.kind}:{about}")


def messages_of(subjects: Iterable[str]) -> tuple[int, ...]:
    """Return the messages that red lines are about."""
    prefix = f"{AlertKind.SEND_FAILED}:"
    about = [subject.removeprefix(prefix) for subject in subjects if subject.startswith(prefix)]
    return tuple(int(message_id) for message_id in about if message_id.isdigit())


def subject_of(message_id: int) -> str:
    """Return the subject of the red line about a message."""
    return f"{AlertKind.SEND_FAILED}:{message_id}"


def _sync_news(report: SyncReport, standing: Standing) -> News:
    return News(
        standing,
        tuple(trouble_of(alert) for alert in report.alerts if alert.message_id is None),
        changed=bool(report.received or report.status_updates or report.consent_changes),
    )


def _carrier_news(state: CarrierState, standing: Standing, zone: tzinfo) -> News:
    since = "" if state.online else clock_time(state.since, zone)
    now = replace(standing, mode=state.mode, offline_since=since, refused=state.refused)
    if state.online:
        return News(now, over=(OFFLINE,))
    if standing.offline_since and standing.refused == now.refused:
        return News(now)  # told before; the agent may have dismissed it
    return News(now, (Trouble(_no_carrier(state, since), OFFLINE),))


def _no_carrier(state: CarrierState, since: str) -> str:
    if not state.refused:
        return f"Offline since {since}: {state.reason}"
    return f"{state.reason} Nothing leaves until that is mended: `smsdesk doctor` tells how."
