"""Several hands on one winner's invitation at the same moment: one registration, one open link."""

from decimal import Decimal
from functools import partial

import pytest

from cairong.contracts.actions.invite_winner import invite_winner
from cairong.contracts.actions.register_supplier import register_supplier
from cairong.contracts.models import AwardInvitation
from cairong.kernel.actor import public
from cairong.kernel.errors import NotFound
from cairong.kernel.identifiers import uscc_check
from cairong.parties.kinds import SupplierFacts
from contracts.ground import AWARDED, Ground
from support.racing import FEWER, hands, split
from support.town import CITY, COUNTY, at, found_town
from support.visitors import WORD

pytestmark = pytest.mark.usefixtures("committed_db")
ROUNDS = min(FEWER, 10)
FACTS = SupplierFacts(industry="软件和信息技术服务业", employees=42, revenue_wan=Decimal(1800))


@pytest.fixture
def ground() -> Ground:
    return Ground(found_town(at("2025-09-01 08:00")))


def register(token: str, name: str, number: int):
    body = f"91{COUNTY}MA{number:07d}"
    return register_supplier(
        actor=public(city=CITY), now=AWARDED, uscc=body + uscc_check(body), name=name,
        region=COUNTY, address="洛阳市", supplier=FACTS, person="李工", phone="13800000000",
        evidence="授权书", username=f"user{number}", password=WORD, invitation=token,
    )  # fmt: skip


def test_one_link_registers_one(ground):
    officer = ground.officer()
    with hands(2) as two:
        for number in range(ROUNDS):
            name = f"洛阳新来{number}有限公司"
            award = ground.award(supplier_name=name)
            token = invite_winner(
                actor=officer, now=AWARDED, award_id=award.pk, share_id=award.shares.get().pk
            ).token
            done, refused = split(
                two.race(*(partial(register, token, name, 2 * number + one) for one in (0, 1)))
            )
            assert [type(one) for one in refused] == [NotFound]
            assert refused[0].findings[0].code == "contracts.invitation_used"
            assert AwardInvitation.objects.get(share__award=award).claim == done[0]


def test_of_two_links_made_at_once_one_stays_open(ground):
    officer = ground.officer()
    with hands(2) as two:
        for number in range(ROUNDS):
            award = ground.award(supplier_name=f"洛阳新来{number}有限公司")
            invite = partial(
                invite_winner, actor=officer, now=AWARDED, award_id=award.pk,
                share_id=award.shares.get().pk,
            )  # fmt: skip
            done, refused = split(two.race(invite, invite))
            assert (len(done), refused) == (2, [])
            links = AwardInvitation.objects.filter(share__award=award)
            assert (links.count(), links.filter(withdrawn_at=None).count()) == (2, 1)
