"""The pages of the conversation list that are at hand."""

from dataclasses import replace

from smsdesk.core.read_models.conversations import ConversationRow
from smsdesk.tui.conversations.pages import KEPT, PAGE, RowPages, split_pages, stretches
from tests.world.fake_pages import row


def page_of(first: int) -> tuple[ConversationRow, ...]:
    return tuple(row(index) for index in range(first, first + PAGE))


def test_pages_are_kept_up_to_a_bound() -> None:
    pages = RowPages()
    pages.counted = 1_000 * PAGE
    one = page_of(0)
    for page in range(KEPT + 5):
        pages.put(page, one)
    assert pages.row(0) is None
    assert pages.row(6 * PAGE) == one[0]
    assert pages.missing(0, 6 * PAGE) == [0, 1, 2, 3, 4]


def test_rows_are_found_by_place_and_by_number() -> None:
    pages = RowPages()
    pages.replace(2 * PAGE, {1: page_of(PAGE)})
    assert pages.row(PAGE + 3) == row(PAGE + 3)
    assert pages.row(3) is None
    assert pages.index_of(row(PAGE + 3).number) == PAGE + 3
    assert pages.index_of(row(3).number) is None
    assert pages.index_of(None) is None
    assert pages.missing(-100, 10_000) == [0]


def test_the_keyset_for_a_page_is_the_row_before_it() -> None:
    pages = RowPages()
    pages.replace(3 * PAGE, {0: page_of(0), 1: page_of(PAGE)[:-1]})
    assert pages.key_before(1) == row(PAGE - 1).key
    assert pages.key_before(2) is None, "a page that is not full may have gained rows"
    assert pages.key_before(0) is None


def test_neighbouring_pages_are_read_at_once() -> None:
    assert stretches({5, 0, 1, 6, 9}) == [range(2), range(5, 7), range(9, 10)]
    rows = (*page_of(0), *page_of(PAGE)[:3])
    assert split_pages(4, rows) == {4: rows[:PAGE], 5: rows[PAGE:]}


def test_a_changed_row_is_another_row() -> None:
    assert replace(row(0), revision=2) != row(0)


def test_a_row_changes_where_it_stands() -> None:
    pages = RowPages()
    pages.replace(2 * PAGE, {1: page_of(PAGE)})
    changed = replace(row(PAGE + 3), unread=0, revision=2)
    pages.change(changed)
    assert pages.row(PAGE + 3) == changed
    assert pages.row(PAGE + 4) == row(PAGE + 4)
    pages.change(row(3))
    assert pages.row(3) is None, "not at hand"
