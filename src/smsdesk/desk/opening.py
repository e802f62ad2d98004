"""Opening a desk: the database made ready, the way to the carrier known."""

from __future__ import annotations

import os
import uuid
from typing import TYPE_CHECKING

from smsdesk.carrier import configured
from smsdesk.clock import Clock, SystemClock
from smsdesk.core.background import registration
from smsdesk.core.contacts import twins
from smsdesk.core.context import Context
from smsdesk.core.leads.search_cards import refresh_cards
from smsdesk.core.receiving.ingest import remember_start
from smsdesk.core.sending import copies
from smsdesk.local_zone import LocalZone
from smsdesk.processes import this_host
from smsdesk.store.database import open_database
from smsdesk.store.errors import StoreError
from smsdesk.store.schema.ensure import ensure_schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from smsdesk.carrier.protocol import Carrier
    from smsdesk.config import Config
    from smsdesk.store.database import Database


def open_context(
    config: Config,
    *,
    carrier: Carrier | None,
    clock: Clock | None,
    zone: tzinfo | None,
    tell: Callable[[str], None] | None = None,
) -> Context:
    """Open the database, made or migrated where needed; the carrier is reached when it is needed.

    Raises:
        DeskError: the database cannot be used.
    """
    the_clock = clock or SystemClock()
    database = open_database(config.database.url, tell=tell)
    context = context_for(config, database, carrier=carrier, clock=the_clock, zone=zone)
    try:
        make_ready(context, tell)
        registration.register(context)
    except StoreError:
        database.close()
        raise
    return context


def make_ready(context: Context, tell: Callable[[str], None] | None = None) -> None:
    """Make a database ready for all that works in it: its tables, its time, which copy it is.

    Args:
        context: with the database.
        tell: as ``ensure_schema`` has it.

    Raises:
        DeskError: the database cannot be used.
    """
    ensure_schema(context.database, context.clock, tell=tell)
    context.steady_now()  # agreed on now, since it may have to be written down
    twins.recompute_merged(context)
    remember_start(context.database, context.now())
    copies.recognise(context)


def context_for(
    config: Config,
    database: Database,
    *,
    carrier: Carrier | None,
    clock: Clock,
    zone: tzinfo | None = None,
) -> Context:
    """Return what the flows work in, on a database that is not made ready yet."""
    return Context(
        database=database,
        connect=lambda: carrier or configured.connect(config, clock),
        codes=carrier.codes if carrier else configured.codes(),
        mode=carrier.name if carrier else configured.mode_of(config),
        clock=clock,
        config=config,
        zone=zone or LocalZone(),
        process=f"{this_host()}/{os.getpid()}/{uuid.uuid4().hex[:8]}",
        refresh_cards=refresh_cards,
    )
