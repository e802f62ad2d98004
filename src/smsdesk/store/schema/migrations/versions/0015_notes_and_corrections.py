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
    if op.get_bind().dialect.name == "sqlite":
        changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _NOTE_STAYS)
        _refuse_in_sqlite("contact_note", f"WHEN {changed}")
        _refuse_in_sqlite("lead_correction", "")
    else:
        changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _NOTE_STAYS)
        _refuse_in_postgres("contact_note", f"WHEN ({changed})")
        _refuse_in_postgres("lead_correction", "")


def _refuse_in_sqlite(table: str, when: str) -> None:
    op.execute(
        f"""
        CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {when}
        BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
        """
    )


def _refuse_in_postgres(table: str, when: str) -> None:
    op.execute(
        f"""
        CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '{table} is append-only'
                USING ERRCODE = 'integrity_constraint_violation';
        END
        $$
        """
    )
    op.execute(
        f"""
        CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
        FOR EACH ROW {when} EXECUTE FUNCTION {table}_is_append_only()
        """
    )
