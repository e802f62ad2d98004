"""A thread as one page of HTML that needs nothing else, to be read, sent on or printed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from smsdesk.core.reading.export_text import ThreadOut, day_title, heading, outcome, seen, speaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from smsdesk.core.read_models.threads import Bubble, ThreadHead

# The policy keeps the page from loading or running anything, should a body ever get past the
# escaping.
_TOP = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Text messages</title>
<style>
body { font: 15px/1.45 system-ui, sans-serif; color: #1b1b1b; max-width: 42rem; margin: 2rem auto;
  padding: 0 1rem; }
h1 { font-size: 1.3rem; margin: 0; }
header p, .meta { color: #5a5a5a; margin: 0; }
h2 { font-size: 0.85rem; font-weight: 600; text-align: center; margin: 1.5rem 0 0.5rem; }
.message { max-width: 80%; width: fit-content; margin: 0.5rem 0; padding: 0.45rem 0.75rem;
  border: 1px solid #c9c9c9; border-radius: 0.6rem; overflow-wrap: anywhere; }
.outbound { margin-left: auto; background: #e9f1fb; border-color: #b3cdec; }
.failed, .undelivered, .not_sent { background: #fdeceb; border-color: #d8827b; }
.meta { font-size: 0.8rem; }
.body { margin: 0; white-space: pre-wrap; }
article + article { margin-top: 3rem; border-top: 2px solid #c9c9c9; padding-top: 1.5rem; }
@media print {
  body { max-width: none; margin: 0; font-size: 11pt; }
  .message { break-inside: avoid; }
  h2 { break-after: avoid; }
  article + article { break-before: page; border: 0; margin: 0; padding: 0; }
}
</style>
</head>
<body>
"""

_BOTTOM = "</body>\n</html>\n"


def html_pieces(threads: Iterable[ThreadOut], zone: tzinfo) -> Iterator[str]:
    """Write threads as one page, one piece per message; on paper each begins a new sheet."""
    yield _TOP
    for head, bubbles in threads:
        title, *lines = heading(head)
        yield f'<article>\n<header>\n<h1 dir="auto">{escape(title)}</h1>\n'
        yield from (f'<p dir="auto">{escape(line)}</p>\n' for line in lines)
        yield "</header>\n"
        day = ""
        for bubble in bubbles:
            begun = day_title(bubble.happened_at.astimezone(zone))
            if begun != day:
                day = begun
                yield f"<h2>{day}</h2>\n"
            yield _message(head, bubble, zone)
        yield "</article>\n"
    yield _BOTTOM


def _message(head: ThreadHead, bubble: Bubble, zone: tzinfo) -> str:
    at = bubble.happened_at.astimezone(zone)
    ending = outcome(bubble)
    meta = f'<bdi>{escape(speaker(head, bubble))}</bdi>, <time datetime="{at.isoformat()}">'
    meta += f"{at:%H:%M}</time>" + (f" &middot; {escape(ending)}" if ending else "")
    return (
        f'<div class="message {bubble.direction.value} {bubble.status.value}">\n'
        f'<p class="meta">{meta}</p>\n'
        f'<p class="body" dir="auto">{escape(seen(bubble))}</p>\n</div>\n'
    )
