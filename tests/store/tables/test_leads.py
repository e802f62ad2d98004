"""Signups newest first: by their date, an undated one after the dated, else as they came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.core.leads.search_cards import card_of
from smsdesk.store.tables import contacts, leads
from smsdesk.store.tables.leads import LeadRecord
from smsdesk.terms import Code
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.core.context import Context

IMPORTED = 1_000


def signups(*dates: int | None, number: str = SARAH) -> list[LeadRecord]:
    """Signups with these dates, in the order in which they came in."""
    return [
        LeadRecord(at, f"{number}{at}", "", "Sarah", "", number, "", number, "", date, IMPORTED)
        for at, date in enumerate(dates, start=1)
    ]


@pytest.mark.parametrize(("dates", "order"), [
    ([10, 30, 20], [2, 3, 1]),
    ([None, None, None], [3, 2, 1]),  # the one imported last
    ([20, 20], [2, 1]),
    ([10, None], [1, 2]),  # one with a date is newer than one that tells none
    ([None, 10, None], [2, 3, 1]),
])  # fmt: skip
def test_the_newest_comes_first(
    context: Context, dates: list[int | None], order: list[int]
) -> None:
    with context.database.write() as connection:
        contacts.ensure(connection, SARAH)
        leads.add_all(connection, signups(*dates))
        alone = leads.of_number(connection, SARAH)
        together = leads.of_numbers(connection, [SARAH, TOM])
    assert [lead.id for lead in alone] == order
    assert together == {SARAH: alone}


@pytest.mark.parametrize(("date", "newest"), [(10, 10), (None, IMPORTED)])
def test_an_undated_one_takes_its_place_in_the_search_by_its_import(
    date: int | None, newest: int
) -> None:
    assert card_of(signups(date), Code.OK, "").newest == newest
