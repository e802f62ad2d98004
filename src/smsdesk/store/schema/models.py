"""The tables. Times are microseconds since the epoch, UTC (``smsdesk.store.times``).

The classes declare the schema (and its migrations are checked against them); the queries in
this folder are SQL over these tables, because the paths that count cannot afford an ORM session.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Text, text
from sqlmodel import Field, SQLModel


def _key() -> Column[int]:
    # INTEGER PRIMARY KEY is SQLite's rowid; PostgreSQL gets a BIGINT identity.
    return Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)


def _whole(default: int = 0, *, index: bool = False) -> Column[int]:
    return Column(BigInteger, nullable=False, server_default=str(default), index=index)


def _maybe_whole() -> Column[int | None]:
    return Column(BigInteger, nullable=True)


def _string(default: str = "") -> Column[str]:
    return Column(Text, nullable=False, server_default=default)


def _number(*, nullable: bool = False, unique: bool = False) -> Column[str]:
    return Column(Text, ForeignKey("contact.number"), nullable=nullable, unique=unique)


class Contact(SQLModel, table=True):
    """One phone number in E.164 (or a short code, read-only) with all that is known of it.

    ``consent`` and ``question_event_id`` repeat what ``contact_event`` says, so that the gate
    reads one row; they are written only by ``core.contacts.consent``.
    """

    number: str = Field(sa_column=Column(Text, primary_key=True))
    name: str = Field(default="", sa_column=_string())
    also_known_as: str = Field(default="", sa_column=_string())
    signups: int = Field(default=0, sa_column=_whole())
    newest_lead_id: int | None = Field(default=None, sa_column=_maybe_whole())

    line_type: str = Field(default="unknown", sa_column=_string("unknown"))
    carrier_name: str = Field(default="", sa_column=_string())
    looked_up_at: int | None = Field(default=None, sa_column=_maybe_whole())
    lookup_due_at: int | None = Field(default=None, sa_column=_maybe_whole())
    lookup_claimed_until: int | None = Field(default=None, sa_column=_maybe_whole())
    lookup_tries: int = Field(default=0, sa_column=_whole())
    lookup_error: str = Field(default="", sa_column=_string())

    invalid_reason: str = Field(default="", sa_column=_string())
    invalid_at: int | None = Field(default=None, sa_column=_maybe_whole())
    out_of_service_at: int | None = Field(default=None, sa_column=_maybe_whole())
    landline_code: int | None = Field(default=None, sa_column=_maybe_whole())
    landline_at: int | None = Field(default=None, sa_column=_maybe_whole())

    consent: str = Field(default="", sa_column=_string())
    consent_event_id: int | None = Field(default=None, sa_column=_maybe_whole())
    question_event_id: int | None = Field(default=None, sa_column=_maybe_whole())

    filtered_in_row: int = Field(default=0, sa_column=_whole())
    auto_blocked_at: int | None = Field(default=None, sa_column=_maybe_whole())

    inbound_complete_at: int | None = Field(default=None, sa_column=_maybe_whole())

    __table_args__ = (
        Index(
            "ix_contact_lookup_due",
            "lookup_due_at",
            sqlite_where=text("lookup_due_at IS NOT NULL"),
            postgresql_where=text("lookup_due_at IS NOT NULL"),
        ),
        Index(
            "ix_contact_without_lead",
            "number",
            sqlite_where=text("newest_lead_id IS NULL"),
            postgresql_where=text("newest_lead_id IS NULL"),
        ),
    )


class Lead(SQLModel, table=True):
    """One signup row, as it came; kept for ever, with the reason where its phone is no number.

    ``fingerprint`` is the same for rows of one number that are one signup. Its index begins with
    the number, so that one index serves both, and an import in the order of numbers writes the
    index's pages in order.
    """

    id: int | None = Field(default=None, sa_column=_key())
    fingerprint: str = Field(sa_column=Column(Text, nullable=False))
    source_id: str = Field(default="", sa_column=_string())
    name: str = Field(default="", sa_column=_string())
    email: str = Field(default="", sa_column=_string())
    phone: str = Field(default="", sa_column=_string())
    problem: str = Field(default="", sa_column=_string())
    number: str | None = Field(default=None, sa_column=_number(nullable=True))
    event: str = Field(default="", sa_column=_string())
    signed_up_at: int | None = Field(default=None, sa_column=_maybe_whole())
    imported_at: int = Field(sa_column=_whole())
    first_name: str = Field(default="", sa_column=_string())
    state: str = Field(default="", sa_column=_string())
    zip: str = Field(default="", sa_column=_string())
    country: str = Field(default="", sa_column=_string())
    import_id: int | None = Field(default=None, sa_column=_maybe_whole())

    __table_args__ = (Index("ix_lead_number", "number", "fingerprint", unique=True),)


class LeadImport(SQLModel, table=True):
    """One import of a lead file, and the leads that came with it.

    Their ids lie between ``first_lead_id`` and ``last_lead_id``; other leads may, too.
    """

    __tablename__ = "lead_import"

    id: int | None = Field(default=None, sa_column=_key())
    file: str = Field(default="", sa_column=_string())
    agent: str = Field(default="", sa_column=_string())
    started_at: int = Field(sa_column=_whole())
    ended_at: int | None = Field(default=None, sa_column=_maybe_whole())
    rows: int = Field(default=0, sa_column=_whole())
    leads: int = Field(default=0, sa_column=_whole())
    first_lead_id: int | None = Field(default=None, sa_column=_maybe_whole())
    last_lead_id: int | None = Field(default=None, sa_column=_maybe_whole())
    undone_at: int | None = Field(default=None, sa_column=_maybe_whole())
    undone_by: str = Field(default="", sa_column=_string())


_FAILED_LAST = "last_status IN ('failed', 'undelivered', 'not_sent')"


class Conversation(SQLModel, table=True):
    """The thread with one contact: one per number, for ever.

    ``state`` says whose turn it is and follows from the rest (``core.answering``): texts of theirs
    up to ``answered_until`` (as ``message.happened_at``) need no answer any more. ``answer_id`` is
    the text of ours that answered them last, ``answered_before`` what held before it, should it
    never arrive.
    """

    id: int | None = Field(default=None, sa_column=_key())
    number: str = Field(sa_column=_number(unique=True))
    last_message_id: int | None = Field(default=None, sa_column=_maybe_whole())
    last_text: str = Field(default="", sa_column=_string())
    last_direction: str = Field(default="outbound", sa_column=_string("outbound"))
    last_status: str = Field(default="queued", sa_column=_string("queued"))
    last_activity_at: int = Field(default=0, sa_column=_whole())
    unread: int = Field(default=0, sa_column=_whole())
    revision: int = Field(default=0, sa_column=_whole())
    state: str = Field(default="waiting", sa_column=_string("waiting"))
    to_answer_since: int | None = Field(default=None, sa_column=_maybe_whole())
    answered_until: int = Field(default=0, sa_column=_whole())
    answered_before: int = Field(default=0, sa_column=_whole())
    answer_id: int | None = Field(default=None, sa_column=_maybe_whole())
    snoozed_until: int | None = Field(default=None, sa_column=_maybe_whole())
    owner: str = Field(default="", sa_column=_string())

    __table_args__ = (
        Index("ix_conversation_activity", "last_activity_at", "id"),
        Index(
            "ix_conversation_to_answer",
            "to_answer_since",
            "id",
            sqlite_where=text("state = 'to_answer'"),
            postgresql_where=text("state = 'to_answer'"),
        ),
        Index(
            "ix_conversation_whose",
            "owner",
            "to_answer_since",
            "id",
            sqlite_where=text("state = 'to_answer'"),
            postgresql_where=text("state = 'to_answer'"),
        ),
        Index(
            "ix_conversation_here",
            "last_activity_at",
            "id",
            sqlite_where=text("state <> 'snoozed'"),
            postgresql_where=text("state <> 'snoozed'"),
        ),
        Index(
            "ix_conversation_snoozed",
            "snoozed_until",
            sqlite_where=text("state = 'snoozed'"),
            postgresql_where=text("state = 'snoozed'"),
        ),
        Index(
            "ix_conversation_done",
            "last_activity_at",
            "id",
            sqlite_where=text("state = 'done'"),
            postgresql_where=text("state = 'done'"),
        ),
        Index(
            "ix_conversation_owner",
            "owner",
            "last_activity_at",
            "id",
            sqlite_where=text("owner <> ''"),
            postgresql_where=text("owner <> ''"),
        ),
        Index(
            "ix_conversation_failed",
            "last_activity_at",
            "id",
            sqlite_where=text(_FAILED_LAST),
            postgresql_where=text(_FAILED_LAST),
        ),
        Index(
            "ix_conversation_unread",
            "last_activity_at",
            "id",
            "unread",
            sqlite_where=text("unread > 0"),
            postgresql_where=text("unread > 0"),
        ),
        Index("ix_conversation_revision", "revision"),
    )


class Message(SQLModel, table=True):
    """One text, in or out, and where its sending stands (``core.sending.outbox``).

    ``happened_at`` is on the carrier's clock and orders the thread; ``created_at`` is on ours as
    people read it; ``recorded_at``, and with it every time of a wait or a lease, is on the steady
    clock (``store.steady_time``) and is what the send rules count. ``account`` is where the attempt
    was made. ``settled`` is 0 while nobody knows whether the carrier
    has it. ``body_key`` is the body as it compares after what the carrier may do to it.
    ``saw_ours``, ``saw_theirs`` and ``saw_until`` are what an agent who wrote it had seen of the
    thread (``core.rules.staleness``); null for a script's.
    ``body_original`` is the body in escapes where ``body`` cannot hold it (``storable_text``).
    ``leaves_at`` is the time of its own that a text was given, ``planned_at`` when that was, both
    on the carrier's clock, and ``planned_after`` the newest message at that time. ``confirmed`` are
    the rules whose question was answered with yes; ``sent_at_night`` says by what time and hours a
    text left in quiet hours.
    """

    id: int | None = Field(default=None, sa_column=_key())
    conversation_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("conversation.id"), nullable=False)
    )
    number: str = Field(sa_column=_number())
    direction: str = Field(sa_column=_string())
    body: str = Field(default="", sa_column=_string())
    body_original: str = Field(default="", sa_column=_string())
    body_key: str = Field(default="", sa_column=_string())
    media: str = Field(default="", sa_column=_string())
    status: str = Field(sa_column=_string())
    status_rank: int = Field(default=0, sa_column=_whole())
    settled: int = Field(default=1, sa_column=_whole(1))
    sid: str | None = Field(default=None, sa_column=Column(Text, nullable=True, unique=True))
    error_code: int | None = Field(default=None, sa_column=_maybe_whole())
    fault: str = Field(default="", sa_column=_string())
    rule_code: str = Field(default="", sa_column=_string())
    reason: str = Field(default="", sa_column=_string())
    sent_by: str = Field(default="", sa_column=_string())
    sender: str = Field(default="", sa_column=_string())
    account: str = Field(default="", sa_column=_string())
    segments: int = Field(default=0, sa_column=_whole())
    unchecked: int = Field(default=0, sa_column=_whole())
    seen: int = Field(default=1, sa_column=_whole(1))
    saw_ours: int | None = Field(default=None, sa_column=_maybe_whole())
    saw_theirs: int | None = Field(default=None, sa_column=_maybe_whole())
    saw_until: int | None = Field(default=None, sa_column=_maybe_whole())
    retried_by: int | None = Field(default=None, sa_column=_maybe_whole())
    revision: int = Field(default=0, sa_column=_whole())

    happened_at: int = Field(sa_column=_whole())
    created_at: int = Field(sa_column=_whole())
    recorded_at: int = Field(default=0, sa_column=_whole())
    settled_at: int | None = Field(default=None, sa_column=_maybe_whole())
    final: int = Field(default=1, sa_column=_whole(1))
    next_check_at: int | None = Field(default=None, sa_column=_maybe_whole())

    attempts: int = Field(default=0, sa_column=_whole())
    owner: str = Field(default="", sa_column=_string())  # no longer used
    lease_until: int | None = Field(default=None, sa_column=_maybe_whole())
    attempt_began_at: int | None = Field(default=None, sa_column=_maybe_whole())
    attempt_ended_at: int | None = Field(default=None, sa_column=_maybe_whole())
    next_attempt_at: int | None = Field(default=None, sa_column=_maybe_whole())
    released: int = Field(default=0, sa_column=_whole())
    held_at: int | None = Field(default=None, sa_column=_maybe_whole())
    looks: int = Field(default=0, sa_column=_whole())
    complete_looks: int = Field(default=0, sa_column=_whole())
    next_look_at: int | None = Field(default=None, sa_column=_maybe_whole())
    list_read_at: int | None = Field(default=None, sa_column=_maybe_whole())
    leaves_at: int | None = Field(default=None, sa_column=_maybe_whole())
    planned_at: int | None = Field(default=None, sa_column=_maybe_whole())
    planned_after: int | None = Field(default=None, sa_column=_maybe_whole())
    confirmed: str = Field(default="", sa_column=_string())
    sent_at_night: str = Field(default="", sa_column=_string())

    __table_args__ = (
        Index("ix_message_thread", "conversation_id", "happened_at", "id"),
        Index("ix_message_revision", "conversation_id", "revision"),
        Index(
            "ix_message_unsettled",
            "id",
            sqlite_where=text("settled = 0"),
            postgresql_where=text("settled = 0"),
        ),
        Index(
            "ix_message_unsettled_thread",
            "conversation_id",
            "id",
            sqlite_where=text("settled = 0"),
            postgresql_where=text("settled = 0"),
        ),
        Index(
            "ix_message_planned",
            "leaves_at",
            sqlite_where=text("settled = 0 AND status = 'planned'"),
            postgresql_where=text("settled = 0 AND status = 'planned'"),
        ),
        Index(
            "ix_message_unseen",
            "conversation_id",
            "happened_at",
            "id",
            sqlite_where=text("seen = 0"),
            postgresql_where=text("seen = 0"),
        ),
        Index(
            "ix_message_new",
            "revision",
            sqlite_where=text("seen = 0"),
            postgresql_where=text("seen = 0"),
        ),
        Index(
            "ix_message_trouble",
            "revision",
            sqlite_where=text(
                "status IN ('failed', 'undelivered', 'not_sent', 'held', 'unconfirmed')"
            ),
            postgresql_where=text(
                "status IN ('failed', 'undelivered', 'not_sent', 'held', 'unconfirmed')"
            ),
        ),
        Index(
            "ix_message_unfinished",
            "next_check_at",
            sqlite_where=text("final = 0"),
            postgresql_where=text("final = 0"),
        ),
        Index(
            "ix_message_written",
            "sent_by",
            "recorded_at",
            sqlite_where=text("direction = 'outbound'"),
            postgresql_where=text("direction = 'outbound'"),
        ),
        Index(
            "ix_message_retried_by",
            "retried_by",
            sqlite_where=text("retried_by IS NOT NULL"),
            postgresql_where=text("retried_by IS NOT NULL"),
        ),
        Index(
            "ix_message_left",
            "sent_by",
            "attempt_began_at",
            sqlite_where=text("attempt_began_at IS NOT NULL"),
            postgresql_where=text("attempt_began_at IS NOT NULL"),
        ),
        Index(
            "ix_message_filtered",
            "happened_at",
            sqlite_where=text("fault = 'carrier_filtering'"),
            postgresql_where=text("fault = 'carrier_filtering'"),
        ),
        # An id is never given out anew: the search index and open screens remember it.
        {"sqlite_autoincrement": True},
    )


class ContactEvent(SQLModel, table=True):
    """What happened to a contact's standing: append-only, never changed, never deleted."""

    __tablename__ = "contact_event"

    id: int | None = Field(default=None, sa_column=_key())
    number: str = Field(sa_column=_number())
    kind: str = Field(sa_column=_string())
    source: str = Field(sa_column=_string())
    happened_at: int = Field(sa_column=_whole())
    recorded_at: int = Field(sa_column=_whole())
    message_id: int | None = Field(default=None, sa_column=_maybe_whole())
    sid: str = Field(default="", sa_column=_string())
    evidence: str = Field(default="", sa_column=_string())
    recorded_by: str = Field(default="", sa_column=_string())

    __table_args__ = (Index("ix_contact_event_number", "number", "happened_at", "id"),)


class ContactNote(SQLModel, table=True):
    """What an agent noted about a contact: append-only; it follows a lead to a corrected number."""

    __tablename__ = "contact_note"

    id: int | None = Field(default=None, sa_column=_key())
    number: str = Field(sa_column=_number())
    body: str = Field(default="", sa_column=_string())
    body_original: str = Field(default="", sa_column=_string())
    created_at: int = Field(sa_column=_whole())
    created_by: str = Field(default="", sa_column=_string())

    __table_args__ = (Index("ix_contact_note_number", "number", "id"),)


class LeadCorrection(SQLModel, table=True):
    """A value of a signup as it stood before an agent corrected it: append-only.

    ``number`` is the contact's at that time: a file that brings the signup again with its first
    phone is known by it and the fingerprint.
    """

    __tablename__ = "lead_correction"

    id: int | None = Field(default=None, sa_column=_key())
    lead_id: int = Field(sa_column=_whole())
    number: str = Field(sa_column=_number())
    fingerprint: str = Field(default="", sa_column=_string())
    field: str = Field(default="", sa_column=_string())
    before: str = Field(default="", sa_column=_string())
    after: str = Field(default="", sa_column=_string())
    corrected_at: int = Field(sa_column=_whole())
    corrected_by: str = Field(default="", sa_column=_string())

    __table_args__ = (
        Index("ix_lead_correction_number", "number", "fingerprint"),
        Index("ix_lead_correction_lead", "lead_id", "id"),
    )


class Draft(SQLModel, table=True):
    """What an agent has typed and not sent, per contact."""

    agent: str = Field(sa_column=Column(Text, primary_key=True))
    number: str = Field(sa_column=Column(Text, ForeignKey("contact.number"), primary_key=True))
    body: str = Field(sa_column=_string())


class Card(SQLModel, table=True):
    """What the lead search shows of one contact, or of one lead without a number.

    ``rank`` is the newest signup in microseconds, made unique: the order of every answer.
    """

    rank: int = Field(sa_column=_key())
    number: str | None = Field(default=None, sa_column=Column(Text, nullable=True, unique=True))
    lead_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    signups: int = Field(default=1, sa_column=_whole(1))
    code: str = Field(default="ok", sa_column=_string("ok"))
    words: str = Field(default="", sa_column=_string())

    __table_args__ = (
        Index(
            "ix_card_without_number",
            "lead_id",
            unique=True,
            sqlite_where=text("number IS NULL"),
            postgresql_where=text("number IS NULL"),
        ),
    )


class UnreadableRow(SQLModel, table=True):
    """A row of the carrier's listing that could not be read; ``key`` is the same at every look."""

    __tablename__ = "unreadable_row"

    key: str = Field(sa_column=Column(Text, primary_key=True))
    reason: str = Field(default="", sa_column=_string())
    sender: str = Field(default="", sa_column=_string())
    seen_at: int = Field(default=0, sa_column=_whole())
    revision: int = Field(default=0, sa_column=_whole())

    __table_args__ = (Index("ix_unreadable_row_revision", "revision"),)


class Purged(SQLModel, table=True):
    """What was taken away for good, as digests (``store.tables.purged``)."""

    digest: str = Field(sa_column=Column(Text, primary_key=True))
    kind: str = Field(sa_column=Column(Text, nullable=False))
    until: int = Field(default=0, sa_column=_whole())


class Template(SQLModel, table=True):
    """A text of the firm with merge fields (``store.tables.templates``)."""

    folded: str = Field(sa_column=Column(Text, primary_key=True))
    name: str = Field(sa_column=Column(Text, nullable=False))
    body: str = Field(sa_column=Column(Text, nullable=False))
    changed_at: int = Field(default=0, sa_column=_whole())
    changed_by: str = Field(default="", sa_column=_string())


class Counter(SQLModel, table=True):
    """What is counted as it happens, and numbers that are dealt (``store.tables.counters``)."""

    name: str = Field(sa_column=Column(Text, primary_key=True))
    value: int = Field(default=0, sa_column=_whole())


class Program(SQLModel, table=True):
    """A program that has the database open, with a lease (``store.tables.programs``)."""

    process: str = Field(sa_column=Column(Text, primary_key=True))
    version: str = Field(sa_column=_string())
    agent: str = Field(sa_column=_string())
    host: str = Field(sa_column=_string())
    pid: int = Field(sa_column=_whole())
    opened_at: int = Field(sa_column=_whole())
    lease_until: int = Field(sa_column=_whole())


class Presence(SQLModel, table=True):
    """Who has which thread open: a row an open desk, with a lease (``store.tables.presence``).

    Written without the revision: what it says is shown and gone again. Its times are on the
    steady clock.
    """

    process: str = Field(sa_column=Column(Text, primary_key=True))
    agent: str = Field(sa_column=Column(Text, nullable=False))
    host: str = Field(default="", sa_column=_string())
    pid: int = Field(default=0, sa_column=_whole())
    number: str = Field(default="", sa_column=_string())
    typing: int = Field(default=0, sa_column=_whole())
    written_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    lease_until: int = Field(sa_column=Column(BigInteger, nullable=False))


class Agent(SQLModel, table=True):
    """An agent on record, with a role (``store.tables.agents_on_record``)."""

    name: str = Field(sa_column=Column(Text, primary_key=True))
    role: str = Field(default="agent", sa_column=_string("agent"))
    active: int = Field(default=1, sa_column=_whole(1))
    since: int = Field(default=0, sa_column=_whole())
    changed_at: int = Field(default=0, sa_column=_whole())
    changed_by: str = Field(default="", sa_column=_string())


class AgentSeen(SQLModel, table=True):
    """When an agent was last at work, on the steady clock, and in which conversation.

    See ``store.tables.presence``.
    """

    __tablename__ = "agent_seen"

    agent: str = Field(sa_column=Column(Text, primary_key=True))
    last_seen_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    conversation_id: int | None = Field(default=None, sa_column=Column(BigInteger))


class Poll(SQLModel, table=True):
    """Whose turn it is to poll a line, and what the last poll found (``store.tables.polls``).

    ``since`` is on the wall clock, ``lease_until`` and ``polled_at`` are on the steady one.
    """

    line: str = Field(sa_column=Column(Text, primary_key=True))
    process: str = Field(default="", sa_column=_string())
    host: str = Field(default="", sa_column=_string())
    pid: int = Field(default=0, sa_column=_whole())
    lease_until: int = Field(default=0, sa_column=_whole())
    polled_at: int = Field(default=0, sa_column=_whole())
    failures: int = Field(default=0, sa_column=_whole())
    offline: str = Field(default="", sa_column=_string())
    refused: int = Field(default=0, sa_column=_whole())
    since: int = Field(default=0, sa_column=_whole())


class Note(SQLModel, table=True):
    """What the program must remember of itself: cursors, the carrier's clock, when it began."""

    key: str = Field(sa_column=Column(Text, primary_key=True))
    value: str = Field(sa_column=_string())
