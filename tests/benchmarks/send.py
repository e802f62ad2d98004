"""Sending through the desk's core against the same HTTP calls and two commits, nothing else.

The floor is what nobody can save: one listing and one creation by the bare twilio client over
httpx, and two commits to SQLite that are on the disk when they end.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from smsdesk.config import DeskConfig
from smsdesk.desk import Desk
from tests.world.people import FIRM

from .carrier import bare_client, config, number, simulated, table

if TYPE_CHECKING:
    from twilio.rest import Client  # type: ignore[import-untyped]

AIM = 1.6
LEADS = 20


def measure(messages: int, folder: Path) -> dict[str, float]:
    """Send in turns through the desk and by hand; return medians in milliseconds."""
    ours: list[float] = []
    floor: list[float] = []
    with (
        simulated(numbers=LEADS, received=LEADS * 8) as url,
        Desk.open(config(url, folder)) as desk,
        closing(sqlite3.connect(folder / "floor.db", isolation_level=None)) as raw,
    ):
        _prepare(raw)
        client = bare_client(url)
        for place in range(messages + LEADS):
            agent = _as_agent(desk, f"agent {place // 10}")
            lead, text = number(place % LEADS), f"See you at seven, {place}"
            began = time.perf_counter()
            result = agent.sending.send(lead, text)
            middle = time.perf_counter()
            _by_hand(client, raw, lead, text)
            ended = time.perf_counter()
            if result.status != "sent":
                raise RuntimeError(f"not sent: {result}")
            ours.append(middle - began)
            floor.append(ended - middle)
        client.http_client.client.close()
    # The first text to each lead reads that lead's whole history: it is left out.
    through, bare = median(ours[LEADS:]), median(floor[LEADS:])
    return {
        "desk_ms": through * 1000,
        "floor_ms": bare * 1000,
        "ratio": through / bare,
        "aim": AIM,
    }


def _as_agent(desk: Desk, agent: str) -> Desk:
    """Let another agent send: each may send ten in a minute."""
    carrier = desk._context.carrier
    config = replace(desk.config, desk=DeskConfig(user=agent, region="US"))
    return Desk(replace(desk._context, connect=lambda: carrier, config=config))


def _prepare(raw: sqlite3.Connection) -> None:
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("CREATE TABLE message (id INTEGER PRIMARY KEY, number TEXT, body TEXT, sid TEXT)")


def _by_hand(client: Client, raw: sqlite3.Connection, lead: str, text: str) -> None:
    raw.execute("INSERT INTO message (number, body) VALUES (?, ?)", (lead, text))
    client.messages.list(to=FIRM, from_=lead, page_size=1000)
    sent = client.messages.create(to=lead, from_=FIRM, body=text)
    raw.execute("UPDATE message SET sid = ? WHERE id = last_insert_rowid()", (sent.sid,))


def main() -> int:
    """Read the options, measure, report."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.send", description=__doc__)
    parser.add_argument("--messages", type=int, default=400)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(options.messages, Path(folder))
    if options.json:
        sys.stdout.write(json.dumps(figures) + "\n")
    else:
        table(
            f"Sending, median of {options.messages}",
            {
                "through the desk": f"{figures['desk_ms']:.2f} ms",
                "bare client and two commits": f"{figures['floor_ms']:.2f} ms",
                "ratio": f"{figures['ratio']:.2f} (at most {AIM})",
            },
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
