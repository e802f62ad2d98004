"""From Enter to the end of the attempt."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from smsdesk.core.read_models.sending import AT_ONCE, Leaving, SendResult, SendStatus
from smsdesk.tui.desk_calls import CallQueue, in_one_line, off_loop
from smsdesk.tui.screen_messages import Trouble

if TYPE_CHECKING:
    from textual.message_pump import MessagePump

    from smsdesk.core.rules.staleness import Seen
    from smsdesk.desk.outbox import Outbox
    from smsdesk.desk.sending import SubmitsTexts


@dataclass
class Recorded(Message):
    """The text is in the database, its bubble can be shown, and the attempt begins."""

    number: str


@dataclass
class Blocked(Message):
    """The gate said no, and nothing was recorded: ``text`` belongs back into the box.

    Of a failed message that was to be sent ``again`` the text is empty: it stays in its bubble.
    """

    number: str
    text: str
    result: SendResult
    seen: Seen | None = None
    leaving: Leaving = AT_ONCE
    again: int | None = None


@dataclass
class Ended(Message):
    """The attempt has ended, one way or another."""

    number: str
    result: SendResult


@dataclass
class Broke(Message):
    """The desk itself failed. ``text`` is set where nothing was recorded."""

    number: str
    text: str
    trouble: Trouble
    seen: Seen | None = None


class TextsUnderWay:
    """The texts of this screen that are on their way.

    Texts are recorded one after another, in the order in which Enter was pressed; the attempts
    of one conversation follow one another, those of different ones do not wait for each other.
    """

    def __init__(
        self, sending: SubmitsTexts, outbox: Outbox, calls: CallQueue, pump: MessagePump
    ) -> None:
        """Outcomes are posted to ``pump``."""
        self._sending = sending
        self._outbox = outbox
        self._calls = calls
        self._pump = pump
        self._under_way: Counter[str] = Counter()
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def busy(self, number: str) -> bool:
        """Return whether an attempt to ``number`` is under way."""
        return self._under_way[number] > 0

    async def send(
        self, number: str, text: str, seen: Seen | None, leaving: Leaving = AT_ONCE
    ) -> None:
        """Record ``text``, then see the attempt to its end; one with a time of its own waits.

        Args:
            seen: what its writer had seen.
        """
        self._under_way[number] += 1
        try:
            result = await self._calls.run(
                self._sending.submit,
                number,
                text,
                answers=True,
                empties_box=True,
                seen=seen,
                leaving=leaving,
            )
        except Exception as error:  # the text must come back whatever failed
            self._under_way[number] -= 1
            self._pump.post_message(Broke(number, text, Trouble(in_one_line(error)), seen))
            return
        await self._see_through(number, text, result, seen, leaving, again=None)

    async def retry(self, number: str, message_id: int, seen: Seen, leaving: Leaving) -> None:
        """Send a failed message again, as a new one."""
        self._under_way[number] += 1
        try:
            result = await self._calls.run(
                self._sending.retry, message_id, answers=True, seen=seen, leaving=leaving
            )
        except Exception as error:  # as above, but the text stays in its bubble
            self._under_way[number] -= 1
            self._pump.post_message(Broke(number, "", Trouble(in_one_line(error))))
            return
        await self._see_through(number, "", result, seen, leaving, again=message_id)

    async def release(self, number: str, message_id: int, seen: Seen) -> None:
        """Let a held message go."""
        self._under_way[number] += 1
        await self._attempt(number, message_id, release=seen)

    async def _see_through(
        self,
        number: str,
        text: str,
        result: SendResult,
        seen: Seen | None,
        leaving: Leaving,
        *,
        again: int | None,
    ) -> None:
        if result.status in {SendStatus.BLOCKED, SendStatus.DUPLICATE} or not result.message_id:
            self._under_way[number] -= 1
            self._pump.post_message(Blocked(number, text, result, seen, leaving, again))
            return
        self._pump.post_message(Recorded(number))
        if result.status is SendStatus.PLANNED:
            self._under_way[number] -= 1
            self._pump.post_message(Ended(number, result))
            return
        await self._attempt(number, result.message_id, release=None)

    async def _attempt(self, number: str, message_id: int, *, release: Seen | None) -> None:
        try:
            async with self._turns[number]:
                if release is not None:
                    await off_loop(self._outbox.release, message_id, seen=release)
                result = await off_loop(self._sending.transmit, message_id)
        except Exception as error:  # the message is safe in the outbox; only say what failed
            self._under_way[number] -= 1
            self._pump.post_message(Broke(number, "", Trouble(in_one_line(error))))
            return
        self._under_way[number] -= 1
        self._pump.post_message(Ended(number, result))
