"""A question that its asker has given up: it ends soon, and is nobody's trouble."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from smsdesk.core.reading import message_search as core_search
from smsdesk.store.errors import QueryStopped
from smsdesk.store.tables import conversations
from tests.world.forever import Forever
from tests.world.people import SARAH

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsdesk.desk import Desk
    from tests.world.firm import Firm

    Question = Callable[[Desk, threading.Event], object]

QUESTIONS: dict[str, tuple[str, Question]] = {
    "leads": ("lead_search", lambda desk, stop: desk.leads.search("sarah", stop=stop)),
    "messages": (
        "message_search",
        lambda desk, stop: desk.threads.search_messages("hello", stop=stop),
    ),
    "filter": (
        "conversation_filter",
        lambda desk, stop: desk.conversations.page(matching="sarah", stop=stop),
    ),
    "list": ("", lambda desk, stop: desk.conversations.page(stop=stop)),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_it_ends(desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    search, ask = QUESTIONS[name]
    store = getattr(desk._context.database, search) if search else conversations
    forever, stop = Forever(), threading.Event()
    forever.stand_in(monkeypatch, store)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(ask, desk, stop)
        assert forever.begun.wait(20)
        stop.set()
        with pytest.raises(QueryStopped):
            asked.result(20)


def test_it_ends_while_the_message_index_catches_up(
    firm: Firm, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core_search, "catch_up", lambda *_, **__: True)
    for place in range(10):
        firm.arrive(SARAH, f"Hello {place}")
    firm.clock.move(5)
    desk.background.sync()
    monkeypatch.undo()
    monkeypatch.setattr(core_search, "CATCH_UP", 2)
    stop = threading.Event()
    message_search = desk._context.database.message_search
    index = message_search.index_messages
    batches = []

    def one_batch(*args: object) -> int | None:
        batches.append(args)
        stop.set()
        return index(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(message_search, "index_messages", one_batch)
    with pytest.raises(QueryStopped):
        desk.threads.search_messages("hello", stop=stop)
    assert len(batches) == 1
    assert len(desk.threads.search_messages("hello")) == 10
