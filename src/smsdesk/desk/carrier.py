"""``desk.carrier``: whether the carrier is there for us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from smsdesk.core.receiving import unreadable

if TYPE_CHECKING:
    from smsdesk.carrier.protocol import SenderCheck
    from smsdesk.core.context import Context
    from smsdesk.core.read_models.alerts import SetAside


class NamesCarrier(Protocol):
    """Which carrier it is, and who we are there."""

    @property
    def name(self) -> str:
        """``live`` or ``simulated``."""

    @property
    def from_number(self) -> str:
        """The firm's sending number, empty where none is configured."""


class CarrierCheck(NamesCarrier, Protocol):
    """The carrier, asked about ourselves."""

    def unreadable_rows(self) -> tuple[SetAside, ...]:
        """Return the rows of its listing that could not be read, newest first."""

    def check_sender(self) -> SenderCheck:
        """Ask the carrier whether the firm's number is ours and can text.

        Raises:
            DeskError: no answer, or wrong credentials.
        """


class _Carrier(CarrierCheck):
    def __init__(self, context: Context) -> None:
        self._context = context

    @property
    def name(self) -> str:
        return self._context.mode

    @property
    def from_number(self) -> str:
        return self._context.our_number

    def unreadable_rows(self) -> tuple[SetAside, ...]:
        return unreadable.listed(self._context)

    def check_sender(self) -> SenderCheck:
        return self._context.carrier.check_sender()


def carrier_of(context: Context) -> CarrierCheck:
    """Return the face of an open desk."""
    return _Carrier(context)
