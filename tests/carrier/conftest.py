from __future__ import annotations

import pytest

from smsdesk.carrier import deadline


@pytest.fixture(autouse=True)
def no_idling(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread that has nothing to do ends at once, so that a test can see that none is left."""
    monkeypatch.setattr(deadline, "_IDLE_SECONDS", 0.0)
