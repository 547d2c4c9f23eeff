"""A city in the middle of its work: every secret it may have, two banks bidding, a loan drawn."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from cairong.audit.outbox import CONSUMERS, deliver, waiting
from cairong.contracts.facts import Account as AccountFacts
from cairong.contracts.facts import Withholding
from cairong.contracts.models import AwardShare
from cairong.kernel.actor import Actor, Role, system
from cairong.kernel.calendar import day_of
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.meet_conditions import meet_conditions
from cairong.lending.models import Intent, Loan, Offer
from cairong.outreach.models import Letter, Message
from cairong.papers.actions.keep_paper import keep_paper
from cairong.parties import reads
from cairong.parties.actions.admit import admit_organisation
from cairong.parties.actions.appoint import appoint_person
from cairong.parties.actions.found import found_city
from cairong.parties.kinds import InstitutionFacts, SupplierFacts
from cairong.parties.models import Account, Mandate, Organisation, Person
from cairong.policy.items import WITHHOLDABLE
from cairong.policy.regions import County
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.models import Lock, Payment, Receivable
from contracts.ground import ACCOUNT, OTHER_USCC, Ground
from lending.ground import Case, twice
from papers.ground import SEEN
from support.clock import MORNING, Clock
from support.speaking import as_owner
from support.staging import staged
from support.town import AUTHORITIES, CITY, COUNTY, Town, at, found_town
from support.visitors import WORD, account_in, browser, signed_in

HIDDEN_ACCOUNT = "6222020200012345678"
SECRETS = {
    **{item: f"机密{word}七千三百" for item, word in WITHHOLDABLE.items()},
    "account_no": HIDDEN_ACCOUNT,
    "bank": "甲银行机密支行",
}
ACCOUNT_ITEMS = ("account_no", "bank")
ELSEWHERE = "410400"


@dataclass
class Busy:
    """The city, its records by the names routes give them, and browsers for everybody."""

    case: Case
    award_id: object
    intent: Intent
    rival: Offer
    offer: Offer
    loan: Loan
    lock: Lock
    payment: Payment
    second_payment: object
    browsers: dict[str, Client] = field(default_factory=dict)

    @property
    def town(self) -> Town:
        return self.case.town

    def ids(self) -> Mapping[str, object]:
        """One record for every kind of id that an address holds."""
        application = self.case.application(self.intent)
        return {
            "contract_id": self.case.contract.pk,
            "award_id": self.award_id,
            "share_id": AwardShare.objects.filter(award=self.award_id).first().pk,
            "application_id": application.pk,
            "intent_id": self.intent.pk,
            "offer_id": self.offer.pk,
            "lock_id": self.lock.pk,
            "loan_id": self.loan.pk,
            "payment_id": self.payment.pk,
            "receivable_id": Receivable.objects.get().pk,
            "product_id": self.offer.product_version.product_id,
            "verification_id": application.verifications.latest("at").pk,
            "letter_id": Letter.objects.first().pk,
            "proposal_id": self.second_payment.pk,
            "message_id": Message.objects.first().pk,
            "mandate_id": Mandate.objects.filter(organisation=self.town.supplier()).first().pk,
            "organisation_id": self.town.supplier().pk,
            "record_id": self.loan.pk,
        }

    def as_role(self, role: Role | str) -> Client:
        """The browser of somebody who has every right to be here."""
        if str(role) not in self.browsers:
            self.browsers[str(role)] = browser(self.town, role)
        return self.browsers[str(role)]

    def rival_bank(self) -> Client:
        """The browser of the bank that was not chosen."""
        return self.of(self.town.institution("乙银行"), "institution-officer")

    def desk_of(self, region: str, role: str) -> Client:
        """The browser of somebody at the bureau whose mandate reaches one county only."""
        name = f"{role}-{region}"
        appoint_person(
            actor=self.town.system, now=self.town.now, name=name, username=name, password=WORD,
            organisation_id=reads.the_only(CITY, "bureau").pk, role=role, region=region,
        )  # fmt: skip
        return signed_in(Account.objects.get(username=name))

    def second_account(self, person: Person, role: str) -> Client:
        """A second account of a person, under a second mandate in the same organisation."""
        mandate = Mandate.objects.create(
            organisation=self.town.purchaser(), person=person, role=role, region=COUNTY,
            valid_from=self.town.now.date(),
        )  # fmt: skip
        account = Account(username=f"again-{role}", person=person, mandate=mandate)
        account.set_password(WORD)
        account.save()
        return signed_in(account)

    def of(self, organisation: Organisation, role: str) -> Client:
        name = f"{organisation.name}-{role}"
        if name not in self.browsers:
            who = account_in(self.town, role, organisation=organisation, username=name)
            self.browsers[name] = signed_in(who)
        return self.browsers[name]


def deliver_all(now) -> None:
    while rows := list(waiting(now=now)):
        for row in rows:
            deliver(row, now=now, consumers=CONSUMERS)


def stand_busy(
    prepare: Callable[[Town], None] | None = None,
    withheld: Iterable[str] = SECRETS,
    *,
    papers: bool = False,
) -> Busy:
    """Bring the city to the middle of its work; `prepare` comes before the first award."""
    town = found_town(at("2025-09-01 08:00"))
    if prepare is not None:
        prepare(town)
    ground = Ground(town)
    award = ground.award()
    contract = ground.sign(
        award,
        fields={item: word for item, word in SECRETS.items() if item not in ACCOUNT_ITEMS},
        account=AccountFacts(**{**ACCOUNT, "bank": SECRETS["bank"]}),
        withheld=[
            Withholding(item=item, ground="供应商的商业秘密", until=date(2027, 1, 1))
            for item in withheld
        ],
    )
    ground.decide(contract)
    case = Case(town, contract, now=timezone.now())
    product, dear = case.publish(), case.publish("乙银行", spread_bp=487)
    intent = case.intend(300_000, "甲银行", "乙银行")
    offer = case.offer(intent, product)
    rival = case.offer(intent, dear, bank="乙银行", spread_bp=487)
    offer = accept_offer(actor=case.supplier, now=case.now, offer_id=offer.pk)
    lock = case.lock(offer)
    meet_conditions(
        actor=case.officer(), now=case.now, offer_id=offer.pk, signed_on=day_of(case.now)
    )
    loan = case.draw(offer, 200_000)
    officer, approver = ground.officer(), ground.approver()
    record_acceptance(
        actor=officer, now=case.now, contract_id=contract.pk, milestone="签订开票",
        amount_fen=20_000_000, on=day_of(case.now),
    )  # fmt: skip
    asked = {"contract_id": contract.pk, "amount_fen": 5_000_000}
    payment = twice(request_payment, officer, approver, case.now, **asked)
    proposal = request_payment.propose(
        actor=officer, now=case.now + timedelta(milliseconds=1), **asked
    )
    if papers:
        keep_paper(
            actor=officer, now=case.now, purpose="contract", name="合同文本", received=SEEN,
            contract_id=contract.pk,
        )  # fmt: skip
    deliver_all(case.now)
    return Busy(case, award.pk, intent, rival, offer, loan, lock, payment, proposal)


@pytest.fixture(scope="module", autouse=True)
def steady() -> Iterator[None]:
    """Keep the clock on the wall out of every test of abuse, and of what a module stands up."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", Clock(MORNING).now)
        yield


@staged
def busy(db) -> Busy:
    return stand_busy()


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker) -> Iterator[Busy]:
    """One busy city for all tests of a module that hold that nothing changes."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer._from_testcase = True  # as the runner's own: acts inside may be durable
        with outer:
            yield stand_busy()
            transaction.set_rollback(True)


@staged
def neighbour(busy) -> "Neighbour":
    return stand_neighbour()


@dataclass
class Neighbour:
    """Another city on the same installation, with somebody in every role."""

    clients: dict[str, Client]


def stand_neighbour() -> Neighbour:
    who = system(city=ELSEWHERE)
    now = at("2025-09-01 08:00")
    with as_owner():
        found_city(
            actor=who, now=now, name="平顶山市", opened_on=date(2022, 3, 10),
            regions=[County(code="410402", name="新华区")], authorities=AUTHORITIES, demo=True,
        )  # fmt: skip
    return Neighbour({role: signed_in(_somebody(who, now, role)) for role in _roles()})


def _roles() -> list[str]:
    return [one.value for one in Role if one not in {Role.PUBLIC, Role.SYSTEM}]


def _somebody(who: Actor, now, role: str) -> Account:
    kind = role.split("-", maxsplit=1)[0]
    if kind in ("procurement", "treasury", "county", "auditor"):
        kind = "bureau"
    if role == "sme-authority":
        kind = role
    house = Organisation.objects.filter(city_id=ELSEWHERE, kind=kind).first()
    if house is None:
        house = admit_organisation.by_system(
            actor=who, now=now, kind=kind, name=f"邻市{kind}", region=ELSEWHERE,
            **({"uscc": OTHER_USCC, "supplier": SUPPLIER} if kind == "supplier" else {}),
            **({"institution": BANK} if kind == "institution" else {}),
        )  # fmt: skip
    appoint_person(
        actor=who, now=now, organisation_id=house.pk, role=role, name=f"邻{role}",
        username=f"next-{role}", password=WORD,
    )  # fmt: skip
    return Account.objects.get(username=f"next-{role}")


BANK = InstitutionFacts(regions=[ELSEWHERE])
SUPPLIER = SupplierFacts(industry="软件和信息技术服务业", employees=42, revenue_wan=Decimal(1800))
