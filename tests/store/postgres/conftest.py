from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.store.database import Database, open_database
from smsdesk.store.schema.revisions import HEAD
from tests.world import postgres

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _with_a_server(request: pytest.FixtureRequest) -> None:
    reason = postgres.why_not()
    if request.config.option.engine == "sqlite":
        reason = "only SQLite was asked for"
    if reason:
        pytest.skip(reason)


@pytest.fixture
def engine() -> str:
    """A firm of these tests has its database on the server."""
    return "postgres"


@pytest.fixture
def database(server: str) -> Iterator[Database]:
    database = open_database(server)
    database.expect_schema(HEAD)
    yield database
    database.close()
