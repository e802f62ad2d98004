"""The simulated world: lives of messages, answers, opt-outs, listings."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsdesk.carrier.simulator import (
    Behaviour,
    Ledger,
    NotCancelableError,
    PairBlockedError,
    Person,
    Selection,
    number_table,
)
from smsdesk.carrier.simulator.courses import COURSES
from smsdesk.carrier.simulator.keywords import reads_as_block
from smsdesk.carrier.simulator.people import (
    STANDARD_REPLIES,
    person_by_last_digits,
    person_from_json,
    person_to_json,
)
from smsdesk.terms import LineType
from tests.world.clocks import START, MovedClock
from tests.world.examples import examples
from tests.world.people import FIRM, SARAH

if TYPE_CHECKING:
    from smsdesk.carrier.simulator.entries import Entry, Position


def make(*people: Person, firm: str = FIRM, trial: bool = False) -> tuple[Ledger, MovedClock]:
    clock = MovedClock()
    return Ledger(clock=clock, firm_number=firm, people=people, trial=trial), clock


def status(ledger: Ledger, entry: Entry) -> tuple[str, int | None]:
    stage = ledger.get(entry.sid).stage(ledger.now())
    return stage.status, stage.error_code


def bodies(ledger: Ledger, wanted: Selection | None = None) -> list[str]:
    entries, _ = ledger.select(wanted or Selection(), limit=1000)
    return [entry.body for entry in entries]


# -- the life of a message --------------------------------------------------------


@pytest.mark.parametrize(
    ("behaviour", "last"),
    [
        (Behaviour.SILENT, ("delivered", None)),
        (Behaviour.REPLIES, ("delivered", None)),
        (Behaviour.SLOW, ("delivered", None)),
        (Behaviour.NO_REPORT, ("sent", None)),
        (Behaviour.UNREACHABLE, ("undelivered", 30003)),
        (Behaviour.BLOCKED, ("undelivered", 30004)),
        (Behaviour.NOT_IN_SERVICE, ("undelivered", 30005)),
        (Behaviour.LANDLINE, ("undelivered", 30006)),
        (Behaviour.FILTERED, ("undelivered", 30007)),
        (Behaviour.UNEXPLAINED, ("undelivered", 30008)),
    ],
)
def test_a_text_begins_queued_and_ends_as_its_receiver_behaves(
    behaviour: Behaviour, last: tuple[str, int | None]
) -> None:
    ledger, clock = make(Person(SARAH, behaviour))
    entry = ledger.submit(SARAH, "Hi")
    assert status(ledger, entry) == ("queued", None)
    clock.move(600)
    assert status(ledger, entry) == last


RANK = {"queued": 2, "sending": 3, "sent": 4, "delivered": 5, "undelivered": 5, "received": 5}


@given(course=st.sampled_from(sorted(COURSES)), ages=st.lists(st.floats(0, 400)))
def test_a_status_never_goes_back(course: str, ages: list[float]) -> None:
    ranks = [RANK[COURSES[course].stage_at(age).status] for age in sorted(ages)]
    assert ranks == sorted(ranks)


def test_a_slow_text_is_still_on_its_way_after_a_minute() -> None:
    ledger, clock = make(Person(SARAH, Behaviour.SLOW))
    entry = ledger.submit(SARAH, "Hi")
    clock.move(90)
    assert status(ledger, entry) == ("sent", None)


def test_a_text_through_a_messaging_service_is_first_accepted() -> None:
    ledger, clock = make()
    entry = ledger.submit(SARAH, "Hi", service="MG" + "0" * 32)
    assert status(ledger, entry) == ("accepted", None)
    clock.move(60)
    assert status(ledger, entry) == ("delivered", None)


def test_a_trial_account_puts_its_prefix_before_every_text() -> None:
    ledger, _ = make(trial=True)
    assert ledger.submit(SARAH, "Hi").body == "Sent from your Twilio trial account - Hi"


# -- answers ----------------------------------------------------------------------


def test_a_reply_exists_from_its_time_on() -> None:
    ledger, clock = make(Person(SARAH, Behaviour.REPLIES, replies=("Yes!", "No"), reply_after=10))
    ledger.submit(SARAH, "Tuesday?")
    (coming,) = ledger.future()
    assert bodies(ledger) == ["Tuesday?"]
    with pytest.raises(KeyError):
        ledger.get(coming.sid)
    clock.move(coming.created - ledger.now() + 0.001)
    assert ledger.get(coming.sid).body == "Yes!"
    assert ledger.future() == ()


def test_replies_come_in_turn_and_begin_again() -> None:
    ledger, clock = make(Person(SARAH, Behaviour.REPLIES, replies=("One", "Two")))
    for _ in range(3):
        ledger.submit(SARAH, "Well?")
        clock.move(60)
    assert bodies(ledger, Selection(to=FIRM)) == ["One", "Two", "One"]


def test_who_has_no_words_says_the_standard_ones() -> None:
    ledger, clock = make()
    ledger.submit("+14155550180", "Well?")
    clock.move(60)
    assert bodies(ledger, Selection(to=FIRM)) == [STANDARD_REPLIES[0]]


def test_an_echo_repeats_a_little() -> None:
    ledger, clock = make(Person(SARAH, Behaviour.ECHOES))
    ledger.submit(SARAH, "The seminar on Tuesday is full, but Thursday is open")
    clock.move(60)
    assert bodies(ledger, Selection(to=FIRM)) == [
        'You wrote "The seminar on Tuesday is full". Noted!'
    ]


def test_the_same_seed_makes_the_same_world() -> None:
    def play() -> tuple[Entry, ...]:
        ledger, clock = make(Person(SARAH, Behaviour.REPLIES))
        for turn in range(10):
            ledger.submit(SARAH, f"Question {turn}")
            clock.move(7)
        return ledger.select(Selection(), limit=100)[0]

    assert play() == play()


def test_a_backdated_text_is_delivered_and_nobody_answers_it() -> None:
    ledger, _ = make(Person(SARAH, Behaviour.REPLIES))
    entry = ledger.backdate(SARAH, "Hello last week", at=START - timedelta(days=7))
    assert status(ledger, entry) == ("delivered", None)
    assert len(ledger) == 1


# -- opt-out ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "long_code", "toll_free"),
    [
        ("STOP", True, True),
        (" stop\n", True, True),
        ("StopAll", True, None),
        ("UNSUBSCRIBE", True, None),
        ("cancel", True, None),
        ("End", True, None),
        ("quit", True, None),
        ("REVOKE", True, None),
        ("optout", True, None),
        ("START", False, False),
        ("unstop", False, False),
        ("Yes", False, None),
        ("OPT OUT", None, None),
        ("STOP PLEASE", None, None),
        ("Stop.", None, None),
        ("Yesterday", None, None),
        ("", None, None),
    ],
)
def test_keywords(body: str, long_code: bool | None, toll_free: bool | None) -> None:
    assert reads_as_block(body, toll_free=False) is long_code
    assert reads_as_block(body, toll_free=True) is toll_free


def test_stop_blocks_the_pair_until_start() -> None:
    ledger, clock = make()
    ledger.receive(SARAH, "Stop")
    with pytest.raises(PairBlockedError):
        ledger.submit(SARAH, "Hi")
    ledger.submit("+14155550112", "Hi, somebody else")
    clock.move(1)
    ledger.receive(SARAH, "Start")
    assert ledger.submit(SARAH, "Welcome back").body == "Welcome back"


def test_a_stop_that_is_to_come_blocks_from_its_time_on() -> None:
    ledger, clock = make(Person(SARAH, Behaviour.SAYS_STOP))
    ledger.submit(SARAH, "Hi")
    ledger.submit(SARAH, "Are you there?")
    assert not ledger.blocked(SARAH)
    clock.move(60)
    assert ledger.blocked(SARAH)
    assert bodies(ledger, Selection(to=FIRM)) == ["STOP"], "said once, not once a text"


def test_a_late_stop_of_the_past_does_not_undo_a_start_after_it() -> None:
    ledger, _ = make()
    ledger.receive(SARAH, "START")
    ledger.receive(SARAH, "STOP", at=START - timedelta(minutes=5))
    assert not ledger.blocked(SARAH)


def test_deleting_a_stop_does_not_lift_it() -> None:
    ledger, _ = make()
    ledger.delete(ledger.receive(SARAH, "STOP").sid)
    assert ledger.blocked(SARAH)


def test_a_toll_free_sender_learns_of_the_block_later() -> None:
    ledger, clock = make(firm="+18885550100")
    ledger.receive(SARAH, "STOP")
    entry = ledger.submit(SARAH, "Hi")
    clock.move(60)
    assert status(ledger, entry) == ("undelivered", 30004)


# -- changes ----------------------------------------------------------------------


def test_a_canceled_text_gets_no_reply_and_no_stop() -> None:
    ledger, clock = make(Person(SARAH, Behaviour.SAYS_STOP))
    entry = ledger.submit(SARAH, "Hi")
    ledger.cancel(entry.sid)
    clock.move(60)
    assert status(ledger, entry) == ("canceled", None)
    assert ledger.get(entry.sid).sent(ledger.now()) is None
    assert bodies(ledger) == ["Hi"]
    assert not ledger.blocked(SARAH)


def test_what_has_left_cannot_be_canceled() -> None:
    ledger, clock = make()
    entry = ledger.submit(SARAH, "Hi")
    clock.move(5)
    with pytest.raises(NotCancelableError):
        ledger.cancel(entry.sid)


def test_a_deleted_message_is_gone() -> None:
    ledger, _ = make()
    entry = ledger.submit(SARAH, "Hi")
    ledger.delete(entry.sid)
    assert bodies(ledger) == []
    with pytest.raises(KeyError):
        ledger.get(entry.sid)


# -- listings ---------------------------------------------------------------------

NUMBERS = ("+14155550111", "+14155550112", "+14155550113")


@settings(max_examples=examples(60), deadline=None)
@given(
    plays=st.lists(
        st.tuples(st.sampled_from(NUMBERS), st.booleans(), st.integers(0, 5)), max_size=30
    ),
    sender=st.sampled_from((None, FIRM, *NUMBERS)),
    to=st.sampled_from((None, FIRM, *NUMBERS)),
    since=st.none() | st.integers(0, 60),
    until=st.none() | st.integers(0, 60),
    limit=st.integers(1, 7),
)
def test_a_listing_is_everything_that_matches_newest_first_page_by_page(
    plays: list[tuple[str, bool, int]],
    sender: str | None,
    to: str | None,
    since: int | None,
    until: int | None,
    limit: int,
) -> None:
    ledger, clock = make()
    made = []
    for number, inbound, pause in plays:
        made.append(ledger.receive(number, "In") if inbound else ledger.submit(number, "Out"))
        clock.move(pause)
    start = START.timestamp()
    wanted = Selection(
        sender=sender,
        to=to,
        sent_from=None if since is None else start + since,
        sent_until=None if until is None else start + until,
    )
    expected = [entry for entry in reversed(made) if wanted.holds(entry, ledger.now())]

    found: list[Entry] = []
    before: Position | None = None
    more = True
    while more:
        page, more = ledger.select(wanted, limit=limit, before=before)
        assert len(page) <= limit
        found.extend(page)
        before = page[-1].position if page else None
    assert found == expected


def test_what_has_not_left_is_in_no_listing_by_date() -> None:
    ledger, clock = make()
    ledger.submit(SARAH, "Hi")
    everything_of_today = Selection(sent_from=START.timestamp() - 1)
    assert bodies(ledger, everything_of_today) == []
    clock.move(10)
    assert bodies(ledger, everything_of_today) == ["Hi"]


def test_a_large_world_lists_a_page_without_reading_it_all() -> None:
    ledger, clock = make()
    for turn in range(3000):
        ledger.submit(f"+1415555{1000 + turn % 70}", "Hi")
        clock.move(1)
    seen: list[float] = []
    original = ledger._books._index.newest_first

    def counting(**arguments: object) -> object:
        for position in original(**arguments):  # type: ignore[arg-type]
            seen.append(position.created)
            yield position

    ledger._books._index.newest_first = counting  # type: ignore[method-assign,assignment]
    ledger.select(Selection(sender=FIRM, sent_from=ledger.now() - 20), limit=50)
    assert len(seen) < 200
    seen.clear()
    found, _ = ledger.select(Selection(sender=FIRM, to="+14155551005"), limit=50)
    assert len(seen) == len(found) == 43


def test_many_threads_make_one_world() -> None:
    ledger, _ = make(Person(SARAH, Behaviour.REPLIES))
    threads = [
        threading.Thread(target=lambda: [ledger.submit(SARAH, "Hi") for _ in range(50)])
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entries = [*ledger.select(Selection(), limit=500)[0], *ledger.future()]
    assert len(entries) == 400
    assert sorted(entry.sequence for entry in entries) == list(range(1, 401))


# -- people -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("digits", "behaviour", "line_type"),
    [
        ("00", Behaviour.SILENT, LineType.MOBILE),
        ("79", Behaviour.SILENT, LineType.MOBILE),
        ("80", Behaviour.REPLIES, LineType.MOBILE),
        ("81", Behaviour.ECHOES, LineType.MOBILE),
        ("82", Behaviour.SAYS_STOP, LineType.MOBILE),
        ("83", Behaviour.LANDLINE, LineType.LANDLINE),
        ("84", Behaviour.FILTERED, LineType.MOBILE),
        ("85", Behaviour.UNREACHABLE, LineType.MOBILE),
        ("86", Behaviour.NOT_IN_SERVICE, LineType.MOBILE),
        ("87", Behaviour.SLOW, LineType.MOBILE),
        ("88", Behaviour.NO_REPORT, LineType.MOBILE),
        ("89", Behaviour.BLOCKED, LineType.MOBILE),
        ("90", Behaviour.SILENT, LineType.NON_FIXED_VOIP),
        ("91", Behaviour.SILENT, LineType.TOLL_FREE),
        ("92", Behaviour.SILENT, LineType.PAGER),
        ("93", Behaviour.SILENT, LineType.PREMIUM),
        ("96", Behaviour.UNEXPLAINED, LineType.MOBILE),
        ("97", Behaviour.SILENT, LineType.MOBILE),
    ],
)
def test_unknown_numbers_behave_by_their_last_two_digits(
    digits: str, behaviour: Behaviour, line_type: LineType
) -> None:
    person = person_by_last_digits("+142555501" + digits)
    assert (person.behaviour, person.line_type) == (behaviour, line_type)
    assert person.number.endswith(digits)


def test_the_table_names_every_special_ending() -> None:
    table = number_table()
    for digits in range(80, 97):
        assert f"\n{digits} " in table


@given(
    st.builds(
        Person,
        number=st.just(SARAH),
        behaviour=st.sampled_from(Behaviour),
        line_type=st.sampled_from(LineType),
        replies=st.lists(st.text()).map(tuple),
        lookup_error=st.none() | st.integers(),
        valid=st.booleans(),
    )
)
def test_a_person_survives_json(person: Person) -> None:
    assert person_from_json(person_to_json(person)) == person


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"number": ""},
        {"number": SARAH, "behaviour": "dances"},
        {"number": SARAH, "line_type": "tin can"},
        {"number": SARAH, "replies": "Yes"},
        {"number": SARAH, "age": 41},
    ],
)
def test_a_person_who_makes_no_sense_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its text is for people
        person_from_json(fields)
