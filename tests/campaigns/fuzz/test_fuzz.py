"""The short form: a few hundred of each; ``python -m tests.campaigns.fuzz`` is the long one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.campaigns.fuzz import made_up, targets

if TYPE_CHECKING:
    from pathlib import Path

_short = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("name", targets.TEXTS)
@_short
@given(data=st.data())
def test_any_text(name: str, tmp_path: Path, data: st.DataObject) -> None:
    targets.TEXTS[name](data.draw(made_up.TEXTS[name]), tmp_path)


@pytest.mark.parametrize("name", targets.BYTES)
@_short
@given(data=st.data())
def test_any_bytes(name: str, tmp_path: Path, data: st.DataObject) -> None:
    targets.BYTES[name](data.draw(made_up.BYTES[name]), tmp_path)
