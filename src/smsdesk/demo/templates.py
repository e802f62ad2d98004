"""The sample firm's templates: name and text, with merge fields."""

from __future__ import annotations

from typing import Final

TEMPLATES: Final = (
    ("Thanks for signing up", "Hi {first_name|there}, thanks for signing up for {event}! {agent}"),
    (
        "Reminder",
        "Hi {first_name|there}, {event} begins today. Reply here if you have a question. {agent}",
    ),
    ("Missed you", "Sorry we missed you at {event}, {first_name}. Shall I send you the recording?"),
)
