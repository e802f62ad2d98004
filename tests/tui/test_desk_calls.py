"""What the agent is told of an error."""

from __future__ import annotations

import pytest

from smsdesk.errors import DeskError
from smsdesk.tui.desk_calls import in_one_line


@pytest.mark.parametrize(("said", "shown"), [
    ("there is a template 'a' already", "There is a template 'a' already"),
    ("a note needs a text", "A note needs a text"),
    ("message 7 does not wait", "Message 7 does not wait"),
    ("here: is the open conversation", "here: is the open conversation"),
    ("a file's first row is empty", "A file's first row is empty"),
    ("opt-outs are at most 20 %", "opt-outs are at most 20 %"),
    ("The file is gone.", "The file is gone."),
    ("twilio.from_number is missing", "twilio.from_number is missing"),
    ("smsdesk init makes one", "smsdesk init makes one"),
    ("/home/a/x.db cannot be opened", "/home/a/x.db cannot be opened"),
    ("'soon' is no time", "'soon' is no time"),
    ("leads.csv: no lead in it", "leads.csv: no lead in it"),
    ("", ""),
])  # fmt: skip
def test_what_follows_a_programs_name_on_a_command_line_is_a_sentence_on_the_screen(
    said: str, shown: str
) -> None:
    assert in_one_line(DeskError(said)) == shown


def test_the_words_of_a_fault_are_not_shown() -> None:
    line = in_one_line(ValueError("their number is +14155550111"))
    assert line == "smsdesk met a problem of its own (ValueError); `smsdesk doctor` may know."
