"""How many keys an agent's tasks take; the guide's table is this one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from smsdesk.display import DisplayText, joined
from smsdesk.terms import ConversationState, Status
from smsdesk.tui.newline_keys import key_label
from tests.tui.hosting import box_text, open_thread, running, settle, type_text
from tests.world.fake_desk import firm
from tests.world.sample_threads import NOW, SARAH, STOPPED, TOM, inbound, out

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsdesk.tui.app import SmsdeskApp
    from tests.world.fake_desk import FakeDesk

GUIDE = Path(__file__).parents[2] / "docs" / "guide.md"
BEGIN, END = "<!-- key counts -->\n", "<!-- /key counts -->"


@dataclass(frozen=True)
class Task:
    """What an agent wants, and the keys for it.

    Attributes:
        keys: as they are pressed; words stand for what is typed.
        happened: whether it has been done.
        text: what stands in the box before.
        who: whose thread is open.
        size: of the terminal.
    """

    name: str
    keys: tuple[str, ...]
    happened: Callable[[SmsdeskApp, FakeDesk], bool]
    text: str = ""
    who: str = SARAH
    size: tuple[int, int] = (120, 30)

    @property
    def label(self) -> str:
        shown = [
            key_label(key) if _is_key(key) and len(key) > 1 else DisplayText(f"`{key}`")
            for key in self.keys
        ]
        typed = [DisplayText("text")] if self.text else []
        return joined(" ", [*typed, *shown]) or "none"

    @property
    def count(self) -> str:
        letters = any(not _is_key(key) for key in self.keys)
        number = str(sum(_is_key(key) for key in self.keys))
        return f"{number} and a few letters" if letters else number


def _is_key(key: str) -> bool:
    return len(key) == 1 or key in NAMED or "+" in key


NAMED = frozenset({"f2", "f4", "f5", "f9", "f10", "enter", "home"})


def called(*what: object) -> Callable[[SmsdeskApp, FakeDesk], bool]:
    return lambda _, desk: any(call[: len(what)] == what for call in desk.calls)


def selected(number: str) -> Callable[[SmsdeskApp, FakeDesk], bool]:
    return lambda app, _: app.desk_screen.conversation_list.selected == number


def answered_and_gone_on(app: SmsdeskApp, desk: FakeDesk) -> bool:
    return desk.submitted() == ["See you"] and selected(TOM)(app, desk)


def sent_again(_: SmsdeskApp, desk: FakeDesk) -> bool:
    return desk.submitted() == ["Are you still looking for a lawyer?"]


def planned(_: SmsdeskApp, desk: FakeDesk) -> bool:
    at = desk.leaving.at
    return at is not None and at - NOW < timedelta(days=2)


TASKS = (
    Task("Answer and go on", ("f10",), answered_and_gone_on, text="See you"),
    Task("To whom has waited longest", ("f10",), selected(SARAH), who=STOPPED),
    Task("Done", ("ctrl+d",), called("done", SARAH)),
    Task("Snooze until Monday", ("ctrl+x", "s", "m"), called("snooze", SARAH)),
    Task("Claim", ("ctrl+x", "c"), called("hand_over", SARAH, "maria")),
    Task("Hand over", ("ctrl+x", "h", "pri", "enter"), called("hand_over", SARAH, "priya")),
    Task("Record a spoken opt-out", ("f4", "y"), called("record_opt_out", SARAH)),
    Task("Plan a text for tomorrow at nine", ("ctrl+x", "l", "t"), planned, text="Good morning"),
    Task("The beginning of a thread", ("ctrl+x", "g"), called("thread", SARAH)),
    Task("Find a person's words", ("ctrl+f", "from:sarah seats", "enter"), selected(SARAH)),
    Task(
        "See their signups",
        (),
        lambda app, _: app.desk_screen.query_one("#lead-card").display,
        size=(140, 40),
    ),
    Task("Copy the number", ("ctrl+x", "y"), lambda app, _: app.clipboard == SARAH),
    Task("Correct a waiting text", ("f9",), lambda app, _: box_text(app) == "Wait", who=TOM),
    Task("Send a failed text again", ("f5",), sent_again, who=TOM),
    Task("Only what is to answer", ("ctrl+x", "v", "t"), lambda app, _: _listed(app) == 2),
)


def _listed(app: SmsdeskApp) -> int:
    return app.desk_screen.conversation_list._pages.count


def a_day() -> FakeDesk:
    """Sarah waits longest, then Tom, to whom a text waits and a newer one has failed."""
    desk = firm()
    tom = desk.held[TOM]
    tom.bubbles.append(inbound(900, "And me?", NOW - timedelta(seconds=30), unread=True))
    tom.state, tom.to_answer_since = ConversationState.TO_ANSWER, NOW - timedelta(seconds=30)
    waiting = out(901, "Wait", Status.QUEUED, NOW - timedelta(days=1), can_cancel=True)
    tom.bubbles.append(waiting)
    return desk


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
async def test_these_keys_do_it(task: Task) -> None:
    desk = a_day()
    async with running(desk.opened, size=task.size) as (app, pilot):
        await open_thread(app, pilot, task.who)
        if task.text:
            await type_text(pilot, task.text)
        desk.clock.move(2)
        for key in task.keys:
            await pilot.press(*([key] if _is_key(key) else _typed(key)))
        await settle(pilot)
        assert task.happened(app, desk), desk.calls


def _typed(words: str) -> list[str]:
    names = {" ": "space", ":": "colon"}
    return [names.get(letter, letter) for letter in words]


def table() -> str:
    rows = ["| Task | Keys | How many |", "| --- | --- | --- |"]
    rows += [f"| {task.name} | {task.label} | {task.count} |" for task in TASKS]
    return "\n".join(rows) + "\n"


def test_the_guide_has_the_table() -> None:
    page = GUIDE.read_text(encoding="utf-8")
    assert page.partition(BEGIN)[2].partition(END)[0] == table()
