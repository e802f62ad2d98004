"""The simulated carrier without a network: an httpx transport into the WSGI application.

The client that stands on it is the real one. What a wire fault would do to a connection comes
out as the exception that httpx raises for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from smsdesk.carrier.simulator.wire import PAUSE_HEADER, LineCutError, NobodyAnswersError

if TYPE_CHECKING:
    from smsdesk.carrier.simulator.app import SimulatedCarrier


def in_process(app: SimulatedCarrier) -> httpx.BaseTransport:
    """Return a transport that hands every request to ``app``, whatever its host."""
    return _InProcess(app)


class _InProcess(httpx.BaseTransport):
    def __init__(self, app: SimulatedCarrier) -> None:
        self._inner = httpx.WSGITransport(app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        try:
            answer = self._inner.handle_request(request)
        except NobodyAnswersError:
            raise httpx.ConnectError("Connection refused", request=request) from None
        except LineCutError:
            raise httpx.ReadError("Connection reset by peer", request=request) from None
        patience = request.extensions.get("timeout", {}).get("read")
        if patience is not None and float(answer.headers.get(PAUSE_HEADER, 0)) > patience:
            answer.close()
            raise httpx.ReadTimeout("timed out", request=request)
        return answer
