"""The JSON shapes that other programs rely on (spec, section 12), each from the core's view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.cli.output import iso_time

if TYPE_CHECKING:
    from smsdesk.core.agents_on_record import AgentOnRecord
    from smsdesk.core.read_models.consent import ConsentRow, OptOutImport, Why
    from smsdesk.core.read_models.conversations import ConversationRow
    from smsdesk.core.read_models.corrections import CorrectedLead
    from smsdesk.core.read_models.leads import (
        ExportedLead,
        FileReading,
        ImportReport,
        LeadHit,
        PastImport,
    )
    from smsdesk.core.read_models.notes import ContactNote
    from smsdesk.core.read_models.sending import OutboxItem, SendResult, SyncReport
    from smsdesk.core.read_models.templates import Template, TemplateImport
    from smsdesk.core.read_models.threads import MessageHit
    from smsdesk.terms import Verdict

Document = dict[str, object]


def send(result: SendResult) -> Document:
    """``send --json``."""
    return {
        "status": str(result.status),
        "code": result.code,
        "message": result.message,
        "message_id": result.message_id,
        "sid": result.sid,
        "to": result.to,
        "segments": result.segments,
    }


def dry_run(verdict: Verdict, number: str, segments: int, filled: str | None = None) -> Document:
    """``send --dry-run --json``: the shape of ``send``, of a text that is nowhere recorded.

    Its status is ``blocked``, ``duplicate``, or ``None`` where the text would go: every other
    word of ``send`` would say that there is a text, which has left or is going to.

    Args:
        filled: what a template came to; ``None`` where the text was given.
    """
    text = {} if filled is None else {"text": filled}
    status = "blocked" if verdict.blocked else None
    if verdict.code == "duplicate":
        status = "duplicate"
    return {
        "status": status,
        "code": str(verdict.code),
        "message": verdict.message,
        "message_id": None,
        "sid": None,
        "to": number,
        "segments": segments,
        **text,
    }


def note(one: ContactNote) -> Document:
    """``note add --json``, and an item of ``note list --json``."""
    return {
        "id": one.note_id,
        "number": one.number,
        "text": one.text,
        "written_at": iso_time(one.written_at),
        "written_by": one.written_by,
    }


def agent(one: AgentOnRecord) -> Document:
    """``agents add --json`` and the like, and an item of ``agents list --json``."""
    return {
        "name": one.name,
        "role": str(one.role),
        "active": one.active,
        "since": iso_time(one.since),
        "changed_by": one.changed_by,
    }


def corrected_lead(lead: CorrectedLead) -> Document:
    """``leads edit --json``."""
    return {
        "number": lead.number,
        "name": lead.name,
        "email": lead.email,
        "place": lead.place,
        "corrections": [
            {
                "field": one.field,
                "before": one.before,
                "after": one.after,
                "corrected_at": iso_time(one.corrected_at),
                "corrected_by": one.corrected_by,
            }
            for one in lead.corrections
        ],
    }


def why(answer: Why) -> Document:
    """``why --json``."""
    return {
        "number": answer.number,
        "sendable": not answer.verdict.blocked,
        "code": str(answer.verdict.code),
        "message": answer.verdict.message,
        "rules": [
            {
                "code": str(rule.code),
                "blocked": rule.blocked,
                "evidence": rule.evidence,
                "lift": rule.lift,
            }
            for rule in answer.rules
        ],
    }


def conversation(row: ConversationRow) -> Document:
    """One of ``conversations list --json``."""
    return {
        "number": row.number,
        "name": row.name,
        "unread": row.unread,
        "last_text": row.last_text,
        "last_direction": str(row.last_direction),
        "last_activity_at": iso_time(row.last_activity_at),
        "code": str(row.code),
        "state": str(row.state),
        "since": iso_time(row.to_answer_since),
        "owner": row.owner,
        "snoozed_until": iso_time(row.snoozed_until),
    }


def lead(hit: LeadHit) -> Document:
    """One of ``leads search --json``, and ``leads add --json``."""
    return {
        "name": hit.name,
        "email": hit.email,
        "phone": hit.phone,
        "event": hit.event,
        "signed_up_at": iso_time(hit.signed_up_at),
        "signups": hit.signups,
        "sendable": hit.sendable,
        "code": str(hit.code),
    }


def lead_import(report: ImportReport) -> Document:
    """``leads import --json``."""
    return {
        "rows": report.rows,
        "imported": report.imported,
        "known": report.known,
        "without_phone": report.without_phone,
        "invalid": {str(reason): count for reason, count in report.invalid.items()},
        "new_contacts": report.new_contacts,
        "lookups": {"queued": report.lookups_queued, "price_usd": report.price_usd},
        "opted_out": report.opted_out,
        "skipped": report.skipped,
        "doubts": [
            {"column": doubt.column, "value": doubt.value, "rows": doubt.rows}
            for doubt in report.doubts
        ],
        "import_id": report.import_id or None,
        "reading": None if report.reading is None else file_reading(report.reading),
    }


def file_reading(reading: FileReading) -> Document:
    """What a lead file was taken for, in ``leads import --json``."""
    return {
        "columns": {target: list(headers) for target, headers in reading.columns.items()},
        "unused": list(reading.unused),
        "opt_out_columns": list(reading.consent),
        "event": reading.event,
        "dates": reading.order,
        "first": [
            {
                "name": lead.name,
                "email": lead.email,
                "number": lead.number,
                "event": lead.event,
                "signed_up_at": iso_time(lead.signed_up_at),
                "opted_out": lead.opted_out,
                "problem": lead.reason,
            }
            for lead in reading.first
        ],
    }


def past_import(one: PastImport) -> Document:
    """One of ``leads imports --json``."""
    return {
        "id": one.id,
        "file": one.file,
        "agent": one.agent,
        "started_at": iso_time(one.started_at),
        "ended_at": iso_time(one.ended_at),
        "rows": one.rows,
        "leads": one.leads,
        "undone_at": iso_time(one.undone_at),
    }


def exported_lead(lead: ExportedLead) -> Document:
    """One of ``leads export --json``."""
    return {
        "name": lead.name,
        "email": lead.email,
        "number": lead.number,
        "event": lead.event,
        "signed_up_at": iso_time(lead.signed_up_at),
        "problem": lead.problem,
    }


LEAD_COLUMNS = (
    "source id", "name", "first name", "email", "phone", "event", "signed up at", "state", "zip",
    "country", "problem",
)  # fmt: skip
"""The columns of ``leads export --format csv``: headers that an import knows."""


def lead_cells(lead: ExportedLead) -> tuple[str, ...]:
    """Return a row of ``leads export --format csv``."""
    return (
        lead.source_id, lead.name, lead.first_name, lead.email, lead.number or lead.phone,
        lead.event, iso_time(lead.signed_up_at) or "", lead.state, lead.zip, lead.country,
        lead.problem,
    )  # fmt: skip


def sync(report: SyncReport) -> Document:
    """``sync --json``."""
    return {
        "received": report.received,
        "status_updates": report.status_updates,
        "consent_changes": report.consent_changes,
        "transmitted": report.transmitted,
        "settled": report.settled,
        "looked_up": report.looked_up,
    }


def waiting(item: OutboxItem) -> Document:
    """One of ``outbox --json``."""
    return {
        "id": item.message_id,
        "number": item.number,
        "name": item.name,
        "body": item.body,
        "status": str(item.status),
        "reason": item.reason,
        "created_at": iso_time(item.created_at),
        "retry_at": iso_time(item.retry_at),
        "leaves_at": iso_time(item.leaves_at),
        "sent_by": item.sent_by,
    }


def found_message(hit: MessageHit) -> Document:
    """One of ``search --json``."""
    return {
        "id": hit.message_id,
        "number": hit.number,
        "name": hit.name,
        "direction": str(hit.direction),
        "body": hit.text,
        "created_at": iso_time(hit.happened_at),
    }


def template(one: Template) -> Document:
    """One of ``templates list --json``; ``templates show``, ``add``, ``edit``, ``remove``."""
    return {
        "name": one.name,
        "text": one.text,
        "fields": list(one.fields),
        "changed_at": iso_time(one.changed_at),
        "changed_by": one.changed_by,
    }


def template_import(done: TemplateImport) -> Document:
    """``templates import --json``: names."""
    return {
        "added": list(done.added),
        "changed": list(done.changed),
        "unchanged": list(done.unchanged),
    }


def opt_out_import(done: OptOutImport) -> Document:
    """``optout import --json``."""
    return {
        "recorded": done.recorded,
        "known": done.known,
        "opted_in_since": done.opted_in_since,
        "unreadable": [{"line": line, "reason": reason} for line, reason in done.unreadable],
        "not_opted_out": done.spared,
        "columns": {what: list(headers) for what, headers in done.columns.items()},
    }


OPT_OUT_COLUMNS = (
    "number",
    "name",
    "kind",
    "source",
    "happened_at",
    "recorded_at",
    "evidence",
    "sid",
    "recorded_by",
)


def opt_out(row: ConsentRow) -> Document:
    """One of ``optout list --json``, and a row of ``optout export``."""
    times = {name: iso_time(getattr(row, name)) for name in ("happened_at", "recorded_at")}
    return {name: times.get(name, getattr(row, name)) for name in OPT_OUT_COLUMNS}
