"""The simulated carrier on loopback: real connections, and really broken ones."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import httpx
import pytest

from smsdesk.carrier.simulator import Fault, FaultName, RequestKind, RunningServer, serve
from tests.world.carrier import PATH, SimulatedApi
from tests.world.people import ACCOUNT, FIRM, SARAH, TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

FORM = {"To": SARAH, "From": FIRM, "Body": "Hi"}


@pytest.fixture
def server(world: SimulatedApi) -> Iterator[RunningServer]:
    server = serve(world.app)
    yield server
    server.shutdown()


@pytest.fixture
def http(server: RunningServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, auth=(ACCOUNT, TOKEN), trust_env=False) as http:
        yield http


def post(http: httpx.Client) -> httpx.Response:
    return http.post(f"{PATH}/Messages.json", data=FORM)


def arm(world: SimulatedApi, name: FaultName, seconds: float | None = None) -> None:
    world.app.faults.arm(Fault(name, on=frozenset({RequestKind.CREATE}), seconds=seconds, times=1))


def test_a_connection_serves_many_requests(world: SimulatedApi, http: httpx.Client) -> None:
    ports = set()
    for _ in range(3):
        with http.stream("POST", f"{PATH}/Messages.json", data=FORM) as answer:
            answer.read()
            stream = answer.extensions["network_stream"]
            ports.add(stream.get_extra_info("client_addr")[1])
        assert answer.status_code == 201
    assert len(ports) == 1
    assert len(world.ledger) == 3


def test_one_date_header_and_it_is_the_simulated_one(http: httpx.Client) -> None:
    answer = http.get(f"{PATH}/Messages.json")
    assert answer.headers.get_list("Date") == ["Fri, 20 Nov 2026 21:04:05 GMT"]


def test_an_answer_without_content_leaves_the_connection_usable(
    world: SimulatedApi, http: httpx.Client
) -> None:
    sid = post(http).json()["sid"]
    assert http.delete(f"{PATH}/Messages/{sid}.json").status_code == 204
    assert post(http).status_code == 201
    assert len(world.ledger) == 1


def test_a_body_in_chunks_is_read(world: SimulatedApi, http: httpx.Client) -> None:
    body = b"To=%2B14155550111&From=%2B14155550100&Body=Hi"
    answer = http.post(
        f"{PATH}/Messages.json",
        content=iter([body[:10], body[10:]]),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 201
    assert len(world.ledger) == 1


def test_accept_then_drop_closes_the_connection(world: SimulatedApi, http: httpx.Client) -> None:
    arm(world, FaultName.ACCEPT_THEN_DROP)
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        post(http)
    assert len(world.ledger) == 1
    assert post(http).status_code == 201


def test_connection_refused_resets_before_anything_is_processed(
    world: SimulatedApi, http: httpx.Client
) -> None:
    arm(world, FaultName.CONNECTION_REFUSED)
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        post(http)
    assert len(world.ledger) == 0
    assert post(http).status_code == 201


def test_a_slow_drip_arrives_whole(world: SimulatedApi, http: httpx.Client) -> None:
    arm(world, FaultName.SLOW_DRIP, seconds=1)
    assert post(http).json()["to"] == SARAH
    assert world.clock.monotonic() > 5


def test_a_failure_of_the_simulator_is_a_500(
    world: SimulatedApi,
    http: httpx.Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(world.ledger, "submit", None)
    answer = post(http)
    assert (answer.status_code, answer.json()["code"]) == (500, 20500)
    assert "the simulated carrier failed" in caplog.text


def test_logs_are_quiet(
    http: httpx.Client, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO)
    post(http)
    http.get(f"{PATH}/Messages.json", params={"To": SARAH})
    ours = [record for record in caplog.records if not record.name.startswith("http")]
    assert ours == []
    assert capfd.readouterr() == ("", "")


def test_it_listens_on_loopback_only(server: RunningServer) -> None:
    assert server.url == f"http://127.0.0.1:{server.port}"
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        assert connection.getpeername()[0] == "127.0.0.1"


def test_a_port_that_is_taken_is_an_error(server: RunningServer, world: SimulatedApi) -> None:
    with pytest.raises(OSError, match="in use"):
        serve(world.app, server.port)


def test_shutdown_closes_kept_connections_and_frees_the_port(world: SimulatedApi) -> None:
    server = serve(world.app)
    with httpx.Client(base_url=server.url, auth=(ACCOUNT, TOKEN), trust_env=False) as http:
        assert post(http).status_code == 201
        server.shutdown()
        with pytest.raises(httpx.ConnectError):
            post(http)
    again = serve(world.app, server.port)
    assert again.port == server.port
    again.shutdown()


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "attacker.example"},
        {"Host": "attacker.example:80"},
        {"Host": "127.0.0.1.attacker.example"},
        {"Host": ""},
        {"Origin": "https://attacker.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:80"},
    ],
    ids=str,
)
def test_a_web_page_gets_no_answer(
    world: SimulatedApi, http: httpx.Client, headers: dict[str, str]
) -> None:
    for path in (f"{PATH}/Messages.json", "/_simulator/messages"):
        answer = http.post(path, data=FORM, headers=headers)
        assert answer.status_code == 403
    assert http.get("/_simulator/ledger", headers=headers).status_code == 403
    assert len(world.ledger) == 0
    assert post(http).status_code == 201, "the connection lives on"


def test_the_first_requests_may_come_together() -> None:
    """In a process of its own, for the map of routes is made once a process."""
    check = (
        "import time\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from smsdesk.carrier.simulator import app\n"
        "class SlowMap(app.Map):\n"
        "    def add(self, rule):\n"
        "        time.sleep(0.001)\n"
        "        super().add(rule)\n"
        "app.Map = SlowMap\n"
        "with ThreadPoolExecutor(4) as pool:\n"
        "    maps = list(pool.map(lambda _: app._routes(), range(4)))\n"
        "assert all(list(one.iter_rules()) for one in maps)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
