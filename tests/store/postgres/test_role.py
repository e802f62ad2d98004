"""What the firm's role on the server may do, and what it needs (``docs/hosting.md``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url

from tests.world.firm import Firm, statuses
from tests.world.people import SARAH
from tests.world.postgres import ask

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROLE = "smsdesk_role_of_a_test"


@pytest.fixture
def of_the_role(new_server_database: str) -> Iterator[str]:
    """The URL of an empty database for a role that owns it, and is nothing else."""
    url = make_url(new_server_database)
    if "host" not in url.query:
        pytest.skip("the role logs in without a password, on a server of the tests' own")
    ask(new_server_database, f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE")
    ask(new_server_database, f'ALTER DATABASE "{url.database}" OWNER TO {ROLE}')
    yield url.set(username=ROLE).render_as_string()
    ask(new_server_database, f"REASSIGN OWNED BY {ROLE} TO CURRENT_USER")
    ask(new_server_database, f"DROP OWNED BY {ROLE}")
    ask(new_server_database, f"DROP ROLE {ROLE}")


def test_it_owns_the_database_and_needs_no_other_right(of_the_role: str, tmp_path: Path) -> None:
    firm = Firm(tmp_path, server=of_the_role)
    desk = firm.desk()
    desk.leads.add(name="Sarah Berg", phone=SARAH)
    assert desk.sending.send(SARAH, "Hi Sarah").status == "sent"
    firm.arrive(SARAH, "Hi")
    desk.background.sync()
    assert statuses(desk) == ["sent", "received"]
    assert [hit.number for hit in desk.leads.search("sarah", limit=5).hits] == [SARAH]
    assert desk.threads.search_messages("hi", limit=5)
    assert desk._context.database.integrity_problems() == ()
    desk.purging.purge(number=SARAH)
    assert firm.rows("SELECT count(*) FROM message") == [(0,)]
    firm.close()
