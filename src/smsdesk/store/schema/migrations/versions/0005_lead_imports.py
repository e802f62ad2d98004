"""Imports are on record, and a lead keeps its first name and place.

Revision ID: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

needs_programs_closed = False  # one of before leaves the new columns empty

_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_WORDS = ("first_name", "state", "zip", "country")


def upgrade() -> None:
    """Add the columns, empty for leads that are here, and the table of imports."""
    for name in _WORDS:
        op.add_column("lead", sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.add_column("lead", sa.Column("import_id", sa.BigInteger, nullable=True))
    op.create_table(
        "lead_import",
        sa.Column("id", _KEY, primary_key=True),
        sa.Column("file", sa.Text, nullable=False, server_default=""),
        sa.Column("agent", sa.Text, nullable=False, server_default=""),
        sa.Column("started_at", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("ended_at", sa.BigInteger, nullable=True),
        sa.Column("rows", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("leads", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("first_lead_id", sa.BigInteger, nullable=True),
        sa.Column("last_lead_id", sa.BigInteger, nullable=True),
        sa.Column("undone_at", sa.BigInteger, nullable=True),
        sa.Column("undone_by", sa.Text, nullable=False, server_default=""),
    )
