"""The way to Twilio, by what the configuration says; loaded and gone when it is first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsdesk.carrier.protocol import Carrier
    from smsdesk.clock import Clock
    from smsdesk.config import Config


def mode(config: Config) -> str:
    """Return ``live`` or ``simulated``.

    A base URL on this computer can only be a simulator: no text leaves from there.
    """
    from smsdesk.carrier.twilio.base_url import is_loopback

    return "simulated" if is_loopback(config.twilio.base_url) else "live"


def connection(config: Config, clock: Clock, mode: str) -> Callable[[], Carrier]:
    """Return what connects to Twilio; it raises ``NotProcessed`` where the settings are no way."""

    def connect() -> Carrier:
        from smsdesk.carrier.protocol import NotProcessed
        from smsdesk.carrier.twilio.client import TwilioCarrier, TwilioCredentials

        settings = config.twilio
        try:
            return TwilioCarrier(
                TwilioCredentials(
                    settings.account_sid,
                    settings.auth_token,
                    settings.api_key,
                    settings.api_secret,
                ),
                from_number=settings.from_number,
                messaging_service_sid=settings.messaging_service_sid,
                base_url=settings.base_url,
                clock=clock,
                name=mode,
            )
        except ValueError as error:
            raise NotProcessed(f"no way to the carrier: {error}") from error

    return connect
