"""The red lines: what each says, and what it is about, so that it can be renewed and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smsdesk.core.read_models.alerts import AlertKind
from smsdesk.core.read_models.sending import SendStatus
from smsdesk.display import one_line, phrase
from smsdesk.terms import Code
from smsdesk.tui.screen_messages import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smsdesk.core.read_models.alerts import Alert
    from smsdesk.core.read_models.sending import SendResult

OFFLINE: Final = "offline"
"""The subject of the red line while the carrier is out of reach."""

WAITING: Final = "waiting"
"""The subject of the red line while what was written waits for the database."""

RATE_LIMIT: Final = "rate_limit"
"""The subject of the red line that counts down to the next free send."""

_SHOWN_IN_THE_THREAD: Final = frozenset(
    {
        Code.EMPTY,
        Code.DUPLICATE,
        Code.NO_PHONE,
        Code.INVALID_PHONE,
        Code.OPTED_OUT,
        Code.LANDLINE,
        Code.NOT_TEXTABLE,
        Code.AUTO_BLOCKED,
        Code.NO_SENDER,
        Code.QUIET_HOURS,
    }
)
"""Rules whose answer to what was in the box is a notice or nothing: no red line on top of it."""

_SAID_OVER_THE_BOX: Final = frozenset({Code.QUIET_HOURS})
"""Of these, the rules whose answer stands there of a failed text that was sent again, too."""

TWIN: Final = one_line("Not sent again: the same text has just been sent to them.")

_FAILED: Final = frozenset({SendStatus.REFUSED, SendStatus.BLOCKED, SendStatus.UNCONFIRMED})

_PREFIX: Final = f"{AlertKind.SEND_FAILED}:"


DATABASE: Final = f"{AlertKind.DATABASE}:"
"""The subject of the red line that says what the background work met in the database."""


def subject_of_message(message_id: int | None) -> str:
    """Return the subject of the red line about a message."""
    return f"{_PREFIX}{message_id}"


def messages_of(subjects: Iterable[str]) -> tuple[int, ...]:
    """Return the messages that red lines are about."""
    about = [subject.removeprefix(_PREFIX) for subject in subjects if subject.startswith(_PREFIX)]
    return tuple(int(message_id) for message_id in about if message_id.isdigit())


def subject_of_rule(code: str, number: str) -> str:
    """Return the subject of the red line that says what a rule answered to a text."""
    return f"{code}:{number}"


def alert_trouble(alert: Alert) -> Trouble:
    """Return the red line for ``alert``; one per kind and subject is shown at a time."""
    about = alert.number if alert.message_id is None else str(alert.message_id)
    return Trouble(one_line(alert.message), f"{alert.kind}:{about}")


def blocked_trouble(result: SendResult, number: str, *, again: bool) -> Trouble | None:
    """Return the red line for a text that was not recorded, where it is not told otherwise.

    Args:
        result: of the attempt.
        number: to whom.
        again: it was a failed text, to be sent again.
    """
    if result.code == Code.RATE_LIMITED:
        return Trouble(one_line(result.message), RATE_LIMIT, result.retry_in)
    if result.code in (_SAID_OVER_THE_BOX if again else _SHOWN_IN_THE_THREAD):
        return None
    said = TWIN if result.code == Code.DUPLICATE else one_line(result.message)
    return Trouble(said, subject_of_rule(result.code, number))


def failed_trouble(result: SendResult, who: str) -> Trouble | None:
    """Return the red line for an attempt that has ended, where it has failed.

    Args:
        result: of the attempt.
        who: the lead's name, or their number.
    """
    if result.status not in _FAILED or not result.message:
        return None
    if result.status is SendStatus.UNCONFIRMED:
        sentence = "{who}: {why}"
    else:
        sentence = "Not sent to {who}: {why}"
    line = phrase(sentence, who=who, why=result.message)
    return Trouble(line, subject_of_message(result.message_id))
