"""What an agent does with a message: the one under the cursor, or the newest that it fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.display import many_lines
from smsdesk.tui.screen_messages import CopyAsked
from smsdesk.tui.thread.message_choice import link_in
from smsdesk.web_links import link

if TYPE_CHECKING:
    from textual.screen import Screen

    from smsdesk.desk.threads import ReadsRawTexts
    from smsdesk.tui.commands import Doing
    from smsdesk.tui.desk_screen.desk_windows import DeskWindows
    from smsdesk.tui.thread.conversation_pane import ConversationPane
    from smsdesk.tui.thread.pane import ThreadPane


class MessageCommands:
    """Does it in the conversation that is shown when a key is pressed."""

    def __init__(
        self,
        screen: Screen[None],
        threads: ReadsRawTexts,
        conversation: ConversationPane,
        windows: DeskWindows,
    ) -> None:
        """``conversation`` shows the messages, ``windows`` opens what is about one of them."""
        self._screen = screen
        self._threads = threads
        self._conversation = conversation
        self._windows = windows

    def doing(self) -> Doing:
        """Return the commands by their names."""
        pane = self._conversation.thread_pane
        return {
            "messages": pane.enter,
            "beginning": pane.to_beginning,
            "page_up": lambda: pane.action_turn_page(-1),
            "page_down": lambda: pane.action_turn_page(1),
            "activate": self._show_menu,
            "retry": self._send_again,
            "cancel_waiting": self._cancel,
            "copy": self._copy,
            "open_link": self._open_link,
            "raw_text": self._show_raw_text,
        }

    def act_on(self, clicked: ThreadPane.Activated) -> None:
        """Ask about the link that was clicked, or show what can be done with the message."""
        if clicked.link:
            self._windows.open_link(link(clicked.link))
        else:
            self._windows.show_menu(clicked.about, may_send=self._conversation.has_box)

    def _show_menu(self) -> None:
        bubble = self._conversation.at_hand()
        if bubble is not None:
            self._windows.show_menu(bubble, may_send=self._conversation.has_box)

    def _send_again(self) -> None:
        bubble = self._conversation.to_send_again()
        if bubble is not None:
            self._conversation.send_again(bubble)

    def _cancel(self) -> None:
        bubble = self._conversation.at_hand(lambda bubble: bubble.can_cancel)
        if bubble is not None:
            self._conversation.cancel(bubble)

    def _copy(self) -> None:
        """Copy a message as it is seen: it may be pasted into a shell, which obeys controls."""
        bubble = self._conversation.at_hand()
        if bubble is not None:
            self._screen.post_message(CopyAsked(many_lines(bubble.text)))

    def _open_link(self) -> None:
        bubble = self._conversation.at_hand(lambda bubble: bool(link_in(bubble)))
        if bubble is not None:
            self._windows.open_link(link_in(bubble))

    def _show_raw_text(self) -> None:
        bubble = self._conversation.at_hand()
        if bubble is not None:
            self._windows.show_raw_text(self._threads, bubble)
