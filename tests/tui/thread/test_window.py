"""The part of a thread that is loaded: a bounded run of messages without gaps."""

from smsdesk.tui.thread.window import LARGEST, PAGE, Window
from tests.world.fake_pages import bubble


def test_changed_and_new_messages_take_their_places() -> None:
    window = Window((bubble(1), bubble(3)))
    merged = window.merged([bubble(2), bubble(3, "changed"), bubble(0)])
    assert [each.message_id for each in merged.bubbles] == [0, 1, 2, 3]
    assert merged.bubbles[-1].text == "changed"


def test_a_window_never_has_a_gap() -> None:
    window = Window((bubble(10), bubble(11)), older=True, newer=True)
    merged = window.merged([bubble(3), bubble(40), bubble(11, "changed")])
    assert [each.text for each in merged.bubbles] == ["Text 10", "changed"]
    assert Window(older=True).merged([bubble(1)]).bubbles == ()


def test_a_window_stays_bounded_and_knows_what_it_left_out() -> None:
    window = Window(tuple(bubble(index) for index in range(1000, 1000 + LARGEST)), older=True)
    page = [bubble(index) for index in range(1000 - PAGE, 1000)]
    older = window.with_older(page, bubble(1000).key)
    assert (len(older.bubbles), older.older, older.newer) == (LARGEST, True, True)
    assert older.bubbles[0].message_id == 1000 - PAGE
    last = older.bubbles[-1]
    back = older.with_newer([bubble(last.message_id + 1)], last.key)
    assert (len(back.bubbles), back.older, back.newer) == (LARGEST, True, False)
    grown = window.merged([bubble(5000)]).trimmed()
    assert (len(grown.bubbles), grown.older) == (LARGEST, True)
    assert Window((bubble(1),)).trimmed() == Window((bubble(1),))


def test_a_page_that_no_longer_joins_the_window_is_left_out() -> None:
    window = Window((bubble(10), bubble(11)), older=True, newer=True)
    assert window.with_older([bubble(8)], bubble(9).key) == window
    assert window.with_newer([bubble(13)], bubble(12).key) == window
    assert Window().with_older([bubble(8)], bubble(9).key) == Window()
