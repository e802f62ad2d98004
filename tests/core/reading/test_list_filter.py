"""The filter over the list: gathered or walked, the answer is the same, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.store.driver import read_rows
from smsdesk.store.sqlite import conversation_filter
from tests.world.firm import Firm, open_firm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from smsdesk.core.read_models.conversations import ConversationKey
    from smsdesk.desk import Desk

FIRST = ("Maria", "Mariana", "Sarah", "José", "Ødegård", "王")
LAST = ("Berg", "Marin", "O'Brien", "Müller")

GATHER = (10_000, 10_000)
WALK = (0, 10_000)
WALK_A_LITTLE = (0, 7)


def with_many(firm: Firm) -> Desk:
    """Sixty conversations, some in the same second, a third of them with nobody's number."""
    desk = firm.desk()
    for place in range(60):
        number = f"+1415555{2000 + place}"
        if place % 3:
            name = f"{FIRST[place % len(FIRST)]} {LAST[place % len(LAST)]}"
            desk.leads.add(name=name, phone=number, email=f"lead{place}@mail.example")
        firm.arrive(number, f"Hello {place}")
        if place % 4 == 0:
            firm.clock.move(1)
    desk.leads.add(name="Maria Nobody-Wrote", phone="+14155559999")
    firm.clock.move(5)
    desk.background.sync()
    return desk


@pytest.fixture(scope="module")
def many(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with many conversations, for those who only read."""
    with open_firm(template, tmp_path_factory.mktemp("many")) as firm:
        yield with_many(firm)


@pytest.fixture(params=[GATHER, WALK, WALK_A_LITTLE], ids=["gather", "walk", "walk a little"])
def by(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each way to the answer, whatever would be the cheapest."""
    gathered, span = request.param
    monkeypatch.setattr(conversation_filter, "GATHERED", gathered)
    monkeypatch.setattr(conversation_filter, "SPAN", span)


def named(*beginnings: str) -> Callable[[str, str], bool]:
    def fits(name: str, _number: str) -> bool:
        words = name.replace("'", " ").split()
        return all(any(word.startswith(one) for word in words) for one in beginnings)

    return fits


MEANINGS: dict[str, Callable[[str, str], bool]] = {
    "mar": named("Mar"),
    "MARIA": named("Maria"),
    "maria m": named("Maria", "M"),
    "muller": named("Müller"),
    "odeg": named("Ødeg"),
    "王": named("王"),
    "brien": named("Brien"),
    "lead7@": lambda _name, number: number == "+14155552007",
    "lead": lambda name, _number: bool(name),
    "mail example lead be": named("Be"),
    "(415) 555": lambda _name, _number: True,
    "2042": lambda _name, number: number.endswith("2042"),  # no lead has it
    "552": lambda name, _number: not name,  # no lead's begins so, nor its last seven or four
    "aria": lambda _name, _number: False,
    "nobody": lambda _name, _number: False,
}


@pytest.mark.usefixtures("by")
@pytest.mark.parametrize("query", MEANINGS)
def test_it_shows_what_matches_and_nothing_else(many: Desk, query: str) -> None:
    everyone = many.conversations.page(limit=100)
    means = MEANINGS[query]
    wanted = [row.number for row in everyone if means(row.name, row.number)]
    assert [row.number for row in many.conversations.page(matching=query, limit=100)] == wanted
    by_key: list[str] = []
    after: ConversationKey | None = None
    while page := many.conversations.page(matching=query, after=after, limit=7):
        assert page == many.conversations.page(matching=query, offset=len(by_key), limit=7)
        by_key += [row.number for row in page]
        after = page[-1].key
    assert by_key == wanted


@pytest.mark.usefixtures("by")
def test_an_opted_out_lead_is_found_as_well(firm: Firm) -> None:
    many = with_many(firm)
    firm.arrive("+14155552001", "STOP")
    firm.clock.move(5)
    many.background.sync()
    first, *_ = many.conversations.page(matching="mariana")
    assert (first.number, first.mark) == ("+14155552001", "opted out · STOP")


def test_only_as_much_is_walked_as_is_likely_to_pay(
    many: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def noted(*args: object, **params: object) -> object:
        asked.append(args[1])
        return read_rows(*args, **params)  # type: ignore[arg-type]

    monkeypatch.setattr(conversation_filter, "read_rows", noted)

    def ways(query: str) -> list[str]:
        asked.clear()
        many.conversations.page(matching=query, limit=5)
        names = {"_WALK": conversation_filter._WALK, "_gather": conversation_filter._gather("")}
        return [name for name, statement in names.items() if statement in asked]

    assert ways("mar") == ["_gather"]
    monkeypatch.setattr(conversation_filter, "GATHERED", 5)
    assert ways("mar") == ["_WALK"]
    assert ways("mariana marin lead mail") == ["_gather"]
    monkeypatch.setattr(conversation_filter, "SPAN", 3)
    assert ways("mar") == ["_WALK", "_gather"]
