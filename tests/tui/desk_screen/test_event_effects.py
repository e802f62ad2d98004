"""What an event of the background work changes on the screen."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from smsdesk.core.read_models.alerts import Alert, AlertKind
from smsdesk.core.read_models.events import CarrierState, Changed
from smsdesk.core.read_models.sending import SyncReport
from smsdesk.tui.chrome.title_line import TitleState
from smsdesk.tui.desk_screen.event_effects import EventEffects, effects_of
from smsdesk.tui.troubles import OFFLINE

CHICAGO = ZoneInfo("America/Chicago")
NOW = datetime(2026, 11, 20, 21, 4, tzinfo=UTC)
TITLE = TitleState(number="(312) 555-0100", agent="maria", mode="live")


def carrier(*, online: bool, refused: bool = False) -> CarrierState:
    return CarrierState(
        "live", online=online, reason="no network", since=NOW, waiting=0, refused=refused
    )


def said(effects: EventEffects) -> list[str]:
    return [trouble.text for trouble in effects.troubles]


def test_a_change_has_everything_read_again() -> None:
    assert effects_of(Changed(), TITLE, CHICAGO) == EventEffects(TITLE)


def test_an_alert_is_said_and_nothing_is_read() -> None:
    alert = Alert(AlertKind.DATABASE, "The disk is full.")
    effects = effects_of(alert, TITLE, CHICAGO)
    assert (said(effects), effects.changed) == (["The disk is full."], False)


def test_a_sync_says_what_concerns_no_message_and_reads_only_after_news() -> None:
    alerts = (
        Alert(AlertKind.FIRM_FILTERED, "Texts to several leads were filtered."),
        Alert(AlertKind.SEND_FAILED, "Not sent to Tom.", "+13125550123", 11),
    )
    effects = effects_of(SyncReport(alerts=alerts), TITLE, CHICAGO)
    assert said(effects) == ["Texts to several leads were filtered."]
    assert not effects.changed
    assert effects_of(SyncReport(received=1), TITLE, CHICAGO).changed


def test_going_offline_is_said_once_and_refusal_once_more() -> None:
    first = effects_of(carrier(online=False), TITLE, CHICAGO)
    assert first.title.offline_since == "15:04"
    assert said(first) == ["Offline since 15:04: no network"]
    assert said(effects_of(carrier(online=False), first.title, CHICAGO)) == []
    refused = effects_of(carrier(online=False, refused=True), first.title, CHICAGO)
    assert len(said(refused)) == 1
    assert refused.title.refused


def test_coming_back_takes_the_red_line_away() -> None:
    offline = effects_of(carrier(online=False), TITLE, CHICAGO).title
    back = effects_of(carrier(online=True), offline, CHICAGO)
    assert back.over == (OFFLINE,)
    assert back.title == TITLE
