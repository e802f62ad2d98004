"""One firm, one seed: what happens in it, and what must hold at the end."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from random import Random
from typing import TYPE_CHECKING

from smsdesk.carrier.simulator import FaultName, RequestKind, Selection
from smsdesk.core.read_models.sending import Leaving
from smsdesk.desk.restoring import restore
from smsdesk.errors import DeskError
from smsdesk.terms import RETRIABLE, Code, Status
from tests.world.firm import bubbles, code_of, context_of
from tests.world.people import ANA, SARAH, TOM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.world.firm import Firm

LEADS = (SARAH, TOM, ANA)
STEPS = 60
PAUSES = (*((0, 3), (3, 30), (3, 30), (30, 90), (61, 130)) * 3, (301, 500), (901, 1200))
"""In seconds. A text that has waited for a quarter of an hour is held, and proves nothing."""

SETTLING = 12
ROLLED_BACK_AFTER = 150.0
"""Seconds: rolling a machine back takes minutes, and lists lag less than that here."""


@dataclass
class Tally:
    """What was done in a firm, and what must not have been."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class Play:
    """Everything that happens to one firm."""

    def __init__(self, firm: Firm, seed: int) -> None:
        self._firm = firm
        self._chance = Random(seed)  # noqa: S311 - reproducible, no secret
        self._copies: list[Path] = []
        self._words = count(1)
        self._desk = firm.desk()
        self.tally = Tally()

    def run(self) -> Tally:
        """Let it all happen, let it settle, compare."""
        happens: dict[Callable[[], None], int] = {
            self._text: 30,
            self._plan: 8,
            self._sync: 14,
            self._time_passes: 20,
            self._mishap: 12,
            self._they_text: 6,
            self._decide: 6,
            self._copy: 8,
            self._put_back: 6,
        }
        for _ in range(STEPS):
            (step,) = self._chance.choices(list(happens), list(happens.values()))
            try:
                step()
            except DeskError as error:
                self.tally.counts[type(error).__name__] += 1
        self._settle()
        self._compare()
        return self.tally

    # -- what the firm does -------------------------------------------------------------

    def _text(self) -> None:
        number = self._chance.choice(LEADS)
        recorded = self._desk.sending.submit(number, f"Text {next(self._words)}")
        if recorded.status == "queued" and self._chance.random() < 0.5:
            self._desk.sending.transmit(recorded.message_id or 0)

    def _plan(self) -> None:
        at = self._firm.clock.now() + timedelta(seconds=self._chance.uniform(5, 400))
        number = self._chance.choice(LEADS)
        text = f"Plan {next(self._words)}"
        recorded = self._desk.sending.submit(number, text, leaving=Leaving(at=at))
        self.tally.counts["plans"] += recorded.status == "planned"

    def _sync(self) -> None:
        self._desk.background.sync()

    def _time_passes(self) -> None:
        low, high = self._chance.choice(PAUSES)
        self._firm.clock.move(self._chance.uniform(low, high))

    def _mishap(self) -> None:
        name, on, seconds = self._chance.choice((
            (FaultName.ACCEPT_THEN_DROP, RequestKind.CREATE, None),
            (FaultName.ACCEPT_THEN_500, RequestKind.CREATE, None),
            (FaultName.REFUSE_500, RequestKind.CREATE, None),
            (FaultName.CONNECTION_REFUSED, RequestKind.CREATE, None),
            (FaultName.CONNECTION_REFUSED, RequestKind.LIST, None),
            (FaultName.LATE_CREATION, RequestKind.CREATE, 200.0),
            (FaultName.LIST_LAG, RequestKind.LIST, 60.0),
        ))  # fmt: skip
        self._firm.goes_wrong(name, on, seconds=seconds)

    def _they_text(self) -> None:
        body = self._chance.choice(("STOP", "START", "START", "START", "please stop texting me"))
        self._firm.arrive(self._chance.choice(LEADS), body)

    def _decide(self) -> None:
        for item in self._desk.outbox.items():
            go = item.status is Status.PLANNED and self._chance.random() < 0.3
            if item.status is Status.HELD or go:
                self._desk.outbox.release(item.message_id)
        for number in LEADS:
            self._desk.consent.answer_question(number, opt_out=False)
            for bubble in bubbles(self._desk, number):
                if bubble.status in RETRIABLE and bubble.can_retry:
                    again = self._desk.sending.retry(bubble.message_id)
                    self.tally.counts["retries"] += again.status == "queued"

    # -- copies -------------------------------------------------------------------------

    def _copy(self) -> None:
        folder = self._firm.folder / f"copy{len(self._copies)}"
        folder.mkdir()
        if self._chance.random() < 0.4:
            self._desk.database.backup(folder / "smsdesk.db")
        else:
            whole = self._chance.random() < 0.5
            for path in _files(self._firm.folder):
                if whole or not path.name.endswith(".copy"):
                    shutil.copyfile(path, folder / path.name)
        self._copies.append(folder)

    def _put_back(self) -> None:
        if not self._copies:
            return
        newest = self._chance.random() < 0.8
        folder = self._copies[-1] if newest else self._chance.choice(self._copies)
        before = {number: code_of(self._desk, number) for number in LEADS}
        context_of(self._desk).database.close()
        ways = (self._over_it, self._as_another_file, self._by_command)
        way = self._chance.choice(ways)
        if (folder / "smsdesk.db.copy").exists():
            # All that lies beside is as it was: nobody can tell, and only time has passed.
            self._firm.clock.move(ROLLED_BACK_AFTER)
        way(folder)
        self.tally.counts[way.__name__] += 1
        self._desk = self._firm.desk()
        if self._chance.random() < 0.5:
            self._transmit_at_once()
        if way == self._by_command:
            for number in LEADS:
                freed = before[number] is not Code.OK and code_of(self._desk, number) is Code.OK
                # The backup may be from a time that knew of a later START.
                if freed and self._said_last(number) != "START":
                    self.tally.wrong.append(f"{number} was {before[number]}, and is ok now")

    def _said_last(self, number: str) -> str:
        told, _more = self._firm.ledger.select(Selection(sender=number), limit=1)
        return told[0].body if told else ""

    def _transmit_at_once(self) -> None:
        """Let what waits go before anything has been read from the carrier."""
        for item in self._desk.outbox.items():
            if item.status is Status.QUEUED:
                self._desk.sending.transmit(item.message_id)

    def _over_it(self, folder: Path) -> None:
        self._clear()
        for path in _files(folder):
            shutil.copyfile(path, self._firm.folder / path.name)

    def _as_another_file(self, folder: Path) -> None:
        self._clear()
        for path in _files(folder):
            coming = self._firm.folder / f"{path.name}.coming"
            shutil.copyfile(path, coming)
            coming.replace(self._firm.folder / path.name)

    def _by_command(self, folder: Path) -> None:
        restore(self._firm.config(), folder / "smsdesk.db", force=True, clock=self._firm.clock)

    def _clear(self) -> None:
        for path in self._firm.folder.glob("smsdesk.db-*"):
            path.unlink()

    # -- the end ------------------------------------------------------------------------

    def _settle(self) -> None:
        self._firm.app.faults.clear()
        for _ in range(SETTLING):
            self._firm.clock.move(310)
            self._decide()
            self._sync()

    def _compare(self) -> None:
        told, _more = self._firm.ledger.select(Selection(), limit=10_000)
        left = Counter(entry.body for entry in told if not entry.inbound)
        self.tally.counts["left"] = sum(left.values())
        for body, times in left.items():
            if times > 1:
                self.tally.wrong.append(f"{body!r} left {times} times")
        for number in LEADS:
            for bubble in bubbles(self._desk, number):
                if bubble.status is Status.SENDING or bubble.status is Status.QUEUED:
                    self.tally.wrong.append(f"{bubble.text!r} is still {bubble.status}")
                if bubble.status is Status.NOT_SENT and left[bubble.text] and bubble.can_retry:
                    self.tally.wrong.append(f"{bubble.text!r} left, and is called not sent")
        for problem in self._desk.database.problems():
            self.tally.wrong.append(problem)


def _files(folder: Path) -> Iterator[Path]:
    """Yield what belongs to the database, but for the memory that its processes share."""
    for path in sorted(folder.glob("smsdesk.db*")):
        if path.name in ("smsdesk.db", "smsdesk.db-wal", "smsdesk.db.copy"):
            yield path
