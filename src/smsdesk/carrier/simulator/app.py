"""The simulated carrier as one WSGI application: who may ask, what is asked, who answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hmac import compare_digest
from typing import TYPE_CHECKING, Final

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from smsdesk.carrier.simulator import control, lookups, reading, sending, wire
from smsdesk.carrier.simulator.answers import account_path, http_date
from smsdesk.carrier.simulator.call import Call
from smsdesk.carrier.simulator.faults import FaultScript, RequestKind, View
from smsdesk.carrier.simulator.refusals import RefusalError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from smsdesk.carrier.simulator.ledger import Ledger

Endpoint = Callable[[Call], Response]


@dataclass(frozen=True, slots=True)
class _Route:
    """An endpoint, and the kind of request for the script of faults; ``None``: never faulty."""

    endpoint: Endpoint
    kind: RequestKind | None = None


def _rule(method: str, path: str, endpoint: Endpoint, kind: RequestKind | None = None) -> Rule:
    return Rule(path, methods=[method], endpoint=_Route(endpoint, kind))


_ACCOUNT: Final = account_path("<account>")
_MESSAGE: Final = f"{_ACCOUNT}/Messages/<sid>"

_RULES: Final = (
    _rule("POST", f"{_ACCOUNT}/Messages.json", sending.create, RequestKind.CREATE),
    _rule("GET", f"{_ACCOUNT}/Messages.json", reading.list_messages, RequestKind.LIST),
    _rule("GET", f"{_MESSAGE}.json", reading.fetch, RequestKind.FETCH),
    _rule("POST", f"{_MESSAGE}.json", reading.update, RequestKind.UPDATE),
    _rule("DELETE", f"{_MESSAGE}.json", reading.delete, RequestKind.DELETE),
    _rule("GET", f"{_MESSAGE}/Media.json", reading.list_media, RequestKind.MEDIA),
    _rule(
        "GET",
        f"{_ACCOUNT}/IncomingPhoneNumbers.json",
        reading.list_numbers,
        RequestKind.NUMBERS,
    ),
    _rule("GET", f"{_ACCOUNT}.json", reading.account, RequestKind.ACCOUNT),
    _rule("GET", "/v2/PhoneNumbers/<number>", lookups.lookup, RequestKind.LOOKUP),
    _rule("POST", "/_simulator/messages", control.receive),
    _rule("GET", "/_simulator/ledger", control.ledger),
    _rule("GET", "/_simulator/people", control.people),
    _rule("POST", "/_simulator/people", control.register),
    _rule("GET", "/_simulator/faults", control.faults),
    _rule("POST", "/_simulator/faults", control.arm),
    _rule("DELETE", "/_simulator/faults", control.disarm),
)


@cache
def _routes() -> Map:
    """Return the map of all carriers: making it costs more than most of what is asked of one."""
    # Of rules of its own: two requests that are the first ones make it at the same time.
    return Map([rule.empty() for rule in _RULES])


class SimulatedCarrier:
    """A WSGI application that answers as Twilio does, for one world.

    Attributes:
        ledger: the world.
        faults: what goes wrong; arm it at any time.
    """

    def __init__(self, ledger: Ledger, passwords: Mapping[str, str], account_sid: str) -> None:
        self.ledger = ledger
        self.faults = FaultScript()
        self._passwords = passwords
        self._account_sid = account_sid

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request.

        Raises:
            NobodyAnswersError, LineCutError: an armed fault says that no answer comes; the
                transport makes of it what a client would see.
        """
        request = Request(environ)
        view = View()
        try:
            route, path = _routes().bind_to_environ(environ).match()
            fault = None
            if route.kind is not None:
                fault, view = self.faults.strike(route.kind)
            answer = None if fault is None else wire.before(fault)
            if answer is None:
                answer = self._answer(route.endpoint, request, view, path)
                if fault is not None:
                    answer = wire.after(fault, answer, self.ledger.clock.sleep)
        except HTTPException as error:
            code = 20404 if error.code == 404 else 20004
            answer = wire.refuse(RefusalError(code, request.path))
        answer.headers["Date"] = http_date(self.ledger.now() + view.skew)
        return answer(environ, start_response)

    def _answer(
        self, endpoint: Endpoint, request: Request, view: View, path: Mapping[str, str]
    ) -> Response:
        try:
            self._authenticate(request, path)
            call = Call(self.ledger, self.faults, self._account_sid, request, view, path)
            return endpoint(call)
        except RefusalError as error:
            answer = wire.refuse(error)
            if error.http_status == 401:
                answer.headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
            return answer

    def _authenticate(self, request: Request, path: Mapping[str, str]) -> None:
        given = request.authorization
        name = (given and given.username) or ""
        password = (given and given.password) or ""
        expected = self._passwords.get(name, "")
        known = expected and compare_digest(password.encode(), expected.encode())
        if not known or path.get("account", self._account_sid) != self._account_sid:
            raise RefusalError(20003)


def create_app(
    ledger: Ledger,
    *,
    account_sid: str,
    auth_token: str,
    api_keys: Mapping[str, str] | None = None,
) -> SimulatedCarrier:
    """Return the carrier of a world.

    Args:
        ledger: the world.
        account_sid: AC and 32 hexadecimal digits.
        auth_token: the account's password.
        api_keys: further user names (SK...) with their secrets.
    """
    return SimulatedCarrier(ledger, {**(api_keys or {}), account_sid: auth_token}, account_sid)
