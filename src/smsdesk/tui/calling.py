"""Calling an agent who does not look: bell, desktop notification, a program of their own."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from smsdesk.config.sections import NotifyConfig
from smsdesk.display import DisplayText, phrase
from smsdesk.tui.terminal.notifications import notification, way_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from smsdesk.core.read_models.alerts import Texted
    from smsdesk.tui.attention import Attention

BURST: Final = 10.0
"""Seconds in which further texts call nobody again."""

PATIENCE: Final = 10.0
"""Seconds for the agent's own program to end."""

_SECRETS: Final = ("SMSDESK_TWILIO__", "TWILIO_")


@dataclass(frozen=True, slots=True)
class HowToCall:
    """What the agent has chosen.

    Attributes:
        program: finds their own program with its arguments, empty for none; may ask the disk, and
            raises ``DeskError`` where it must not be run.
    """

    settings: NotifyConfig = field(default_factory=NotifyConfig)
    program: Callable[[], Sequence[str]] = tuple


class Calling:
    """Calls for new texts, once for a burst.

    Attributes:
        do_not_disturb: whether nobody is called; the agent's own choice.
    """

    def __init__(
        self,
        settings: NotifyConfig,
        attention: Attention,
        *,
        bell: Callable[[], object],
        write: Callable[[str], object],
        run: Callable[[str], object],
        monotonic: Callable[[], float],
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        """Begin with nobody called.

        Args:
            settings: how.
            attention: whether somebody looks.
            bell: rings the terminal's.
            write: writes a sequence to the terminal.
            run: starts the agent's own program with what is to be said, and does not wait.
            monotonic: seconds on a steady clock.
            environ: the environment.
        """
        self.do_not_disturb = False
        self._settings = settings
        self._attention = attention
        self._bell = bell
        self._write = write
        self._run = run
        self._monotonic = monotonic
        self._environ = environ
        self._way = way_of(settings.desktop, environ)
        self._called_at = float("-inf")

    def texted(self, texts: Sequence[Texted]) -> None:
        """Call for texts that have just come in."""
        now = self._monotonic()
        if self.do_not_disturb or not texts or now - self._called_at < BURST:
            return
        self._called_at = now
        if self._settings.bell:
            self._bell()
        if not self._attention.away:
            return
        said = summary(texts, content=self._settings.content)
        if self._settings.command:
            self._run(str(said))
        elif sequence := notification(self._way, said, self._environ):
            self._write(sequence)


def summary(texts: Sequence[Texted], *, content: bool) -> DisplayText:
    """Return what is said of new texts: how many, or who and what where that may be seen."""
    count = len(texts)
    if not content:
        return DisplayText("A new text" if count == 1 else f"{count} new texts")
    newest = texts[-1]
    said = phrase("{who}: {text}", who=newest.name or newest.number, text=newest.text)
    return (
        said if count == 1 else phrase("{said} (and {more} more)", said=said, more=str(count - 1))
    )


def run_command(command: Sequence[str], said: str) -> None:
    """Run the agent's own program and wait for it. It gets no secret, no terminal and no shell.

    Args:
        command: the program with its arguments.
        said: goes in by the variable ``SMSDESK_NOTIFY_TEXT``, so that nothing of it is an option.
    """
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(_SECRETS)
    }
    with suppress(OSError, subprocess.SubprocessError):
        subprocess.run(  # noqa: S603 - the owner's own command, no shell
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**environment, "SMSDESK_NOTIFY_TEXT": said},
            start_new_session=True,
            timeout=PATIENCE,
            check=False,
        )
