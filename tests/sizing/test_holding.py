"""What a decided class changes from its day on, and what it leaves as it was. 802§3, 802§29"""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from cairong.contracts.models import ContractSupplier
from cairong.guidance.actions.consent_roster import consent_roster
from cairong.guidance.roster import size_of
from cairong.kernel.actor import Role
from cairong.kernel.errors import PolicyBreach
from cairong.lending.steps.bindings import Borrower
from cairong.oversight.reads import financed
from cairong.parties.actions.change import change_own_facts
from cairong.parties.kinds import SupplierFacts
from cairong.parties.models import Mandate, SupplierProfile
from cairong.recommending.actions.recommend_supplier import recommend_supplier
from lending.ground import NOW, Case, drain, sign, stand_award, stand_case, twice
from recommending.ground import GROUNDS
from sizing.ground import Sizing
from support.staging import staged
from support.town import CITY, Town, at

pytestmark = pytest.mark.django_db
DAY = at("2025-10-13 10:00")
LARGE = {"employees": 380, "revenue_wan": Decimal(12000)}
MICRO = {"employees": 5, "revenue_wan": Decimal(10)}


class Settled(Sizing):
    """The supplier of a filed contract, registered here, whose class comes to be decided."""

    case: Case

    def settle(self, now=DAY, **figures) -> None:
        found = self.ask(self.of(self.supplier), uscc="", now=now)
        self.decide(found, now + timedelta(hours=2), **figures)

    @property
    def supplier(self):
        return self.town.supplier()


def stand_settled(town: Town) -> Settled:
    here = SupplierFacts(industry="软件和信息技术服务业", employees=42, revenue_wan=Decimal(1800))
    town.organisation(
        "supplier", "供应商", uscc="91410300MA44K3P079", supplier=here, address="洛阳市"
    )
    made = Settled(town)
    made.case = stand_case(town)
    assert made.pair
    return made


@staged
def ground(town: Town) -> Settled:
    return stand_settled(town)


def sizes_signed() -> list[str]:
    return list(ContractSupplier.objects.order_by("contract__no").values_list("size", flat=True))


def test_a_contract_signed_before_keeps_its_class_and_one_signed_after_has_the_decided(ground):
    assert sizes_signed() == ["small"]
    award = stand_award(ground.town)
    ground.settle(**LARGE)
    sign(ground.town, award, now=at("2025-10-14 15:00"))
    assert sizes_signed() == ["small", "large"]
    before, after = ContractSupplier.objects.order_by("contract__no")
    assert "decided_on" not in before.size_inputs
    assert after.size_inputs["decided_on"] == "2025-10-13"
    assert after.size_inputs["employees"] == 42


def test_a_borrower_is_of_the_class_of_its_contract_else_of_the_one_that_holds(ground):
    ground.settle(**LARGE)
    case = ground.case
    held = case.publish(sizes=["micro", "small", "medium"])
    offer = case.offer(case.intend(), held)
    assert offer.state == "offered"
    assert Borrower(city=CITY, region=CITY, size=ground.size(ground.supplier)).size == "large"


def test_a_firm_decided_large_is_not_recommended_and_one_decided_micro_is(ground):
    facts = {"uscc": ground.supplier.uscc, "until": date(2026, 3, 31), **GROUNDS}
    ground.case.bank()
    ground.settle(**LARGE)
    with pytest.raises(PolicyBreach) as caught:
        twice(recommend_supplier, *ground.pair, at("2025-10-14 10:00"), **facts)
    assert caught.value.findings[0].code == "recommending.large"
    ground.settle(at("2025-10-15 10:00"), **MICRO)
    made = twice(recommend_supplier, *ground.pair, at("2025-10-16 10:00"), **facts)
    assert made.state == "open"


def test_a_firm_decided_large_does_not_enter_the_roster(ground):
    ground.settle(**LARGE)
    assert size_of(ground.supplier.pk) == "large"
    with pytest.raises(PolicyBreach) as caught:
        consent_roster(actor=ground.of(ground.supplier), now=at("2025-10-14 10:00"))
    assert caught.value.findings[0].code == "roster.large"


def test_loans_and_figures_of_before_stay(ground):
    case = ground.case
    product = case.publish()
    case.draw(case.ready(product), 300_000, now=NOW)
    drain(NOW)
    watching = ground.town.bureau(Role.PROCUREMENT_OFFICER)
    before = financed(watching, 2025).whole
    ground.settle(**LARGE)
    after = financed(watching, 2025).whole
    assert (before.smes, before.loans) == (1, 1)
    assert (after.smes, after.loans, after.growth) == (1, 1, before.growth)


@pytest.mark.parametrize(
    ("figures", "held"),
    [
        (MICRO, "micro"),
        ({"employees": 42, "revenue_wan": Decimal(1800)}, "small"),
        ({"employees": 120, "revenue_wan": Decimal(1800)}, "medium"),
        (LARGE, "large"),
        ({**MICRO, "tied": True}, "large"),
    ],
)
def test_what_is_found_holds_whatever_the_firm_enters_afterwards(ground, figures, held):
    ground.settle(**figures)
    actor = ground.of(ground.supplier)
    Mandate.objects.filter(pk=actor.mandate_id).update(administrator=True)
    for employees, revenue in ((5, 10), (42, 1800), (900, 90000)):
        facts = SupplierFacts(
            industry="软件和信息技术服务业", employees=employees, revenue_wan=Decimal(revenue)
        )
        change_own_facts(
            actor=actor, now=at("2025-10-14 10:00"), address=f"洛阳市{employees}号",
            contact_name="王五", contact_phone="037963000001", supplier=facts,
        )  # fmt: skip
        profile = SupplierProfile.objects.get(pk=ground.supplier.pk)
        assert (profile.size, profile.employees) == (held, employees)


def test_a_firm_nobody_decided_about_goes_by_its_own_figures(ground):
    other = ground.foreign
    actor = ground.of(other)
    Mandate.objects.filter(pk=actor.mandate_id).update(administrator=True)
    for employees, revenue, size in ((5, 10, "micro"), (42, 1800, "small"), (900, 90000, "large")):
        facts = SupplierFacts(
            industry="软件和信息技术服务业", employees=employees, revenue_wan=Decimal(revenue)
        )
        change_own_facts(
            actor=actor, now=DAY, address=f"洛阳市{employees}号", contact_name="王五",
            contact_phone="037963000001", supplier=facts,
        )  # fmt: skip
        assert ground.size(other) == size
