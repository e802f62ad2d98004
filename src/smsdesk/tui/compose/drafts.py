"""Unsent texts, one per conversation, kept through switching and restart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from smsdesk.desk.threads import KeepsDrafts
    from smsdesk.tui.desk_calls import CallQueue

SAVE_AFTER: Final = 0.4
"""Seconds without a key before a draft is written down."""


class Drafts:
    """What has been typed in this session, and what of it the database does not have yet.

    Saves go through the same queue as sends: a draft can never be written behind the send that
    emptied it.
    """

    def __init__(self, stored: KeepsDrafts, calls: CallQueue) -> None:
        self._stored = stored
        self._calls = calls
        self._typed: dict[str, str] = {}
        self._unsaved: set[str] = set()
        self._returned: dict[str, str] = {}

    def of(self, number: str, stored: str) -> str:
        """Return the draft for ``number``: what was typed here, else what was ``stored``."""
        return self._typed.get(number, stored)

    def keep(self, number: str, text: str, *, stored: str) -> bool:
        """Remember ``text``. Returns whether it has to be saved."""
        if self.of(number, stored) == text:
            return False
        self._typed[number] = text
        self._unsaved.add(number)
        return True

    def sent(self, number: str) -> None:
        """The text has left the box: the desk itself clears the stored draft with the send."""
        self._typed[number] = ""
        self._returned.pop(number, None)
        self._unsaved.discard(number)

    def bring_back(self, number: str, text: str) -> str:
        """Put a text that came back before what was typed since; returns the whole draft.

        Several that come back keep the order in which they were sent.
        """
        typed = self._typed.get(number, "")
        before = self._returned.get(number, "")
        if before and typed.startswith(before):
            typed = typed.removeprefix(before).removeprefix("\n")
            text = f"{before}\n{text}"
        self._returned[number] = text
        self._typed[number] = f"{text}\n{typed}" if typed.strip() else text
        self._unsaved.add(number)
        return self._typed[number]

    async def save(self) -> bool:
        """Write down what is not saved yet. Returns whether there was anything."""
        saved = False
        while self._unsaved:
            number = self._unsaved.pop()
            try:
                await self._calls.run(self._stored.save_draft, number, self._typed[number])
            except BaseException:
                self._unsaved.add(number)
                raise
            saved = True
        return saved
