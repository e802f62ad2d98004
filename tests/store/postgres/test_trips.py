"""How many trips to the server a text takes, as ``docs/hosting.md`` says it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url

from tests.world.far_line import far_from
from tests.world.firm import Firm
from tests.world.people import SARAH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.world.far_line import FarLine

HOSTING = Path(__file__).parents[3] / "docs" / "hosting.md"
SAID = re.compile(
    r"recorded in\s+(\d+) trips, .* whole way out takes (\d+), for (\d+) of which", re.DOTALL
)


@pytest.fixture
def line(server: str, tmp_path: Path) -> Iterator[tuple[FarLine, Firm]]:
    if not make_url(server).query.get("host"):
        pytest.skip("the server is not reached by a socket here")
    with far_from(server) as (line, far):
        firm = Firm(tmp_path, server=far)
        yield line, firm
        firm.close()


def test_a_text_takes_as_many_trips_as_the_docs_say(line: tuple[FarLine, Firm]) -> None:
    counter, firm = line
    desk = firm.desk()

    def trips(text: Callable[[str, str], object], words: str) -> tuple[int, int]:
        firm.clock.move(10)
        before = counter.trips, counter.locked
        text(SARAH, words)
        return counter.trips - before[0], counter.locked - before[1]

    trips(desk.sending.send, "The first one")
    sent, sent_locked = trips(desk.sending.send, "The second one")
    _recorded, recorded_locked = trips(desk.sending.submit, "The third one")
    said = SAID.search(HOSTING.read_text(encoding="utf-8"))
    assert said is not None, (recorded_locked, sent, sent_locked)
    assert (recorded_locked, sent, sent_locked) == tuple(int(number) for number in said.groups())
