"""``desk.leads``: signups, in and found again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from smsdesk.core.reading import lead_search

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from smsdesk.core.context import Context
    from smsdesk.core.views.leads import AddedLead, ImportReport, LeadHits


class SearchesLeads(Protocol):
    """Leads found by what was typed."""

    def search(
        self,
        query: str,
        *,
        left_out: bool = False,
        limit: int = 50,
        stop: threading.Event | None = None,
    ) -> LeadHits:
        """Return the contacts that match, each once, newest signup first.

        Args:
            query: parts of names, e-mail addresses or numbers, in any form of writing.
            left_out: whether those that cannot be texted are listed too, each with its reason.
            limit: how many at most.
            stop: ends the search early; nobody wants the answer then.

        Raises:
            QueryStopped: ``stop`` was set meanwhile.
        """


class Leads(SearchesLeads, Protocol):
    """The firm's leads."""

    def import_file(
        self,
        path: Path,
        *,
        mapping: Mapping[str, str] | None = None,
        dry_run: bool = False,
        rejects: Path | None = None,
        lookup: Literal["now", "later"] | None = None,
        confirm: Callable[[int, float], bool] | None = None,
        progress: Callable[[int, int | None], None] | None = None,
    ) -> ImportReport:
        """Take in a CSV of leads; the same file twice adds nothing.

        Args:
            path: the file.
            mapping: column by target, where the header is not recognised.
            dry_run: say what would happen, and write nothing.
            rejects: where to write the rows that are no textable lead, with the reason.
            lookup: whether new numbers are looked up now; ``None`` asks by ``confirm`` where
                there are more than ``lookup.confirm_above``.
            confirm: is told how many lookups there are and what they cost in US dollars, and
                answers whether to run them; without it the answer is "later".
            progress: is told how many bytes of how many are read.

        Raises:
            DeskError: the file cannot be read; what came before the error is kept.
        """

    def add(
        self,
        *,
        name: str,
        phone: str,
        email: str = "",
        event: str = "",
        signed_up_at: datetime | None = None,
    ) -> AddedLead:
        """Take in one lead; one whose phone is no number is kept with the reason."""


class _Leads(Leads):
    def __init__(self, context: Context) -> None:
        self._context = context

    def search(
        self,
        query: str,
        *,
        left_out: bool = False,
        limit: int = 50,
        stop: threading.Event | None = None,
    ) -> LeadHits:
        return lead_search.search(self._context, query, left_out=left_out, limit=limit, stop=stop)

    def import_file(
        self,
        path: Path,
        *,
        mapping: Mapping[str, str] | None = None,
        dry_run: bool = False,
        rejects: Path | None = None,
        lookup: Literal["now", "later"] | None = None,
        confirm: Callable[[int, float], bool] | None = None,
        progress: Callable[[int, int | None], None] | None = None,
    ) -> ImportReport:
        # Loaded late, as below: a screen takes no leads in.
        from smsdesk.core.leads.intake import import_leads

        return import_leads(
            self._context,
            path,
            mapping=mapping,
            dry_run=dry_run,
            rejects=rejects,
            lookup=lookup,
            confirm=confirm,
            progress=progress,
        )

    def add(
        self,
        *,
        name: str,
        phone: str,
        email: str = "",
        event: str = "",
        signed_up_at: datetime | None = None,
    ) -> AddedLead:
        from smsdesk.core.leads.adding import add_lead

        return add_lead(
            self._context,
            name=name,
            phone=phone,
            email=email,
            event=event,
            signed_up_at=signed_up_at,
        )


def leads_of(context: Context) -> Leads:
    """Return the face of an open desk."""
    return _Leads(context)
