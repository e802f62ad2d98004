"""The loaded part of a conversation: its lines, its cursor, and the place that is kept."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from smsdesk.terms import Status
from smsdesk.tui.thread.bubble_lines import bubble_lines
from smsdesk.tui.thread.loaded_thread import LoadedThread
from smsdesk.tui.thread.window import Window
from tests.world.fake_pages import FakeThread, bubble, outbound
from tests.world.sample_threads import NOW

CHICAGO = ZoneInfo("America/Chicago")
WIDTH = 60


def loaded(desk: FakeThread, first_unread_id: int | None = None) -> LoadedThread:
    made = LoadedThread(desk.clock, CHICAGO, bubble_lines)
    made.show(desk.thread(first_unread_id=first_unread_id))
    made.lay_out(WIDTH)
    return made


def test_a_conversation_begins_at_its_end_without_a_cursor() -> None:
    thread = loaded(FakeThread(bubbles=20))
    assert thread.place() == thread.layout.height
    assert thread.shows_newest
    assert (thread.current, thread.newest_id) == (None, 19)


def test_the_place_is_kept_when_older_messages_come_above() -> None:
    thread = loaded(FakeThread(bubbles=20))
    thread.stay_at(9)
    found = thread.layout.at(9)
    assert found is not None
    thread.window = thread.window.merged([bubble(-1), bubble(-2)])
    thread.lay_out(WIDTH)
    assert thread.place() > 9
    now = thread.layout.at(thread.place())
    assert now is not None
    assert (now[0].bubble, now[1]) == (found[0].bubble, found[1])


def test_a_place_that_is_gone_is_the_end() -> None:
    desk = FakeThread(bubbles=20)
    thread = loaded(desk)
    thread.stay_at(9)
    desk.bubbles = [bubble(100)]
    thread.window = Window(tuple(desk.bubbles))
    thread.lay_out(WIDTH)
    assert thread.place() == thread.layout.height
    assert thread.shows_newest


def test_new_messages_are_counted_only_below_the_place_of_who_reads_farther_up() -> None:
    thread = loaded(FakeThread(bubbles=20))
    assert thread.merge([bubble(20)]) == 0, "at the end the view follows"
    thread.lay_out(WIDTH)
    thread.stay_at(3)
    assert thread.merge([bubble(21), bubble(5, "changed"), bubble(-1)]) == 1


def test_the_new_line_is_where_the_unread_begin() -> None:
    desk = FakeThread(bubbles=20)
    thread = loaded(desk, first_unread_id=15)
    index = thread.layout.index_of(15)
    assert index is not None
    assert thread.new_line == thread.layout.tops[index]
    assert loaded(desk).new_line is None


def test_a_full_text_is_shown_until_another_conversation_is() -> None:
    desk = FakeThread(bubbles=2)
    thread = loaded(desk)
    before = thread.layout.height
    thread.show_full_text(1, "word " * 200)
    thread.lay_out(WIDTH)
    assert thread.layout.height > before
    assert thread.has_full_text(1)
    thread.show(desk.thread("+14155550222"))
    assert not thread.has_full_text(1)


def test_days_are_named_wrong_from_midnight_on_and_seconds_count_while_a_text_waits() -> None:
    desk = FakeThread()
    desk.bubbles = [
        outbound(1, status=Status.QUEUED, happened_at=NOW, retry_at=NOW + timedelta(seconds=9))
    ]
    thread = loaded(desk)
    assert (thread.counts_down, thread.names_days_wrong) == (True, False)
    desk.clock.sleep(24 * 3600)
    assert (thread.counts_down, thread.names_days_wrong) == (False, True)
