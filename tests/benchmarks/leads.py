"""Signups, contacts and search cards of a generated firm."""

from __future__ import annotations

import random
from array import array
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from smsdesk.core.contacts.facts import facts_of
from smsdesk.core.leads.search_cards import name_words, search_words
from smsdesk.core.rules.send_rules import contact_code
from smsdesk.store.sqlite.search_cards import indexed
from smsdesk.store.tables.contact_record import ContactRecord
from smsdesk.store.tables.leads import LeadRecord

from .people import people

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from .people import Person

NOW = 1_795_000_000_000_000
"""When the firm is looked at: 18 November 2026, in microseconds."""

YEAR = 365 * 86_400_000_000
SECOND = 1_000_000

_LEAD_COLUMNS = LeadRecord._fields
_INSERT_LEAD = (
    f"INSERT INTO lead ({', '.join(_LEAD_COLUMNS)}) VALUES ({', '.join('?' * len(_LEAD_COLUMNS))})"
)
_CONTACT_COLUMNS = (
    "number", "name", "also_known_as", "signups", "newest_lead_id", "line_type", "looked_up_at",
    "invalid_reason", "invalid_at", "consent", "consent_event_id", "filtered_in_row",
    "auto_blocked_at", "inbound_complete_at",
)  # fmt: skip
_INSERT_CONTACT = (
    f"INSERT INTO contact ({', '.join(_CONTACT_COLUMNS)})"
    f" VALUES ({', '.join('?' * len(_CONTACT_COLUMNS))})"
)
_INSERT_EVENT = (
    "INSERT INTO contact_event (id, number, kind, source, happened_at, recorded_at, evidence)"
    " VALUES (?, ?, 'opt_out', 'keyword', ?, ?, 'STOP')"
)
_INSERT_CARD = (
    "INSERT INTO card (rank, number, lead_id, signups, code, words) VALUES (?, ?, ?, ?, ?, ?)"
)
_INDEX = tuple(
    f"INSERT INTO {table} (rowid, words)"
    f" SELECT rank, indexed(words) FROM card WHERE (code = 'ok') = {sendable} ORDER BY rank"
    for table, sendable in (("card_sendable", 1), ("card_left_out", 0))
)
_TOGETHER = 20_000


@dataclass(slots=True)
class _Places:
    """Which signup row comes when: ids are in the order of time, people are not."""

    ids: array[int]
    taken: int = 0

    def take(self, count: int) -> list[int]:
        """Return the next rows' ids, newest first."""
        found = sorted(self.ids[self.taken : self.taken + count], reverse=True)
        self.taken += len(found)
        return found


def fill_contacts(connection: sqlite3.Connection, leads: int, seed: int) -> list[str]:
    """Write the signups and all that hangs on them; return the contacts' numbers."""
    ids = list(range(1, leads + 1))
    random.Random(seed).shuffle(ids)
    dice = random.Random(seed + 2)
    places = _Places(array("q", ids))
    ranks: set[int] = set()
    numbers: list[str] = []
    crowd = people(seed)
    while places.taken < leads:
        rows: dict[str, list[tuple[object, ...]]] = {
            statement: []
            for statement in (_INSERT_CONTACT, _INSERT_EVENT, _INSERT_LEAD, _INSERT_CARD)
        }
        for person in islice(crowd, _TOGETHER):
            mine = places.take(person.signups)
            if not mine:
                break
            signups = list(_signups(person, mine, leads))
            contact = (
                _contact(dice, person, signups, rows[_INSERT_EVENT]) if person.number else None
            )
            if contact is not None:
                numbers.append(person.number)
                rows[_INSERT_CONTACT].append(
                    tuple(getattr(contact, column) for column in _CONTACT_COLUMNS)
                )
            rows[_INSERT_LEAD].extend(signups)
            rows[_INSERT_CARD].extend(_cards(contact, signups, ranks))
        for statement, values in rows.items():
            connection.executemany(statement, values)
    connection.create_function("indexed", 1, indexed, deterministic=True)
    for statement in _INDEX:
        connection.execute(statement)
    return numbers


def _signups(person: Person, ids: list[int], leads: int) -> Iterator[LeadRecord]:
    for place, lead_id in enumerate(ids):
        at = NOW - 3 * YEAR + 3 * YEAR * lead_id // (leads + 1)
        at -= at % SECOND
        yield LeadRecord(
            id=lead_id,
            fingerprint=f"generated {lead_id}",
            source_id="",
            name=person.older_name if place and person.older_name else person.name,
            email=person.email,
            phone=person.phone,
            problem=person.problem,
            number=person.number or None,
            event=f"Webinar {lead_id * 400 // (leads + 1) + 1}",
            signed_up_at=at,
            imported_at=at + 3600 * SECOND,
        )


def _contact(
    dice: random.Random,
    person: Person,
    signups: list[LeadRecord],
    opt_outs: list[tuple[object, ...]],
) -> ContactRecord:
    newest = signups[0].signed_up_at or 0
    facts: dict[str, object] = {"line_type": "mobile", "looked_up_at": newest + 3660 * SECOND}
    fate = dice.random()
    if fate < 0.03:
        happened = newest + 7200 * SECOND
        opt_outs.append((newest_event := signups[0].id, person.number, happened, happened))
        facts |= {
            "consent": "out",
            "consent_event_id": newest_event,
            "consent_source": "keyword",
            "consent_happened_at": happened,
        }
    elif fate < 0.09:
        facts |= {"line_type": "landline"}
    elif fate < 0.095:
        facts |= {"filtered_in_row": 3, "auto_blocked_at": newest + 7200 * SECOND}
    elif fate < 0.10:
        facts |= {"invalid_reason": "the carrier does not know it", "invalid_at": newest}
    elif fate < 0.15:
        facts = {}
    older = next((lead.name for lead in signups if lead.name != person.name), "")
    return ContactRecord(
        number=person.number,
        name=person.name,
        also_known_as=older,
        signups=len(signups),
        newest_lead_id=signups[0].id,
        inbound_complete_at=NOW,
        **facts,  # type: ignore[arg-type]  # columns of the record, by name
    )


def _cards(
    contact: ContactRecord | None, signups: list[LeadRecord], ranks: set[int]
) -> Iterator[tuple[object, ...]]:
    shown = signups[:1] if contact is not None else signups
    for lead in shown:
        rank = lead.signed_up_at or lead.imported_at
        while rank in ranks:
            rank += 1
        ranks.add(rank)
        if contact is None:
            code = "no_phone" if lead.problem == "no_phone" else "invalid_phone"
            yield rank, None, lead.id, 1, code, search_words(None, "", name_words([lead]))
        else:
            words = search_words(contact.number, "", name_words(signups))
            code = contact_code(facts_of(contact)).value
            yield rank, contact.number, lead.id, len(signups), code, words
