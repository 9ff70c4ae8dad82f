"""Who may do what."""

from __future__ import annotations

import pytest

from bot.rules.permissions import PERMISSIONS, Permission, admins_alone_may, may
from knowledge.records import Role


def test_every_role_has_its_line() -> None:
    assert set(PERMISSIONS) == set(Role)


def test_each_role_may_what_the_one_below_may_and_more() -> None:
    agent, supervisor, admin = (PERMISSIONS[role] for role in Role)
    assert agent < supervisor < admin == set(Permission)


@pytest.mark.parametrize(
    ("permission", "who"),
    [
        (Permission.ANSWER, {Role.AGENT, Role.SUPERVISOR, Role.ADMIN}),
        (Permission.APPROVE, {Role.AGENT, Role.SUPERVISOR, Role.ADMIN}),
        (Permission.ASSIGN_OTHERS, {Role.SUPERVISOR, Role.ADMIN}),
        (Permission.EDIT_ARTICLES, {Role.SUPERVISOR, Role.ADMIN}),
        (Permission.RETRY_OUTBOX, {Role.SUPERVISOR, Role.ADMIN}),
        (Permission.MANAGE_STAFF, {Role.ADMIN}),
        (Permission.MANAGE_TOKENS, {Role.ADMIN}),
        (Permission.SEE_AUDIT, {Role.ADMIN}),
    ],
)
def test_who_may_do_it(permission: Permission, who: set[Role]) -> None:
    assert {role for role in Role if may(role, permission)} == who
    assert admins_alone_may(permission) is (who == {Role.ADMIN})
