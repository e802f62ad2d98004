"""Every command of the screen, declared once.

Key bindings, footer, command palette and help screen all derive from ``COMMANDS``. What does a
command is in the files of ``tui/desk_screen/`` that end in ``_commands``, each with a table of the
names that are its own.

Why these keys. A key must reach the program in any terminal and through tmux, and must not be
needed for editing the text in the box:

* Ctrl with a letter and F1 to F9 always arrive. Taken by others are ^B (tmux), ^S/^Q (flow
  control, which Textual switches off; ^Q is Textual's quit), ^I ^M ^H ^[ (Tab, Enter,
  Backspace, Escape), ^A ^E ^D ^W ^U ^C ^V ^Y (editing). F11 belongs to terminal windows, F10 to
  some of them. ^K, ^F and ^X are editing keys too, but here the jump, the search and the menu win.
* ^D deletes to the right where there is something to delete, as in a shell, and is done with a
  conversation where there is not.
* What is done with a conversation stands behind one key and a letter, so that nobody has to keep
  a dozen keys in mind, and none of them is pressed by mistake while a text is written.
* Alt and Ctrl with arrows arrive in most terminals, but macOS and some window managers keep
  some of them. So each has a second key (an F key or Ctrl+PageUp/PageDown), and Tab to the
  list and plain arrows always work.
* Alt with a letter is a character of its own on a Mac: only a second key for ^X and a letter.
* F1 is taken by some terminals, so ``?`` is help, too, where it would not be typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from textual.binding import Binding

from smsdesk.display import DisplayText, joined
from smsdesk.tui.newline_keys import key_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Doing = Mapping[str, Callable[[], object]]
    """What does each command, by its name; an awaitable that it returns is awaited."""


class Place(Enum):
    """Where the focus is, as far as Enter means something else there."""

    ELSEWHERE = auto()
    BOX = auto()
    LIST = auto()
    FILTER = auto()
    MESSAGE = auto()


@dataclass(frozen=True, slots=True)
class Situation:
    """What the screen can do right now.

    Attributes:
        ready: the desk is open.
        thread: a conversation is shown.
        conversation: it is one that the desk has, not a number nobody has texted with yet.
        nothing_to_delete: the focus is not in a line or a box that holds text.
        writing: its compose box is shown.
        question: its opt-out question waits for an answer.
        stale: others have written since the text in the box was begun, and Enter asks about it.
        known_sender: it is a number that can be opted out (no short code, not opted out).
        again: the message at hand, or the newest failed one, can be sent again or released.
        waiting: the message at hand, or the newest waiting one, can be cancelled.
        doubtful: that message may have left, so it is given up and not taken back.
        message: there is a message to copy.
        first_time: that message has not left before, so it is not sent "again".
        link: the message at hand holds a link.
        back: Escape has something to close.
        can_plan: there is a text in the box, or a planned one at hand.
        list_behind: what Escape closes is the thread, over the list of a narrow terminal.
        place: where the focus is.
        listed: there is a conversation in the list for Enter to open.
        searched: texts have been searched, so that there may be a next hit.
        restricted: the desk only reads and texts (``desk.restricted``).
    """

    ready: bool = False
    thread: bool = False
    conversation: bool = False
    nothing_to_delete: bool = True
    writing: bool = False
    question: bool = False
    stale: bool = False
    known_sender: bool = False
    again: bool = False
    first_time: bool = False
    waiting: bool = False
    doubtful: bool = False
    can_plan: bool = False
    message: bool = False
    link: bool = False
    back: bool = False
    list_behind: bool = False
    place: Place = Place.ELSEWHERE
    listed: bool = False
    searched: bool = False
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that the agent can ask for.

    Attributes:
        name: by which the screen knows what does it.
        title: what the palette and the help call it.
        keys: the first one is shown in the footer.
        help: one line.
        footer: its word in the footer, which may depend on the situation; empty where it is not
            shown there.
        when: whether it makes sense in a situation, as far as the desk is not restricted.
        bound: ``False`` where the widget that has the focus listens for the keys itself.
        outside_inputs: a key more, which an input would take for text.
        letter: its key in the conversation menu; empty where it does not stand there.
        restricted: its title and its help on a restricted desk, where it does less there.
    """

    name: str
    title: str
    keys: tuple[str, ...]
    help: str
    footer: str | Callable[[Situation], str] = ""
    when: Callable[[Situation], bool] = lambda situation: situation.ready
    bound: bool = True
    outside_inputs: str = ""
    letter: str = ""
    restricted: tuple[str, str] | None = None

    def fits(self, situation: Situation) -> bool:
        """Return whether it can be done in a situation."""
        return self.is_there(restricted=situation.restricted) and self.when(situation)

    def is_there(self, *, restricted: bool) -> bool:
        """Return whether there is such a command on a desk, restricted or not."""
        return not restricted or self.name in RESTRICTED

    def title_and_help(self, *, restricted: bool) -> tuple[str, str]:
        """Return what it is called on a desk, restricted or not, and its line of the help."""
        return (restricted and self.restricted) or (self.title, self.help)

    def footer_word(self, situation: Situation) -> str:
        """Return its word in the footer, empty where it is not shown there."""
        return self.footer if isinstance(self.footer, str) else self.footer(situation)


def _enter_in_the_box(now: Situation) -> str:
    if now.place is not Place.BOX:
        return ""
    if now.question:
        return "not sent before you answer"
    return "send, once read" if now.stale else "send"


def _enter_in_the_list(now: Situation) -> str:
    if not now.listed:
        return ""
    return {Place.LIST: "open", Place.FILTER: "open the first"}.get(now.place, "")


COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        "answer_opt_out",
        "Opt out",
        ("ctrl+o",),
        "Answer the question in the thread: yes, they wish to stop.",
        footer="opt out",
        when=lambda now: now.question,
    ),
    Command(
        "answer_keep",
        "Not an opt-out",
        ("ctrl+g",),
        "Answer the question in the thread: no, they do not wish to stop.",
        footer="not an opt-out",
        when=lambda now: now.question,
    ),
    Command(
        "send",
        "Send",
        ("enter",),
        "Send the text in the box.",
        footer=_enter_in_the_box,
        when=lambda now: now.writing,
        bound=False,
    ),
    Command(
        "choose",
        "Open the conversation",
        ("enter",),
        "Open the conversation under the cursor of the list, or the first that the filter finds.",
        footer=_enter_in_the_list,
        bound=False,
    ),
    Command(
        "activate",
        "What can be done with a message",
        ("enter",),
        "Show what can be done with the message under the cursor, or all of a long one.",
        footer=lambda now: "what can be done" if now.place is Place.MESSAGE else "",
        when=lambda now: now.message,
        bound=False,
    ),
    Command(
        "newline",
        "New line",
        ("ctrl+j", "shift+enter", "alt+enter"),
        "Begin a new line in the box (Shift+Enter where the terminal can tell it from Enter).",
        footer=lambda now: "new line" if now.place is Place.BOX else "",
        when=lambda now: now.writing,
        bound=False,
    ),
    Command(
        "empty_box",
        "Empty the box",
        ("ctrl+u",),
        "Delete to the start of the line; pressed again, all of the text. ^_ brings it back.",
        when=lambda now: now.writing,
        bound=False,
    ),
    Command(
        "retry",
        "Send again",
        ("f5",),
        "Send a failed text again, or let a held one go; ^T goes to one that is not the newest.",
        footer=lambda now: "send" if now.first_time else "send again",
        when=lambda now: now.again,
    ),
    Command(
        "cancel_waiting",
        "Take back a waiting text",
        ("f9",),
        "Put a text that has not left yet back into the box, above what stands there; give up one"
        " that was looked for in vain.",
        footer=lambda now: "give up" if now.doubtful else "take back",
        when=lambda now: now.waiting,
    ),
    Command(
        "who_now",
        "Who now?",
        ("f10", "alt+n"),
        "Send what is in the box, and go to the next who waits for an answer: yours first, then"
        " nobody's, whose hours end soonest, who waits longest. An empty box only goes on.",
        footer="who now",
        letter="w",
    ),
    Command(
        "conversation_menu",
        "What can be done with a conversation",
        ("ctrl+x",),
        "Show the menu of single letters; the letter may follow at once.",
        footer=lambda now: "more" if now.thread else "",
    ),
    Command(
        "new",
        "New conversation",
        ("ctrl+n",),
        "Search the leads by name, e-mail or phone and open a thread.",
        footer="new",
    ),
    Command(
        "jump",
        "Jump to a conversation",
        ("ctrl+k",),
        "Switch to a conversation by a few letters of its name.",
        footer="jump",
    ),
    Command(
        "find",
        "Search the messages",
        ("ctrl+f",),
        "Find a text by words and names; from:sarah, since:monday, here: narrow it.",
        footer="search",
    ),
    Command(
        "earlier_hit",
        "Earlier hit",
        (),
        "Go to the text before, in this conversation, that the last search finds, too.",
        when=lambda now: now.thread and now.searched,
        letter="e",
    ),
    Command(
        "later_hit",
        "Later hit",
        (),
        "Go to the next text, in this conversation, that the last search finds, too.",
        when=lambda now: now.thread and now.searched,
        letter="r",
    ),
    Command(
        "next_unread",
        "Next unread",
        ("ctrl+down", "f3"),
        "Open the next conversation with unread texts.",
        footer="next unread",
    ),
    Command(
        "done",
        "Done",
        ("ctrl+d",),
        "Nothing in the conversation waits for an answer; in a box that holds text, delete.",
        when=lambda now: now.conversation and now.nothing_to_delete,
        letter="d",
    ),
    Command(
        "snooze",
        "Snooze",
        (),
        "Put the conversation aside; the time, or any text of theirs, brings it back.",
        when=lambda now: now.conversation,
        letter="s",
    ),
    Command(
        "later",
        "Send later",
        (),
        "Give the text in the box a time of its own, or the planned one another, by their clock.",
        when=lambda now: now.can_plan,
        letter="l",
    ),
    Command(
        "claim",
        "Claim",
        (),
        "Make the conversation your own.",
        when=lambda now: now.conversation,
        letter="c",
    ),
    Command(
        "hand_over",
        "Hand over",
        (),
        "Give the conversation to another agent.",
        when=lambda now: now.conversation,
        letter="h",
    ),
    Command(
        "let_go",
        "Let go",
        (),
        "Make the conversation nobody's.",
        when=lambda now: now.conversation,
        letter="o",
    ),
    Command(
        "unread",
        "Unread",
        (),
        "Make their newest text unread again, for everybody.",
        when=lambda now: now.conversation,
        letter="u",
    ),
    Command(
        "templates",
        "Templates",
        (),
        "Put a text of the firm into the box, with this lead's values; / in an empty box, too.",
        when=lambda now: now.writing,
        letter="t",
    ),
    Command(
        "edit_templates",
        "Edit the templates",
        (),
        "Write, change or remove a text of the firm; F4 does among the templates, too.",
    ),
    Command(
        "views",
        "Which conversations",
        (),
        "List all, to answer, mine, nobody's, unread, failed, done or snoozed ones.",
        letter="v",
    ),
    Command(
        "copy_number",
        "Copy the number",
        (),
        "Copy the number to the clipboard, in E.164.",
        when=lambda now: now.thread,
        letter="y",
    ),
    Command(
        "next_conversation",
        "Next conversation",
        ("alt+down", "ctrl+pagedown"),
        "Open the conversation below.",
    ),
    Command(
        "previous_conversation",
        "Previous conversation",
        ("alt+up", "ctrl+pageup"),
        "Open the conversation above.",
    ),
    Command(
        "filter",
        "Filter the list",
        ("ctrl+l",),
        "Narrow the conversation list by a few letters; / does where it would not be typed.",
        outside_inputs="slash",
    ),
    Command(
        "messages",
        "Go to the messages",
        ("ctrl+t",),
        "Move among the messages with the arrow keys; Enter shows what can be done with one.",
        when=lambda now: now.thread,
    ),
    Command(
        "page_up",
        "Messages a page up",
        ("pageup",),
        "Scroll the messages by a page; from the box, too.",
        when=lambda now: now.thread and now.place is Place.BOX,
    ),
    Command(
        "page_down",
        "Messages a page down",
        ("pagedown",),
        "Scroll the messages by a page; from the box, too.",
        when=lambda now: now.thread and now.place is Place.BOX,
    ),
    Command(
        "beginning",
        "Beginning of the thread",
        (),
        "Go to the first message, however long the thread is.",
        when=lambda now: now.message,
        letter="g",
    ),
    Command(
        "date",
        "Go to a date",
        (),
        "Go to the first message of a day, or the next one after it: 3 nov, monday, 10d.",
        when=lambda now: now.message,
        letter="j",
    ),
    Command(
        "copy",
        "Copy a message",
        ("f6",),
        "Copy the message under the cursor, or the newest one, to the clipboard.",
        when=lambda now: now.message,
    ),
    Command(
        "open_link",
        "Open a link",
        ("f8",),
        "Open the link of the message under the cursor, or of the newest one, in the browser.",
        when=lambda now: now.link,
        restricted=(
            "Copy a link",
            "Copy the link of the message under the cursor, or of the newest one, once asked.",
        ),
    ),
    Command(
        "raw_text",
        "What a text really holds",
        ("f12",),
        "Show the message with escapes in the places of what is not shown, or cannot be seen.",
        when=lambda now: now.message,
    ),
    Command(
        "why",
        "Why can or can't I text them",
        ("f2",),
        "Show every send rule's verdict with its evidence, and what would lift it.",
        footer="why",
        when=lambda now: now.thread,
    ),
    Command(
        "lead",
        "All about the lead",
        (),
        "Show signups, names, e-mails, line, consent history, notes and what was corrected.",
        when=lambda now: now.thread,
        letter="i",
    ),
    Command(
        "note",
        "Note something",
        (),
        "Write a note about the lead for your colleagues; it is never sent.",
        when=lambda now: now.thread,
        letter="n",
    ),
    Command(
        "opt_out",
        "Record an opt-out",
        ("f4",),
        "They told you to stop: record it, after a confirmation.",
        when=lambda now: now.known_sender,
    ),
    Command(
        "import_leads",
        "Import leads",
        ("ctrl+r",),
        "Read leads in from a file: see what it is taken for, then let it go in.",
    ),
    Command(
        "do_not_disturb",
        "Do not disturb",
        (),
        "Be called no more for new texts, by bell or notification; again, be called again.",
        letter="z",
    ),
    Command(
        "theme",
        "Light or dark",
        ("f7",),
        "Switch between the light and the dark theme.",
        when=lambda now: True,
    ),
    Command(
        "help",
        "Help",
        ("f1",),
        "Show this page; ? does where it would not be typed.",
        footer="help",
        when=lambda now: True,
        outside_inputs="question_mark",
    ),
    Command(
        "commands",
        "Commands by name",
        ("ctrl+p",),
        "Find a command by a few letters of its name.",
        when=lambda now: True,
    ),
    Command(
        "back",
        "Close",
        ("escape",),
        "Close a window, else one red line, else the thread of a narrow screen, else the filter.",
        footer=lambda now: "list" if now.list_behind else "",
        when=lambda now: now.back,
    ),
    Command(
        "suspend",
        "Back to the shell",
        ("ctrl+z",),
        "Stop the desk and go back to the shell; `fg` brings it back. Nothing is sent meanwhile.",
        when=lambda now: True,
    ),
    Command(
        "quit",
        "Quit",
        ("ctrl+q",),
        "Leave the desk. Drafts and waiting texts are kept.",
        footer="quit",
        when=lambda now: True,
    ),
)

RESTRICTED: Final = frozenset({
    "activate", "answer_keep", "answer_opt_out", "back", "beginning", "cancel_waiting",
    "choose", "claim", "commands", "conversation_menu", "copy", "copy_number", "date",
    "do_not_disturb", "done", "earlier_hit", "edit_templates", "empty_box", "filter", "find",
    "hand_over", "help", "jump", "later", "later_hit", "lead", "let_go", "messages", "new",
    "newline", "next_conversation", "next_unread", "note", "open_link", "opt_out",
    "page_down", "page_up", "previous_conversation", "quit", "raw_text", "retry", "send",
    "snooze", "templates", "theme", "unread", "views", "who_now", "why",
})  # fmt: skip
"""What there is where ``desk.restricted`` is set: whatever reads and texts, and takes or writes no
path and starts no program. A command that is not named here is not there."""

_NEVER_CUT: Final = frozenset(
    {"answer_opt_out", "answer_keep", "send", "choose", "activate", "newline", "back"}
)
"""What stands first in the footer, so that the shortest line has room for it."""

BY_NAME: Final = {command.name: command for command in COMMANDS}
BY_KEY: Final = {key: command for command in COMMANDS if command.bound for key in command.keys}

BY_LETTER: Final = {
    command.letter: command
    for command in sorted(COMMANDS, key=lambda command: command.name == "who_now")
    if command.letter
}
"""The conversation menu, in its order: Enter alone, at its first line, must send nothing."""

OUTSIDE_INPUTS: Final = frozenset(filter(None, (each.outside_inputs for each in COMMANDS)))
"""Keys that are text in an input and commands elsewhere."""


_MENU: Final = key_label(BY_NAME["conversation_menu"].keys[0])


def _action(command: Command) -> str:
    """Return what Textual calls on the screen for a command's key."""
    return f"command('{command.name}')"


def desk_bindings() -> list[Binding]:
    """Return the desk screen's bindings.

    All but Escape take precedence over the widget that has the focus, because the compose box
    would otherwise keep ^K, ^F and others to itself.
    """
    return [
        Binding(
            ",".join(command.keys),
            _action(command),
            command.title,
            show=False,
            priority=command.name != "back",
        )
        for command in COMMANDS
        if command.bound and command.keys
    ] + [
        Binding(command.outside_inputs, _action(command), command.title, show=False)
        for command in COMMANDS
        if command.outside_inputs
    ]


def footer_commands(situation: Situation) -> Iterable[Command]:
    """Return the commands that the footer shows right now, the most wanted first."""
    shown = (
        command
        for command in COMMANDS
        if command.footer_word(situation) and command.fits(situation)
    )
    return sorted(shown, key=lambda command: command.name not in _NEVER_CUT)


def keys_label(command: Command) -> DisplayText:
    """Return all keys of a command as the help shows them."""
    outside = (command.outside_inputs,) if command.outside_inputs else ()
    by_menu = [DisplayText(f"{_MENU} {command.letter}")] if command.letter else []
    keys = (key_label(key) for key in (*command.keys, *outside))
    return joined("  ", [*keys, *by_menu])
