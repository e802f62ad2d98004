"""Who may do what by their role."""

from __future__ import annotations

import pytest

from smsdesk.core.rules.roles import MAY, Act, Role, deactivating_needs, may

ALLOWED = {
    Role.AGENT: {Act.WORK},
    Role.SUPERVISOR: {Act.WORK, Act.EDIT_TEMPLATES, Act.DEACTIVATE},
    Role.ADMIN: set(Act),
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", Act)
def test_who_may_what(role: Role, act: Act) -> None:
    assert may(role, act) is (act in ALLOWED[role])


def test_every_act_has_its_roles_and_an_admin_is_among_them() -> None:
    assert set(MAY) == set(Act)
    assert all(Role.ADMIN in roles for roles in MAY.values())


@pytest.mark.parametrize(
    ("who", "by"),
    [
        (Role.AGENT, {Role.SUPERVISOR, Role.ADMIN}),
        (Role.SUPERVISOR, {Role.ADMIN}),
        (Role.ADMIN, {Role.ADMIN}),
    ],
)
def test_who_may_deactivate_whom(who: Role, by: set[Role]) -> None:
    assert {role for role in Role if may(role, deactivating_needs(who))} == by
