"""Which changes the tool knows, which tests it asks, and what it makes of their answer."""

from __future__ import annotations

import ast
import json
from typing import TYPE_CHECKING

import pytest

from tests.campaigns.mutants import trial
from tests.campaigns.mutants.mutations import mutations_of
from tests.campaigns.mutants.targets import PACKAGE, TARGETS
from tests.campaigns.mutants.trial import Asked, Bench

if TYPE_CHECKING:
    from pathlib import Path

TARGET = TARGETS[0]

SAMPLE = '''"""Words."""
from somewhere import record

LIMIT = 5
"""More words."""


def may(told: int | None, said: str = "no", *, late: bool = False) -> bool:
    """Say it."""
    if told is not None and (told) < LIMIT:
        return not late
    for one in [c for c in "äöü" if c]:
        if one:
            break
    record(told, said=said, seconds=60_000)
    if late:
        raise ValueError(f"{told} is {told - 1}")
    return max(told, 2) in (
        1, 3
    )
'''

CHANGES = (
    """
line 4: 5 -> 6
line 8: False -> True
line 10: told is not None and (told) < LIMIT -> (not (told is not None and (told) < LIMIT))
line 10: is not -> is
line 10: and -> or
line 10: < -> <=
line 11: not late -> (late)
line 12: c -> True
line 13: one -> (not (one))
line 14: break -> pass
line 15: record(told, said=said, seconds=60_000) -> pass
line 15: said=said, -> {nothing}
line 15: 60_000 -> 120000
line 16: late -> (not (late))
line 17: raise ValueError(f"{told} is {told - 1}") -> pass
line 18: max -> min
line 18: 2 -> 3
line 18: in -> not in
line 19: 1 -> 2
line 19: 3 -> 4
""".replace("{nothing}", "")
    .strip("\n")
    .splitlines()
)


def test_every_change_that_is_known() -> None:
    assert [str(one) for one in mutations_of(SAMPLE)] == CHANGES


@pytest.mark.parametrize("target", TARGETS)
def test_what_is_changed_is_still_a_program(target: str) -> None:
    source = (PACKAGE / target).read_text(encoding="utf-8")
    for mutation in mutations_of(source):
        changed = mutation.applied(source)
        assert changed != source
        ast.parse(changed)


def test_the_tests_that_run_a_line_are_asked_those_of_its_subject_first(tmp_path: Path) -> None:
    """What runs at an import is run by whatever tests run anything of the file."""
    seconds = {"test_other.py::slow": 2.0, "test_other.py::quick": 0.1, "test_gate.py::one": 1.0}
    for name, lines in (("1", {"7": [0, 1, 2]}), ("2", {"8": [1]})):
        found = {"seconds": seconds, "runs": {TARGET: lines}}
        (tmp_path / f"{name}.json").write_text(json.dumps(found), encoding="utf-8")
    asked = Asked(tmp_path)
    everyone = ["test_gate.py::one", "test_other.py::quick", "test_other.py::slow"]
    assert asked.about(TARGET, 7) == everyone
    assert asked.about(TARGET, 8) == ["test_other.py::quick"]
    assert asked.about(TARGET, 1) == everyone


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """A project of one file, of which one test runs both lines and looks at one."""
    package = tmp_path / "src" / "smsdesk"
    source = package / TARGET
    source.parent.mkdir(parents=True)
    for folder in (package, package / "core", source.parent):
        (folder / "__init__.py").touch()
    source.write_text("def limit() -> int:\n    unused = 3\n    return 10\n", encoding="utf-8")
    (tmp_path / "test_gate.py").write_text(
        "from smsdesk.core.sending.gate import limit\n\n"
        "def test_ten() -> None:\n    assert limit() == 10\n",
        encoding="utf-8",
    )
    watched = tmp_path / "watched"
    watched.mkdir()
    found = {"seconds": {"test_gate.py::test_ten": 0.1}, "runs": {TARGET: {"2": [0], "3": [0]}}}
    (watched / "1.json").write_text(json.dumps(found), encoding="utf-8")
    monkeypatch.setattr(trial, "ROOT", tmp_path)
    monkeypatch.setattr(trial, "PACKAGE", package)
    return Bench(tmp_path / "bench", Asked(watched))


def test_a_change_is_noticed_where_a_test_fails(bench: Bench, tmp_path: Path) -> None:
    source = (tmp_path / "src" / "smsdesk" / TARGET).read_text(encoding="utf-8")
    harmless, harmful = mutations_of(source)
    assert bench.noticed_by(TARGET, harmless) is None
    assert bench.noticed_by(TARGET, harmful) == "FAILED test_gate.py::test_ten"
    assert bench.noticed_by(TARGET, harmless) is None, "each change is taken back"
