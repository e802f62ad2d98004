"""A lead's name, e-mail, phone and place corrected; the first values stay on record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from smsdesk.core.context import writing
from smsdesk.core.read_models.corrections import CorrectedLead, Correction
from smsdesk.core.rules.numbers import checked_number, parse_number
from smsdesk.core.rules.phone import national
from smsdesk.errors import DeskError
from smsdesk.storable_text import storable
from smsdesk.store.tables import contact_notes, contacts, conversations, lead_corrections, leads
from smsdesk.store.tables.lead_corrections import CorrectionRecord
from smsdesk.store.times import from_us

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smsdesk.core.context import Context, Writing
    from smsdesk.store.database import Connection
    from smsdesk.store.tables.leads import LeadRecord

LONGEST: Final = 200
"""Characters of a name, an e-mail or a place that is typed."""

_ZIP: Final = re.compile(r"(?<!\d)\d{5}(?:-\d{4})?(?!\d)")
_FOLLOWS: Final = frozenset({"number", "first_name", "problem"})
"""Columns that follow another one, whose correction says all."""


class CannotCorrectError(DeskError):
    """What cannot be corrected so; ``str()`` says why, and what to do."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a lead shall be called from now on; ``None`` leaves a value as it is.

    Attributes:
        phone: in any form of writing.
        place: a US state, a ZIP, or both; empty for none.
    """

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    place: str | None = None


def correct_lead(context: Context, number: str, corrected: Corrected) -> CorrectedLead:
    """Correct what is known of a lead, in one transaction; return how it stands then.

    The newest signup gets the new value, and with it every other that says the same as it did;
    phone and place are the person's own, so all signups get them. With the phone the notes go to
    the new number; texts and consent stay with the number that they are about.

    Raises:
        NotANumber: ``number`` is not in E.164, or the new phone is none.
        CannotCorrectError: there is no such lead, nothing to correct, or the phone is another's.
    """
    checked_number(number)
    with writing(context) as work:
        signups = leads.of_number(work.connection, number)
        if not signups:
            raise CannotCorrectError(
                f"{number} is no lead: smsdesk leads add --phone {number} makes one of it"
            )
        after = number
        if corrected.phone is not None:
            after = _new_number(context, work.connection, number, corrected.phone)
        changes = {one.id: _changes(one, signups[0], corrected, after) for one in signups}
        if not any(changes.values()):
            raise CannotCorrectError("nothing is corrected: that is what is on record already")
        _write(context, work, number, signups, changes)
        if after != number:
            _move(context, work, number, after)
        work.touch(number)
        work.touch(after)
    with context.database.read() as connection:
        return _read(context, connection, after)


def corrections_of(connection: Connection, number: str) -> tuple[Correction, ...]:
    """Return what was corrected of a contact's signups, newest first, each correction once."""
    found = lead_corrections.of_number(connection, number)
    return tuple(dict.fromkeys(_correction(one) for one in found if one.field not in _FOLLOWS))


def place_of(lead: LeadRecord) -> str:
    """Return a signup's state and ZIP as one reads them."""
    return " ".join(filter(None, (lead.state, lead.zip)))


def _new_number(context: Context, connection: Connection, number: str, phone: str) -> str:
    def is_known(one: str) -> bool:
        return bool(contacts.existing(connection, [one]))

    after = parse_number(phone, context.region, is_known=is_known)
    if after == context.our_number:
        raise CannotCorrectError(f"{after} is the firm's own number: give the lead's")
    others = leads.of_number(connection, after) if after != number else []
    if others:
        whose = others[0].name or "another lead"
        shown = national(after, context.region)
        raise CannotCorrectError(
            f"{shown} is {whose}'s already: give another number, or correct that lead first"
            f" (smsdesk leads edit {after} --phone ...)"
        )
    return after


def _changes(
    lead: LeadRecord, newest: LeadRecord, corrected: Corrected, number: str
) -> dict[str, str]:
    """Return the columns of a signup that change, with their new values."""
    wanted: dict[str, str] = {}
    if corrected.name is not None and lead.name == newest.name:
        wanted["name"] = _line("name", corrected.name)
        if wanted["name"] != lead.name:
            wanted["first_name"] = ""  # it was the wrong name's
    if corrected.email is not None and lead.email == newest.email:
        wanted["email"] = _line("e-mail", corrected.email)
    if corrected.place is not None:
        wanted["state"], wanted["zip"] = _state_and_zip(_line("place", corrected.place))
    if corrected.phone is not None and number != lead.number:
        wanted |= {"phone": _line("phone", corrected.phone), "number": number, "problem": ""}
    return {field: value for field, value in wanted.items() if value != getattr(lead, field)}


def _line(what: str, value: str) -> str:
    text = " ".join(storable(value).text.split())
    if len(text) > LONGEST:
        raise CannotCorrectError(f"the {what} is longer than {LONGEST} characters")
    return text


def _state_and_zip(place: str) -> tuple[str, str]:
    found = _ZIP.search(place)
    if found is None:
        return place, ""
    rest = f"{place[: found.start()]} {place[found.end() :]}"
    return " ".join(rest.replace(",", " ").split()), found[0]


def _write(
    context: Context,
    work: Writing,
    number: str,
    signups: Sequence[LeadRecord],
    changes: Mapping[int, Mapping[str, str]],
) -> None:
    by_id = {one.id: one for one in signups}
    lead_corrections.add_all(
        work.connection,
        [
            CorrectionRecord(
                lead_id=lead_id,
                number=number,
                fingerprint=by_id[lead_id].fingerprint,
                field=field,
                before=getattr(by_id[lead_id], field) or "",
                after=value,
                corrected_at=work.now_us,
                corrected_by=context.agent,
            )
            for lead_id, changed in changes.items()
            for field, value in changed.items()
        ],
    )
    if any("number" in changed for changed in changes.values()):
        contacts.ensure(work.connection, next(c["number"] for c in changes.values() if c))
    for lead_id, changed in changes.items():
        if changed:
            leads.correct(work.connection, lead_id, changed)


def _move(context: Context, work: Writing, before: str, after: str) -> None:
    """Let what is about the person follow them to their number."""
    contact_notes.move(work.connection, before, after)
    conversations.touch(work.connection, before, work.revision)
    record = contacts.get(work.connection, after)
    if context.config.lookup.enabled and record is not None and record.looked_up_at is None:
        contacts.change(work.connection, after, lookup_due_at=work.steady_us)


def _read(context: Context, connection: Connection, number: str) -> CorrectedLead:
    newest = leads.of_number(connection, number)[0]
    return CorrectedLead(
        number=number,
        name=newest.name,
        email=newest.email,
        phone=national(number, context.region),
        place=place_of(newest),
        corrections=corrections_of(connection, number),
    )


def _correction(record: CorrectionRecord) -> Correction:
    return Correction(
        field=record.field,
        before=record.before,
        after=record.after,
        corrected_at=from_us(record.corrected_at),
        corrected_by=record.corrected_by,
    )
