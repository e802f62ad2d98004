"""Why a number can or cannot be texted: each rule, its evidence, its way out, and the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.config import TwilioConfig
from smsdesk.core.contacts import consent
from smsdesk.core.contacts.why import consent_list, why
from smsdesk.core.context import writing
from smsdesk.core.rules.send_rules import CONTACT_RULES
from smsdesk.terms import Code
from tests.world.clocks import START
from tests.world.firm import hear
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.desk import Desk
    from tests.world.firm import Firm


def test_of_a_number_that_nobody_knows_no_rule_holds(context: Context) -> None:
    told = why(context, SARAH)
    assert (told.number, told.name, told.verdict.code, told.history) == (SARAH, "", Code.OK, ())
    assert [rule.code for rule in told.rules] == [
        *(rule.code for rule in CONTACT_RULES),
        Code.NO_SENDER,
        Code.QUIET_HOURS,
    ]
    assert not any(rule.blocked for rule in told.rules)


def test_the_rule_that_holds_names_the_text_its_time_and_its_sid(
    firm: Firm, desk: Desk, context: Context
) -> None:
    hear(firm, desk, "Stop")
    told = why(context, SARAH)
    [rule] = [rule for rule in told.rules if rule.blocked]
    [(sid,)] = firm.rows("SELECT sid FROM message")
    assert rule.code is told.verdict.code is Code.OPTED_OUT
    assert '"Stop"' in rule.evidence
    assert "20 Nov 2026 at 15:05" in rule.evidence
    assert rule.evidence.endswith(f"({sid})")
    assert "START" in rule.lift


def test_what_is_well_reads_as_a_sentence_and_the_evidence_stays(
    desk: Desk, context: Context
) -> None:
    desk.lookups.look_up(SARAH)
    told = {rule.code: rule for rule in why(context, SARAH).rules}
    assert told[Code.NO_PHONE].finding == "has a phone"
    assert told[Code.OPTED_OUT].finding == "has not opted out"
    line = told[Code.LANDLINE]
    assert (line.finding, line.detail) == ("is no landline", "mobile, looked up 20 Nov 2026")
    assert line.evidence == "Lookup says mobile, 20 Nov 2026."
    assert told[Code.NOT_TEXTABLE].detail == "", "said once"


def test_every_rule_has_a_way_out(context: Context) -> None:
    rules = [rule for rule in why(context, SARAH).rules if rule.code is not Code.QUIET_HOURS]
    assert all(rule.lift for rule in rules), "quiet hours pass by themselves"


def test_without_a_number_of_the_firm_nothing_can_be_sent(firm: Firm) -> None:
    context = firm.context(twilio=TwilioConfig(from_number=""))
    told = why(context, SARAH)
    assert told.verdict.code is Code.NO_SENDER
    assert [rule.code for rule in told.rules if rule.blocked] == [Code.NO_SENDER]


def test_what_the_contact_has_said_comes_before_what_the_firm_lacks(firm: Firm) -> None:
    context = firm.context(twilio=TwilioConfig(from_number=""))
    with writing(context) as work:
        consent.opt_out_by_agent(work, SARAH, "maria", "by phone")
    told = why(context, SARAH)
    assert told.verdict.code is Code.OPTED_OUT
    assert [rule.code for rule in told.rules if rule.blocked] == [
        Code.OPTED_OUT,
        Code.NO_SENDER,
    ]


@pytest.mark.parametrize(("body", "said"), [
    ("Stop", 'opted out: "Stop" (SM'),
    ("START", 'opted in: "START" (SM'),
    ("please stop texting me", 'a text that reads like a wish to stop: "please stop texting me"'),
])  # fmt: skip
def test_the_history_tells_each_event_on_the_agents_clock(
    firm: Firm, desk: Desk, context: Context, body: str, said: str
) -> None:
    hear(firm, desk, body)
    [line] = why(context, SARAH).history
    assert line.startswith(f"20 Nov 2026 at 15:05  {said}")


def test_an_agents_word_is_told_with_the_agent(context: Context) -> None:
    with writing(context) as work:
        consent.opt_out_by_agent(work, SARAH, "maria", "said so on the phone")
    [line] = why(context, SARAH).history
    assert line == ('20 Nov 2026 at 15:04  opted out (spoken): "said so on the phone" by maria')


def test_everybody_who_is_opted_out_is_listed_by_number(
    firm: Firm, desk: Desk, context: Context
) -> None:
    with writing(context) as work:
        consent.opt_out_by_agent(work, TOM, "maria", "by phone")
    hear(firm, desk, "STOP")
    sarah, tom = consent_list(context)
    assert [sarah.number, tom.number] == [SARAH, TOM]
    assert (sarah.source, sarah.evidence, sarah.recorded_by) == ("keyword", "STOP", "")
    assert (tom.source, tom.evidence, tom.recorded_by) == ("spoken", "by phone", "maria")
    assert tom.happened_at == tom.recorded_at == START
    assert sarah.recorded_at > sarah.happened_at > START
    hear(firm, desk, "START")
    assert [row.number for row in consent_list(context)] == [TOM]
