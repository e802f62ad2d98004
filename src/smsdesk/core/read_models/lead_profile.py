"""Everything that is known of one contact, for the lead's card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from smsdesk.core.read_models.corrections import Correction
    from smsdesk.core.read_models.notes import ContactNote
    from smsdesk.core.read_models.threads import Signup
    from smsdesk.terms import ConversationState, LineType, Verdict


@dataclass(frozen=True, slots=True)
class LeadProfile:
    """One contact, as it stands.

    Attributes:
        names: every name of its signups, the one that is shown first.
        emails: every e-mail address of its signups, the newest first.
        place: state and ZIP of the newest signup; empty where neither is known.
        signups: newest first, 200 at most.
        carrier: the line's carrier, as Lookup named it; empty while it is not known.
        looked_up_at: when Lookup was asked; ``None`` while it was not.
        zone: the IANA zone of the number where exactly one is known, else empty.
        verdict: of the rules about the contact.
        history: consent, blocks and the like with their evidence, a line each, newest first.
        owner: the agent; empty for nobody.
        state: whose turn it is; ``None`` where there is no conversation yet.
        since: since when it is to answer.
        snoozed_until: until when it is put aside.
        notes: newest first.
        corrections: what agents have corrected of the signups, newest first.
    """

    number: str
    display_number: str
    names: tuple[str, ...]
    emails: tuple[str, ...]
    place: str
    signups: tuple[Signup, ...]
    line_type: LineType
    carrier: str
    looked_up_at: datetime | None
    zone: str
    verdict: Verdict
    history: tuple[str, ...]
    owner: str
    state: ConversationState | None
    since: datetime | None
    snoozed_until: datetime | None
    notes: tuple[ContactNote, ...]
    corrections: tuple[Correction, ...]
