"""One hard wall deadline over a whole HTTP exchange, the reading of its body included.

An HTTP client's read timeout starts anew with every byte, so a dripping answer lasts for ever
under it, and resolving a name has no timeout at all. Here the exchange runs in a thread of its
own and the caller waits for it no longer than it said. What is given up is told apart by whether
a byte of the request may have left: httpcore's ``trace`` extension tells the instant at which
the request begins to be written, and one that has been given up is not allowed past it.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from smsdesk.carrier.bounded_body import chunks_of
from smsdesk.carrier.protocol import MayBegin, always

Send = Callable[[httpx.Request], httpx.Response]

NOTHING_WRITTEN = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
"""What httpx raises only before the first byte of a request is written.

``ProxyError`` is the proxy's answer to CONNECT, which goes ahead of the request. A connection
that the server had closed while it was idle is *not* among them: httpcore looks whether the
socket has been closed before it takes it from the pool, but the close may cross the request on
the wire, and then httpcore reports a lost connection and no one knows whether it was read.
"""


_IDLE_SECONDS = 30.0
"""How long a thread waits for another exchange: starting one costs a tenth of an exchange."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer, read to its end and unpacked."""

    status_code: int
    headers: httpx.Headers
    content: bytes


class Deadline:
    """Runs exchanges that end within a number of seconds, whatever the other side does.

    Args:
        at_once: how many exchanges may be under way, those given up included. A given-up one
            ends by itself with the next chunk or socket timeout; this bounds the threads and
            connections that a hostile server could hold.
    """

    def __init__(self, *, at_once: int = 32) -> None:
        self._free = threading.BoundedSemaphore(at_once)
        self._next: queue.SimpleQueue[_Attempt] = queue.SimpleQueue()
        self._idle = 0
        self._lock = threading.Lock()

    def exchange(
        self,
        send: Send,
        request: httpx.Request,
        seconds: float,
        *,
        may_begin: MayBegin = always,
    ) -> Answer:
        """Return the whole answer within ``seconds``.

        Args:
            send: sends a request and returns the answer with its body still to be read, such as
                ``httpx.Client.send`` with ``stream=True``, over any transport.
            request: sent once; its ``trace`` extension is taken.
            seconds: the wall time that the caller waits at most.
            may_begin: asked before the exchange begins, and again right before the first byte of
                the request is written, in the exchange's own thread.

        Raises:
            httpx.ConnectTimeout: given up, or no longer allowed to begin; it is certain that
                nothing was or will be written.
            httpx.ReadTimeout: given up, and the request may have been written. A later answer
                is thrown away.
            httpx.PoolTimeout: too many exchanges are under way; nothing was written.
            Exception: whatever ``send`` raised; where nothing was written, always one of
                ``NOTHING_WRITTEN``.
        """
        attempt = _Attempt(send, request, may_begin)
        self._start(attempt)
        try:
            finished = attempt.finished.wait(seconds)
        except BaseException:
            attempt.give_up()
            raise
        if finished:
            return attempt.result()
        if attempt.give_up():
            raise httpx.ConnectTimeout("given up before anything was written", request=request)
        raise httpx.ReadTimeout("given up after the deadline", request=request)

    def _start(self, attempt: _Attempt) -> None:
        if not self._free.acquire(blocking=False):
            raise httpx.PoolTimeout("too many exchanges under way", request=attempt.request)
        with self._lock:
            if self._idle:
                self._idle -= 1
                self._next.put(attempt)
                return
        try:
            # A daemon, so that a hanging server never keeps the program from ending.
            threading.Thread(
                target=self._work, args=(attempt,), name="smsdesk-exchange", daemon=True
            ).start()
        except RuntimeError as error:
            self._free.release()
            raise httpx.PoolTimeout("no thread to be had", request=attempt.request) from error

    def _work(self, first: _Attempt) -> None:
        """Run one exchange after the other, until none has come for a while."""
        attempt: _Attempt | None = first
        while attempt is not None:
            try:
                attempt.run()
            finally:
                self._free.release()
            with self._lock:
                self._idle += 1
            attempt = self._await_next()

    def _await_next(self) -> _Attempt | None:
        try:
            return self._next.get(timeout=_IDLE_SECONDS)
        except queue.Empty:
            with self._lock:
                # Whoever puts one in has counted a thread for it: perhaps this one, just now.
                if not self._next.empty():
                    return self._next.get()
                self._idle -= 1
                return None


class _Attempt:
    """One exchange, seen from the thread that runs it and from the one that waits."""

    def __init__(self, send: Send, request: httpx.Request, may_begin: MayBegin) -> None:
        self.request = request
        self.finished = threading.Event()
        self._send = send
        self._may_begin = may_begin
        self._answer: Answer | None = None
        self._error: Exception | None = None
        self._lock = threading.Lock()
        self._given_up = False
        self._traced = False
        self._written = False
        request.extensions = {**request.extensions, "trace": self._watch}

    def run(self) -> None:
        """Make the exchange and keep what came of it."""
        try:
            self._answer = self._converse()
        except Exception as error:  # raised anew in the waiting thread
            self._error = error
        finally:
            self.finished.set()

    def result(self) -> Answer:
        """Return the answer of a finished exchange, or raise what stopped it."""
        if self._answer is not None:
            return self._answer
        error = self._error
        if self._nothing_written and not isinstance(error, NOTHING_WRITTEN):
            raise httpx.ConnectError("failed before writing", request=self.request) from error
        raise error or httpx.ReadError("no answer", request=self.request)

    def give_up(self) -> bool:
        """Stop waiting; return whether nothing of the request was, or will be, written."""
        with self._lock:
            self._given_up = True
            return self._nothing_written

    @property
    def _nothing_written(self) -> bool:
        # A transport that does not trace (in process, or a test's) leaves no evidence.
        return self._traced and not self._written

    def _converse(self) -> Answer:
        if not self._may_begin():
            raise httpx.ConnectTimeout("too late to begin", request=self.request)
        with contextlib.closing(self._send(self.request)) as response:
            content = bytearray()
            for chunk in chunks_of(response):
                if self._given_up:
                    raise httpx.ReadTimeout("given up while reading", request=self.request)
                content += chunk
            return Answer(response.status_code, response.headers, bytes(content))

    def _watch(self, event: str, info: Mapping[str, Any]) -> None:
        with self._lock:
            self._traced = True
            if not event.endswith(".send_request_headers.started"):
                return
            if info["request"].method == b"CONNECT":
                return
            if self._given_up:
                raise httpx.ConnectTimeout("given up before writing", request=self.request)
            if not self._may_begin():
                raise httpx.ConnectTimeout("too late to write", request=self.request)
            self._written = True
