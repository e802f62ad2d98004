"""The send rules as pure functions: in which order, on what, and in which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.contacts.why import explain
from smsdesk.core.rules.send_rules import (
    CONTACT_RULES,
    MAX_UNITS,
    ContactFacts,
    OpenQuestion,
    OptOut,
    TextFacts,
    contact_code,
    judge,
    judge_contact,
    judge_text,
    prepared,
    retry_in,
)
from smsdesk.terms import NOT_TEXTABLE, Code, LineType
from tests.world.clocks import START
from tests.world.people import SARAH, ZONE

FINE = ContactFacts(SARAH)
FREE = TextFacts(twin_id=None, written=(), per_minute=10, has_sender=True, now=START)
STOP = OptOut("keyword", "STOP", START, sid="SM1")
QUESTION = OpenQuestion("please stop", START)

BLOCKING: dict[Code, dict[str, Any]] = {
    Code.NO_PHONE: {"number": ""},
    Code.INVALID_PHONE: {"invalid_reason": "it is none", "invalid_at": START},
    Code.OPTED_OUT: {"opt_out": STOP},
    Code.OPT_OUT_QUESTION: {"question": QUESTION},
    Code.LANDLINE: {"landline_code": 30006, "landline_at": START},
    Code.NOT_TEXTABLE: {"line_type": LineType.PAGER},
    Code.AUTO_BLOCKED: {"auto_blocked_at": START, "filtered_in_row": 3},
}


def test_the_rules_are_checked_in_the_order_of_the_specification() -> None:
    order = [
        "empty", "too_long", "no_phone", "invalid_phone", "opted_out", "opt_out_question",
        "landline", "not_textable", "auto_blocked", "duplicate", "rate_limited", "stale",
        "quiet_hours", "no_sender",
    ]  # fmt: skip
    assert [code.value for code in Code] == ["ok", *order]
    assert [rule.code.value for rule in CONTACT_RULES] == order[2:9]


@pytest.mark.parametrize("code", BLOCKING)
def test_each_fact_about_a_contact_has_its_code(code: Code) -> None:
    facts = replace(FINE, **BLOCKING[code])
    assert contact_code(facts) is code
    assert judge("Hi", facts, FREE, ZONE).code is code


@pytest.mark.parametrize(("first", "second"), [
    (first, second)
    for at, first in enumerate(BLOCKING)
    for second in list(BLOCKING)[at + 1 :]
    if Code.NO_PHONE not in (first, second)
])  # fmt: skip
def test_the_first_rule_that_holds_is_the_verdict(first: Code, second: Code) -> None:
    facts = replace(FINE, **{**BLOCKING[second], **BLOCKING[first]})
    assert contact_code(facts) is first


def test_every_blocked_contact_can_be_texted_once_nothing_blocks() -> None:
    assert contact_code(FINE) is Code.OK
    assert judge("Hi", FINE, FREE, ZONE).code is Code.OK


@pytest.mark.parametrize("line_type", LineType)
def test_mobile_voip_toll_free_personal_and_unknown_numbers_can_be_texted(
    line_type: LineType,
) -> None:
    code = contact_code(replace(FINE, line_type=line_type))
    if line_type is LineType.LANDLINE:
        assert code is Code.LANDLINE
    elif line_type.value in ("pager", "voicemail", "premium", "sharedCost", "uan"):
        assert code is Code.NOT_TEXTABLE
    else:
        assert code is Code.OK


@pytest.mark.parametrize("line_type", sorted(NOT_TEXTABLE))
def test_what_is_no_phone_is_named(line_type: LineType) -> None:
    message = judge_contact(replace(FINE, line_type=line_type), ZONE).message
    assert message.startswith("This number is a")
    assert "  " not in message


@pytest.mark.parametrize(("code", "message"), [
    (Code.NO_PHONE, "This lead has no phone number."),
    (
        Code.OPTED_OUT,
        (
            "This lead has opted out of SMS."
            " You can't send messages until they text START to opt back in."
        ),
    ),
    (Code.LANDLINE, "This number is a landline and can't receive SMS messages"),
])  # fmt: skip
def test_the_agent_reads_these_words_letter_for_letter(code: Code, message: str) -> None:
    assert judge_contact(replace(FINE, **BLOCKING[code]), ZONE).message == message


def test_the_rate_limit_in_words() -> None:
    full = replace(FREE, written=(START,) * 10)
    verdict = judge("Hi", FINE, full, ZONE)
    assert verdict.message == "Rate limit: 10 messages per minute. Try again shortly."


def test_an_auto_block_tells_count_date_and_who_may_lift_it() -> None:
    message = judge_contact(replace(FINE, **BLOCKING[Code.AUTO_BLOCKED]), ZONE).message
    assert "3 texts in a row" in message
    assert "20 Nov 2026" in message
    assert "smsdesk unblock" in message


@pytest.mark.parametrize(("opt_out", "evidence"), [
    (STOP, 'They texted "STOP" on 20 Nov 2026 at 15:04.'),
    (
        OptOut("carrier", "21610", START),
        "The carrier refused a text because they opted out (21610), 20 Nov 2026 at 15:04.",
    ),
    (
        OptOut("list", "called us", START),
        "On an imported opt-out list since 20 Nov 2026 at 15:04: called us.",
    ),
    (
        OptOut("question", "please stop", START, by="maria"),
        'Their text "please stop" was read as an opt-out by maria, 20 Nov 2026 at 15:04.',
    ),
    (
        OptOut("spoken", "on the phone", START, by="maria"),
        "maria recorded it on 20 Nov 2026 at 15:04: on the phone.",
    ),
])  # fmt: skip
def test_an_opt_out_is_shown_with_its_evidence(opt_out: OptOut, evidence: str) -> None:
    verdict = judge_contact(replace(FINE, opt_out=opt_out), ZONE)
    assert verdict.evidence == evidence
    assert verdict.lift == "Only they can lift it: by texting START."


AT = "20 Nov 2026 at 15:04"


@pytest.mark.parametrize(("code", "facts", "evidence"), [
    (Code.INVALID_PHONE, {"invalid_reason": "it is none"}, "it is none"),
    (Code.INVALID_PHONE, BLOCKING[Code.INVALID_PHONE], f"it is none, since {AT}"),
    (
        Code.INVALID_PHONE,
        {"read_only": True, "phone_problem": "too short"},
        "it is a short code or a sender's name, which cannot be answered",
    ),
    (Code.INVALID_PHONE, {"phone_problem": "too short", "invalid_reason": "none"}, "too short"),
    (Code.OPTED_OUT, {"opt_out": OptOut("list", "", START)},
     f"On an imported opt-out list since {AT}."),
    (Code.OPTED_OUT, {"opt_out": OptOut("spoken", "", START)}, f"Somebody recorded it on {AT}."),
    (Code.OPT_OUT_QUESTION, {"question": QUESTION}, f'They texted "please stop" on {AT}.'),
    (Code.LANDLINE, {"line_type": LineType.LANDLINE}, "Lookup says landline."),
    (Code.LANDLINE, {"line_type": LineType.LANDLINE, "looked_up_at": START},
     "Lookup says landline, 20 Nov 2026."),
    (Code.LANDLINE, {"landline_code": 30006}, "The carrier says so (30006)."),
    (Code.LANDLINE, BLOCKING[Code.LANDLINE], f"The carrier says so (30006), {AT}."),
    (Code.NOT_TEXTABLE, {"line_type": LineType.PAGER, "looked_up_at": START},
     "Lookup says pager, 20 Nov 2026."),
    (Code.AUTO_BLOCKED, BLOCKING[Code.AUTO_BLOCKED],
     f"3 texts in a row were filtered by the carrier, {AT}."),
])  # fmt: skip
def test_every_block_is_shown_with_its_evidence(
    code: Code, facts: dict[str, Any], evidence: str
) -> None:
    verdict = judge_contact(replace(FINE, **facts), ZONE)
    assert (verdict.code, verdict.evidence) == (code, evidence)


@pytest.mark.parametrize(("facts", "evidence"), [
    ({}, "The line type has not been looked up."),
    ({"line_type": LineType.MOBILE, "looked_up_at": START}, "Lookup says mobile, 20 Nov 2026."),
])  # fmt: skip
def test_what_speaks_for_a_line_is_shown_too(facts: dict[str, Any], evidence: str) -> None:
    told = explain(replace(FINE, **facts), ZONE, has_sender=True)
    assert [one.evidence for one in told if one.code is Code.LANDLINE] == [evidence]


def test_the_question_and_the_reason_stand_in_the_message() -> None:
    asked = judge_contact(replace(FINE, question=QUESTION), ZONE).message
    assert asked == ('Is "please stop" a wish to stop? Nothing leaves until that is answered.')
    invalid = judge_contact(replace(FINE, invalid_reason="it is none"), ZONE).message
    assert invalid == "This number can't be texted: it is none."


# -- a text alone -----------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\u00a0", "\u3000\r\n"])
def test_nothing_but_white_space_is_empty(text: str) -> None:
    assert judge_text(text).code is Code.EMPTY


@pytest.mark.parametrize(("text", "over"), [
    ("x" * 1600, 0),
    ("x" * 1601, 1),
    ("x" * 1600 + "  \n", 0),
    (" " * 1600 + "x", 1),
    ("\U0001f600" * 800, 0),
    ("\U0001f600" * 800 + "x", 1),
    ("x" * 1599 + "\U0001f600", 1),
    ("\u20ac" * 1600, 0),
    ("x" * 2834, 1234),
])  # fmt: skip
def test_the_limit_is_1600_utf_16_units_without_trailing_white_space(text: str, over: int) -> None:
    verdict = judge_text(text)
    assert verdict.code is (Code.TOO_LONG if over else Code.OK)
    if over:
        assert verdict.message == f"Too long by {over:,}: 1,600 characters are the limit."


@given(st.text())
def test_what_is_measured_is_what_is_sent(text: str) -> None:
    body = prepared(text)
    assert text.startswith(body)
    assert prepared(body) == body
    units = len(body.encode("utf-16-le", "surrogatepass")) // 2
    expected = Code.EMPTY if not body else Code.TOO_LONG if units > MAX_UNITS else Code.OK
    assert judge_text(text).code is expected


# -- properties -----------------------------------------------------------------------------

any_contact = st.builds(
    ContactFacts,
    number=st.sampled_from(["", SARAH]),
    phone_problem=st.sampled_from(["", "not a number"]),
    read_only=st.booleans(),
    invalid_reason=st.sampled_from(["", "it is none"]),
    invalid_at=st.sampled_from([None, START]),
    opt_out=st.sampled_from([None, STOP, OptOut("list", "", START)]),
    question=st.sampled_from([None, QUESTION]),
    line_type=st.sampled_from(LineType),
    looked_up_at=st.sampled_from([None, START]),
    landline_code=st.sampled_from([None, 30006]),
    landline_at=st.sampled_from([None, START]),
    filtered_in_row=st.integers(0, 5),
    auto_blocked_at=st.sampled_from([None, START]),
)
some_times = st.lists(
    st.floats(0, 90).map(lambda seconds: START - timedelta(seconds=seconds)), max_size=14
)


@given(any_contact, st.booleans())
def test_the_verdict_is_the_first_rule_that_why_shows_as_holding(
    facts: ContactFacts, has_sender: bool
) -> None:
    told = explain(facts, ZONE, has_sender=has_sender)
    first = next((rule for rule in told if rule.blocked), None)
    verdict = judge("Hi", facts, replace(FREE, has_sender=has_sender), ZONE)
    assert verdict.code is (first.code if first else Code.OK)
    assert verdict.blocked == (first is not None)
    assert judge_contact(facts, ZONE).code is contact_code(facts)


@given(any_contact)
def test_a_blocked_contact_comes_with_words_and_with_what_would_lift_it(
    facts: ContactFacts,
) -> None:
    verdict = judge_contact(facts, ZONE)
    if verdict.blocked:
        assert verdict.message
        assert verdict.lift


@given(some_times, st.integers(1, 10))
def test_retry_in_is_exact(written: list[object], per_minute: int) -> None:
    facts = replace(FREE, written=tuple(written), per_minute=per_minute)  # type: ignore[arg-type]  # hypothesis
    wait = retry_in(facts)
    if wait == 0:
        assert sum(START - at < timedelta(minutes=1) for at in facts.written) < per_minute
        return
    just_before = replace(facts, now=START + timedelta(seconds=wait - 0.001))
    in_time = replace(facts, now=START + timedelta(seconds=wait))
    assert wait <= 0.001 or retry_in(just_before) > 0
    assert retry_in(in_time) == 0


@pytest.mark.parametrize(("ages", "wait"), [
    ([], 0.0),
    ([1] * 9, 0.0),
    ([1] * 10, 59.0),
    ([59.9] + [1] * 9, 0.1),
    ([60] + [1] * 9, 0.0),
    ([50, 40, 30, 20, 10, 5, 4, 3, 2, 1, 0], 20.0),
])  # fmt: skip
def test_ten_in_any_sixty_seconds(ages: list[float], wait: float) -> None:
    written = tuple(START - timedelta(seconds=age) for age in ages)
    assert retry_in(replace(FREE, written=written)) == pytest.approx(wait)
