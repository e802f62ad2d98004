"""What an agent does, as the keys for it and as what must come of it.

A burst is several of these moves, typed blind. The model knows nothing of the screen: only whom
the agent has gone to, what is written there, and what was sent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

PEOPLE = {
    "tom r": "+13125550123",
    "tomasz": "+12125550142",
    "ann o": "+14155550161",
    "anna": "+14155550162",
    "jos": "+12065550144",
}
"""What is typed to find someone who has written, and whose thread it opens."""

LEADS = {"maya": "+14155550177", "marcus": "+14155550178", "mar el": "+14155550179"}
"""The same for leads who have not."""

FAMILY = "👩‍👩‍👧"


@dataclass(frozen=True, slots=True)
class Pasted:
    """What comes from the terminal as one paste."""

    text: str


Stroke = str | Pasted


@dataclass
class Model:
    """What must be.

    Attributes:
        at: whose thread is open.
        in_box: whether the focus is surely in the box: editing keys mean something only there.
        drafts: what stands in the box of each.
        sent: to whom and what, in order.
    """

    at: str = ""
    in_box: bool = False
    drafts: dict[str, str] = field(default_factory=dict)
    sent: list[tuple[str, str]] = field(default_factory=list)
    texts: int = 0

    @property
    def box(self) -> str:
        return self.drafts.get(self.at, "")

    def write(self, text: str) -> None:
        self.drafts[self.at] = self.box + text
        self.in_box = True

    def next_text(self, rng: Random) -> str:
        self.texts += 1
        more = rng.choice(["", " ok", " see you at six", " yes"])
        return f"t{self.texts}{more}"


def strokes(text: str) -> list[Stroke]:
    return ["space" if character == " " else character for character in text]


def jump(model: Model, rng: Random) -> list[Stroke]:
    query = rng.choice(list(PEOPLE))
    model.at, model.in_box = PEOPLE[query], True
    return ["ctrl+k", *strokes(query), "enter"]


def new(model: Model, rng: Random) -> list[Stroke]:
    query = rng.choice(list(LEADS))
    model.at, model.in_box = LEADS[query], True
    return ["ctrl+n", *strokes(query), "enter"]


def find(model: Model, rng: Random) -> list[Stroke]:
    query = rng.choice(list(PEOPLE))
    model.at, model.in_box = PEOPLE[query], False
    return ["ctrl+f", *strokes(f"word of {query}"), "enter"]


def narrow(model: Model, rng: Random) -> list[Stroke]:
    query = rng.choice(list(PEOPLE))
    model.at, model.in_box = PEOPLE[query], True
    return ["ctrl+l", "ctrl+u", *strokes(query), "enter"]


def nobody(model: Model, rng: Random) -> list[Stroke]:
    """A search without a find: Enter opens nothing."""
    return [rng.choice(["ctrl+k", "ctrl+n", "ctrl+f"]), *strokes("zzq"), "enter", "escape"]


def look(model: Model, rng: Random) -> list[Stroke]:
    """A window opened and closed."""
    opened = rng.choice([["f1"], ["f2"], ["ctrl+k"], ["ctrl+n", "m", "a"], ["ctrl+p", "h"]])
    return [*opened, "escape"]


def by_name(model: Model, rng: Random) -> list[Stroke]:
    """A command of the palette; there is nothing unread."""
    return ["ctrl+p", *strokes("next unr"), "enter"]


def no_unread(model: Model, rng: Random) -> list[Stroke]:
    return ["ctrl+down"]


def send(model: Model, rng: Random) -> list[Stroke]:
    text = model.next_text(rng)
    model.write(text)
    model.sent.append((model.at, model.box))
    model.drafts[model.at] = ""
    return [*strokes(text), "enter"]


def send_two(model: Model, rng: Random) -> list[Stroke]:
    return [*send(model, rng), *send(model, rng)]


def leave_written(model: Model, rng: Random) -> list[Stroke]:
    text = model.next_text(rng)
    model.write(text)
    return strokes(text)


def new_line(model: Model, rng: Random) -> list[Stroke]:
    text = model.next_text(rng)
    model.write(f"{text}\n")
    return [*strokes(text), "ctrl+j"]


def paste(model: Model, rng: Random) -> list[Stroke]:
    text = f"{model.next_text(rng)}\n{model.next_text(rng)}"
    model.write(text)
    return [Pasted(text)]


def mistype(model: Model, rng: Random) -> list[Stroke]:
    """Letters and a family, taken back one by one."""
    model.in_box = True
    return ["x", Pasted(FAMILY), "y", "backspace", "backspace", "backspace"]


def empty(model: Model, rng: Random) -> list[Stroke]:
    if not model.in_box:
        return leave_written(model, rng)
    model.drafts[model.at] = ""
    return ["ctrl+u", "ctrl+u"]


GOING = (jump, new, find, narrow)
WRITING = (send, send, send, send_two, leave_written, new_line, paste, mistype, empty)
ELSE = (nobody, look, no_unread, by_name)


def burst(model: Model, rng: Random) -> list[Stroke]:
    """Return the keys of two to five moves, having made them in ``model``."""
    typed: list[Stroke] = []
    if not model.at:
        typed += rng.choice(GOING)(model, rng)
    for _ in range(rng.randint(2, 5)):
        kind: tuple[Callable[[Model, Random], list[Stroke]], ...]
        kind = rng.choices((GOING, WRITING, ELSE), weights=(3, 5, 2))[0]
        typed += rng.choice(kind)(model, rng)
    return typed
