"""``smsdesk move-to``: what it says, and what every command says afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url

from tests.world.people import SARAH
from tests.world.postgres import ask

if TYPE_CHECKING:
    from .conftest import Cli


def test_it_says_in_plain_lines_what_it_did_and_what_to_set(
    cli: Cli, new_server_database: str
) -> None:
    cli("leads", "add", "--name", "Sarah Berg", "--phone", SARAH)
    done = cli("move-to", new_server_database)
    assert (done.code, done.err) == (0, "")
    counted, to_set = done.out.splitlines()
    assert counted.startswith("Moved and compared: ")
    assert to_set.startswith(f'Set database.url = "{new_server_database}" wherever a desk runs')

    refused = cli("leads", "search", "berg")
    assert refused.code == 2
    assert "the database was moved to postgresql://" in refused.complaint
    there = cli("leads", "search", "berg", "--json", SMSDESK_DATABASE__URL=new_server_database)
    assert [hit["name"] for hit in there.document] == ["Sarah Berg"]


def test_the_document(cli: Cli, new_server_database: str) -> None:
    cli("leads", "add", "--name", "Sarah Berg", "--phone", SARAH)
    told = cli("move-to", new_server_database, "--json").document
    assert told.keys() == {"place", "rows", "unconfirmed", "set"}
    assert (told["rows"]["lead"], told["unconfirmed"]) == (1, 0)
    assert told["set"] == {"database.url": new_server_database}


def test_said_twice_it_is_done_once(cli: Cli, new_server_database: str) -> None:
    cli("leads", "add", "--name", "Sarah Berg", "--phone", SARAH)
    assert cli("move-to", new_server_database).code == 0
    again = cli("move-to", new_server_database)
    assert again.code == 0
    assert again.out.startswith("All was moved before; it is in postgresql://")
    assert ask(new_server_database, "SELECT count(*) FROM lead") == [(1,)]


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://maria:hunter22@db/texts",
        "postgresql://db/texts?password=hunter22",
        "postgresql://db",
        "sqlite:///other.db",
        "mysql://db/texts",
        "texts",
    ],
)
def test_what_names_no_database_on_a_server_is_refused_and_not_repeated(cli: Cli, url: str) -> None:
    done = cli("move-to", url)
    assert done.code == 2
    assert "say where as postgresql://HOST/NAME" in done.complaint
    assert "hunter22" not in done.complaint
    assert "without a password" in done.complaint


def test_a_server_that_does_not_answer_changes_nothing(cli: Cli, new_server_database: str) -> None:
    cli("leads", "add", "--name", "Sarah Berg", "--phone", SARAH)
    nowhere = make_url(new_server_database).set(database="nowhere").render_as_string()
    done = cli("move-to", nowhere)
    assert done.code == 2
    assert 'database "nowhere" does not exist' in done.complaint
    assert cli("leads", "search", "berg", "--json").document
