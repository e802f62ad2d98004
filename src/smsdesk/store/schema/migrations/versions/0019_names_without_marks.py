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

needs_programs_closed = False  # one that is open says that it is updated, and writes nothing more

_LETTERS = 7
MARKED = (
    "'.`\u0149\u02bc\u1fef\u2010\u2011\u2013\u2018\u2019\u2024-\u2026\u2488-\u249b\u33c2\u33c7\u33d8"
    "\ufe19\ufe30\ufe32\ufe52\ufe63\uff07\uff0d\uff0e\uff40\U0001f100-"
)
"""Whatever is a mark within a name, or becomes one when it is folded; inside of brackets."""

_CARDS = """
    SELECT card.rank, card.code, card.words, lead.name
    FROM lead JOIN card ON card.number = lead.number WHERE {marked}
    UNION ALL
    SELECT card.rank, card.code, card.words, lead.name
    FROM lead JOIN card ON card.number IS NULL AND card.lead_id = lead.id WHERE {marked}
"""


def upgrade() -> None:
    """Add the words to the cards, and to the index where it does not follow by itself."""
    connection = op.get_bind()
    is_sqlite = connection.dialect.name == "sqlite"
    is_marked = "lead.name GLOB :marked" if is_sqlite else "lead.name ~ :marked"
    cards = sa.text(_CARDS.format(marked=is_marked))
    pattern = f"*[{MARKED}]*" if is_sqlite else f"[{MARKED}]"
    names: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    for rank, code, words, name in connection.execute(cards, {"marked": pattern}):
        names[rank, code, words].append(name)
    for (rank, code, words), marked in sorted(names.items()):
        more = _with(words, marked)
        if more == words:
            continue
        connection.execute(
            sa.text("UPDATE card SET words = :words WHERE rank = :rank"),
            {"rank": rank, "words": more},
        )
        if is_sqlite:
            _index_anew(rank, code, words, more)


def _with(words: str, names: Sequence[str]) -> str:
    # By the rules of today, not of then: they must find what is looked for today.
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
