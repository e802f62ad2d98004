"""A short run of the campaign; the long one is ``python -m tests.campaigns.restored``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .play import Play

if TYPE_CHECKING:
    from tests.world.firm import Firm


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_sent_twice_whatever_is_put_back(firm: Firm, seed: int) -> None:
    tally = Play(firm, seed).run()
    assert tally.wrong == []
    assert tally.counts["left"] > 0
