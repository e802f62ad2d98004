"""A name is found without the marks within it, too: obrien finds O'Brien.

Revision ID: 0019
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import op

from smsdesk.text import names_words

if TYPE_CHECKING:
    from collections.abc import Sequence

revision = "0019"
down_revision = "0018"

needs_programs_closed = False  # one of before finds what it found, and leaves the words out

_LETTERS = 7
_MARKED = " OR ".join(
    f"lead.name LIKE '%{mark}%'"
    for mark in ("''", "`", ".", "-", *"\u02bc\u2018\u2019\u2010\u2011\u2013")
)
_CARDS = f"""
    SELECT card.rank, card.code, card.words, lead.name
    FROM lead JOIN card ON card.number = lead.number WHERE {_MARKED}
    UNION ALL
    SELECT card.rank, card.code, card.words, lead.name
    FROM lead JOIN card ON card.number IS NULL AND card.lead_id = lead.id WHERE {_MARKED}
"""


def upgrade() -> None:
    """Add the words to the cards, and to the index where it does not follow by itself."""
    connection = op.get_bind()
    names: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    for rank, code, words, name in connection.execute(sa.text(_CARDS)):
        names[rank, code, words].append(name)
    for (rank, code, words), marked in sorted(names.items()):
        more = _with(words, marked)
        if more == words:
            continue
        connection.execute(
            sa.text("UPDATE card SET words = :words WHERE rank = :rank"),
            {"rank": rank, "words": more},
        )
        if connection.dialect.name == "sqlite":
            _index_anew(rank, code, words, more)


def _with(words: str, names: Sequence[str]) -> str:
    return " ".join(dict.fromkeys((*words.split(" "), *names_words(*names))))


def _index_anew(rank: int, code: str, before: str, after: str) -> None:
    table = "card_sendable" if code == "ok" else "card_left_out"
    connection = op.get_bind()
    connection.execute(
        sa.text(f"INSERT INTO {table} ({table}, rowid, words) VALUES ('delete', :rank, :words)"),
        {"rank": rank, "words": _first_letters(before)},
    )
    connection.execute(
        sa.text(f"INSERT INTO {table} (rowid, words) VALUES (:rank, :words)"),
        {"rank": rank, "words": _first_letters(after)},
    )


def _first_letters(words: str) -> str:
    return " ".join(dict.fromkeys([word[:_LETTERS] for word in words.split(" ")]))
