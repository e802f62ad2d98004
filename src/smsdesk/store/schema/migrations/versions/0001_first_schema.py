"""The first schema.

Revision ID: 0001
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

needs_programs_closed = False  # nobody has it open yet


def upgrade() -> None:
    """Make every table, and on SQLite the search indexes and the guard of the event history."""
    _contacts_and_leads()
    _conversations()
    _search_and_notes()
    if op.get_bind().dialect.name == "sqlite":
        for statement in (*_SEARCH_INDEXES, *_APPEND_ONLY):
            op.execute(statement)


def _lengths(longest: int) -> str:
    """Return the lengths of the beginnings that are indexed: up to the common words' own.

    A beginning without an index gathers all that matches before the first answer: 100 ms for a
    common word over five million texts, instead of 0.2.
    """
    return " ".join(map(str, range(1, longest + 1)))


_SEARCH_INDEXES = (
    *(
        f"""
        CREATE VIRTUAL TABLE {name} USING fts5(
            words, content='card', content_rowid='rank', detail=none, columnsize=0,
            tokenize='unicode61 remove_diacritics 0', prefix='{_lengths(10)}'
        )
        """
        for name in ("card_sendable", "card_left_out")
    ),
    # Sixteen parts of one size are merged at a time, not four: an import writes each entry of
    # the index three times instead of six, and a search does not feel the difference.
    *(
        f"INSERT INTO {name} ({name}, rank) VALUES ('automerge', 16)"
        for name in ("card_sendable", "card_left_out")
    ),
    f"""
    CREATE VIRTUAL TABLE message_words USING fts5(
        body, content='', detail=none, columnsize=0,
        tokenize='unicode61 remove_diacritics 2', prefix='{_lengths(12)}'
    )
    """,
)

_APPEND_ONLY = tuple(
    f"""
    CREATE TRIGGER contact_event_no_{action.lower()} BEFORE {action} ON contact_event
    BEGIN SELECT RAISE(ABORT, 'contact_event is append-only'); END
    """
    for action in ("UPDATE", "DELETE")
)


def _key(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def _string(name: str, default: str = "") -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), server_default=default, nullable=False)


def _whole(name: str, default: int = 0) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), server_default=str(default), nullable=False)


def _maybe_whole(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=True)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _contacts_and_leads() -> None:
    op.create_table(
        "contact",
        sa.Column("number", sa.Text(), nullable=False),
        _string("name"),
        _string("also_known_as"),
        _whole("signups"),
        _maybe_whole("newest_lead_id"),
        _string("line_type", "unknown"),
        _string("carrier_name"),
        _maybe_whole("looked_up_at"),
        _maybe_whole("lookup_due_at"),
        _maybe_whole("lookup_claimed_until"),
        _whole("lookup_tries"),
        _string("lookup_error"),
        _string("invalid_reason"),
        _maybe_whole("invalid_at"),
        _maybe_whole("out_of_service_at"),
        _maybe_whole("landline_code"),
        _maybe_whole("landline_at"),
        _string("consent"),
        _maybe_whole("consent_event_id"),
        _maybe_whole("question_event_id"),
        _whole("filtered_in_row"),
        _maybe_whole("auto_blocked_at"),
        _maybe_whole("inbound_complete_at"),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index(
        "ix_contact_lookup_due", "contact", ["lookup_due_at"], **_where("lookup_due_at IS NOT NULL")
    )
    op.create_index(
        "ix_contact_without_lead", "contact", ["number"], **_where("newest_lead_id IS NULL")
    )
    op.create_table(
        "lead",
        _key("id"),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        _string("source_id"),
        _string("name"),
        _string("email"),
        _string("phone"),
        _string("problem"),
        sa.Column("number", sa.Text(), nullable=True),
        _string("event"),
        _maybe_whole("signed_up_at"),
        _whole("imported_at"),
        sa.ForeignKeyConstraint(["number"], ["contact.number"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("fingerprint"),
    )
    op.create_index("ix_lead_number_signed_up", "lead", ["number", "signed_up_at", "id"])
    op.create_table(
        "contact_event",
        _key("id"),
        sa.Column("number", sa.Text(), nullable=False),
        _string("kind"),
        _string("source"),
        _whole("happened_at"),
        _whole("recorded_at"),
        _maybe_whole("message_id"),
        _string("sid"),
        _string("evidence"),
        _string("recorded_by"),
        sa.ForeignKeyConstraint(["number"], ["contact.number"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_contact_event_number", "contact_event", ["number", "happened_at", "id"])
    op.create_table(
        "draft",
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        _string("body"),
        _whole("updated_at"),
        sa.ForeignKeyConstraint(["number"], ["contact.number"]),
        sa.PrimaryKeyConstraint("agent", "number"),
    )


def _conversations() -> None:
    op.create_table(
        "conversation",
        _key("id"),
        sa.Column("number", sa.Text(), nullable=False),
        _maybe_whole("last_message_id"),
        _string("last_text"),
        _string("last_direction", "outbound"),
        _string("last_status", "queued"),
        _whole("last_activity_at"),
        _whole("unread"),
        _whole("revision"),
        sa.ForeignKeyConstraint(["number"], ["contact.number"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_conversation_activity", "conversation", ["last_activity_at", "id"])
    op.create_index("ix_conversation_revision", "conversation", ["revision"])
    op.create_index(
        "ix_conversation_unread",
        "conversation",
        ["last_activity_at", "id", "unread"],
        **_where("unread > 0"),
    )
    op.create_table(
        "message",
        _key("id"),
        sa.Column("conversation_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        _string("direction"),
        _string("body"),
        _string("body_key"),
        _string("media"),
        _string("status"),
        _whole("status_rank"),
        _whole("settled", 1),
        sa.Column("sid", sa.Text(), nullable=True),
        _maybe_whole("error_code"),
        _string("rule_code"),
        _string("reason"),
        _string("sent_by"),
        _string("sender"),
        _whole("segments"),
        _whole("unchecked"),
        _whole("seen", 1),
        _maybe_whole("retried_by"),
        _whole("revision"),
        _whole("happened_at"),
        _whole("created_at"),
        _maybe_whole("settled_at"),
        _whole("final", 1),
        _maybe_whole("next_check_at"),
        _whole("attempts"),
        _string("owner"),
        _maybe_whole("lease_until"),
        _maybe_whole("attempt_began_at"),
        _maybe_whole("attempt_ended_at"),
        _maybe_whole("next_attempt_at"),
        _whole("released"),
        _whole("looks"),
        _whole("complete_looks"),
        _maybe_whole("next_look_at"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"]),
        sa.ForeignKeyConstraint(["number"], ["contact.number"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sid"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_message_filtered", "message", ["happened_at"], **_where("error_code IN (30004, 30007)")
    )
    op.create_index("ix_message_new", "message", ["revision"], **_where("seen = 0"))
    op.create_index(
        "ix_message_trouble",
        "message",
        ["revision"],
        **_where("status IN ('failed', 'undelivered', 'not_sent', 'held', 'unconfirmed')"),
    )
    op.create_index(
        "ix_message_left",
        "message",
        ["sent_by", "attempt_began_at"],
        **_where("attempt_began_at IS NOT NULL"),
    )
    op.create_index("ix_message_revision", "message", ["conversation_id", "revision"])
    op.create_index("ix_message_thread", "message", ["conversation_id", "happened_at", "id"])
    op.create_index("ix_message_unfinished", "message", ["next_check_at"], **_where("final = 0"))
    op.create_index(
        "ix_message_unseen",
        "message",
        ["conversation_id", "happened_at", "id"],
        **_where("seen = 0"),
    )
    op.create_index("ix_message_unsettled", "message", ["id"], **_where("settled = 0"))
    op.create_index(
        "ix_message_unsettled_thread", "message", ["conversation_id", "id"], **_where("settled = 0")
    )
    op.create_index(
        "ix_message_written",
        "message",
        ["sent_by", "created_at"],
        **_where("direction = 'outbound'"),
    )


def _search_and_notes() -> None:
    op.create_table(
        "card",
        _key("rank"),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("lead_id", sa.BigInteger(), nullable=False),
        _whole("signups", 1),
        _string("code", "ok"),
        _string("words"),
        sa.PrimaryKeyConstraint("rank"),
        sa.UniqueConstraint("lead_id"),
        sa.UniqueConstraint("number"),
    )
    op.create_table(
        "note",
        sa.Column("key", sa.Text(), nullable=False),
        _string("value"),
        sa.PrimaryKeyConstraint("key"),
    )
    op.execute("INSERT INTO note (key, value) VALUES ('change', '0'), ('message_words', '0')")
