"""Supplier and purchaser: at every stage of a case, every act whose turn it is not is refused.

One case goes its whole way. At each stage all acts that are not open there are sent, filled in as
if they were, and twice what was just done: nothing changes, and the answer says why.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.utils import timezone

from cairong.audit.models import Event
from cairong.contracts.models import Award, Contract
from cairong.filing.actions.open_filing import open_filing
from cairong.kernel.actor import Role
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.meet_conditions import meet_conditions
from cairong.lending.actions.request_lock import request_lock
from cairong.parties.models import Proposal
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock
from cairong.treasury.actions.confirm_lock import confirm_lock
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.models import Lock, PayeeVersion, Payment
from contracts.ground import Ground
from lending.ground import Case, drain, twice
from support.browsing import problems, text
from support.staging import staged
from support.town import at, found_town
from support.visitors import browser

NOBODY = "01890000-0000-7000-8000-000000000000"
WHY = {"reason": "改由线下办理"}
CHECKED = dict.fromkeys(("account", "unchanged", "debt", "instead"), "on")
MONEY = {"amount": "1000"}
ACCEPTED = {"milestone": "签订开票", "amount": "1000", "on": "2025-10-10"}
ACTS: dict[str, tuple[Role, str, dict[str, str]]] = {
    "wish": (Role.SUPPLIER, "/supplier/intents/new/contract/{contract}/",
             {"amount": "1000", "days": "90"}),
    "withdraw": (Role.SUPPLIER, "/supplier/intents/{intent}/withdraw/", {}),
    "accept": (Role.SUPPLIER, "/supplier/offers/{offer}/accept/", {}),
    "decline": (Role.SUPPLIER, "/supplier/offers/{offer}/decline/", {}),
    "consent": (Role.SUPPLIER, "/supplier/locks/{lock}/", {}),
    "refuse": (Role.SUPPLIER, "/supplier/locks/{lock}/refuse/", WHY),
    "cancel": (Role.PURCHASER_OFFICER, "/purchaser/awards/{award}/cancel/", WHY),
    "draft": (Role.PURCHASER_OFFICER, "/purchaser/awards/{award}/contract/",
              {"title": "x", "act": "draft"}),
    "resubmit": (Role.PURCHASER_OFFICER, "/purchaser/contracts/{contract}/resubmit/",
                 {"quality": "合格"}),
    "recall": (Role.PURCHASER_OFFICER, "/purchaser/contracts/{contract}/recall/", WHY),
    "acceptance": (Role.PURCHASER_OFFICER, "/purchaser/contracts/{contract}/acceptance/", ACCEPTED),
    "payment": (Role.PURCHASER_OFFICER, "/purchaser/contracts/{contract}/payment/", MONEY),
    "take back": (Role.PURCHASER_OFFICER, "/purchaser/payments/{payment}/take-back/", WHY),
    "acknowledge": (Role.PURCHASER_OFFICER, "/purchaser/locks/{lock}/", CHECKED),
    "not acknowledge": (Role.PURCHASER_OFFICER, "/purchaser/locks/{lock}/decline/", WHY),
}  # fmt: skip
ALWAYS_LATER = {"wish", "acceptance"}  # open from signing to the end, within their bounds
OPEN: dict[str, set[str]] = {
    "award": {"cancel", "draft"},
    "announced": ALWAYS_LATER | {"recall"},
    "filed": ALWAYS_LATER,
    "intent": ALWAYS_LATER | {"withdraw"},
    "offered": ALWAYS_LATER | {"withdraw", "accept", "decline"},
    "accepted": ALWAYS_LATER | {"decline"},
    "lock asked": ALWAYS_LATER | {"decline", "consent", "refuse"},
    "consented": ALWAYS_LATER | {"decline", "acknowledge", "not acknowledge"},
    "acknowledged": ALWAYS_LATER | {"decline"},
    "locked": ALWAYS_LATER | {"decline"},
    "ready": ALWAYS_LATER | {"decline"},
    "drawn": ALWAYS_LATER | {"decline"},
    "due": ALWAYS_LATER | {"decline", "payment"},
    "asked": ALWAYS_LATER | {"decline", "take back"},
    "paid": ALWAYS_LATER | {"decline"},
}
REFUSED = {404, 409, 422}


@dataclass
class Way:
    """The case, the browsers, and the ids of what there is so far."""

    ground: Ground
    case: Case
    browsers: dict[Role, Client]
    ids: dict[str, object] = field(
        default_factory=lambda: dict.fromkeys(
            ("contract", "award", "intent", "offer", "lock", "payment"), NOBODY
        )
    )

    def send(self, act: str):
        role, address, typed = ACTS[act]
        return self.browsers[role].post(address.format(**self.ids), typed)

    def look(self, act: str):
        role, address, _ = ACTS[act]
        return self.browsers[role].get(address.format(**self.ids))


@staged
def way(db) -> Way:
    town = found_town(at("2025-09-01 08:00"))
    roles = (Role.SUPPLIER, Role.PURCHASER_OFFICER)
    return Way(Ground(town), Case(town, None), {role: browser(town, role) for role in roles})


def stages(way: Way) -> Iterator[str]:
    """Take the case its whole way; each stage is told once it is reached."""
    ground, case = way.ground, way.case
    award: Award = ground.award()
    way.ids["award"] = award.pk
    yield "award"
    contract: Contract = ground.sign(award)
    case.contract, way.ids["contract"] = contract, contract.pk
    yield "announced"
    ground.decide(contract)
    case.now = timezone.now()
    yield "filed"
    product, intent = case.publish(), case.intend()
    way.ids["intent"] = intent.pk
    yield "intent"
    offer = case.offer(intent, product)
    way.ids["offer"] = offer.pk
    yield "offered"
    accept_offer(actor=case.supplier, now=case.now, offer_id=offer.pk)
    yield "accepted"
    yield from locked(way, case, offer)
    yield from paid(way, ground, case)


def locked(way: Way, case: Case, offer) -> Iterator[str]:
    lock: Lock = case.by_bank(request_lock, "甲银行", offer_id=offer.pk)
    way.ids["lock"] = lock.pk
    yield "lock asked"
    consent_lock(actor=case.supplier, now=case.now, lock_id=lock.pk)
    yield "consented"
    hands = way.ground.officer(), way.ground.approver()
    twice(acknowledge_lock, *hands, case.now, lock_id=lock.pk)
    yield "acknowledged"
    case.by_treasury(confirm_lock, lock_id=lock.pk)
    yield "locked"
    meet_conditions(
        actor=case.officer(), now=case.now, offer_id=offer.pk, signed_on=case.now.date()
    )
    yield "ready"
    case.draw(offer, 100_000)
    yield "drawn"


def paid(way: Way, ground: Ground, case: Case) -> Iterator[str]:
    given = {"contract_id": case.contract.pk, "amount_fen": 5_000_000}
    record_acceptance(
        actor=ground.officer(), now=case.now, milestone="验收", on=case.now.date(), **given
    )
    yield "due"
    payment: Payment = twice(
        request_payment, ground.officer(), ground.approver(), case.now, **given
    )
    way.ids["payment"] = payment.pk
    yield "asked"
    case.by_treasury(pay, payment_id=payment.pk)
    drain(case.now)
    yield "paid"


def everything() -> tuple[int, ...]:
    return tuple(one.objects.count() for one in (Event, Proposal, PayeeVersion, Lock, Payment))


def test_what_is_not_open_is_refused_in_words_at_every_stage(way):
    wrong = []
    for stage in stages(way):
        for act in sorted(set(ACTS) - OPEN[stage]):
            before = everything()
            answer = way.send(act)
            said = problems(text(answer)) or 'class="refusal' in text(answer)
            if answer.status_code not in REFUSED or everything() != before:
                wrong.append(f"{act} when {stage}: {answer.status_code}")
            elif not said and answer.status_code != 404:
                wrong.append(f"{act} when {stage}: {answer.status_code} without a word")
    assert wrong == []


def test_every_page_of_every_act_opens_or_says_no_at_every_stage(way):
    wrong = []
    for stage in stages(way):
        for act in sorted(ACTS):
            answer = way.look(act)
            page = text(answer)
            if answer.status_code not in {200, 302, 404, 405, 409}:
                wrong.append(f"{act} when {stage}: {answer.status_code}")
            if answer.status_code == 200 and ("<main" not in page or "<h1" not in page):
                wrong.append(f"{act} when {stage}: a page without its content")
    assert wrong == []


ONCE: dict[str, str] = {
    "award": "cancel", "announced": "recall", "intent": "withdraw", "offered": "accept",
    "accepted": "decline", "lock asked": "consent",
}  # fmt: skip


@pytest.mark.parametrize("stage", ONCE)
def test_what_is_open_is_done_once_and_the_second_time_told(way, stage):
    act = ONCE[stage]
    reach(way, stage)
    assert way.send(act).status_code == 302, problems(text(way.send(act)))
    before = everything()
    again = way.send(act)
    assert again.status_code in {409, 422}, again.status_code
    assert problems(text(again))
    assert everything() == before


def test_a_filing_once_opened_by_the_desk_is_recalled_no_more(way):
    reach(way, "announced")
    desk = way.ground.desk()
    open_filing(actor=desk, now=timezone.now(), contract_id=way.ids["contract"])
    before = everything()
    answer = way.send("recall")
    assert answer.status_code in {403, 409}
    assert "打开" in problems(text(answer))[0]
    assert everything() == before


def reach(way: Way, wanted: str) -> None:
    for stage in stages(way):
        if stage == wanted:
            return
