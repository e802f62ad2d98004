"""Desk: its faces on one database, for one agent."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from smsdesk.core.background import registration
from smsdesk.desk.agents import agents_of
from smsdesk.desk.answering import answering_of
from smsdesk.desk.background import background_of
from smsdesk.desk.carrier import carrier_of
from smsdesk.desk.consent import consent_of
from smsdesk.desk.contacts import contacts_of
from smsdesk.desk.conversations import conversations_of
from smsdesk.desk.database import database_of
from smsdesk.desk.leads import leads_of
from smsdesk.desk.lookups import lookups_of
from smsdesk.desk.notes import notes_of
from smsdesk.desk.numbers import numbers_of
from smsdesk.desk.opening import open_context
from smsdesk.desk.outbox import outbox_of
from smsdesk.desk.presence import presence_of
from smsdesk.desk.purging import purging_of
from smsdesk.desk.sending import sending_of
from smsdesk.desk.templates import templates_of
from smsdesk.desk.threads import threads_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from smsdesk.carrier.protocol import Carrier
    from smsdesk.clock import Clock
    from smsdesk.config import Config
    from smsdesk.core.context import Context


class Desk:
    """A firm's desk on one database, for one agent.

    Attributes:
        numbers: phone numbers as people write and read them.
        conversations: the list, and what its title counts.
        threads: messages, drafts, what has been read.
        sending: a text through the gate and to the carrier.
        outbox: texts that are recorded and not settled.
        answering: whose turn it is in a conversation, and whose conversation it is.
        agents: who is on record, and what each may do.
        presence: who is at work, and in which thread.
        templates: the texts of the firm that hold another value for each lead.
        consent: opt-outs, with their evidence.
        contacts: why a contact can or cannot be texted.
        notes: what agents note about a contact for one another.
        lookups: what a number's line is.
        leads: signups, in and found again.
        background: what the desk does by itself, once or while it is open.
        carrier: whether the carrier is there for us.
        database: whether the database is sound, and a copy of it.
        purging: what people wrote and who they are, taken away for good.
    """

    def __init__(self, context: Context) -> None:
        """Take a desk whose parts are made already; ``Desk.open`` makes them."""
        self._context = context
        self._to_close = ExitStack()
        self._to_close.callback(context.close)
        self._to_close.callback(registration.leave, context)
        self.numbers = numbers_of(context)
        self.conversations = conversations_of(context)
        self.threads = threads_of(context)
        self.sending = sending_of(context)
        self.outbox = outbox_of(context)
        self.answering = answering_of(context)
        self.agents = agents_of(context)
        self.presence = presence_of(context)
        self.templates = templates_of(context)
        self.consent = consent_of(context)
        self.contacts = contacts_of(context)
        self.notes = notes_of(context)
        self.lookups = lookups_of(context)
        self.leads = leads_of(context)
        self.background = background_of(context)
        self.carrier = carrier_of(context)
        self.database = database_of(context)
        self.purging = purging_of(context)

    @classmethod
    def open(
        cls,
        config: Config,
        *,
        carrier: Carrier | None = None,
        clock: Clock | None = None,
        zone: tzinfo | None = None,
        tell: Callable[[str], None] | None = None,
    ) -> Self:
        """Open the database (made or migrated where needed) and get ready to reach the carrier.

        Args:
            config: where the database is, whose number is the firm's, what the limits are.
            carrier: in place of Twilio.
            clock: in place of the machine's.
            zone: the agent's zone for dates in sentences; by default the machine's.
            tell: is told in one line, from any thread, what is waited for that takes seconds, and
                in an empty one when that is over.

        Raises:
            DeskError: the database cannot be used.
        """
        return cls(open_context(config, carrier=carrier, clock=clock, zone=zone, tell=tell))

    def close(self) -> None:
        """Give the connections back."""
        self._to_close.close()

    def close_with_it(self, close: Callable[[], None]) -> None:
        """Close something else after the desk: what it stands on."""
        rest = self._to_close.pop_all()
        self._to_close.callback(close)
        self._to_close.push(rest)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @property
    def config(self) -> Config:
        """The configuration it was opened with."""
        return self._context.config

    @property
    def agent(self) -> str:
        """Who sends from this desk."""
        return self._context.agent

    @property
    def clock(self) -> Clock:
        """The clock it goes by."""
        return self._context.clock
