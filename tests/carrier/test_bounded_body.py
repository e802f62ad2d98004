"""An answer takes no more memory than an answer may, whatever it was packed to."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from typing import TYPE_CHECKING

import httpx
import pytest

from smsdesk.carrier.bounded_body import UnusableBodyError, chunks_of
from smsdesk.carrier.protocol import CarrierError, MessageFilter, OutboundText, OutcomeUnknown
from tests.world.people import SARAH
from tests.world.twilio_answers import carrier

if TYPE_CHECKING:
    from collections.abc import Iterator

MEBIBYTE = 1024 * 1024
ZEROS = gzip.compress(bytes(200 * MEBIBYTE), 1)
"""200 MiB in less than one."""


def answer(body: bytes | Iterator[bytes], coding: str = "") -> httpx.Response:
    chunks = (
        (body[at : at + 4096] for at in range(0, len(body), 4096))
        if (isinstance(body, bytes))
        else body
    )
    headers = {"Content-Encoding": coding} if coding else {}
    request = httpx.Request("GET", "https://carrier.example")
    return httpx.Response(200, headers=headers, content=chunks, request=request)


def read(body: bytes | Iterator[bytes], coding: str = "", most: int = MEBIBYTE) -> bytes:
    return b"".join(chunks_of(answer(body, coding), most))


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (b"{}" * 9000, ""),
        (b"{}" * 9000, "identity"),
        (gzip.compress(b"{}" * 9000), "gzip"),
        (gzip.compress(b"{}" * 9000), "X-GZIP"),
        (zlib.compress(b"{}" * 9000), "deflate"),
    ],
    ids=["plain", "identity", "gzip", "x-gzip", "deflate"],
)
def test_an_answer_is_read_as_it_was_meant(body: bytes, coding: str) -> None:
    assert read(body, coding) == b"{}" * 9000


@pytest.mark.parametrize("size", [MEBIBYTE - 1, MEBIBYTE, MEBIBYTE + 1])
@pytest.mark.parametrize("coding", ["", "gzip"])
def test_the_bound_is_exact(size: int, coding: str) -> None:
    body = gzip.compress(bytes(size)) if coding else bytes(size)
    if size <= MEBIBYTE:
        assert len(read(body, coding)) == size
    else:
        with pytest.raises(UnusableBodyError, match="larger"):
            read(body, coding)


def test_an_endless_answer_ends() -> None:
    def for_ever() -> Iterator[bytes]:
        while True:
            yield b" " * 4096

    with pytest.raises(UnusableBodyError, match="larger"):
        read(for_ever())


def test_a_bomb_is_not_unpacked() -> None:
    tracemalloc.start()
    try:
        with pytest.raises(UnusableBodyError, match="larger"):
            read(ZEROS, "gzip")
        assert tracemalloc.get_traced_memory()[1] < 8 * MEBIBYTE
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (b"no gzip at all", "gzip"),
        (gzip.compress(b"{}" * 9000)[:-20], "gzip"),
        (b"{}", "br"),
        (gzip.compress(gzip.compress(b"{}")), "gzip, gzip"),
    ],
    ids=["damaged", "broken off", "not asked for", "packed twice"],
)
def test_what_cannot_be_unpacked_is_said(body: bytes, coding: str) -> None:
    with pytest.raises(UnusableBodyError):
        read(body, coding)


def test_a_text_whose_answer_is_too_large_may_have_left() -> None:
    door = carrier(lambda _request: answer(ZEROS, "gzip"))
    with pytest.raises(OutcomeUnknown, match="larger than any answer is"):
        door.send(OutboundText(to=SARAH, body="See you"))
    with pytest.raises(CarrierError, match="larger than any answer is"):
        door.list_messages(MessageFilter())


def test_only_what_can_be_unpacked_is_asked_for() -> None:
    asked: list[str] = []

    def network(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers["Accept-Encoding"])
        return httpx.Response(200, json={"messages": [], "next_page_uri": None})

    carrier(network).list_messages(MessageFilter())
    assert asked == ["gzip, deflate"]
