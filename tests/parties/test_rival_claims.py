"""Several say to act for one supplier: none bars another, the desk decides each (D22)."""

from decimal import Decimal
from functools import partial

import pytest
from django.test import Client

from cairong.contracts.actions.prove_mandate import prove_mandate
from cairong.contracts.actions.register_supplier import register_supplier
from cairong.kernel.actor import Role, public
from cairong.kernel.errors import Conflict
from cairong.kernel.identifiers import uscc_check
from cairong.parties.kinds import SupplierFacts
from cairong.parties.models import Account, Claim, Mandate, Organisation
from support.browsing import problems, read, send
from support.papers import table
from support.racing import FEWER, hands, split
from support.town import CITY, COUNTY, at, found_town
from support.visitors import WORD, account_in, browser, signed_in

NOW = at("2025-09-15 10:00")
USCC, OTHER_USCC = "91110000600037341L", "91410300MA3X4LQK6G"
OWN = {
    "name": "洛阳本尊软件有限公司", "region": COUNTY, "address": "西工区一号",
    "supplier": SupplierFacts(
        industry="软件和信息技术服务业", employees=42, revenue_wan=Decimal(1800)
    ),
    "person": "李工", "phone": "13800000000", "username": "ligong",
}  # fmt: skip
STRANGE = {
    "name": "洛阳胡写有限公司", "region": "410327", "address": "宜阳县",
    "supplier": SupplierFacts(
        industry="软件和信息技术服务业", employees=4000, revenue_wan=Decimal(90000)
    ),
    "person": "王某", "phone": "13900000000", "username": "wangmou",
}  # fmt: skip


def register(said=OWN, **changed) -> Claim:
    rest = {"uscc": USCC, "evidence": "营业执照与授权书", "password": WORD}
    return register_supplier(actor=public(city=CITY), now=NOW, **{**rest, **said, **changed})


@pytest.fixture
def decide(town):
    def decided(claim: Claim, *, accepted: bool) -> Claim:
        desk = town.bureau(Role.PROCUREMENT_OFFICER)
        return prove_mandate(
            actor=desk, now=NOW, claim_id=claim.pk, accepted=accepted, reason="已回拨登记电话"
        )

    return decided


def facts(one: Organisation) -> tuple:
    one.refresh_from_db()
    return (one.name, one.region, one.address, one.supplier_profile.size, one.contact_name)


TRUE = (OWN["name"], OWN["region"], OWN["address"], "small", OWN["person"])


def test_a_strangers_claim_does_not_bar_the_true_holder(town, decide):
    register(STRANGE)
    claim = decide(register(), accepted=True)
    assert facts(claim.organisation) == TRUE


def test_after_a_refusal_the_next_stands_as_it_says_itself(town, decide):
    decide(register(STRANGE), accepted=False)
    claim = decide(register(), accepted=True)
    assert facts(claim.organisation) == TRUE


def test_once_one_is_accepted_the_others_are_refused_in_words(town, decide):
    strange, own = register(STRANGE), register()
    decide(own, accepted=True)
    with pytest.raises(Conflict) as refused:
        decide(strange, accepted=True)
    assert refused.value.findings[0].code == "parties.claim_overtaken"
    assert Claim.objects.get(pk=strange.pk).state == "waiting"
    decide(strange, accepted=False)
    assert not Account.objects.get(username="wangmou").is_active
    assert Account.objects.get(username="ligong").is_active
    assert facts(Organisation.objects.get(uscc=USCC)) == TRUE


def test_one_person_claims_one_supplier_once_at_a_time(town, decide):
    first = register()
    with pytest.raises(Conflict) as refused:
        register(username="second")
    assert refused.value.findings[0].code == "parties.claim_waiting"
    register(uscc=OTHER_USCC, username="third")
    decide(first, accepted=False)
    register(username="fourth")


class TestDesk:
    def test_two_claims_of_one_code_are_told_apart_in_the_list(self, town):
        register(STRANGE)
        register()
        page = read(browser(town, "procurement-officer"), "/account/claims/?sort=uscc")
        rows = table(page, "供应商授权核实")
        assert {(one["供应商"], one["经办人"]) for one in rows} == {
            (OWN["name"], OWN["person"]), (STRANGE["name"], STRANGE["person"])
        }  # fmt: skip
        assert {one["统一社会信用代码"] for one in rows} == {USCC}

    def test_each_names_the_other(self, town):
        strange, own = register(STRANGE), register()
        desk = browser(town, "procurement-officer")
        page = read(desk, f"/account/claims/{own.pk}/")
        for words in ("同一代码还有待核实的授权", STRANGE["name"], STRANGE["person"], "宜阳县"):
            assert words in page
        assert f"/account/claims/{strange.pk}/" in page
        assert STRANGE["phone"] not in page

    def test_a_county_reads_of_the_other_countys_without_a_closed_door(self, town):
        strange, own = register(STRANGE), register()
        desk = signed_in(account_in(town, "procurement-officer", region=COUNTY))
        page = read(desk, f"/account/claims/{own.pk}/")
        assert STRANGE["person"] in page
        assert f"/account/claims/{strange.pk}/" not in page

    def test_the_one_left_says_who_was_accepted_and_can_only_be_refused(self, town, decide):
        strange, own = register(STRANGE), register()
        decide(own, accepted=True)
        desk = browser(town, "procurement-officer")
        place = f"/account/claims/{strange.pk}/"
        page = read(desk, place)
        assert "「洛阳本尊软件有限公司」已有核实过的经办人员" in page
        assert "同一代码还有待核实的授权" not in page
        assert "核实通过</button>" not in page
        said = problems(send(desk, place, {"reason": "好", "verdict": "accept"}, 409))
        assert "不能再通过这份授权" in said[0]
        send(desk, place, {"reason": "与登记不符", "verdict": "refuse"})
        assert Claim.objects.get(pk=strange.pk).state == "refused"

    def test_one_alone_says_nothing_of_others(self, town):
        register(STRANGE, uscc=OTHER_USCC)
        own = register()
        page = read(browser(town, "procurement-officer"), f"/account/claims/{own.pk}/")
        assert "同一代码" not in page
        assert "已有核实过的经办人员" not in page


@pytest.mark.usefixtures("committed_db")
def test_two_desks_accept_at_once_and_one_of_them_is_right():
    town = found_town()
    desks = [town.bureau(one) for one in (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER)]
    with hands(2) as two:
        for number in range(min(FEWER, 10)):
            body = f"91{COUNTY}MA{number:07d}"
            claims = [
                register(
                    said,
                    uscc=body + uscc_check(body),
                    username=f"user{number}{place}",
                    name=f"{said['name']}{number}",
                )
                for place, said in enumerate((OWN, STRANGE))
            ]
            acts = [
                partial(
                    prove_mandate, actor=desk, now=NOW, claim_id=claim.pk, accepted=True,
                    reason="已回拨",
                )
                for desk, claim in zip(desks, claims, strict=True)
            ]  # fmt: skip
            done, refused = split(two.race(*acts))
            assert [one.findings[0].code for one in refused] == ["parties.claim_overtaken"]
            organisation = Organisation.objects.get(uscc=claims[0].uscc)
            assert organisation == done[0].organisation
            assert organisation.name == done[0].name
            assert Mandate.objects.filter(organisation=organisation).count() == 1


def test_a_visitor_registers_beside_a_strangers_claim(town):
    register(STRANGE)
    typed = {
        "uscc": USCC, "name": OWN["name"], "region": COUNTY, "address": OWN["address"],
        "industry": "软件和信息技术服务业", "employees": "42", "revenue_wan": "1800",
        "assets_wan": "", "person": "李工", "phone": "13800000000", "evidence": "授权书",
        "username": "ligong", "password": WORD,
    }  # fmt: skip
    send(Client(), "/account/register/", typed)
    assert Claim.objects.filter(uscc=USCC, state="waiting").count() == 2
    said = problems(send(Client(), "/account/register/", typed | {"username": "again"}, 409))
    assert "您为「洛阳本尊软件有限公司」提交的授权证明正等采购科核实" in said[0]
