"""Why a contact can or cannot be texted: every rule's verdict, and the history behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.contacts.facts import facts_of_number
from smsdesk.core.contacts.lead_hours import hours_of
from smsdesk.core.read_models.consent import ConsentRow, Evidence, Why
from smsdesk.core.rules.consent_state import EventKind, EventSource
from smsdesk.core.rules.quiet_hours import judge_hours, next_allowed, zone_at
from smsdesk.core.rules.send_rules import CONTACT_RULES, NO_SENDER, judge_contact
from smsdesk.core.rules.wording import LINE_KINDS, quoted, say_day, say_when
from smsdesk.store.tables import contact_events, contacts
from smsdesk.store.times import from_us
from smsdesk.terms import Code, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from smsdesk.core.context import Context
    from smsdesk.core.rules.quiet_hours import LeadHours
    from smsdesk.core.rules.send_rules import ContactFacts
    from smsdesk.store.tables.contact_events import EventRecord

_KINDS = {
    EventKind.OPT_OUT: "opted out",
    EventKind.OPT_IN: "opted in",
    EventKind.QUESTION: "a text that reads like a wish to stop",
    EventKind.QUESTION_DISMISSED: "the text was no opt-out",
    EventKind.AUTO_BLOCK: "auto-blocked",
    EventKind.UNBLOCK: "unblocked",
    EventKind.LANDLINE: "called a landline",
    EventKind.INVALID: "called no valid number",
    EventKind.RECHECK: "looked up again",
    EventKind.REACHED: "reached by a text",
}


def why(context: Context, number: str) -> Why:
    """Return every rule's verdict about a number, with its evidence and its history."""
    has_sender = bool(context.our_number)
    with context.database.read() as connection:
        record = contacts.get(connection, number)
        facts = facts_of_number(connection, number, context.our_number)
        events = contact_events.of_number(connection, number)
        hours = hours_of(context, connection, number)
    verdict = judge_contact(facts, context.zone)
    if not verdict.blocked and not has_sender:
        verdict = Verdict(Code.NO_SENDER, NO_SENDER)
    return Why(
        number=number,
        name=record.name if record else "",
        verdict=verdict,
        rules=(*explain(facts, context.zone, has_sender=has_sender), _quiet_hours(context, hours)),
        history=tuple(event_line(event, context.zone) for event in events),
    )


def explain(facts: ContactFacts, zone: tzinfo, *, has_sender: bool) -> tuple[Evidence, ...]:
    """Return every rule about the contact and the firm's number, with evidence and its SID."""
    sids = {
        Code.OPTED_OUT: facts.opt_out.sid if facts.opt_out else "",
        Code.OPT_OUT_QUESTION: facts.question.sid if facts.question else "",
    }
    shown = []
    for rule in CONTACT_RULES:
        sid = sids.get(rule.code, "")
        evidence = rule.evidence(facts, zone) + (f" ({sid})" if sid else "")
        holds = rule.holds(facts)
        spoken = None if holds else _spoken(rule.code, facts, zone)
        shown.append(Evidence(rule.code, holds, evidence, rule.lift(facts), spoken))
    shown.append(Evidence(Code.NO_SENDER, not has_sender, "", "Set twilio.from_number."))
    return tuple(shown)


def _quiet_hours(context: Context, hours: LeadHours) -> Evidence:
    """Return the hours that hold for a lead, their source, and where the lead is taken to be.

    It is no rule about the contact, and so part of no verdict: it says when, not whether.
    """
    mode = context.config.quiet_hours.mode
    if mode == "off":
        return Evidence(Code.QUIET_HOURS, blocked=False, evidence="Not judged here (off).", lift="")
    said = judge_hours(hours, context.now())
    allowed = next_allowed(hours, context.now()) if said.quiet else None
    until = f"From {allowed.astimezone(zone_at(hours, allowed)):%a %H:%M} on." if allowed else ""
    warns = mode == "warn"
    return Evidence(
        Code.QUIET_HOURS,
        blocked=said.quiet and not warns,
        evidence=said.says,
        lift=until,
        careful=said.quiet and warns,
    )


def _spoken(code: Code, facts: ContactFacts, zone: tzinfo) -> str | None:
    """Return how a person says what a rule stands on that does not hold."""
    if code is Code.NOT_TEXTABLE:
        return ""  # the line has been named one line above
    if code is not Code.LANDLINE or facts.looked_up_at is None:
        return None
    kind = LINE_KINDS.get(facts.line_type, facts.line_type.value)
    return f"{kind}, looked up {say_day(facts.looked_up_at, zone)}"


def event_line(event: EventRecord, zone: tzinfo) -> str:
    """Return when it was, what it was, and what it stands on."""
    kind = _KINDS.get(EventKind(event.kind), event.kind)
    said = f": {quoted(event.evidence)}" if event.evidence else ""
    by = f" by {event.recorded_by}" if event.recorded_by else ""
    sid = f" ({event.sid})" if event.sid else ""
    source = "" if event.source == EventSource.KEYWORD else f" ({event.source})"
    return f"{say_when(from_us(event.happened_at), zone)}  {kind}{source}{said}{by}{sid}"


def consent_list(context: Context) -> Iterator[ConsentRow]:
    """Yield everyone who is opted out, with the evidence, by number."""
    with context.database.read() as connection:
        for name, event in contact_events.opted_out(connection):
            yield ConsentRow(
                number=event.number,
                name=name,
                kind=event.kind,
                source=event.source,
                happened_at=from_us(event.happened_at),
                recorded_at=from_us(event.recorded_at),
                evidence=event.evidence,
                sid=event.sid,
                recorded_by=event.recorded_by,
            )
