"""What the views of the conversation list are called; each begins with a letter of its own."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from smsdesk.display import DisplayText
from smsdesk.terms import ConversationView

VIEW_NAMES: Final = MappingProxyType(
    {
        ConversationView.ALL: DisplayText("all"),
        ConversationView.TO_ANSWER: DisplayText("to answer"),
        ConversationView.MINE: DisplayText("mine"),
        ConversationView.NOBODYS: DisplayText("nobody's"),
        ConversationView.UNREAD: DisplayText("unread"),
        ConversationView.FAILED: DisplayText("failed"),
        ConversationView.DONE: DisplayText("done"),
        ConversationView.SNOOZED: DisplayText("snoozed"),
    }
)
