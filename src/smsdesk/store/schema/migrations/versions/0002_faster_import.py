"""A lead file goes in faster: fewer indexes, and a search index of first letters.

Revision ID: 0002
"""

from __future__ import annotations

from base64 import b64encode

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

needs_programs_closed = True  # the words of a search are kept in another way

_NAMES = {"uq": "uq_%(table_name)s_%(column_0_name)s"}
_LETTERS = 7
_SEARCHED = {"card_sendable": "code = 'ok'", "card_left_out": "code <> 'ok'"}


def upgrade() -> None:
    """Change the indexes, shorten the fingerprints, make the search index anew."""
    _indexes()
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        if driver is not None:
            driver.create_function("first_letters", 1, _first_letters, deterministic=True)
            driver.create_function("shortened", 1, _shortened, deterministic=True)
        op.execute("UPDATE lead SET fingerprint = shortened(fingerprint)")
        for table, which in _SEARCHED.items():
            _search_index(table, which)
    op.create_index("ix_lead_number", "lead", ["number", "fingerprint"], unique=True)


def _indexes() -> None:
    op.drop_index("ix_lead_number_signed_up", "lead")
    with op.batch_alter_table("lead", naming_convention=_NAMES) as lead:
        lead.drop_constraint("uq_lead_fingerprint", type_="unique")
    with op.batch_alter_table("card", naming_convention=_NAMES) as card:
        card.drop_constraint("uq_card_lead_id", type_="unique")
    without_number = sa.text("number IS NULL")
    op.create_index(
        "ix_card_without_number",
        "card",
        ["lead_id"],
        unique=True,
        sqlite_where=without_number,
        postgresql_where=without_number,
    )


def _shortened(fingerprint: str) -> str:
    """Return the digest without the number before it, in sixteen characters for 24."""
    return b64encode(bytes.fromhex(fingerprint.rpartition(":")[2])).decode()


def _search_index(table: str, which: str) -> None:
    shorter = " ".join(map(str, range(1, _LETTERS)))
    for statement in (
        f"DROP TABLE {table}",
        f"""
        CREATE VIRTUAL TABLE {table} USING fts5(
            words, content='', detail=none, columnsize=0,
            tokenize='unicode61 remove_diacritics 0', prefix='{shorter}'
        )
        """,
        # Parts of one size are merged when there are sixteen, so an import writes an entry three
        # times instead of six, and then a little with every batch. From ``crisismerge`` upward
        # they would be merged at once, under the write lock: a second and more for a large index.
        f"INSERT INTO {table} ({table}, rank) VALUES ('automerge', 16)",
        f"INSERT INTO {table} ({table}, rank) VALUES ('crisismerge', 1000)",
        f"""
        INSERT INTO {table} (rowid, words)
        SELECT rank, first_letters(words) FROM card WHERE {which} ORDER BY rank
        """,
    ):
        op.execute(statement)


def _first_letters(words: str) -> str:
    return " ".join(dict.fromkeys([word[:_LETTERS] for word in words.split(" ")]))
