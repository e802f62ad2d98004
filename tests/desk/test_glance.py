"""The first look at the list: exactly what the desk shows then, and nothing from a bad file."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsdesk.config import DatabaseConfig
from smsdesk.desk.glance import ROWS, Glance, glance
from tests.test_layers import DATABASE, HEAVY, loaded
from tests.world.examples import examples
from tests.world.firm import Firm, hear, open_firm
from tests.world.people import ANA, SARAH, TOM

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from smsdesk.desk import Desk


pytestmark = pytest.mark.sqlite_only  # about files, which are copied and restored


def make_busy(firm: Firm) -> None:
    """Let a firm have conversations of every kind, and more than a first look shows."""
    desk = firm.desk()
    for index in range(ROWS):
        firm.arrive(f"+1415555{1000 + index}", f"Text\t{index}\nand a second line")
    desk.background.sync()
    desk.leads.add(name="Sarah Berg", phone=SARAH)
    hear(firm, desk, "Is there  a seat left?")
    desk.sending.send(SARAH, "Two of them.")
    hear(firm, desk, "STOP", TOM)
    hear(firm, desk, "please stop texting me", "+14155550144")
    hear(firm, desk, "Your code is 4711", "40404")
    hear(firm, desk, "And parking?", ANA)
    desk.threads.mark_read(ANA)
    desk.threads.save_draft(ANA, "Behind the\nhouse")
    firm.desk("nils").threads.save_draft(SARAH, "not maria's")
    hear(firm, desk, "Bonjour", "+33612345678")
    firm.write("UPDATE contact SET line_type = 'landline' WHERE number = '+14155551049'")


@pytest.fixture(scope="module")
def after_a_day(template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    """The database of a busy firm, with nobody at work on it, and the time by then."""
    with open_firm(template, tmp_path_factory.mktemp("busy")) as firm:
        make_busy(firm)
    return firm.database, firm.clock.now()


@pytest.fixture
def busy(firm: Firm, after_a_day: tuple[Path, datetime]) -> Firm:
    """A firm of its own in the evening of that day."""
    database, now = after_a_day
    shutil.copyfile(database, firm.database)
    firm.clock.move((now - firm.clock.now()).total_seconds())
    return firm


@pytest.fixture
def desk(busy: Firm) -> Desk:
    """Maria's desk there."""
    return busy.desk()


def _sql(statement: str) -> Callable[[Path], None]:
    def run(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute(statement)

    return run


@pytest.fixture
def whole(busy: Firm) -> Path:
    """Its database, in one file and with nobody at work on it."""
    _sql("PRAGMA journal_mode = DELETE")(busy.database)
    return busy.database


def _seen_in(path: Path, firm: Firm) -> Glance | None:
    return glance(firm.config(database=DatabaseConfig(url=f"sqlite:///{path}")))


def test_it_shows_exactly_the_rows_that_the_desk_shows_then(busy: Firm, desk: Desk) -> None:
    seen = glance(busy.config(), busy.clock)
    assert seen is not None
    assert seen.conversations.page(limit=100) == desk.conversations.page(limit=ROWS)
    assert seen.conversations.count() == desk.conversations.count() > ROWS
    assert seen.clock.now() == desk.clock.now()
    marks = {row.mark for row in seen.conversations.page()}
    assert {"", "opted out · STOP", "opt-out?", "landline"} <= marks
    assert {row.draft for row in seen.conversations.page()} == {"", "Behind the\nhouse"}


def test_it_answers_pages_as_a_desk_does(busy: Firm, desk: Desk) -> None:
    seen = glance(busy.config(), busy.clock)
    assert seen is not None
    first = seen.conversations.page(limit=20)
    assert first == desk.conversations.page(limit=20)
    assert seen.conversations.page(offset=20, limit=20) == desk.conversations.page(
        offset=20, limit=20
    )
    assert seen.conversations.page(offset=ROWS) == (), "those come with the desk"
    assert seen.conversations.page(after=first[-1].key) == ()


def test_it_loads_neither_database_layer_nor_carrier_nor_screen(busy: Firm) -> None:
    busy.write("UPDATE conversation SET last_activity_at = 0 WHERE number = '+33612345678'")
    here = loaded(
        "from smsdesk.desk.glance import glance\n"
        "from smsdesk.config import Config, DatabaseConfig\n"
        f"config = Config(database=DatabaseConfig(url='sqlite:///{busy.database}'))\n"
        f"assert len(glance(config).conversations.page()) == {ROWS}"
    )
    assert here & {*HEAVY, *DATABASE, "pydantic"} == set()


def test_it_reads_beside_a_writer(busy: Firm, desk: Desk) -> None:
    """The write lock is another process's; its changes are not there before it commits them."""
    before = desk.conversations.page(limit=ROWS)
    with closing(sqlite3.connect(busy.database, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE conversation SET last_text = 'half done'")
        seen = glance(busy.config(), busy.clock)
        writer.execute("ROLLBACK")
    assert seen is not None
    assert seen.conversations.page() == before


def test_before_the_first_conversation_there_is_nothing_to_see(firm: Firm) -> None:
    assert glance(firm.config()) is None


def test_it_makes_no_database(firm: Firm, tmp_path: Path) -> None:
    nowhere = tmp_path / "not yet" / "smsdesk.db"
    config = firm.config(database=DatabaseConfig(url=f"sqlite:///{nowhere}"))
    assert glance(config) is None
    assert not nowhere.parent.exists()


@pytest.mark.parametrize("url", [
    "sqlite://", "sqlite:///:memory:", "postgresql://localhost/firm", "sqlite:///{path}?mode=rw",
    "nonsense",
])  # fmt: skip
def test_other_kinds_of_database_are_left_to_the_desk(busy: Firm, url: str) -> None:
    url = url.format(path=busy.database)
    assert glance(busy.config(database=DatabaseConfig(url=url))) is None


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


BAD_FILES: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "no database": lambda path: path.write_text("name;phone\n" * 2000),
    "cut off": _cut,
    "a folder": _folder,
    "an older schema": _sql("UPDATE alembic_version SET version_num = '0000'"),
    "a newer schema": _sql("UPDATE alembic_version SET version_num = '9999'"),
    "no version": _sql("DELETE FROM alembic_version"),
    "two versions": _sql("INSERT INTO alembic_version VALUES ('9999')"),
    "another program's": _sql("DROP TABLE alembic_version"),
    "a table is missing": _sql("ALTER TABLE draft RENAME TO drafts"),
    "a column is missing": _sql("ALTER TABLE conversation RENAME COLUMN unread TO seen"),
    "a status nobody knows": _sql("UPDATE conversation SET last_status = 'teleported'"),
    "no time": _sql("UPDATE conversation SET last_activity_at = 'yesterday'"),
    "no year": _sql("UPDATE conversation SET last_activity_at = 1 << 61"),
    "no text": _sql("UPDATE conversation SET last_text = x'ff00'"),
    "no UTF-8": _sql("UPDATE contact SET name = CAST(x'ff41' AS TEXT)"),
}


@pytest.mark.parametrize("how", BAD_FILES)
def test_nothing_is_shown_of_a_bad_file(whole: Path, firm: Firm, how: str) -> None:
    assert _seen_in(whole, firm) is not None
    BAD_FILES[how](whole)
    assert _seen_in(whole, firm) is None


def test_nobody_is_waited_for(whole: Path, firm: Firm) -> None:
    with closing(sqlite3.connect(whole, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert _seen_in(whole, firm) is None
        other.execute("ROLLBACK")
    assert _seen_in(whole, firm) is not None


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=64))))
def test_no_damage_breaks_the_start(
    whole: Path, firm: Firm, damage: list[tuple[float, bytes]]
) -> None:
    content = bytearray(whole.read_bytes())
    for place, junk in damage:
        start = int(place * len(content))
        content[start : start + len(junk)] = junk
    broken = whole.with_name("broken.db")
    broken.write_bytes(content)
    seen = _seen_in(broken, firm)
    assert seen is None or seen.conversations.page()
