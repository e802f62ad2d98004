"""The app over a desk whose every text is a stranger's; run on a terminal of its own.

python -m tests.campaigns.hostile.hostile_desk SEED [plain]
"""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from smsdesk.core.read_models.threads import Question
from smsdesk.terms import Code, Status, Verdict
from smsdesk.tui import start
from tests.campaigns.hostile.texts import hostile_text, plain_text
from tests.world.fake_desk import FakeDesk
from tests.world.sample_threads import NOW, SampleThread, inbound, lead, out

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsdesk.core.read_models.leads import LeadHit

CONVERSATIONS: Final = 12
MESSAGES: Final = 8
TEXTS: Final = CONVERSATIONS * (MESSAGES * 2 + 10)
"""How many texts of strangers such a desk holds."""


def desk_of(text: Callable[[], str]) -> FakeDesk:
    """Return a desk in which ``text`` writes whatever a stranger can write."""
    desk = FakeDesk(*(_thread(place, text) for place in range(CONVERSATIONS)))
    desk.known_leads = [_lead(place, text) for place in range(CONVERSATIONS)]
    return desk


def _lead(place: int, text: Callable[[], str]) -> LeadHit:
    found = lead("Ann", f"+1415555{3000 + place}", Code.OK)
    return replace(found, name=text(), email=text(), event=text(), display_phone=text())


def _thread(place: int, text: Callable[[], str]) -> SampleThread:
    bubbles = []
    for index in range(MESSAGES):
        at = NOW - timedelta(minutes=10 * place + MESSAGES - index)
        number = place * 100 + index + 1
        if index % 3:
            bubbles.append(inbound(number, text(), at))
        else:
            failed = out(number, text(), Status.FAILED, at, reason=text(), can_retry=True)
            bubbles.append(replace(failed, sent_by=text()))
    verdict = Verdict(Code.OK)
    if place % 4 == 1:
        verdict = Verdict(Code.LANDLINE, text(), text(), text())
    return SampleThread(
        f"+1415555{2000 + place}",
        text(),
        text(),
        bubbles,
        event=text(),
        also=text(),
        mark=text() if place % 4 == 2 else "",
        draft=text() if place % 4 == 3 else "",
        verdict=verdict,
        question=Question(1, text()) if place % 4 == 2 else None,
    )


def main(seed: str, *how: str) -> int:
    """Run the app until it is left."""
    chance = random.Random(int(seed))  # noqa: S311 - the same texts for a seed
    write = plain_text if "plain" in how else hostile_text
    return start._run(lambda _tell: desk_of(lambda: write(chance)), lambda: None, theme="dark")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
