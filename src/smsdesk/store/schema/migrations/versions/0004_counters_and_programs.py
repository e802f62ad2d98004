"""Counts are kept, ids are dealt, and programs that are open are registered.

Revision ID: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

needs_programs_closed = True  # one of before would neither count nor find the change counter


def upgrade() -> None:
    """Make the counters with what they count so far, and the register of open programs."""
    _counters()
    op.create_table(
        "program",
        sa.Column("process", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.Text(), server_default="", nullable=False)
            for name in ("version", "agent", "host")
        ),
        *(
            sa.Column(name, sa.BigInteger(), server_default="0", nullable=False)
            for name in ("pid", "opened_at", "lease_until")
        ),
        sa.PrimaryKeyConstraint("process"),
    )


def _counters() -> None:
    op.create_table(
        "counter",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    for name, value in (
        ("conversations", "SELECT count(*) FROM conversation"),
        ("leads", "SELECT count(*) FROM lead"),
        ("last_lead_id", "SELECT coalesce(max(id), 0) FROM lead"),
        ("revision", "SELECT CAST(value AS BIGINT) FROM note WHERE key = 'change'"),
    ):
        op.execute(f"INSERT INTO counter (name, value) VALUES ('{name}', ({value}))")
    op.execute("DELETE FROM note WHERE key = 'change'")
