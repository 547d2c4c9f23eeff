"""The term of an offer beside the expected payment: a reason is asked for, kept and shown."""

from datetime import timedelta

from cairong.kernel.calendar import day_of
from cairong.lending.models import Offer
from support.browsing import problems, read, send, value_of
from support.lived import lay_paid
from support.town import COUNTY
from support.visitors import account_in, signed_in

WHY = "到期由供应商用另一份合同的回款归还"


def test_a_term_that_ends_too_soon_asks_for_a_reason_that_all_read(bank):
    case = bank.case
    product, intent = case.publish(), case.intend()
    case.complete(intent)
    case.verify(intent)
    since = day_of(case.now) - timedelta(days=70)
    lay_paid(case.town.purchaser(), COUNTY, since, [60] * 20)
    place = f"/institution/applications/{case.application(intent).pk}/offer/"
    typed = {
        "act": "propose", "product": str(product.pk), "amount": "30万", "days": "59",
        "spread_bp": "40", "method": "bullet", "instalments": "1", "fee": "0",
    }  # fmt: skip
    assert "验收后多半在 60 天以内付清" in read(bank.officer, place)
    page = send(bank.officer, place, {**typed, "act": "preview"}, 200)
    assert "早于预计付款日" in page
    page = send(bank.officer, place, {**typed, "term_reason": "再说"}, 422)
    assert any("早于预计付款日" in one for one in problems(page))
    assert value_of(page, "days") == "59"
    assert ">再说</textarea>" in page.replace("\n", "")
    proposal = send(bank.officer, place, {**typed, "term_reason": WHY})
    assert WHY in read(bank.approver, proposal)
    bank.approve(proposal)
    supplier = signed_in(account_in(case.town, "supplier"))
    assert WHY in read(supplier, f"/supplier/offers/{Offer.objects.get().pk}/")
    assert WHY in read(bank.officer, place.removesuffix("offer/"))
