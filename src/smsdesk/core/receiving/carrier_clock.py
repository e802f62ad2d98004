"""The carrier's clock, as its answers tell it, and what was dated by a clock that was wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from smsdesk.core.contacts import consent
from smsdesk.core.context import carrier_skew, remember_skew, writing

if TYPE_CHECKING:
    from smsdesk.core.context import Context

_NOISE = timedelta(seconds=1)


def heed_carrier_clock(context: Context) -> timedelta:
    """Return the carrier's clock minus our steady one, after an answer of the carrier.

    Where ours turns out to have been ahead, what an agent recorded meanwhile lies in the future,
    and no START could lift it: it is dated anew.
    """
    with context.database.read() as connection:
        before = carrier_skew(connection)
    skew = remember_skew(context, before)
    if skew < before - _NOISE:
        with writing(context) as work:
            consent.redate_agent_opt_outs(work, by=skew - before)
    return skew
