"""Every file of the core has a test of its name, where one looks for it first."""

from __future__ import annotations

from pathlib import Path

import pytest

import smsdesk.core

CORE = Path(smsdesk.core.__file__).parent
TESTS = Path(__file__).parent

ONLY_RECORDS = "frozen records without a rule of their own: whoever fills them tests them"

WITHOUT: dict[str, str] = {
    "read_models/*": ONLY_RECORDS,
    "spreadsheets/rows.py": ONLY_RECORDS,
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


def has_test(file: str) -> bool:
    folder, _, name = file.rpartition("/")
    return (TESTS / folder / f"test_{name}").exists()


@pytest.mark.parametrize("file", [file for file in files() if not reason(file)])
def test_it_has_a_test_of_its_name(file: str) -> None:
    assert has_test(file), f"core/{file} has no test of its name"


@pytest.mark.parametrize("key", WITHOUT)
def test_no_reason_is_given_in_vain(key: str) -> None:
    """A file that has a test, or is no more, needs no reason."""
    covered = [file for file in files() if key in {file, f"{file.rpartition('/')[0]}/*"}]
    assert covered, f"{key} is no file of the core"
    tested = [file for file in covered if has_test(file)]
    assert not tested, f"{key} is a reason for what has a test: {tested}"
