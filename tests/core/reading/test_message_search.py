"""The search in messages: by the words they hold, newest first."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from smsdesk.core.read_models.threads import MessageKey
from smsdesk.core.reading import message_search
from smsdesk.core.reading.message_search import NoConversationOpenError
from smsdesk.core.rules.moments import UnreadableMomentError
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
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


# -- by person, date and place ------------------------------------------------------------------


@pytest.fixture
def talks(firm: Firm, desk: Desk, clock: MovedClock) -> Desk:
    """Sarah and Tom have asked for the checklist, weeks ago and today."""
    desk.leads.add(name="Sarah Berg", phone=SARAH)
    desk.leads.add(name="Tom O'Brien", phone=TOM)
    firm.arrive(TOM, "Is there a checklist?")
    clock.move(10)
    desk.background.sync()
    firm.desk("tina").sending.send(TOM, "Here is the checklist, Tom")
    clock.move(days=14)
    firm.arrive(SARAH, "The checklist has a hole")
    clock.move(10)
    firm.arrive(SARAH, "Sarah Connor wrote it")
    clock.move(10)
    desk.background.sync()
    desk.sending.send(SARAH, "A new checklist is on its way")
    clock.move(10)
    return desk


def found(desk: Desk, query: str, here: str | None = None) -> list[str]:
    return [hit.text for hit in desk.threads.search_messages(query, here=here)]


HOLE, NEW = "The checklist has a hole", "A new checklist is on its way"
ASKED, SENT = "Is there a checklist?", "Here is the checklist, Tom"
CONNOR = "Sarah Connor wrote it"


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("checklist", [NEW, HOLE, SENT, ASKED]),
        ("sarah checklist", [NEW, HOLE]),
        ("checklist berg sarah", [NEW, HOLE]),
        ("brien check", [SENT, ASKED]),
        ("sarah", [NEW, CONNOR, HOLE]),
        ("connor", [CONNOR]),
        ("0122 checklist", [SENT, ASKED]),
        ("from:sarah", [CONNOR, HOLE]),
        ("from:sarah checklist", [HOLE]),
        ("from:tina", [SENT]),
        ("from:maria check", [NEW]),
        ("from:Maria", [NEW]),
        ("from:m.lopez", []),
        ("from:nobody", []),
        ("since:yesterday checklist", [NEW, HOLE]),
        ("before:3d checklist", [SENT, ASKED]),
        ("since:3d from:tom", []),
        ("sarah o'brien", []),
        ("from:", []),
    ],
)
def test_by_words_person_and_date(talks: Desk, query: str, texts: list[str]) -> None:
    assert found(talks, query) == texts


def test_here_is_the_open_conversation(talks: Desk) -> None:
    assert found(talks, "here: checklist", here=TOM) == [SENT, ASKED]
    assert found(talks, "here:checklist since:2d", here=TOM) == []
    assert found(talks, "here: from:tom", here=TOM) == [ASKED]
    assert found(talks, "here: from:sarah", here=TOM) == []
    assert found(talks, "here:", here=SARAH) == [NEW, CONNOR, HOLE]
    with pytest.raises(NoConversationOpenError, match="none is open"):
        found(talks, "here: checklist")


def test_a_day_that_is_none_says_so(talks: Desk) -> None:
    with pytest.raises(UnreadableMomentError, match="write it like monday"):
        found(talks, "since:soon checklist")


def test_the_next_hit_in_the_thread_and_the_one_before(talks: Desk) -> None:
    newest = talks.threads.search_messages("sarah checklist")[0]
    at = MessageKey(newest.happened_at, newest.message_id)
    assert talks.threads.hit_beside(SARAH, "sarah checklist", at, later=True) is None
    earlier = talks.threads.hit_beside(SARAH, "sarah checklist", at, later=False)
    assert earlier is not None
    assert earlier.text == HOLE
    at = MessageKey(earlier.happened_at, earlier.message_id)
    assert talks.threads.hit_beside(SARAH, "sarah checklist", at, later=False) is None
    later = talks.threads.hit_beside(SARAH, "sarah checklist", at, later=True)
    assert later is not None
    assert later.message_id == newest.message_id


def test_hits_of_one_second_are_told_apart(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    for place in range(3):
        firm.arrive(SARAH, f"Parking {place}")
    clock.move(5)
    desk.background.sync()
    hit = desk.threads.search_messages("parking")[0]
    walked = [hit.text]
    while True:
        at = MessageKey(hit.happened_at, hit.message_id)
        following = desk.threads.hit_beside(SARAH, "parking", at, later=False)
        if following is None:
            break
        hit = following
        walked.append(hit.text)
    assert sorted(walked) == ["Parking 0", "Parking 1", "Parking 2"]
    assert len(walked) == 3
