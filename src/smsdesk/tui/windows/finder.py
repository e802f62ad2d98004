"""One input, results under it as they come, and what happens next: the shape of every search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, Generic, Protocol, TypeVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList

from smsdesk.display import DisplayText, phrase
from smsdesk.tui.desk_calls import in_one_line, shown_when_slow, stoppable
from smsdesk.tui.newline_keys import key_label
from smsdesk.tui.one_frame import OneFrame
from smsdesk.tui.search_input import SearchInput
from smsdesk.tui.text.content_lines import clipped, width_of
from smsdesk.tui.text.laid_out_once import LaidOutOnce
from smsdesk.tui.text.lines_view import StillBar
from smsdesk.tui.text.shown import Piece, shown
from smsdesk.tui.text.words import Words, WordsOption
from smsdesk.tui.type_ahead import Hold
from smsdesk.tui.windows.answering_window import AnsweringWindow

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.content import Content

    from smsdesk.core.read_models.threads import MessageKey

T = TypeVar("T")

HEIGHTS: Final = [(0, "-low"), (20, "-roomy")]
"""The window's class from so many lines on: from 20 there is room between input and results."""

NO_WORDS: Final = DisplayText()
SEARCHING: Final = DisplayText("Searching…")
NOTHING_OPENED: Final = DisplayText("Nothing opened.")
NOTHING_FOUND: Final = DisplayText("Nothing opened: nothing was found.")
_ENTER: Final = Piece(key_label("enter"), "bold $accent")
_BEFORE_STEP: Final = Piece(DisplayText(" "))
_BEHIND_STEP: Final = Piece(DisplayText("  "))
_CLOSE: Final = (
    Piece(key_label("escape"), "bold $accent"),
    Piece(DisplayText(" close"), "$text-muted"),
)


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """One result.

    Attributes:
        choice: what choosing it answers; ``None`` where it cannot be chosen.
        prompt: draws it, given the width in cells.
        next_step: what choosing it does, in one line.
    """

    choice: T | None
    prompt: Callable[[int], Content]
    next_step: DisplayText


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """The answer to one query: the rows, and one line about them."""

    rows: tuple[Row[T], ...] = ()
    summary: DisplayText = NO_WORDS
    nothing: DisplayText = NO_WORDS


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose thread to open, and at which message where it is about one.

    Attributes:
        query: what the message was found by.
    """

    number: str
    at: MessageKey | None = None
    query: str = ""


class Search(Protocol[T]):
    """What is searched, and how.

    Attributes:
        title: of the window.
        placeholder: what the empty input says.
        at_least: characters from which on it is searched.
    """

    title: ClassVar[DisplayText]
    placeholder: ClassVar[str]
    at_least: ClassVar[int]

    def find(self, query: str, *, stop: threading.Event) -> Found[T]:
        """Return what matches ``query``. Blocks, until ``stop`` is set; runs in a thread."""
        ...


class _Result(WordsOption, Generic[T]):
    """A row as it is listed: a click means it, also where others stand in its place by then."""

    def __init__(self, row: Row[T], width: int) -> None:
        super().__init__(row.prompt(width), disabled=row.choice is None)
        self.row = row


class _Results(StillBar, OptionList):
    """The rows."""


class _Frame(LaidOutOnce, Vertical):
    """What is seen of the window."""


class Finder(AnsweringWindow[T]):
    """A search that is answered with one of its rows.

    The rows belong to the query that they answer. Whatever is done with them (Enter, the arrow
    keys) waits for those of the text that stands in the input.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move('cursor_down')", show=False),
        Binding("up", "move('cursor_up')", show=False),
        Binding("pagedown", "move('page_down')", show=False),
        Binding("pageup", "move('page_up')", show=False),
    ]
    VERTICAL_BREAKPOINTS = HEIGHTS
    DEFAULT_CSS = """
    Finder {
        align: center top; background: $background 60%;
        & #finder { width: 92%; max-width: 96; height: 92%; max-height: 40; margin: 1 0 0 0;
            background: $panel; padding: 1 1 0 1; border-left: outer $accent; }
        & #finder > Words, & #finder > Input { padding: 0 1; }
        & OptionList { padding: 0; }
        & #finder-title { height: 1; color: $text-muted; }
        & Input { height: 1; border: none; margin: 1 0; background: $background;
            &:focus { border: none; background-tint: transparent; } }
        & OptionList { height: 1fr; border: none; background: $panel;
            scrollbar-size-vertical: 1; scrollbar-background: $panel;
            &:focus { border: none; background-tint: transparent; }
            & > .option-list--option { padding: 0 1; }
            & > .option-list--option-highlighted { background: $accent 22%; color: $foreground;
                text-style: none; } }
        & #finder-nothing { display: none; height: 1fr; color: $text-muted; }
        & #finder-summary, & #finder-waiting { height: 1; color: $text-muted;
            text-wrap: nowrap; text-overflow: ellipsis; }
        & #finder-waiting { display: none; }
        &.-waiting { & #finder-waiting { display: block; } & #finder-summary { display: none; } }
        & #finder-next { height: 1; }
        &.-low { & #finder { height: 100%; margin: 0; padding: 0 1; } & Input { margin: 0; } }
    }
    """

    def __init__(self, search: Search[T]) -> None:
        """``search`` says what is found."""
        super().__init__()
        self.options: OptionList = _Results(markup=False)
        self.options.can_focus = False
        self._search = search
        self._found: Found[T] = Found()
        self._answered = False
        self._when_answered: Callable[[], None] | None = None
        self._hold = Hold(self)
        self._frame = OneFrame(self, self.refresh)
        self._input = SearchInput(placeholder=search.placeholder, compact=True)
        self._nothing = Words(id="finder-nothing")
        self._summary = Words(id="finder-summary")
        self._next = Words(id="finder-next")

    def compose(self) -> ComposeResult:
        """Title, input, results, summary, next step."""
        with _Frame(id="finder"):
            yield Words(shown(self._search.title), id="finder-title")
            yield self._input
            yield from self.settings()
            yield self.options
            yield self._nothing
            yield self._summary
            yield Words(shown(SEARCHING), id="finder-waiting")
            yield self._next

    def settings(self) -> ComposeResult:
        """Return what stands between the input and the results."""
        yield from ()

    def on_mount(self) -> None:
        """Begin with what an empty query finds, in the window's first frame if it is quick."""
        self._frame.begin()
        self._input.focus()
        self.search_again()

    def on_unmount(self) -> None:
        """Let keys go on that waited for an answer."""
        self._hold.end()

    def _compositor_refresh(self) -> None:
        """Paint, unless the first rows are on their way; what waits is painted with them."""
        if not self._frame.waits:
            super()._compositor_refresh()

    @property
    def query_text(self) -> str:
        """What has been typed."""
        return self._input.value.strip()

    # -- searching -------------------------------------------------------------------

    @on(Input.Changed)
    def search_again(self) -> None:
        """Search, for what stands in the input now; the search before it stops."""
        self.workers.cancel_group(self, "finder")
        self._answered = False
        if len(self.query_text) < self._search.at_least:
            self._show(
                Found(summary=DisplayText(f"Type at least {self._search.at_least} characters."))
            )
        else:
            self._find(self.query_text)

    @work(group="finder")
    async def _find(self, query: str) -> None:
        with shown_when_slow(
            self, lambda: self.add_class("-waiting"), lambda: self.remove_class("-waiting")
        ):
            try:
                found = await stoppable(self._search.find, query)
            except Exception as error:  # shown where the results would be
                found = Found(nothing=in_one_line(error))
        self._show(found)

    def _show(self, found: Found[T]) -> None:
        self._found = found
        self._answered = True
        self._nothing.display = bool(found.nothing)
        self.options.display = not found.nothing
        self._say(self._nothing, shown(found.nothing))
        self._say(self._summary, shown(found.summary))
        self._draw(highlight=0)
        self._frame.end()
        act, self._when_answered = self._when_answered, None
        if act is not None:
            act()
        self._hold.end()

    def _with_answer(self, act: Callable[[], None]) -> None:
        """Do ``act`` with the rows of what stands in the input: now, or when they come."""
        if self._answered:
            act()
        else:
            self._when_answered = act
            self._hold.begin()

    # -- the rows ---------------------------------------------------------------------

    def _draw(self, *, highlight: int | None) -> None:
        width = self._row_width()
        rows = self._found.rows
        self.options.set_options([_Result(row, width) for row in rows])
        usable = [place for place, row in enumerate(rows) if row.choice is not None]
        if highlight in usable:
            self.options.highlighted = highlight
        elif usable:
            self.options.highlighted = usable[0]
        self._say_next()

    def _row_width(self) -> int:
        """Return the cells of a row: the window's, less border, padding and scrollbar."""
        window = min(int(self.app.size.width * 0.92), 96)
        return max(20, window - 1 - 2 - 1 - 2)

    def on_resize(self, event: events.Resize) -> None:
        """Draw the rows anew for the new width."""
        if self._found.rows:
            self._draw(highlight=self.options.highlighted)

    @on(OptionList.OptionHighlighted)
    def _say_next(self) -> None:
        row = self._highlighted
        if row is None:
            self._say(self._next, shown(*_CLOSE))
            return
        close = [_BEHIND_STEP, *_CLOSE]
        step = [_ENTER, _BEFORE_STEP, Piece(row.next_step)]
        kept, _ = clipped(step, self._row_width() - width_of(close))
        self._say(self._next, shown(*kept, *close))

    @staticmethod
    def _say(words: Words, said: Content) -> None:
        """Say something where it has its lines, whatever is said."""
        if not words.content.is_same(said):
            words.say(said, layout=False)

    @property
    def _highlighted(self) -> Row[T] | None:
        place = self.options.highlighted
        return self._found.rows[place] if place is not None and self._found.rows else None

    # -- keys and mouse ---------------------------------------------------------------

    def action_move(self, how: str) -> None:
        """Move the highlight while the input keeps the focus."""
        self._with_answer(getattr(self.options, f"action_{how}"))

    @on(Input.Submitted)
    def _enter_pressed(self) -> None:
        self._with_answer(self._choose_highlighted)

    def _choose_highlighted(self) -> None:
        row = self._highlighted
        if row is not None:
            self._choose(row)
        else:
            self._say(self._next, shown(Piece(self._nothing_chosen(), "bold $warning")))
            self.app.bell()

    def with_highlighted(self, act: Callable[[T], object]) -> None:
        """Do ``act`` with what the highlighted row answers, once the input is answered."""

        def do() -> None:
            row = self._highlighted
            if row is not None and row.choice is not None:
                act(row.choice)
            else:
                self.app.bell()

        self._with_answer(do)

    def _nothing_chosen(self) -> DisplayText:
        if self._found.nothing:
            return NOTHING_FOUND
        if self._found.rows:
            return NOTHING_OPENED
        return phrase("{nothing} {why}", nothing=NOTHING_OPENED, why=self._found.summary)

    @on(OptionList.OptionSelected)
    def _row_clicked(self, event: OptionList.OptionSelected) -> None:
        if isinstance(event.option, _Result):
            self._choose(event.option.row)

    def _choose(self, row: Row[T]) -> None:
        if row.choice is not None:
            self.dismiss(row.choice)
