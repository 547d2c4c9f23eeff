"""Two at once: one wins, the other reads why."""

import threading
from collections import Counter

import pytest
from django.db import connections

from cairong.contracts.models import Contract
from cairong.disclosure.actions.decide_filing import decide_filing
from cairong.disclosure.actions.sign_contract import sign_contract
from cairong.disclosure.models import PublishedVersion
from cairong.kernel.errors import Refusal
from cairong.treasury.models import PayeeVersion, Receivable
from contracts.ground import DECIDED, SIGNED, Ground
from support.town import at, found_town

ROUNDS = 3


@pytest.fixture
def city(committed_db) -> Ground:
    return Ground(found_town(at("2025-09-01 08:00")))


def together(act, actor, now, proposals) -> Counter:
    """Approve several proposals at one moment; count how each ended."""
    start, ends = threading.Barrier(len(proposals)), []

    def run(proposal) -> None:
        try:
            start.wait(10)
            act.approve(actor=actor, now=now, proposal_id=proposal.pk)
            ends.append("done")
        except Refusal as refusal:
            ends.append(refusal.kind)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(one,)) for one in proposals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return Counter(ends)


def test_an_award_is_signed_once_and_a_filing_decided_once(city: Ground):
    for number in range(1, ROUNDS + 1):
        award = city.award()
        terms = city.terms(award)
        signing = [
            sign_contract.propose(actor=city.officer(), now=SIGNED, **terms) for _ in range(4)
        ]
        assert together(sign_contract, city.approver(), SIGNED, signing) == {
            "done": 1,
            "WrongState": 3,
        }
        contract = Contract.objects.get(award=award)
        deciding = [
            decide_filing.propose(
                actor=city.desk(), now=DECIDED, contract_id=contract.pk, verdict="accept"
            )
            for _ in range(4)
        ]
        approver = city.desk("procurement-approver")
        assert together(decide_filing, approver, DECIDED, deciding) == {
            "done": 1,
            "WrongState": 3,
        }
        assert Receivable.objects.count() == PayeeVersion.objects.count() == number
        assert PublishedVersion.objects.count() == 2 * number
