"""What is said of the server that has the database: from its facts, by rule."""

from __future__ import annotations

from typing import Any

import pytest

from smsdesk.core.database_server import judge, sends_nothing
from smsdesk.core.read_models.servers import ServerFinding, Severity
from smsdesk.store.server_facts import ServerFacts

SOUND = ServerFacts(
    version="15.6",
    role="texts",
    is_superuser=False,
    schema="public",
    can_make_tables=True,
    others_tables=0,
    is_near=True,
    encryption="",
    certificate_checked=False,
    fsync=True,
    full_page_writes=True,
    standbys="",
    waits_for_standbys=True,
    commit=0.002,
    round_trip=0.0002,
    clock_ahead=0.01,
    statement_timeout=0.0,
    keeps_settings=True,
)


def said(**facts: Any) -> dict[str, ServerFinding]:
    """Return the findings that are not fine, of a server that is sound but for this."""
    found = judge(SOUND._replace(**facts))
    return {one.check: one for one in found if one.severity is not Severity.FINE}


def test_a_sound_server_has_nothing_said_against_it() -> None:
    assert said() == {}
    checks = [one.check for one in judge(SOUND)]
    assert checks == ["server", "role", "encryption", "durability", "latency", "clock", "timeouts"]


@pytest.mark.parametrize(
    ("facts", "check", "severity", "words"),
    [
        ({"is_superuser": True}, "role", "doubtful", "is a superuser"),
        ({"can_make_tables": False}, "role", "broken", "texts may not make tables in the schema"),
        ({"schema": "", "can_make_tables": False}, "role", "broken", "in any schema"),
        ({"others_tables": 3}, "role", "broken", "3 tables belong to another role"),
        ({"is_near": False}, "encryption", "doubtful", "as they are"),
        ({"is_near": False, "encryption": "TLSv1.3"}, "encryption", "doubtful", "believed"),
        ({"fsync": False}, "durability", "broken", "fsync is off"),
        ({"full_page_writes": False}, "durability", "broken", "full_page_writes is off"),
        ({"standbys": "*", "commit": 3.1}, "standby", "broken", "nothing can be sent"),
        ({"standbys": "*", "waits_for_standbys": False}, "standby", "doubtful", "wait for none"),
        ({"round_trip": 0.021}, "latency", "doubtful", "21.0 ms a round trip"),
        ({"clock_ahead": 90.0}, "clock", "doubtful", "90 s behind the server's"),
        ({"clock_ahead": -90.0}, "clock", "doubtful", "90 s ahead of the server's"),
        ({"statement_timeout": 30.0}, "timeouts", "doubtful", "after 30 s"),
        ({"keeps_settings": False}, "timeouts", "broken", "a pooler between"),
    ],
)
def test_what_is_wrong_is_named_with_what_to_do(
    facts: dict[str, Any], check: str, severity: str, words: str
) -> None:
    found = said(**facts)
    assert list(found) == [check]
    assert found[check].severity.value == severity
    assert words in found[check].says
    assert found[check].remedy


@pytest.mark.parametrize(
    "facts",
    [
        {"is_near": False, "encryption": "TLSv1.3", "certificate_checked": True},
        {"standbys": "ANY 1 (b, c)", "commit": 0.02},
        {"round_trip": 0.005},
        {"clock_ahead": -1.9},
        {"statement_timeout": 600.0},
    ],
)
def test_what_is_well_needs_no_remedy(facts: dict[str, Any]) -> None:
    assert said(**facts) == {}


def test_a_slow_disk_is_no_standby_that_is_away() -> None:
    assert said(commit=3.1) == {}


def test_only_a_standby_that_is_away_keeps_a_desk_from_being_opened() -> None:
    assert sends_nothing(judge(SOUND._replace(standbys="*", commit=3.1)))
    assert not sends_nothing(judge(SOUND._replace(standbys="*", fsync=False, round_trip=1.0)))
