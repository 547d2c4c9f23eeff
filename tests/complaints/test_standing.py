"""What the state of a case lets one complain of, and until when after its end. 三(一)-2"""

from datetime import date, timedelta

import pytest

from cairong.complaints.models import Complaint
from cairong.complaints.reads import _closed_on, case_of
from cairong.contracts.actions.cancel_award import cancel_award
from cairong.contracts.models import Award, Contract
from cairong.kernel.actor import Role
from cairong.kernel.errors import PolicyBreach
from complaints.ground import NOW, Ground, stand_complaints
from lending.ground import stand_award
from support.staging import staged
from support.town import Town, at

pytestmark = pytest.mark.django_db
UNPAID = "已经交付两个月,催了三次还没有付"
TOLD = "通知书发出以后一直没有签合同"


@staged
def ground(town: Town) -> Ground:
    return stand_complaints(town)


def refused(code: str, act, *args, **otherwise) -> dict:
    with pytest.raises(PolicyBreach) as caught:
        act(*args, **otherwise)
    (found,) = caught.value.findings
    assert found.code == code
    return dict(found.params)


def cancelled(ground: Ground) -> Award:
    """An award of the supplier's that the purchaser took back on the tenth of October."""
    award = stand_award(ground.town)
    officer = ground.town.actor(ground.town.purchaser(), Role.PURCHASER_OFFICER)
    now = at("2025-10-10 09:00")
    return cancel_award(actor=officer, now=now, award_id=award.pk, reason="项目取消,不再采购")


class TestEnds:
    def test_a_signed_award_is_over_since_it_was_signed(self, ground):
        award = ground.case.contract.award
        signed = ground.case.contract.signed_on
        assert case_of(ground.supplier, award.pk).ended_on == signed
        late = at("2026-10-13 10:00")
        assert signed < late.date() - timedelta(days=365)
        facts = {"case_id": award.pk, "kind": "unsigned", "words": TOLD}
        said = refused("complaints.too_late", ground.complain, late, **facts)
        assert said["ended_on"] == signed
        assert ground.complain(NOW, **facts).state == "open"

    def test_an_award_taken_back_is_over_since_that_day(self, ground):
        award = cancelled(ground)
        assert case_of(ground.supplier, award.pk).ended_on == date(2025, 10, 10)
        facts = {"case_id": award.pk, "kind": "unsigned", "words": TOLD}
        refused("complaints.too_late", ground.complain, at("2026-10-11 10:00"), **facts)
        assert ground.complain(at("2025-10-13 09:00"), **facts).matter == "award"

    def test_an_award_that_waits_is_not_over(self, ground):
        award = stand_award(ground.town)
        assert case_of(ground.supplier, award.pk).ended_on is None

    def test_a_contract_that_was_never_signed_is_over_since_its_award_was_taken_back(self, ground):
        award = cancelled(ground)
        kept = Contract.objects.get(pk=ground.case.contract.pk)
        kept.state, kept.award = "cancelled", award
        assert _closed_on(kept) == date(2025, 10, 10)


class TestRefusals:
    def test_that_was_not_made(self, ground):
        said = refused("complaints.not_so", ground.complain, kind="refusal")
        assert said["state"] == "待确认材料"
        assert "拖延" in said["otherwise"]
        assert not Complaint.objects.exists()

    def test_that_was_made(self, ground):
        ground.reject()
        assert ground.complain(kind="refusal").state == "open"


class TestPayments:
    def test_before_anything_was_accepted(self, ground):
        facts = {
            "case_id": ground.case.contract.pk,
            "kind": "unpaid",
            "words": UNPAID,
        }
        refused("complaints.not_accepted", ground.complain, **facts)
        ground.accept()
        assert ground.complain(**facts).state == "open"
