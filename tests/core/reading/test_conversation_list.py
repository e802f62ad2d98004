"""The list on the left: newest activity first, unread texts, marks, pages."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsdesk.terms import Code, Direction
from tests.world.examples import examples
from tests.world.firm import Firm, bubbles, hear, open_firm
from tests.world.people import ANA, SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.core.read_models.conversations import ConversationKey
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock


def listed(desk: Desk) -> list[str]:
    return [row.number for row in desk.conversations.page()]


# -- the list -----------------------------------------------------------------------------------


def test_newest_activity_first(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    hear(firm, desk, "Hello")
    hear(firm, desk, "Hello", TOM)
    assert listed(desk) == [TOM, SARAH]
    clock.move(10)
    desk.sending.submit(SARAH, "On top at once, before any network")
    assert listed(desk) == [SARAH, TOM]
    row = desk.conversations.page()[0]
    assert (row.last_direction, row.last_status, row.last_text) == (
        Direction.OUTBOUND, "queued", "On top at once, before any network",
    )  # fmt: skip


def test_the_conversation_appears_with_its_first_message(firm: Firm, desk: Desk) -> None:
    desk.leads.add(name="Sarah Berg", phone=SARAH)
    thread = desk.threads.get(SARAH)
    assert (thread.bubbles, thread.head.conversation_id) == ((), None)
    assert desk.conversations.row(SARAH) is None
    assert listed(desk) == []
    desk.sending.send(SARAH, "Hi Sarah")
    assert listed(desk) == [SARAH]
    assert desk.conversations.page()[0].name == "Sarah Berg"


def test_a_lead_that_signs_up_later_gives_the_thread_its_name(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "Hello")
    before = desk.conversations.page()[0]
    desk.leads.add(name="Sarah Berg", phone=SARAH)
    after = desk.conversations.page()[0]
    assert (before.title, after.title) == ("(415) 555-0111", "Sarah Berg")
    assert after.revision > before.revision


@pytest.mark.parametrize(("body", "code", "mark"), [
    ("STOP", Code.OPTED_OUT, "opted out · STOP"),
    ("please stop texting me", Code.OPT_OUT_QUESTION, "opt-out?"),
    ("Hello", Code.OK, ""),
])  # fmt: skip
def test_the_row_has_a_mark(firm: Firm, desk: Desk, body: str, code: Code, mark: str) -> None:
    hear(firm, desk, body)
    row = desk.conversations.page()[0]
    assert (row.code, row.mark) == (code, mark)


def test_of_a_long_text_the_row_has_the_beginning_as_it_came(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "one\ntwo   three " + "x" * 1000)
    assert desk.conversations.page()[0].last_text == ("one\ntwo   three " + "x" * 1000)[:200]


@pytest.fixture
def many(firm: Firm, desk: Desk) -> list[str]:
    """Forty conversations, some with the same second of activity; return them as listed."""
    for place in range(40):
        number = f"+1415555{2000 + place}"
        firm.arrive(number, f"Hello {place}")
        if place % 3 == 0:
            firm.clock.move(1)
    firm.clock.move(5)
    desk.background.sync()
    return [row.number for row in desk.conversations.page(limit=100)]


@pytest.mark.parametrize("size", [1, 7, 40, 50])
def test_paging_by_keyset_equals_paging_by_offset(desk: Desk, many: list[str], size: int) -> None:
    assert len(many) == desk.conversations.count() == 40
    by_key: list[str] = []
    after: ConversationKey | None = None
    while page := desk.conversations.page(after=after, limit=size):
        assert page == desk.conversations.page(offset=len(by_key), limit=size)
        by_key += [row.number for row in page]
        after = page[-1].key
    assert by_key == many


def test_every_number_once(desk: Desk, many: list[str]) -> None:
    assert [row.number for row in desk.conversations.rows()] == many


@pytest.mark.parametrize(("query", "count"), [
    ("415", 40), ("2007", 1), ("(415) 555-200", 10), ("sarah", 1), ("berg sarah", 1), ("nobody", 0),
    ("", 41),
])  # fmt: skip
def test_the_filter_over_the_list(
    firm: Firm, desk: Desk, many: list[str], query: str, count: int
) -> None:
    desk.leads.add(name="Sarah Berg", phone="+442071838750")
    hear(firm, desk, "Hello", "+442071838750")
    assert len(desk.conversations.page(matching=query, limit=100)) == count
    if count > 2:
        first, *rest = desk.conversations.page(matching=query, limit=100)
        assert desk.conversations.page(matching=query, after=first.key, limit=100) == tuple(rest)


# -- unread -------------------------------------------------------------------------------------


def test_next_unread_goes_down_the_list_and_wraps(firm: Firm, desk: Desk) -> None:
    for number in (SARAH, TOM, ANA):
        hear(firm, desk, "Hello", number)
    assert listed(desk) == [ANA, TOM, SARAH]
    desk.threads.mark_read(TOM)
    assert desk.conversations.next_unread(None) == ANA
    assert desk.conversations.next_unread(ANA) == SARAH
    assert desk.conversations.next_unread(TOM) == SARAH
    assert desk.conversations.next_unread(SARAH) == ANA
    assert desk.conversations.next_unread("+14155550199") == ANA
    desk.threads.mark_read(ANA)
    assert desk.conversations.next_unread(SARAH) == SARAH
    desk.threads.mark_read(SARAH)
    assert desk.conversations.next_unread(SARAH) is None


# -- property -----------------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["arrive", "send", "read", "sync"]), st.sampled_from([SARAH, TOM, ANA])
    ),
    max_size=15,
)


@settings(max_examples=examples(12), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_every_row_says_what_its_thread_says(template: Path, steps: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as folder, open_firm(template, Path(folder)) as firm:
        desk = firm.desk()
        for place, (step, number) in enumerate(steps):
            match step:
                case "arrive":
                    firm.arrive(number, f"Text {place}")
                case "send":
                    desk.sending.send(number, f"Text {place}")
                case "read":
                    desk.threads.mark_read(number)
                case "sync":
                    desk.background.sync()
            firm.clock.move(5)
        rows = desk.conversations.page()
        for row in rows:
            last = bubbles(desk, row.number)[-1]
            assert (row.last_text, row.last_status, row.last_activity_at) == (
                last.text, last.status, last.happened_at,
            )  # fmt: skip
            assert row.unread == sum(one.unread for one in bubbles(desk, row.number))
        assert desk.conversations.totals().unread == sum(row.unread for row in rows)
        assert list(rows) == sorted(
            rows, key=lambda row: (row.last_activity_at, row.conversation_id), reverse=True
        )
