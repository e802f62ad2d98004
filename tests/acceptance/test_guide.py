"""The guide shows the desk as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from smsdesk.tui.commands import BY_LETTER
from tests.tui.guide_pictures import FOLDER, PICTURES, snapshot_of

GUIDE = (Path(__file__).parents[2] / "docs" / "guide.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_the_snapshot_of_today(name: str) -> None:
    picture = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert picture == snapshot_of(name).read_text(encoding="utf-8"), "see tests.tui.guide_pictures"


def test_it_shows_every_picture_and_no_other() -> None:
    assert set(re.findall(r"\(pictures/([a-z-]+)\.svg\)", GUIDE)) == PICTURES.keys()


@pytest.mark.parametrize("letter", BY_LETTER)
def test_it_names_every_letter_of_the_menu(letter: str) -> None:
    assert f"**{letter}**" in GUIDE
