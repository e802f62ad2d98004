"""``desk.leads``: signups, in and found again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from smsdesk.core.reading import lead_search
from smsdesk.core.rules.roles import Act
from smsdesk.desk.permission import needs

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from smsdesk.core.context import Context
    from smsdesk.core.leads.lead_file import Choices
    from smsdesk.core.read_models.corrections import CorrectedLead
    from smsdesk.core.read_models.leads import (
        AddedLead,
        ExportedLead,
        FileReading,
        ImportReport,
        LeadHits,
        OptOutsAhead,
        PastImport,
    )


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


class TakesInLeadFiles(Protocol):
    """Files of leads: what they are taken for, and in with them."""

    def import_file(  # noqa: PLR0913 - each is said by name
        self,
        path: Path,
        *,
        mapping: Mapping[str, str] | None = None,
        choices: Choices | None = None,
        dry_run: bool = False,
        rejects: Path | None = None,
        lookup: Literal["now", "later"] | None = None,
        confirm: Callable[[int, float], bool] | None = None,
        confirm_opt_outs: Callable[[OptOutsAhead], bool] | None = None,
        progress: Callable[[int, int | None], None] | None = None,
    ) -> ImportReport:
        """Take in a file of leads; the same file twice adds nothing.

        Args:
            path: the file.
            mapping: column by target, where the header is not recognised: short for ``choices``.
            choices: what the user has said about the file.
            dry_run: say what would happen, and write nothing.
            rejects: where to write the rows that are no textable lead, with the reason.
            lookup: whether new numbers are looked up now; ``None`` asks by ``confirm`` where
                there are more than ``lookup.confirm_above``.
            confirm: is told how many lookups there are and what they cost in US dollars, and
                answers whether to run them; without it the answer is "later".
            confirm_opt_outs: is told of many opt-outs that the file would bring, and answers
                whether they are right; without it such a file is refused.
            progress: is told how many bytes of how many are read.

        Raises:
            DeskError: the file cannot be read; what came before the error is kept.
        """

    def read_file(self, path: Path, *, choices: Choices | None = None) -> FileReading:
        """Say what a lead file is taken for, and its first leads; nothing is imported.

        Raises:
            DeskError: it is none, or something must be said first.
        """

    def undo(self, import_id: int) -> int:
        """Take back the leads that came with an import; return how many.

        Conversations and consent stay as they are.

        Raises:
            DeskError: there is no such import, or it was taken back already.
        """


class CorrectsLeads(Protocol):
    """What is known of a lead, put right."""

    def correct(
        self,
        number: str,
        *,
        name: str | None = None,
        email: str | None = None,
        phone: str | None = None,
        place: str | None = None,
    ) -> CorrectedLead:
        """Correct a lead; ``None`` leaves a value as it is, and the first ones stay on record.

        Args:
            number: the lead's.
            name: the person's.
            email: theirs.
            phone: in any form of writing; it becomes the lead's number, and the notes follow.
            place: a US state, a ZIP, or both; empty for none.

        Raises:
            NotANumber: ``number`` is not in E.164, or the phone is none.
            DeskError: there is no such lead, nothing to correct, or the phone is another lead's.
        """


class LeadsOnScreen(SearchesLeads, TakesInLeadFiles, Protocol):
    """What a screen asks of the firm's leads."""


class Leads(LeadsOnScreen, CorrectsLeads, Protocol):
    """The firm's leads."""

    def imports(self, *, limit: int = 50) -> tuple[PastImport, ...]:
        """Return the imports on record, newest first."""

    def all(self) -> Iterator[ExportedLead]:
        """Yield every signup, in the order in which they were stored."""

    def add(
        self,
        *,
        name: str,
        phone: str,
        email: str = "",
        event: str = "",
        signed_up_at: datetime | None = None,
    ) -> AddedLead:
        """Take in one lead; one whose phone is no number is kept with the reason.

        Raises:
            NotANumber: several phones are given.
        """


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

    @needs(Act.IMPORT)
    def import_file(  # noqa: PLR0913 - each is said by name
        self,
        path: Path,
        *,
        mapping: Mapping[str, str] | None = None,
        choices: Choices | None = None,
        dry_run: bool = False,
        rejects: Path | None = None,
        lookup: Literal["now", "later"] | None = None,
        confirm: Callable[[int, float], bool] | None = None,
        confirm_opt_outs: Callable[[OptOutsAhead], bool] | None = None,
        progress: Callable[[int, int | None], None] | None = None,
    ) -> ImportReport:
        # Loaded late, as below: a screen takes no leads in.
        from smsdesk.core.leads.intake import Asking, import_leads
        from smsdesk.core.leads.lead_file import Choices

        return import_leads(
            self._context,
            path,
            choices=choices or Choices(mapping=mapping or {}),
            dry_run=dry_run,
            rejects=rejects,
            lookup=lookup,
            asking=Asking(confirm, confirm_opt_outs),
            progress=progress,
        )

    @needs(Act.IMPORT)
    def read_file(self, path: Path, *, choices: Choices | None = None) -> FileReading:
        from smsdesk.core.leads.file_report import reading_of
        from smsdesk.core.leads.lead_file import open_lead_file

        context = self._context
        return reading_of(
            open_lead_file(path, zone=context.zone, region=context.region, choices=choices)
        )

    def imports(self, *, limit: int = 50) -> tuple[PastImport, ...]:
        from smsdesk.core.leads.imports import past_imports

        return past_imports(self._context, limit)

    @needs(Act.IMPORT)
    def undo(self, import_id: int) -> int:
        from smsdesk.core.leads.imports import undo

        return undo(self._context, import_id)

    @needs(Act.EXPORT)
    def all(self) -> Iterator[ExportedLead]:
        from smsdesk.core.leads.lead_export import all_leads

        return all_leads(self._context)

    @needs(Act.WORK)
    def correct(
        self,
        number: str,
        *,
        name: str | None = None,
        email: str | None = None,
        phone: str | None = None,
        place: str | None = None,
    ) -> CorrectedLead:
        from smsdesk.core.leads.correcting import Corrected, correct_lead

        return correct_lead(self._context, number, Corrected(name, email, phone, place))

    @needs(Act.WORK)
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
