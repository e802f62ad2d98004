"""Twilio's ``HttpClient`` on httpx: one attempt, one deadline, and the nature of each failure.

Nothing here repeats a request. Twilio has no idempotency key, so a text that is posted twice is
sent twice.
"""

from __future__ import annotations

import functools
import logging
import threading
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, TypedDict

import httpx
from twilio.http import HttpClient  # type: ignore[import-untyped]  # ships no py.typed
from twilio.http.response import Response  # type: ignore[import-untyped]  # ships no py.typed

from smsdesk.carrier.bounded_body import ACCEPTED_CODINGS, UnusableBodyError
from smsdesk.carrier.deadline import NOTHING_WRITTEN, Answer, Deadline
from smsdesk.carrier.faults import Fault
from smsdesk.carrier.protocol import CarrierError, NotProcessed, Refused, always
from smsdesk.carrier.twilio.answers import without_outcome
from smsdesk.carrier.twilio.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from smsdesk.carrier.protocol import MayBegin
    from smsdesk.clock import Clock

_CONNECT_SECONDS = 5.0
_LIMITS = httpx.Limits(
    max_connections=32,
    max_keepalive_connections=8,
    # Longer than the pause between two polls, so that TLS is not set up anew each time; shorter
    # than the idle time after which servers hang up, since a hang-up that crosses a POST leaves
    # its outcome unknown.
    keepalive_expiry=20.0,
)
_HALF_A_SECOND = timedelta(milliseconds=500)
_TELLING = timedelta(seconds=2)
"""An exchange that takes longer tells less of the carrier's clock than an earlier one did."""

_JSON = frozenset({"application/json", "application/scim+json"})


class _Content(TypedDict, total=False):
    data: dict[str, object] | None
    json: dict[str, object] | None


class HttpxClient(HttpClient):  # type: ignore[misc]  # its base is untyped
    """What ``twilio.rest.Client`` speaks HTTP through.

    Args:
        clock: measures the carrier's clock against ours.
        deadline: seconds that any request may last, unless it brings a timeout of its own.
        transport: in place of the network.
        trust_env: whether the environment's proxies are used; its certificates are in any case.

    Attributes:
        clock_offset: the carrier's clock minus ours, ``None`` before its first answer.

    Raises:
        ValueError: the environment's proxy or certificates cannot be used; one plain line.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        deadline: float,
        transport: httpx.BaseTransport | None = None,
        trust_env: bool = True,
    ) -> None:
        super().__init__(logging.getLogger(__name__), is_async=False, timeout=deadline)
        logging.getLogger("httpx").addFilter(_keeps_numbers_out)
        self.clock_offset: timedelta | None = None
        self._clock = clock
        self._deadline = deadline
        self._within = Deadline()
        self._client = _open(transport, trust_env=trust_env)
        self._condition = threading.local()

    @contextmanager
    def only_while(self, may_begin: MayBegin) -> Iterator[None]:
        """Let this thread's requests be written only while ``may_begin`` says so.

        A thread's, since Twilio's library stands between the caller and ``request``.
        """
        self._condition.may_begin = may_begin
        try:
            yield
        finally:
            del self._condition.may_begin

    def request(  # noqa: PLR0917 - the signature is the library's
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,  # noqa: FBT001, FBT002 - the signature is the library's
    ) -> Response:
        """Make one request and return its answer, whatever its status.

        Args:
            method: the HTTP method.
            uri: the whole URL.
            params: the query; what is ``None`` is left out.
            data: the body: a form, or JSON where ``Content-Type`` says so.
            headers: sent as they are.
            auth: user name and password.
            timeout: seconds for the whole of it, the reading of the answer included.
            allow_redirects: whether redirects are followed.

        Raises:
            Refused: the request cannot be written down at all.
            NotProcessed: nothing was written to the carrier.
            OutcomeUnknown: a ``POST`` that the carrier may have received.
            CarrierError: any other request without an answer.
        """
        seconds = self._deadline if timeout is None else max(timeout, 0.001)
        if self._client.is_closed:
            raise NotProcessed("The connection to the carrier has been closed.")
        send = functools.partial(
            self._client.send, stream=True, auth=auth, follow_redirects=allow_redirects
        )
        try:
            request = self._client.build_request(
                method,
                uri,
                params=_query(params),
                headers=headers,
                timeout=httpx.Timeout(seconds, connect=min(_CONNECT_SECONDS, seconds)),
                **_content(data, headers),
            )
        except (ValueError, httpx.InvalidURL):
            # From None: an encoding error carries the whole text with it.
            raise Refused(
                "This cannot be put into a request to the carrier.",
                code=None,
                http_status=400,
                fault=Fault.OUR_BUG,
            ) from None
        started = self._clock.now()
        try:
            answer = self._within.exchange(
                send, request, seconds, may_begin=getattr(self._condition, "may_begin", always)
            )
        except NOTHING_WRITTEN as error:
            raise NotProcessed(_unreached(error)) from error
        except Exception as error:
            raise _lost(method, error) from error
        self._measure(answer, started)
        text = answer.content.decode("utf-8", "replace")
        return Response(answer.status_code, text, answer.headers)

    def close(self) -> None:
        """Give the connections back; later requests are not processed."""
        self._client.close()

    def _measure(self, answer: Answer, started: datetime) -> None:
        """Compare the clocks at the middle of the exchange, within half a second.

        ``Date`` has its fraction cut off (RFC 9110, 5.6.7), half a second on average. An answer
        that is no JSON may come from a proxy, whose clock is nobody's.
        """
        date = parse_date(answer.headers.get("Date"))
        if date is None or "json" not in answer.headers.get("Content-Type", ""):
            return
        took = self._clock.now() - started
        if self.clock_offset is not None and not timedelta(0) <= took <= _TELLING:
            return
        middle = started + took / 2
        self.clock_offset = date + _HALF_A_SECOND - middle


def _open(transport: httpx.BaseTransport | None, *, trust_env: bool) -> httpx.Client:
    try:
        return httpx.Client(
            transport=transport,
            # By SSL_CERT_FILE also where no proxy counts; a transport of its own needs none.
            verify=httpx.create_ssl_context() if transport is None else True,
            trust_env=trust_env,
            limits=_LIMITS,
            headers={"Accept-Encoding": ACCEPTED_CODINGS},
        )
    except (ImportError, OSError, ValueError, httpx.InvalidURL):
        # From None: the proxy's address may hold a password.
        raise ValueError(
            "The environment's proxy or certificate cannot be used: "
            "look at HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE and SSL_CERT_DIR."
        ) from None


def _query(params: dict[str, object] | None) -> dict[str, str] | None:
    """Leave out what is ``None``; nothing at all leaves the query that the URL itself brings."""
    return {key: str(value) for key, value in (params or {}).items() if value is not None} or None


def _content(data: dict[str, object] | None, headers: dict[str, str] | None) -> _Content:
    """Return the body's keyword for httpx: a form unless the headers announce JSON."""
    if (headers or {}).get("Content-Type") in _JSON:
        return {"json": data}
    return {"data": data}


def _unreached(error: Exception) -> str:
    if isinstance(error, httpx.ProxyError):
        return "The carrier cannot be reached: the proxy on the way refused the connection."
    if isinstance(error, httpx.PoolTimeout):
        return "The carrier cannot be reached: too many earlier requests are still unanswered."
    if isinstance(error, httpx.UnsupportedProtocol):
        return "The carrier cannot be reached: its address is not usable."
    if isinstance(error, httpx.ConnectTimeout):
        return "The carrier cannot be reached: no connection came about in time."
    if "certificate verify failed" in str(error).lower():
        return "The carrier cannot be reached: its certificate is not trusted by this computer."
    return "The carrier cannot be reached: no connection could be made."


def _lost(method: str, error: Exception) -> CarrierError:
    what = "The carrier's answer was lost"
    if isinstance(error, httpx.TimeoutException):
        what = "The carrier did not answer in time"
    elif isinstance(error, UnusableBodyError):
        what = f"The carrier's answer cannot be used: it is {error}"
    return without_outcome(method, what)


def _keeps_numbers_out(record: logging.LogRecord) -> bool:
    """Drop httpx's line per request at INFO for Twilio's URLs, which hold phone numbers."""
    arguments = record.args if isinstance(record.args, tuple) else ()
    return not any(
        isinstance(argument, httpx.URL)
        and ("/2010-04-01/" in argument.path or "/v2/PhoneNumbers/" in argument.path)
        for argument in arguments
    )
