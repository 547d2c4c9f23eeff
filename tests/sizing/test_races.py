"""Two hands at one dispute, or at one firm's class: one of them, and never a class of neither.

802§29
"""

from decimal import Decimal
from functools import partial

import pytest

from cairong.parties.actions.change import change_own_facts
from cairong.parties.kinds import SupplierFacts
from cairong.parties.models import Mandate, SupplierProfile
from cairong.sizing.actions.decide_size import decide_size
from cairong.sizing.actions.dispute_size import dispute_size
from cairong.sizing.actions.withdraw_dispute import withdraw_dispute
from cairong.sizing.models import Dispute
from sizing.ground import FOUND, HERE, LATER, NOW, WORDS, Sizing, stand_sizing
from support.racing import FEWER, hands, split
from support.town import at, found_town

pytestmark = pytest.mark.soak
ROUNDS = FEWER // 4


@pytest.fixture
def ground(committed_db) -> Sizing:
    return stand_sizing(found_town(at("2025-09-01 08:00")))


def proposed(ground: Sizing, found: Dispute, **figures):
    facts = {
        "dispute_id": found.pk, "reason": "社保名册和年报都已核对", "series": "洛工信函",
        "paper_id": ground.paper().pk, **FOUND, **figures,
    }  # fmt: skip
    return decide_size.propose(actor=ground.pair[0], now=LATER, **facts)


def test_two_of_one_purchaser_ask_at_once_and_one_dispute_stands(ground):
    asks = partial(dispute_size, actor=ground.purchaser, now=NOW, uscc=HERE, words=WORDS)
    with hands(2) as two:
        for _ in range(ROUNDS):
            done, refused = split(two.race(asks, asks))
            assert (len(done), len(refused)) == (1, 1)
            found = Dispute.objects.get(state="open")
            withdraw_dispute(
                actor=ground.purchaser, now=NOW, dispute_id=found.pk, reason="核对以后没有异议了"
            )


def test_one_is_decided_or_withdrawn_not_both(ground):
    with hands(2) as two:
        for _ in range(ROUNDS):
            found = ground.ask(ground.of(ground.firm), uscc="")
            proposal = proposed(ground, found)
            approves = partial(
                decide_size.approve, actor=ground.pair[1], now=LATER, proposal_id=proposal.pk
            )
            withdraws = partial(
                withdraw_dispute, actor=ground.of(ground.firm), now=LATER, dispute_id=found.pk,
                reason="核对以后没有异议了",
            )  # fmt: skip
            done, refused = split(two.race(approves, withdraws))
            assert (len(done), len(refused)) == (1, 1)
            found.refresh_from_db()
            assert found.state in {"decided", "withdrawn"}


def test_new_figures_that_come_meanwhile_never_take_the_place_of_the_decision(ground):
    actor = ground.of(ground.firm)
    Mandate.objects.filter(pk=actor.mandate_id).update(administrator=True)
    with hands(2) as two:
        for number in range(ROUNDS):
            found = ground.ask(actor, uscc="")
            proposal = proposed(ground, found)
            approves = partial(
                decide_size.approve, actor=ground.pair[1], now=LATER, proposal_id=proposal.pk
            )
            facts = SupplierFacts(
                industry="软件和信息技术服务业", employees=5, revenue_wan=Decimal(number)
            )
            changes = partial(
                change_own_facts, actor=actor, now=LATER, address=f"洛阳市{number}号",
                contact_name="王五", contact_phone="037963000001", supplier=facts,
            )  # fmt: skip
            done, _ = split(two.race(approves, changes))
            assert done
            held = SupplierProfile.objects.get(pk=ground.firm.pk)
            found.refresh_from_db()
            assert (found.state, held.size) == ("decided", "large")
