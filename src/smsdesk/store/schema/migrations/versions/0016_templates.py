"""The firm's templates.

Revision ID: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

needs_programs_closed = False  # one of before reads none of it


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "template",
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("changed_by", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("folded"),
    )
