"""Twilio over its own library, on httpx. Importing this loads neither of them."""

from smsdesk.carrier.twilio.client import TwilioCarrier, TwilioCredentials

__all__ = ["TwilioCarrier", "TwilioCredentials"]
