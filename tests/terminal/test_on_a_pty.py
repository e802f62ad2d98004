"""The app on a real terminal: what each byte form does, in one burst and cut with gaps."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.terminal.on_a_pty import ANSWERS, Terminal, recorded, small_desk, started

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

NEWLINES = (
    "\n",
    "\x1b\r",
    "\x1b[13;2u",
    "\x1b[27;2;13~",
    "\x1b[13;3u",
    "\x1b[27;5;13~",
    "\x1bO2M",
    "\x1b[57414;2u",
)
ENTERS = ("\r", "\x1b[13u", "\x1bOM", "\x1b[57414u", "\x1b[13;129u")
NEXT_UNREAD = "\x1b[1;5B"
EMPTY_BOX = "\x1b[200~x\x1b[201~\x15"

RESTORED = (
    "\x1b[>4m",  # modifyOtherKeys
    "\x1b[<u",  # Kitty protocol
    "\x1b[?1049l",  # alternate screen
    "\x1b[?25h",  # cursor
    "\x1b[?2004l",  # bracketed paste
    "\x1b[?1000l",  # mouse
    "\x1b[?1003l",
    "\x1b[?1006l",
    "\x1b[?1016l",
    "\x1b[?1004l",  # focus
    "\x1b[23;2t",  # title
    "\x1b[?7h",  # line wrap
)


class Desk:
    """A desk on a terminal, with a thread open."""

    def __init__(self, terminal: Terminal, record: Path) -> None:
        self.terminal = terminal
        self._record = record

    @property
    def sent(self) -> list[str]:
        return recorded(self._record, "sent")

    @property
    def drafts(self) -> list[str]:
        return recorded(self._record, "draft")

    def until_sent(self, count: int) -> list[str]:
        self.terminal.until(lambda: len(self.sent) >= count, f"{count} sent")
        return self.sent


@contextmanager
def open_desk(
    tmp_path: Path,
    *,
    answers: Mapping[str, str] = ANSWERS,
    how: tuple[str, ...] = (),
    shown: str = "⏎ send",
    **environ: str,
) -> Iterator[Desk]:
    record = tmp_path / "record"
    environment = {**os.environ, "COLORTERM": "truecolor", **environ}
    for name in ("TMUX", "STY", "DISPLAY", "WAYLAND_DISPLAY", "NO_COLOR", "COLORFGBG"):
        environment.pop(name, None)
    with started(small_desk(record, *how), environment, answers=answers) as terminal:
        terminal.until_shown("^N new")
        terminal.press(NEXT_UNREAD)
        terminal.until_shown(shown)
        yield Desk(terminal, record)


# -- keys -------------------------------------------------------------------------------


def test_every_new_line_is_one_in_a_burst_and_cut(tmp_path: Path) -> None:
    expected = []
    with open_desk(tmp_path) as desk:
        for number, newline in enumerate(NEWLINES):
            desk.terminal.press(f"a{number}{newline}b{number}")
            desk.terminal.until_shown(f"b{number}")
            desk.terminal.press("\r")
            expected.append(f"a{number}\nb{number}")
            assert desk.until_sent(len(expected)) == expected
        for number, newline in enumerate(set(NEWLINES) - {"\x1b\r"}):  # cut, that is two keys
            desk.terminal.type_with_gaps(
                0.03, f"c{number}{newline[:2]}", *newline[2:], f"d{number}"
            )
            desk.terminal.until_shown(f"d{number}")
            desk.terminal.press("\r")
            expected.append(f"c{number}\nd{number}")
            assert desk.until_sent(len(expected)) == expected


def test_every_enter_sends_in_a_burst_and_cut(tmp_path: Path) -> None:
    expected = []
    with open_desk(tmp_path) as desk:
        for number, enter in enumerate(ENTERS):
            desk.terminal.press(f"a{number}{enter}")
            expected.append(f"a{number}")
            assert desk.until_sent(len(expected)) == expected
        for number, enter in enumerate(ENTERS):
            desk.terminal.type_with_gaps(0.05, f"c{number}", *enter)
            expected.append(f"c{number}")
            assert desk.until_sent(len(expected)) == expected


def test_escape_and_then_enter_are_two_keys(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.terminal.type_with_gaps(0.4, "hello", "\x1b", "\r")
        assert desk.until_sent(1) == ["hello"]
        desk.terminal.press("hello\x1b[27u\x1b[13u")  # the Kitty protocol tells them apart
        assert desk.until_sent(2) == ["hello", "hello"]


# -- pastes -----------------------------------------------------------------------------


def test_no_paste_is_sent_without_enter(tmp_path: Path) -> None:
    end = "\x1b[201~"
    expected: list[str] = []
    with open_desk(tmp_path) as desk:
        for number, text in enumerate(["x\ry\r", "\x1b[31mx\x1b[0m\ry\r", "\x1b\ry\r", "\x1b"]):
            desk.terminal.press(f"\x1b[200~{number}{text}{end}z{number}")
            desk.terminal.until_shown(f"z{number}")
            assert desk.sent == expected
            desk.terminal.press("\r")
            cleaned = text.replace("\x1b", "").replace("\r", "\n")
            expected.append(f"{number}{cleaned}z{number}")
            assert desk.until_sent(len(expected)) == expected
        for cut in range(1, len(end)):
            desk.terminal.type_with_gaps(0.2, f"\x1b[200~p{cut}\r{end[:cut]}", f"{end[cut:]}q{cut}")
            desk.terminal.until_shown(f"q{cut}")
            assert desk.sent == expected
            desk.terminal.press("\r")
            expected.append(f"p{cut}\nq{cut}")
            assert desk.until_sent(len(expected)) == expected


def test_a_paste_whose_end_never_comes_leaves_no_deaf_desk(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.terminal.press("\x1b[200~hello")
        desk.terminal.until_shown("hello")
        desk.terminal.press("\x1b[13;2u")
        desk.terminal.until_shown("⇧⏎")  # in one read the next keys would be pasted
        desk.terminal.press("there\r")
        assert desk.until_sent(1) == ["hello\nthere"]


def test_without_markers_a_return_inside_a_burst_is_pasted(tmp_path: Path) -> None:
    with open_desk(tmp_path, answers={}) as desk:
        desk.terminal.type_with_gaps(0.5, "one\rtwo\rthree")  # the paste is over by then
        desk.terminal.until_shown("three")
        assert desk.sent == []
        desk.terminal.press("\r")
        assert desk.until_sent(1) == ["one\ntwo\nthree"]
        desk.terminal.press("\x1b[200~four\x1b[201~")  # from now on it is known
        desk.terminal.until_shown("four")
        desk.terminal.press("\r five")
        assert desk.until_sent(2)[1].startswith("four")


# -- what the terminal tells ------------------------------------------------------------


@pytest.mark.parametrize(
    "answers",
    [{"\x1b[?u": "\x1b[?25u"}, {"\x1b[?4m": "\x1b[>4;1m"}],
    ids=["Kitty protocol", "modifyOtherKeys"],
)
def test_shift_enter_is_offered_where_the_terminal_says_so(
    tmp_path: Path, answers: dict[str, str]
) -> None:
    with open_desk(tmp_path, answers=answers) as desk:
        desk.terminal.until_shown("⇧⏎ new line")


def test_shift_enter_is_offered_once_it_has_worked(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.terminal.until_shown("^J new line")
        desk.terminal.press("a\x1b[13;2ub")
        desk.terminal.until_shown("⇧⏎ new line")


def test_the_theme_follows_the_background_that_the_terminal_tells(tmp_path: Path) -> None:
    light = {"\x1b]11;?": "\x1b]11;rgb:ffff/ffff/ffff\x1b\\"}
    with open_desk(tmp_path, answers=light) as desk:
        desk.terminal.until_written("48;2;252;251;248")


def test_without_an_answer_it_is_dark(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        assert "48;2;18;21;26" in desk.terminal.written
        assert "48;2;252;251;248" not in desk.terminal.written


def test_a_terminal_without_utf_8_gets_look_alikes(tmp_path: Path) -> None:
    with open_desk(tmp_path, shown="< send", PYTHONIOENCODING="latin-1") as desk:
        pass
    assert "\\u" not in desk.terminal.written


# -- the way out ------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_saves_the_draft_and_gives_the_terminal_back(
    tmp_path: Path, number: signal.Signals
) -> None:
    with open_desk(tmp_path) as desk:
        desk.terminal.press("half a sent")
        desk.terminal.until_shown("half a sent")
        desk.terminal.forget()
        os.kill(desk.terminal.process.pid, number)
        assert desk.terminal.until_ended() == 128 + number
        assert desk.drafts[-1] == "half a sent"
        assert [mode for mode in RESTORED if mode not in desk.terminal.written] == []
        assert desk.terminal.cooked()


def test_a_window_that_is_closed_saves_the_draft_and_ends(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.terminal.press("half a sent")
        desk.terminal.until_shown("half a sent")
        desk.terminal.hang_up()
        assert desk.terminal.until_ended() == 129
        assert desk.drafts[-1] == "half a sent"


def test_quitting_gives_the_terminal_back(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.terminal.forget()
        desk.terminal.press("\x11")
        assert desk.terminal.until_ended() == 0
        assert [mode for mode in RESTORED if mode not in desk.terminal.written] == []
        assert desk.terminal.cooked()


def test_a_crash_gives_the_terminal_back_and_tells_nothing(tmp_path: Path) -> None:
    with open_desk(tmp_path, how=("crash",), XDG_STATE_HOME=str(tmp_path)) as desk:
        desk.terminal.forget()
        desk.terminal.press("\x1bOP")
        assert desk.terminal.until_ended() == 1
        assert [mode for mode in RESTORED if mode not in desk.terminal.written] == []
        assert desk.terminal.cooked()
        left = desk.terminal.written.rpartition(RESTORED[2])[2]
    (report,) = (tmp_path / "smsdesk" / "crashes").iterdir()
    assert "(RuntimeError)" in left
    assert report.name in left.replace("\r\n", "")
    for text in (left, report.read_text(encoding="utf-8")):
        assert "555" not in text
        assert "is no more" not in text.replace("{number} is no more", "")
    assert "small_desk.py" in report.read_text(encoding="utf-8")


def test_after_a_stop_from_outside_everything_is_painted_again(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        os.kill(desk.terminal.process.pid, signal.SIGSTOP)
        desk.terminal.clear_screen()
        os.kill(desk.terminal.process.pid, signal.SIGCONT)
        desk.terminal.until_shown("Sarah Berg")
        desk.terminal.until_shown("⏎ send")
        desk.terminal.press("hello\r")
        assert desk.until_sent(1) == ["hello"]


def test_control_z_goes_to_the_shell_and_back(tmp_path: Path) -> None:
    record = tmp_path / "record"
    with started(["bash", "--norc", "--noediting", "-i"], {**os.environ, "PS1": "> "}) as terminal:
        terminal.press(" ".join(["TERM=xterm-256color", *small_desk(record), "\n"]))
        terminal.until_shown("^N new")
        terminal.press(NEXT_UNREAD)
        terminal.until_shown("⏎ send")
        terminal.press("half a sent")
        terminal.until_shown("half a sent")
        terminal.forget()
        terminal.press("\x1a")
        terminal.until_written("Stopped")
        assert recorded(record, "draft")[-1] == "half a sent"
        assert [mode for mode in RESTORED if mode not in terminal.written] == []
        terminal.clear_screen()
        terminal.press("bg\n")
        terminal.until_written("&")
        terminal.press("fg\n")
        terminal.until_shown("half a sent")
        terminal.press("ence\r")
        terminal.until(lambda: recorded(record, "sent") == ["half a sentence"], "the send")
        terminal.forget()
        terminal.press("\x1a")
        terminal.until_written("Stopped")
        terminal.press("kill %1; wait; echo all over\n")
        terminal.until_written("all over\r\n")


def test_where_there_is_no_shell_nothing_stops_it_and_control_z_says_so(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.terminal.press("one")
        desk.terminal.until_shown("one")
        desk.terminal.press("\x1a")
        desk.terminal.until_shown("There is no shell to go back to")
        os.kill(desk.terminal.process.pid, signal.SIGTSTP)
        desk.terminal.until_written("\x1b[?1049l")
        desk.terminal.clear_screen()
        desk.terminal.until_shown("one")
        desk.terminal.press("\r")
        assert desk.until_sent(1) == ["one"]
