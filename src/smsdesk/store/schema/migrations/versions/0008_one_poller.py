"""One poller a database; both forms of a Mexican number are one contact; what nobody reads is gone.

Revision ID: 0008
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from sqlalchemy import Connection

revision = "0008"
down_revision = "0007"

needs_programs_closed = True  # one of before would poll besides, and write what is gone

# Of both forms of a number, in the same transaction; the desk settles what rests on them
# (``core.contacts.twins``): which opt-out is the newest, what the search finds.
MERGED = "merged_numbers"
_KEPT = (
    ("UPDATE message SET sender = number WHERE number = :twin AND direction = 'inbound'"
     " AND sender = ''"),
    "UPDATE message SET number = :number WHERE number = :twin",
    "UPDATE contact_event SET number = :number WHERE number = :twin",
    ("UPDATE lead SET number = :number WHERE number = :twin AND fingerprint NOT IN"
     " (SELECT fingerprint FROM lead WHERE number = :number)"),
    ("UPDATE counter SET value = value - (SELECT count(*) FROM lead WHERE number = :twin)"
     " WHERE name = 'leads'"),
    "DELETE FROM lead WHERE number = :twin",
    ("UPDATE draft SET body = body || char(10) || (SELECT body FROM draft AS other"
     " WHERE other.number = :twin AND other.agent = draft.agent)"
     " WHERE number = :number AND agent IN (SELECT agent FROM draft WHERE number = :twin)"),
    ("DELETE FROM draft WHERE number = :twin"
     " AND agent IN (SELECT agent FROM draft WHERE number = :number)"),
    "UPDATE draft SET number = :number WHERE number = :twin",
)  # fmt: skip
_ONE_CONVERSATION = (
    ("UPDATE message SET conversation_id = (SELECT id FROM conversation WHERE number = :number)"
     " WHERE conversation_id = (SELECT id FROM conversation WHERE number = :twin)"),
    "DELETE FROM conversation WHERE number = :twin",
    "UPDATE counter SET value = value - 1 WHERE name = 'conversations'",
)  # fmt: skip
# What speaks against a text counts, whichever of the two it was said of.
_STRICTEST = """
    UPDATE contact SET
        line_type = CASE WHEN contact.looked_up_at IS NULL THEN twin.line_type
            ELSE contact.line_type END,
        carrier_name = CASE WHEN contact.looked_up_at IS NULL THEN twin.carrier_name
            ELSE contact.carrier_name END,
        looked_up_at = coalesce(contact.looked_up_at, twin.looked_up_at),
        lookup_due_at = CASE WHEN contact.looked_up_at IS NULL AND twin.looked_up_at IS NULL
            THEN coalesce(contact.lookup_due_at, twin.lookup_due_at) END,
        landline_code = coalesce(contact.landline_code, twin.landline_code),
        landline_at = coalesce(contact.landline_at, twin.landline_at),
        consent = CASE WHEN 'out' IN (contact.consent, twin.consent) THEN 'out'
            WHEN contact.consent = '' THEN twin.consent ELSE contact.consent END,
        consent_event_id = CASE
            WHEN contact.consent = 'out' THEN contact.consent_event_id
            WHEN twin.consent = 'out' OR contact.consent = '' THEN twin.consent_event_id
            ELSE contact.consent_event_id END,
        question_event_id = coalesce(contact.question_event_id, twin.question_event_id),
        filtered_in_row = CASE WHEN contact.filtered_in_row > twin.filtered_in_row
            THEN contact.filtered_in_row ELSE twin.filtered_in_row END,
        auto_blocked_at = coalesce(contact.auto_blocked_at, twin.auto_blocked_at),
        inbound_complete_at = NULL
    FROM contact AS twin
    WHERE contact.number = :number AND twin.number = :twin
"""


def upgrade() -> None:
    """Make the record of polling, drop when a draft was written, merge the twins."""
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
    _merge_twins(op.get_bind())


def _merge_twins(connection: Connection) -> None:
    found = connection.execute(
        sa.text(
            "SELECT number FROM contact WHERE number >= '+521' AND number < '+522'"
            " AND length(number) = 14 ORDER BY number"
        )
    )
    twins = [str(number) for (number,) in found]
    if not twins:
        return
    trigger = _without_trigger(connection)
    for twin in twins:
        _merge(connection, twin, f"+52{twin[4:]}")
    if trigger:
        connection.execute(sa.text(trigger))
    connection.execute(
        sa.text("INSERT INTO note (key, value) VALUES (:key, :twins)"),
        {"key": MERGED, "twins": " ".join(twins)},
    )


def _without_trigger(connection: Connection) -> str:
    """Let events be given to another number of the same contact; return what forbids it."""
    if connection.dialect.name != "sqlite":
        return ""
    name = "contact_event_no_update"
    found = connection.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": name}
    ).scalar_one()
    connection.execute(sa.text(f"DROP TRIGGER {name}"))
    return str(found)


def _merge(connection: Connection, twin: str, number: str) -> None:
    names = {"twin": twin, "number": number}
    connection.execute(
        sa.text("INSERT INTO contact (number) VALUES (:number) ON CONFLICT DO NOTHING"),
        {"number": number},
    )
    for statement in (_STRICTEST, *_KEPT):
        connection.execute(sa.text(statement), names)
    both = connection.execute(
        sa.text("SELECT count(*) FROM conversation WHERE number IN (:twin, :number)"), names
    ).scalar_one()
    for statement in _ONE_CONVERSATION if both == 2 else ():
        connection.execute(sa.text(statement), names)
    connection.execute(
        sa.text("UPDATE conversation SET number = :number WHERE number = :twin"), names
    )
    connection.execute(sa.text("DELETE FROM contact WHERE number = :twin"), names)
