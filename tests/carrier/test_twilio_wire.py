"""The same, where the wire matters: over a loopback socket."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from twilio.rest import Client  # type: ignore[import-untyped]  # ships no py.typed

from smsdesk.carrier.protocol import NotProcessed, OutboundText, OutcomeUnknown
from smsdesk.carrier.twilio import TwilioCarrier, TwilioCredentials
from smsdesk.clock import SystemClock
from tests.world.people import ACCOUNT, FIRM, SARAH, TOKEN

TEXT = OutboundText(to=SARAH, body="Fünf €, 7 o'clock ~ *now* 👍🏽 \n a+b=c&d")
CREATED = b'{"sid": "SM9"}'
ANSWER = (
    b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
    % (
        len(CREATED),
        CREATED,
    )
)
Script = Callable[[socket.socket], None]


class Server:
    """Plays one script per connection, in the order in which they come."""

    def __init__(self, *scripts: Script) -> None:
        self._scripts = list(scripts)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self.played = 0
        self.port = self._socket.getsockname()[1]

    def _serve(self) -> None:
        for script in self._scripts:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, contextlib.suppress(OSError):
                script(connection)
            self.played += 1

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        # Closing alone does not wake the thread that waits in accept().
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)
        assert not self._thread.is_alive()


def read_head(connection: socket.socket) -> bytes:
    """Read to the end of a request's head and return what was read."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    return received


def read_request(connection: socket.socket) -> bytes:
    """Read one request to its end and return its body."""
    head, _, body = read_head(connection).partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1])
        for line in head.splitlines()
        if line.lower().startswith(b"content-length:")
    )
    while len(body) < length:
        body += connection.recv(65536)
    return body


@contextlib.contextmanager
def door(port: int, *, scheme: str = "http", deadline: float = 5.0) -> Iterator[TwilioCarrier]:
    """Yield a carrier on a loopback port; port 0 stands for Twilio itself."""
    carrier = TwilioCarrier(
        TwilioCredentials(ACCOUNT, TOKEN),
        from_number=FIRM,
        base_url=f"{scheme}://127.0.0.1:{port}" if port else "",
        clock=SystemClock(),
        deadline=deadline,
    )
    with contextlib.closing(carrier):
        yield carrier


def test_a_closed_port_was_certainly_not_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with door(port) as carrier, pytest.raises(NotProcessed):
        carrier.send(TEXT)


def drop_unread(connection: socket.socket) -> None:
    connection.recv(1)


def drop_after_reading(connection: socket.socket) -> None:
    read_request(connection)


def drop_within_the_head(connection: socket.socket) -> None:
    read_request(connection)
    connection.sendall(ANSWER[:20])


def drop_within_the_body(connection: socket.socket) -> None:
    read_request(connection)
    connection.sendall(ANSWER[:-3])


@pytest.mark.parametrize(
    "script", [drop_unread, drop_after_reading, drop_within_the_head, drop_within_the_body]
)
def test_a_connection_lost_after_the_request_leaves_it_in_doubt_and_is_not_repeated(
    script: Script,
) -> None:
    with (
        Server(script, drop_after_reading) as server,
        door(server.port) as carrier,
        pytest.raises(OutcomeUnknown),
    ):
        carrier.send(TEXT)
    assert server.played == 1


@pytest.mark.parametrize("start", [b"", ANSWER[:-3]], ids=["silent", "unfinished"])
def test_a_silent_carrier_is_given_up_at_the_deadline(start: bytes) -> None:
    over = threading.Event()

    def silent(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(start)
        over.wait(5)

    with Server(silent) as server, door(server.port, deadline=0.3) as carrier:
        began = time.monotonic()
        with pytest.raises(OutcomeUnknown):
            carrier.send(TEXT)
        assert time.monotonic() - began < 1.5
        over.set()


@pytest.mark.parametrize(
    "head",
    [b"HTTP/1.1 201 Created\r\nX-Slow: ", b"HTTP/1.1 201 Created\r\nContent-Length: 9999\r\n\r\n"],
    ids=["head", "body"],
)
def test_a_dripping_answer_ends_at_the_deadline_too(head: bytes) -> None:
    before, over = set(threading.enumerate()), threading.Event()

    def drip(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(head)
        while not over.wait(0.02):
            connection.sendall(b".")

    with Server(drip) as server, door(server.port, deadline=0.3) as carrier:
        began = time.monotonic()
        with pytest.raises(OutcomeUnknown):
            carrier.send(TEXT)
        assert time.monotonic() - began < 1.5
        over.set()
    for thread in set(threading.enumerate()) - before:
        if thread.name == "smsdesk-exchange":
            thread.join(5)
            assert not thread.is_alive()


def test_a_handshake_that_hangs_has_sent_nothing() -> None:
    over = threading.Event()

    def silent(_: socket.socket) -> None:
        over.wait(5)

    with (
        Server(silent) as server,
        door(server.port, scheme="https", deadline=0.3) as carrier,
    ):
        with pytest.raises(NotProcessed):
            carrier.send(TEXT)
        over.set()


def refuse(connection: socket.socket) -> None:
    read_head(connection)
    connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")


def say_nothing(connection: socket.socket) -> None:
    read_head(connection)
    connection.recv(1)


def hang_up(connection: socket.socket) -> None:
    read_head(connection)


@pytest.mark.parametrize("script", [refuse, say_nothing, hang_up])
def test_a_proxy_that_opens_no_way_to_the_carrier_has_passed_nothing_on(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ALL_PROXY", "NO_PROXY", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with Server(script) as server:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{server.port}")
        with door(0, deadline=0.3) as carrier, pytest.raises(NotProcessed):
            carrier.send(TEXT)
    assert server.played == 1


def answer(connection: socket.socket) -> None:
    read_request(connection)
    connection.sendall(ANSWER)


def test_a_loopback_address_needs_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with Server(answer) as server, door(server.port) as carrier:
        assert carrier.send(TEXT).sid == "SM9"


def test_one_connection_serves_many_texts() -> None:
    def answer_twice(connection: socket.socket) -> None:
        for _ in range(2):
            read_request(connection)
            connection.sendall(ANSWER)

    with Server(answer_twice) as server, door(server.port) as carrier:
        assert [carrier.send(TEXT).sid for _ in range(2)] == ["SM9", "SM9"]
    assert server.played == 1


def test_an_idle_connection_that_the_server_closed_is_not_used_again() -> None:
    closed = threading.Event()

    def answer_and_close(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(ANSWER)
        connection.close()
        closed.set()

    with Server(answer_and_close, answer_and_close) as server, door(server.port) as carrier:
        for _ in range(2):
            assert carrier.send(TEXT).sid == "SM9"
            assert closed.wait(5)
            closed.clear()
    assert server.played == 2


def test_the_form_is_the_stock_clients_byte_for_byte() -> None:
    bodies: list[bytes] = []

    def take(connection: socket.socket) -> None:
        bodies.append(read_request(connection))
        connection.sendall(ANSWER)

    with Server(take, take) as server:
        with door(server.port) as carrier:
            carrier.send(TEXT)
        stock = Client(ACCOUNT, TOKEN)
        stock.api.base_url = f"http://127.0.0.1:{server.port}"
        stock.messages.create(to=SARAH, from_=FIRM, body=TEXT.body)
        stock.http_client.session.close()
    assert bodies[0] == bodies[1]
