"""What stands on a lead's card, line by line. Pure: no widget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smsdesk.core.rules.wording import LINE_KINDS
from smsdesk.display import DisplayText, cell_width, joined, many_lines, one_line, phrase
from smsdesk.terms import ConversationState
from smsdesk.tui.text.content_lines import hanging, spread
from smsdesk.tui.text.shown import Piece, shown, stacked
from smsdesk.tui.text.when import list_time, local_time

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, tzinfo

    from textual.content import Content

    from smsdesk.core.read_models.lead_profile import LeadProfile

WIDEST: Final = 72
"""Cells of a line, however wide the terminal: longer ones are hard to read."""

HISTORY: Final = 12
"""Events that are shown; F2 shows all."""

ADD_NOTE: Final = Piece(DisplayText("+ note"), "bold $accent", "note")

_MUTED: Final = "$text-muted"
_FREE: Final = DisplayText("✓ may be texted")
_HOLDS: Final = DisplayText("✗ ")
_NEVER: Final = DisplayText("nothing on record")
_NO_NOTES: Final = DisplayText("none")
_NO_SIGNUP: Final = DisplayText("no signup on record")
_NOT_LOOKED_UP: Final = DisplayText("not looked up")
_MORE: Final = DisplayText("F2 shows all")
_ALSO: Final = DisplayText("also ")
_DOT: Final = " · "


def card_text(profile: LeadProfile, now: datetime, zone: tzinfo, width: int) -> Content:
    """Return the card in lines of ``width`` cells, 72 at most.

    Args:
        profile: what is known.
        now: the present, aware.
        zone: the agent's.
        width: of the place it has.
    """
    width = min(width, WIDEST)
    lines = [
        *_line_and_place(profile, now, zone, width),
        *_turn(profile, now, zone, width),
        *_signups(profile, now, zone, width),
        *_consent(profile, width),
        *_notes(profile, now, zone, width),
        *_corrections(profile, now, zone, width),
    ]
    return stacked(lines)


def _line_and_place(
    profile: LeadProfile, now: datetime, zone: tzinfo, width: int
) -> Iterable[Content]:
    number = one_line(profile.display_number)
    line = _parts(
        number, DisplayText(LINE_KINDS.get(profile.line_type, "")), one_line(profile.carrier)
    )
    yield from hanging([], line, 0, width, "bold")
    if profile.looked_up_at is None:
        looked_up = _NOT_LOOKED_UP
    else:
        looked_up = phrase("looked up {when}", when=list_time(profile.looked_up_at, now, zone))
    place = _parts(local_time(profile.zone, now), one_line(profile.place), looked_up)
    yield from hanging([], place, 0, width, _MUTED)
    if profile.verdict.blocked:
        said = one_line(profile.verdict.message)
        yield from hanging([Piece(_HOLDS, "bold $warning")], said, 2, width, "$warning")
    else:
        yield shown(Piece(_FREE, _MUTED))


def _turn(profile: LeadProfile, now: datetime, zone: tzinfo, width: int) -> Iterable[Content]:
    if profile.state is None:
        return
    said = DisplayText(profile.state.value.replace("_", " "))
    if profile.state is ConversationState.TO_ANSWER and profile.since is not None:
        said = phrase("to answer since {when}", when=list_time(profile.since, now, zone))
    elif profile.state is ConversationState.SNOOZED and profile.snoozed_until is not None:
        said = phrase("snoozed until {when}", when=list_time(profile.snoozed_until, now, zone))
    owner = phrase("{agent} answers", agent=profile.owner) if profile.owner else DisplayText()
    yield from hanging([], _parts(said, owner), 0, width, _MUTED)


def _signups(profile: LeadProfile, now: datetime, zone: tzinfo, width: int) -> Iterable[Content]:
    yield shown()
    yield _title("Signups", len(profile.signups))
    for one in profile.signups:
        at = one.signed_up_at
        when = list_time(at, now, zone) if at is not None else DisplayText()
        event = one_line(one.event) or DisplayText("no event")
        if 1 + cell_width(event) + 1 + cell_width(when) <= width:
            yield spread([Piece(DisplayText(" ") + event)], [Piece(when, _MUTED)], width)
        else:
            yield from hanging([], event, 1, width)
            yield from hanging([], when, 1, width, _MUTED) if when else ()
    if not profile.signups:
        yield shown(Piece(DisplayText(" ") + _NO_SIGNUP, _MUTED))
    for name in profile.names[1:]:
        yield from hanging([Piece(_ALSO, _MUTED)], one_line(name), 5, width, _MUTED)
    for email in profile.emails:
        yield from hanging([], one_line(email), 1, width)


def _consent(profile: LeadProfile, width: int) -> Iterable[Content]:
    yield shown()
    yield _title("Consent")
    for event in profile.history[:HISTORY]:
        yield from hanging([], one_line(event), 1, width)
    if not profile.history:
        yield shown(Piece(DisplayText(" ") + _NEVER, _MUTED))
    elif len(profile.history) > HISTORY:
        yield shown(Piece(DisplayText(" ") + _MORE, _MUTED))


def _notes(profile: LeadProfile, now: datetime, zone: tzinfo, width: int) -> Iterable[Content]:
    yield shown()
    yield spread([Piece(DisplayText("Notes"), "bold")], [ADD_NOTE], width)
    for note in profile.notes:
        yield from hanging([], many_lines(note.text), 1, width)
        when = list_time(note.written_at, now, zone)
        yield from hanging([], _parts(one_line(note.written_by), when), 1, width, _MUTED)
    if not profile.notes:
        yield shown(Piece(DisplayText(" ") + _NO_NOTES, _MUTED))


def _corrections(
    profile: LeadProfile, now: datetime, zone: tzinfo, width: int
) -> Iterable[Content]:
    if not profile.corrections:
        return
    yield shown()
    yield _title("Corrected")
    for one in profile.corrections:
        was = phrase("“{before}”", before=one.before) if one.before else DisplayText("empty")
        said = phrase("{field} was {before}", field=one.field, before=was)
        when = list_time(one.corrected_at, now, zone)
        yield from hanging([], said, 1, width)
        yield from hanging([], _parts(one_line(one.corrected_by), when), 1, width, _MUTED)


def _title(word: str, count: int = 0) -> Content:
    counted = Piece(DisplayText(f" {count}"), _MUTED) if count > 1 else Piece(DisplayText())
    return shown(Piece(DisplayText(word), "bold"), counted)


def _parts(*parts: DisplayText) -> DisplayText:
    return joined(_DOT, filter(None, parts))
