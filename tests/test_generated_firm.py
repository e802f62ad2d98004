"""The firms of the benchmarks: whole, or not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.benchmarks import generate
from tests.benchmarks.generate import Size

if TYPE_CHECKING:
    from pathlib import Path


def test_a_firm_whose_making_was_cut_off_has_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file would be taken for the firm by the next run."""

    def killed(*_arguments: object, **_named: object) -> None:
        raise KeyboardInterrupt

    firm, size = tmp_path / "firm.db", Size(20, 4, 20, 5)
    with monkeypatch.context() as cut:
        cut.setattr(generate, "fill_messages", killed)
        with pytest.raises(KeyboardInterrupt):
            generate.generate(firm, size, seed=1)
    assert not firm.exists()
    assert list(tmp_path.iterdir())
    generate.generate(firm, size, seed=1)
    assert list(tmp_path.iterdir()) == [firm]
    with pytest.raises(FileExistsError):
        generate.generate(firm, size, seed=1)
