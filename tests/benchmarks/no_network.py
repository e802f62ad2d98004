"""A carrier that takes every text at once: what is left is what the desk does itself."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from smsdesk.carrier import configured
from smsdesk.carrier.protocol import (
    CarrierMessage,
    LookupAnswer,
    MessageFilter,
    MessagePage,
    NotProcessed,
    OutboundText,
    SenderCheck,
    always,
)
from smsdesk.terms import Direction, LineType, Status
from tests.world.people import FIRM

if TYPE_CHECKING:
    from smsdesk.carrier.faults import CodeBook
    from smsdesk.carrier.protocol import MayBegin


class NoNetwork:
    """See ``carrier.protocol.Carrier``; nothing comes in."""

    name = "simulated"
    attempt_deadline = 30.0
    clock_offset = timedelta(0)

    @property
    def codes(self) -> CodeBook:
        return configured.codes()

    def send(self, text: OutboundText, *, may_begin: MayBegin = always) -> CarrierMessage:
        if not may_begin():
            raise NotProcessed("too late")
        return CarrierMessage(
            sid=f"SM{uuid.uuid4().hex}",
            direction=Direction.OUTBOUND,
            sender=FIRM,
            to=text.to,
            body=text.body,
            status=Status.SENT,
            created_at=datetime.now(UTC),
        )

    def fetch(self, sid: str) -> CarrierMessage:
        raise NotProcessed(f"nothing is told of {sid}")

    def list_messages(
        self,
        wanted: MessageFilter,
        *,
        page: str | None = None,
        page_size: int = 100,
        timeout: float | None = None,
    ) -> MessagePage:
        del wanted, page, page_size, timeout
        return MessagePage((), None)

    def media_types(self, sid: str) -> tuple[str, ...]:
        del sid
        return ()

    def lookup(self, number: str, *, timeout: float | None = None) -> LookupAnswer:
        del timeout
        return LookupAnswer(number, valid=True, line_type=LineType.MOBILE)

    def check_sender(self) -> SenderCheck:
        return SenderCheck(FIRM, owned=True, sms_capable=True)

    def close(self) -> None:
        """Nothing is open."""
