"""What stands on a lead's card."""

from __future__ import annotations

import pytest

from smsdesk.core.read_models.notes import ContactNote
from smsdesk.tui.lead_card.card_text import WIDEST, card_text
from tests.tui.hosting import CHICAGO
from tests.tui.lead_card.known_lead import known_sarah
from tests.world.fake_desk import FakeDesk
from tests.world.sample_threads import NOW, OPTED_OUT, SARAH, SampleThread, sarah


def card(held: SampleThread, width: int = 40) -> list[str]:
    desk = FakeDesk(held)
    text = card_text(desk.contacts.profile(held.number), NOW, CHICAGO, width)
    return [line.rstrip() for line in text.plain.splitlines()]


def test_everything_stands_in_its_place() -> None:
    assert card(known_sarah(), 60) == [
        "(415) 555-0111 · mobile · AT&T",
        "Chicago 15:04 · CA 94110 · looked up Sat 15:04",
        "✓ may be texted",
        "to answer since 14:54 · tom answers",
        "",
        "Signups 3",
        " Retirement webinar",
        " Retirement webinar",
        " Retirement webinar",
        "also Sarah B. Berg",
        " s@new.example",
        " s@old.example",
        "",
        "Consent",
        ' 20 Nov 2026 at 15:02 opted out: "STOP" (SM9f)',
        "",
        "Notes                                                 + note",
        " prefers mornings",
        " tom · 3 Nov",
        "",
        "Corrected",
        " name was “Sara Brg”",
        " maria · 15:04",
    ]


def test_a_long_event_is_there_to_its_end() -> None:
    lines = card(sarah(event="How to plan your estate early, and without fear of anybody"), 40)
    begin = lines.index("Signups 3") + 1
    assert lines[begin : begin + 2] == [
        " How to plan your estate early, and",
        " without fear of anybody",
    ]


@pytest.mark.parametrize("width", [24, 36, 60, 300])
def test_no_line_is_wider_than_there_is_room(width: int) -> None:
    held = known_sarah()
    held.notes.append(ContactNote(2, SARAH, "a long word " * 30 + "x" * 90, NOW, "tom"))
    assert max(map(len, card(held, width))) <= min(width, WIDEST)


def test_of_a_lead_who_opted_out_it_says_so() -> None:
    lines = card(sarah(verdict=OPTED_OUT), 60)
    assert any(line.startswith("✗ This lead has opted out of SMS.") for line in lines)
    assert "✓ may be texted" not in lines


def test_what_strangers_wrote_is_display_text() -> None:
    held = sarah(emails=("a\x1b[31m@b.example",))
    held.notes.append(ContactNote(1, SARAH, "[bold]no markup[/]\x1b]0;x\x07", NOW, "tom"))
    shown = "\n".join(card(held, 60))
    assert "\x1b" not in shown
    assert "[bold]no markup[/]" in shown


def test_plus_note_is_a_word_to_click() -> None:
    desk = FakeDesk(sarah())
    text = card_text(desk.contacts.profile(SARAH), NOW, CHICAGO, 40)
    place = text.plain.index("+ note")
    (style,) = {
        str(span.style.meta.get("command"))
        for span in text.spans
        if span.start <= place < span.end and not isinstance(span.style, str)
    }
    assert style == "note"
