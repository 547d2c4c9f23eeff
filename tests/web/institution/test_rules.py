"""An institution's business rules: written by its own two, every version public. 二(四)-2"""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cairong.audit.models import Event
from cairong.parties.models import InstitutionProfile
from cairong.products.models import BusinessRules
from support.browsing import problems, read, send
from web.institution.conftest import Bank

PAGE = "/institution/rules/"
FIRST = "凭已备案的合同办理,\n材料齐全后十个工作日内答复。"
NEXT = f"{FIRST}\n不收取合同约定以外的费用。"


def published(bank: Bank, text: str, by: Client | None = None) -> None:
    bank.approve(send(by or bank.officer, PAGE, {"rules_text": text}))


def public_of(bank: Bank) -> str:
    return f"/supermarket/institutions/{bank.case.bank('甲银行').pk}/rules/"


def test_written_by_its_own_two_and_every_version_stays_public(bank: Bank):
    anybody, product = Client(), bank.case.publish()
    assert "还没有公布业务规范" in read(anybody, public_of(bank))
    waiting = send(bank.officer, PAGE, {"rules_text": FIRST})
    assert "还没有公布业务规范" in read(anybody, public_of(bank))
    assert "正在复核" in read(bank.officer, PAGE)
    bank.approve(waiting)
    published(bank, NEXT, bank.manager)
    page = read(anybody, public_of(bank))
    first, second = page.index("第 2 版(现行)"), page.index("第 1 版")
    assert first < page.index("不收取合同约定以外的费用。") < second
    shown = read(anybody, f"/supermarket/{product.pk}/")
    assert "不收取合同约定以外的费用。" in shown
    assert public_of(bank) in shown
    event = Event.objects.filter(type="products.rules.published").latest("seq")
    assert (event.before["rules_text"], event.after["version"]) == (FIRST, 2)


@pytest.mark.parametrize(
    ("typed", "status", "said"), [("太短", 422, "「业务规范」"), (FIRST, 409, "一字不差")]
)
def test_what_cannot_be_published_is_said(bank: Bank, typed, status, said):
    published(bank, FIRST)
    page = send(bank.officer, PAGE, {"rules_text": typed}, status)
    assert any(said in one for one in problems(page))


def test_nobody_else_writes_them(bank: Bank):
    for other in (bank.approver, bank.stranger()):
        other.post(PAGE, {"rules_text": FIRST})
    assert not BusinessRules.objects.filter(institution=bank.case.bank("甲银行")).exists()
    assert bank.approver.post(PAGE, {"rules_text": FIRST}).status_code == 403
    assert "写第 1 版" not in read(bank.approver, PAGE)


def test_what_the_bureau_wrote_holds_until_the_first_version(bank: Bank):
    InstitutionProfile.objects.filter(pk=bank.case.bank("甲银行").pk).update(
        rules_text="旧的文字。"
    )
    page = read(Client(), public_of(bank))
    assert "旧的文字。" in page
    assert "财政部门登记的文字(现行)" in page
    published(bank, FIRST)
    assert "旧的文字。" not in read(Client(), public_of(bank))


def test_the_database_holds_the_versions(bank: Bank):
    published(bank, FIRST)
    row = BusinessRules.objects.get()
    for number, text, name in (
        (1, NEXT, "products_business_rules_once"), (2, "", "products_business_rules_said"),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            BusinessRules.objects.create(
                city_id=row.city_id, institution=row.institution, number=number, text=text,
                published_at=row.published_at, published_by=row.published_by,
            )  # fmt: skip
