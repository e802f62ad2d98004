"""Secrets in a line: what is masked by its looks, and what stands there and is no secret."""

from __future__ import annotations

import pytest

from smsdesk.redaction import redacted

TOKEN = "0123456789abcdef" * 2


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (f"https://{TOKEN}@example.com", "https://********@example.com"),
        ("https://me@example.com", "https://********@example.com"),
        ("postgresql://texts:pa55@db/texts", "postgresql://********@db/texts"),
        ("postgresql://texts:***@db/texts", "postgresql://********@db/texts"),
        ("postgresql://xK4rQ9aaPw@db/texts", "postgresql://********@db/texts"),
        ("postgresql://k4rq9aapw@db/texts", "postgresql://********@db/texts"),
        (f"postgresql://{TOKEN}@db/texts", "postgresql://********@db/texts"),
        ("://secret@db/texts", "://********@db/texts"),
        ("moved to postgresql://texts@db/texts: go", "moved to postgresql://texts@db/texts: go"),
        ("postgresql+psycopg://desk_2@db/texts", "postgresql+psycopg://desk_2@db/texts"),
    ],
)
def test_a_login_in_an_address_is_masked_but_for_a_role_without_a_password(
    line: str, shown: str
) -> None:
    """Where the database has gone is said so that it can be set, and copied into pg_dump."""
    assert redacted(line) == shown
