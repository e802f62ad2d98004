"""Going back to a backup, while no desk is open: so it is no part of an open one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.clock import Clock, SystemClock
from smsdesk.core import agents_on_record, restoring
from smsdesk.core.rules.roles import Act
from smsdesk.desk.opening import context_for
from smsdesk.errors import DeskError
from smsdesk.store.database import open_database
from smsdesk.store.database import restoring as way_into
from smsdesk.store.schema.ensure import ensure_schema

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.config import Config
    from smsdesk.core.restoring import Restored


class WouldBeLostError(DeskError):
    """The database is sound, and what is newer in it than the backup would be out of sight."""

    exit_code = 2


def restore(
    config: Config, backup: Path, *, force: bool = False, clock: Clock | None = None
) -> Restored:
    """Put a backup in the database's place; what is there is kept beside it.

    Args:
        config: where the database is.
        backup: what ``DatabaseUpkeep.backup`` wrote, or a copy of the file.
        force: also where the database in that place is sound.
        clock: in place of the machine's.

    Raises:
        NotAllowedError: agents are on record, there or else in the backup, and this one may not.
        DeskError: somebody has the database open, it was moved to a server, the backup is damaged,
            or it cannot be written; nothing has changed.
    """
    the_clock = clock or SystemClock()
    way = way_into(config.database.url)
    way.refuse_while_open()
    way.refuse_moved()
    if not force and way.is_sound():
        raise WouldBeLostError(
            "the database is sound, and what is newer in it than the backup would be out of sight"
            " (it is kept beside, opt-outs are taken over); say --force to go back all the same"
        )
    copied_at = way.bring(backup)
    try:
        context = context_for(config, open_database(way.url), carrier=None, clock=the_clock)
        try:
            ensure_schema(context.database, the_clock)
            context.steady_now()
            agents_on_record.take_over(context, list(way.agents()))
            agents_on_record.require(context, Act.RESTORE)
            restored = restoring.make_ready(context, way, copied_at)
        finally:
            context.database.close()
        way.refuse_while_open()
        return restoring.put_in_place(way, restored, the_clock.now())
    finally:
        way.give_up()
