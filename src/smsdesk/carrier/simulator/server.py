"""The simulated carrier as a server on this machine's own address.

Werkzeug's handler closes every connection; a carrier keeps them. So requests are read to their
end here and connections live on, as HTTP/1.1 has it, and a wire fault really cuts them.
"""

from __future__ import annotations

import io
import logging
import socket
import struct
import threading
from typing import TYPE_CHECKING, Any, Final

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler
from werkzeug.wrappers import Response

from smsdesk.carrier.simulator.refusals import RefusalError
from smsdesk.carrier.simulator.wire import LineCutError, NobodyAnswersError, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import WSGIApplication

    from smsdesk.carrier.simulator.app import SimulatedCarrier

_HOST: Final = "127.0.0.1"
_LOOPBACK_NAMES: Final = frozenset({_HOST, "localhost"})
_NOT_FROM_A_PAGE: Final = Response("asked for by another name, or by a web page\n", 403)
_PATIENCE: Final = 1.0
"""Seconds that a shutdown waits for the connections to end."""

_log = logging.getLogger(__name__)


def serve(app: SimulatedCarrier, port: int = 0) -> RunningServer:
    """Start serving ``app`` on loopback, in a thread.

    Args:
        app: the carrier.
        port: 0 for any that is free.

    Raises:
        OSError: the port is taken.
    """
    # Opened here: Werkzeug would end the process over a port that is taken.
    with socket.create_server((_HOST, port)) as listener:
        return RunningServer(_Server(_HOST, port, app, _Handler, fd=listener.fileno()))


class RunningServer:
    """A server at work.

    Attributes:
        port: where it listens.
    """

    def __init__(self, server: _Server) -> None:
        self._server = server
        self.port = server.port
        self._thread = threading.Thread(
            target=server.serve_forever, args=(0.05,), name="simulated carrier", daemon=True
        )
        self._thread.start()

    @property
    def url(self) -> str:
        """The address for a client's ``base_url``."""
        return f"http://{_HOST}:{self.port}"

    def wait(self) -> None:
        """Wait until the server is shut down."""
        self._thread.join()

    def shutdown(self) -> None:
        """Stop listening and close every connection."""
        self._server.shutdown()
        self._thread.join()
        self._server.hang_up()


class _Server(ThreadedWSGIServer):
    """Knows its open connections, so that a shutdown can close them."""

    def __init__(
        self, host: str, port: int, app: WSGIApplication, handler: type[_Handler], *, fd: int
    ) -> None:
        super().__init__(host, port, app, handler, fd=fd)
        self._open: set[Any] = set()
        self._changed = threading.Condition()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._changed:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        super().shutdown_request(request)
        with self._changed:
            self._open.discard(request)
            self._changed.notify_all()

    def hang_up(self) -> None:
        with self._changed:
            for connection in self._open:
                _ignoring_closed(connection)
            self._changed.wait_for(lambda: not self._open, timeout=_PATIENCE)


def _ignoring_closed(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        _log.debug("a connection was closed already")


def _is_asked_as_loopback(environ: dict[str, Any]) -> bool:
    """Whether a request was meant for this server and comes from no web page.

    A page in somebody's browser can send requests to loopback, and by a name of its own that leads
    there (DNS rebinding) read the answers. Neither is Twilio's client: no ``Origin``, and the host
    that it was told.
    """
    host = environ.get("HTTP_HOST", "").rpartition(":")[0] or environ.get("HTTP_HOST", "")
    return host in _LOOPBACK_NAMES and "HTTP_ORIGIN" not in environ


class _Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body are two writes; held back, the second would wait for an acknowledgement.
    disable_nagle_algorithm = True

    def run_wsgi(self) -> None:
        environ = self.make_environ()
        if not environ.get("wsgi.input_terminated"):
            length = int(self.headers.get("Content-Length") or 0)
            environ["wsgi.input"] = io.BytesIO(self.rfile.read(length))
        if not _is_asked_as_loopback(environ):
            self._write(_NOT_FROM_A_PAGE(environ, self._start))
            return
        try:
            self._answer(environ)
        except NobodyAnswersError:
            self._cut(reset=True)
        except LineCutError:
            self._cut(reset=False)

    def _answer(self, environ: dict[str, Any]) -> None:
        try:
            body = self.server.app(environ, self._start)
        except (NobodyAnswersError, LineCutError):
            raise
        except Exception:
            _log.exception("the simulated carrier failed")
            body = refuse(RefusalError(20500))(environ, self._start)
        self._write(body)

    def _start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        del exc_info
        code, _, reason = status.partition(" ")
        self.send_response_only(int(code), reason)
        for name, value in headers:
            self.send_header(name, value)

    def _write(self, body: Iterable[bytes]) -> None:
        self.end_headers()
        for piece in body:
            self.wfile.write(piece)
        close = getattr(body, "close", None)
        if close is not None:
            close()

    def _cut(self, *, reset: bool) -> None:
        self.close_connection = True
        if reset:
            # Lingering for 0 seconds resets the connection: the nearest to a refusal that a
            # server can do which has already been called.
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - Werkzeug's name
        """Say nothing: request lines hold phone numbers."""
