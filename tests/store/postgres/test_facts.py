"""What a real server says of itself."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url

from smsdesk.core.database_server import COMMIT_AWAY
from smsdesk.store.database import Database, open_database
from tests.world import postgres
from tests.world.postgres import ask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smsdesk.store.server_facts import ServerFacts

ROLE = "smsdesk_facts"
CERTIFICATE = Path(__file__).parents[2] / "data" / "loopback.pem"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def facts_of(url: str) -> ServerFacts:
    database = open_database(url)
    found = database.server_facts()
    database.close()
    assert found is not None
    return found


@pytest.fixture
def another_role(new_server_database: str) -> Iterator[str]:
    """The URL of an empty database as a role that may do nothing but what everybody may."""
    ask(new_server_database, f"DROP ROLE IF EXISTS {ROLE}")
    ask(new_server_database, f"CREATE ROLE {ROLE} LOGIN")
    yield make_url(new_server_database).set(username=ROLE).render_as_string()
    ask(new_server_database, f"DROP OWNED BY {ROLE}")
    ask(new_server_database, f"DROP ROLE {ROLE}")


def test_the_server_of_these_tests(database: Database) -> None:
    facts = database.server_facts()
    assert facts is not None
    assert facts.version.split(".")[0].isdecimal()
    assert (facts.is_superuser, facts.can_make_tables, facts.others_tables) == (True, True, 0)
    assert (facts.schema, facts.standbys, facts.encryption) == ("public", "", "")
    assert facts.keeps_settings
    assert 0 < facts.round_trip < 1
    assert 0 < facts.commit < 2
    assert abs(facts.clock_ahead) < 1
    assert database.change_stamp() >= 0, "it goes on being used"


def test_a_role_that_may_not_make_tables(another_role: str, new_server_database: str) -> None:
    ask(new_server_database, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    facts = facts_of(another_role)
    assert (facts.role, facts.is_superuser, facts.can_make_tables) == (ROLE, False, False)


def test_tables_of_another_role(another_role: str, new_server_database: str) -> None:
    ask(new_server_database, f"GRANT CREATE ON SCHEMA public TO {ROLE}")
    ask(another_role, "CREATE TABLE mine (id integer)")
    assert facts_of(another_role).others_tables == 0
    ask(new_server_database, "CREATE TABLE theirs (id integer)")
    facts = facts_of(another_role)
    assert (facts.can_make_tables, facts.others_tables) == (True, 1)


def test_what_is_set_for_a_role_counts(another_role: str, new_server_database: str) -> None:
    ask(new_server_database, f"ALTER ROLE {ROLE} SET statement_timeout = '30s'")
    ask(new_server_database, f"ALTER ROLE {ROLE} SET lock_timeout = '1h'")
    facts = facts_of(another_role)
    assert facts.statement_timeout == 30
    assert facts.keeps_settings


def test_a_server_that_answers_before_its_disk_has_it_does_not_so_to_us(
    another_role: str, new_server_database: str
) -> None:
    ask(new_server_database, f"ALTER ROLE {ROLE} SET synchronous_commit = off")
    assert ask(another_role, "SHOW synchronous_commit") == [("off",)]
    assert facts_of(another_role).waits_for_standbys
    ask(new_server_database, f"ALTER ROLE {ROLE} SET synchronous_commit = local")
    assert not facts_of(another_role).waits_for_standbys, "the firm's own choice"


@pytest.fixture(scope="module")
def own_server() -> Iterator[postgres.LocalServer]:
    """A server that waits at every commit for one that is not there, and speaks TLS on loopback."""
    if postgres.programs() is None:
        pytest.skip("the programs of PostgreSQL are not on this machine")
    server = postgres.LocalServer(postgres.private_folder())
    certificate = server.folder / "loopback.pem"
    shutil.copy(CERTIFICATE, certificate)
    certificate.chmod(0o600)
    shutil.chown(certificate, *2 * (server.folder.owner(),))
    server.start(
        settings=(
            "synchronous_standby_names = 'other'",
            "listen_addresses = '127.0.0.1'",
            f"port = {free_port()}",
            "ssl = on",
            f"ssl_cert_file = '{certificate}'",
            f"ssl_key_file = '{certificate}'",
        )
    )
    yield server
    server.stop()
    shutil.rmtree(server.folder, ignore_errors=True)


def test_a_standby_that_is_away_and_a_line_that_is_encrypted(
    own_server: postgres.LocalServer,
) -> None:
    port = int((own_server.data / "postmaster.pid").read_text().splitlines()[3])
    url = f"postgresql://smsdesk@127.0.0.1:{port}/postgres?sslmode=require"
    facts = facts_of(url)
    assert facts.standbys == "other"
    assert facts.waits_for_standbys
    assert facts.commit > COMMIT_AWAY
    assert facts.encryption.startswith("TLSv1")
    assert (facts.is_near, facts.certificate_checked) == (True, False)
