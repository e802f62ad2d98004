"""``smsdesk send``: one text through the same gate as the screen's."""

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from smsdesk.cli import json_shapes, output
from smsdesk.cli.errors import REFUSED, RULE, UNSETTLED, WrongUsageError
from smsdesk.cli.options import Hold, Json, Now, Number
from smsdesk.cli.session import open_desk
from smsdesk.core.rules.wording import say_count
from smsdesk.local_zone import LocalZone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from smsdesk.core.read_models.sending import Leaving, SendResult
    from smsdesk.desk import Desk
    from smsdesk.desk.numbers import Numbers
    from smsdesk.desk.templates import FillsTemplates
    from smsdesk.terms import Verdict

_EXIT_CODES = {
    "sent": 0,
    "duplicate": 0,
    "blocked": RULE,
    "refused": REFUSED,
    "queued": UNSETTLED,
    "planned": UNSETTLED,
    "held": UNSETTLED,
    "unconfirmed": UNSETTLED,
}

_BEHIND = "Not sent yet: an earlier text to this number waits; smsdesk outbox says why."


def send(  # noqa: PLR0913 (each an option)
    context: typer.Context,
    *,
    number: Number,
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT|-", help="The text; - reads standard input.")
    ] = None,
    template: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="A template in place of TEXT, with this lead's values."),
    ] = None,
    field: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="A value for the template, before the lead's."),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Ask the send rules; send and record nothing. With --json the status is blocked,"
            " duplicate, or null where it would go: there is no text that could have one.",
        ),
    ] = False,
    answers: Annotated[
        bool,
        typer.Option(
            "--answers", help="It answers what they wrote: that is read, and it is their turn."
        ),
    ] = False,
    later: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            help="Let it leave then, by the lead's clock: tue 9, tomorrow 8:30, in 2 hours.",
        ),
    ] = None,
    now: Now = False,
    hold: Hold = False,
    as_json: Json = False,
) -> None:
    """Send one text, now or later.

    Exit codes: 0 sent, 3 a rule said no, 4 the carrier refused it, 5 recorded and waiting or
    not confirmed: never send it again then, smsdesk does what is left to do.
    """
    leaving = leaving_in_quiet_hours(now=now, hold=hold)
    values = _values(field or ())
    if template is None:
        if values:
            raise WrongUsageError("--field is for a template: name it by --template")
        body = _given(text)
    elif text is not None:
        raise WrongUsageError("give a text or --template, not both")
    with open_desk(context, carrier=not dry_run) as desk:
        if template is not None:
            body = desk.templates.named(template).text
        stopped, to = _checked(desk.numbers, number, body, desk.config.desk.region)
        if template is not None and stopped is None:
            body = _filled(desk.templates, template, to, values)
        if later is not None and to is not None and stopped is None:
            leaving = replace(leaving, at=moment_for(desk, to, later))
        if dry_run:
            verdict = stopped or desk.sending.check(to, body, leaving=leaving)
            filled = body if template is not None and stopped is None else None
            _finish_dry_run(verdict, to, body, filled, as_json=as_json)
            return
        result = (
            _blocked(stopped, to)
            if stopped
            else desk.sending.send(to, body, answers=answers, leaving=leaving)
        )
    finish(result, as_json=as_json)


def finish(result: "SendResult", *, as_json: bool) -> None:
    """Print how a send ended and end the command with the exit code of it."""
    if result.status == "queued" and not result.message:
        # The only text that waits without a reason of its own: that of the first one is told there.
        result = replace(result, message=_BEHIND)
    if result.warning and result.status not in ("blocked", "duplicate"):
        output.note(f"smsdesk: quiet hours: {result.warning}")
    if result.code == "quiet_hours":
        said = f"{result.message} --now sends it all the same, --hold plans it for their end."
        result = replace(result, message=said)
    if as_json:
        output.document(json_shapes.send(result))
    elif result.status == "planned":
        output.row("planned", result.to, str(result.message_id), result.message)
    elif result.status in ("sent", "duplicate"):
        output.row(str(result.status), result.to, result.sid or "", result.message)
    else:
        output.note(f"smsdesk: {result.status}: {result.message}")
    raise typer.Exit(_EXIT_CODES[result.status])


def leaving_in_quiet_hours(*, now: bool, hold: bool) -> "Leaving":
    """Return how a text leaves of which ``--now`` or ``--hold`` says what quiet hours do to it.

    Raises:
        WrongUsageError: both were given.
    """
    from smsdesk.core.read_models.sending import Leaving
    from smsdesk.terms import Code

    if now and hold:
        raise WrongUsageError("--now sends it in quiet hours, --hold waits for their end: give one")
    return Leaving(None, frozenset({Code.QUIET_HOURS} if now else ()), holds=hold)


def moment_for(desk: "Desk", number: str, said: str) -> "datetime":
    """Return the moment that is meant by the lead's clock, or by ours where theirs is not known.

    Raises:
        UnreadableMomentError: it is no time, or one that has passed.
    """
    from smsdesk.core.rules.moments import moment_ahead
    from smsdesk.core.rules.quiet_hours import zone_at

    now = desk.clock.now()
    zone = zone_at(desk.contacts.hours(number), now)
    if zone is None:
        output.note("smsdesk: their local time is not known; the time is taken by ours")
    return moment_ahead(said, now, zone or LocalZone())


def _checked(
    numbers: "Numbers", number: str, body: str, region: str
) -> "tuple[Verdict | None, str]":
    """Return the gate's answer about a text to what is no number, ``None`` for a number, and it."""
    # Loaded late: --help does without.
    from smsdesk.cli.numbers import number_or_facts
    from smsdesk.core.rules.send_rules import judge_contact, judge_text

    facts = number_or_facts(numbers, number, region)
    if isinstance(facts, str):
        return None, facts
    of_text = judge_text(body)
    return (of_text if of_text.blocked else judge_contact(facts, LocalZone())), number


def _blocked(verdict: "Verdict", number: str) -> "SendResult":
    from smsdesk.core.read_models.sending import SendResult, SendStatus

    return SendResult(
        status=SendStatus.BLOCKED,
        code=verdict.code,
        message=verdict.message,
        message_id=None,
        sid=None,
        to=number,
        segments=0,
    )


def _finish_dry_run(
    verdict: "Verdict", number: str, body: str, filled: str | None, *, as_json: bool
) -> None:
    from smsdesk.core.rules.segments import count_segments
    from smsdesk.core.rules.send_rules import prepared

    segments = count_segments(prepared(body)).segments
    duplicate = verdict.code == "duplicate"
    if as_json:
        output.document(json_shapes.dry_run(verdict, number, segments, filled))
    elif verdict.blocked and not duplicate:
        output.note(f"smsdesk: blocked: {verdict.message or verdict.code}")
    else:
        says = "duplicate: would not be sent again" if duplicate else "would be sent"
        output.row(says, number, say_count(segments, "segment"))
        if filled is not None:
            output.line(filled)
    if verdict.blocked and not duplicate:
        raise typer.Exit(RULE)


def _values(fields: "Iterable[str]") -> dict[str, str]:
    values = {}
    for field in fields:
        name, equals, value = field.partition("=")
        if not equals:
            raise WrongUsageError(f"--field {field}: write it as --field NAME=VALUE")
        values[name.strip()] = value
    return values


def _filled(
    templates: "FillsTemplates", name: str, number: str, values: "Mapping[str, str]"
) -> str:
    filled = templates.filled_for(templates.named(name).text, number, values)
    if filled.missing:
        missing = ", ".join(f"{{{field}}}" for field in filled.missing)
        raise WrongUsageError(
            f"{number} has no value for {missing}; nothing was sent: give it by"
            f" --field {filled.missing[0]}=VALUE"
        )
    return filled.text


def _given(text: str | None) -> str:
    if text is not None and text != "-":
        return text
    if sys.stdin is None:  # Python's word for a closed one
        raise WrongUsageError("standard input is closed; give the text after the number")
    if text is None and sys.stdin.isatty():
        raise WrongUsageError("what is the text? Give it after the number, or - to read it")
    given = sys.stdin.buffer.read()
    try:
        if b"\0" in given:  # UTF-16 without a mark, most likely: every second byte of English
            raise WrongUsageError("the text on standard input is not UTF-8; nothing was sent")
        return given.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongUsageError("the text on standard input is not UTF-8; nothing was sent") from None
