"""The line under the box."""

from __future__ import annotations

import pytest

from smsdesk.tui.compose.counter import Counter, counted
from tests.tui.hosting import open_thread, running, settle, type_text
from tests.world.fake_desk import firm
from tests.world.sample_threads import SARAH


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", ""),
        ("  \n", ""),
        ("a", "1 character · 1 segment · GSM-7"),
        ("Great, see you on Tuesday at six   ", "32 characters · 1 segment · GSM-7"),
        ("a" * 161, "161 characters · 2 segments · GSM-7 · sent and paid as 2"),
        ("日本語", "3 characters · 1 segment · UCS-2 because of 日 本 語"),
        ("a" * 1601, "1 character too many (1,600 at most)"),
        ("a" * 3000, "1,400 characters too many (1,600 at most)"),
    ],
)
def test_count(text: str, line: str) -> None:
    assert counted(text, unanswered=0).plain == line


def test_an_emoji_is_hinted_at() -> None:
    line = counted("See you \N{PARTY POPPER}", unanswered=0).plain
    assert line.endswith("UCS-2 because of \N{PARTY POPPER} · only 70 a segment")


async def test_on_a_narrow_terminal_a_cut_hint_says_that_it_is_cut() -> None:
    async with running(firm().opened, size=(60, 16)) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        await type_text(pilot, "Will you come to the Tuesday session? \N{PARTY POPPER}")
        await settle(pilot)
        counter = app.desk_screen.conversation.reply.query_one(Counter)
        assert counter.render_line(0).text.rstrip().endswith("…")


@pytest.mark.parametrize("text", ["", "Hello?"])
def test_texts_in_a_row_are_hinted_at(text: str) -> None:
    assert "3 texts in a row without an answer" in counted(text, unanswered=3).plain
    assert "in a row" not in counted(text, unanswered=1).plain
