"""The searches and the filter find on a server what they find in a file, whichever way they go."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from smsdesk.store.postgres import conversation_filter, lead_search, matching, message_search
from tests.world.firm import Firm, open_firm
from tests.world.people import FIRM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from smsdesk.desk import Desk
    from tests.world.postgres import CleanDatabase

NAMES = (
    "Sarah Berg", "Sarah Bergmann", "Tom O'Brien", "Müller, José", "Alexandra Alexandrina",
    "Alexandrine Long", "Łódź Straße", "王 小明", "Lead 7", "Lead 70", "Lead 07", "Maria Maria",
)  # fmt: skip
QUERIES = (
    "sarah", "sarah b", "berg", "bergmann", "alexandri", "alexandra alexandrina", "alexandrx",
    "muller", "jose m", "lodz", "strasse", "王", "lead 7", "lead 70", "lead 0", "lead", "maria",
    "555 20", "2005", "1415555", "0", "7", "x", "o'brien", "mail example", "hello 3", "hello",
    "coming", "com", "' & :*", "a!b", "%", "_",
)  # fmt: skip


def _filled(firm: Firm) -> Desk:
    """Forty people, some without a conversation, some who cannot be texted; two without a name."""
    desk = firm.desk()
    for place in range(40):
        number = f"+1415555{2000 + place}"
        if place % 13 != 7:
            name = NAMES[place % len(NAMES)]
            desk.leads.add(name=name, phone=number, email=f"lead{place}@mail.example")
            firm.clock.move(1)
        if place % 3:
            firm.arrive(number, f"Hello {place}, are you coming? Übermorgen")
            firm.clock.move(2)
        if place % 5 == 4:
            firm.arrive(number, "STOP")
        firm.clock.move(1)
    desk.leads.add(name="Sarah Without-Number", phone="n/a")
    firm.clock.move(5)
    desk.background.sync()
    return desk


@pytest.fixture(scope="module")
def desks(
    template: Path, clean_database: CleanDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Desk, Desk]]:
    """The same firm twice: in a file, and on the server."""
    clean_database.empty()
    with ExitStack() as stack:
        in_file, on_server = (
            stack.enter_context(open_firm(template, tmp_path_factory.mktemp("m"), FIRM, server))
            for server in ("", clean_database.url)
        )
        yield _filled(in_file), _filled(on_server)


@pytest.fixture(
    params=[(0, 0.0), (6, 0.0), (6, 1e9), (5000, 0.0)],
    ids=["gather", "sample and gather", "sample and walk on", "sample all"],
)
def walked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    sampled, gathering = request.param
    for module in (conversation_filter, lead_search, message_search):
        monkeypatch.setattr(module, "SAMPLED", sampled)
        monkeypatch.setattr(module, "GATHERING", gathering)
    monkeypatch.setattr(message_search, "WALKED", sampled)
    monkeypatch.setattr(lead_search, "COUNTED", sampled)
    monkeypatch.setattr(matching, "FEWEST", 1)


def _leads(desk: Desk, query: str, *, left_out: bool) -> tuple[list[Any], Any, Any]:
    found = desk.leads.search(query, left_out=left_out, limit=9)
    return [(hit.number, hit.name) for hit in found.hits], found.total, found.left_out


@pytest.mark.usefixtures("walked")
@pytest.mark.parametrize("query", QUERIES)
def test_they_find_the_same(desks: tuple[Desk, Desk], query: str) -> None:
    here, there = desks
    for left_out in (False, True):
        assert _leads(there, query, left_out=left_out) == _leads(here, query, left_out=left_out)
    for limit in (3, 50):
        rows = [
            [row.number for row in desk.conversations.page(matching=query, limit=limit)]
            for desk in desks
        ]
        assert rows[0] == rows[1]
        texts = [
            [hit.text for hit in desk.threads.search_messages(query, limit=limit)] for desk in desks
        ]
        assert texts[0] == texts[1]
