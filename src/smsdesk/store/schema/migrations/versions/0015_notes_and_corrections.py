"""What agents note about a contact, and what they have corrected of a lead.

Revision ID: 0015
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

needs_programs_closed = True  # one of before would import a lead anew whose phone was corrected

_NOTE_STAYS = ("id", "body", "body_original", "created_at", "created_by")


def _key() -> sa.Column[Any]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def upgrade() -> None:
    """Make both tables; a row of either is never changed, and goes only with a purge."""
    op.create_table(
        "contact_note",
        _key(),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False, server_default=""),
        sa.Column("body_original", sa.Text(), nullable=False, server_default=""),
        sa.Column("created_at", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("created_by", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(["number"], ["contact.number"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_contact_note_number", "contact_note", ["number", "id"])
    op.create_table(
        "lead_correction",
        _key(),
        sa.Column("lead_id", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False, server_default=""),
        sa.Column("field", sa.Text(), nullable=False, server_default=""),
        sa.Column("before", sa.Text(), nullable=False, server_default=""),
        sa.Column("after", sa.Text(), nullable=False, server_default=""),
        sa.Column("corrected_at", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("corrected_by", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(["number"], ["contact.number"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_lead_correction_number", "lead_correction", ["number", "fingerprint"])
    op.create_index("ix_lead_correction_lead", "lead_correction", ["lead_id", "id"])
    changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _NOTE_STAYS)
    op.execute(
        f"""
        CREATE TRIGGER contact_note_no_update BEFORE UPDATE ON contact_note WHEN {changed}
        BEGIN SELECT RAISE(ABORT, 'contact_note is append-only'); END
        """
    )
    op.execute(
        """
        CREATE TRIGGER lead_correction_no_update BEFORE UPDATE ON lead_correction
        BEGIN SELECT RAISE(ABORT, 'lead_correction is append-only'); END
        """
    )
