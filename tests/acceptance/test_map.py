"""The map of the house names rooms and files that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "smsdesk"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
MAP = PAGE.partition("<!-- map -->")[2].partition("<!-- /map -->")[0]
ROOMS = PAGE.partition("## The rooms")[2].partition("## ")[0]


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`([a-z0-9_]+(?:/[a-z0-9_/.]*|\.(?:py|json)))`", MAP)))
)
def test_every_place_on_the_map_is_there(path: str) -> None:
    assert (SOURCE / path).exists()


def test_every_room_of_the_core_the_store_and_the_screen_is_named() -> None:
    for floor in ("core", "store", "tui"):
        rooms = {one.name for one in (SOURCE / floor).iterdir() if (one / "__init__.py").exists()}
        named = ROOMS.partition(f"    {floor}/\n")[2]
        assert {room for room in rooms if f"      {room}/ " not in named} == set()


def test_every_command_that_proves_something_is_there() -> None:
    modules = re.findall(r"python -m (tests\.[a-z.]+)", PAGE)
    assert modules
    for module in modules:
        place = ROOT.joinpath(*module.split("."))
        assert place.with_suffix(".py").exists() or (place / "__main__.py").exists(), module
