"""What the screen says of an error."""

import pytest

from smsdesk.tui.desk_calls import as_sentence


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("a note needs a text", "A note needs a text"),
        ("The disk is full.", "The disk is full."),
        ("smsdesk doctor may know", "smsdesk doctor may know"),
        ("twilio.keyring needs an extra", "twilio.keyring needs an extra"),
        ("here: is the open conversation", "here: is the open conversation"),
        ("'soon' is no time", "'soon' is no time"),
        ("leads.csv is empty", "leads.csv is empty"),
        ("", ""),
    ],
)
def test_a_line_of_its_own_begins_with_a_capital_letter(said: str, shown: str) -> None:
    assert as_sentence(said) == shown
