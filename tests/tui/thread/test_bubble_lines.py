"""The lines of one message."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.read_models.threads import Bubble
from smsdesk.terms import Direction, Status
from smsdesk.tui.text.styled_line import Line, line_text, line_width, run_at
from smsdesk.tui.thread.bubble_lines import (
    CLIPPED,
    EXPAND,
    LINK,
    RETRY,
    BubbleOptions,
    bubble_lines,
    text_width,
)
from tests.world.fake_pages import bubble, outbound
from tests.world.sample_threads import NOW

CHICAGO = ZoneInfo("America/Chicago")
WIDE_60 = BubbleOptions(60)


def lines(each: Bubble, options: BubbleOptions = WIDE_60) -> tuple[Line, ...]:
    return bubble_lines(each, CHICAGO, options)


def drawn(each: Bubble, options: BubbleOptions = WIDE_60) -> list[str]:
    return [line_text(line).rstrip() for line in lines(each, options)]


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
        ({"status": Status.HELD}, "maria 15:04 ! held · send (F5) · take back (F9)"),
        ({"status": Status.SENDING}, "maria 15:04 … sending"),
        ({"status": Status.UNCONFIRMED}, "maria 15:04 ! not confirmed"),
        (
            {"status": Status.UNCONFIRMED, "can_cancel": True},
            "maria 15:04 ! not confirmed · give up (F9)",
        ),
        ({"status": Status.SENT}, "maria 15:04 ✓ sent"),
        ({"status": Status.SENT, "no_report": True}, "maria 15:04 ✓ sent · no delivery report"),
        ({"no_report": True}, "maria 15:04 ✓✓ delivered"),
        ({"unchecked": True}, "maria 15:04 ✓✓ delivered · line type not checked"),
        (
            {"status": Status.FAILED, "reason": "not in service (30005)", "can_retry": True},
            "maria 15:04 ✗ failed: not in service (30005) · retry",
        ),
        (
            {
                "status": Status.UNDELIVERED,
                "reason": "The carrier could not deliver it (30008)",
                "error_code": 30008,
                "can_retry": True,
            },
            "maria 15:04 ✗ not delivered (30008) · retry",
        ),
        ({"status": Status.FAILED, "error_code": 21614}, "maria 15:04 ✗ failed (21614)"),
        ({"status": Status.UNDELIVERED}, "maria 15:04 ✗ not delivered"),
        ({"status": Status.NOT_SENT, "reason": "opted out"}, "maria 15:04 ✗ not sent: opted out"),
        ({"status": Status.CANCELED}, "maria 15:04 – canceled"),  # noqa: RUF001 - the dash is meant
        ({"sent_by": "elsewhere"}, "elsewhere 15:04 ✓✓ delivered"),
        ({"sent_by": ""}, "15:04 ✓✓ delivered"),
    ],
)
def test_a_delivery_state_is_a_glyph_and_words(changes: dict[str, object], words: str) -> None:
    made = drawn(outbound(1, "Text", happened_at=NOW, **changes), BubbleOptions(80))
    assert made[1].strip() == words


def test_a_waiting_text_says_when_the_next_attempt_is() -> None:
    waiting = outbound(1, status=Status.QUEUED, happened_at=NOW)
    assert drawn(waiting, BubbleOptions(60, retry_in=12))[1].endswith("… queued · retry in 12 s")


def test_a_long_note_is_wrapped_at_its_parts() -> None:
    made = outbound(1, "T", status=Status.SENT, no_report=True, unchecked=True, happened_at=NOW)
    assert [line.strip() for line in drawn(made, BubbleOptions(40))[1:]] == [
        "maria 15:04 ✓ sent",
        "no delivery report",
        "line type not checked",
    ]


def test_the_word_retry_and_a_link_can_be_clicked() -> None:
    failed = outbound(1, "see https://example.com/x", status=Status.FAILED, can_retry=True)
    text, signature = lines(failed, BubbleOptions(80))
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
    whole = "".join(drawn(long, BubbleOptions(60, full_text="y" * 9_000)))
    assert whole.count("y") == 9_000
    assert "show all" not in whole


def test_an_unsigned_bubble_ends_its_bar_before_the_next() -> None:
    assert drawn(bubble(1, "a\nb"), BubbleOptions(60, signed=False)) == [" ┃ a", " ╹ b"]


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
    options = BubbleOptions(width, signed=flags[3], retry_in=3)
    assert {line_width(line) for line in bubble_lines(made, CHICAGO, options)} == {width}
