"""Every answer is as Twilio's own description of its API says."""

from __future__ import annotations

import re

import jsonschema
import pytest

from smsdesk.carrier.simulator import Behaviour, Person
from tests.world.carrier import PATH, SimulatedApi
from tests.world.people import SARAH

from .schema import check, properties

MESSAGE = "api.v2010.account.message"
MEDIA = "api.v2010.account.message.media"
NUMBER = "api.v2010.account.incoming_phone_number"


def check_message(answer: dict[str, object]) -> None:
    check(answer, "messages", MESSAGE)
    assert answer.keys() == properties("messages", MESSAGE)
    for field in ("date_created", "date_sent", "date_updated"):
        assert answer[field] is None or re.fullmatch(
            r"[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \+0000", str(answer[field])
        )


@pytest.mark.parametrize("behaviour", Behaviour)
@pytest.mark.parametrize("seconds", [0, 0.5, 1.5, 30, 600])
def test_messages_at_every_age(behaviour: Behaviour, seconds: float) -> None:
    world = SimulatedApi(people=[Person(SARAH, behaviour)])
    created = world.create().json()
    check_message(created)
    world.clock.move(seconds)
    for message in world.page().json()["messages"]:
        check_message(message)
    check_message(world.fetch(created["sid"]))


def test_a_message_through_a_service_and_a_canceled_one(world: SimulatedApi) -> None:
    created = world.create(MessagingServiceSid="MG" + "0" * 32).json()
    check_message(created)
    canceled = world.http.post(
        f"{PATH}/Messages/{created['sid']}.json", data={"Status": "canceled"}
    )
    check_message(canceled.json())
    assert canceled.json()["status"] == "canceled"


def test_pages(world: SimulatedApi) -> None:
    for turn in range(5):
        world.create(body=f"Text {turn}")
    first = world.page(PageSize="2").json()
    last = world.page(PageSize="100").json()
    for page in (first, last):
        check(page, "messages", "ListMessageResponse")
        assert page.keys() == properties("messages", "ListMessageResponse")


def test_media(world: SimulatedApi) -> None:
    entry = world.ledger.receive(SARAH, media=["image/jpeg", "video/mp4"])
    check_message(world.fetch(entry.sid))
    answer = world.http.get(f"{PATH}/Messages/{entry.sid}/Media.json").json()
    check(answer, "messages", "ListMediaResponse")
    for media in answer["media_list"]:
        check(media, "messages", MEDIA)
        assert media.keys() == properties("messages", MEDIA)


def test_numbers(world: SimulatedApi) -> None:
    answer = world.http.get(f"{PATH}/IncomingPhoneNumbers.json").json()
    check(answer, "messages", "ListIncomingPhoneNumberResponse")
    (number,) = answer["incoming_phone_numbers"]
    check(number, "messages", NUMBER)
    assert number.keys() <= properties("messages", NUMBER)


@pytest.mark.parametrize(
    "number", ["+14255550111", "+14255550183", "+14255550194", "+1425555", "x1"]
)
@pytest.mark.parametrize("fields", ["", "line_type_intelligence", "caller_name,sim_swap"])
def test_lookups(world: SimulatedApi, number: str, fields: str) -> None:
    answer = world.lookup(number, Fields=fields)
    assert answer.status_code == 200
    check(answer.json(), "lookups", "LookupResponse")
    assert answer.json().keys() == properties("lookups", "LookupResponse")


def test_the_check_finds_what_is_wrong() -> None:
    with pytest.raises(jsonschema.ValidationError):
        check({"status": "teleported"}, "messages", MESSAGE)
    with pytest.raises(jsonschema.ValidationError):
        check({"num_segments": 1}, "messages", MESSAGE)
    check({"error_code": None}, "messages", MESSAGE)
