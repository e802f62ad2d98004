"""One lead comes in by hand: kept as one from a file is, none twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.contacts import consent
from smsdesk.core.contacts.facts import facts_of_number
from smsdesk.core.context import writing
from smsdesk.core.leads.lead_row import LeadRow
from smsdesk.core.leads.preparing import read_lead
from smsdesk.core.leads.storing import keep
from smsdesk.core.read_models.leads import AddedLead, LeadHit
from smsdesk.core.rules.numbers import expect_one
from smsdesk.core.rules.phone import Phone, national, problem_words, read_phone
from smsdesk.core.rules.send_rules import contact_code
from smsdesk.core.spreadsheets.phone_cells import read_cell
from smsdesk.store.tables import contacts, leads
from smsdesk.terms import Code, PhoneProblem
from smsdesk.text import clip

if TYPE_CHECKING:
    from datetime import datetime

    from smsdesk.core.context import Context
    from smsdesk.core.spreadsheets.phone_cells import CellPhones


def add_lead(
    context: Context,
    *,
    name: str,
    phone: str,
    email: str,
    event: str,
    signed_up_at: datetime | None,
) -> AddedLead:
    """Take in one lead; one whose phone is no number is kept with the reason.

    A remark beside the number is read as in a file: it may forbid texts.

    Raises:
        NotANumber: several phones are given.
    """
    expect_one(phone)
    cell = read_cell(phone.strip(), context.region)
    read = _own_phone(cell, phone, context.region)
    row = LeadRow(0, name, email, phone, read, event, signed_up_at, "")
    with writing(context) as work:
        if cell.forbids and read.number:
            said = f'the phone reads "{clip(phone, 80)[0]}"'
            consent.opt_out_by_list(work, read.number, None, said, context.agent)
        kept = keep(work, [read_lead(row, work.now_us)])
        if kept.new_contacts and context.config.lookup.enabled:
            contacts.change(work.connection, read.number, lookup_due_at=work.steady_us)
    return AddedLead(_hit(context, row, read), is_new=bool(kept.fresh))


def _own_phone(cell: CellPhones, phone: str, region: str) -> Phone:
    own = [one.phone for one in cell.phones if one.own]
    if not own:
        return Phone("", PhoneProblem.NONE_ON_FILE)
    usable = (one for one in own if one.problem is None)
    return next(usable, None) or read_phone(phone, region)


def _hit(context: Context, row: LeadRow, read: Phone) -> LeadHit:
    code, reason, signups = Code.OK, "", 1
    if read.problem is not None:
        none = read.problem is PhoneProblem.NONE_ON_FILE
        code, reason = Code.NO_PHONE if none else Code.INVALID_PHONE, problem_words(read.problem)
    else:
        with context.database.read() as connection:
            code = contact_code(facts_of_number(connection, read.number, context.our_number))
            signups = len(leads.of_number(connection, read.number))
    return LeadHit(
        name=row.name,
        email=row.email,
        phone=read.number or row.phone,
        display_phone=national(read.number, context.region) if read.number else row.phone,
        number=read.number,
        event=row.event,
        signed_up_at=row.signed_up_at,
        signups=signups,
        code=code,
        reason=reason,
    )
