"""What a carrier's no means: whose fault a failure is, whatever number the carrier gives it.

The flows act on these kinds alone. Which code is which is known to each carrier's own table.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Protocol


class Fault(StrEnum):
    """Whose fault a failure is, as far as the flows act upon it.

    Only the first group says something about the contact. The values are kept with messages.
    """

    INVALID_NUMBER = "invalid_number"
    """No number that can be texted, ever."""
    NOT_IN_SERVICE = "not_in_service"
    """No such number at its network; believed when told twice, a day apart."""
    LANDLINE = "landline"
    LANDLINE_CLAIMED = "landline_claimed"
    """Said of landlines and of other lines: believed only where a Lookup does not contradict."""
    OPTED_OUT = "opted_out"
    DO_NOT_CONTACT = "do_not_contact"
    """On a list of people who must not be texted; recorded as an opt-out."""
    CARRIER_FILTERING = "carrier_filtering"
    """Stopped by the lead's network or a spam filter: counts towards the auto-block."""

    HANDSET = "handset"
    """Off or out of reach; may be tried again hours later."""
    CONTENT = "content"
    """Stopped for what was said, not for whom it was said to."""
    UNROUTABLE = "unroutable"
    """No way from this sender to this number."""
    QUIET_HOURS = "quiet_hours"
    FRAUD_GUARD = "fraud_guard"
    LOOKUP = "lookup"
    """A Lookup without a result: the line type stays unknown."""
    NOT_FOUND = "not_found"
    THROTTLE = "throttle"
    TRANSIENT = "transient"
    ACCOUNT = "account"
    """The firm's account, its credentials or its settings."""
    SENDER = "sender"
    """The firm's number, its registration or its Messaging Service."""
    REGION = "region"
    """Not allowed to the firm in that country or region."""
    OUR_BUG = "our_bug"
    """A request that smsdesk should not have made."""
    CHANNEL = "channel"
    """WhatsApp or RCS, which smsdesk does not use."""
    UNKNOWN = "unknown"


FIRMS_OWN: Final = frozenset({Fault.ACCOUNT, Fault.SENDER, Fault.REGION})
"""What the firm has to put right: the next number would fare no better."""


class CodeBook(Protocol):
    """A carrier's error codes in words; it answers without a connection."""

    def explain(self, code: int | None) -> str:
        """Return one plain sentence about a failed text, with the code where there is one."""
        ...
