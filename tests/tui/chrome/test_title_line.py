"""The title line has what there is room for, and cuts nothing in the middle."""

from __future__ import annotations

import pytest

from smsdesk.tui.chrome.title_line import TitleState, title

FIRM = TitleState(
    number="(415) 555-0100", agent="maria", mode="live", waiting=1, to_answer=7, unread=12
)
DEMO = TitleState(
    number="(415) 555-0100",
    agent="maria",
    mode="simulated",
    waiting=1,
    to_answer=7,
    unread=12,
    undisturbed=True,
)
COUNTS = "1 waiting · 7 to answer · 12 unread"


@pytest.mark.parametrize(
    ("state", "width", "left", "right"),
    [
        (FIRM, 118, "smsdesk  (415) 555-0100", f"maria · ● live · {COUNTS}"),
        (FIRM, 72, "smsdesk", f"maria · ● live · {COUNTS}"),
        (FIRM, 58, "smsdesk", f"● live · {COUNTS}"),
        (
            DEMO,
            138,
            "smsdesk  (415) 555-0100  do not disturb",
            f"maria ·  SIMULATED: no text leaves this computer  · {COUNTS}",
        ),
        (DEMO, 118, "smsdesk  (415) 555-0100  quiet", f"maria ·  SIMULATED  · {COUNTS}"),
        (DEMO, 78, "smsdesk  quiet", f"maria ·  SIMULATED  · {COUNTS}"),
        (DEMO, 58, "quiet", f" SIMULATED  · {COUNTS}"),
    ],
)
def test_what_never_changes_makes_room_for_what_waits(
    state: TitleState, width: int, left: str, right: str
) -> None:
    line = title(state, width).plain
    assert len(line) == width
    assert line.startswith(left)
    assert line.endswith(right)
    assert line.removeprefix(left).removesuffix(right).isspace()
