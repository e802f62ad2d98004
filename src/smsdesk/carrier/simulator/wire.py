"""What a wire fault does to a request and to its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from werkzeug.wrappers import Response

from smsdesk.carrier.simulator.answers import json_answer
from smsdesk.carrier.simulator.faults import Fault, FaultName
from smsdesk.carrier.simulator.refusals import RefusalError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAUSE_HEADER: Final = "Simulated-Pause"
"""Names the seconds of silence in a slow answer, for a transport that has no wire to wait on."""

_DRIP: Final = 64
"""Bytes of one piece of a dripping answer."""

_PROXY_PAGE: Final = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


class NobodyAnswersError(Exception):
    """No connection comes about; the request has not been seen."""


class LineCutError(Exception):
    """The connection is lost after the request was processed."""


def refuse(error: RefusalError) -> Response:
    """Return a refusal as an answer."""
    return json_answer(error.to_json(), error.http_status)


def before(fault: Fault) -> Response | None:
    """Return the answer of a fault that keeps the request from being processed, if it is one.

    Raises:
        NobodyAnswersError: not even an answer comes.
    """
    match fault.name:
        case FaultName.CONNECTION_REFUSED:
            raise NobodyAnswersError
        case FaultName.REFUSE_500:
            return refuse(RefusalError(20500))
        case FaultName.BAD_GATEWAY_HTML:
            return Response(_PROXY_PAGE, 502, mimetype="text/html")
        case FaultName.THROTTLE:
            answer = refuse(RefusalError(20429))
            if fault.duration > 0:
                answer.headers["Retry-After"] = f"{fault.duration:g}"
            return answer
        case _:
            return None


def after(fault: Fault, answer: Response, sleep: Callable[[float], None]) -> Response:
    """Return what becomes of the answer to a request that was processed.

    Args:
        fault: what goes wrong.
        answer: the honest answer.
        sleep: waits for so many seconds.

    Raises:
        LineCutError: no answer comes.
    """
    match fault.name:
        case FaultName.ACCEPT_THEN_DROP:
            raise LineCutError
        case FaultName.ACCEPT_THEN_500:
            return refuse(RefusalError(20500))
        case FaultName.TRUNCATED_JSON:
            body = answer.get_data()
            answer.set_data(body[: len(body) // 2])
        case FaultName.MALFORMED_JSON:
            answer.set_data(answer.get_data().replace(b":", b"=>"))
        case FaultName.WRONG_SHAPE:
            answer.set_data(b'["maintenance"]')
        case FaultName.LATE_ANSWER:
            body = answer.get_data()
            return _slowly(answer, [body], fault.duration, sleep)
        case FaultName.SLOW_DRIP:
            body = answer.get_data()
            pieces = [body[start : start + _DRIP] for start in range(0, len(body), _DRIP)]
            return _slowly(answer, pieces, fault.duration, sleep)
        case _:
            pass
    return answer


def _slowly(
    answer: Response, pieces: list[bytes], pause: float, sleep: Callable[[float], None]
) -> Response:
    def dripping() -> Iterator[bytes]:
        for piece in pieces:
            sleep(pause)
            yield piece

    slow = Response(dripping(), answer.status, answer.headers)
    slow.headers[PAUSE_HEADER] = str(pause)
    slow.content_length = sum(map(len, pieces))
    return slow
