"""Received media are words in brackets, a line each."""

from __future__ import annotations

import pytest

from smsdesk.core.rules.media import media_lines, media_word


@pytest.mark.parametrize(("content_type", "word"), [
    ("image/jpeg", "[photo]"),
    ("IMAGE/PNG; name=x", "[photo]"),
    ("video/mp4", "[video]"),
    ("audio/amr", "[voice message]"),
    ("text/vcard; charset=utf-8", "[contact card]"),
    ("text/x-vcard", "[contact card]"),
    ("application/pdf", "[PDF]"),
    ("text/plain", "[file]"),
    ("", "[file]"),
    ("imagejpeg", "[file]"),
])  # fmt: skip
def test_each_kind(content_type: str, word: str) -> None:
    assert media_word(content_type) == word


@pytest.mark.parametrize(("count", "known", "lines"), [
    (0, [], ""),
    (2, [], "[media]\n[media]"),
    (2, ["image/png"], "[photo]\n[media]"),
    (2, ["image/png", "video/mp4"], "[photo]\n[video]"),
    (1, ["image/png", "video/mp4"], "[photo]"),
])  # fmt: skip
def test_a_line_for_each_also_while_its_kind_is_not_known(
    count: int, known: list[str], lines: str
) -> None:
    assert media_lines(count, known) == lines
