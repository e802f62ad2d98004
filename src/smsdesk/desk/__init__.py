"""The desk: what the screen, the command line and anybody's script talk to.

``Desk.open`` gives one, and the desk is a handful of faces, one a subject: ``desk.leads``,
``desk.threads``, ``desk.sending`` ... Each stands in the file of its name as a Protocol, so a
screen or a command names the face that it needs and is handed no more.

Every method blocks and may be called from any thread. Numbers are E.164 (``desk.numbers.parse``
makes one of what a person writes). Whatever goes wrong is a ``DeskError`` whose text is one line
for the user; the database is never left half-changed.

A first look at the list needs only ``smsdesk.desk.glance``: so nothing loads before its first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smsdesk.core.rules.numbers import NotANumber
    from smsdesk.desk.desk import Desk
    from smsdesk.errors import DeskError

__all__ = ["Desk", "DeskError", "NotANumber"]

_HOMES = {
    "Desk": "smsdesk.desk.desk",
    "DeskError": "smsdesk.errors",
    "NotANumber": "smsdesk.core.rules.numbers",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
