"""What was purged, as digests: enough to know it again, and nothing of what it said.

A SID is drawn at random and cannot be told from its digest. A lead's fingerprint and a number can:
whoever has the file may try every number there is (``docs/security.md``).
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import read_rows, write_many
from smsdesk.store.statements import text_with_lists

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy import Connection

SID, LEAD, NUMBER, BEFORE = "sid", "lead", "number", "before"


@dataclass(frozen=True, slots=True)
class PurgedRecord:
    """One thing that was purged.

    Attributes:
        digest: of what it was.
        kind: a text by its SID, a lead, a number with all that was known of it, or all that was
            from before a time.
        until: that time in microseconds, else 0.
    """

    digest: str
    kind: str
    until: int = 0


_ANY = text("SELECT 1 FROM purged LIMIT 1")
_AMONG = text_with_lists("SELECT digest FROM purged WHERE digest IN :digests", "digests")
_ADD = text(
    "INSERT INTO purged (digest, kind, until) VALUES (:digest, :kind, :until)"
    " ON CONFLICT DO NOTHING"
)


def of_sid(sid: str) -> PurgedRecord:
    """Return what stays of a text."""
    return PurgedRecord(_digest(SID, sid), SID)


def of_lead(number: str | None, fingerprint: str) -> PurgedRecord:
    """Return what stays of a signup."""
    return PurgedRecord(_digest(LEAD, number or "", fingerprint), LEAD)


def of_number(number: str) -> PurgedRecord:
    """Return what says that all about a number was purged."""
    return PurgedRecord(_digest(NUMBER, number), NUMBER)


def of_time(before: int) -> PurgedRecord:
    """Return what says that all from before a time, in microseconds, was purged."""
    return PurgedRecord(_digest(BEFORE, str(before)), BEFORE, before)


def add_all(connection: Connection, gone: Iterable[PurgedRecord]) -> None:
    """Write down what has been purged."""
    write_many(connection, _ADD, [(one.digest, one.kind, one.until) for one in gone])


def unknown_among(connection: Connection, told: Sequence[PurgedRecord]) -> list[PurgedRecord]:
    """Return what of that is not written down yet."""
    known = _known(connection, [one.digest for one in told])
    return [one for one in told if one.digest not in known]


def sids_among(connection: Connection, sids: Collection[str]) -> frozenset[str]:
    """Return which texts were purged."""
    if not sids or not read_rows(connection, _ANY):
        return frozenset()
    digests = {of_sid(sid).digest: sid for sid in sids}
    return frozenset(digests[digest] for digest in _known(connection, list(digests)))


def leads_among(
    connection: Connection, signups: Collection[tuple[str | None, str]]
) -> set[tuple[str | None, str]]:
    """Return which signups (number and fingerprint) were purged."""
    if not signups or not read_rows(connection, _ANY):
        return set()
    digests = {of_lead(*signup).digest: signup for signup in signups}
    return {digests[digest] for digest in _known(connection, list(digests))}


def _known(connection: Connection, digests: list[str]) -> frozenset[str]:
    found = read_rows(connection, _AMONG, digests=digests) if digests else []
    return frozenset(digest for (digest,) in found)


def _digest(*parts: str) -> str:
    return blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()
