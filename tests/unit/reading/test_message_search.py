"""The search in messages: by the words they hold, newest first."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from smsdesk.core.reading import message_search
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    import pytest

    from smsdesk.core.context import Context
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock
    from tests.world.firm import Firm


def test_messages_are_found_by_their_words_newest_first(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    desk.leads.add(name="Sarah Berg", phone=SARAH)
    desk.leads.add(name="Tom O'Brien", phone=TOM)
    desk.sending.send(SARAH, "The parking is behind the house")
    clock.move(10)
    firm.arrive(TOM, "Is there PARKING?")
    clock.move(10)
    desk.background.sync()
    hits = desk.threads.search_messages("park")
    assert [(hit.number, hit.name, hit.direction.value) for hit in hits] == [
        (TOM, "Tom O'Brien", "inbound"),
        (SARAH, "Sarah Berg", "outbound"),
    ]
    assert desk.threads.search_messages("parking behind")[0].number == SARAH
    assert desk.threads.search_messages("arking") == ()
    assert desk.threads.search_messages("") == ()
    assert len(desk.threads.search_messages("park", limit=1)) == 1


def test_messages_of_the_first_sync_are_newest_first_too(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """A first sync reads the newest page first."""
    for place in range(5):
        firm.arrive(SARAH, f"Parking {place}")
        clock.move(60)
    desk.background.sync()
    found = [hit.text for hit in desk.threads.search_messages("parking", limit=3)]
    assert found == ["Parking 4", "Parking 3", "Parking 2"]


def test_the_index_catches_up_in_small_transactions(
    firm: Firm, desk: Desk, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in range(5):
        firm.arrive(SARAH, f"Parking {place}")
    monkeypatch.setattr(message_search, "CATCH_UP", 2)
    firm.clock.move(5)
    desk.background.sync()
    assert message_search.catch_up(context, batches=1), "a sync has caught up"
    firm.write("DELETE FROM note WHERE key = 'message_words'")
    assert not message_search.catch_up(context, batches=2)
    assert message_search.catch_up(context, batches=2)


def test_catching_up_ends_when_nobody_waits_any_more(context: Context) -> None:
    stop = threading.Event()
    stop.set()
    assert not message_search.catch_up(context, batches=1, stop=stop)
