"""What the agent writes in a conversation: kept as a draft, sent, and what comes back of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from smsdesk.core.read_models.sending import Leaving, SendStatus
from smsdesk.terms import Code
from smsdesk.tui.compose.confirmations import Asking, Confirmations
from smsdesk.tui.compose.drafts import SAVE_AFTER, Drafts
from smsdesk.tui.compose.texts_under_way import TextsUnderWay
from smsdesk.tui.desk_calls import red_line_on_error, start_worker
from smsdesk.tui.screen_messages import DeskChanged, TroubleOver
from smsdesk.tui.troubles import alert_trouble, blocked_trouble, failed_trouble, subject_of_rule

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual.timer import Timer
    from textual.widget import Widget

    from smsdesk.core.read_models.threads import Bubble, Thread
    from smsdesk.core.rules.staleness import Seen
    from smsdesk.tui.compose.reply_area import ReplyArea
    from smsdesk.tui.compose.sight import Sight
    from smsdesk.tui.compose.texts_under_way import Blocked, Broke, Ended
    from smsdesk.tui.desk_calls import CallQueue
    from smsdesk.tui.screen_desk import ScreenDesk


class WrittenIn(Protocol):
    """The conversation that is written in."""

    @property
    def thread(self) -> Thread | None:
        """What is shown."""
        ...

    @property
    def bubbles(self) -> tuple[Bubble, ...]:
        """Its messages, as far as they are loaded."""
        ...

    @property
    def reply(self) -> ReplyArea:
        """Where it is written."""
        ...

    @property
    def sight(self) -> Sight:
        """What the agent has seen of it."""
        ...

    def changed_here(self, number: str, *, to_top: bool = False) -> None:
        """Show what this screen has changed in the conversation with ``number``."""
        ...


class Writing:
    """The texts of this screen, from the first letter to the end of the attempt."""

    def __init__(
        self, desk: ScreenDesk, calls: CallQueue, widget: Widget, conversation: WrittenIn
    ) -> None:
        """Begin with nothing written.

        Args:
            desk: records and sends.
            calls: what must happen in order.
            widget: whose workers send, and to which their outcomes are posted.
            conversation: where it is written and shown.
        """
        self._numbers = desk.numbers
        self._now = desk.clock.now
        self._calls = calls
        self._widget = widget
        self._conversation = conversation
        self._drafts = Drafts(desk.threads, calls)
        self._under_way = TextsUnderWay(desk.sending, desk.outbox, calls, widget)
        self._confirmations = Confirmations(desk.clock.monotonic)
        self._save_timer: Timer | None = None

    # -- drafts ---------------------------------------------------------------------

    def switch_to(self, thread: Thread) -> None:
        """Put one conversation's unsent text away and take out that of ``thread``."""
        self._keep_draft()
        self._conversation.reply.box.whose = thread.head.number
        self._conversation.reply.box.fill(self._drafts.of(thread.head.number, thread.draft))
        self._conversation.reply.set_sending(sending=self._under_way.busy(thread.head.number))

    def put_aside(self) -> None:
        """Put the text of the conversation that is shown away: none will be."""
        self._keep_draft()
        self._conversation.reply.box.whose = ""
        self._conversation.reply.box.fill("")

    def edited(self) -> None:
        """Keep what stands in the box now."""
        self._keep_draft()
        thread = self._conversation.thread
        if thread is not None and self._conversation.reply.fits:
            self.rule_over(Code.TOO_LONG, thread.head.number)

    def _keep_draft(self) -> None:
        thread = self._conversation.thread
        if thread is None:
            return
        text = self._conversation.reply.box.text
        unsaved = self._drafts.keep(thread.head.number, text, stored=thread.draft)
        if unsaved and self._save_timer is None:  # who types without a pause is saved all the same
            self._save_timer = self._widget.set_timer(SAVE_AFTER, self._save_drafts)

    def _save_drafts(self) -> None:
        self._save_timer = None
        start_worker(self._widget, self._save, group="drafts")

    async def _save(self) -> None:
        with red_line_on_error(self._widget):
            if await self._drafts.save():
                self._widget.post_message(DeskChanged())

    async def put_away(self) -> None:
        """Return when every text that was sent is recorded and every draft is saved."""
        self._keep_draft()
        await self._calls.drained()
        await self._drafts.save()

    # -- sending --------------------------------------------------------------------

    def send(self, number: str, text: str, seen: Seen | None, at: datetime | None = None) -> None:
        """Send what stood in the box when it was written for ``number``.

        Args:
            number: to whom.
            text: what.
            seen: what its writer had seen.
            at: a time of its own, at which it leaves.
        """
        confirmed = self._confirmations.said_yes(Asking(number, planned=at is not None))
        leaving = Leaving(at, confirmed, holds=self._holds(number))
        self._confirmations.answered(number)
        self._drafts.sent(number)
        self._widget.run_worker(self._under_way.send(number, text, seen, leaving), group="send")
        if self._shown(number):
            self._conversation.reply.set_sending(sending=True)

    def send_again(self, bubble: Bubble) -> None:
        """Send a failed message again, or let a held one go."""
        thread = self._conversation.thread
        if thread is None:
            return
        number, message_id = thread.head.number, bubble.message_id
        seen = self._conversation.sight.in_view()
        if bubble.can_retry:
            confirmed = self._confirmations.said_yes(Asking(number, again=message_id))
            leaving = Leaving(None, confirmed, holds=self._holds(number))
            self._confirmations.answered(number)
            again = self._under_way.retry(number, message_id, seen, leaving)
        else:
            again = self._under_way.release(number, message_id, seen)
        self._widget.run_worker(again, group="send")
        self._conversation.reply.set_sending(sending=True)

    def ended(self, event: Ended) -> None:
        """Say how an attempt has ended."""
        self._show_sending(event.number)
        self._conversation.changed_here(event.number)
        trouble = failed_trouble(event.result, self._name_of(event.number))
        if trouble is not None:
            self._widget.post_message(trouble)
        for alert in event.result.alerts:
            self._widget.post_message(alert_trouble(alert))

    def blocked(self, event: Blocked) -> None:
        """Give a text back that was not recorded, and say why."""
        self._show_sending(event.number)
        if event.result.status is not SendStatus.DUPLICATE:
            self.give_back(event.number, event.text, event.seen, event.result.unseen)
        asking = Asking(event.number, planned=event.leaving.at is not None, again=event.again)
        self._confirmations.ask(asking, event.result.code, event.leaving.confirmed)
        self.show_quiet_hours()
        trouble = blocked_trouble(event.result, event.number, again=event.again is not None)
        is_asked = bool(event.text) and event.result.code == Code.STALE
        if trouble is not None and not (is_asked and self._shown(event.number)):
            self._widget.post_message(trouble)
        self._conversation.changed_here(event.number)

    def broke(self, event: Broke) -> None:
        """Give a text back that the desk could not take."""
        self._show_sending(event.number)
        self.give_back(event.number, event.text, event.seen)
        self._widget.post_message(event.trouble)
        self._conversation.changed_here(event.number)

    def show_quiet_hours(self) -> None:
        """Say over the box what time it is for the lead, while it is quiet for them."""
        thread = self._conversation.thread
        if thread is None:
            return
        number, reply = thread.head.number, self._conversation.reply
        says = reply.quiet.show(
            thread.head,
            self._conversation.bubbles,
            self._now().replace(second=0, microsecond=0),
            asked=self._confirmations.open(Asking(number)),
            asked_of_plan=self._confirmations.open(Asking(number, planned=True)),
            asked_again=self._confirmations.open_again(number),
        )
        reply.say_quiet(says=says)

    def _holds(self, number: str) -> bool:
        thread = self._conversation.thread
        return self._shown(number) and thread is not None and thread.head.quiet_mode == "hold"

    def rule_over(self, code: Code, number: str) -> None:
        """Say that what a rule answered to a text holds no longer."""
        self._widget.post_message(TroubleOver(subject_of_rule(code, number)))

    def _name_of(self, number: str) -> str:
        thread = self._conversation.thread
        name = thread.head.name if thread is not None and thread.head.number == number else ""
        return name or self._numbers.display(number)

    def _shown(self, number: str) -> bool:
        thread = self._conversation.thread
        return thread is not None and thread.head.number == number

    def _show_sending(self, number: str) -> None:
        if self._shown(number):
            self._conversation.reply.set_sending(sending=self._under_way.busy(number))

    def give_back(
        self, number: str, text: str, seen: Seen | None = None, named: Sequence[int] = ()
    ) -> None:
        """Put a text that has not left into the box, above what is being written there.

        Args:
            number: for whom it was written.
            text: what.
            seen: what its writer had seen; by default all that stands there.
            named: messages that its writer must see first.
        """
        if not text:
            return
        shown = self._shown(number)
        if shown:
            self._keep_draft()
        whole = self._drafts.bring_back(number, text)
        if shown:
            sight = self._conversation.sight
            sight.gave_back(seen or sight.in_view(), named)
            self._conversation.reply.box.fill(whole)
            self._conversation.reply.show_news()
        self._save_drafts()
