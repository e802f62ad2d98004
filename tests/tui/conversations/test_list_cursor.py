"""Where the agent is in the list: on a conversation, not on a place."""

from __future__ import annotations

from smsdesk.tui.conversations.list_cursor import ListCursor, shift_of_most
from smsdesk.tui.conversations.pages import RowPages
from tests.world.fake_pages import number_of, row


def pages_of(*indexes: int) -> RowPages:
    pages = RowPages()
    show(pages, *indexes)
    return pages


def show(pages: RowPages, *indexes: int) -> None:
    pages.replace(len(indexes), {0: [row(index) for index in indexes]})


def test_it_moves_within_the_list() -> None:
    cursor = ListCursor(pages_of(0, 1, 2))
    cursor.move_to(7)
    assert (cursor.index, cursor.number) == (2, number_of(2))
    cursor.move_to(-3)
    assert cursor.number == number_of(0)


def test_it_stays_on_its_conversation_when_others_move() -> None:
    pages = pages_of(0, 1, 2, 3)
    cursor = ListCursor(pages)
    cursor.move_to(1)
    on = cursor.number
    show(pages, 3, 0, 1, 2)
    cursor.return_to(on)
    assert (cursor.index, cursor.number) == (2, number_of(1))


def test_a_conversation_that_is_gone_leaves_it_in_its_place() -> None:
    pages = pages_of(0, 1, 2)
    cursor = ListCursor(pages)
    cursor.move_to(2)
    on = cursor.number
    show(pages, 0, 1)
    cursor.return_to(on)
    assert cursor.number == number_of(1)


def test_it_goes_to_a_conversation_as_soon_as_that_is_at_hand() -> None:
    pages = pages_of(0, 1)
    cursor = ListCursor(pages)
    assert not cursor.go_to(number_of(9))
    assert cursor.number == number_of(0)
    cursor.more_at_hand()
    assert cursor.number == number_of(0)
    show(pages, 0, 1, 9)
    cursor.more_at_hand()
    assert cursor.number == number_of(9)


def test_whom_it_waits_for_is_forgotten_once_the_agent_moves_it() -> None:
    pages = pages_of(0, 1)
    cursor = ListCursor(pages)
    cursor.go_to(number_of(9))
    cursor.move_to(1)
    show(pages, 9, 0, 1)
    cursor.return_to(number_of(1))
    assert cursor.number == number_of(1)


def test_in_an_empty_list_it_is_on_nobody() -> None:
    cursor = ListCursor(RowPages())
    cursor.return_to(number_of(3))
    assert (cursor.index, cursor.number) == (0, None)


def test_the_view_follows_most_and_not_the_one_that_went_to_the_top() -> None:
    before = {number_of(index): index for index in (3, 4, 5)}
    assert shift_of_most(before, pages_of(4, 0, 1, 2, 3, 5)) == 1
    assert shift_of_most({}, pages_of(0)) == 0
    assert shift_of_most({number_of(9): 1}, pages_of(0)) == 0
