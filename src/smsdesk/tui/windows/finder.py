"""One input, results under it as they come, and what happens next: the shape of every search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from smsdesk.tui.desk_calls import in_one_line, shown_when_slow, stoppable
from smsdesk.tui.keys import key_label

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from textual.app import ComposeResult

    from smsdesk.core.views.threads import MessageKey


@dataclass(frozen=True, slots=True)
class Row:
    """One result.

    Attributes:
        number: whose thread it opens; empty where it cannot be opened.
        prompt: draws it, given the width in cells.
        next_step: what choosing it does, in one line.
        at: the message to show, where it is one that was found.
    """

    number: str
    prompt: Callable[[int], Content]
    next_step: str
    at: MessageKey | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to one query: the rows, and one line about them."""

    rows: tuple[Row, ...]
    summary: str = ""
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The answer: whose thread to open, and at which message where it is about one."""

    number: str
    at: MessageKey | None = None


class Search(Protocol):
    """What is searched, and how.

    Attributes:
        title: of the window.
        placeholder: what the empty input says.
        at_least: characters from which on it is searched.
    """

    title: ClassVar[str]
    placeholder: ClassVar[str]
    at_least: ClassVar[int]

    def find(self, query: str, *, stop: threading.Event) -> Found:
        """Return what matches ``query``. Blocks, until ``stop`` is set; runs in a thread."""
        ...


class Finder(ModalScreen[Choice]):
    """A search that is answered with a conversation."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Close", show=False),
        Binding("down", "move('cursor_down')", show=False),
        Binding("up", "move('cursor_up')", show=False),
        Binding("pagedown", "move('page_down')", show=False),
        Binding("pageup", "move('page_up')", show=False),
    ]
    DEFAULT_CSS = """
    Finder {
        align: center top; background: $background 60%;
        & #finder { width: 92%; max-width: 96; height: 92%; max-height: 40; margin: 1 0 0 0;
            background: $panel; padding: 1 1 0 1; border-left: outer $accent; }
        & #finder > Static, & #finder > Input { padding: 0 1; }
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
        &.-nothing { & #finder-nothing { display: block; } & OptionList { display: none; } }
        & #finder-summary, & #finder-waiting { height: 1; color: $text-muted; }
        & #finder-waiting { display: none; }
        &.-waiting { & #finder-waiting { display: block; } & #finder-summary { display: none; } }
        & #finder-next { height: 1; }
    }
    """

    def __init__(self, search: Search) -> None:
        """``search`` says what is found."""
        super().__init__()
        self._search = search
        self._found = Found(())

    def compose(self) -> ComposeResult:
        """Title, input, results, summary, next step."""
        with Vertical(id="finder"):
            yield Static(Content(self._search.title), id="finder-title", markup=False)
            yield Input(placeholder=self._search.placeholder, compact=True)
            yield from self.settings()
            yield OptionList(markup=False)
            yield Static(id="finder-nothing", markup=False)
            yield Static(id="finder-summary", markup=False)
            yield Static("Searching…", id="finder-waiting", markup=False)
            yield Static(id="finder-next", markup=False)

    def settings(self) -> ComposeResult:
        """Return what stands between the input and the results."""
        yield from ()

    def on_mount(self) -> None:
        """Begin with what an empty query finds."""
        self.options.can_focus = False
        self.query_one(Input).focus()
        self.search_again()

    @property
    def options(self) -> OptionList:
        """The list of results."""
        return self.query_one(OptionList)

    @property
    def query_text(self) -> str:
        """What has been typed."""
        return self.query_one(Input).value.strip()

    @on(Input.Changed)
    def search_again(self) -> None:
        """Search, for what stands in the input now; the search before it stops."""
        self.workers.cancel_group(self, "finder")
        if len(self.query_text) < self._search.at_least:
            invitation = f"Type at least {self._search.at_least} characters."
            self._show(Found((), summary=invitation))
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
                found = Found((), nothing=in_one_line(error))
        self._show(found)

    def _show(self, found: Found) -> None:
        self._found = found
        self.query_one("#finder-nothing", Static).update(Content(found.nothing))
        self.set_class(bool(found.nothing), "-nothing")
        self.query_one("#finder-summary", Static).update(Content(found.summary))
        self._draw(highlight=0)

    def _draw(self, *, highlight: int | None) -> None:
        width = self._row_width()
        rows = self._found.rows
        self.options.set_options(
            [Option(row.prompt(width), disabled=not row.number) for row in rows]
        )
        usable = [place for place, row in enumerate(rows) if row.number]
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
        place = self.options.highlighted
        step = self._found.rows[place].next_step if place is not None and self._found.rows else ""
        keys = Content.assemble((key_label("escape"), "bold $accent"), (" close", "$text-muted"))
        if step:
            keys = Content.assemble((key_label("enter"), "bold $accent"), f" {step}  ", keys)
        self.query_one("#finder-next", Static).update(keys)

    def action_move(self, how: str) -> None:
        """Move the highlight while the input keeps the focus."""
        getattr(self.options, f"action_{how}")()

    def action_cancel(self) -> None:
        """Close without an answer."""
        self.dismiss(None)

    @on(Input.Submitted)
    def _choose_highlighted(self) -> None:
        if self.options.highlighted is not None and self._found.rows:
            self._choose(self.options.highlighted)

    @on(OptionList.OptionSelected)
    def _choose_clicked(self, event: OptionList.OptionSelected) -> None:
        self._choose(event.option_index)

    def _choose(self, place: int) -> None:
        row = self._found.rows[place]
        if row.number:
            self.dismiss(Choice(row.number, row.at))

    def on_click(self, event: events.Click) -> None:
        """Close on a click beside the window."""
        if event.widget is self:
            self.dismiss(None)
