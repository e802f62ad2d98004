"""Another server takes over that has not heard of the last commits: nothing is sent blindly."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from smsdesk.errors import DeskError
from tests.world import postgres
from tests.world.firm import Firm, statuses, submit
from tests.world.people import SARAH

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Pair:
    """A server, and a copy of it that takes over at its address."""

    def __init__(self) -> None:
        self.first = postgres.LocalServer(postgres.private_folder())
        self.first.start()
        self.second = postgres.LocalServer(self.first.folder)
        self.second.data = self.first.folder / "second"

    def copy(self) -> None:
        """Copy it as it is now: the copy hears of nothing after that."""
        self.first.run(
            "pg_basebackup", "-h", self.first.folder, "-U", "smsdesk", "-D", self.second.data,
            "--checkpoint=fast", "--write-recovery-conf", "--no-sync", "--wal-method=stream",
        )  # fmt: skip

    def fail_over(self) -> None:
        self.first.stop()
        self.second.start()
        self.second.run("pg_ctl", "-D", self.second.data, "-w", "promote")

    def close(self) -> None:
        for server in (self.first, self.second):
            server.stop()
        shutil.rmtree(self.first.folder, ignore_errors=True)


@pytest.fixture
def pair() -> Iterator[Pair]:
    if postgres.programs() is None:
        pytest.skip("the programs of PostgreSQL are not on this machine")
    pair = Pair()
    yield pair
    pair.close()


def test_what_waits_on_the_server_that_took_over_is_looked_for_and_never_sent_blindly(
    pair: Pair, tmp_path: Path
) -> None:
    firm = Firm(tmp_path, server=pair.first.url.render_as_string())
    desk = firm.desk()
    waiting = submit(desk, "Hi Sarah")
    pair.copy()
    desk.sending.transmit(waiting)
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]
    pair.fail_over()
    with pytest.raises(DeskError, match="another database server has taken over"):
        desk.sending.submit(SARAH, "And again")
    again = firm.desk()
    assert statuses(again) == ["unconfirmed"]
    for _ in range(8):
        firm.clock.move(minutes=1)
        again.background.sync()
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]
    assert statuses(again) == ["delivered"]
    firm.close()
