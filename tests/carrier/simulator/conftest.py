from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.world.carrier import SimulatedApi

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def world() -> Iterator[SimulatedApi]:
    world = SimulatedApi()
    yield world
    world.http.close()
    world.ledger.close()
