"""A founded city, and the two persons of each office that keeps the dated rows."""

import support.examples  # noqa: F401 - its import sets how examples are made
from cairong.driving.together import together
from cairong.kernel.actor import Role
from support.staging import staged
from support.town import at
from support.visitors import organisation_of

NOW = at("2025-09-15 10:00")


def twice(act, pair, now=NOW, **arguments):
    return together(act, *pair, now, **arguments)


def somebody(town, role):
    """Whoever holds a role, at an organisation that has it."""
    return town.actor(organisation_of(town, Role(role)), role)


@staged
def desk(town):
    return town.bureau(Role.PROCUREMENT_OFFICER), town.bureau(Role.PROCUREMENT_APPROVER)


@staged
def bank(town):
    """Two persons of the People's Bank."""
    house = town.organisation("pboc", "中国人民银行洛阳市分行")
    return town.actor(house, Role.PBOC, "甲"), town.actor(house, Role.PBOC, "乙")
