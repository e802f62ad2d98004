"""Leads from a file: choose it, see what it is taken for and its first leads, let it go in."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Static

from smsdesk.tui.desk_calls import in_one_line, off_loop
from smsdesk.tui.search_input import LineInput
from smsdesk.tui.text.when import list_time

if TYPE_CHECKING:
    from datetime import tzinfo

    from textual.app import ComposeResult

    from smsdesk.clock import Clock
    from smsdesk.core.views.leads import FileReading, FirstLead, ImportReport
    from smsdesk.desk.leads import TakesInLeadFiles

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
    folder = Path(typed[: len(typed) - len(start)] or ".").expanduser()
    try:
        names = sorted(entry.name + "/" * entry.is_dir() for entry in folder.iterdir())
    except OSError:
        return None
    found = next((name for name in names if name.startswith(start)), None)
    return found and typed + found[len(start) :]


class LeadImportScreen(ModalScreen[None]):
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

    def compose(self) -> ComposeResult:
        """Title, the file's path, what it is taken for, what Enter does."""
        with Vertical(id="import"):
            yield Static(Content("Import leads"), id="import-title", markup=False)
            yield LineInput(
                placeholder="path of a CSV, XLSX, XLS or ODS file",
                suggester=FileSuggester(case_sensitive=True),
                compact=True,
            )
            with VerticalScroll(can_focus=False):
                yield Static(id="import-text", markup=False)
            yield Static(id="import-next", markup=False)

    def on_mount(self) -> None:
        """Begin with the path."""
        self.query_one(Input).focus()
        self._next("reads the file")

    @on(Input.Changed)
    def _other_file(self) -> None:
        if not self._busy:
            self._shown_file = None
            self._next("reads the file")

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        typed = event.value.strip()
        if self._busy or not typed:
            return
        self._busy = True
        path = Path(typed).expanduser()
        if path == self._shown_file:
            self._take_in(path)
        else:
            self._look(path)

    @work(group="lead-import")
    async def _look(self, path: Path) -> None:
        self._say(Content("Reading\u2026"))
        try:
            reading = await off_loop(self._leads.read_file, path)
        except Exception as error:  # shown in the window
            self._say(Content(in_one_line(error)))
        else:
            self._shown_file = path
            self._say(self._taken_for(reading))
            self._next("imports these leads")
        finally:
            self._busy = False

    @work(group="lead-import")
    async def _take_in(self, path: Path) -> None:
        self._next("")
        try:
            report = await off_loop(
                self._leads.import_file, path, lookup="later", progress=self._progress
            )
        except Exception as error:  # shown in the window
            self._say(Content(in_one_line(error)))
        else:
            self._say(done_text(report))
        finally:
            self._busy = False
            self._shown_file = None
            self._next("reads the file")

    def _progress(self, done: int, total: int | None) -> None:
        share = 100 * done // max(total or 1, 1)
        self.app.call_later(self._say, Content(f"Importing\u2026 {share} %"))

    def _taken_for(self, reading: FileReading) -> Content:
        said = [(target.replace("_", " "), found) for target, found in reading.columns.items()]
        said += [
            ("no texts", reading.consent),
            ("event", (reading.event,) if reading.event else ()),
            ("dates", (reading.order,) if reading.order else ()),
            ("not used", reading.unused),
        ]
        lines = [
            Content.assemble((f"{what:<{_LABEL}}", "$text-muted"), ", ".join(found))
            for what, found in said
            if found
        ]
        lines += [Content(), Content.styled("The first leads", "bold")]
        return Content("\n").join([*lines, *map(self._lead, reading.first)])

    def _lead(self, lead: FirstLead) -> Content:
        at = lead.signed_up_at
        when = list_time(at, self._clock.now(), self._zone) if at else ""
        out = "opted out" if lead.opted_out else ""
        cells = (lead.name, lead.email, lead.number or lead.reason, lead.event, when, out)
        return Content("  ".join(filter(None, cells)))

    def _say(self, text: Content) -> None:
        if self.is_attached:
            self.query_one("#import-text", Static).update(text)

    def _next(self, step: str) -> None:
        if self.is_attached:
            keys = f"Enter {step} \u00b7 Esc close" if step else "importing\u2026"
            self.query_one("#import-next", Static).update(Content(keys))

    def action_close(self) -> None:
        """Go back to the desk; what has begun goes on to its end."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """Close on a click beside the window."""
        if event.widget is self:
            self.dismiss(None)


def done_text(report: ImportReport) -> Content:
    """Return what an import did, a count a line."""
    lines = [
        f"{report.imported:,} imported, {report.new_contacts:,} new numbers",
        f"{report.known:,} already known",
        f"{report.without_phone:,} without phone",
        *(f"{count:,} invalid: {why.replace('_', ' ')}" for why, count in report.invalid.items()),
    ]
    if report.opted_out:
        lines.append(f"{report.opted_out:,} opted out, as the file says")
    lines += [
        f'{doubt.rows:,} rows have "{doubt.value}" under "{doubt.column}", which changes nothing'
        for doubt in report.doubts[:_SHOWN_DOUBTS]
    ]
    lines.append(f"smsdesk leads undo {report.import_id} takes these leads back")
    return Content("\n").join([Content(line) for line in lines])
