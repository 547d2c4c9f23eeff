"""Complaints counted by who is complained of: outcome, silence, rating; nobody who complained.

三(一)-2
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cairong.complaints.actions.rate_complaint import rate_complaint
from cairong.complaints.actions.withdraw_complaint import withdraw_complaint
from cairong.complaints.counting import counted, made_by_kind
from cairong.kernel.actor import Role, system
from cairong.policy.complaining import KINDS
from complaints.ground import DUE, NOW, Ground, stand_complaints
from support.staging import staged
from support.town import CITY, Town

pytestmark = pytest.mark.django_db
UNTIL = date(2025, 12, 31)


@staged
def ground(town: Town) -> Ground:
    return stand_complaints(town)


@staged
def several(ground: Ground) -> Ground:
    upheld = ground.settle(ground.press(ground.answer(ground.complain())))
    rate_complaint(actor=ground.supplier, now=NOW, complaint_id=upheld.pk, rating=4)
    partly = ground.answer(ground.complain(kind="fees"), outcome="partly")
    rate_complaint(actor=ground.supplier, now=NOW, complaint_id=partly.pk, rating=1)
    ground.answer(ground.complain(kind="slow"))
    ground.reject()
    ground.complain(kind="refusal")
    gone = ground.complain(kind="collateral")
    withdraw_complaint(
        actor=ground.supplier, now=NOW, complaint_id=gone.pk, words="和经办说清楚了,不再投诉"
    )
    ground.of_contract()
    ground.moved(DUE)
    return ground


def test_by_who_is_complained_of(several):
    institution, purchaser = counted(several.upper(Role.SME_AUTHORITY), 2025, until=UNTIL)
    assert (institution.name, institution.kind, institution.made, institution.suppliers) == (
        "甲银行", "institution", 5, 1,
    )  # fmt: skip
    assert (institution.upheld, institution.unfounded, institution.waiting) == (2, 1, 1)
    assert (institution.withdrawn, institution.late) == (1, 1)
    assert institution.rating == Decimal("2.5")
    assert (purchaser.name, purchaser.made, purchaser.late, purchaser.rating) == (
        "采购人", 1, 1, None,
    )  # fmt: skip


def test_of_the_whole_city_by_kind(several):
    counts = made_by_kind(system(city=CITY), 2025, UNTIL)
    made = {"bundling", "fees", "slow", "refusal", "collateral", "unpaid"}
    assert counts == {kind: int(kind in made) for kind in KINDS}
    assert not any(made_by_kind(system(city=CITY), 2025, date(2025, 10, 12)).values())


def test_each_watcher_sees_its_own(several):
    for role in (Role.PBOC, Role.REGULATOR):
        assert [each.kind for each in counted(several.upper(role), 2025, until=UNTIL)] == [
            "institution"
        ]
    bureau = several.town.bureau(Role.PROCUREMENT_OFFICER)
    assert len(counted(bureau, 2025, until=UNTIL)) == 2
    elsewhere = replace(bureau, region="410327")
    assert counted(elsewhere, 2025, until=UNTIL) == []


def test_of_a_year_up_to_a_day(several):
    actor = several.upper(Role.SME_AUTHORITY)
    assert counted(actor, 2024, until=date(2024, 12, 31)) == []
    assert counted(actor, 2025, until=date(2025, 10, 12)) == []
    found = counted(actor, 2025, until=date(2025, 10, 13))
    assert [each.late for each in found] == [0, 0]


def test_in_one_statement(several, django_assert_num_queries):
    actor = several.upper(Role.SME_AUTHORITY)
    with django_assert_num_queries(1):
        counted(actor, 2025, until=UNTIL)
