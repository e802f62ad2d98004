"""Ctrl+C ends a search at once, and an import between two transactions."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

import pytest
import typer

from smsdesk.cli import output
from smsdesk.core.leads import intake, lead_stream, storing
from smsdesk.store.sqlite import lead_search, message_search
from tests.world.forever import Forever
from tests.world.people import SARAH

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import ModuleType

    from smsdesk.core.leads.preparing import ReadLead
    from smsdesk.core.leads.storing import Kept
    from smsdesk.store.database import Connection

    from .conftest import Cli


@pytest.mark.parametrize(("arguments", "store"), [
    (("search", "hello"), message_search),
    (("search", "hello", "--json"), message_search),
    (("leads", "search", "sarah"), lead_search),
])  # fmt: skip
def test_control_c_ends_a_search(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], store: ModuleType
) -> None:
    assert cli("leads", "add", "--name", "Sarah Berg", "--phone", SARAH).code == 0
    forever = Forever()
    forever.stand_in(monkeypatch, store)

    def press() -> None:
        assert forever.begun.wait(20)
        os.kill(os.getpid(), signal.SIGINT)

    pressing = threading.Thread(target=press)
    pressing.start()
    outcome = cli(*arguments)
    pressing.join()
    assert (outcome.code, outcome.out) == (130, "")
    assert "error" not in outcome.err.casefold()


def leads_file(folder: Path) -> Path:
    path = folder / "leads.csv"
    rows = "".join(f"Lead {place},+141555501{place}\n" for place in range(11, 15))
    path.write_text(f"Name,Phone\n{rows}")
    return path


@pytest.mark.parametrize(("options", "said", "kept"), [
    ((), "stopped: what was read is kept; import it again\n", 2),
    (("--dry-run",), "stopped: nothing was changed\n", 0),
])  # fmt: skip
def test_control_c_in_an_import_says_what_is_kept(
    cli: Cli,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    options: tuple[str, ...],
    said: str,
    kept: int,
) -> None:
    monkeypatch.setattr(lead_stream, "BATCH", 2)
    only_new = storing.only_new
    batches: list[object] = []

    def keep_or_stop(connection: Connection, batch: Sequence[ReadLead]) -> Kept:
        batches.append(batch)
        if len(batches) == 2:
            os.kill(os.getpid(), signal.SIGINT)
        return only_new(connection, batch)

    for module in (storing, intake):
        monkeypatch.setattr(module, "only_new", keep_or_stop)
    outcome = cli("leads", "import", str(leads_file(tmp_path)), "--lookup", "later", *options)
    assert (outcome.code, outcome.out, outcome.err) == (130, "", said)
    found = cli("leads", "search", "lead", "--json").document
    assert len(found) == kept


@pytest.mark.parametrize(("end", "code"), [(KeyboardInterrupt, 130), (EOFError, 2)])
def test_control_c_at_a_question_ends_as_it_does_elsewhere(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, end: type[BaseException], code: int
) -> None:
    def stop(*_given: object, **_options: object) -> bool:  # as Typer does
        try:
            raise end
        except (KeyboardInterrupt, EOFError):
            raise typer.Abort from None

    monkeypatch.setattr(typer, "confirm", stop)
    monkeypatch.setattr(output, "asks_people", lambda: True)
    assert cli("leads", "add", "--name", "Sarah Berg", "--phone", SARAH).code == 0
    outcome = cli("purge", SARAH)
    assert (outcome.code, outcome.out) == (code, "")
    assert outcome.complaint == "smsdesk: stopped at the question; nothing was done\n"


def test_control_c_at_the_question_about_lookups_keeps_the_leads(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def abort(*_given: object, **_options: object) -> bool:
        raise typer.Abort

    monkeypatch.setattr(typer, "confirm", abort)
    monkeypatch.setattr(output, "asks_people", lambda: True)
    file = str(leads_file(tmp_path))
    outcome = cli("leads", "import", file, SMSDESK_LOOKUP__CONFIRM_ABOVE="0")
    assert (outcome.code, outcome.out) == (130, "")
    assert outcome.err == "stopped: what was read is kept; import it again\n"
    assert len(cli("leads", "search", "lead", "--json").document) == 4
