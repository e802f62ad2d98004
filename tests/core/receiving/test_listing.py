"""A listing comes to an end, whatever the carrier says."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from smsdesk.carrier.protocol import MessagePage
from smsdesk.carrier.simulator import FaultName, RequestKind
from smsdesk.core.receiving import listing, polling
from smsdesk.core.receiving.listing import EndlessListing, Walk
from tests.world.firm import bubbles
from tests.world.people import SARAH

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.firm import Firm


def page(following: str | None) -> MessagePage:
    return MessagePage((), following)


def test_a_walk_ends_where_no_page_follows() -> None:
    walk = Walk()
    assert [walk.after(page(name)) for name in ("a", "b", None)] == ["a", "b", None]


@pytest.mark.parametrize("names", [("a", "a"), ("a", "b", "a"), ("a", "b", "c", "b")])
def test_a_walk_does_not_go_round_in_circles(names: tuple[str, ...]) -> None:
    walk = Walk()
    for name in names[:-1]:
        walk.after(page(name))
    with pytest.raises(EndlessListing):
        walk.after(page(names[-1]))


def test_a_walk_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_PAGES", 3)
    walk = Walk()
    for name in "abc":
        walk.after(page(name))
    with pytest.raises(EndlessListing):
        walk.after(page("d"))


def test_a_page_that_names_itself_is_read_and_the_next_poll_begins_again(
    firm: Firm, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "PAGE", 2)
    for place in range(3):
        firm.arrive(SARAH, f"Text {place}")
        firm.clock.move(1)
    firm.goes_wrong(FaultName.ENDLESS_LISTING, RequestKind.LIST, times=None)
    looks = Mock(side_effect=firm.carrier.list_messages)
    monkeypatch.setattr(firm.carrier, "list_messages", looks)
    broken = desk.background.sync()
    assert broken.offline == "the carrier's list of texts goes round in circles"
    assert looks.call_count < 12
    assert [one.text for one in bubbles(desk)] == ["Text 1", "Text 2"]
    firm.app.faults.clear()
    desk.background.sync()
    assert [one.text for one in bubbles(desk)] == ["Text 0", "Text 1", "Text 2"]


def test_a_text_waits_while_its_numbers_listing_does_not_end(firm: Firm, desk: Desk) -> None:
    firm.arrive(SARAH, "Hello")
    firm.goes_wrong(FaultName.ENDLESS_LISTING, RequestKind.LIST, times=None)
    assert desk.sending.send(SARAH, "See you").status == "queued"
    assert firm.at_carrier(SARAH) == []
