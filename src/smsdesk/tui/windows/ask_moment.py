"""A moment, by a letter or as it is written: ahead (``mon 9``, ``in 2 hours``), or a past day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from textual import on
from textual.containers import Vertical
from textual.widgets import Input

from smsdesk.core.rules.moments import UnreadableMomentError, day_past, moment_ahead
from smsdesk.display import DisplayText
from smsdesk.text import clean
from smsdesk.tui.desk_calls import in_one_line
from smsdesk.tui.search_input import SearchInput
from smsdesk.tui.text.shown import Piece, shown
from smsdesk.tui.text.when import day_title, moment
from smsdesk.tui.text.words import Words
from smsdesk.tui.windows.answering_window import AnsweringWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import tzinfo

    from textual import events
    from textual.app import ComposeResult

    from smsdesk.clock import Clock

WRITE: Final = DisplayText("/")
WRITE_IT: Final = DisplayText("another one: write it, / first where it begins with a letter above")
_GAP: Final = Piece(DisplayText("  "))


@dataclass(frozen=True, slots=True)
class Kind:
    """Which moments are meant.

    Attributes:
        read: returns what is meant by what was written, now, in a zone.
        say: says it as the screen does.
        example: how it can be written.
    """

    read: Callable[[str, datetime, tzinfo], datetime]
    say: Callable[[datetime, datetime, tzinfo], DisplayText]
    example: DisplayText


def _day(at: datetime, now: datetime, zone: tzinfo) -> DisplayText:
    return day_title(at.astimezone(zone).date(), now.astimezone(zone).date())


AHEAD: Final = Kind(moment_ahead, moment, DisplayText("mon 9, in 2 hours, 3 jan 14:30"))
PAST: Final = Kind(day_past, _day, DisplayText("3 nov, nov, 10d, 2w, 2026-11-03"))


@dataclass(frozen=True, slots=True)
class Preset:
    """A moment that one letter stands for.

    Attributes:
        said: as an agent would write it.
    """

    letter: str
    said: str


SNOOZES: Final = (Preset("t", "tomorrow"), Preset("m", "monday"), Preset("3", "in 3 days"))

DAYS: Final = (Preset("t", "today"), Preset("y", "yesterday"), Preset("m", "monday"))

LATERS: Final = (Preset("h", "in 2 hours"), Preset("t", "tomorrow"), Preset("m", "monday"))


class AskMoment(AnsweringWindow[datetime]):
    """Answers with a moment, aware, in UTC."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    AskMoment {
        align: center middle; background: $background 60%;
        & #moment { width: 60; max-width: 92%; height: auto; padding: 1 2; background: $panel;
            border-left: outer $accent; }
        & Words { height: auto; }
        & #moment-title { text-style: bold; margin: 0 0 1 0; }
        & Input { height: 1; border: none; margin: 1 0; background: $background;
            &:focus { border: none; background-tint: transparent; } }
        & #moment-means { height: auto; min-height: 1; color: $text-muted; }
    }
    """

    def __init__(
        self,
        title: DisplayText,
        presets: Sequence[Preset],
        *,
        clock: Clock,
        zone: tzinfo,
        kind: Kind = AHEAD,
    ) -> None:
        """Ask for a moment.

        Args:
            title: what it is for.
            presets: letters that answer at once, while nothing is written.
            clock: says what is ahead, or past.
            zone: where its hours count.
            kind: which moments are meant.
        """
        super().__init__()
        self._title = title
        self._presets = {preset.letter: preset.said for preset in presets}
        self._clock = clock
        self._zone = zone
        self._kind = kind
        self._line = SearchInput(placeholder=kind.example, compact=True, select_on_focus=False)
        self._means = Words(id="moment-means")

    def compose(self) -> ComposeResult:
        """What it is for, the letters, the line to write in, and what that means."""
        with Vertical(id="moment"):
            yield Words(shown(self._title), id="moment-title")
            for letter, said in self._presets.items():
                key = Piece(DisplayText(letter), "bold $accent")
                yield Words(shown(key, _GAP, *_named(said, self._moment(said))))
            yield Words(shown(Piece(WRITE, "bold $accent"), _GAP, Piece(WRITE_IT, "$text-muted")))
            yield self._line
            yield self._means

    def on_key(self, event: events.Key) -> None:
        """Answer by a letter; with any other sign writing begins."""
        if not event.is_printable or not event.character or self._line.has_focus:
            return
        event.stop()
        if event.character.lower() in self._presets:
            self._answer(self._presets[event.character.lower()])
        else:
            self._write("" if event.character in "/ " else event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Write what was pasted."""
        event.stop()
        self._write(" ".join(clean(event.text).split()))

    def _write(self, text: str) -> None:
        self._line.focus()
        self._line.insert_text_at_cursor(text)

    def _moment(self, said: str) -> DisplayText:
        now = self._clock.now()
        return self._kind.say(self._kind.read(said, now, self._zone), now, self._zone)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        said = event.value.strip()
        try:
            self._means.say(shown(self._moment(said) if said else DisplayText()))
        except UnreadableMomentError:
            self._means.say(shown())  # it may be half written

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self._answer(event.value)

    def _answer(self, said: str) -> None:
        try:
            self.dismiss(self._kind.read(said, self._clock.now(), self._zone))
        except UnreadableMomentError as error:
            self._means.say(shown(Piece(in_one_line(error), "$warning")))
            self.app.bell()


def _named(said: str, when: DisplayText) -> list[Piece]:
    """Return how a moment is asked for, and when that is, where that does not say both."""
    if when.casefold().startswith(said):
        return [Piece(when)]
    return [Piece(DisplayText(said)), _GAP, Piece(when, "$text-muted")]
