"""Agents on record: who may do what here, and how that is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.core.agents_on_record import AgentError, NotAllowedError
from smsdesk.core.answering.agent_turns import NobodyHereError
from smsdesk.core.rules.roles import Act, Role
from tests.world.firm import hear, submit
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.firm import Firm


@pytest.fixture
def maria(firm: Firm) -> Desk:
    """An admin, with priya as supervisor and tom as agent."""
    maria = firm.desk("maria")
    maria.agents.add("maria")
    maria.agents.add("priya", Role.SUPERVISOR)
    maria.agents.add("tom")
    return maria


def on_record(desk: Desk) -> dict[str, tuple[Role, bool]]:
    return {one.name: (one.role, one.active) for one in desk.agents.every()}


def test_with_nobody_on_record_everybody_may_do_everything(firm: Firm) -> None:
    for act in Act:
        firm.desk("anyone").agents.check(act)


def test_the_first_on_record_is_an_admin_and_then_only_admins_put_others_there(
    firm: Firm, maria: Desk
) -> None:
    assert on_record(maria) == {
        "maria": (Role.ADMIN, True),
        "priya": (Role.SUPERVISOR, True),
        "tom": (Role.AGENT, True),
    }
    for name in ("priya", "tom", "nobody"):
        with pytest.raises(NotAllowedError):
            firm.desk(name).agents.add("ana")
    with pytest.raises(AgentError, match="tom is on record already"):
        maria.agents.add("Tom")


def test_a_backup_is_for_an_admin_or_for_a_login_that_is_no_agent(firm: Firm, maria: Desk) -> None:
    """Such as a timer's: it has the file, and no name here."""
    for name in ("maria", "smsdesk"):
        firm.desk(name).agents.check(Act.BACK_UP)
    for name in ("priya", "tom"):
        with pytest.raises(NotAllowedError, match=r"may not copy the database; an admin \(maria\)"):
            firm.desk(name).agents.check(Act.BACK_UP)
    maria.agents.deactivate("tom")
    with pytest.raises(NotAllowedError, match="tom is not active"):
        firm.desk("tom").agents.check(Act.BACK_UP)


@pytest.mark.parametrize("name", ["", " ", "a b", "x" * 65, "tom\n", "to\x1bm"])
def test_what_is_no_name(firm: Firm, name: str) -> None:
    desk = firm.desk()
    if name == "tom\n":
        assert desk.agents.add(name).name == "tom"
        return
    with pytest.raises(AgentError, match="1 to 64"):
        desk.agents.add(name)


def test_who_is_not_on_record_or_not_active_may_not_work(firm: Firm, maria: Desk) -> None:
    maria.agents.deactivate("tom")
    for name, state in (("tom", "not active"), ("ana", "not on record")):
        desk = firm.desk(name)
        said = rf"{name} is {state} here; an admin \(maria\) can change that"
        with pytest.raises(NotAllowedError, match=said):
            submit(desk, "Hi", SARAH)
        with pytest.raises(NotAllowedError, match=said):
            desk.consent.record_opt_out(SARAH)
    assert firm.at_carrier(SARAH) == []
    maria.agents.activate("tom")
    submit(firm.desk("tom"), "Hi", SARAH)


def test_a_refusal_says_who_may(firm: Firm, maria: Desk) -> None:
    tom = firm.desk("tom")
    with pytest.raises(NotAllowedError, match=r"tom may not lift a block; an admin \(maria\) may"):
        tom.contacts.unblock(SARAH, "a mistake")
    with pytest.raises(NotAllowedError, match=r"a supervisor or an admin \(maria, priya\) may"):
        tom.templates.add("a", "Hi")
    firm.desk("priya").templates.add("a", "Hi")


def test_a_role_that_is_taken_away_counts_from_the_next_action_on(firm: Firm, maria: Desk) -> None:
    priya = firm.desk("priya")
    priya.templates.add("a", "Hi")
    maria.agents.give_role("priya", Role.AGENT)
    with pytest.raises(NotAllowedError):
        priya.templates.remove("a")


def test_one_active_admin_always_stays(firm: Firm, maria: Desk) -> None:
    with pytest.raises(AgentError, match="maria is the only active admin"):
        maria.agents.give_role("maria", Role.AGENT)
    with pytest.raises(AgentError, match="maria is the only active admin"):
        maria.agents.deactivate("maria")
    maria.agents.give_role("tom", Role.ADMIN)
    firm.desk("tom").agents.deactivate("maria")
    with pytest.raises(AgentError, match="tom is the only active admin"):
        firm.desk("tom").agents.give_role("tom", Role.AGENT)


def test_a_supervisor_deactivates_agents_and_nobody_above(firm: Firm, maria: Desk) -> None:
    priya = firm.desk("priya")
    with pytest.raises(NotAllowedError):
        priya.agents.deactivate("maria")
    priya.agents.deactivate("tom")
    with pytest.raises(NotAllowedError):
        priya.agents.activate("tom")
    assert on_record(maria)["tom"] == (Role.AGENT, False)


def test_the_conversations_of_a_deactivated_agent_become_nobodys(firm: Firm, maria: Desk) -> None:
    for number in (SARAH, TOM):
        hear(firm, maria, "Hello", number)
        maria.answering.hand_over(number, "tom" if number == SARAH else "priya")
    revision = maria.background.news(None).revision
    maria.agents.deactivate("tom")
    owners = {row.number: row.owner for row in maria.conversations.page()}
    assert owners == {SARAH: "", TOM: "priya"}
    assert maria.background.news(None).revision > revision, "other desks see it"
    assert maria.answering.agents() == ("maria", "priya")
    with pytest.raises(NobodyHereError, match="tom is not on record here, or not active"):
        maria.answering.hand_over(SARAH, "tom")


def test_nobody_of_that_name(maria: Desk) -> None:
    with pytest.raises(AgentError, match="ana is not on record"):
        maria.agents.give_role("ana", Role.ADMIN)


def test_what_runs_for_the_firm_asks_nobody(firm: Firm, maria: Desk) -> None:
    firm.is_behind(SARAH)
    submit(maria, "Waits", SARAH)
    background = firm.desk("smsdesk")
    background.background.sync()
    assert firm.at_carrier(SARAH) == ["Waits"]
