"""Every fault of the simulated carrier by name, and what has to become of a text under it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING
from unittest.mock import patch

from smsdesk.carrier.simulator import Fault, FaultName, PairBlockedError, RequestKind, Selection
from smsdesk.core.receiving import polling
from tests.world.firm import bubbles
from tests.world.people import ANA, SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.firm import Firm

CREATE, LIST, FETCH = RequestKind.CREATE, RequestKind.LIST, RequestKind.FETCH


@dataclass(frozen=True)
class Scenario:
    """One fault, and what it must come to.

    Attributes:
        on: with which request it happens.
        first: what the agent is told when the attempt has ended.
        last: how the message stands once everything has settled.
        calls: how often the text was handed to the carrier.
        seconds: as in ``Fault``.
        times: how often the fault happens; ``None`` for always.
    """

    name: FaultName
    on: RequestKind
    first: str
    last: str
    calls: int = 1
    seconds: float | None = None
    times: int | None = 1

    @property
    def title(self) -> str:
        """The scenario in a few words."""
        seconds = "" if self.seconds is None else f" {self.seconds:g} s"
        return f"{self.name}{seconds} on {self.on}"


@dataclass(frozen=True)
class Ending:
    """What became of the text: the scenario's words, and how often the carrier has it."""

    first: str
    last: str
    calls: int
    at_carrier: int
    received: int
    kept_to_stop: bool


ACCEPTED = (
    FaultName.ACCEPT_THEN_DROP,
    FaultName.ACCEPT_THEN_500,
    FaultName.TRUNCATED_JSON,
    FaultName.MALFORMED_JSON,
    FaultName.WRONG_SHAPE,
    FaultName.LATE_ANSWER,
)
NOT_ACCEPTED = (FaultName.REFUSE_500, FaultName.BAD_GATEWAY_HTML)

SCENARIOS = (
    *(Scenario(name, CREATE, "unconfirmed", "delivered") for name in ACCEPTED),
    *(Scenario(name, CREATE, "unconfirmed", "not_sent") for name in NOT_ACCEPTED),
    Scenario(FaultName.CONNECTION_REFUSED, CREATE, "queued", "delivered", calls=2),
    Scenario(FaultName.THROTTLE, CREATE, "queued", "delivered", calls=2, seconds=0),
    Scenario(FaultName.THROTTLE, CREATE, "queued", "delivered", calls=2, seconds=40),
    Scenario(FaultName.SLOW_DRIP, CREATE, "sent", "delivered"),
    Scenario(FaultName.SLOW_DRIP, CREATE, "sent", "delivered", seconds=4),
    *(Scenario(name, LIST, "queued", "delivered") for name in (*ACCEPTED, *NOT_ACCEPTED)),
    Scenario(FaultName.CONNECTION_REFUSED, LIST, "queued", "delivered"),
    Scenario(FaultName.THROTTLE, LIST, "queued", "delivered", seconds=0),
    Scenario(FaultName.THROTTLE, LIST, "queued", "delivered", seconds=40),
    Scenario(FaultName.SLOW_DRIP, LIST, "queued", "delivered", seconds=1),
    *(Scenario(name, FETCH, "sent", "delivered") for name in (*ACCEPTED, *NOT_ACCEPTED)),
    Scenario(FaultName.STALE_STATUS, FETCH, "sent", "delivered", seconds=100, times=None),
    Scenario(FaultName.STALE_STATUS, LIST, "sent", "delivered", seconds=100, times=None),
    Scenario(FaultName.SHIFTED_PAGE, LIST, "sent", "delivered", times=2),
    Scenario(FaultName.REPEATED_MESSAGE, LIST, "sent", "delivered", times=None),
    Scenario(FaultName.LATE_DATE_SENT, LIST, "sent", "delivered", times=None),
    *(
        Scenario(FaultName.CLOCK_SKEW, on, "sent", "delivered", seconds=seconds, times=None)
        for on in (CREATE, LIST, FETCH)
        for seconds in (300.0, -300.0)
    ),
)


def play(firm: Firm, scenario: Scenario) -> Ending:
    """Send a text under a fault, let a quarter of an hour pass, and see how everything stands."""
    desk = firm.desk()
    firm.arrive(SARAH, "On my way")
    for number in (TOM, ANA, TOM, ANA):
        firm.arrive(number, "Ok")
    firm.app.faults.arm(
        Fault(
            scenario.name,
            on=frozenset({scenario.on}),
            times=scenario.times,
            seconds=scenario.seconds,
        )
    )
    with patch.object(polling, "PAGE", 2):
        first = desk.sending.send(SARAH, "See you at 7").status
        firm.arrive(SARAH, "Ok, see you")
        settle(firm, desk)
        firm.arrive(SARAH, "stop all")
        firm.clock.move(1)
        after_stop = desk.sending.send(SARAH, "Are you there?").code
    shown = bubbles(desk)
    [text] = [bubble for bubble in shown if bubble.text == "See you at 7"]
    return Ending(
        first=first,
        last=text.status,
        calls=sum(call.body == "See you at 7" for call in firm.carrier.transmissions),
        at_carrier=firm.at_carrier(SARAH).count("See you at 7"),
        received=sum(bubble.text in ("On my way", "Ok, see you") for bubble in shown),
        kept_to_stop=after_stop == "opted_out",
    )


def settle(firm: Firm, desk: Desk) -> None:
    """Let a quarter of an hour pass, with looks that grow apart."""
    for seconds in (30, 30, 60, 60, 120, 120, 240, 240):
        firm.clock.move(seconds)
        desk.background.sync()


def mix(firm: Firm, seed: int) -> list[str]:
    """Let everything go wrong at random for a while; return what does not fit in the end."""
    chance = Random(seed)  # noqa: S311 - reproducible, no secret
    desks = [firm.desk(), firm.desk("tom")]
    skew = chance.choice((0.0, 300.0, -300.0))
    for name in FaultName:
        if name is not FaultName.CLOCK_SKEW:
            firm.app.faults.arm(Fault(name, probability=chance.uniform(0, 0.12)))
    firm.app.faults.arm(Fault(FaultName.CLOCK_SKEW, seconds=skew))
    meant: list[tuple[str, str]] = []
    for step in range(50):
        desk = chance.choice(desks)
        number = chance.choice((SARAH, TOM, ANA))
        match chance.choices(("text", "twin", "sync", "arrive", "elsewhere"), (4, 2, 4, 3, 1))[0]:
            case "text" | "twin" as kind:
                body = "Running late" if kind == "twin" else f"Text {step}"
                recorded = desk.sending.submit(number, body)
                if recorded.status == "queued" and recorded.message_id:
                    meant.append((number, body))
                    desk.sending.transmit(recorded.message_id)
            case "sync":
                desk.background.sync()
            case "arrive":
                firm.arrive(number, chance.choice(("Ok", "STOP", "START", "START", "stop all")))
            case _:
                _from_elsewhere(firm, number)
        firm.clock.move(chance.choice((0, 1, 3, 20, 70)))
    firm.app.faults.clear()
    firm.app.faults.arm(Fault(FaultName.CLOCK_SKEW, seconds=skew))
    for _ in range(3):
        settle(firm, desks[0])
        for item in desks[0].outbox.items():
            desks[0].outbox.cancel(item.message_id)
    return _differences(firm, meant)


def _from_elsewhere(firm: Firm, number: str) -> None:
    try:
        firm.ledger.submit(number, "From the console")
    except PairBlockedError:
        return


def _differences(firm: Firm, meant: list[tuple[str, str]]) -> list[str]:
    """Compare the carrier's books, the database and what was meant."""
    entries, _more = firm.ledger.select(Selection(), limit=10_000)
    rows = firm.rows("SELECT sid, number, body, direction, sent_by, settled FROM message")
    known = [row[0] for row in rows if row[0]]
    ours = {row[0] for row in rows if row[4]}
    elsewhere = {entry.sid for entry in entries if entry.body == "From the console"}
    found = [f"{entry.sid} is not in the database" for entry in entries if entry.sid not in known]
    found += [
        f"{entry.sid} left without a message of its own: {entry.body!r}"
        for entry in entries
        if not entry.inbound and (entry.sid in ours) == (entry.sid in elsewhere)
    ]
    found += [f"{row[1]}: {row[2]!r} is not settled" for row in rows if not row[5]]
    stored = sorted((row[1], row[2]) for row in rows if row[4])
    if stored != sorted(meant):
        found.append("what was meant is not what is recorded")
    if len(known) != len(set(known)) or len(known) != len(entries):
        found.append("a message is there twice, or is none of the carrier's")
    return found
