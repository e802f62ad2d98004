from __future__ import annotations

import gc
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from smsdesk.store.database import open_database
from smsdesk.store.schema.ensure import ensure_schema
from tests.world import examples, postgres
from tests.world.firm import Firm, context_of, open_firm
from tests.world.people import TOLL_FREE_FIRM, ZONE
from tests.world.postgres import CleanDatabase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from smsdesk.core.context import Context
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock

examples.register()

# Compiled once for the hundreds of processes that a run starts, whatever the environment says.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Where there is a disk in memory, the databases of the tests lie there: 25,000 commits of a run
# would wait for a real one. A process that is killed loses nothing there either.
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own in it
if os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > 2**30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))


TESTS = Path(__file__).parent
ON_BOTH = (
    TESTS / "core",
    TESTS / "desk",
    TESTS / "store" / "tables",
    TESTS / "store" / "test_driver.py",
    TESTS / "campaigns" / "faults" / "test_scenarios.py",
    TESTS / "campaigns" / "faults" / "test_races.py",
)
"""Whose tests with a firm run on both databases."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let one leg be run alone."""
    parser.addoption(
        "--engine",
        choices=("both", "sqlite", "postgres"),
        default="both",
        help="on which databases the tests of the core and the desk run (default: both)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Choose where the server will be, before the processes that share it are started."""
    if not hasattr(config, "workerinput") and config.option.engine != "sqlite":
        postgres.begin_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server, where one was started."""
    if not hasattr(config, "workerinput"):
        postgres.end_run()


def pytest_report_header(config: pytest.Config) -> str:
    """Say whether the tests on PostgreSQL run."""
    if config.option.engine == "sqlite":
        return "postgres: not asked for"
    return f"postgres: {postgres.why_not() or 'its tests run'}"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let the tests of the core and the desk run on both databases."""
    asked = metafunc.config.option.engine
    if "engine" in metafunc.fixturenames and any(
        one in (metafunc.definition.path, *metafunc.definition.path.parents) for one in ON_BOTH
    ):
        reason = postgres.why_not()
        legs: dict[str, Any] = {
            "sqlite": pytest.param("sqlite", id="sqlite"),
            "postgres": pytest.param(
                "postgres", id="postgres", marks=pytest.mark.skip(reason) if reason else ()
            ),
        }
        if metafunc.definition.get_closest_marker("sqlite_only"):
            del legs["postgres"]
        chosen = [leg for name, leg in legs.items() if asked in ("both", name)]
        metafunc.parametrize("engine", chosen, indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what has nothing to do with PostgreSQL where only that is asked for."""
    if config.option.engine == "postgres":
        items[:] = [
            item
            for item in items
            if "[postgres" in item.name
            or "store/postgres" in item.path.as_posix()
            or "new_server_database" in getattr(item, "fixturenames", ())
        ]


def pytest_collection_finish() -> None:
    """Let the collector leave alone what stays to the end: it would go through it all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """A process a core, and one for when others wait (a pty, a carrier, a lock).

    None but this one for a single file, which is done before they start.
    """
    alone = len(config.args) == 1 and ".py" in config.args[0]
    return 0 if alone else (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with the newest schema, to be copied: migrating costs 200 times as much."""
    path = tmp_path_factory.mktemp("template") / "smsdesk.db"
    database = open_database(f"sqlite:///{path}")
    ensure_schema(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def clean_database(pytestconfig: pytest.Config) -> Iterator[CleanDatabase]:
    """This process's database on the PostgreSQL server, to be emptied for each test."""
    _skip_without_server(pytestconfig)
    with postgres.new_database(f"smsdesk_{os.getpid()}") as url:
        database = CleanDatabase(url)
        yield database
        database.close()


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """Which database the firm has: SQLite, and in the legs below the other one too."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def server(engine: str, request: pytest.FixtureRequest) -> str:
    """The URL of an empty database on a server, empty where it shall be a file."""
    if engine == "sqlite":
        return ""
    database: CleanDatabase = request.getfixturevalue("clean_database")
    database.empty()
    return database.url


def _skip_without_server(config: pytest.Config) -> None:
    asked = config.option.engine
    reason = "only SQLite was asked for" if asked == "sqlite" else postgres.why_not()
    if reason:
        pytest.skip(reason)


@pytest.fixture
def new_server_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database on the server in which nothing has been made yet."""
    _skip_without_server(request.config)
    with postgres.new_database(f"smsdesk_new_{os.getpid()}") as url:
        yield url


@pytest.fixture
def firm(template: Path, tmp_path: Path, server: str) -> Iterator[Firm]:
    """A firm with an empty database and nobody at its desk yet."""
    with open_firm(template, tmp_path, server=server) as firm:
        yield firm


@pytest.fixture
def toll_free_firm(template: Path, tmp_path: Path, server: str) -> Iterator[Firm]:
    """A firm that texts from a toll-free number."""
    with open_firm(template, tmp_path, TOLL_FREE_FIRM, server) as firm:
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
