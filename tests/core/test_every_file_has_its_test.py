"""Every file of the core has a test of its name, where one looks for it first."""

from __future__ import annotations

from pathlib import Path

import pytest

import smsdesk.core

CORE = Path(smsdesk.core.__file__).parent
TESTS = Path(__file__).parent

BEING_REBUILT = "rebuilt with the lead import, whose tests stand by the lists that they read"
ONLY_RECORDS = "frozen records without a rule of their own: whoever fills them tests them"

WITHOUT: dict[str, str] = {
    "leads/*": BEING_REBUILT,
    "spreadsheets/*": BEING_REBUILT,
    "read_models/*": ONLY_RECORDS,
}
"""Which files need none, and why; a folder as a whole by ``/*``."""


def files() -> list[str]:
    return sorted(
        path.relative_to(CORE).as_posix()
        for path in CORE.rglob("*.py")
        if path.name != "__init__.py"
    )


def reason(file: str) -> str:
    folder = file.rpartition("/")[0]
    return WITHOUT.get(file) or WITHOUT.get(f"{folder}/*", "")


@pytest.mark.parametrize("file", [file for file in files() if not reason(file)])
def test_it_has_a_test_of_its_name(file: str) -> None:
    folder, _, name = file.rpartition("/")
    assert (TESTS / folder / f"test_{name}").exists(), f"core/{file} has no test of its name"


def test_no_reason_is_given_in_vain() -> None:
    """A file that has a test, or is no more, needs no reason."""
    named = {file for file in files() if reason(file)}
    for key in WITHOUT:
        covered = [file for file in named if file == key or f"{file.rpartition('/')[0]}/*" == key]
        assert covered, f"{key} is no file of the core"
        if not key.endswith("/*"):
            folder, _, name = key.rpartition("/")
            assert not (TESTS / folder / f"test_{name}").exists(), f"{key} has a test"
