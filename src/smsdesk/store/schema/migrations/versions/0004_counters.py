"""Counts are kept and ids are dealt: the highest id is neither.

Revision ID: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"


def upgrade() -> None:
    """Make the counters, and move the change counter to them."""
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
