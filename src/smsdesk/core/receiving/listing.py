"""Walking through the carrier's listing, which has to come to an end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.carrier.protocol import CarrierError

if TYPE_CHECKING:
    from smsdesk.carrier.protocol import MessagePage

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
