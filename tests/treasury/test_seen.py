"""What the second person sees: whose lock and which payment it is, what stays and what moves."""

from datetime import date

import pytest

from cairong.audit.models import Event
from cairong.lending.actions.return_payment import return_payment
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock
from cairong.treasury.actions.confirm_lock import confirm_lock
from cairong.treasury.actions.confirm_payment import confirm_arrival
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.refuse_lock import (
    decline_acknowledgement,
    decline_confirmation,
    refuse_lock,
)
from cairong.treasury.actions.withdraw_payment import send_back_payment, take_back_payment
from cairong.web.facts import changes
from support.slips import came_back
from support.staging import staged
from support.town import at, found_town
from support.undecided import look_away
from treasury.doing import accept, ask, both, release, request
from treasury.ground import PAYEE, stand_ground

ASKED, NOW = at("2025-10-16 10:00"), at("2025-10-17 10:00")
ACCEPTED, RELEASED, ARRIVED = (
    at("2025-11-03 10:00"), at("2025-11-12 10:00"), at("2025-11-18 09:00"),
)  # fmt: skip
REASON = {"reason": "账户信息有误"}
FEN = 10_000


def seen(ground, act, side: str, now, **arguments) -> tuple[dict[str, str], dict[str, list[str]]]:
    """What stays and what moves, by its word, as the page lays it out."""
    proposal = act.propose(actor=ground.who(f"{side}-officer"), now=now, **arguments)
    lines = changes(proposal.before, proposal.after, proposal.act)
    stays = {one.word: one.before for one in lines if not one.changed}
    return stays, {one.word: [one.before, one.after] for one in lines if one.changed}


class TestLocks:
    @pytest.fixture
    def lock(self, ground):
        lock = ask(ground, ASKED)
        consent_lock(actor=ground.who("supplier"), now=ASKED, lock_id=lock.pk)
        return lock

    def whose(self, ground) -> dict[str, str]:
        return {
            "金融机构": ground.institution.name, "供应商": ground.supplier.name,
            "收款人": PAYEE["payee"], "回款账号": PAYEE["account_no"], "开户行": PAYEE["bank"],
            "联行号": PAYEE["cnaps"],
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("act", "more", "after"),
        [
            (acknowledge_lock, {}, {"状态": ["供应商已同意", "采购人已确认"]}),
            (
                decline_acknowledgement,
                REASON,
                {"状态": ["供应商已同意", "未同意"], "理由": ["", REASON["reason"]]},
            ),
        ],
    )
    def test_by_the_purchaser(self, ground, lock, act, more, after):
        found = seen(ground, act, "purchaser", NOW, lock_id=lock.pk, **more)
        assert found == (self.whose(ground), after)

    @pytest.mark.parametrize(
        ("act", "more", "after"),
        [
            (confirm_lock, {}, {"状态": ["采购人已确认", "已锁定"]}),
            (
                decline_confirmation,
                REASON,
                {"状态": ["采购人已确认", "未同意"], "理由": ["", REASON["reason"]]},
            ),
        ],
    )
    def test_by_the_treasury_desk(self, ground, lock, act, more, after):
        both(acknowledge_lock, ground, "purchaser", NOW, lock_id=lock.pk)
        found = seen(ground, act, "treasury", NOW, lock_id=lock.pk, **more)
        assert found == (self.whose(ground), after)

    def test_an_institution_the_supplier_refused_does_not_read_the_account(self, ground):
        lock = ask(ground, ASKED)
        refuse_lock(actor=ground.who("supplier"), now=NOW, lock_id=lock.pk, **REASON)
        event = Event.objects.get(type="treasury.lock.refused")
        assert lock.institution_id in event.visible_to
        assert event.after["institution"] == ground.institution.name
        assert not set(PAYEE) & {*event.before, *event.after}


@staged
def real(db):
    look_away("receivable|payee")
    return stand_ground(found_town(at("2025-09-01 08:00"), demo=False))


class TestPayments:
    @pytest.fixture
    def ground(self, real):
        """In a city whose treasury's system does not answer: arrivals are recorded by two."""
        accept(real, ACCEPTED, FEN, ACCEPTED.date())
        return real

    @pytest.fixture
    def payment(self, ground):
        return request(ground, ACCEPTED, FEN)

    def which(self, payment) -> dict[str, str]:
        return {
            "支付凭证号": payment.voucher_no, "金额": "¥100.00", "收款人": PAYEE["payee"],
            "回款账号": PAYEE["account_no"], "开户行": PAYEE["bank"], "联行号": PAYEE["cnaps"],
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("act", "side"), [(take_back_payment, "purchaser"), (send_back_payment, "treasury")]
    )
    def test_withdrawn(self, ground, payment, act, side):
        found = seen(ground, act, side, ACCEPTED, payment_id=payment.pk, **REASON)
        assert found == (
            self.which(payment),
            {
                "状态": ["已申请", "已退回申请"],
                "应付未申请": ["¥0.00", "¥100.00"],
                "理由": ["", REASON["reason"]],
            },
        )

    def test_released(self, ground, payment):
        stays, moves = seen(ground, pay, "treasury", RELEASED, payment_id=payment.pk)
        assert stays == {**self.which(payment), "回款账户版本": "1"}
        assert moves == {"状态": ["已申请", "支付在途"]}

    def test_arrived(self, ground, payment):
        release(ground, RELEASED, payment)
        receipt = {"bank_serial": "20251117", "arrived_on": date(2025, 11, 17)}
        found = seen(ground, confirm_arrival, "treasury", ARRIVED, payment_id=payment.pk, **receipt)
        assert found == (
            self.which(payment),
            {
                "状态": ["支付在途", "已到账"],
                "累计已支付": ["¥0.00", "¥100.00"],
                "银行流水号": ["", "20251117"],
                "到账日": ["", "2025年11月17日"],
            },
        )

    def test_returned(self, ground, payment):
        release(ground, RELEASED, payment)
        receipt = {"bank_serial": "20251117", "arrived_on": date(2025, 11, 17)}
        both(confirm_arrival, ground, "treasury", ARRIVED, payment_id=payment.pk, **receipt)
        found = seen(ground, return_payment, "treasury", ARRIVED, **came_back(payment, **REASON))
        assert found == (
            self.which(payment),
            {
                "状态": ["已到账", "已退汇"],
                "应付未申请": ["¥0.00", "¥100.00"],
                "累计已支付": ["¥100.00", "¥0.00"],
                "合同恢复履约": ["", "否"],
                "退汇流水号": ["", came_back(payment)["return_serial"]],
                "退汇凭证": ["", "退汇凭证.pdf"],
                "理由": ["", REASON["reason"]],
            },
        )
