"""Where nobody there is apart from who prepared, somebody can do something about it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cairong.cases.desk import waiting_for, waits_itself
from cairong.cases.proposals import proposal_view
from cairong.cases.renewals import people_waiting
from cairong.kernel.actor import Role
from cairong.parties.models import Mandate
from cairong.parties.reads import the_only
from support.eyes import NOW, Village, parameter
from support.town import CITY

pytestmark = pytest.mark.django_db
OFFICER, APPROVER = Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER


@pytest.fixture
def village(town) -> Village:
    return Village(town)


@pytest.fixture
def bureau(village):
    return the_only(CITY, "bureau")


def waits(actor, *, boss: bool = False) -> dict:
    return dict(people_waiting(actor, administrator=boss, now=NOW))


def test_a_single_administrators_people_wait_for_the_bureau(village, town, bureau):
    boss = village.founded(town.purchaser(), Role.PURCHASER_OFFICER, boss=True)
    desk = village.founded(bureau, OFFICER)
    assert waits(desk) == {}
    came = village.joined(boss, Role.PURCHASER_APPROVER)
    assert (waits(desk), waits(boss, boss=True)) == ({"account-unproven": 1}, {})
    village.confirm_by_bureau(desk, village.founded(bureau, APPROVER), came)
    assert waits(desk) == {}


def test_with_another_administrator_they_wait_for_that_one(village, town, bureau):
    boss = village.founded(town.purchaser(), Role.PURCHASER_OFFICER, boss=True)
    other = village.founded(town.purchaser(), Role.PURCHASER_APPROVER, boss=True)
    village.joined(boss, Role.PURCHASER_APPROVER)
    assert waits(other, boss=True) == {"account-people": 1}
    assert (waits(boss, boss=True), waits(village.founded(bureau, OFFICER))) == ({}, {})


def test_a_bureaus_own_wait_for_a_second_administrator_whom_the_operator_invites(village, bureau):
    boss = village.founded(bureau, Role.TREASURY_OFFICER, boss=True)
    operator = village.founded(the_only(CITY, "operator"), Role.OPERATOR)
    officer = village.joined(boss, OFFICER)
    village.joined(boss, APPROVER)
    assert "第二位管理员" in proposal_view(officer, parameter(officer).pk, now=NOW).missing
    assert waits(operator) == {"account-organisations": 2}
    other = village.founded(bureau, Role.TREASURY_APPROVER, boss=True)
    found = {"account-people": 2, "account-invite": 1}  # there is no auditor yet
    assert (waits(operator), waits(other, boss=True)) == ({}, found)


def test_whoever_waits_for_a_second_who_is_not_there_somebody_is_asked(village, town, bureau):
    """Of every proposal nobody can agree to, there is a desk on which something waits for it."""
    boss = village.founded(bureau, Role.TREASURY_OFFICER, boss=True)
    officer = village.joined(boss, OFFICER)
    village.joined(boss, APPROVER)
    laid = parameter(officer)
    desks = [(village.founded(the_only(CITY, "operator"), Role.OPERATOR), False), (boss, True)]
    assert proposal_view(officer, laid.pk, now=NOW).missing
    assert any(waits(actor, boss=administers) for actor, administers in desks)
    village.founded(bureau, APPROVER)
    assert not proposal_view(officer, laid.pk, now=NOW).missing


def test_who_is_in_a_county_is_confirmed_by_who_reaches_it(village, bureau):
    boss = village.founded(bureau, Role.COUNTY_CLERK, boss=True, region="410303")
    far = village.founded(bureau, Role.COUNTY_CLERK, boss=True, region="410327")
    city = village.founded(bureau, OFFICER, boss=True)
    village.joined(boss, Role.COUNTY_CLERK, region="410303")
    village.founded(bureau, Role.AUDITOR)
    assert (waits(far, boss=True), waits(city, boss=True)) == ({}, {"account-people": 1})


class TestRest:
    """待办 and what is possible agree with what an account that was renewed today can do."""

    def test_what_waits_is_its_colleagues(self, village, bureau):
        officer, approver = village.founded(bureau, OFFICER), village.founded(bureau, APPROVER)
        laid = parameter(officer)
        assert waiting_for(approver, now=NOW).total == 1
        resting = replace(approver, rests_until=NOW + timedelta(hours=1))
        found = waiting_for(resting, now=NOW)
        assert (found.total, found.mine, waits_itself(resting)) == (1, False, False)
        assert not any(ball.proposal.mine for ball in found.balls)
        assert not proposal_view(resting, laid.pk).mine
        assert Mandate.objects.exists()
