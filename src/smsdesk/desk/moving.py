"""Moving a database to a server, while no desk is open: so it is no part of an open one."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from smsdesk.clock import Clock, SystemClock
from smsdesk.core import moving
from smsdesk.desk.opening import context_for, make_ready
from smsdesk.store.moving import moving_from, moving_to

if TYPE_CHECKING:
    from smsdesk.config import Config
    from smsdesk.core.moving import Moved, Report


def move(config: Config, url: str, report: Report, *, clock: Clock | None = None) -> Moved:
    """Move all of the configured file to a server; what was begun before is ended.

    Args:
        config: where the file is.
        url: of an empty database on the server.
        report: is told what is being done.
        clock: in place of the machine's.

    Raises:
        DeskError: it cannot be done; the line says why, and what to do.
    """
    source = moving_from(config.database.url)
    source.refuse_missing()
    source.refuse_while_open()  # before this process has it open
    with closing(source.database), closing((target := moving_to(url)).database):
        left_by = source.moved_as()
        if left_by:
            return moving.finish(source, target, left_by)
        context = context_for(config, source.database, carrier=None, clock=clock or SystemClock())
        make_ready(context)
        return moving.move(context, source, target, report)
