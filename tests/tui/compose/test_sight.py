"""What counts as seen of a thread, and how often Enter asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.read_models.threads import Bubble, Thread, ThreadHead
from smsdesk.core.rules.staleness import AnothersText, Seen, unseen
from smsdesk.terms import Code, Direction, LineType, Status, Verdict
from smsdesk.tui.compose.sight import Sight
from tests.world.clocks import START
from tests.world.people import SARAH

HEAD = ThreadHead(SARAH, "Sarah", "", SARAH, "", (), "", LineType.MOBILE, False, 1)


def text(message_id: int, by: str = "", *, minutes: float = 0) -> Bubble:
    """Return a text; the lead's where nobody of the firm has written it."""
    return Bubble(
        message_id,
        Direction.OUTBOUND if by else Direction.INBOUND,
        f"text {message_id}",
        Status.SENT if by else Status.RECEIVED,
        START + timedelta(minutes=minutes),
        sent_by=by,
    )


@dataclass
class Eyes:
    """A writer before a screen, with a clock to move."""

    seconds: float = 0.0
    agent: str = "maria"
    sight: Sight = field(init=False)

    def __post_init__(self) -> None:
        self.sight = Sight(self.agent, lambda: self.seconds, lambda: START)

    def open(self, *bubbles: Bubble, has_text: bool = False) -> None:
        thread = Thread(HEAD, Verdict(Code.OK), None, bubbles, False, None, "", False, 1)
        self.sight.open(thread, has_text=has_text)

    def reads(self, *bubbles: Bubble) -> None:
        """Let texts come and be painted."""
        self.sight.came(bubbles)
        self.sight.painted([bubble.message_id for bubble in bubbles])

    def types(self) -> None:
        self.sight.writes(has_text=True)

    def enter(self) -> Seen | None:
        seen = self.sight.enter()
        self.sight.question_painted()
        return seen


def test_what_stood_there_when_the_thread_was_opened_was_seen() -> None:
    eyes = Eyes()
    eyes.open(text(1), text(2, "tom"), has_text=True)
    assert eyes.enter() == Seen(2, 2, START)


def test_a_colleagues_text_before_the_first_key_was_seen_and_one_after_it_never() -> None:
    eyes = Eyes()
    eyes.open(text(1))
    eyes.reads(text(2, "tom"))
    eyes.types()
    assert eyes.enter() == Seen(2, 2, START)
    eyes.types()
    eyes.reads(text(3, "tom"))
    eyes.seconds += 60
    assert eyes.enter() is None
    assert [one.message_id for one in eyes.sight.news] == [3]


def test_a_text_that_was_not_painted_was_not_seen() -> None:
    eyes = Eyes()
    eyes.open(text(1))
    eyes.sight.came([text(2, "tom")])  # farther down than the view
    eyes.types()
    assert eyes.enter() is None


def test_the_leads_text_counts_as_seen_once_painted_for_a_second() -> None:
    for seconds, asks in ((0.9, True), (1.0, False)):
        eyes = Eyes()
        eyes.open(text(1))
        eyes.types()
        eyes.reads(text(2))
        eyes.seconds += seconds
        seen = eyes.enter()
        assert (seen is None) is asks
        if seen is not None:
            assert (seen.ours, seen.theirs) == (1, 2)


def test_the_agents_own_texts_and_late_history_ask_nothing() -> None:
    eyes = Eyes()
    eyes.open(text(1))
    eyes.types()
    eyes.sight.came([text(2, "maria"), text(3, minutes=-15.1), text(4, "tom", minutes=-16)])
    assert eyes.enter() is not None


def test_the_second_enter_counts_from_when_the_new_lines_could_be_read() -> None:
    eyes = Eyes()
    eyes.open(text(1))
    eyes.types()
    eyes.reads(text(2, "tom"))
    assert eyes.enter() is None
    eyes.seconds += 0.6
    assert eyes.enter() is None
    assert eyes.sight.was_hurried
    eyes.reads(text(3, "tom"))  # one more, which counts from now
    eyes.seconds += 0.6
    assert eyes.enter() is None
    eyes.seconds += 0.2
    assert eyes.enter() == Seen(3, 3, START)
    assert not eyes.sight.is_asking


def test_a_key_that_is_held_down_says_no_yes() -> None:
    eyes = Eyes()
    eyes.open(text(1))
    eyes.types()
    eyes.reads(text(2, "tom"))
    eyes.seconds += 60
    for _repeat in range(20):
        assert eyes.enter() is None
        eyes.seconds += 0.03


def test_an_emptied_box_begins_anew() -> None:
    eyes = Eyes()
    eyes.open(text(1))
    eyes.types()
    eyes.reads(text(2, "tom"))
    assert eyes.enter() is None
    eyes.sight.writes(has_text=False)
    assert not eyes.sight.is_asking
    eyes.types()
    assert eyes.enter() == Seen(2, 2, START)


def test_what_the_gate_names_is_waited_for() -> None:
    eyes = Eyes()
    eyes.open(text(1))
    eyes.types()
    seen = eyes.enter()
    assert seen is not None
    eyes.sight.gave_back(seen, [2])
    eyes.sight.question_painted()
    eyes.seconds += 0.8
    assert eyes.enter() is None, "who wrote is not on the screen yet"
    eyes.reads(text(2, "tom"))
    eyes.seconds += 0.8
    assert eyes.enter() == Seen(2, 2, START)


def test_what_the_gate_names_and_never_shows_keeps_no_text_for_ever() -> None:
    eyes = Eyes()
    eyes.open(text(1))
    eyes.types()
    seen = eyes.enter()
    assert seen is not None
    eyes.sight.gave_back(seen, [7])
    eyes.sight.question_painted()
    eyes.seconds += 3.1
    assert eyes.enter() == Seen(7, 7, START)


def test_a_yes_is_kept_when_another_rule_gives_the_text_back() -> None:
    eyes = Eyes()
    eyes.open(text(1))
    eyes.types()
    eyes.reads(text(2, "tom"))
    assert eyes.enter() is None
    eyes.seconds += 1
    seen = eyes.enter()
    assert seen is not None
    eyes.sight.gave_back(seen)  # the rate limit, say
    assert eyes.enter() == seen


# -- whatever comes in whatever order ---------------------------------------------------------


@dataclass
class Writer:
    """A desk of the firm: what its screen has read of the thread so far."""

    eyes: Eyes
    read: int = 0
    shown: set[int] = field(default_factory=set)
    agreed: set[int] = field(default_factory=set)
    asked: set[int] = field(default_factory=set)


class TwoWriters:
    """One thread, recorded in order; two desks that read, type and press Enter; the real rule."""

    def __init__(self) -> None:
        self.thread: list[Bubble] = [text(1)]
        self.seconds = 0.0
        self.writers = {name: Writer(Eyes(agent=name)) for name in ("maria", "tom")}
        for writer in self.writers.values():
            writer.eyes.open(*self.thread)
            writer.read = 1

    def wait(self, seconds: float) -> None:
        self.seconds += seconds
        for writer in self.writers.values():
            writer.eyes.seconds = self.seconds

    def comes(self, by: str = "", *, late: bool = False) -> None:
        minutes = -20 if late else self.seconds / 60
        self.thread.append(text(len(self.thread) + 1, by, minutes=minutes))

    def syncs(self, writer: Writer, *, paints: bool) -> None:
        new = self.thread[writer.read :]
        writer.read = len(self.thread)
        writer.eyes.sight.came(new)
        if paints:
            painted = range(1, len(self.thread) + 1)
            writer.eyes.sight.painted(painted)
            writer.shown.update(painted)

    def enters(self, name: str) -> None:
        writer = self.writers[name]
        asked_before = writer.eyes.sight.is_asking
        named = {one.message_id for one in writer.eyes.sight.news}
        seen = writer.eyes.enter()
        if seen is None:
            if not asked_before:
                self._asks(writer, {one.message_id for one in writer.eyes.sight.news})
            return
        if asked_before:
            writer.agreed |= writer.asked | named
        others = [
            AnothersText(one.message_id, one.direction is Direction.INBOUND, one.sent_by,
                         one.happened_at)
            for one in self.thread if one.sent_by != name
        ]  # fmt: skip
        stale = {one.message_id for one in unseen(seen, others)}
        if stale:
            self._asks(writer, stale)
            writer.eyes.sight.gave_back(seen, stale)
            writer.eyes.sight.question_painted()
            return
        for one in others:
            if not one.inbound and one.happened_at >= START and one.message_id != 1:
                assert one.message_id in writer.shown, "it left over a colleague's unseen text"
        self.comes(name)

    def _asks(self, writer: Writer, about: set[int]) -> None:
        assert about, "a question about nothing"
        assert not about & writer.agreed, "asked twice about the same lines"
        writer.asked = about


STEPS = st.one_of(
    st.tuples(st.just("lead")),
    st.tuples(st.just("history")),
    st.tuples(st.just("wait"), st.sampled_from((0.01, 0.3, 0.8, 1.2, 5.0))),
    st.tuples(
        st.sampled_from(("types", "enter", "sync", "sync unseen")),
        st.sampled_from(("maria", "tom")),
    ),
)


@given(st.lists(STEPS, max_size=40))
def test_no_text_leaves_over_a_colleagues_and_nobody_is_asked_twice(
    steps: list[tuple[object, ...]],
) -> None:
    world = TwoWriters()
    for step in steps:
        match step:
            case ("lead",):
                world.comes()
            case ("history",):
                world.comes(late=True)
            case ("wait", float(seconds)):
                world.wait(seconds)
            case ("types", str(name)):
                world.writers[name].eyes.types()
            case ("sync", str(name)):
                world.syncs(world.writers[name], paints=True)
            case ("sync unseen", str(name)):
                world.syncs(world.writers[name], paints=False)
            case ("enter", str(name)):
                world.enters(name)
