"""Threads as files: spec, section 12 (``export``)."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise
from typing import TYPE_CHECKING, get_args

import pytest

from smsdesk.core.reading.export import Format, export_threads
from tests.world.threads import ANSWER, HEAD, NEW_YORK, SENT, all_exported, exported

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smsdesk.core.read_models.threads import Bubble


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
