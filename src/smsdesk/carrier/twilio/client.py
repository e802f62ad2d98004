"""The carrier as Twilio offers it: the one place where smsdesk asks Twilio for anything.

Requests go through ``twilio.rest.Client.request``, which signs them, names the client and picks
the host for ``TWILIO_EDGE`` and ``TWILIO_REGION``. The library's resource classes above it are
left out: one malformed date in a page raises there, a zone offset is dropped, a refused page
loses its code, and no call takes a timeout of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from smsdesk.carrier.protocol import (
    CarrierMessage,
    LookupAnswer,
    MayBegin,
    MessageFilter,
    MessagePage,
    OutboundText,
    Refused,
    SenderCheck,
    always,
)
from smsdesk.carrier.twilio.answers import payload_of, unreadable
from smsdesk.carrier.twilio.base_url import checked_base_url, is_loopback
from smsdesk.carrier.twilio.errors import TWILIO_CODES
from smsdesk.carrier.twilio.lookups import lookup_of
from smsdesk.carrier.twilio.messages import (
    list_parameters,
    media_types_of,
    message_of,
    page_of,
)
from smsdesk.terms import Direction

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    import httpx

    from smsdesk.carrier.faults import CodeBook
    from smsdesk.clock import Clock

_API = "https://api.twilio.com"
_LOOKUPS = "https://lookups.twilio.com"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class TwilioCredentials:
    """Whose account it is and what opens it. An API key is used before the account's token."""

    account_sid: str
    auth_token: str = field(default="", repr=False)
    api_key: str = ""
    api_secret: str = field(default="", repr=False)

    def login(self) -> tuple[str, str]:
        """Return user name and password for Basic authentication.

        Raises:
            ValueError: there is no account, or nothing that opens it.
        """
        if not self.account_sid:
            raise ValueError("twilio.account_sid is missing.")
        if self.api_key and self.api_secret:
            return self.api_key, self.api_secret
        if self.auth_token:
            return self.account_sid, self.auth_token
        raise ValueError(
            "Twilio's credentials are missing: set twilio.auth_token, "
            "or twilio.api_key and twilio.api_secret."
        )


class TwilioCarrier:
    """``smsdesk.carrier.protocol.Carrier`` over Twilio's REST API.

    Args:
        credentials: the account's.
        from_number: the firm's number in E.164; always sent as From.
        messaging_service_sid: sent besides, where set.
        base_url: takes the place of Twilio's hosts, the one for lookups included.
        clock: measures the carrier's clock against ours.
        transport: in place of the network.
        name: ``live`` or ``simulated``.
        deadline: seconds after which any call has ended.

    Raises:
        ValueError: credentials or ``base_url`` cannot be used; one plain line.
    """

    def __init__(
        self,
        credentials: TwilioCredentials,
        *,
        from_number: str,
        messaging_service_sid: str = "",
        base_url: str = "",
        clock: Clock,
        transport: httpx.BaseTransport | None = None,
        name: str = "live",
        deadline: float = 10.0,
    ) -> None:
        base_url = checked_base_url(base_url)
        username, password = credentials.login()
        # The libraries cost some 150 ms: they load with the first carrier, not with this module.
        from twilio.rest import Client  # type: ignore[import-untyped]

        from smsdesk.carrier.twilio.http import HttpxClient

        self._http = HttpxClient(
            clock=clock,
            deadline=deadline,
            transport=transport,
            # A proxy of the environment has no way to a loopback address of ours.
            trust_env=not is_loopback(base_url),
        )
        self._client = Client(username, password, credentials.account_sid, http_client=self._http)
        if base_url:
            # The environment's edge and region would be woven into the foreign host's name.
            self._client.edge = self._client.region = None
        account = quote(credentials.account_sid, safe="")
        self._api = base_url or _API
        self._account = f"{self._api}/2010-04-01/Accounts/{account}"
        self._lookups = f"{base_url or _LOOKUPS}/v2/PhoneNumbers"
        self._from_number = from_number
        self._messaging_service_sid = messaging_service_sid
        self._clock = clock
        self._deadline = deadline
        self._name = name

    @property
    def name(self) -> str:
        """``live`` or ``simulated``."""
        return self._name

    @property
    def codes(self) -> CodeBook:
        """Twilio's error codes in words."""
        return TWILIO_CODES

    @property
    def attempt_deadline(self) -> float:
        """Seconds after which ``send`` has certainly returned or raised."""
        return self._deadline

    @property
    def clock_offset(self) -> timedelta | None:
        """Carrier's clock minus ours, from the last ``Date`` header; ``None`` before the first."""
        return self._http.clock_offset

    def send(self, text: OutboundText, *, may_begin: MayBegin = always) -> CarrierMessage:
        """Hand over one text, once.

        Args:
            may_begin: asked right before the first byte of the request is written.

        Raises:
            Refused: the carrier said no.
            NotProcessed: it was certainly not processed, or might no longer begin.
            OutcomeUnknown: it may have been.
        """
        form: dict[str, object] = {"To": text.to, "From": self._from_number}
        if self._messaging_service_sid:
            form["MessagingServiceSid"] = self._messaging_service_sid
        form["Body"] = text.body
        with self._http.only_while(may_begin):
            payload = self._request("POST", f"{self._account}/Messages.json", data=form)
        return _read("POST", lambda: message_of(payload, direction=Direction.OUTBOUND))

    def fetch(self, sid: str) -> CarrierMessage:
        """Return one message by its SID. Raises ``CarrierError``."""
        payload = self._request("GET", f"{self._account}/Messages/{quote(sid, safe='')}.json")
        return _read("GET", lambda: message_of(payload, our_number=self._from_number))

    def list_messages(
        self,
        wanted: MessageFilter,
        *,
        page: str | None = None,
        page_size: int = 100,
        timeout: float | None = None,
    ) -> MessagePage:
        """Return one page of messages.

        Args:
            wanted: which messages; the first page's filter holds for the ones after it.
            page: ``next_page`` of the page before.
            page_size: 1 to 1000, Twilio's limit.
            timeout: seconds that this call may last.

        Raises:
            CarrierError: no page, or an answer that is none.
        """
        if page is None:
            url = f"{self._account}/Messages.json"
            payload = self._request(
                "GET", url, params=list_parameters(wanted, page_size=page_size), timeout=timeout
            )
        else:
            # Always on our own host: the credentials go with it.
            url = f"{self._api}/{page.lstrip('/')}"
            payload = self._request("GET", url, timeout=timeout)
        return _read("GET", lambda: page_of(payload, our_number=self._from_number))

    def media_types(self, sid: str) -> tuple[str, ...]:
        """Return the content types of a message's media. Raises ``CarrierError``."""
        url = f"{self._account}/Messages/{quote(sid, safe='')}/Media.json"
        payload = self._request("GET", url)
        return _read("GET", lambda: media_types_of(payload))

    def lookup(self, number: str, *, timeout: float | None = None) -> LookupAnswer:
        """Ask Lookup v2 for the line type; each call costs money. Raises ``CarrierError``."""
        payload = self._request(
            "GET",
            f"{self._lookups}/{quote(number, safe='+')}",
            params={"Fields": "line_type_intelligence"},
            timeout=timeout,
        )
        return _read("GET", lambda: lookup_of(number, payload))

    def check_sender(self) -> SenderCheck:
        """Ask whether the firm's number is ours and can text. Raises ``CarrierError``."""
        payload = self._request(
            "GET",
            f"{self._account}/IncomingPhoneNumbers.json",
            params={"PhoneNumber": self._from_number},
        )
        owned, sms_capable = _read("GET", lambda: _ownership(payload, self._from_number))
        return SenderCheck(self._from_number, owned, sms_capable, self._account_name())

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def _account_name(self) -> str:
        try:
            name = self._request("GET", f"{self._account}.json").get("friendly_name")
        except Refused:
            # A standard API key may do everything but read the account itself.
            return ""
        return name if isinstance(name, str) else ""

    def _request(
        self,
        method: str,
        url: str,
        *,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        timeout: float | None = None,
    ) -> dict[str, Any]:
        response = self._client.request(method, url, params=params, data=data, timeout=timeout)
        return payload_of(
            method,
            response.status_code,
            response.headers,
            response.text,
            now=self._clock.now(),
            sender=self._from_number,
        )


def _ownership(payload: dict[str, Any], number: str) -> tuple[bool, bool]:
    numbers = payload.get("incoming_phone_numbers")
    if not isinstance(numbers, list):
        raise ValueError("no list of numbers")  # noqa: TRY004 - foreign data, not ours
    for row in numbers:
        if isinstance(row, dict) and row.get("phone_number") == number:
            capabilities = row.get("capabilities")
            return True, isinstance(capabilities, dict) and capabilities.get("sms") is True
    return False, False


def _read(method: str, parse: Callable[[], _T]) -> _T:
    try:
        return parse()
    except ValueError as error:
        raise unreadable(method) from error
