"""Faults: which request they strike, what a client sees, and what was processed meanwhile."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.carrier.simulator import Fault, FaultName, FaultScript, RequestKind
from smsdesk.carrier.simulator.faults import WIRE_FAULTS, View
from tests.world.people import FIRM, SARAH

if TYPE_CHECKING:
    from tests.world.carrier import SimulatedApi

CREATE = frozenset({RequestKind.CREATE})

# -- which request ----------------------------------------------------------------


def strikes(script: FaultScript, kinds: str) -> str:
    """Return ``x`` for each request that is struck; c is a create, l a listing."""
    kind = {"c": RequestKind.CREATE, "l": RequestKind.LIST}
    return "".join("x" if script.strike(kind[each])[0] else each for each in kinds)


@pytest.mark.parametrize(
    ("fault", "struck"),
    [
        (Fault(FaultName.THROTTLE), "xxxxxx"),
        (Fault(FaultName.THROTTLE, on=CREATE), "xlxlxl"),
        (Fault(FaultName.THROTTLE, on=CREATE, nth=frozenset({2})), "clxlcl"),
        (Fault(FaultName.THROTTLE, nth=frozenset({1, 4})), "xlcxcl"),
        (Fault(FaultName.THROTTLE, times=2), "xxclcl"),
        (Fault(FaultName.THROTTLE, probability=0.0), "clclcl"),
        (Fault(FaultName.THROTTLE, on=CREATE, times=1), "xlclcl"),
    ],
)
def test_a_fault_strikes_the_requests_it_names(fault: Fault, struck: str) -> None:
    assert strikes(FaultScript([fault]), "clclcl") == struck


def test_chance_is_the_same_for_the_same_seed() -> None:
    fault = Fault(FaultName.THROTTLE, probability=0.5)
    runs = {seed: strikes(FaultScript([fault], seed=seed), "c" * 64) for seed in (1, 1, 2)}
    assert strikes(FaultScript([fault], seed=1), "c" * 64) == runs[1] != runs[2]
    assert 16 < runs[1].count("x") < 48


def test_the_first_wire_fault_counts_and_views_add_up() -> None:
    script = FaultScript(
        [
            Fault(FaultName.CLOCK_SKEW, seconds=60),
            Fault(FaultName.REFUSE_500),
            Fault(FaultName.CLOCK_SKEW, seconds=-10),
            Fault(FaultName.THROTTLE),
        ]
    )
    wire, view = script.strike(RequestKind.LIST)
    assert wire is not None
    assert wire.name is FaultName.REFUSE_500
    assert view == View(skew=50.0)


@given(st.sampled_from(FaultName))
def test_a_fault_is_on_the_wire_or_in_the_view(name: FaultName) -> None:
    wire, view = FaultScript([Fault(name)]).strike(RequestKind.LIST)
    assert (wire is not None) == (name in WIRE_FAULTS)
    assert (view != View()) == (name not in WIRE_FAULTS)


# -- on the wire ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        (FaultName.REFUSE_500, 500, 20500),
        (FaultName.THROTTLE, 429, 20429),
    ],
)
def test_faults_that_refuse_take_nothing(
    world: SimulatedApi, name: FaultName, status: int, code: int
) -> None:
    world.app.faults.arm(Fault(name, times=1))
    answer = world.create()
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert len(world.ledger) == 0
    assert world.create().status_code == 201


def test_a_proxy_in_between_answers_html(world: SimulatedApi) -> None:
    world.app.faults.arm(Fault(FaultName.BAD_GATEWAY_HTML))
    answer = world.create()
    assert answer.status_code == 502
    assert answer.headers["Content-Type"].startswith("text/html")
    assert len(world.ledger) == 0


@pytest.mark.parametrize(("seconds", "header"), [(None, None), (0.0, None), (7.0, "7")])
def test_throttle_says_when_to_come_back_if_asked_to(
    world: SimulatedApi, seconds: float | None, header: str | None
) -> None:
    world.app.faults.arm(Fault(FaultName.THROTTLE, seconds=seconds))
    assert world.create().headers.get("Retry-After") == header


def test_a_refused_connection_takes_nothing(world: SimulatedApi) -> None:
    world.app.faults.arm(Fault(FaultName.CONNECTION_REFUSED))
    with pytest.raises(httpx.ConnectError):
        world.create()
    assert len(world.ledger) == 0


def test_accept_then_drop_takes_the_text(world: SimulatedApi) -> None:
    world.app.faults.arm(Fault(FaultName.ACCEPT_THEN_DROP, on=CREATE))
    with pytest.raises(httpx.ReadError):
        world.create()
    assert [message["body"] for message in world.messages(To=SARAH)] == ["Hi there"]


def test_accept_then_500_takes_the_text(world: SimulatedApi) -> None:
    world.app.faults.arm(Fault(FaultName.ACCEPT_THEN_500, on=CREATE))
    assert world.create().status_code == 500
    assert len(world.messages(To=SARAH)) == 1


@pytest.mark.parametrize("name", [FaultName.TRUNCATED_JSON, FaultName.MALFORMED_JSON])
def test_answers_that_cannot_be_read(world: SimulatedApi, name: FaultName) -> None:
    world.app.faults.arm(Fault(name, on=CREATE))
    answer = world.create()
    assert answer.status_code == 201
    with pytest.raises(json.JSONDecodeError):
        answer.json()
    assert len(world.messages(To=SARAH)) == 1


def test_an_answer_of_the_wrong_shape(world: SimulatedApi) -> None:
    world.app.faults.arm(Fault(FaultName.WRONG_SHAPE, on=CREATE))
    assert world.create().json() == ["maintenance"]
    assert len(world.messages(To=SARAH)) == 1


def test_a_late_answer_outlasts_the_patience_of_the_client(world: SimulatedApi) -> None:
    world.app.faults.arm(Fault(FaultName.LATE_ANSWER, on=CREATE, seconds=30))
    with pytest.raises(httpx.ReadTimeout):
        world.create()
    assert len(world.messages(To=SARAH)) == 1


def test_a_late_answer_comes_to_who_waits(world: SimulatedApi) -> None:
    world.app.faults.arm(Fault(FaultName.LATE_ANSWER, on=CREATE, seconds=3))
    assert world.create().json()["status"] == "queued"
    assert world.clock.monotonic() == 3


def test_a_slow_drip_stays_below_the_read_timeout_and_takes_for_ever(world: SimulatedApi) -> None:
    world.app.faults.arm(Fault(FaultName.SLOW_DRIP, on=CREATE, seconds=1))
    answer = world.create()
    assert answer.json()["to"] == SARAH
    assert world.clock.monotonic() == -(-len(answer.content) // 64)


# -- in the view ------------------------------------------------------------------


def page_by_page(world: SimulatedApi) -> list[str]:
    return [message["body"] for message in world.messages(To=FIRM, PageSize="2")]


def arm_on_lists(world: SimulatedApi, name: FaultName, seconds: float | None = None) -> None:
    world.app.faults.arm(Fault(name, on=frozenset({RequestKind.LIST}), seconds=seconds))


def test_a_shifted_page_leaves_one_out_each_time(world: SimulatedApi) -> None:
    for turn in range(6):
        world.ledger.receive(SARAH, f"{turn}")
    arm_on_lists(world, FaultName.SHIFTED_PAGE)
    assert page_by_page(world) == ["5", "4", "2", "1"]
    world.app.faults.clear()
    assert page_by_page(world) == ["5", "4", "3", "2", "1", "0"]


def test_a_repeated_message_is_on_two_pages(world: SimulatedApi) -> None:
    for turn in range(4):
        world.ledger.receive(SARAH, f"{turn}")
    arm_on_lists(world, FaultName.REPEATED_MESSAGE)
    assert page_by_page(world) == ["3", "2", "2", "1", "1", "0"]


def test_a_stale_status_is_an_earlier_one(world: SimulatedApi) -> None:
    sid = world.create().json()["sid"]
    world.clock.move(6)
    assert world.fetch(sid)["status"] == "delivered"
    arm_on_lists(world, FaultName.STALE_STATUS, seconds=600)
    (message,) = world.messages(To=SARAH)
    assert (message["status"], message["date_sent"]) == ("queued", None)
    assert world.fetch(sid)["status"] == "delivered"


def test_a_late_date_of_sending_hides_a_text_from_a_filter_by_date(world: SimulatedApi) -> None:
    world.create()
    world.clock.move(60)
    arm_on_lists(world, FaultName.LATE_DATE_SENT, seconds=120)
    (message,) = world.messages(To=SARAH)
    assert (message["status"], message["date_sent"]) == ("delivered", None)
    assert world.messages(**{"DateSent>": "2026-11-20"}) == []
    world.clock.move(120)
    assert len(world.messages(**{"DateSent>": "2026-11-20"})) == 1


def test_a_skewed_clock_shifts_every_date_and_the_filters_with_them(world: SimulatedApi) -> None:
    world.ledger.receive(SARAH, "In")
    world.app.faults.arm(Fault(FaultName.CLOCK_SKEW, seconds=3600))
    answer = world.page()
    assert answer.headers["Date"] == "Fri, 20 Nov 2026 22:04:05 GMT"
    (message,) = answer.json()["messages"]
    assert message["date_created"] == "Fri, 20 Nov 2026 22:04:05 +0000"
    assert message["date_sent"] == "Fri, 20 Nov 2026 22:04:05 +0000"
    assert len(world.messages(**{"DateSent>": "2026-11-20T22:04:05Z"})) == 1
    assert world.messages(**{"DateSent>": "2026-11-20T22:04:06Z"}) == []


# -- from behind the stage --------------------------------------------------------


def test_control_arms_lists_and_clears(world: SimulatedApi) -> None:
    fault = {"name": "throttle", "on": ["create"], "times": 1, "seconds": 2}
    assert world.http.post("/_simulator/faults", json=fault).status_code == 201
    (armed,) = world.http.get("/_simulator/faults").json()
    assert (armed["name"], armed["on"], armed["seconds"]) == ("throttle", ["create"], 2)
    assert world.create().status_code == 429
    assert world.http.delete("/_simulator/faults").status_code == 204
    assert world.http.get("/_simulator/faults").json() == []
    assert world.create().status_code == 201


def test_control_is_never_faulty(world: SimulatedApi) -> None:
    world.app.faults.arm(Fault(FaultName.CONNECTION_REFUSED))
    assert world.http.get("/_simulator/ledger").status_code == 200
