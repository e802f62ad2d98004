"""A text carries what its writer had seen; who has which thread open has rows of its own.

Revision ID: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

needs_programs_closed = True  # one of before would record texts that nobody can call stale


def upgrade() -> None:
    """Add the columns: of the texts of before nothing is known, and none of them is stale."""
    for name in ("saw_ours", "saw_theirs", "saw_until"):
        op.add_column("message", sa.Column(name, sa.BigInteger(), nullable=True))
    op.create_table(
        "presence",
        sa.Column("process", sa.Text(), primary_key=True),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False, server_default=""),
        sa.Column("pid", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("number", sa.Text(), nullable=False, server_default=""),
        sa.Column("typing", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "agent_seen",
        sa.Column("agent", sa.Text(), primary_key=True),
        sa.Column("last_seen_at", sa.BigInteger(), nullable=False),
    )
