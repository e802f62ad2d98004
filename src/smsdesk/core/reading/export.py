"""Threads as files: JSON for scripts, CSV for spreadsheets, text for mail, HTML for print.

Threads are written as they come, message by message, so exporting all of them takes no more
memory than one message. What programs read is in UTC and holds
every text as it came, what people read is in the desk's zone and display text.
"""

from __future__ import annotations

import csv
import json
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, Any, Literal, TextIO

from smsdesk.core.reading.export_html import html_pieces
from smsdesk.core.reading.export_text import ThreadOut, text_pieces
from smsdesk.csv_formulas import guarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from smsdesk.core.read_models.threads import Bubble, ThreadHead

Format = Literal["json", "csv", "txt", "html"]

_CSV_COLUMNS = (
    "number",
    "name",
    "id",
    "direction",
    "body",
    "status",
    "sid",
    "error_code",
    "segments",
    "created_at",
    "sent_by",
    "local_time",
)


def export_thread(
    head: ThreadHead,
    bubbles: Iterable[Bubble],
    format: Format,  # noqa: A002 - the command line's own word for it
    out: TextIO,
    *,
    zone: tzinfo,
) -> None:
    """Write one thread; in JSON that is one object, as ``conversations show --json`` prints it.

    Args:
        head: what stands over the messages.
        bubbles: the messages, oldest first; they are read once, one at a time.
        format: how to write it.
        out: where to. Its encoding is its owner's affair: Excel wants a CSV in ``utf-8-sig``.
        zone: what the times that people read are in.
    """
    if format == "json":
        out.writelines(_json_thread(head, bubbles))
        out.write("\n")
    else:
        export_threads([(head, bubbles)], format, out, zone=zone)


def export_threads(
    threads: Iterable[ThreadOut],
    format: Format,  # noqa: A002 - the command line's own word for it
    out: TextIO,
    *,
    zone: tzinfo,
) -> None:
    """Write many threads; in JSON that is a list of objects. Arguments as ``export_thread``."""
    if format == "csv":
        _write_csv(threads, out, zone)
    elif format == "json":
        out.writelines(_json_threads(threads))
    elif format == "html":
        out.writelines(html_pieces(threads, zone))
    else:
        out.writelines(text_pieces(threads, zone))


def message_document(bubble: Bubble) -> dict[str, Any]:
    """Return one message as ``conversations show --json`` gives it (spec, section 12)."""
    document = {
        "id": bubble.message_id,
        "direction": bubble.direction.value,
        "body": bubble.text,
        "status": bubble.status.value,
        "sid": bubble.sid or None,
        "error_code": bubble.error_code,
        "segments": bubble.segments,
        "created_at": bubble.happened_at.astimezone(UTC).isoformat(),
        "sent_by": bubble.sent_by or None,
    }
    if bubble.leaves_at is not None:
        document["leaves_at"] = bubble.leaves_at.astimezone(UTC).isoformat()
    if bubble.sent_at_night:
        document["sent_at_night"] = bubble.sent_at_night
    return document


def _json_thread(head: ThreadHead, bubbles: Iterable[Bubble]) -> Iterator[str]:
    fields = {"number": head.number, "name": head.name, "signups": len(head.signups)}
    yield json.dumps(fields)[:-1] + ', "messages": ['
    between = "\n"
    for bubble in bubbles:
        yield between + json.dumps(message_document(bubble))
        between = ",\n"
    yield "]}"


def _json_threads(threads: Iterable[ThreadOut]) -> Iterator[str]:
    yield "["
    between = ""
    for head, bubbles in threads:
        yield between
        yield from _json_thread(head, bubbles)
        between = ",\n"
    yield "]\n"


def _write_csv(threads: Iterable[ThreadOut], out: TextIO, zone: tzinfo) -> None:
    # A text stream makes the platform's own line end of "\n".
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_CSV_COLUMNS)
    for head, bubbles in threads:
        for bubble in bubbles:
            message = message_document(bubble)
            message |= {"number": head.number, "name": head.name}
            message["local_time"] = f"{bubble.happened_at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
            cells = ("" if message[name] is None else str(message[name]) for name in _CSV_COLUMNS)
            writer.writerow(map(guarded, cells))
