"""The errors that the simulated carrier answers, in Twilio's shape and with Twilio's codes.

Twilio answers the classic shape ``{"code", "message", "more_info", "status"}`` here. Some of
its messages name the number or the value at fault, and so do these: a client must not let
them into a log.
"""

from __future__ import annotations

from typing import Final

_REFUSALS: Final[dict[int, tuple[int, str]]] = {
    20001: (400, "Unknown or invalid parameter {}"),
    20003: (401, "Authenticate"),
    20004: (405, "Method not allowed"),
    20404: (404, "The requested resource {} was not found"),
    20429: (429, "Too Many Requests"),
    20500: (500, "An internal server error has occurred"),
    21211: (400, "Invalid 'To' Phone Number: {}"),
    21212: (400, "Invalid 'From' Number: {}"),
    21265: (400, "'To' number cannot be a Short Code: {}"),
    21266: (400, "'To' and 'From' number cannot be the same: {}"),
    21268: (400, "'To' number {} cannot be a premium-rate number"),
    21408: (400, "Permission to send an SMS has not been enabled for the region of {}"),
    21602: (400, "Message body is required."),
    21603: (400, "A 'From' or 'MessagingServiceSid' parameter is required."),
    21604: (400, "A 'To' phone number is required."),
    21606: (400, "The 'From' number {} is not a valid message-capable number for this account."),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21611: (429, "The 'From' number {} has exceeded the maximum number of queued messages"),
    21612: (400, "Message cannot be sent with the current combination of 'To' ({}) and 'From'"),
    21614: (400, "'To' number {} is not a valid mobile number"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
    21635: (400, "'To' number {} cannot be a landline"),
    21705: (400, "The Messaging Service SID {} is invalid."),
    30400: (400, "Parameters are not valid"),
    30409: (400, "This message cannot be canceled"),
    60618: (400, "Malformed request parameter {}"),
}


class RefusalError(Exception):
    """The carrier says no.

    Attributes:
        code: Twilio's error code.
        http_status: the HTTP status of the answer.
    """

    def __init__(self, code: int, about: str = "") -> None:
        """Refuse with ``code``; ``about`` is the value at fault, where the message names it."""
        super().__init__(code)
        self.code = code
        self.http_status, message = _REFUSALS[code]
        self._message = message.format(about)

    def to_json(self) -> dict[str, object]:
        """Return the body of the answer."""
        return {
            "code": self.code,
            "message": self._message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.http_status,
        }
