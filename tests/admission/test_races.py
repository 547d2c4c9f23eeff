"""A suspension meets what comes at the same moment: nothing is left open there. 一(一)-4"""

from functools import partial

import pytest

from admission.ground import FOLLOWING, pair, resume
from cairong.admission.actions.suspend_institution import suspend_institution
from cairong.lending.actions.register_intent import register_intent
from cairong.lending.models import Application, Offer
from cairong.lending.states import LIVE_OFFERS, OPEN_APPLICATIONS
from lending.ground import NOW, Case, drain, stand_case
from support.racing import FEWER, hands, split
from support.town import at, found_town

pytestmark = pytest.mark.soak
ROUNDS = FEWER // 2


@pytest.fixture
def case(committed_db) -> Case:
    case = stand_case(found_town(at("2025-09-01 08:00")))
    case.publish()
    return case


def suspending(case: Case):
    officer, approver = pair(case.town)
    facts = {"institution_id": case.bank().pk, "reason": "许可证被责令整改"}
    proposal = suspend_institution.propose(actor=officer, now=NOW, **facts)
    return partial(suspend_institution.approve, actor=approver, now=NOW, proposal_id=proposal.pk)


def nothing_waits(case: Case) -> None:
    drain(NOW, FOLLOWING)
    waiting = Application.objects.filter(institution=case.bank(), state__in=OPEN_APPLICATIONS)
    assert not waiting.exists()


def test_an_intent_that_comes_meanwhile_is_refused_or_given_back(case: Case):
    wish = {"contract_id": case.contract.pk, "amount_fen": 100_000, "days": 180}
    asks = partial(register_intent, actor=case.supplier, now=NOW, **wish)
    with hands(2) as two:
        for _ in range(ROUNDS):
            done, _ = split(
                two.race(suspending(case), partial(asks, institution_ids=[case.bank().pk]))
            )
            assert case.bank() in done
            nothing_waits(case)
            resume(case.town, case.bank())


def test_an_acceptance_that_comes_meanwhile_stands_or_the_offer_ends(case: Case):
    product = case.bank().products.get()
    with hands(2) as two:
        for _ in range(ROUNDS):
            offer = case.offer(case.intend(1000), product, 1000)
            accepts = partial(case.do, "accept_offer", offer=offer)
            done, _ = split(two.race(suspending(case), accepts))
            nothing_waits(case)
            offer.refresh_from_db()
            assert offer.state == ("accepted" if len(done) == 2 else "lapsed")
            if offer.state in LIVE_OFFERS:
                case.do("decline_offer", offer=offer)
            resume(case.town, case.bank())
    assert not Offer.objects.filter(state__in=LIVE_OFFERS).exists()
