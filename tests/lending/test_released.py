"""Who confirmed a lock hears of its end, and reads nothing of what was repaid."""

from datetime import timedelta

import pytest

from cairong.audit.models import Event, Outbox
from cairong.audit.outbox import deliver
from cairong.lending.actions.record_repayment import record_repayment
from cairong.outreach.sentences import happening_of, message_of
from cairong.treasury.actions.tell_release import tell_release
from lending.ground import Case, twice
from support.town import at

PAID = at("2025-11-12 10:00")


def delivered() -> list[Event]:
    for row in Outbox.objects.filter(consumer=tell_release.name, done_at=None):
        deliver(row, now=PAID + timedelta(seconds=5), consumers={tell_release.name: tell_release})
    return list(Event.objects.filter(type="treasury.lock.released"))


@pytest.mark.parametrize("own", [False, True])
def test_purchaser_and_treasury_desk_are_told(case: Case, product, own):
    loan = case.draw(case.ready(product, 100_000), 100_000, now=at("2025-10-21 10:00"))
    if own:
        interest = 10_000_000 * loan.rate_bp * 22 // 10_000 // 360
        facts = {"amount_fen": 10_000_000 + interest, "on": PAID.date(), "means": "自有资金转账"}
        twice(record_repayment, case.officer(), case.approver(), PAID, loan_id=loan.pk, **facts)
    else:
        case.paid("274080", PAID, "签订开票")
    (event,) = delivered()
    purchaser, bureau = case.contract.purchaser_id, case.town.bureau("treasury-officer")
    assert {(one["organisation"], one["role"]) for one in event.after["tell"]} == {
        (str(purchaser), "purchaser-officer"),
        (str(bureau.organisation_id), "treasury-officer"),
    }
    assert {purchaser, loan.supplier_id, loan.institution_id} < set(event.visible_to)
    assert case.contract.pk in event.about
    assert "已解除:名下融资已全部结清" in message_of(event)
    assert "解除回款账户锁定" in happening_of(event)
    assert set(event.after) == {"state", "reason", "ended_at", "tell"}


def test_while_something_is_lent_nobody_is_told(case: Case, product):
    case.draw(case.ready(product, 300_000), 300_000, now=at("2025-10-21 10:00"))
    case.paid("100000", PAID, "签订开票")
    assert delivered() == []
