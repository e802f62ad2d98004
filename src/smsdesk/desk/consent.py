"""``desk.consent``: who does not want texts, with the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from smsdesk.core.contacts import agent_decisions, why
from smsdesk.core.rules.roles import Act
from smsdesk.desk.permission import needs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from smsdesk.core.context import Context
    from smsdesk.core.read_models.consent import ConsentRow, OptOutImport


class RecordsWishes(Protocol):
    """What an agent records of a lead's wish."""

    def answer_question(self, number: str, *, opt_out: bool) -> None:
        """Answer whether a text was a wish to stop.

        Raises:
            NotANumber: the number is not in E.164.
        """

    def record_opt_out(self, number: str, *, note: str = "") -> None:
        """Record an opt-out that was spoken, or came by another way.

        Raises:
            NotANumber: the number is not in E.164.
        """


class Consent(RecordsWishes, Protocol):
    """The firm's opt-outs."""

    def opted_out(self) -> Iterator[ConsentRow]:
        """Yield everyone who is opted out, with the evidence."""

    def import_list(
        self,
        path: Path,
        *,
        mapping: Mapping[str, str] | None = None,
        dry_run: bool = False,
        rejects: Path | None = None,
    ) -> OptOutImport:
        """Record an opt-out for every number in a file.

        Args:
            path: the file.
            mapping: column by target, where the header is not recognised.
            dry_run: say what would happen, and record nothing.
            rejects: where to write the rows whose number cannot be read.

        Raises:
            DeskError: the file is no list of numbers.
        """


class _Consent(Consent):
    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Act.WORK)
    def answer_question(self, number: str, *, opt_out: bool) -> None:
        agent_decisions.answer_question(self._context, number, opt_out=opt_out)

    @needs(Act.WORK)
    def record_opt_out(self, number: str, *, note: str = "") -> None:
        agent_decisions.record_opt_out(self._context, number, note)

    def opted_out(self) -> Iterator[ConsentRow]:
        return why.consent_list(self._context)

    @needs(Act.IMPORT)
    def import_list(
        self,
        path: Path,
        *,
        mapping: Mapping[str, str] | None = None,
        dry_run: bool = False,
        rejects: Path | None = None,
    ) -> OptOutImport:
        # Loaded late: a screen reads no files.
        from smsdesk.core.contacts import opt_out_list

        return opt_out_list.import_list(
            self._context, path, mapping=mapping, dry_run=dry_run, rejects=rejects
        )


def consent_of(context: Context) -> Consent:
    """Return the face of an open desk."""
    return _Consent(context)
