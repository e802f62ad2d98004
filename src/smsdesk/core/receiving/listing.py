"""Walking through the carrier's listing, which has to come to an end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.carrier.protocol import CarrierError, MessageFilter
from smsdesk.core.receiving.carrier_clock import heed_carrier_clock
from smsdesk.e164 import written_forms

if TYPE_CHECKING:
    from smsdesk.carrier.protocol import CarrierMessage, MessagePage
    from smsdesk.core.context import Context

PAGE = 1000
"""How many messages a page has at the most (Messages resource, ``PageSize``)."""

MOST_PAGES = 5000
"""Five million messages: a listing that goes on after that goes on for ever."""


class EndlessListing(CarrierError):
    """A listing leads back to a page that it has led to, or does not end."""


class Walk:
    """Where a reading of one listing has been."""

    def __init__(self) -> None:
        self._been: set[str] = set()

    def after(self, page: MessagePage) -> str | None:
        """Return the name of the page after this one, ``None`` at the end.

        Raises:
            EndlessListing: it has been read already, or there are too many.
        """
        following = page.next_page
        if following is None:
            return None
        if following in self._been or len(self._been) >= MOST_PAGES:
            raise EndlessListing("the carrier's list of texts goes round in circles")
        self._been.add(following)
        return following


def texts_to(context: Context, number: str, sender: str) -> list[CarrierMessage]:
    """Return all that the carrier lists from one of our numbers to a lead's.

    No date filter: it could hide a message that has no date yet. Each form of the number counts.

    Raises:
        CarrierError: the list cannot be read to its end.
    """
    listed: list[CarrierMessage] = []
    for form in written_forms(number):
        listed += _all_pages(context, MessageFilter(to=form, sender=sender))
    heed_carrier_clock(context)
    return listed


def _all_pages(context: Context, wanted: MessageFilter) -> list[CarrierMessage]:
    listed: list[CarrierMessage] = []
    walk, page = Walk(), None
    while True:
        answer = context.carrier.list_messages(wanted, page=page, page_size=PAGE)
        listed.extend(answer.messages)
        page = walk.after(answer)
        if page is None:
            return listed
