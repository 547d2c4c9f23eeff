"""The rules of the joint board: whose word counts as another's, days, and clauses. 三(一)-1"""

from datetime import date

import pytest

from cairong.kernel.actor import Role
from cairong.policy.board import (
    AUTHORITY,
    DESKS,
    change_of_two,
    clauses_of_notice,
    confirmer,
    same_authority,
)
from cairong.policy.clauses import notice_clauses
from cairong.policy.sharing import days_agreed, given_and_got

BUREAU, TREASURY, PBOC, SME = "procurement-officer", "treasury-officer", "pboc", "sme-authority"


def test_the_bureau_is_one_authority_at_two_desks():
    assert list(DESKS) == [role.value for role in AUTHORITY]
    assert same_authority(BUREAU, TREASURY)
    assert not same_authority(BUREAU, PBOC)


@pytest.mark.parametrize(
    ("owner", "wanted", "asked"),
    [
        (PBOC, [BUREAU, PBOC], Role.PROCUREMENT_OFFICER),
        (BUREAU, [BUREAU, TREASURY, SME], Role.SME_AUTHORITY),
        (BUREAU, [TREASURY], Role.PBOC),
        (PBOC, [], Role.PROCUREMENT_OFFICER),
    ],
)
def test_who_is_asked_to_confirm_is_of_another_authority(owner, wanted, asked):
    assert confirmer(owner, wanted) is asked


@pytest.mark.parametrize(
    ("owner", "asked_by", "desk", "agrees"),
    [
        (PBOC, PBOC, SME, True),
        (PBOC, BUREAU, PBOC, True),
        (PBOC, BUREAU, SME, False),
        (TREASURY, BUREAU, TREASURY, False),
        (PBOC, PBOC, PBOC, False),
    ],
)
def test_a_change_is_of_two_authorities_one_of_them_the_owners(owner, asked_by, desk, agrees):
    found = change_of_two(no="LX", owner=owner, asked_by=asked_by, desk=desk)
    assert (found is None) is agrees


def test_every_clause_of_the_notice_may_be_served_and_no_law():
    for each in notice_clauses():
        assert clauses_of_notice(clauses=[each.id]) is None
    assert clauses_of_notice(clauses=["采购法§47"]) is not None
    assert clauses_of_notice(clauses=["三(一)-1"] * 2) is not None


@pytest.mark.parametrize(
    ("from_on", "until_on", "agrees"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), True),
        (date(2025, 12, 31), date(2026, 1, 1), False),
        (date(2026, 1, 1), date(2029, 1, 1), True),
        (date(2026, 1, 1), date(2029, 1, 2), False),
    ],
)
def test_an_agreement_is_never_dated_back_and_ends(from_on, until_on, agrees):
    found = days_agreed(today=date(2026, 1, 1), from_on=from_on, until_on=until_on)
    assert (found is None) is agrees


def test_an_agreement_has_two_sides_and_its_drafter():
    assert given_and_got(gives=[BUREAU], gets=[PBOC], own=PBOC) is None
    for gives, gets, own in (([], [PBOC], PBOC), ([PBOC], [PBOC], PBOC), ([BUREAU], [PBOC], SME)):
        assert given_and_got(gives=gives, gets=gets, own=own) is not None
