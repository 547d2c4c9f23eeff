"""An offer of less than was asked: the reason is asked for, kept and shown; a token is refused."""

from cairong.lending.models import Offer
from support.browsing import problems, read, send, value_of
from support.visitors import account_in, signed_in

WHY = "本机构对这家企业的授信余额只够二十万元"


def test_less_than_was_asked_says_why_and_a_token_is_refused(bank):
    case = bank.case
    product, intent = case.publish(), case.intend()
    case.complete(intent)
    case.verify(intent)
    place = f"/institution/applications/{case.application(intent).pk}/offer/"
    typed = {
        "act": "propose", "product": str(product.pk), "amount": "20万", "days": "180",
        "spread_bp": "40", "method": "bullet", "instalments": "1", "fee": "0",
    }  # fmt: skip
    assert "少于申请金额的理由" in read(bank.officer, place)
    page = send(bank.officer, place, {**typed, "act": "preview"}, 200)
    assert "少于申请的" in page
    page = send(bank.officer, place, {**typed, "amount": "1", "amount_reason": WHY}, 422)
    assert any("不到它的10%" in one for one in problems(page))
    assert value_of(page, "amount") == "1"
    page = send(bank.officer, place, {**typed, "amount_reason": "少放一点"}, 422)
    assert any("请在少于申请金额的理由里写明" in one for one in problems(page))
    assert ">少放一点</textarea>" in page.replace("\n", "")
    proposal = send(bank.officer, place, {**typed, "amount_reason": WHY})
    assert WHY in read(bank.approver, proposal)
    bank.approve(proposal)
    supplier = signed_in(account_in(case.town, "supplier"))
    assert WHY in read(supplier, f"/supplier/offers/{Offer.objects.get().pk}/")
    assert WHY in read(bank.officer, place.removesuffix("offer/"))
