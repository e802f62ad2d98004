"""Conversations know whose turn it is, and who answers them.

Revision ID: 0011
"""

from __future__ import annotations

import time

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"

needs_programs_closed = True  # one of before would answer without saying so

_PARTIAL = (
    ("ix_conversation_to_answer", ["to_answer_since", "id"], "state = 'to_answer'"),
    ("ix_conversation_snoozed", ["snoozed_until"], "state = 'snoozed'"),
    ("ix_conversation_done", ["last_activity_at", "id"], "state = 'done'"),
    ("ix_conversation_owner", ["owner", "last_activity_at", "id"], "owner <> ''"),
    (
        "ix_conversation_failed",
        ["last_activity_at", "id"],
        "last_status IN ('failed', 'undelivered', 'not_sent')",
    ),
)

_DAY_US = 24 * 3600 * 1_000_000


def upgrade() -> None:
    """Add the columns; to answer is what is unread, or came within a day and is the last word.

    Everything older has been lived with: a list of years would hide who waits today.
    """
    for column in (
        sa.Column("state", sa.Text(), nullable=False, server_default="waiting"),
        sa.Column("to_answer_since", sa.BigInteger(), nullable=True),
        sa.Column("answered_until", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("answered_before", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("answer_id", sa.BigInteger(), nullable=True),
        sa.Column("snoozed_until", sa.BigInteger(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=False, server_default=""),
    ):
        op.add_column("conversation", column)
    op.execute("UPDATE conversation SET answered_until = last_activity_at")
    day_ago = time.time_ns() // 1000 - _DAY_US
    op.execute(
        sa.text(
            """
            UPDATE conversation SET state = 'to_answer', to_answer_since = last_activity_at,
                answered_until = last_activity_at - 1
            WHERE last_direction = 'inbound' AND last_activity_at > :day_ago
            """
        ).bindparams(day_ago=day_ago)
    )
    op.execute(
        """
        UPDATE conversation SET state = 'to_answer', to_answer_since = unseen.since,
            answered_until = unseen.since - 1
        FROM (
            SELECT conversation_id, min(happened_at) AS since FROM message
            WHERE seen = 0 GROUP BY conversation_id
        ) AS unseen
        WHERE conversation.id = unseen.conversation_id
        """
    )
    for name, columns, where in _PARTIAL:
        condition = sa.text(where)
        op.create_index(
            name, "conversation", columns, sqlite_where=condition, postgresql_where=condition
        )
