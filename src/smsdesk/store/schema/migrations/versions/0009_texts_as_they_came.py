"""A message keeps its text as it came, also what a database cannot hold.

Revision ID: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

needs_programs_closed = False  # one of before leaves the new column empty, and its texts cleaned


def upgrade() -> None:
    """Add the column; what has come until now was cleaned on its way in."""
    op.add_column(
        "message", sa.Column("body_original", sa.Text(), nullable=False, server_default="")
    )
