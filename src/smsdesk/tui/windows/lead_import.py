"""Leads from a file: choose it, see what it is taken for and its first leads, let it go in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, OptionList

from smsdesk.display import DisplayText, joined, one_line, phrase
from smsdesk.home_folders import from_home
from smsdesk.tui.desk_calls import in_one_line, off_loop
from smsdesk.tui.front_to_back import PaintedFrontToBack
from smsdesk.tui.search_input import LineInput
from smsdesk.tui.text.counts import count_of
from smsdesk.tui.text.shown import Piece, shown, stacked
from smsdesk.tui.text.when import list_time
from smsdesk.tui.text.words import Words, WordsOption

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.content import Content

    from smsdesk.clock import Clock
    from smsdesk.core.leads.lead_file import Choices
    from smsdesk.core.read_models.leads import FileReading, FirstLead, ImportReport, OptOutsAhead
    from smsdesk.desk.leads import TakesInLeadFiles

Answer = tuple[str, Callable[[], None]]
"""What can be answered, and what is done then."""

TITLE: Final = DisplayText("Import leads")
READING: Final = DisplayText("Reading\u2026")
FIRST_LEADS: Final = DisplayText("The first leads")
NOTHING_IMPORTED: Final = DisplayText("Nothing was imported.")
TAKEN_BACK: Final = DisplayText(" taken back; conversations and consent stay as they are.")

_LABEL = 14
_SHOWN_DOUBTS = 5


class FileSuggester(Suggester):
    """Completes the path of a file that is there, once some letters of its name are typed."""

    async def get_suggestion(self, value: str) -> str | None:
        """Return the first path in its folder that goes on as typed."""
        return await asyncio.to_thread(_completed, value)


def _completed(typed: str) -> str | None:
    start = typed.rpartition("/")[2]
    if not start:
        return None
    folder = from_home(typed[: len(typed) - len(start)] or ".")
    try:
        names = sorted(entry.name + "/" * entry.is_dir() for entry in folder.iterdir())
    except OSError:
        return None
    found = next((name for name in names if name.startswith(start)), None)
    return found and typed + found[len(start) :]


class LeadImportScreen(PaintedFrontToBack, ModalScreen[None]):
    """Enter reads the file that is named; a second Enter imports what is shown."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Close", show=False)]
    DEFAULT_CSS = """
    LeadImportScreen {
        align: center top; background: $background 60%;
        & #import { width: 92%; max-width: 96; height: 92%; max-height: 40; margin: 1 0 0 0;
            background: $panel; padding: 1 2 0 2; border-left: outer $accent; }
        & #import-title { height: 1; color: $text-muted; }
        & Input { height: 1; border: none; margin: 1 0; background: $background;
            &:focus { border: none; background-tint: transparent; } }
        & VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; scrollbar-background: $panel; }
        & #import-text { height: auto; }
        & OptionList { height: auto; max-height: 8; border: none; padding: 0; margin: 1 0;
            background: $panel; display: none;
            &:focus { border: none; background-tint: transparent; } }
        & #import-next { height: 1; color: $text-muted; }
    }
    """

    def __init__(self, leads: TakesInLeadFiles, *, clock: Clock, zone: tzinfo) -> None:
        """``zone`` is the agent's own."""
        super().__init__()
        self._leads = leads
        self._clock = clock
        self._zone = zone
        self._shown_file: Path | None = None
        self._busy = False
        self._answers: Sequence[Answer] = ()
        self._said: dict[str, str] = {}
        self._opt_outs_agreed = False

    def compose(self) -> ComposeResult:
        """Title, the file's path, what it is taken for, what Enter does."""
        with Vertical(id="import"):
            yield Words(shown(TITLE), id="import-title")
            yield LineInput(
                placeholder="path of a CSV, XLSX, XLS or ODS file",
                suggester=FileSuggester(case_sensitive=True),
                compact=True,
            )
            with VerticalScroll(can_focus=False):
                yield Words(id="import-text")
            yield OptionList(markup=False)
            yield Words(id="import-next")

    def on_mount(self) -> None:
        """Begin with the path."""
        self.query_one(Input).focus()
        self._next("reads the file")

    @on(Input.Changed)
    def _other_file(self) -> None:
        if not self._busy:
            self._shown_file = None
            self._said.clear()
            self._opt_outs_agreed = False
            self._ask(shown(), [])
            self._next("reads the file")

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        typed = event.value.strip()
        if self._busy or not typed:
            return
        self._busy = True
        path = from_home(typed)
        if path == self._shown_file:
            self._take_in(path)
        else:
            self._look(path)

    @work(group="lead-import")
    async def _look(self, path: Path) -> None:
        self._say(shown(READING))
        try:
            choices = self._choices()
            reading = await off_loop(self._leads.read_file, path, choices=choices)
        except Exception as error:  # shown in the window
            options: Sequence[tuple[str, str]] = getattr(error, "options", ())
            if options:
                answers = [(label, partial(self._settle, path, said)) for label, said in options]
                self._ask(shown(one_line(getattr(error, "question", ""))), answers)
            else:
                self._say(shown(in_one_line(error)))
        else:
            self._shown_file = path
            self._say(self._taken_for(reading))
            self._next("imports these leads")
        finally:
            self._busy = False

    @work(group="lead-import")
    async def _take_in(self, path: Path) -> None:
        self._next("")
        many: list[OptOutsAhead] = []

        def agreed(ahead: OptOutsAhead) -> bool:
            many.append(ahead)
            return self._opt_outs_agreed

        try:
            report = await off_loop(
                self._leads.import_file, path, choices=self._choices(), lookup="later",
                confirm_opt_outs=agreed, progress=self._progress,
            )  # fmt: skip
        except Exception as error:  # shown in the window
            if many and not self._opt_outs_agreed:
                self._ask(shown(one_line(_many_opt_outs(many[0]))), [
                    ("Do not import this file", self._leave),
                    ("Import it, and opt them out", partial(self._agree, path)),
                ])  # fmt: skip
            else:
                self._say(shown(in_one_line(error)))
        else:
            self._done(report)
        finally:
            self._busy = False
            self._shown_file = None
            if not self._answers:
                self._next("reads the file")

    def _done(self, report: ImportReport) -> None:
        """Say what has been done; a file that was the wrong one goes the way it came."""
        if report.imported:
            self._ask(done_text(report), [
                ("Keep these leads", lambda: self._say(done_text(report))),
                ("Take these leads back", lambda: self._go_back(report.import_id)),
            ])  # fmt: skip
        else:
            self._say(done_text(report))

    def _go_back(self, import_id: int) -> None:
        self._take_back(import_id)

    @work(group="lead-import")
    async def _take_back(self, import_id: int) -> None:
        try:
            taken = await off_loop(self._leads.undo, import_id)
        except Exception as error:  # shown in the window
            self._say(shown(in_one_line(error)))
        else:
            back = count_of(taken, "lead") + TAKEN_BACK
            self._say(shown(back))
        self._next("reads the file")

    def _choices(self) -> Choices:
        from smsdesk.core.leads.lead_file import Choices

        mapping = {target: said for target, said in self._said.items() if target != "sheet"}
        return Choices(mapping=mapping, sheet=self._said.get("sheet", ""))

    def _ask(self, question: Content, answers: Sequence[Answer]) -> None:
        """Put a question with its answers where the columns stand; none takes the list away."""
        self._answers = answers
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(WordsOption(shown(one_line(label))) for label, _do in answers)
        options.display = bool(answers)
        if answers:
            options.highlighted = 0
            options.focus()
            self._say(question)
            self._next("answers")

    @on(OptionList.OptionSelected)
    def _answered(self, event: OptionList.OptionSelected) -> None:
        _label, do = self._answers[event.option_index]
        self._ask(shown(), [])
        self.query_one(Input).focus()
        do()

    def _settle(self, path: Path, said: str) -> None:
        target, _, value = said.partition("=")
        self._said[target] = value
        self._busy = True
        self._look(path)

    def _agree(self, path: Path) -> None:
        self._opt_outs_agreed = True
        self._busy = True
        self._take_in(path)

    def _leave(self) -> None:
        self._say(shown(NOTHING_IMPORTED))
        self._next("reads the file")

    def _progress(self, done: int, total: int | None) -> None:
        share = 100 * done // max(total or 1, 1)
        self.app.call_later(self._say, shown(DisplayText(f"Importing\u2026 {share} %")))

    def _taken_for(self, reading: FileReading) -> Content:
        said = [(target.replace("_", " "), found) for target, found in reading.columns.items()]
        said += [
            ("no texts", reading.consent),
            ("event", (reading.event,) if reading.event else ()),
            ("dates", (reading.order,) if reading.order else ()),
            ("not used", reading.unused),
        ]
        lines = [
            shown(
                Piece(DisplayText(f"{what:<{_LABEL}}"), "$text-muted"),
                joined(", ", map(one_line, found)),
            )
            for what, found in said
            if found
        ]
        lines += [shown(), shown(Piece(FIRST_LEADS, "bold"))]
        return stacked([*lines, *map(self._lead, reading.first)])

    def _lead(self, lead: FirstLead) -> Content:
        at = lead.signed_up_at
        when = list_time(at, self._clock.now(), self._zone) if at else ""
        out = "opted out" if lead.opted_out else ""
        cells = (lead.name, lead.email, lead.number or lead.reason, lead.event, when, out)
        return shown(joined("  ", filter(None, map(one_line, cells))))

    def _say(self, text: Content) -> None:
        if self.is_attached:
            self.query_one("#import-text", Words).say(text)

    def _next(self, step: str) -> None:
        if self.is_attached:
            keys = f"\u23ce {step}  Esc close" if step else "importing\u2026"
            self.query_one("#import-next", Words).say(shown(DisplayText(keys)))

    def action_close(self) -> None:
        """Go back to the desk; what has begun goes on to its end."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """Close on a click beside the window."""
        if event.widget is self:
            self.dismiss(None)


def _many_opt_outs(ahead: OptOutsAhead) -> str:
    said = "; ".join(f"{what}: {count_of(rows, 'row')}" for what, rows in ahead.said[:3])
    return f"This opts out {ahead.numbers:,} of its {ahead.of:,} numbers ({said}). Is that right?"


def done_text(report: ImportReport) -> Content:
    """Return what an import did, a count a line."""
    lines = [
        f"{report.imported:,} imported, {count_of(report.new_contacts, 'new number')}",
        f"{report.known:,} already known",
        f"{report.without_phone:,} without phone",
        *(f"{count:,} invalid: {why.replace('_', ' ')}" for why, count in report.invalid.items()),
    ]
    if report.opted_out:
        lines.append(f"{report.opted_out:,} opted out, as the file says")
    lines += [
        phrase(
            '{rows} {have} "{value}" under "{column}", which changes nothing',
            rows=count_of(doubt.rows, "row"),
            have="has" if doubt.rows == 1 else "have",
            value=doubt.value,
            column=doubt.column,
        )
        for doubt in report.doubts[:_SHOWN_DOUBTS]
    ]
    lines.append(f"smsdesk leads undo {report.import_id} takes these leads back")
    return stacked(shown(one_line(line)) for line in lines)
