"""The HTTP face: what Twilio's clients meet."""

from __future__ import annotations

import httpx
import pytest

from smsdesk.carrier.simulator import Behaviour, Person, in_process
from smsdesk.terms import LineType
from tests.world.carrier import PATH, SimulatedApi
from tests.world.people import ACCOUNT, FIRM, SARAH, TOKEN

# -- who may ask ------------------------------------------------------------------


@pytest.mark.parametrize(
    "auth",
    [
        None,
        (ACCOUNT, "wrong"),
        ("SK1", TOKEN),
        ("nobody", ""),
        (ACCOUNT, ""),
        (ACCOUNT, "pässword"),
    ],
)
def test_a_stranger_is_refused(world: SimulatedApi, auth: tuple[str, str] | None) -> None:
    with httpx.Client(transport=in_process(world.app), base_url="https://api.twilio.com") as http:
        answer = http.get(f"{PATH}/Messages.json", auth=auth)
    assert answer.status_code == 401
    assert answer.json()["code"] == 20003
    assert answer.headers["WWW-Authenticate"].startswith("Basic")


def test_an_api_key_opens_the_account(world: SimulatedApi) -> None:
    answer = world.http.get(f"{PATH}/Messages.json", auth=("SK1", "key secret"))
    assert answer.status_code == 200


def test_the_account_of_somebody_else_is_closed(world: SimulatedApi) -> None:
    answer = world.http.get(f"/2010-04-01/Accounts/AC{'f' * 32}/Messages.json")
    assert (answer.status_code, answer.json()["code"]) == (401, 20003)


def test_the_account_tells_its_name(world: SimulatedApi) -> None:
    answer = world.http.get(f"{PATH}.json").json()
    assert (answer["sid"], answer["friendly_name"], answer["status"]) == (
        ACCOUNT,
        "Simulated account",
        "active",
    )


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", f"{PATH}/Messages/SM{'0' * 32}.json", 404, 20404),
        ("DELETE", f"{PATH}/Messages/SM{'0' * 32}.json", 404, 20404),
        ("GET", f"{PATH}/Messages/SM{'0' * 32}/Media.json", 404, 20404),
        ("GET", "/nowhere", 404, 20404),
        ("PUT", f"{PATH}/Messages.json", 405, 20004),
    ],
)
def test_what_is_not_there(
    world: SimulatedApi, method: str, path: str, status: int, code: int
) -> None:
    answer = world.http.request(method, path)
    assert answer.status_code == status
    assert answer.json()["code"] == code
    assert answer.json()["status"] == status
    assert answer.json()["more_info"] == f"https://www.twilio.com/docs/errors/{code}"


def test_the_date_header_is_the_simulated_time(world: SimulatedApi) -> None:
    assert world.page().headers["Date"] == "Fri, 20 Nov 2026 21:04:05 GMT"
    world.clock.move(60)
    assert world.lookup(SARAH).headers["Date"] == "Fri, 20 Nov 2026 21:05:05 GMT"


# -- sending ----------------------------------------------------------------------


def test_a_text_is_taken(world: SimulatedApi) -> None:
    answer = world.create(body="Hi Sarah 👍")
    assert answer.status_code == 201
    message = answer.json()
    assert message["status"] == "queued"
    assert message["direction"] == "outbound-api"
    assert (message["to"], message["from"], message["body"]) == (SARAH, FIRM, "Hi Sarah 👍")
    assert (message["num_segments"], message["num_media"]) == ("1", "0")
    assert message["date_created"] == "Fri, 20 Nov 2026 21:04:05 +0000"
    assert message["date_sent"] is None
    assert message["price"] is None
    world.clock.move(60)
    later = world.fetch(message["sid"])
    assert later["status"] == "delivered"
    assert later["date_sent"] is not None
    assert later["price"] == "-0.00790"


OWN = {"To": SARAH, "From": FIRM, "Body": "Hi"}


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({**OWN, "To": ""}, 21604),
        ({"Body": "Hi"}, 21604),
        ({**OWN, "From": ""}, 21603),
        ({**OWN, "Body": ""}, 21602),
        ({"To": SARAH, "From": FIRM}, 21602),
        ({**OWN, "MessagingServiceSid": "MG1"}, 21705),
        ({**OWN, "To": "+1415555"}, 21211),
        ({**OWN, "To": "+141555501111"}, 21211),
        ({**OWN, "To": "Sarah"}, 21211),
        ({**OWN, "To": "4155550111"}, 21211),
        ({**OWN, "To": "+14155550195"}, 21211),
        ({**OWN, "To": "12345"}, 21265),
        ({**OWN, "To": FIRM}, 21266),
        ({**OWN, "To": "+14155550193"}, 21268),
        ({**OWN, "To": "+493055550183"}, 21635),
        ({**OWN, "From": "+14155559999"}, 21606),
        ({**OWN, "Body": "a" * 1601}, 21617),
        ({**OWN, "Body": "👍" * 801}, 21617),
        # Twilio's magic numbers
        ({**OWN, "To": "+15005550001"}, 21211),
        ({**OWN, "To": "+15005550002"}, 21612),
        ({**OWN, "To": "+15005550003"}, 21408),
        ({**OWN, "To": "+15005550004"}, 21610),
        ({**OWN, "To": "+15005550009"}, 21614),
        ({**OWN, "From": "+15005550001"}, 21212),
        ({**OWN, "From": "+15005550007"}, 21606),
        ({**OWN, "From": "+15005550008"}, 21611),
        ({**OWN, "From": "+15005550005"}, 21606),
    ],
)
def test_a_text_that_is_refused_leaves_nothing(
    world: SimulatedApi, form: dict[str, str], code: int
) -> None:
    answer = world.http.post(f"{PATH}/Messages.json", data=form)
    assert answer.json()["code"] == code
    assert answer.status_code == (429 if code == 21611 else 400)
    assert len(world.ledger) == 0


def test_the_longest_text_is_taken(world: SimulatedApi) -> None:
    answer = world.create(body="a" * 1600)
    assert (answer.status_code, answer.json()["num_segments"]) == (201, "11")


def test_the_magic_sender_is_answered_and_forgotten(world: SimulatedApi) -> None:
    first = world.create(From="+15005550006")
    world.clock.move(1)
    second = world.create(From="+15005550006")
    assert first.status_code == second.status_code == 201
    assert first.json()["sid"] != second.json()["sid"]
    assert len(world.ledger) == 0


def test_a_written_number_is_read(world: SimulatedApi) -> None:
    assert world.create(to="+1 (415) 555-0111").json()["to"] == SARAH


def test_stop_is_refused_with_21610_until_start(world: SimulatedApi) -> None:
    world.ledger.receive(SARAH, "STOP")
    answer = world.create()
    assert (answer.status_code, answer.json()["code"]) == (400, 21610)
    world.clock.move(1)
    world.ledger.receive(SARAH, "Start")
    assert world.create().status_code == 201


def test_a_messaging_service_alone_sends_from_the_number(world: SimulatedApi) -> None:
    service = "MG" + "0" * 32
    answer = world.create(From="", MessagingServiceSid=service).json()
    assert answer["status"] == "accepted"
    assert answer["num_segments"] == "0"
    assert (answer["messaging_service_sid"], answer["from"]) == (service, FIRM)
    world.clock.move(60)
    assert world.fetch(answer["sid"])["num_segments"] == "1"


def test_smart_encoding_changes_the_body(world: SimulatedApi) -> None:
    assert (
        world.create(body="It\N{RIGHT SINGLE QUOTATION MARK}s", SmartEncoded="true").json()["body"]
        == "It's"
    )
    assert (
        world.create(body="It\N{RIGHT SINGLE QUOTATION MARK}s", SmartEncoded="false").json()["body"]
        == "It\N{RIGHT SINGLE QUOTATION MARK}s"
    )


def test_a_picture_needs_no_words(world: SimulatedApi) -> None:
    answer = world.http.post(
        f"{PATH}/Messages.json",
        data={
            "To": SARAH,
            "From": FIRM,
            "MediaUrl": ["https://example.com/a", "https://b.example"],
        },
    ).json()
    assert answer["num_media"] == "2"
    assert answer["sid"].startswith("MM")


# -- listing ----------------------------------------------------------------------


def test_filters(world: SimulatedApi) -> None:
    world.create(body="Out")
    world.create(to="+14155550112", body="Other")
    world.clock.move(10)
    world.ledger.receive(SARAH, "In")

    def bodies(**arguments: str) -> list[str]:
        return [message["body"] for message in world.messages(**arguments)]

    assert bodies() == ["In", "Other", "Out"]
    assert bodies(To=SARAH) == ["Out"]
    assert bodies(From=SARAH) == ["In"]
    assert bodies(To=FIRM) == ["In"]
    assert bodies(From=FIRM, To=SARAH) == ["Out"]
    assert bodies(To="+14155550119") == []


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("DateSent", "2026-11-20", True),
        ("DateSent", "2026-11-19", False),
        ("DateSent", "2026-11-21", False),
        ("DateSent>", "2026-11-20", True),
        ("DateSent>", "2026-11-21", False),
        ("DateSent<", "2026-11-20", True),
        ("DateSent<", "2026-11-19", False),
        ("DateSent>", "2026-11-20T21:04:05Z", True),
        ("DateSent>", "2026-11-20T21:04:06Z", False),
        ("DateSent<", "2026-11-20T21:04:05Z", True),
        ("DateSent<", "2026-11-20T21:04:04Z", False),
        ("DateSent>", "2026-11-20 21:04:05", True),
    ],
)
def test_dates_of_sending_are_inclusive(
    world: SimulatedApi, name: str, value: str, found: bool
) -> None:
    world.ledger.receive(SARAH, "In")
    assert bool(world.messages(**{name: value})) is found


def test_a_text_to_come_is_not_listed(world: SimulatedApi) -> None:
    world.create(to="+14155550180")
    assert len(world.messages()) == 1
    world.clock.move(60)
    assert len(world.messages()) == 2


def test_pages_do_not_shift_when_messages_arrive(world: SimulatedApi) -> None:
    for turn in range(7):
        world.ledger.receive(SARAH, f"Text {turn}")
    page = world.page(To=FIRM, PageSize="3").json()
    assert (page["page"], page["start"], page["end"], page["page_size"]) == (0, 0, 2, 3)
    seen = [message["body"] for message in page["messages"]]
    while page["next_page_uri"]:
        world.ledger.receive(SARAH, "Newer")
        page = world.http.get(page["next_page_uri"]).json()
        seen += [message["body"] for message in page["messages"]]
    assert seen == [f"Text {turn}" for turn in range(6, -1, -1)]
    assert (page["page"], page["start"], page["end"]) == (2, 6, 6)
    assert page["previous_page_uri"] is None


def test_a_full_last_page_is_the_last(world: SimulatedApi) -> None:
    world.create()
    world.create()
    assert world.page(PageSize="2").json()["next_page_uri"] is None


@pytest.mark.parametrize(
    "arguments",
    [
        {"PageSize": "1001"},
        {"PageSize": "0"},
        {"PageSize": "-1"},
        {"PageSize": "many"},
        {"PageToken": "PAnonsense"},
        {"PageToken": "PA*"},
        {"Page": "2"},
        {"DateSent>": "yesterday"},
    ],
)
def test_nonsense_in_a_listing(world: SimulatedApi, arguments: dict[str, str]) -> None:
    answer = world.page(**arguments)
    assert (answer.status_code, answer.json()["code"]) == (400, 20001)


# -- changing ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "form", "status", "expected"),
    [
        (0, {"Status": "canceled"}, 200, ("canceled", "Hi there")),
        (60, {"Body": ""}, 200, ("delivered", "")),
        (60, {"Status": "canceled"}, 400, 30409),
        (60, {"Body": "Other words"}, 400, 30400),
        (60, {"Status": "sent"}, 400, 30400),
        (60, {"Status": "canceled", "Body": ""}, 400, 30400),
        (60, {}, 400, 30400),
    ],
)
def test_changing_a_message(
    world: SimulatedApi,
    seconds: float,
    form: dict[str, str],
    status: int,
    expected: tuple[str, str] | int,
) -> None:
    sid = world.create().json()["sid"]
    world.clock.move(seconds)
    answer = world.http.post(f"{PATH}/Messages/{sid}.json", data=form)
    content = answer.json()
    assert answer.status_code == status
    if isinstance(expected, int):
        assert content["code"] == expected
    else:
        assert (content["status"], content["body"]) == expected


def test_deleting_a_message(world: SimulatedApi) -> None:
    sid = world.create().json()["sid"]
    answer = world.http.delete(f"{PATH}/Messages/{sid}.json")
    assert (answer.status_code, answer.content) == (204, b"")
    assert world.http.get(f"{PATH}/Messages/{sid}.json").status_code == 404


# -- media and numbers ------------------------------------------------------------


def test_media_of_an_inbound_text_without_words(world: SimulatedApi) -> None:
    entry = world.ledger.receive(SARAH, media=["image/png", "text/vcard"])
    message = world.fetch(entry.sid)
    assert (message["body"], message["num_media"], message["direction"]) == ("", "2", "inbound")
    media = world.http.get(message["subresource_uris"]["media"]).json()["media_list"]
    assert [each["content_type"] for each in media] == ["image/png", "text/vcard"]
    assert len({each["sid"] for each in media}) == 2


@pytest.mark.parametrize(("wanted", "owned"), [("", True), (FIRM, True), ("+14155559999", False)])
def test_numbers(world: SimulatedApi, wanted: str, owned: bool) -> None:
    answer = world.http.get(
        f"{PATH}/IncomingPhoneNumbers.json", params={"PhoneNumber": wanted}
    ).json()
    numbers = answer["incoming_phone_numbers"]
    assert [number["phone_number"] for number in numbers] == ([FIRM] if owned else [])
    assert all(number["capabilities"]["sms"] for number in numbers)


# -- lookups ----------------------------------------------------------------------


@pytest.mark.parametrize("line_type", LineType)
def test_lookup_tells_every_line_type(line_type: LineType) -> None:
    world = SimulatedApi(people=[Person(SARAH, line_type=line_type)])
    answer = world.lookup(SARAH, Fields="line_type_intelligence").json()
    assert answer["valid"] is True
    package = answer["line_type_intelligence"]
    assert package["type"] == line_type
    assert package["error_code"] is None
    with_carrier = {"landline", "mobile", "fixedVoip", "nonFixedVoip"}
    assert (package["carrier_name"] is not None) == (line_type in with_carrier)


def test_lookup_without_fields_is_validation_only(world: SimulatedApi) -> None:
    answer = world.lookup("(425) 555-0111", CountryCode="US").json()
    assert answer["phone_number"] == "+14255550111"
    assert answer["national_format"] == "(425) 555-0111"
    assert (answer["country_code"], answer["calling_country_code"]) == ("US", "1")
    assert answer["line_type_intelligence"] is None


@pytest.mark.parametrize(
    ("number", "error"),
    [
        ("+1425555", "TOO_SHORT"),
        ("+142555501111234", "TOO_LONG"),
        ("+11115550111", "INVALID_BUT_POSSIBLE"),
        ("+9991234567", "INVALID_COUNTRY_CODE"),
        ("x1", "NOT_A_NUMBER"),
        ("+14255550195", "INVALID_BUT_POSSIBLE"),
    ],
)
def test_a_number_that_cannot_exist_is_an_answer(
    world: SimulatedApi, number: str, error: str
) -> None:
    answer = world.lookup(number, Fields="line_type_intelligence")
    assert answer.status_code == 200
    content = answer.json()
    assert content["valid"] is False
    assert content["validation_errors"] == [error]
    assert content["country_code"] is None
    assert content["line_type_intelligence"] is None


def test_a_failed_package_says_so_inside(world: SimulatedApi) -> None:
    content = world.lookup("+14255550194", Fields="line_type_intelligence").json()
    assert content["valid"] is True
    assert content["line_type_intelligence"]["error_code"] == 60600
    assert content["line_type_intelligence"]["type"] is None


def test_a_package_that_is_not_simulated_is_not_enabled(world: SimulatedApi) -> None:
    content = world.lookup(SARAH, Fields="caller_name").json()
    assert content["caller_name"] == {"error_code": 60606}


@pytest.mark.parametrize(
    ("number", "fields", "status", "code"),
    [("nothing", "", 404, 20404), (SARAH, "shoe_size", 400, 60618)],
)
def test_unusable_lookups(
    world: SimulatedApi, number: str, fields: str, status: int, code: int
) -> None:
    answer = world.lookup(number, Fields=fields)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_registered_number_exists_whatever_its_digits(world: SimulatedApi) -> None:
    number = "+15555550111"
    assert world.lookup(number).json()["valid"] is False
    world.ledger.register(Person(number))
    assert world.lookup(number).json()["valid"] is True


# -- behind the stage -------------------------------------------------------------


def test_control_a_text_arrives(world: SimulatedApi) -> None:
    answer = world.http.post(
        "/_simulator/messages", json={"from": SARAH, "body": "Hi!", "media": ["image/png"]}
    )
    assert answer.status_code == 201
    (message,) = world.messages(To=FIRM)
    assert (message["sid"], message["body"]) == (answer.json()["sid"], "Hi!")
    assert message["num_media"] == "1"


def test_control_people_and_ledger(world: SimulatedApi) -> None:
    person = {"number": SARAH, "behaviour": "replies", "replies": ["Sure"]}
    assert world.http.post("/_simulator/people", json=person).status_code == 201
    (listed,) = world.http.get("/_simulator/people").json()
    assert listed["behaviour"] == "replies"
    world.create()
    world.create(to="+14155550112")
    books = world.http.get("/_simulator/ledger", params={"number": SARAH}).json()
    assert [(entry["body"], entry["exists"]) for entry in books] == [
        ("Hi there", True),
        ("Sure", False),
    ]
    assert books[0]["timeline"][-1]["status"] == "delivered"
    assert books[1]["answers"] == books[0]["sid"]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("messages", {"body": "from nobody"}),
        ("messages", {"from": SARAH, "media": "image/png"}),
        ("messages", ["a list"]),
        ("people", {"number": SARAH, "behaviour": "dances"}),
        ("faults", {"name": "earthquake"}),
        ("faults", {"name": "throttle", "on": ["lunch"]}),
        ("faults", {"name": "throttle", "when": "now"}),
    ],
)
def test_control_explains_mistakes(world: SimulatedApi, path: str, content: object) -> None:
    answer = world.http.post(f"/_simulator/{path}", json=content)
    assert answer.status_code == 400
    assert "\n" not in answer.json()["error"]


def test_control_wants_json(world: SimulatedApi) -> None:
    answer = world.http.post("/_simulator/messages", content=b"from=me")
    assert (answer.status_code, "JSON" in answer.json()["error"]) == (400, True)


def test_control_is_closed_to_strangers(world: SimulatedApi) -> None:
    assert world.http.get("/_simulator/ledger", auth=("nobody", "x")).status_code == 401


def test_behaviours_of_a_world_given_at_the_start() -> None:
    world = SimulatedApi(people=[Person(SARAH, Behaviour.FILTERED)])
    sid = world.create().json()["sid"]
    world.clock.move(60)
    message = world.fetch(sid)
    assert (message["status"], message["error_code"]) == ("undelivered", 30007)
