"""A carrier at an https address on this computer: trusted by SSL_CERT_FILE alone."""

from __future__ import annotations

import ssl
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from smsdesk.carrier.protocol import CarrierError
from smsdesk.carrier.twilio.client import TwilioCarrier, TwilioCredentials
from tests.world.clocks import RunningClock
from tests.world.people import ACCOUNT, FIRM, SARAH, TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

CERTIFICATE = Path(__file__).parents[1] / "data" / "loopback.pem"
LOOKUP = b'{"phone_number": "+14155550111", "valid": true, "line_type_intelligence": null}'


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(LOOKUP)))
        self.end_headers()
        self.wfile.write(LOOKUP)

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Answers)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def ask(address: str) -> bool | None:
    carrier = TwilioCarrier(
        TwilioCredentials(ACCOUNT, auth_token=TOKEN),
        from_number=FIRM,
        base_url=address,
        clock=RunningClock(),
    )
    try:
        return carrier.lookup(SARAH).valid
    finally:
        carrier.close()


def test_it_is_trusted_by_the_environment(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    assert ask(address) is True


def test_and_not_without(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    with pytest.raises(CarrierError, match="certificate is not trusted"):
        ask(address)
