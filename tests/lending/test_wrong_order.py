"""Every stage of an offer: what may be done next, and that everything else is refused in words."""

from collections.abc import Callable

import pytest

from cairong.audit.models import Event, RefusalRecord
from cairong.kernel.errors import Refusal, WrongState
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.actions.confirm_complete import confirm_complete
from cairong.lending.actions.decline_offer import decline_offer, withdraw_intent
from cairong.lending.actions.disburse import disburse
from cairong.lending.actions.lapse import lapse_intent, lapse_offer
from cairong.lending.actions.meet_conditions import meet_conditions
from cairong.lending.actions.reject_application import reject_application
from cairong.lending.actions.request_lock import request_lock
from cairong.lending.actions.step_back import step_back
from cairong.lending.models import Application, Intent, Offer
from cairong.lending.states import APPLICATION, INTENT, OFFER
from cairong.policy.catalogue import sentence
from lending.ground import Case

REJECT = {"code": "term-mismatch", "words": "预计付款日太晚,请缩短期限后再申请"}
Act = Callable[[Case, Offer], object]


def by_supplier(act, key: str = "offer_id") -> Act:
    def do(case: Case, offer: Offer) -> object:
        subject = offer.intent_id if key == "intent_id" else offer.pk
        return act(actor=case.supplier, now=case.now, **{key: subject})

    return do


def by_bank(act, **facts) -> Act:
    def do(case: Case, offer: Offer) -> object:
        return case.by_bank(act, "甲银行", offer_id=offer.pk, **facts)

    return do


def approve_again(case: Case, offer: Offer) -> object:
    facts = case.terms(offer.intent, offer.product_version.product, 1000)
    return case.by_bank(approve_offer, "甲银行", **facts)


def reject(case: Case, offer: Offer) -> object:
    return case.by_bank(reject_application, "甲银行", application_id=offer.application_id, **REJECT)


def complete_again(case: Case, offer: Offer) -> object:
    return confirm_complete(actor=case.officer(), now=case.now, application_id=offer.application_id)


def meet(case: Case, offer: Offer) -> object:
    return meet_conditions(
        actor=case.officer(), now=case.now, offer_id=offer.pk, signed_on=case.now.date()
    )


def lapse_one(case: Case, offer: Offer) -> object:
    return lapse_offer(actor=case.town.system, now=case.now, offer_id=offer.pk)


def lapse_all(case: Case, offer: Offer) -> object:
    return lapse_intent(actor=case.town.system, now=case.now, intent_id=offer.intent_id)


ACTS: dict[str, Act] = {
    "accept": by_supplier(accept_offer),
    "decline": by_supplier(decline_offer),
    "withdraw": by_supplier(withdraw_intent, "intent_id"),
    "approve": approve_again,
    "reject": reject,
    "complete": complete_again,
    "lock": by_bank(request_lock),
    "meet": meet,
    "step back": by_bank(step_back, reason="查出在先权利"),
    "draw": by_bank(disburse, amount_fen=100),
    "lapse offer": lapse_one,
    "lapse intent": lapse_all,
}


def offered(case: Case, product) -> Offer:
    return case.offer(case.intend(), product)


def locked(case: Case, product) -> Offer:
    offer = case.accepted(product)
    case.lock(offer)
    return offer


def drawn(case: Case, product) -> Offer:
    offer = case.ready(product)
    case.draw(offer, 300_000)
    return offer


def declined(case: Case, product) -> Offer:
    return ACTS["decline"](case, offered(case, product))


def withdrawn(case: Case, product) -> Offer:
    offer = offered(case, product)
    ACTS["withdraw"](case, offer)
    return offer


STAGES = {
    "offered": (offered, {"accept", "decline", "withdraw", "lapse offer"}),
    "accepted": (lambda case, product: case.accepted(product), {"decline", "step back", "lock"}),
    "locked": (locked, {"decline", "step back", "meet"}),
    "ready": (lambda case, product: case.ready(product), {"decline", "step back", "draw"}),
    "drawn": (drawn, set()),
    "declined": (declined, set()),
    "withdrawn": (withdrawn, set()),
}
OWN_WORDS = ("lending.lock_pending", "lending.lock_not_active", "lending.intent_held")


def standing(case: Case) -> tuple:
    """All that an act could have moved."""
    row = case.receivable()
    return (
        list(Offer.objects.order_by("pk").values_list("state", "drawn_fen", "service_order")),
        list(Application.objects.order_by("pk").values_list("state", "complete_on")),
        list(Intent.objects.order_by("pk").values_list("state", "reserved_fen")),
        row.reserved_fen,
        row.outstanding_fen,
        Event.objects.exclude(type__startswith="parties.proposal").count(),
    )


@pytest.mark.parametrize("stage", STAGES)
def test_everything_else_is_refused_and_moves_nothing(case: Case, product, stage):
    make, possible = STAGES[stage]
    offer = make(case, product)
    before = standing(case)
    for name in sorted(ACTS.keys() - possible):
        with pytest.raises(WrongState) as refused:
            ACTS[name](case, offer)
        (found,) = refused.value.findings
        said = sentence(found)
        words = {
            one.word for table in (OFFER, APPLICATION, INTENT) for one in table.states.values()
        }
        if found.code not in OWN_WORDS:
            assert any(f"「{word}」" in said for word in words), said
        assert standing(case) == before, f"{stage}: {name} left a trace"
    assert RefusalRecord.objects.count() == len(ACTS) - len(possible)


@pytest.mark.parametrize(
    ("stage", "act"),
    [(stage, act) for stage, (_, acts) in STAGES.items() for act in sorted(acts)],
)
def test_what_is_possible_goes_through_and_the_second_click_is_refused(
    case: Case, product, stage, act
):
    offer = STAGES[stage][0](case, product)
    ACTS[act](case, offer)
    after = standing(case)
    if act == "draw":
        return  # of what is left another part may be drawn
    with pytest.raises(Refusal) as refused:
        ACTS[act](case, offer)
    assert refused.value.kind == "WrongState"
    assert standing(case) == after


def test_a_second_draw_of_the_whole_is_refused(case: Case, product):
    offer = case.ready(product)
    case.draw(offer, 300_000)
    with pytest.raises(WrongState):
        case.draw(offer, 300_000)
    assert case.receivable().outstanding_fen == 30_000_000


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("accept", "报价现在是「锁定办理中」,不能「接受」。现在可以做的是:谢绝、提出提款。"),
        (
            "draw",
            "报价现在是「锁定办理中」,不能「放款」。现在可以做的是:申请锁定账户、退出、确认放款条件具备。",
        ),
    ],
)
def test_the_words_name_what_the_reader_can_do_instead(case: Case, product, act, said):
    offer = locked(case, product)
    with pytest.raises(WrongState) as refused:
        ACTS[act](case, offer)
    assert sentence(refused.value.findings[0]) == said
