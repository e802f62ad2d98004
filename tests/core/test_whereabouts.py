"""Where the agent of a desk is."""

from __future__ import annotations

from smsdesk.core.whereabouts import TYPES_FOR, Place, Whereabouts
from tests.world.people import SARAH


def test_who_has_no_screen_is_nowhere_and_who_types_does_so_for_a_while() -> None:
    here = Whereabouts()
    assert here.place(0) is None
    here.number = ""
    here.typing_until = 10.0
    assert here.place(0) == Place()
    here.number = SARAH
    here.typing_until = 10.0 + TYPES_FOR
    assert here.place(10.0) == Place(SARAH, typing=True)
    assert here.place(10.0 + TYPES_FOR) == Place(SARAH)
