"""The comparison: the carrier's books, the database and what the agents meant, side by side."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from smsdesk.carrier.simulator import Selection
from smsdesk.core.rules.keywords import Keyword, read_keyword
from smsdesk.core.rules.segments import body_key

from .orders import database_url, read_journal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from smsdesk.carrier.simulator.entries import Entry

    from .world import World

FETCH_AGE = 12.0
"""Seconds before a text by which its number's inbound texts must have been asked for: the fetch
itself may take 3, another process may hold the database for 5."""

MINUTE = 60_000_000


@dataclass
class Findings:
    """What the comparison found.

    Attributes:
        losses: meant and recorded nowhere, or received and not taken in.
        doubles: recorded or sent more than once.
        breaches: any other rule that did not hold.
        counts: what there was, for the report.
    """

    losses: list[str] = field(default_factory=list)
    doubles: list[str] = field(default_factory=list)
    breaches: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def clean(self) -> bool:
        """Whether nothing was lost, doubled or breached."""
        return not (self.losses or self.doubles or self.breaches)


Row = Mapping[str, Any] | sqlite3.Row
"""A row by the names of its columns."""


def rows(folder: Path, statement: str) -> Sequence[Row]:
    """Return rows of the firm's database."""
    url = database_url(folder)
    if not url.startswith("sqlite:"):
        return _rows_of_server(url, statement)
    with closing(sqlite3.connect(folder / "smsdesk.db")) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute(statement).fetchall()


def _rows_of_server(url: str, statement: str) -> Sequence[Row]:
    import psycopg
    from psycopg.rows import dict_row

    with psycopg.connect(url, row_factory=dict_row) as connection:
        return connection.execute(statement.encode()).fetchall()


def compare(folder: Path, world: World, trouble: Sequence[str]) -> Findings:
    """Compare everything with everything."""
    findings = Findings(breaches=list(trouble))
    told, _more = world.ledger.select(Selection(), limit=len(world.ledger) + 1)
    entries = list(reversed(told))
    messages = rows(folder, "SELECT * FROM message ORDER BY id")
    ours = [row for row in messages if row["direction"] == "outbound" and row["sent_by"]]
    journal = list(read_journal(folder / "journal"))

    _every_meant_message_is_recorded_once(findings, journal, ours)
    _the_carrier_has_what_the_database_says(findings, entries, messages, world.elsewhere)
    _every_open_message_is_settled(findings, ours)
    _nothing_left_after_a_stop(findings, entries, world)
    _messages_left_in_order(findings, entries, ours, world.carrier.late)
    _nobody_was_too_fast(findings, ours)
    findings.breaches.extend(_integrity(folder))

    counts = findings.counts
    counts.update(row["status"] for row in ours)
    counts["recorded"] = len(ours)
    counts["inbound"] = sum(entry.inbound for entry in entries)
    counts["left"] = sum(not entry.inbound for entry in entries) - len(world.elsewhere)
    counts["elsewhere"] = len(world.elsewhere)
    counts.update(
        f"journal: {line.get('code') or line['error']}" for line in journal if "will" not in line
    )
    return findings


def _integrity(folder: Path) -> Iterator[str]:
    """Yield what is wrong with the file; a server checks keys by itself, at every statement."""
    if database_url(folder).startswith("sqlite:"):
        for check in ("integrity_check", "foreign_key_check"):
            found = [tuple(row) for row in rows(folder, f"PRAGMA {check}")]
            yield from (f"{check}: {row}" for row in found if row != ("ok",))


def _every_meant_message_is_recorded_once(
    findings: Findings, journal: Iterable[dict[str, Any]], ours: Sequence[Row]
) -> None:
    """Between what was certainly recorded and what may have been when the process was killed."""
    begun: Counter[tuple[str, str]] = Counter()
    ended: Counter[tuple[str, str]] = Counter()
    recorded: Counter[tuple[str, str]] = Counter()
    for line in journal:
        if "will" in line:
            begun[tuple(line["will"])] += 1
        elif "did" in line:
            ended[tuple(line["did"])] += 1
            recorded[tuple(line["did"])] += line["status"] in ("queued", "planned")
    stored = Counter((row["number"], row["body"]) for row in ours)
    for key in begun.keys() | stored.keys():
        cut_off = begun[key] - ended[key]
        if stored[key] < recorded[key]:
            findings.losses.append(f"recorded {recorded[key]} times, stored {stored[key]}: {key}")
        if stored[key] > recorded[key] + cut_off:
            findings.doubles.append(f"meant {recorded[key]} times, stored {stored[key]}: {key}")


def _the_carrier_has_what_the_database_says(
    findings: Findings,
    entries: Sequence[Entry],
    messages: Sequence[Row],
    elsewhere: set[str],
) -> None:
    by_sid = {row["sid"]: row for row in messages if row["sid"]}
    for entry in entries:
        row = by_sid.pop(entry.sid, None)
        what = f"{entry.sid} to {entry.to} from {entry.sender}: {entry.body!r}"
        if row is None:
            findings.losses.append(f"the carrier has it, the database has not: {what}")
        elif (row["number"], body_key(row["body"])) != (
            entry.sender if entry.inbound else entry.to,
            body_key(entry.body),
        ):
            findings.breaches.append(f"told as another text, {row['body']!r}: {what}")
        elif not entry.inbound and bool(row["sent_by"]) == (entry.sid in elsewhere):
            findings.doubles.append(f"left without a message of its own: {what}")
        elif not entry.inbound and row["status"] != _last_status(entry):
            findings.breaches.append(f"stands as {row['status']}: {what}")
    findings.breaches.extend(f"the carrier does not know {sid}" for sid in by_sid)


def _last_status(entry: Entry) -> str:
    status = entry.stage(entry.arrives + 1).status
    return status if status in ("delivered", "undelivered", "failed") else "sent"


def _every_open_message_is_settled(findings: Findings, ours: Iterable[Row]) -> None:
    for row in ours:
        if not row["settled"]:
            findings.breaches.append(f"message {row['id']} is still {row['status']}")
        gone = row["status"] in ("sent", "delivered", "undelivered")
        if gone != bool(row["sid"]):
            findings.breaches.append(f"message {row['id']}: {row['status']}, SID {row['sid']}")


def _nothing_left_after_a_stop(findings: Findings, entries: Sequence[Entry], world: World) -> None:
    """Whoever lets a text leave has asked for that number's texts just before, and kept to them."""
    consent: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for entry in entries:
        keyword = read_keyword(entry.body) if entry.inbound else None
        if keyword is not None:
            consent[entry.sender].append((entry.created, keyword is Keyword.OPT_OUT))
    for entry in entries:
        if entry.inbound or entry.sid in world.elsewhere:
            continue
        left = world.carrier.late.get(entry.sid, entry.created)
        asked = [
            shown for at, shown in world.carrier.fetches[entry.to] if left - FETCH_AGE <= at <= left
        ]
        if not asked:
            findings.breaches.append(f"{entry.sid} left without a look at what {entry.to} texts")
            continue
        said = [out for at, out in consent[entry.to] if at < min(asked)]
        meanwhile = [out for at, out in consent[entry.to] if min(asked) <= at <= left]
        if said and said[-1] and all(meanwhile):
            findings.breaches.append(f"{entry.sid} left although {entry.to} has opted out")


def _messages_left_in_order(
    findings: Findings,
    entries: Sequence[Entry],
    ours: Iterable[Row],
    late: Mapping[str, float],
) -> None:
    # A text with a time of its own holds nothing back, and leaves at that time.
    order = {row["sid"]: row["id"] for row in ours if row["sid"] and row["planned_at"] is None}
    newest: dict[str, int] = {}
    for entry in entries:
        place = order.get(entry.sid)
        if place is None or entry.sid in late:
            continue
        if place < newest.get(entry.to, 0):
            findings.breaches.append(f"message {place} left after message {newest[entry.to]}")
        newest[entry.to] = max(place, newest.get(entry.to, 0))


def _nobody_was_too_fast(findings: Findings, ours: Iterable[Row]) -> None:
    written: dict[str, list[int]] = defaultdict(list)
    for row in ours:
        if row["planned_at"] is not None:  # it counts from its own time on, whenever that is
            continue
        times = written[row["sent_by"]]
        times.append(row["recorded_at"])
        if len(times) > 10 and times[-1] - times[-11] < MINUTE:
            findings.breaches.append(f"{row['sent_by']} sent 11 within a minute: {row['id']}")
