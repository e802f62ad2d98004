"""A firm that is being texted: so many inbound messages a second, taken in by another process."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from smsdesk.carrier.protocol import CarrierMessage
from smsdesk.core.context import writing
from smsdesk.core.receiving.ingest import Taken, take_in
from smsdesk.terms import Direction, Status
from tests.world.people import FIRM

from .firms import desk_of
from .texts import bodies

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = 10


@contextmanager
def texting(database: Path, per_second: int) -> Iterator[None]:
    """Let texts come in while the block runs."""
    command = [sys.executable, "-m", f"{__package__}.inbound", str(database), str(per_second)]
    process = subprocess.Popen(command)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def _run(database: Path, per_second: int) -> None:
    dice = random.Random()
    stock = bodies(5, 1000)
    with desk_of(database) as desk:
        numbers = [row.number for row in desk.conversations.page(offset=100, limit=200)]
        while True:
            began = time.monotonic()
            now = datetime.now(UTC)
            with writing(desk._context, durable=False) as work:
                page = [
                    _message(dice, dice.choice(numbers), dice.choice(stock), now)
                    for _ in range(PAGE)
                ]
                take_in(desk._context, work, page, Taken())
            time.sleep(max(PAGE / per_second - (time.monotonic() - began), 0))


def _message(dice: random.Random, number: str, body: str, now: datetime) -> CarrierMessage:
    return CarrierMessage(
        sid=f"SM{dice.getrandbits(128):032x}",
        direction=Direction.INBOUND,
        sender=number,
        to=FIRM,
        body=body,
        status=Status.RECEIVED,
        created_at=now,
        sent_at=now,
    )


if __name__ == "__main__":
    _run(Path(sys.argv[1]), int(sys.argv[2]))
