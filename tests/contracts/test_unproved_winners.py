"""Whoever registers under the name of another wins nothing by it (D22): the desk has to look."""

from decimal import Decimal

import pytest

from cairong.contracts.actions.invite_winner import invite_winner
from cairong.contracts.actions.prove_mandate import prove_mandate
from cairong.contracts.actions.register_supplier import register_supplier
from cairong.doors.drain import drain
from cairong.kernel.actor import public
from cairong.kernel.errors import Conflict
from cairong.outreach.models import Letter
from cairong.parties.kinds import SupplierFacts
from cairong.parties.models import Organisation
from contracts.ground import AWARDED, OTHER_USCC
from support.town import CITY, COUNTY
from support.visitors import WORD

NAME = "洛阳真中标建设有限公司"
USCC = "91110000600037341L"
FACTS = SupplierFacts(industry="软件和信息技术服务业", employees=42, revenue_wan=Decimal(1800))


def register(uscc: str = OTHER_USCC, **changed):
    given = {
        "uscc": uscc, "name": NAME, "region": COUNTY, "address": "洛阳市西工区", "supplier": FACTS,
        "person": "李工", "phone": "13800000000", "evidence": "授权书", "username": "ligong",
        "password": WORD,
    }  # fmt: skip
    return register_supplier(actor=public(city=CITY), now=AWARDED, **given | changed)


@pytest.fixture
def decide(ground):
    def decided(claim, *, accepted: bool):
        return prove_mandate(
            actor=ground.desk(), now=AWARDED, claim_id=claim.pk, accepted=accepted, reason="已回拨"
        )

    return decided


def suppliers() -> list[str]:
    rows = Organisation.objects.filter(kind="supplier", active=True)
    return list(rows.values_list("uscc", flat=True))


def test_who_waits_for_the_desk_is_no_supplier_yet(ground):
    claim = register()
    assert claim.organisation is None
    assert suppliers() == []


def test_an_award_of_its_name_is_not_its_own(ground):
    register()
    share = ground.award(supplier_name=NAME).shares.get()
    assert (share.supplier, share.supplier_name) == (None, NAME)
    drain(clock=lambda: AWARDED, city=CITY)
    assert not Letter.objects.exists()


def test_the_winner_itself_is_still_invited_and_joined(ground, decide):
    register()
    award = ground.award(supplier_name=NAME)
    link = invite_winner(
        actor=ground.officer(), now=AWARDED, award_id=award.pk, share_id=award.shares.get().pk
    )
    decide(register(USCC, username="wanggong", invitation=link.token), accepted=True)
    assert award.shares.get().supplier.uscc == USCC


def test_refused_it_leaves_nothing_behind(ground, decide):
    decide(register(), accepted=False)
    assert suppliers() == []
    assert ground.award(supplier_name=NAME).shares.get().supplier is None


def test_accepted_it_is_found_by_its_name(ground, decide):
    claim = decide(register(), accepted=True)
    assert suppliers() == [OTHER_USCC]
    assert claim.organisation.supplier_profile.size == "small"
    assert ground.award(supplier_name=NAME).shares.get().supplier == claim.organisation


def test_it_does_not_hide_a_supplier_of_that_name(ground):
    known = ground.town.supplier(NAME)
    register()
    assert ground.award(supplier_name=NAME).shares.get().supplier == known


def test_a_supplier_known_before_stands_whatever_becomes_of_a_claim(ground, decide):
    known = ground.town.supplier(NAME, OTHER_USCC)
    assert decide(register(), accepted=False).organisation == known
    assert suppliers() == [OTHER_USCC]


def test_a_known_supplier_keeps_its_people_to_itself(ground, decide):
    decide(register(), accepted=True)
    with pytest.raises(Conflict) as refused:
        register(username="second")
    assert refused.value.findings[0].code == "parties.supplier_has_people"
