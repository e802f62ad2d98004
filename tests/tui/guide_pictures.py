"""The guide's pictures: ``python -m tests.tui.guide_pictures`` copies them from the snapshots."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parents[2] / "docs" / "pictures"
_HERE: Final = Path(__file__).parent

PICTURES: Final = {
    "thread": "__snapshots__/test_snapshots/test_thread[120x30].svg",
    "card": "lead_card/__snapshots__/test_pictures/test_card_beside_the_thread[140x36].svg",
    "colleague": "__snapshots__/test_snapshots/test_a_colleague_has_answered.svg",
    "quiet-hours": "__snapshots__/test_snapshots/test_quiet_hours_asked_about.svg",
    "later": "__snapshots__/test_snapshots/test_later.svg",
    "search": "__snapshots__/test_snapshots/test_search_with_those_left_out[80x24].svg",
}
"""A picture of the guide, and the snapshot that it is."""


def snapshot_of(name: str) -> Path:
    """Return the snapshot that a picture is taken from."""
    return _HERE / PICTURES[name]


def main() -> None:
    """Write every picture."""
    FOLDER.mkdir(exist_ok=True)
    for name in PICTURES:
        shutil.copyfile(snapshot_of(name), FOLDER / f"{name}.svg")


if __name__ == "__main__":
    main()
