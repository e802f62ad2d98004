from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.store.database import Database, open_database
from smsdesk.store.schema.revisions import HEAD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.world.postgres import CleanDatabase


@pytest.fixture(autouse=True)
def _with_a_server(clean_database: CleanDatabase) -> None:
    """Skip, visibly, where there is none."""


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
