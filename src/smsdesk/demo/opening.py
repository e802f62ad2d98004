"""Opening the demo: the world is built the first time, and found again every time after."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from smsdesk.carrier.simulator import JournalDamagedError
from smsdesk.clock import Clock, SystemClock
from smsdesk.config import DeskConfig, demo_data_dir
from smsdesk.demo.firm import ANSWERS_AFTER, config_for, open_carrier
from smsdesk.demo.folder import DemoFolder, DemoUnusable
from smsdesk.demo.people import people
from smsdesk.desk import Desk, DeskError
from smsdesk.local_zone import LocalZone

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

_AFRESH = "smsdesk demo --reset starts the demo afresh"


def open_demo(
    *,
    reset: bool = False,
    folder: Path | None = None,
    user: str | None = None,
    clock: Clock | None = None,
    zone: tzinfo | None = None,
    seed: int = 0,
) -> Desk:
    """Open the desk on the sample firm; the first time its past is played, in a second or two.

    The same ``clock``, ``zone``, ``user`` and ``seed`` make the same world.

    Args:
        reset: delete the demo's files first and build the world anew.
        folder: where they are; by default in the platform's data folder, apart from real data.
        user: the agent's name; by default the login name.
        clock: what time it is for the desk and its carrier.
        zone: the agent's; by default the computer's.
        seed: what makes the simulated carrier's chances.

    Raises:
        DemoUnusable: another demo is open on these files, or they cannot be used.
    """
    where = DemoFolder(folder or demo_data_dir())
    try:
        with ExitStack() as held:
            held.enter_context(where.hold())
            return _open(
                where,
                held,
                reset=reset,
                user=user or DeskConfig().user,
                clock=clock or SystemClock(),
                zone=zone or LocalZone(),
                seed=seed,
            )
    except DemoUnusable:
        raise
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DemoUnusable(f"the demo's folder {where.path} cannot be used: {reason}") from error
    except (DeskError, JournalDamagedError) as error:
        raise DemoUnusable(f"{error}; {_AFRESH}") from error


def _open(
    folder: DemoFolder,
    held: ExitStack,
    *,
    reset: bool,
    user: str,
    clock: Clock,
    zone: tzinfo,
    seed: int,
) -> Desk:
    if reset or not folder.is_complete:
        # Loaded where it is needed: the other starts do without the script of the past.
        from smsdesk.demo.build import build

        folder.clear()
        build(folder, user=user, now=clock.now(), zone=zone, seed=seed)
        folder.mark_complete()
    carrier = open_carrier(folder, people(), clock=clock, seed=seed)
    held.callback(carrier.close)
    if isinstance(clock, SystemClock):
        carrier.take_time(ANSWERS_AFTER)
    config = config_for(user, folder)
    desk = Desk.open(config, carrier=carrier, clock=clock, zone=zone)
    desk.close_with_it(held.pop_all().close)
    return desk
