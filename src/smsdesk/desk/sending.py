"""``desk.sending``: a text through the gate and to the carrier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from smsdesk.core.read_models.sending import AT_ONCE
from smsdesk.core.sending import gate, send

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.core.read_models.sending import Leaving, SendResult
    from smsdesk.core.rules.staleness import Seen
    from smsdesk.terms import Verdict


class SubmitsTexts(Protocol):
    """Sending in two steps, so that the text is on the screen before it leaves."""

    def submit(
        self,
        number: str,
        text: str,
        *,
        answers: bool = False,
        empties_box: bool = False,
        seen: Seen | None = None,
        leaving: Leaving = AT_ONCE,
    ) -> SendResult:
        """Pass the gate and record the text, durably; ``transmit`` lets it leave.

        Args:
            number: to whom.
            text: what.
            answers: whether its writer had their newest text in view: that is read then, and the
                conversation waits for them.
            empties_box: whether it comes out of the compose box, so that the draft is gone.
            seen: what its writer had seen of the thread; none for a script's, never ``stale``.
            leaving: a time of its own, and what its writer has said yes to.

        Returns:
            ``queued`` or ``planned`` with ``message_id``; or ``blocked`` or ``duplicate`` with the
            rule's code.

        Raises:
            NotANumber: the number is not in E.164.
        """

    def transmit(self, message_id: int) -> SendResult:
        """Let a recorded text leave, if it may, and return when the attempt has ended."""

    def retry(
        self,
        message_id: int,
        *,
        answers: bool = False,
        seen: Seen | None = None,
        leaving: Leaving = AT_ONCE,
    ) -> SendResult:
        """Submit a failed text again, as a new message through the whole gate."""


class Sending(SubmitsTexts, Protocol):
    """Texts to leads."""

    def check(self, number: str, text: str, *, leaving: Leaving = AT_ONCE) -> Verdict:
        """Ask the gate about a text; nothing is recorded and nothing leaves."""

    def send(
        self, number: str, text: str, *, answers: bool = False, leaving: Leaving = AT_ONCE
    ) -> SendResult:
        """Submit a text and transmit it.

        Args:
            number: to whom.
            text: what.
            answers: as for ``submit``; a text that nobody wrote for this one lead answers nothing.
            leaving: as for ``submit``; one with a time of its own is not transmitted now.

        Raises:
            NotANumber: the number is not in E.164.
        """


class _Sending(Sending):
    def __init__(self, context: Context) -> None:
        self._context = context

    def check(self, number: str, text: str, *, leaving: Leaving = AT_ONCE) -> Verdict:
        return gate.check(self._context, number, text, leaving=leaving)

    def submit(
        self,
        number: str,
        text: str,
        *,
        answers: bool = False,
        empties_box: bool = False,
        seen: Seen | None = None,
        leaving: Leaving = AT_ONCE,
    ) -> SendResult:
        return gate.submit(
            self._context,
            number,
            text,
            answers=answers,
            empties_box=empties_box,
            seen=seen,
            leaving=leaving,
        )

    def transmit(self, message_id: int) -> SendResult:
        return send.transmit(self._context, message_id)

    def send(
        self, number: str, text: str, *, answers: bool = False, leaving: Leaving = AT_ONCE
    ) -> SendResult:
        return send.send(self._context, number, text, answers=answers, leaving=leaving)

    def retry(
        self,
        message_id: int,
        *,
        answers: bool = False,
        seen: Seen | None = None,
        leaving: Leaving = AT_ONCE,
    ) -> SendResult:
        return gate.retry(self._context, message_id, answers=answers, seen=seen, leaving=leaving)


def sending_of(context: Context) -> Sending:
    """Return the face of an open desk."""
    return _Sending(context)
