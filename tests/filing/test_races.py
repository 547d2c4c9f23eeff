"""Two at once: one wins, the other reads why."""

from collections import Counter
from functools import partial

import pytest

from cairong.contracts.facts import Account
from cairong.contracts.models import Contract
from cairong.disclosure.models import PublishedVersion
from cairong.filing.actions.decide_filing import decide_filing
from cairong.filing.actions.sign_contract import sign_contract
from cairong.kernel.errors import Refusal
from cairong.treasury.actions.confirm_account import confirm_account
from cairong.treasury.models import OwnAccount, PayeeVersion, Receivable
from contracts.ground import ACCOUNT, DECIDED, SIGNED, Ground
from support.confirming import confirmed
from support.racing import FEWER, hands
from support.town import at, found_town

pytestmark = pytest.mark.soak


@pytest.fixture
def city(committed_db) -> Ground:
    return Ground(found_town(at("2025-09-01 08:00")))


def ends(outcomes) -> Counter:
    """Count how the acts of a race ended."""
    return Counter(one.kind if isinstance(one, Refusal) else "done" for one in outcomes)


def approvals(act, actor, now, proposals) -> list:
    return [partial(act.approve, actor=actor, now=now, proposal_id=one.pk) for one in proposals]


def test_an_award_is_signed_once_and_a_filing_decided_once(city: Ground):
    with hands(4) as four:
        for number in range(1, FEWER + 1):
            award = city.award()
            terms = city.terms(award)
            signing = [
                sign_contract.propose(actor=city.officer(), now=SIGNED, **terms) for _ in range(4)
            ]
            raced = four.race(*approvals(sign_contract, city.approver(), SIGNED, signing))
            assert ends(raced) == {"done": 1, "WrongState": 3}
            contract = confirmed(city.town, Contract.objects.get(award=award), SIGNED)
            facts = {"contract_id": contract.pk, "verdict": "accept"}
            deciding = [
                decide_filing.propose(actor=city.desk(), now=DECIDED, **facts) for _ in range(4)
            ]
            approver = city.desk("procurement-approver")
            raced = four.race(*approvals(decide_filing, approver, DECIDED, deciding))
            assert ends(raced) == {"done": 1, "WrongState": 3}
            assert Receivable.objects.count() == PayeeVersion.objects.count() == number
            assert PublishedVersion.objects.count() == 2 * number


def test_an_account_is_confirmed_once(city: Ground):
    people = [city.town.actor(city.town.supplier(), "supplier", which) for which in "甲乙丙丁"]
    with hands(4) as four:
        for number in range(1, FEWER + 1):
            account = Account(**{**ACCOUNT, "no": f"62220202000{number:08d}"})
            contract = city.sign(silent=True, account=account)
            facts = {"now": SIGNED, "contract_id": contract.pk}
            raced = four.race(*(partial(confirm_account, actor=one, **facts) for one in people))
            assert ends(raced) == {"done": 1, "WrongState": 3}
            assert OwnAccount.objects.count() == number
