"""What was purged stays away; what was said about consent can be cut down to the bare event.

Revision ID: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

needs_programs_closed = False  # one of before reads none of it

_SAME = ("id", "number", "kind", "source", "happened_at", "recorded_at", "sid", "recorded_by")

_LONGEST_KEYWORD = 16
"""A keyword that was written in fewer characters may grow to its plain letters."""


def upgrade() -> None:
    """Make the table; let an event lose its words and its text, and nothing else."""
    op.create_table(
        "purged",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("digest"),
    )
    changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _SAME)
    op.execute("DROP TRIGGER contact_event_no_update")
    op.execute(
        f"""
        CREATE TRIGGER contact_event_no_update BEFORE UPDATE ON contact_event
        WHEN {changed} OR length(NEW.evidence) > max(length(OLD.evidence), {_LONGEST_KEYWORD})
            OR coalesce(NEW.message_id, OLD.message_id) IS NOT OLD.message_id
        BEGIN SELECT RAISE(ABORT, 'contact_event is append-only'); END
        """
    )
