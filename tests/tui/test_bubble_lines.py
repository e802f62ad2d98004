"""The lines of one message, and of a thread."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.views.threads import Bubble
from smsdesk.terms import Direction, Status
from smsdesk.tui.text.styled_line import Line, line_text, line_width, run_at
from smsdesk.tui.thread.bubble_lines import (
    CLIPPED,
    EXPAND,
    LINK,
    RETRY,
    Look,
    bubble_lines,
    text_width,
)
from smsdesk.tui.thread.thread_layout import Layout, Setting, Spot, lay_out
from smsdesk.tui.thread.thread_window import LARGEST, PAGE, Window
from tests.tui.fake_desk import NOW, bubble, outbound

CHICAGO = ZoneInfo("America/Chicago")


LOOK = Look(60)


def lines(each: Bubble, look: Look = LOOK) -> tuple[Line, ...]:
    return bubble_lines(each, CHICAGO, look)


def drawn(each: Bubble, look: Look = LOOK) -> list[str]:
    return [line_text(line).rstrip() for line in lines(each, look)]


def laid_out(*bubbles: Bubble, width: int = 60, first_unread_id: int | None = None) -> Layout:
    return lay_out(bubbles, Setting(width, NOW, CHICAGO, first_unread_id))


def read(layout: Layout) -> list[str]:
    found = [layout.at(y) for y in range(layout.height)]
    return [line_text(block.line(index)).strip() for block, index in filter(None, found)]


def test_inbound_stands_left_with_its_time_below() -> None:
    assert drawn(bubble(1, "Hi, is it full?", happened_at=NOW)) == [
        " ┃ Hi, is it full?",
        "   15:04",
    ]


def test_outbound_stands_right_with_sender_and_delivery() -> None:
    assert drawn(outbound(1, "Two seats are left.", happened_at=NOW)) == [
        " " * 38 + "Two seats are left. ┃",
        " " * 33 + "maria 15:04 ✓✓ delivered",
    ]


def test_a_bubble_is_at_most_seventy_percent_and_seventy_two_cells_wide() -> None:
    assert [text_width(width) for width in (20, 60, 100, 200)] == [16, 38, 66, 68]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": Status.QUEUED, "reason": "offline"}, "maria 15:04 … queued: offline"),
        (
            {"status": Status.QUEUED, "reason": "Not sent yet: no network."},
            "maria 15:04 … not sent yet: no network.",
        ),
        (
            {"status": Status.UNCONFIRMED, "reason": "Not confirmed: it is looked for."},
            "maria 15:04 ! not confirmed: it is looked for.",
        ),
        ({"status": Status.HELD}, "maria 15:04 ! held · send (F5) · drop (F9)"),
        ({"status": Status.SENDING}, "maria 15:04 … sending"),
        ({"status": Status.UNCONFIRMED}, "maria 15:04 ! not confirmed"),
        ({"status": Status.SENT}, "maria 15:04 ✓ sent"),
        ({"status": Status.SENT, "no_report": True}, "maria 15:04 ✓ sent · no delivery report"),
        ({"no_report": True}, "maria 15:04 ✓✓ delivered"),
        ({"unchecked": True}, "maria 15:04 ✓✓ delivered · line type not checked"),
        (
            {"status": Status.FAILED, "reason": "not in service (30005)", "can_retry": True},
            "maria 15:04 ✗ failed: not in service (30005) · retry",
        ),
        ({"status": Status.UNDELIVERED}, "maria 15:04 ✗ failed"),
        ({"status": Status.NOT_SENT, "reason": "opted out"}, "maria 15:04 ✗ not sent: opted out"),
        ({"status": Status.CANCELED}, "maria 15:04 – canceled"),  # noqa: RUF001 - the dash is meant
        ({"sent_by": "elsewhere"}, "elsewhere 15:04 ✓✓ delivered"),
        ({"sent_by": ""}, "15:04 ✓✓ delivered"),
    ],
)
def test_a_delivery_state_is_a_glyph_and_words(changes: dict[str, object], words: str) -> None:
    made = drawn(outbound(1, "Text", happened_at=NOW, **changes), Look(80))
    assert made[1].strip() == words


def test_a_waiting_text_says_when_the_next_attempt_is() -> None:
    waiting = outbound(1, status=Status.QUEUED, happened_at=NOW)
    assert drawn(waiting, Look(60, retry_in=12))[1].endswith("… queued · retry in 12 s")


def test_a_long_note_is_wrapped_at_its_parts() -> None:
    made = outbound(1, "T", status=Status.SENT, no_report=True, unchecked=True, happened_at=NOW)
    assert [line.strip() for line in drawn(made, Look(40))[1:]] == [
        "maria 15:04 ✓ sent",
        "no delivery report",
        "line type not checked",
    ]


def test_the_word_retry_and_a_link_can_be_clicked() -> None:
    failed = outbound(1, "see https://example.com/x", status=Status.FAILED, can_retry=True)
    text, signature = lines(failed, Look(80))
    retry = run_at(signature, line_text(signature).index("retry"))
    link = run_at(text, line_text(text).index("example"))
    assert retry is not None
    assert retry.action == RETRY
    assert link is not None
    assert link.action == f"{LINK}https://example.com/x"
    assert link.styles == ("outbound", "link")
    assert run_at(text, 80) is None


def test_media_lines_are_set_apart() -> None:
    first, second, *_ = lines(bubble(1, "[photo]\nis this [it]?"))
    assert [run.styles for run in first if run.text == "[photo]"] == [("inbound", "media")]
    assert all("media" not in run.styles for run in second)


def test_a_very_long_body_is_clipped_until_all_is_asked_for() -> None:
    long = bubble(1, "x" * (CLIPPED + 500))
    clipped = lines(long)
    assert "show all" in line_text(clipped[-2])
    assert any(run.action == EXPAND for run in clipped[-2])
    whole = "".join(drawn(long, Look(60, full_text="y" * 9_000)))
    assert whole.count("y") == 9_000
    assert "show all" not in whole


def test_an_unsigned_bubble_ends_its_bar_before_the_next() -> None:
    assert drawn(bubble(1, "a\nb"), Look(60, signed=False)) == [" ┃ a", " ╹ b"]


@given(
    text=st.text(max_size=200),
    reason=st.text(max_size=80),
    sender=st.text(max_size=30),
    direction=st.sampled_from(Direction),
    status=st.sampled_from(Status),
    flags=st.tuples(*[st.booleans()] * 4),
    width=st.integers(8, 130),
)
def test_every_line_has_exactly_the_width_of_the_pane(  # noqa: PLR0917 - one per drawn value
    text: str,
    reason: str,
    sender: str,
    direction: Direction,
    status: Status,
    flags: tuple[bool, ...],
    width: int,
) -> None:
    made = Bubble(
        1, direction, text, status, NOW, sent_by=sender, reason=reason, unchecked=flags[0],
        no_report=flags[1], can_retry=flags[2],
    )  # fmt: skip
    look = Look(width, signed=flags[3], retry_in=3)
    assert {line_width(line) for line in bubble_lines(made, CHICAGO, look)} == {width}
    before = bubble(2, text, happened_at=NOW - timedelta(days=400))
    layout = laid_out(before, made, width=width, first_unread_id=1)
    assert {
        line_width(block.line(index)) for block in layout.blocks for index in range(block.height)
    } == {width}


def test_days_are_separated_and_the_new_line_stands_above_the_first_unread() -> None:
    layout = laid_out(
        bubble(1, "Hi", happened_at=NOW - timedelta(days=7)),
        outbound(2, "Hello", happened_at=NOW - timedelta(days=1)),
        bubble(3, "Yes", happened_at=NOW),
        first_unread_id=3,
    )
    assert read(layout) == [
        "── Friday 13 November ──", "┃ Hi", "15:04",
        "", "── Yesterday ──", "Hello ┃", "maria 15:04 ✓✓ delivered",
        "", "── Today ──", "── new ──", "┃ Yes", "15:04",
    ]  # fmt: skip


def test_texts_of_one_side_within_minutes_share_one_signature() -> None:
    minute = timedelta(minutes=1)
    layout = laid_out(
        outbound(1, "one", happened_at=NOW),
        outbound(2, "two", happened_at=NOW + minute),
        outbound(3, "three", happened_at=NOW + 8 * minute),
    )
    assert read(layout)[1:] == [
        "one ╹", "two ┃", "maria 15:05 ✓✓ delivered",
        "", "three ┃", "maria 15:12 ✓✓ delivered",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"status": Status.SENT},
        {"sent_by": "tom"},
        {"reason": "filtered"},
        {"can_retry": True},
        {"unchecked": True},
        {"direction": Direction.INBOUND},
    ],
)
def test_what_must_be_told_apart_is_signed_apart(changes: dict[str, object]) -> None:
    first = outbound(1, "one", happened_at=NOW)
    second = outbound(2, "two", **({"happened_at": NOW} | changes))
    assert "maria 15:04 ✓✓ delivered" in read(laid_out(first, second))[2]


def test_a_place_in_the_thread_survives_another_width() -> None:
    long = " ".join(["word"] * 60)
    bubbles = [bubble(1, long), bubble(2, long), bubble(3, long)]
    wide, narrow = laid_out(*bubbles, width=100), laid_out(*bubbles, width=30)
    found = wide.at(wide.tops[1] + 2)
    assert found is not None
    spot = Spot(found[0].bubble.message_id, found[1])
    assert narrow.y_of(spot) == narrow.tops[1] + 2
    assert wide.y_of(Spot(2, 500)) == wide.tops[2] - 1
    assert wide.y_of(Spot(99, 0)) is None
    assert wide.at(-1) is wide.at(wide.height) is None


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
