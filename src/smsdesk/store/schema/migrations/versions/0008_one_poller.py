"""One poller a database; what nobody reads is gone.

Revision ID: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

needs_programs_closed = True  # one of before would poll besides, and write what is gone


def upgrade() -> None:
    """Make the record of polling, and drop when a draft was written."""
    op.create_table(
        "poll",
        sa.Column("line", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.Text(), server_default="", nullable=False)
            for name in ("process", "host", "offline")
        ),
        *(
            sa.Column(name, sa.BigInteger(), server_default="0", nullable=False)
            for name in ("pid", "lease_until", "polled_at", "failures", "refused", "since")
        ),
        sa.PrimaryKeyConstraint("line"),
    )
    op.drop_column("draft", "updated_at")
