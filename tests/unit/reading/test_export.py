"""Threads as files: spec, section 12 (``export``)."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING, get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.reading.export import Format, export_thread, export_threads
from smsdesk.core.views.threads import Bubble, Signup, ThreadHead
from smsdesk.terms import Direction, LineType, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

NEW_YORK = ZoneInfo("America/New_York")
NIGHT = datetime(2026, 11, 15, 4, 58, tzinfo=UTC)  # 23:58 on the 14th in New York
HEAD = ThreadHead(
    number="+14155550132",
    name="Sarah Berg",
    also_known_as="",
    display_number="(415) 555-0132",
    event="Home buying",
    signups=(
        Signup("Sarah Berg", "s@example.com", "4155550132", "Home buying", None),
        Signup("Sarah Berg", "s@example.com", "4155550132", "Open house", None),
    ),
    zone="",
    line_type=LineType.MOBILE,
    read_only=False,
    conversation_id=1,
)
SENT = Bubble(
    7,
    Direction.OUTBOUND,
    "Hi Sarah,\nstill looking?",
    Status.DELIVERED,
    NIGHT,
    sent_by="ana",
    sid="SM7",
    segments=1,
)
ANSWER = Bubble(
    8,
    Direction.INBOUND,
    '=1+1 <b>"yes" & no</b> 👍',
    Status.RECEIVED,
    NIGHT + timedelta(minutes=5),
    sid="SM8",
    segments=1,
)
FAILED = Bubble(
    9,
    Direction.OUTBOUND,
    "Great",
    Status.NOT_SENT,
    NIGHT + timedelta(minutes=6),
    sent_by="ana",
    error_code=30005,
    reason="The carrier says this number is not in service (30005).",
)
BUBBLES = (SENT, ANSWER, FAILED)
STRANGER = ThreadHead(
    "+16285550147", "", "", "(628) 555-0147", "", (), "", LineType.UNKNOWN, False, 2
)


def exported(form: Format, bubbles: tuple[Bubble, ...] = BUBBLES) -> str:
    out = io.StringIO()
    export_thread(HEAD, bubbles, form, out, zone=NEW_YORK)
    return out.getvalue()


def all_exported(form: Format) -> str:
    out = io.StringIO()
    export_threads(iter([(HEAD, BUBBLES), (STRANGER, [ANSWER])]), form, out, zone=NEW_YORK)
    return out.getvalue()


class TestJson:
    def test_the_shape_of_conversations_show(self) -> None:
        document = json.loads(exported("json"))
        assert list(document) == ["number", "name", "signups", "messages"]
        assert (document["number"], document["name"]) == ("+14155550132", "Sarah Berg")
        assert document["signups"] == 2
        assert document["messages"][0] == {
            "id": 7,
            "direction": "outbound",
            "body": "Hi Sarah,\nstill looking?",
            "status": "delivered",
            "sid": "SM7",
            "error_code": None,
            "segments": 1,
            "created_at": "2026-11-15T04:58:00+00:00",
            "sent_by": "ana",
        }
        assert [message["id"] for message in document["messages"]] == [7, 8, 9]
        assert document["messages"][1]["body"] == ANSWER.text
        assert (document["messages"][2]["sid"], document["messages"][2]["error_code"]) == (
            None,
            30005,
        )

    def test_no_messages(self) -> None:
        assert json.loads(exported("json", ()))["messages"] == []

    def test_all_threads_are_a_list(self) -> None:
        assert [thread["number"] for thread in json.loads(all_exported("json"))] == [
            "+14155550132",
            "+16285550147",
        ]

    def test_no_threads_at_all(self) -> None:
        out = io.StringIO()
        export_threads([], "json", out, zone=NEW_YORK)
        assert json.loads(out.getvalue()) == []


class TestCsv:
    def test_a_row_per_message(self) -> None:
        rows = list(csv.DictReader(io.StringIO(all_exported("csv"))))
        assert [(row["number"], row["id"]) for row in rows] == [
            ("+14155550132", "7"),
            ("+14155550132", "8"),
            ("+14155550132", "9"),
            ("+16285550147", "8"),
        ]
        assert rows[0]["body"] == SENT.text
        assert rows[0]["created_at"] == "2026-11-15T04:58:00+00:00"
        assert rows[0]["local_time"] == "2026-11-14 23:58:00"
        assert (rows[0]["error_code"], rows[2]["error_code"]) == ("", "30005")

    def test_no_text_runs_as_a_formula(self) -> None:
        rows = list(csv.DictReader(io.StringIO(exported("csv"))))
        assert rows[1]["body"] == "'" + ANSWER.text


class TestText:
    def test_days_times_and_people(self) -> None:
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

    def test_a_number_without_a_name(self) -> None:
        assert "\n\n+16285550147\n(628) 555-0147\n\nSunday" in all_exported("txt")


class Page(HTMLParser):
    """Collects the tags of a page and the texts of its messages."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.bodies: list[str] = []
        self._in_body = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._in_body = ("class", "body") in attrs
        if self._in_body:
            self.bodies.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_body = False

    def handle_data(self, data: str) -> None:
        if self._in_body:
            self.bodies[-1] += data


class TestHtml:
    def test_bodies_are_text_and_never_markup(self) -> None:
        page = Page(exported("html"))
        assert page.bodies == [bubble.text for bubble in BUBBLES]
        assert "b" not in page.tags

    def test_the_page_needs_nothing_else(self) -> None:
        page = all_exported("html")
        assert {"script", "link", "img", "iframe"}.isdisjoint(Page(page).tags)
        assert "default-src 'none'" in page
        assert page.count("<article>") == page.count("</article>") == 2
        assert page.endswith("</html>\n")

    @given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
    def test_any_text(self, text: str) -> None:
        bubble = Bubble(1, Direction.INBOUND, text, Status.RECEIVED, NIGHT)
        assert Page(exported("html", (bubble,))).bodies == [text]


@pytest.mark.parametrize("form", get_args(Format))
def test_threads_are_written_as_they_come(form: Format) -> None:
    out = io.StringIO()
    lengths: list[int] = []

    def bubbles() -> Iterator[Bubble]:
        for _ in range(3):
            lengths.append(out.tell())
            yield SENT

    export_threads(((HEAD, bubbles()) for _ in range(2)), form, out, zone=NEW_YORK)
    assert len(lengths) == 6
    assert all(later > earlier for earlier, later in pairwise(lengths))
