"""A desk begins where its agent left it.

Revision ID: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

needs_programs_closed = False  # one of before leaves it empty


def upgrade() -> None:
    """Add the column."""
    op.add_column("agent_seen", sa.Column("conversation_id", sa.BigInteger(), nullable=True))
