"""The carrier that a configuration names: Twilio, or the simulator in its place.

The floors above know a carrier by its protocol alone; that it is Twilio is decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.carrier.protocol import NotProcessed

if TYPE_CHECKING:
    from smsdesk.carrier.faults import CodeBook
    from smsdesk.carrier.protocol import Carrier
    from smsdesk.clock import Clock
    from smsdesk.config import Config


def mode_of(config: Config) -> str:
    """Return ``live`` or ``simulated``: from a base URL on this computer no text leaves."""
    from smsdesk.carrier.twilio.base_url import is_loopback

    return "simulated" if is_loopback(config.twilio.base_url) else "live"


def codes() -> CodeBook:
    """Return the carrier's error codes in words, without a connection."""
    from smsdesk.carrier.twilio.errors import TWILIO_CODES

    return TWILIO_CODES


def connect(config: Config, clock: Clock) -> Carrier:
    """Make the carrier; the libraries that it speaks through load now.

    Raises:
        NotProcessed: the configuration does not open a way to it.
    """
    from smsdesk.carrier.twilio.client import TwilioCarrier, TwilioCredentials
    from smsdesk.config import ConfigError
    from smsdesk.config.login import login_of

    settings = config.twilio
    try:
        login = login_of(config)
        return TwilioCarrier(
            TwilioCredentials(
                settings.account_sid, login.auth_token, settings.api_key, login.api_secret
            ),
            from_number=settings.from_number,
            messaging_service_sid=settings.messaging_service_sid,
            base_url=settings.base_url,
            clock=clock,
            name=mode_of(config),
        )
    except (ConfigError, ValueError) as error:
        raise NotProcessed(f"no way to the carrier: {error}") from error
