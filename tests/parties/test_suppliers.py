"""How a supplier's first person arises: registered, looked at, let in or not (D22). 一(一)-5"""

from decimal import Decimal

import pytest

from cairong.contracts.actions.prove_mandate import prove_mandate
from cairong.contracts.actions.register_supplier import register_supplier
from cairong.kernel.actor import Role, public
from cairong.kernel.errors import (
    Conflict,
    Invalid,
    NotAllowed,
    WrongState,
)
from cairong.parties.actions.accounts import (
    note_sign_in,
)
from cairong.parties.kinds import SupplierFacts
from cairong.parties.models import Account, Mandate, Organisation
from support.town import CITY, COUNTY, at

pytestmark = pytest.mark.django_db(transaction=False)
WORD = "correct horse battery"
NOW = at("2025-09-15 10:00")
ANYBODY = public(city=CITY)


def supplier_facts() -> SupplierFacts:
    return SupplierFacts(industry="软件和信息技术服务业", employees=42, revenue_wan=Decimal(1800))


def register(**changed):
    values = {
        "uscc": "91110000600037341L",
        "name": "洛阳𠮷星软件有限公司",
        "region": COUNTY,
        "address": "洛阳市西工区",
        "supplier": supplier_facts(),
        "person": "李工",
        "phone": "13800000000",
        "evidence": "营业执照与授权书",
        "username": "ligong",
        "password": WORD,
    }
    return register_supplier(actor=ANYBODY, now=NOW, **{**values, **changed})


class TestSuppliers:
    def test_a_registered_supplier_acts_once_the_desk_has_looked(self, town):
        claim = register()
        account = Account.objects.get(username="ligong")
        with pytest.raises(NotAllowed):
            note_sign_in(actor=ANYBODY, now=NOW, account_id=account.pk)
        desk = town.bureau(Role.PROCUREMENT_OFFICER)
        prove_mandate(actor=desk, now=NOW, claim_id=claim.pk, accepted=True, reason="材料齐全")
        account.refresh_from_db()
        assert account.mandate.organisation.supplier_profile.size == "small"
        assert account.mandate.role == Role.SUPPLIER
        assert account.mandate.administrator
        with pytest.raises(WrongState):
            prove_mandate(actor=desk, now=NOW, claim_id=claim.pk, accepted=True, reason="再来")

    def test_a_refused_claim_closes_the_account(self, town):
        claim = register()
        desk = town.bureau(Role.PROCUREMENT_APPROVER)
        prove_mandate(actor=desk, now=NOW, claim_id=claim.pk, accepted=False, reason="无授权书")
        assert not Account.objects.get(username="ligong").is_active
        assert not Mandate.objects.filter(role=Role.SUPPLIER).exists()
        assert not Organisation.objects.filter(kind="supplier").exists()

    def test_only_the_procurement_desk_decides(self, town):
        claim = register()
        with pytest.raises(NotAllowed):
            prove_mandate(
                actor=town.bureau(Role.TREASURY_OFFICER),
                now=NOW,
                claim_id=claim.pk,
                accepted=True,
                reason="好",
            )

    def test_a_known_supplier_is_found_again(self, town):
        known = town.supplier("洛阳星软件")
        claim = register()
        assert claim.organisation == known

    def test_a_persons_second_claim_waits_for_the_first(self, town):
        register()
        with pytest.raises(Conflict):
            register(username="second")

    def test_a_supplier_with_people_is_not_taken_over(self, town):
        town.actor(town.supplier("洛阳星软件"), Role.SUPPLIER)
        with pytest.raises(Conflict):
            register()

    def test_a_wrong_code_is_refused(self, town):
        with pytest.raises(Invalid) as refused:
            register(uscc="91110000600037341X")
        assert refused.value.field == "uscc"
