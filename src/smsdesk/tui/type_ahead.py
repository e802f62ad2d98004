"""Keys count in the order in which they were pressed, however fast they come.

Textual hands a key to whatever has the focus when the key arrives. What the keys before it have
set off may still be under way then: messages between widgets, a window that is being put up, an
answer of the desk. So the next text would go into the window that is about to close, or to the
conversation that is about to be left.

Here a key is handed on when the one before it has had its whole effect: no widget has a message
left, and the focus is where it belongs. Where that effect waits for an answer of the desk, the
widget that waits holds the keys back by a ``Hold``.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from textual import events
from textual.widgets import Input, TextArea

from smsdesk.tui.newline_keys import key_label

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from textual.app import App
    from textual.message_pump import MessagePump
    from textual.screen import Screen
    from textual.widget import Widget

WAYS_OUT: Final = frozenset({"escape", "ctrl+q"})
"""Keys that get through where an answer is awaited for too long."""

TOO_LONG: Final = 0.5
"""Seconds for which every key waits its turn. A longer wait is noticed, and wants a way out."""

_SHORT: Final = 100
"""Turns of the event loop in which most of what a key sets off is done."""

_LONGER: Final = 0.005
"""Seconds between two looks at what takes longer."""

_ONE_FRAME: Final = 0.2
"""Seconds that a frame takes at most."""


class Hold:
    """Keeps keys waiting while a widget waits for what decides where they belong."""

    def __init__(
        self, widget: Widget, lets_through: Callable[[events.Event], bool] = lambda _: False
    ) -> None:
        """Begin with keys going on.

        Args:
            widget: the one that waits. Where its app has no ``TypeAhead`` nothing is held.
            lets_through: says of an event that it need not wait.
        """
        self.lets_through = lets_through
        self.since = 0.0
        self._widget = widget
        self._keys: TypeAhead | None = None

    def begin(self) -> None:
        """Keep keys waiting from now on."""
        if self._keys is None and (keys := type_ahead_of(self._widget.app)) is not None:
            self._keys, self.since = keys, time.monotonic()
            keys.hold(self)

    def end(self) -> None:
        """Let them go on."""
        keys, self._keys = self._keys, None
        if keys is not None:
            keys.release(self)


@dataclass(frozen=True, slots=True)
class _Pressed:
    """An event that waits its turn.

    Attributes:
        screen: what the agent saw when it came.
        at_once: it waits for no hold.
    """

    event: events.Event
    screen: Screen[Any]
    at_once: bool = False


class TypeAhead:
    """The one queue of an app's keys, pastes and clicks."""

    def __init__(
        self,
        app: App[Any],
        hand_on: Callable[[events.Event], Awaitable[None]],
        *,
        dropped: Callable[[str], object],
    ) -> None:
        """Begin with an empty queue.

        Args:
            app: whose keys they are.
            hand_on: does with an event what Textual does.
            dropped: is told what was typed and is dropped.
        """
        self._app = app
        self._hand_on = hand_on
        self._dropped = dropped
        self._queue: deque[_Pressed] = deque()
        self._holds: list[Hold] = []
        self._changed = asyncio.Event()
        self._busy = False
        self._seen: tuple[object, object] = (None, None)
        self._word_in: Widget | None = None

    # -- what comes, and what it waits for ---------------------------------------------

    def take(self, event: events.Event) -> bool:
        """Take an event that has come from the terminal.

        Returns:
            Whether it waits its turn. What need not wait goes on at once, as ever.
        """
        if not isinstance(event, (events.InputEvent, events.Paste)) or event.is_forwarded:
            return False
        if self.at_rest and not self._holds and self._goes_on_with_a_word(event):
            return False
        at_once = self._is_way_out(event)
        if at_once:
            self._drop()
        pressed = _Pressed(event, self._app.screen, at_once)
        if self._queue and _replaces(event, self._queue[-1].event):
            self._queue[-1] = pressed
        else:
            self._queue.append(pressed)
        self._changed.set()
        return True

    def hold(self, hold: Hold) -> None:
        """Keep keys waiting until ``release``."""
        self._holds.append(hold)

    def release(self, hold: Hold) -> None:
        """Let the keys go on that waited for ``hold``."""
        self._holds.remove(hold)
        self._changed.set()

    def look_again(self) -> None:
        """Ask again which events may go on: what they need may be there by now."""
        self._changed.set()

    def _drop(self) -> None:
        """Drop what waits, and tell the agent what it was."""
        typed = typed_words(pressed.event for pressed in self._queue)
        self._queue.clear()
        if typed:
            self._dropped(typed)

    @property
    def next_key(self) -> events.Key | None:
        """The key that comes next, where one has been pressed."""
        event = self._queue[0].event if self._queue else None
        return event if isinstance(event, events.Key) else None

    @property
    def at_rest(self) -> bool:
        """Whether all that has come has been handed on, and had its effect as far as is known."""
        return not self._busy and not self._queue

    def _is_way_out(self, event: events.Event) -> bool:
        """Return whether ``event`` gives up what is awaited for too long.

        What was typed before it must not be lost to a single key: then it takes a second one.
        """
        if not isinstance(event, events.Key) or event.key not in WAYS_OUT or not self._holds:
            return False
        if time.monotonic() - self._holds[0].since < TOO_LONG:
            return False
        waiting = [each.event for each in self._queue]
        return not waiting or any(
            isinstance(each, events.Key) and each.key == event.key for each in waiting
        )

    def _may_go_on(self) -> bool:
        if not self._queue:
            return False
        first = self._queue[0]
        return first.at_once or all(hold.lets_through(first.event) for hold in self._holds)

    # -- handing on ----------------------------------------------------------------------

    async def run(self) -> None:
        """Hand on one event after another, for as long as the app runs."""
        while True:
            while not self._may_go_on():
                self._changed.clear()
                await self._changed.wait()
            self._busy = True
            try:
                if not self._goes_on_with_a_word(self._queue[0].event):
                    await self._whole_effect()
                if self._may_go_on():  # what came before may wait for an answer by now
                    await self._handle(self._queue.popleft())
            finally:
                self._busy = False

    def _goes_on_with_a_word(self, event: events.Event) -> bool:
        """Return whether a letter follows a letter in one input: between them nothing can move."""
        focused = self._app.focused
        return _is_letter(event) and self._word_in is not None and self._word_in is focused

    async def _whole_effect(self) -> None:
        """Return when what the last event has set off is done."""
        await self._rest()
        while self._seen != (seen := (self._app.screen, self._app.focused)):
            # Something may go out of sight or come into it only now, and the focus with it.
            self._seen = seen
            await self._painted()
            await self._rest()

    async def _handle(self, pressed: _Pressed) -> None:
        focused = self._app.focused
        self._seen = self._app.screen, focused
        in_input = isinstance(focused, (Input, TextArea)) and _is_letter(pressed.event)
        self._word_in = focused if in_input else None
        if isinstance(pressed.event, events.MouseEvent) and pressed.screen is not self._app.screen:
            return  # what was pointed at is gone
        await self._through_the_app(pressed.event)

    async def _through_the_app(self, event: events.Event) -> None:
        """Hand ``event`` on among the app's own messages; return when that is done."""
        done = asyncio.Event()

        async def hand_on() -> None:
            try:
                await self._hand_on(event)
            finally:
                done.set()

        if self._app.call_later(hand_on):
            await done.wait()

    async def _rest(self) -> None:
        """Return when no widget has a message left to handle."""
        turns = 0
        while not all(map(_is_idle, [self._app, *self._app.screen.walk_children(with_self=True)])):
            await asyncio.sleep(0 if turns < _SHORT else _LONGER)
            turns += 1

    async def _painted(self) -> None:
        painted = asyncio.Event()
        if self._app.screen.call_after_refresh(painted.set):
            with suppress(TimeoutError):
                async with asyncio.timeout(_ONE_FRAME):
                    await painted.wait()


def type_ahead_of(app: App[Any]) -> TypeAhead | None:
    """Return the queue of ``app``; a test's own app may have none."""
    keys = getattr(app, "type_ahead", None)
    return keys if isinstance(keys, TypeAhead) else None


async def key_handled(widget: Widget) -> None:
    """Return when the key that has come has been handed on, unless that takes its time."""
    keys = type_ahead_of(widget.app)
    for _ in range(_SHORT):
        if keys is None or keys.at_rest:
            return
        await asyncio.sleep(0)


def typed_words(waiting: Iterable[events.Event]) -> str:
    """Return what was typed as the agent would read it: its text, and the names of other keys."""
    words = ""
    for event in waiting:
        if isinstance(event, events.Paste):
            words += event.text
        elif isinstance(event, events.Key):
            written = event.is_printable and event.character
            words += event.character or "" if written else f" {key_label(event.key)} "
    return " ".join(words.split())


def _is_letter(event: events.Event) -> bool:
    return isinstance(event, events.Key) and event.is_printable


def _replaces(event: events.Event, waiting: events.Event) -> bool:
    return isinstance(event, events.MouseMove) and isinstance(waiting, events.MouseMove)


def _is_idle(pump: MessagePump) -> bool:
    """Return whether ``pump`` has handled all its messages, and waits for another.

    Textual has no public way to ask: its queue does not count what is being handled.
    """
    queue: Any = pump._message_queue  # noqa: SLF001
    return bool(queue.empty() and getattr(queue.ready_event, "_waiters", True))
