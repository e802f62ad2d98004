"""Each fault by name, and all of them mixed by seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .scenarios import SCENARIOS, Ending, Scenario, mix, play

if TYPE_CHECKING:
    from tests.world.firm import Firm


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.title)
def test_each_fault_by_name(firm: Firm, scenario: Scenario) -> None:
    assert play(firm, scenario) == Ending(
        first=scenario.first,
        last=scenario.last,
        calls=scenario.calls,
        at_carrier=int(scenario.last != "not_sent"),
        received=2,
        kept_to_stop=True,
    )


@pytest.mark.parametrize("seed", range(8))
def test_all_of_them_mixed(firm: Firm, seed: int) -> None:
    assert mix(firm, seed) == []
