"""Ctrl+C ends a search at once, also while the database is at work on it."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

import pytest

from forever import Forever
from smsdesk.store import message_search_sqlite, search_sqlite

if TYPE_CHECKING:
    from types import ModuleType

    from .conftest import Cli


@pytest.mark.parametrize(("arguments", "store"), [
    (("search", "hello"), message_search_sqlite),
    (("search", "hello", "--json"), message_search_sqlite),
    (("leads", "search", "sarah"), search_sqlite),
])  # fmt: skip
def test_control_c_ends_a_search(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], store: ModuleType
) -> None:
    assert cli("leads", "add", "--name", "Sarah Berg", "--phone", "+14155550111").code == 0
    forever = Forever()
    monkeypatch.setattr(store, "read_rows", forever)

    def press() -> None:
        assert forever.begun.wait(20)
        os.kill(os.getpid(), signal.SIGINT)

    pressing = threading.Thread(target=press)
    pressing.start()
    outcome = cli(*arguments)
    pressing.join()
    assert (outcome.code, outcome.out) == (130, "")
    assert "error" not in outcome.err.casefold()
