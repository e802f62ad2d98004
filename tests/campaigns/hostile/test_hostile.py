"""A short run; the long one is ``python -m tests.campaigns.hostile``."""

from __future__ import annotations

from tests.campaigns.hostile.campaign import run


def test_whatever_strangers_write_the_terminal_hears_the_app_alone() -> None:
    found = run(texts=300, seed=1)
    assert found.texts >= 300
    assert found.sequences > 1_000
    assert found.foreign == []
    assert found.unfit == []
    assert found.moved == []
