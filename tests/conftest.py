from __future__ import annotations

import gc
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from smsdesk.store.database import open_database
from smsdesk.store.schema.ensure import ensure_schema
from tests.world import examples
from tests.world.firm import Firm, context_of, open_firm
from tests.world.people import TOLL_FREE_FIRM, ZONE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from smsdesk.core.context import Context
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock

examples.register()

# Where there is a disk in memory, the databases of the tests lie there: 25,000 commits of a run
# would wait for a real one. A process that is killed loses nothing there either.
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own in it
if os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > 2**30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))


def pytest_collection_finish() -> None:
    """Let the collector leave alone what stays to the end: it would go through it all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """A process a core; none but this one for a single file, which is done before they start."""
    alone = len(config.args) == 1 and ".py" in config.args[0]
    return 0 if alone else os.cpu_count() or 1


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with the newest schema, to be copied: migrating costs 200 times as much."""
    path = tmp_path_factory.mktemp("template") / "smsdesk.db"
    database = open_database(f"sqlite:///{path}")
    ensure_schema(database)
    database.close()
    return path


@pytest.fixture
def firm(template: Path, tmp_path: Path) -> Iterator[Firm]:
    """A firm with an empty database and nobody at its desk yet."""
    with open_firm(template, tmp_path) as firm:
        yield firm


@pytest.fixture
def toll_free_firm(template: Path, tmp_path: Path) -> Iterator[Firm]:
    """A firm that texts from a toll-free number."""
    with open_firm(template, tmp_path, TOLL_FREE_FIRM) as firm:
        yield firm


@pytest.fixture
def clock(firm: Firm) -> MovedClock:
    """The firm's clock, which is the carrier's too."""
    return firm.clock


@pytest.fixture
def zone() -> ZoneInfo:
    """The agent's zone."""
    return ZONE


@pytest.fixture
def desk(firm: Firm) -> Desk:
    """Maria's desk."""
    return firm.desk()


@pytest.fixture
def context(desk: Desk) -> Context:
    """What the flows of Maria's desk work in."""
    return context_of(desk)
