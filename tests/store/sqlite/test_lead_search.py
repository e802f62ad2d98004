"""The search index against a plain dictionary: what is put in is found, once and in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from smsdesk.store.database import Database, open_database
from smsdesk.store.search import CardRecord
from smsdesk.store.search_cards import SECOND
from smsdesk.store.sqlite.lead_search import card_match
from smsdesk.store.sqlite.search_cards import INDEXED, indexed, put_cards
from smsdesk.terms import Code
from tests.world.examples import examples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

NUMBERS = tuple(f"+1415555010{place}" for place in range(6))
WORDS = ("sarah", "berg", "tom", "0111", "müller", "alexandra", "alexandrina", "alexand")

cards = st.builds(
    CardRecord,
    number=st.sampled_from(NUMBERS),
    lead_id=st.just(0),
    newest=st.sampled_from([0, 1, 5 * SECOND, 5 * SECOND + 1, 6 * SECOND]),
    signups=st.integers(1, 3),
    code=st.sampled_from([Code.OK, Code.OPTED_OUT, Code.LANDLINE]),
    words=st.lists(st.sampled_from(WORDS), unique=True, min_size=1).map(" ".join),
)
batches = st.lists(
    st.lists(cards, min_size=1, unique_by=lambda card: card.number), min_size=1, max_size=6
)


@pytest.fixture(scope="module")
def database(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    copy = tmp_path_factory.mktemp("index") / "smsdesk.db"
    copy.write_bytes(template.read_bytes())
    database = open_database(f"sqlite:///{copy}")
    yield database
    database.close()


def found(connection: Connection, table: str, word: str) -> list[int]:
    """Return the ranks of the cards that a table of the index finds for a word."""
    match, longer, params = card_match((word,))
    rows = connection.execute(
        text(
            f"SELECT {table}.rowid FROM {table} JOIN card ON card.rank = {table}.rowid"  # noqa: S608
            f" WHERE {table} MATCH :match {longer}"
        ),
        {"match": match, **params},
    )
    return sorted(row[0] for row in rows)


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches)
def test_the_index_holds_what_was_put_in_last(
    database: Database, told: list[list[CardRecord]]
) -> None:
    expected: dict[str | None, CardRecord] = {}
    with database.write() as connection:
        for batch in told:
            dated = [_with_lead(card) for card in batch]
            put_cards(connection, dated)
            expected |= {card.number: card for card in dated}
        rows = connection.exec_driver_sql("SELECT rank, number, code, words, signups FROM card")
        kept = {row.number: row for row in rows}
        assert kept.keys() == expected.keys()
        for number, card in expected.items():
            row = kept[number]
            assert (row.code, row.words, row.signups) == (card.code, card.words, card.signups)
            assert 0 <= row.rank - card.newest < SECOND
        for word in WORDS:
            for table in ("card_sendable", "card_left_out"):
                assert found(connection, table, word) == sorted(
                    kept[number].rank
                    for number, card in expected.items()
                    if any(one.startswith(word) for one in card.words.split())
                    and (card.code is Code.OK) == (table == "card_sendable")
                )
        connection.rollback()


def _with_lead(card: CardRecord) -> CardRecord:
    """Give a card the one lead of its contact: leads are unique in the index."""
    return CardRecord(
        number=card.number,
        lead_id=NUMBERS.index(card.number or "") + 1,
        newest=card.newest,
        signups=card.signups,
        code=card.code,
        words=card.words,
    )


@pytest.mark.parametrize(("words", "expression", "longer"), [
    (("sarah",), '"sarah"*', []),
    (("sarah", "b"), '"sarah"* AND "b"*', []),
    (("michael",), '"michael"', []),
    (("alexandra", "4155550111"), '"alexand" AND "4155550"', [" alexandra", " 4155550111"]),
])  # fmt: skip
def test_a_word_is_matched_by_what_the_index_knows_of_it(
    words: tuple[str, ...], expression: str, longer: list[str]
) -> None:
    match = card_match(words)
    assert match.expression == expression
    assert [*match.params.values()] == longer
    assert match.condition.count("instr(") == len(longer)


def test_the_index_is_told_the_first_letters_of_every_word_once() -> None:
    assert indexed("alexandra alexandrina tom 14155550111") == "alexand tom 1415555"


def test_every_beginning_that_can_be_typed_is_one_entry_of_the_index(database: Database) -> None:
    """One without an entry would gather all its matches before the first answer."""
    shorter = " ".join(map(str, range(1, INDEXED)))
    with database.read() as connection:
        for table in ("card_sendable", "card_left_out"):
            made = connection.execute(
                text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table}
            ).scalar_one()
            assert f"prefix='{shorter}'" in made


def test_no_batch_merges_the_whole_index_under_the_write_lock(database: Database) -> None:
    with database.read() as connection:
        for table in ("card_sendable", "card_left_out"):
            rows = connection.exec_driver_sql(f"SELECT k, v FROM {table}_config")  # noqa: S608
            limits: dict[str, int] = {row.k: row.v for row in rows}
            assert limits["automerge"] < limits["crisismerge"] == 1000
