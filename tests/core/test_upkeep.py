"""Looking after the database: what is wrong with it, and a copy that can take its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.config import DatabaseConfig
from smsdesk.core.upkeep import integrity_problems, write_backup
from smsdesk.desk import Desk, DeskError
from tests.world.firm import hear
from tests.world.people import SARAH

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.core.context import Context
    from tests.world.firm import Firm


def test_a_sound_database_has_no_problems(context: Context) -> None:
    assert integrity_problems(context) == ()


@pytest.mark.sqlite_only
def test_rows_that_hang_in_the_air_are_named(firm: Firm, desk: Desk, context: Context) -> None:
    hear(firm, desk, "Hello")
    firm.write("DELETE FROM conversation")
    assert any("message" in problem for problem in integrity_problems(context))


@pytest.mark.sqlite_only
def test_a_copy_of_the_open_database_holds_all_of_it(
    firm: Firm, desk: Desk, context: Context, tmp_path: Path
) -> None:
    hear(firm, desk, "Hello")
    copy = tmp_path / "copy.db"
    write_backup(context, copy)
    config = firm.config(database=DatabaseConfig(url=f"sqlite:///{copy}"))
    with Desk.open(config, carrier=firm.carrier, clock=firm.clock) as restored:
        assert [bubble.text for bubble in restored.threads.whole(SARAH)] == ["Hello"]


def test_a_copy_needs_a_place_to_go(context: Context, tmp_path: Path) -> None:
    with pytest.raises(DeskError):
        write_backup(context, tmp_path / "not there" / "copy.db")
