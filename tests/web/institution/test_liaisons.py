"""The people of an institution by county: its own page, and the page of all who ask. 二(四)-1"""

import pytest

from cairong.products.models import Liaison
from support.browsing import problems, read, send
from support.town import COUNTY
from support.visitors import account_in, signed_in

OWN, ALL = "/institution/liaisons/", "/green-channel/"
PHONE = "0379-60000001"


def named(bank, status: int = 302, **typed) -> str:
    person = str(bank.case.officer().person_id)
    given = {"person_id": person, "phone": PHONE, "regions": [COUNTY], **typed}
    return send(bank.manager, OWN, given, status)


def of_supplier(bank):
    return signed_in(account_in(bank.case.town, "supplier"))


def test_named_it_is_read_by_whoever_asks(bank):
    intent = bank.case.intend()
    page = read(of_supplier(bank), f"/supplier/intents/{intent.pk}/")
    assert "没有指定专人" in page
    assert "有的区域没有专人" in read(bank.officer, OWN)
    named(bank)
    name = bank.case.officer().person_name
    for client, place in (
        (of_supplier(bank), f"/supplier/intents/{intent.pk}/"),
        (of_supplier(bank), f"{ALL}?region={COUNTY}"),
        (bank.officer, OWN),
    ):
        page = read(client, place)
        assert name in page
        assert PHONE in page


def test_ended_the_county_has_nobody(bank):
    named(bank)
    send(bank.manager, f"{OWN}{Liaison.objects.get().pk}/end/")
    assert "没有指定专人" in read(of_supplier(bank), f"{ALL}?region={COUNTY}")


@pytest.mark.parametrize(("typed", "said"), [
    ({"phone": ""}, "办公电话"), ({"regions": []}, "负责的区域"), ({"person_id": ""}, "专人"),
    ({"phone": "1"}, "办公电话"), ({"regions": ["999999"]}, "999999"),
])  # fmt: skip
def test_what_is_missing_is_said(bank, typed, said):
    page = named(bank, 422, **typed)
    assert said in "".join(problems(page))
    assert not Liaison.objects.exists()


def test_nobody_else_names_and_the_page_of_all_is_for_who_signed_in(bank, client):
    person = str(bank.case.officer().person_id)
    for other in (bank.officer, bank.approver):
        typed = {"person_id": person, "phone": PHONE, "regions": [COUNTY]}
        assert other.post(OWN, typed).status_code == 403
        assert "指定专人</h2>" not in read(other, OWN)
    named(bank)
    assert bank.approver.post(end := f"{OWN}{Liaison.objects.get().pk}/end/").status_code == 403
    stranger = bank.case.bank("丙银行")
    boss = account_in(bank.case.town, "institution-manager", organisation=stranger, username="boss")
    assert signed_in(boss).post(end).status_code == 404
    assert client.get(ALL).status_code == 302
    assert read(of_supplier(bank), f"{ALL}?region=nowhere&other=1")
