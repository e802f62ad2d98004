"""What is wrong with a file, in one line that says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.spreadsheets.errors import LeadFileError, UnsureError, shown, unreadable

LIST = Path("nowhere/leads.csv")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FileNotFoundError(), f"There is no file {LIST}; check its name and folder."),
        (IsADirectoryError(), f"{LIST} is a folder; name the file in it."),
        (PermissionError(), f"You may not read {LIST}; change its permissions or copy it."),
        (OSError(5, "Input/output\nerror"),
         f"{LIST} cannot be read (Input/output error); copy it and try again."),
        (OSError(), f"{LIST} cannot be read (OSError); copy it and try again."),
    ],
)  # fmt: skip
def test_why_a_file_cannot_be_opened(error: OSError, words: str) -> None:
    assert str(unreadable(LIST, error)) == words


def test_windows_says_permission_denied_of_a_folder(tmp_path: Path) -> None:
    assert "is a folder" in str(unreadable(tmp_path, PermissionError()))


def test_a_question_is_an_error_where_nobody_answers() -> None:
    unsure = UnsureError("say which", "Which?", [("Phone", "phone=#1")])
    assert isinstance(unsure, LeadFileError)
    assert (str(unsure), unsure.options, unsure.exit_code) == (
        "say which", (("Phone", "phone=#1"),), 2,
    )  # fmt: skip


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20))
def test_a_file_name_never_breaks_the_line(name: str) -> None:
    assert len(shown(Path(name)).splitlines()) <= 1
