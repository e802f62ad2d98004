"""One wall deadline over a whole exchange, and what is certain when it strikes."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from smsdesk.carrier import deadline
from smsdesk.carrier.deadline import Deadline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SOON = 0.05
LATE = 5.0


def request() -> httpx.Request:
    return httpx.Request("POST", "https://api.twilio.com/", content=b"x")


def trace(asked: httpx.Request, event: str, method: bytes = b"POST") -> None:
    watch: Callable[[str, dict[str, Any]], None] = asked.extensions["trace"]
    watch(event, {"request": SimpleNamespace(method=method)})


def connecting(asked: httpx.Request) -> None:
    trace(asked, "connection.connect_tcp.started")


def asking_the_proxy(asked: httpx.Request) -> None:
    trace(asked, "http11.send_request_headers.started", b"CONNECT")


def writing(asked: httpx.Request) -> None:
    trace(asked, "http11.send_request_headers.started")


class Hang(threading.Event):
    """What hanging exchanges wait for; knows the threads in which they do."""

    def __init__(self) -> None:
        super().__init__()
        # An idle thread of another test's carrier waits for half a minute: it is none of ours.
        self._before = set(threading.enumerate())

    def end(self) -> None:
        """Let every exchange that was begun since go on, and wait until its thread has ended."""
        self.set()
        for thread in set(threading.enumerate()) - self._before:
            if thread.name == "smsdesk-exchange":
                thread.join(LATE)
                assert not thread.is_alive()


@pytest.fixture
def hang() -> Iterator[Hang]:
    """Set when the test is over, so that no thread outlives it."""
    over = Hang()
    yield over
    over.end()


def test_an_answer_in_time_comes_whole_and_decompressed() -> None:
    app = httpx.WSGITransport(app=hello)
    with httpx.Client(transport=app) as client:
        answer = Deadline().exchange(lambda asked: client.send(asked, stream=True), request(), LATE)
    assert (answer.status_code, answer.content) == (201, b"hello")
    assert answer.headers["X-From"] == "wsgi"


def test_one_exchange_after_the_other_needs_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "_IDLE_SECONDS", 0.2)
    threads = set()

    def send(asked: httpx.Request) -> httpx.Response:
        threads.add(threading.get_ident())
        return httpx.Response(200, request=asked, content=b"hello")

    within = Deadline()
    for _ in range(5):
        within.exchange(send, request(), LATE)
        while not within._idle:
            threading.Event().wait(0.001)
    assert len(threads) == 1


def hello(environ: Any, start_response: Any) -> list[bytes]:
    start_response("201 Created", [("X-From", "wsgi")])
    return [b"hel", b"lo"]


@pytest.mark.parametrize(
    ("steps", "error"),
    [
        ([], httpx.ReadTimeout),
        ([connecting], httpx.ConnectTimeout),
        ([connecting, asking_the_proxy], httpx.ConnectTimeout),
        ([connecting, writing], httpx.ReadTimeout),
        ([writing], httpx.ReadTimeout),
    ],
)
def test_giving_up_tells_whether_anything_may_have_been_written(
    steps: list[Callable[[httpx.Request], None]],
    error: type[Exception],
    hang: Hang,
) -> None:
    def send(asked: httpx.Request) -> httpx.Response:
        for step in steps:
            step(asked)
        hang.wait(LATE)
        return httpx.Response(200)

    with pytest.raises(error):
        Deadline().exchange(send, request(), SOON)


@pytest.mark.parametrize("allowed", [True, False])
def test_whether_it_may_begin_is_asked_right_before_the_first_byte(*, allowed: bool) -> None:
    asked_after: list[str] = []
    done: list[str] = []

    def may_begin() -> bool:
        asked_after.append(done[-1] if done else "nothing")
        return allowed or len(asked_after) == 1

    def send(asked: httpx.Request) -> httpx.Response:
        connecting(asked)
        done.append("connected")
        writing(asked)
        done.append("written")
        return httpx.Response(201)

    if allowed:
        assert Deadline().exchange(send, request(), LATE, may_begin=may_begin).status_code == 201
    else:
        with pytest.raises(httpx.ConnectTimeout):
            Deadline().exchange(send, request(), LATE, may_begin=may_begin)
    assert asked_after == ["nothing", "connected"]
    assert ("written" in done) == allowed


def test_the_way_to_a_proxy_is_no_beginning() -> None:
    asked: list[bool] = []

    def may_begin() -> bool:
        asked.append(True)
        return True

    def send(request: httpx.Request) -> httpx.Response:
        asking_the_proxy(request)
        return httpx.Response(200)

    Deadline().exchange(send, request(), LATE, may_begin=may_begin)
    assert len(asked) == 1


def test_a_request_that_was_given_up_is_never_written_later() -> None:
    resolved, outcome, done = threading.Event(), [], threading.Event()

    def send(asked: httpx.Request) -> httpx.Response:
        connecting(asked)
        resolved.wait(LATE)
        try:
            writing(asked)
        except httpx.ConnectTimeout:
            outcome.append("stopped")
            raise
        finally:
            done.set()
        return httpx.Response(201)

    with pytest.raises(httpx.ConnectTimeout):
        Deadline().exchange(send, request(), SOON)
    resolved.set()
    assert done.wait(LATE)
    assert outcome == ["stopped"]


@pytest.mark.parametrize(
    ("steps", "raised", "told"),
    [
        ([connecting], UnicodeError("label too long"), httpx.ConnectError),
        ([connecting, asking_the_proxy], httpx.ReadTimeout("proxy"), httpx.ConnectError),
        ([connecting], httpx.ProxyError("407"), httpx.ProxyError),
        ([connecting, writing], httpx.ReadError("reset"), httpx.ReadError),
        ([], httpx.ReadError("reset"), httpx.ReadError),
    ],
)
def test_a_failure_before_writing_is_always_one_that_may_be_repeated(
    steps: list[Callable[[httpx.Request], None]], raised: Exception, told: type[Exception]
) -> None:
    def send(asked: httpx.Request) -> httpx.Response:
        for step in steps:
            step(asked)
        raise raised

    with pytest.raises(told):
        Deadline().exchange(send, request(), LATE)


def test_the_reading_of_a_body_that_was_given_up_ends() -> None:
    closed = threading.Event()
    more = threading.Event()

    class Endless(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            while more.wait(LATE):
                yield b"."

        def close(self) -> None:
            closed.set()

    with pytest.raises(httpx.ReadTimeout):
        Deadline().exchange(lambda asked: httpx.Response(200, stream=Endless()), request(), SOON)
    more.set()
    assert closed.wait(LATE)


def test_exchanges_under_way_are_bounded_and_free_again(hang: Hang) -> None:
    within = Deadline(at_once=2)

    def silent(asked: httpx.Request) -> httpx.Response:
        hang.wait(LATE)
        return httpx.Response(200)

    for _ in range(2):
        with pytest.raises(httpx.ReadTimeout):
            within.exchange(silent, request(), SOON)
    with pytest.raises(httpx.PoolTimeout):
        within.exchange(silent, request(), SOON)
    hang.end()
    answer = within.exchange(lambda asked: httpx.Response(204), request(), LATE)
    assert answer.status_code == 204
