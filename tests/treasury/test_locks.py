"""The lock of the receiving account: each step, who may take it, and what the database holds."""

from contextlib import suppress
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cairong.audit.models import Event
from cairong.audit.transaction import refusal_of
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from cairong.parties.models import Proposal
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock
from cairong.treasury.actions.confirm_lock import confirm_lock
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.actions.lapse_locks import lapse_locks
from cairong.treasury.actions.open_lock import open_lock, recall_lock
from cairong.treasury.actions.refuse_lock import (
    decline_acknowledgement,
    decline_confirmation,
    refuse_lock,
)
from cairong.treasury.models import Lock, LockOperation
from cairong.treasury.states import LOCK
from cairong.treasury.steps.exposure import draw, locked, reserve
from cairong.treasury.steps.locks import (
    active_lock,
    ask_lock,
    end_operation,
    join_lock,
    release_if_free,
)
from support.town import at
from treasury.doing import activate, ask, both, duty, refused
from treasury.ground import new_id, stand_ground

ASKED = at("2025-10-16 10:00")
NOW = at("2025-10-17 10:00")


def refused_by(act) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    assert refusal_of(caught.value) is not None
    return caught.value.__cause__.diag.constraint_name


def test_a_lock_goes_from_hand_to_hand_until_it_is_active(ground):
    lock = ask(ground, ASKED)
    assert (lock.state, lock.lapses_on) == ("requested", date(2025, 10, 30))
    consent_lock(actor=ground.who("supplier"), now=ASKED, lock_id=lock.pk)
    waiting = duty(lock, "acknowledge_lock")
    assert (waiting.due_on, waiting.holder_organisation) == (date(2025, 10, 20), ground.purchaser)
    both(acknowledge_lock, ground, "purchaser", NOW, lock_id=lock.pk)
    assert duty(lock, "acknowledge_lock").done_on == date(2025, 10, 17)
    assert duty(lock, "confirm_lock").due_on == date(2025, 10, 20)
    both(confirm_lock, ground, "treasury", NOW, lock_id=lock.pk)
    assert duty(lock, "confirm_lock").state == "done"
    assert active_lock(ground.fresh()) == lock
    types = ["treasury.lock.consented", "treasury.lock.acknowledged", "treasury.lock.confirmed"]
    told = Event.objects.filter(type__in=types, about__contains=[ground.contract.pk])
    assert [one.type for one in told.order_by("seq")] == types
    assert all(one.after["tell"] for one in told)


def test_wrong_order_is_refused_and_the_proposal_is_not_made(ground):
    lock = ask(ground, ASKED)
    with refused(WrongState, "state.cannot"):
        both(acknowledge_lock, ground, "purchaser", NOW, lock_id=lock.pk)
    with refused(WrongState, "state.cannot"):
        both(confirm_lock, ground, "treasury", NOW, lock_id=lock.pk)
    consent_lock(actor=ground.who("supplier"), now=NOW, lock_id=lock.pk)
    with refused(WrongState, "state.cannot"):
        consent_lock(actor=ground.who("supplier"), now=NOW, lock_id=lock.pk)
    assert not Proposal.objects.exists()


def test_only_its_own_people_may(ground):
    lock = ask(ground, ASKED)
    stranger = ground.town.actor(ground.town.supplier("别家", uscc=""), "supplier")
    with refused(NotFound, "access.not_found"):
        consent_lock(actor=stranger, now=NOW, lock_id=lock.pk)
    with refused(NotAllowed, "access.role"):
        consent_lock(actor=ground.who("purchaser-officer"), now=NOW, lock_id=lock.pk)
    consent_lock(actor=ground.who("supplier"), now=NOW, lock_id=lock.pk)
    other = ground.town.actor(ground.town.purchaser("别处"), "purchaser-officer")
    with refused(NotFound, "access.not_found"):
        acknowledge_lock.propose(actor=other, now=NOW, lock_id=lock.pk)
    both(acknowledge_lock, ground, "purchaser", NOW, lock_id=lock.pk)
    with refused(NotAllowed, "access.role"):
        both(confirm_lock, ground, "procurement", NOW, lock_id=lock.pk)


def test_one_person_alone_cannot_confirm(ground):
    lock = ask(ground, ASKED)
    consent_lock(actor=ground.who("supplier"), now=NOW, lock_id=lock.pk)
    officer = ground.who("purchaser-officer")
    proposal = acknowledge_lock.propose(actor=officer, now=NOW, lock_id=lock.pk)
    with refused(NotAllowed, "four_eyes.same_person", "二(三)-3"):
        acknowledge_lock.approve(actor=officer, now=NOW, proposal_id=proposal.pk)


@pytest.mark.parametrize("by", ["supplier", "purchaser", "treasury"])
def test_each_party_may_refuse_in_its_turn(ground, by):
    lock = ask(ground, ASKED)
    reason = {"lock_id": lock.pk, "reason": "账户信息有误"}
    if by == "supplier":
        refuse_lock(actor=ground.who("supplier"), now=NOW, **reason)
    else:
        consent_lock(actor=ground.who("supplier"), now=NOW, lock_id=lock.pk)
        if by == "purchaser":
            both(decline_acknowledgement, ground, "purchaser", NOW, **reason)
            assert duty(lock, "acknowledge_lock").state == "cancelled"
        else:
            both(acknowledge_lock, ground, "purchaser", NOW, lock_id=lock.pk)
            both(decline_confirmation, ground, "treasury", NOW, **reason)
            assert duty(lock, "confirm_lock").state == "cancelled"
    lock.refresh_from_db()
    assert (lock.state, lock.reason) == ("refused", "账户信息有误")
    assert lock.operations.get().state == "cancelled"


def test_a_refusal_needs_a_reason(ground):
    lock = ask(ground, ASKED)
    with refused(Invalid, "invalid.missing"):
        refuse_lock(actor=ground.who("supplier"), now=NOW, lock_id=lock.pk, reason=" ")


def test_one_nobody_opened_is_recalled_and_can_be_asked_for_again(ground):
    lock = ask(ground, ASKED)
    officer = ground.town.actor(ground.institution, "institution-officer")
    again = {"actor": officer, "now": NOW, "lock_id": lock.pk, "reason": "放款方案要改"}
    with refused(Invalid, "invalid.missing"):
        recall_lock(**again | {"reason": " "})
    recall_lock(**again)
    lock.refresh_from_db()
    assert (lock.state, lock.reason, lock.ended_at) == ("recalled", "放款方案要改", NOW)
    assert lock.operations.get().state == "cancelled"
    event = Event.objects.get(type="treasury.lock.recalled")
    assert [one["organisation"] for one in event.after["tell"]] == [str(ground.supplier.pk)]
    with refused(WrongState, "state.cannot"):
        recall_lock(**again)
    with refused(WrongState, "state.cannot"):
        open_lock(actor=ground.who("supplier"), now=NOW, lock_id=lock.pk)
    assert ask(ground, NOW).state == "requested"


def test_an_opened_one_is_not_recalled(ground):
    lock = ask(ground, ASKED)
    for when in (ASKED, NOW):
        open_lock(actor=ground.who("supplier"), now=when, lock_id=lock.pk)
    lock.refresh_from_db()
    assert lock.opened_at == ASKED
    opened = Event.objects.filter(type="treasury.lock.opened").order_by("seq")
    assert [one.after["first"] for one in opened] == [True, False]
    officer = ground.town.actor(ground.institution, "institution-officer")
    with refused(WrongState, "treasury.lock_opened", "二(三)-3"):
        recall_lock(actor=officer, now=NOW, lock_id=lock.pk, reason="放款方案要改")


def test_only_who_asked_recalls_and_only_who_was_asked_opens(ground):
    lock = ask(ground, ASKED)
    words = {"now": NOW, "lock_id": lock.pk, "reason": "放款方案要改"}
    other = ground.town.actor(ground.town.institution("乙银行"), "institution-officer")
    with refused(NotFound, "access.not_found"):
        recall_lock(actor=other, **words)
    approver = ground.town.actor(ground.institution, "institution-approver")
    with refused(NotAllowed, "access.role"):
        recall_lock(actor=approver, **words)
    stranger = ground.town.actor(ground.town.supplier("别家", uscc=""), "supplier")
    with refused(NotFound, "access.not_found"):
        open_lock(actor=stranger, now=NOW, lock_id=lock.pk)


def test_a_lock_lapses_after_ten_working_days(ground):
    lock = ask(ground, ASKED)
    consent_lock(actor=ground.who("supplier"), now=ASKED, lock_id=lock.pk)
    system = ground.town.system
    assert lapse_locks(actor=system, now=at("2025-10-30 23:59")) == 0
    assert lapse_locks(actor=system, now=at("2025-10-31 00:00")) == 1
    assert lapse_locks(actor=system, now=at("2025-10-31 00:01")) == 0
    lock.refresh_from_db()
    assert (lock.state, duty(lock, "acknowledge_lock").state) == ("lapsed", "cancelled")
    assert ask(ground, at("2025-10-31 09:00")).state == "requested"


def test_an_active_lock_does_not_lapse(ground):
    activate(ground, ASKED)
    assert lapse_locks(actor=ground.town.system, now=at("2025-12-31 09:00")) == 0


def test_no_lock_before_the_filing_is_accepted(town):
    ground = stand_ground(town, filed=False)
    with pytest.raises(WrongState) as caught:
        ask(ground, ASKED)
    assert caught.value.findings[0].code == "treasury.no_payee"


def test_a_second_institution_is_refused_while_a_lock_is_active(ground):
    activate(ground, ASKED)
    with pytest.raises(Conflict) as caught:
        ask(ground, NOW, ground.town.institution("乙银行"))
    assert caught.value.findings[0].code == "treasury.locked_by_other"


def test_of_two_locks_asked_for_one_becomes_active(ground):
    first, second = (
        ask(ground, ASKED),
        ask(ground, ASKED, ground.town.institution("甲银行涧西支行")),
    )
    for one in (first, second):
        consent_lock(actor=ground.who("supplier"), now=NOW, lock_id=one.pk)
        both(acknowledge_lock, ground, "purchaser", NOW, lock_id=one.pk)
    both(confirm_lock, ground, "treasury", NOW, lock_id=second.pk)
    with refused(Conflict, "treasury.locked_by_other", "二(三)-3"):
        both(confirm_lock, ground, "treasury", NOW, lock_id=first.pk)


def test_a_further_offer_joins_and_the_lock_stays_until_both_end(ground):
    lock = activate(ground, ASKED)
    row, second = locked(ground.receivable.pk), new_id()
    own = ground.institution.pk
    assert join_lock(receivable=row, institution_id=own, offer_id=second, now=NOW) == lock
    first = lock.operations.order_by("id").first()
    end_operation(offer_id=first.offer_id, settled=True, now=NOW)
    assert release_if_free(receivable=row, now=NOW) is None
    end_operation(offer_id=second, settled=False, now=NOW)
    released = release_if_free(receivable=row, now=NOW)
    assert (released.pk, released.state) == (lock.pk, "released")
    assert join_lock(receivable=row, institution_id=own, offer_id=new_id(), now=NOW) is None


def test_a_lock_asked_for_lapses_with_its_last_offer(ground):
    lock = ask(ground, ASKED)
    end_operation(offer_id=lock.operations.get().offer_id, settled=False, now=NOW)
    assert release_if_free(receivable=locked(ground.receivable.pk), now=NOW).state == "lapsed"


def test_a_lock_stays_while_principal_is_outstanding(ground):
    lock = activate(ground, ASKED)
    row = locked(ground.receivable.pk)
    reserve(receivable=row, amount_fen=100, cap_percent=70, ref_id=new_id(), now=NOW)
    draw(receivable=row, amount_fen=100, cap_percent=70, ref_id=new_id(), now=NOW)
    end_operation(offer_id=lock.operations.get().offer_id, settled=True, now=NOW)
    assert release_if_free(receivable=row, now=NOW) is None
    update = Lock.objects.filter(pk=lock.pk).update
    assert refused_by(lambda: update(state="released")) == "treasury_lock_in_use"


def test_the_database_holds_the_lock(ground):
    lock = activate(ground, ASKED)
    change = Lock.objects.filter(pk=lock.pk).update
    other = ground.town.institution("乙银行")
    assert refused_by(lambda: change(state="released")) == "treasury_lock_in_use"
    assert refused_by(lambda: change(institution=other)) == "treasury_lock_account_fixed"
    assert refused_by(lambda: change(receivable=new_id())) == "treasury_lock_account_fixed"
    assert refused_by(lambda: change(payee_version=new_id())) == "treasury_lock_account_fixed"
    assert refused_by(lambda: change(state="requested")) == "treasury_lock_steps"
    second = ask_other(ground, other)
    jump = Lock.objects.filter(pk=second.pk).update
    assert refused_by(lambda: jump(state="active")) == "treasury_lock_steps"
    for state in ("supplier_consented", "purchaser_acknowledged"):
        jump(state=state)
    assert refused_by(lambda: jump(state="active")) == "treasury_lock_one_active"


def test_an_institution_asks_once_and_an_offer_stands_once(ground):
    lock = ask(ground, ASKED)
    name = refused_by(lambda: ask_other(ground, ground.institution))
    assert name == "treasury_lock_one_live"
    again = {"lock": lock, "offer_id": lock.operations.get().offer_id, "opened_at": NOW}
    assert refused_by(lambda: LockOperation.objects.create(**again)) == "treasury_operation_once"


def ask_other(ground, institution):
    """A lock asked for past the code's own check, as raw SQL might."""
    return Lock.objects.create(
        city_id="410300", receivable=ground.receivable, payee_version=ground.fresh().current,
        institution=institution, requested_at=NOW, lapses_on=date(2025, 10, 31),
    )  # fmt: skip


def test_the_database_holds_operations(ground):
    lock = activate(ground, ASKED)
    under = LockOperation.objects.filter(lock=lock)
    move = under.update
    assert refused_by(lambda: move(offer_id=new_id())) == "treasury_operation_steps"
    move(state="settled")
    assert refused_by(lambda: move(state="open")) == "treasury_operation_steps"
    release_if_free(receivable=locked(ground.receivable.pk), now=NOW)
    late = {"lock": lock, "offer_id": new_id(), "opened_at": NOW}
    name = refused_by(lambda: LockOperation.objects.create(**late))
    assert name == "treasury_operation_live_lock"


def test_a_lock_cannot_begin_active_or_on_another_payee(ground):
    payee = ground.fresh().current
    facts = {
        "city_id": "410300", "receivable": ground.receivable, "institution": ground.institution,
        "requested_at": NOW, "lapses_on": date(2025, 10, 31),
    }  # fmt: skip
    made = Lock.objects.create
    name = refused_by(lambda: made(payee_version=payee, state="active", **facts))
    assert name == "treasury_lock_steps"
    other = stand_ground(ground.town).fresh().current
    assert refused_by(lambda: made(payee_version=other, **facts)) == "treasury_lock_payee"


def test_the_table_of_the_database_is_the_table_of_the_room(ground):
    """Each pair of states: the trigger lets pass what LOCK knows, and nothing else."""
    known = {(before, step.after) for (before, _), step in LOCK.steps.items()}
    for before in LOCK.states:
        for after in LOCK.states:
            if before != after:
                assert passes(ground, before, after) == ((before, after) in known), (before, after)


PATHS = {
    "requested": [],
    "supplier_consented": ["supplier_consented"],
    "purchaser_acknowledged": ["supplier_consented", "purchaser_acknowledged"],
    "active": ["supplier_consented", "purchaser_acknowledged", "active"],
    "released": ["supplier_consented", "purchaser_acknowledged", "active", "released"],
    "recalled": ["recalled"],
    "refused": ["refused"],
    "lapsed": ["lapsed"],
}


def passes(ground, before: str, after: str) -> bool:
    with suppress(IntegrityError), transaction.atomic():
        lock = ask_other(ground, ground.institution)
        for state in [*PATHS[before], after]:
            Lock.objects.filter(pk=lock.pk).update(state=state)
        transaction.set_rollback(True)
        return True
    return False


def test_statements_of_a_consent_are_few(ground, django_assert_max_num_queries):
    lock, supplier = ask(ground, ASKED), ground.who("supplier")
    with django_assert_max_num_queries(16):
        consent_lock(actor=supplier, now=NOW, lock_id=lock.pk)


def test_ask_again_joins_what_is_already_asked(ground):
    lock = ask(ground, ASKED)
    again = ask_lock(
        receivable=locked(ground.receivable.pk), institution=ground.institution,
        offer_id=new_id(), now=NOW,
    )  # fmt: skip
    assert (again.pk, lock.operations.count()) == (lock.pk, 2)
