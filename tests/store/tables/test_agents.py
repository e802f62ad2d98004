"""Who works here, as far as the database knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.store.tables import agent_names
from tests.world.firm import context_of, submit
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.firm import Firm


def test_whoever_wrote_owns_or_is_there_is_known_once(firm: Firm, desk: Desk) -> None:
    jonas = firm.desk("jonas")
    submit(jonas, "Hi", TOM)
    jonas.close()
    firm.arrive(SARAH, "Hello")
    firm.sent_elsewhere(SARAH)
    desk.background.sync()
    desk.answering.hand_over(SARAH, "priya")
    firm.desk("ana")
    assert desk.answering.agents() == ("ana", "jonas", "maria", "priya")


def test_there_may_be_nobody_yet(firm: Firm, desk: Desk) -> None:
    firm.write("DELETE FROM program")
    with context_of(desk).database.read() as connection:
        assert agent_names.known(connection) == []
