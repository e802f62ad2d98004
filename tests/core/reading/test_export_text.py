"""A thread as plain text: who wrote what when, and how it ended."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from smsdesk.core.reading.export_text import day_title, heading, outcome, seen, speaker
from tests.world.threads import ANSWER, BUBBLES, HEAD, SENT, STRANGER, all_exported, exported


def test_days_times_and_people() -> None:
    assert exported("txt") == (
        "Sarah Berg\n"
        "(415) 555-0132  +14155550132\n"
        "Home buying, 2 signups\n"
        "\n"
        "Saturday, 14 November 2026\n"
        "  23:58  ana [delivered]\n"
        "         Hi Sarah,\n"
        "         still looking?\n"
        "\n"
        "Sunday, 15 November 2026\n"
        "  00:03  Sarah Berg\n"
        '         =1+1 <b>"yes" & no</b> 👍\n'
        "  00:04  ana [not sent: The carrier says this number is not in service (30005).]\n"
        "         Great\n"
    )


def test_a_number_without_a_name() -> None:
    assert "\n\n+16285550147\n(628) 555-0147\n\nSunday" in all_exported("txt")


@pytest.mark.parametrize(("month", "name"), enumerate(calendar.month_name[1:], start=1))
def test_the_day_has_its_name_in_every_month(month: int, name: str) -> None:
    assert day_title(datetime(2026, month, 3, tzinfo=UTC)).endswith(f", 3 {name} 2026")


def test_what_a_text_of_ours_came_to_is_said_and_of_theirs_nothing() -> None:
    assert [outcome(bubble) for bubble in BUBBLES] == [
        "delivered",
        "",
        "not sent: The carrier says this number is not in service (30005).",
    ]


def test_a_text_sent_elsewhere_was_written_by_the_desk_of_nobody() -> None:
    assert speaker(HEAD, SENT) == "ana"
    assert speaker(HEAD, replace(SENT, sent_by="")) == "the desk"
    assert speaker(HEAD, ANSWER) == "Sarah Berg"
    assert speaker(STRANGER, ANSWER) == "(628) 555-0147"


def test_over_a_thread_stands_who_it_is_with() -> None:
    assert heading(replace(HEAD, also_known_as="Sarah B. Berg")) == [
        "Sarah Berg",
        "also Sarah B. Berg",
        "(415) 555-0132  +14155550132",
        "Home buying, 2 signups",
    ]
    assert heading(replace(HEAD, signups=HEAD.signups[:1]))[-1] == "Home buying, 1 signup"
    assert heading(replace(STRANGER, display_number="+16285550147")) == ["+16285550147"]


@pytest.mark.parametrize("body", ["", " \n\t"])
def test_a_text_without_words_is_no_empty_line(body: str) -> None:
    assert seen(replace(ANSWER, text=body)) == "(empty text)"
    assert seen(ANSWER) == ANSWER.text
