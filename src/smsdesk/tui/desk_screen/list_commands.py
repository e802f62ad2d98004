"""How an agent moves in the list, and between list and conversation; no open desk is needed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsdesk.terms import ConversationView
    from smsdesk.tui.chrome.red_line import RedLine
    from smsdesk.tui.commands import Doing
    from smsdesk.tui.conversations.pane import ListPane
    from smsdesk.tui.desk_screen.desk_windows import DeskWindows
    from smsdesk.tui.desk_screen.layout import DeskLayout
    from smsdesk.tui.one_frame import OneFrame


class ListCommands:
    """Narrows the list, chooses from it, and goes back to it."""

    def __init__(
        self,
        list_pane: ListPane,
        *,
        panes: DeskLayout,
        red_line: RedLine,
        windows: DeskWindows,
        show_keys: Callable[[], object],
        frame: OneFrame,
        opens: Callable[[str], object],
    ) -> None:
        """Begin with the list as it is.

        Args:
            list_pane: the filter and the list.
            panes: which of list and conversation is in front, where they take turns.
            red_line: what Escape closes first.
            windows: opens the views.
            show_keys: is called when other keys may work.
            frame: waits for the conversation that a step in the list opens.
            opens: opens it.
        """
        self._list_pane = list_pane
        self._panes = panes
        self._red_line = red_line
        self._windows = windows
        self._show_keys = show_keys
        self._frame = frame
        self._opens = opens

    def doing(self) -> Doing:
        """Return the commands by their names."""
        return {
            "choose": self._list_pane.open_first,
            "next_conversation": partial(self._step, 1),
            "previous_conversation": partial(self._step, -1),
            "filter": self._filter,
            "views": self._choose_view,
            "back": self._back,
        }

    @property
    def can_close(self) -> bool:
        """Whether there is something that Escape closes before it goes back to the list."""
        return bool(self._red_line.troubles) or self._list_pane.filter_box.has_focus

    @property
    def can_go_back(self) -> bool:
        """Whether Escape has anything to close."""
        thread_over_list = self._panes.narrow and self._panes.conversation_in_front
        return self.can_close or thread_over_list or bool(self._list_pane.filter_box.value)

    def show_list(self) -> None:
        """Let a narrow terminal show the list in place of the conversation."""
        self._panes.conversation_in_front = False
        self._list_pane.conversation_list.focus()
        self._show_keys()

    def show_view(self, view: ConversationView | None) -> None:
        """List the conversations of ``view``, in the sight of the agent."""
        if view is not None:
            self._list_pane.show_view(view)
            if self._panes.narrow:
                self.show_list()

    def _step(self, delta: int) -> None:
        self._frame.begin()
        number = self._list_pane.conversation_list.step(delta)
        if number is not None:
            self._opens(number)

    def _filter(self) -> None:
        self._panes.conversation_in_front = False
        self._list_pane.filter_box.focus()

    def _choose_view(self) -> None:
        self._windows.choose_view(self._list_pane.view_line, self.show_view)

    def _back(self) -> None:
        """Close one red line; else the filter, or in a narrow terminal the thread."""
        if self._red_line.dismiss():
            return
        if self._list_pane.filter_box.has_focus:
            self._list_pane.filter_box.clear()
            self._list_pane.conversation_list.focus()
        elif self._panes.narrow and self._panes.conversation_in_front:
            self.show_list()
        else:
            self._list_pane.filter_box.clear()
