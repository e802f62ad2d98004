"""A firm of many agents on a file and on a server, in one run.

    python -m tests.benchmarks.agents [--agents 8 32 128] [--seconds 4]
        [--leads 1000000 --messages 5000000 --folder benchmark-firms]

Every agent is a process (as on the firm's hosts) and works without a pause; each second is as many
texts as the machine can do, not as many as people write. Submits are recorded by the gate; full
sends are recorded, claimed and settled, by a carrier that answers at once. The floor is one bare
row inserted and committed by as many processes on the same engine. Both write to the same disk and
wait for it. Searches are asked in turns of both engines, on the same firm. A far server is the same
one behind a line on which each trip takes as long as is said: the floor is that one trip, so the
ratio is for how many of them all others wait.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import smsdesk.store.postgres.database
import smsdesk.store.schema.migrations.versions
import smsdesk.store.sqlite.database  # noqa: F401 - loaded before the agents are forked
from smsdesk.desk import Desk
from smsdesk.store.database import open_database
from smsdesk.store.schema.ensure import ensure_schema
from tests.world.far_line import far_from
from tests.world.people import ZONE

from .agent_processes import FLOOR_TABLE, agents, config_on
from .changes_seen import seconds_until_seen
from .core import MESSAGE_QUERIES
from .figures import Figure, in_turns, middle, p95, show, write_json
from .generate import Size, generate
from .queries import queries
from .server import fill_from_file, measured_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .agent_processes import Done

ENGINES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
PARTS = ("texts", "changes", "far", "searches")
FAR_AGENTS = 16
WITHIN = 1.0
"""Seconds within which a change is to be seen."""

PAGE = 50
ROUNDS = 3


def main() -> None:
    """Run what is asked for; print rows as they come, the whole table at the end."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.agents", description=__doc__)
    parser.add_argument("--agents", nargs="+", type=int, default=[8, 32, 128])
    parser.add_argument("--seconds", type=float, default=4.0, help="of each piece of work")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--leads", type=int, default=10_000)
    parser.add_argument("--messages", type=int, default=50_000)
    parser.add_argument("--folder", type=Path, default=Path("benchmark-firms"))
    parser.add_argument(
        "--trips", nargs="+", type=float, default=[1, 20], help="ms a trip to a far server takes"
    )
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    found = []
    for figure in _figures(given):
        show([figure])
        found.append(figure)
    show(found)
    if given.json:
        write_json(found, given.json)


def _figures(given: argparse.Namespace) -> Iterator[Figure]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o711)  # the server's user must get through
        server = ""
        if "postgres" in given.engines:
            server = stack.enter_context(measured_server(folder))
        for engine in given.engines if "texts" in given.only else ():
            for count in given.agents:
                with _new_database(engine, server, folder) as (url, floor):
                    yield from _texts(url, floor, ENGINES[engine], count, given.seconds)
        for engine in given.engines if "changes" in given.only else ():
            with _new_database(engine, server, folder) as (url, _floor):
                seen = p95(seconds_until_seen(url)) * 1000
                name = f"a change seen elsewhere, p95, {ENGINES[engine]}"
                yield Figure(name, "", seen, WITHIN * 1000, "ms", 1.0)
        if "far" in given.only and server:
            for trip in given.trips:
                with (
                    _new_database("postgres", server, folder) as (url, floor),
                    far_from(url, trip / 1000) as (_line, far),
                ):
                    yield from _from_afar(far, floor, trip, given.seconds)
        if "searches" in given.only and len(given.engines) == len(ENGINES):
            file = _firm_of(given.folder, given.leads, given.messages)
            with _new_database("postgres", server, folder, empty=True) as (url, _floor):
                fill_from_file(file, url)
                yield from _searches(f"sqlite:///{file}", url, f"{given.leads:,}")


@contextmanager
def _new_database(
    engine: str, server: str, folder: Path, *, empty: bool = False
) -> Iterator[tuple[str, str]]:
    """Give the URL of a new database, with tables unless ``empty``, and of the floor's."""
    if engine == "sqlite":
        with tempfile.TemporaryDirectory(dir=folder) as place:
            url, floor = f"sqlite:///{place}/smsdesk.db", f"sqlite:///{place}/floor.db"
            _make_tables(url)
            yield url, floor
        return
    import psycopg
    from sqlalchemy import make_url

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE firm")
        url = make_url(server).set(database="firm").render_as_string(hide_password=False)
        if not empty:
            _make_tables(url)
            with psycopg.connect(url, autocommit=True) as made:
                made.execute(FLOOR_TABLE.encode())
        yield url, url
        connection.execute("DROP DATABASE firm WITH (FORCE)")


def _make_tables(url: str) -> None:
    database = open_database(url)
    ensure_schema(database)
    database.close()


def _texts(url: str, floor: str, engine: str, count: int, seconds: float) -> Iterator[Figure]:
    with agents(url, floor, count) as at_work:
        bare = at_work.do("floor", seconds)
        for name, done in (
            ("submit", at_work.do("submit", seconds)),
            ("full send", at_work.do("send", seconds)),
        ):
            if done.refused:
                sys.stderr.write(f"{engine}, {count} agents, {name}: {dict(done.refused)}\n")
            yield from _of(f"{name}, {count} agents, {engine}", done, bare)


def _from_afar(url: str, floor: str, trip: float, seconds: float) -> Iterator[Figure]:
    with agents(url, floor, FAR_AGENTS) as at_work:
        for name, done in (
            ("submit", at_work.do("submit", seconds)),
            ("full send", at_work.do("send", seconds)),
        ):
            size = f"{done.rate:.1f}/s"
            title = f"{name}, {FAR_AGENTS} agents, a trip {trip:g} ms, each"
            yield Figure(title, size, 1000 / done.rate if done.rate else 0, trip, "ms", None)


def _of(name: str, done: Done, bare: Done) -> Iterator[Figure]:
    """Yield what each takes of the machine, which the rate stands beside, and what one waits."""
    size = f"{done.rate:.1f}/s"
    yield Figure(f"{name}, each", size, 1000 / done.rate, 1000 / bare.rate, "ms", None)
    for title, part in (("p50", 0.5), ("p99", 0.99)):
        ours, floor = (_quantile(one.seconds, part) * 1000 for one in (done, bare))
        yield Figure(f"{name}, {title}", size, ours, floor, "ms", None)


def _quantile(values: Sequence[float], part: float) -> float:
    return sorted(values)[min(int(len(values) * part), len(values) - 1)]


def _firm_of(folder: Path, leads: int, messages: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder.resolve() / f"{leads}-{messages}.db"
    if not file.exists():
        sys.stderr.write(f"making {file}\n")
        conversations = max(leads // 5, 1)
        generate(file, Size(leads, conversations, messages, max(messages // 50, 1)), seed=1)
    return file


def _searches(here: str, there: str, size: str) -> Iterator[Figure]:
    with (
        Desk.open(config_on(here, "maria"), zone=ZONE) as file,
        Desk.open(config_on(there, "maria"), zone=ZONE) as server,
    ):
        for desk in (file, server):
            desk.conversations.page(limit=1)

        def leads(desk: Desk, query: str) -> Callable[[], object]:
            return lambda: desk.leads.search(query, limit=PAGE)

        def texts(desk: Desk, query: str) -> Callable[[], object]:
            return lambda: desk.threads.search_messages(query, limit=PAGE)

        def rows(desk: Desk, query: str) -> Callable[[], object]:
            return lambda: desk.conversations.page(matching=query, limit=PAGE)

        for name, ask, asked in (
            ("lead search", leads, queries()),
            ("message search", texts, MESSAGE_QUERIES),
            ("list filter", rows, queries()),
        ):
            found = [
                [
                    middle(one) * 1000
                    for one in in_turns(ask(server, query), ask(file, query), rounds=ROUNDS)
                ]
                for query in asked
            ]
            ours, floor = (p95([both[place] for both in found]) for place in (0, 1))
            yield Figure(f"{name} on PostgreSQL, p95, to SQLite's", size, ours, floor, "ms", 4.0)


def _slowest(
    ask: Callable[[Desk, str], Callable[[], object]], asked: Sequence[str], *desks: Desk
) -> list[float]:
    """Return the p95 of each desk over queries, each query at its median, in milliseconds."""
    taken = [in_turns(*(ask(desk, query) for desk in desks), rounds=ROUNDS) for query in asked]
    return [p95([middle(of_all[place]) * 1000 for of_all in taken]) for place in range(len(desks))]


if __name__ == "__main__":
    main()
