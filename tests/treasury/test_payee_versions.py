"""Payee versions (D8): who may change the account, when, and what a change does to all else."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from cairong.audit.models import Event, Outbox
from cairong.audit.transaction import refusal_of
from cairong.disclosure.actions.publish_account import publish_account
from cairong.kernel.actor import Role
from cairong.kernel.errors import NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.lending.actions.return_payment import return_payment
from cairong.policy.catalogue import sentence
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock
from cairong.treasury.actions.change_payee import (
    ask_payee_change,
    change_payee,
    consent_payee_change,
    withdraw_payee_change,
)
from cairong.treasury.actions.confirm_lock import confirm_lock
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.actions.refuse_lock import refuse_lock
from cairong.treasury.actions.withdraw_payment import send_back_payment, take_back_payment
from cairong.treasury.models import PayeeChange, PayeeConsent, PayeeVersion
from cairong.treasury.steps.exposure import locked
from cairong.treasury.steps.locks import end_operation, release_if_free
from cairong.treasury.steps.sending import instruction_of
from support.slips import came_back
from support.town import at
from treasury.doing import accept, activate, ask, both, deliver_gateway, refused, release, request
from treasury.ground import PAYEE, stand_ground

NOW = at("2025-11-12 10:00")
LATER = at("2025-11-20 10:00")
NEW = {
    "payee": "供应商", "account_no": "6217000000000009", "bank": "中国建设银行洛阳分行",
    "cnaps": "105493000012",
}  # fmt: skip
BARRED = [role for role in Role if role not in (Role.SUPPLIER, Role.SYSTEM, Role.PUBLIC)]


def asked(ground, who="supplier", **changed):
    facts = {"contract_id": ground.contract.pk, **NEW, "reason": "原账户销户", **changed}
    return ask_payee_change(actor=ground.who(who), now=NOW, **facts)


def agreed(ground, **changed) -> PayeeChange:
    change = asked(ground, **changed)
    return both(consent_payee_change, ground, "purchaser", NOW, change_id=change.pk)


def changed(ground, **fields) -> PayeeVersion:
    return both(change_payee, ground, "treasury", NOW, change_id=agreed(ground, **fields).pk)


def withdraw(ground, change, who="supplier", reason="不再变更"):
    facts = {"change_id": change.pk, "reason": reason}
    return withdraw_payee_change(actor=ground.who(who), now=NOW, **facts)


def in_role(ground, role: Role):
    """The supplier's own actor in a role that is not its own: only the role may decide."""
    return replace(ground.who("supplier"), role=role)


class TestWhoMay:
    @pytest.mark.parametrize("role", BARRED)
    def test_only_the_supplier_asks(self, ground, role):
        facts = {"contract_id": ground.contract.pk, **NEW, "reason": "原账户销户"}
        with refused(NotAllowed, "access.role"):
            ask_payee_change(actor=in_role(ground, role), now=NOW, **facts)
        assert not PayeeChange.objects.exists()

    def test_the_supplier_of_another_contract_finds_none(self, ground):
        other = ground.town.supplier("另一家", uscc="91410300MA3X4LQK6G")
        facts = {
            "contract_id": ground.contract.pk,
            **NEW,
            "payee": "另一家",
            "reason": "原账户销户",
        }
        with refused(NotFound, "access.not_found"):
            ask_payee_change(actor=ground.town.actor(other, "supplier"), now=NOW, **facts)

    @pytest.mark.parametrize(
        ("act", "side"), [(consent_payee_change, "treasury"), (change_payee, "purchaser"),
                          (consent_payee_change, "procurement"), (change_payee, "procurement")],
    )  # fmt: skip
    def test_each_desk_decides_its_own_step_alone(self, ground, act, side):
        change = asked(ground)
        if act is change_payee:
            both(consent_payee_change, ground, "purchaser", NOW, change_id=change.pk)
        with refused(NotAllowed, "access.role"):
            act.propose(actor=ground.who(f"{side}-officer"), now=NOW, change_id=change.pk)

    @pytest.mark.parametrize(
        ("act", "side"), [(consent_payee_change, "purchaser"), (change_payee, "treasury")]
    )
    def test_one_person_alone_decides_nothing(self, ground, act, side):
        change = agreed(ground) if act is change_payee else asked(ground)
        officer = ground.who(f"{side}-officer")
        proposal = act.propose(actor=officer, now=NOW, change_id=change.pk)
        both_hats = replace(officer, role=Role(f"{side}-approver"))
        with refused(NotAllowed, "four_eyes.same_person", "二(三)-3"):
            act.approve(actor=both_hats, now=NOW, proposal_id=proposal.pk)
        assert ground.fresh().current.version == 1

    def test_another_purchaser_does_not_consent(self, ground):
        change = asked(ground)
        other = ground.town.actor(ground.town.purchaser("别的采购人"), "purchaser-officer")
        with refused(NotFound, "access.not_found"):
            consent_payee_change.propose(actor=other, now=NOW, change_id=change.pk)

    @pytest.mark.parametrize("who", ["supplier", "purchaser-officer", "treasury-officer"])
    @pytest.mark.parametrize("make", [asked, agreed])
    def test_each_side_may_end_what_is_not_decided(self, ground, who, make):
        change = withdraw(ground, make(ground), who)
        assert change.state == "withdrawn"
        event = Event.objects.get(type="treasury.payee.change_withdrawn")
        assert event.after["reason"] == "不再变更"
        with refused(WrongState, "state.cannot"):
            withdraw(ground, change, who)

    @pytest.mark.parametrize(
        "who", ["purchaser-approver", "treasury-approver", "institution-officer"]
    )
    def test_others_do_not_end_it(self, ground, who):
        change = asked(ground)
        with refused(NotAllowed, "access.role"):
            withdraw(ground, change, who)

    def test_what_stands_is_not_withdrawn(self, ground):
        change = changed(ground).change
        with refused(WrongState, "state.cannot"):
            withdraw(ground, change)

    @pytest.mark.parametrize(
        ("act", "side"), [(consent_payee_change, "purchaser"), (change_payee, "treasury")]
    )
    def test_a_proposal_outlived_by_its_change_is_refused(self, ground, act, side):
        """The supplier takes the change back while the second person still reads it."""
        change = agreed(ground) if act is change_payee else asked(ground)
        proposal = act.propose(actor=ground.who(f"{side}-officer"), now=NOW, change_id=change.pk)
        withdraw(ground, change)
        with refused(WrongState, "state.cannot"):
            act.approve(actor=ground.who(f"{side}-approver"), now=NOW, proposal_id=proposal.pk)
        assert ground.fresh().current.version == 1


class TestWhen:
    @pytest.mark.parametrize("steps", range(4))
    def test_never_while_a_lock_is_live(self, ground, steps):
        change = agreed(ground)
        lock = ask(ground, NOW)
        acts = (
            lambda: consent_lock(actor=ground.who("supplier"), now=NOW, lock_id=lock.pk),
            lambda: both(acknowledge_lock, ground, "purchaser", NOW, lock_id=lock.pk),
            lambda: both(confirm_lock, ground, "treasury", NOW, lock_id=lock.pk),
        )
        for act in acts[:steps]:
            act()
        with refused(PolicyBreach, "treasury.payee_locked", "二(三)-3") as caught:
            both(change_payee, ground, "treasury", NOW, change_id=change.pk)
        assert "锁定" in sentence(caught.value.findings[0])
        assert ground.fresh().current.version == 1

    def test_again_once_the_lock_was_refused(self, ground):
        lock = ask(ground, NOW)
        refuse_lock(actor=ground.who("supplier"), now=NOW, lock_id=lock.pk, reason="不同意")
        assert changed(ground).version == 2

    def test_again_once_the_lock_is_released(self, ground):
        lock = activate(ground, NOW)
        offer = lock.operations.get().offer_id
        end_operation(offer_id=offer, settled=True, now=NOW)
        release_if_free(receivable=locked(ground.receivable.pk), now=NOW)
        assert changed(ground).version == 2

    @pytest.mark.parametrize("state", ["requested", "released"])
    def test_never_while_a_payment_is_under_way(self, ground, state):
        change = agreed(ground)
        accept(ground, NOW, 100, NOW.date())
        payment = request(ground, NOW, 100)
        if state == "released":
            release(ground, NOW, payment)
        with refused(PolicyBreach, "treasury.payment_under_way", "二(三)-3"):
            both(change_payee, ground, "treasury", NOW, change_id=change.pk)
        withdraw(ground, change)
        with refused(PolicyBreach, "treasury.payment_under_way", "二(三)-3"):
            asked(ground)

    @pytest.mark.parametrize("end", ["confirmed", "returned", "taken back", "sent back"])
    def test_again_once_the_payment_has_ended(self, ground, end):
        accept(ground, NOW, 100, NOW.date())
        payment = request(ground, NOW, 100)
        facts = {"payment_id": payment.pk, "reason": "账户有误"}
        if end == "taken back":
            both(take_back_payment, ground, "purchaser", NOW, **facts)
        elif end == "sent back":
            both(send_back_payment, ground, "treasury", NOW, **facts)
        else:
            release(ground, NOW, payment)
            if end == "confirmed":
                deliver_gateway(NOW)
            else:
                both(return_payment, ground, "treasury", NOW, **came_back(payment))
        assert changed(ground).version == 2

    def test_a_lock_of_another_contract_binds_nothing_here(self, ground):
        activate(stand_ground(ground.town), NOW)
        assert changed(ground).version == 2

    @pytest.mark.parametrize(
        ("fields", "code", "clause"),
        [({"payee": "别家公司"}, "contracts.payee_is_other", "二(三)-4"),
         ({"bank": "中国工商银行洛阳分行"}, "contracts.bank_mismatch", "二(二)-6")],
    )  # fmt: skip
    def test_only_the_suppliers_own_account_at_the_bank_of_its_code(
        self, ground, fields, code, clause
    ):
        with refused(PolicyBreach, code, clause):
            asked(ground, **fields)


class TestEffect:
    def test_versions_follow_one_another_and_keep_what_they_were(self, ground):
        before = list(PayeeVersion.objects.order_by("version").values())
        for number in range(2, 5):
            stood = changed(ground, account_no=f"62170000000000{number:02d}")
            assert (stood.version, ground.fresh().current_id) == (number, stood.pk)
        rows = list(PayeeVersion.objects.order_by("version").values())
        assert rows[:1] == before
        assert [one["version"] for one in rows] == [1, 2, 3, 4]

    def test_payments_stay_with_the_account_they_went_to(self, ground):
        accept(ground, NOW, 300, NOW.date())
        first = release(ground, NOW, request(ground, NOW, 100))
        deliver_gateway(NOW)
        changed(ground)
        second = release(ground, LATER, request(ground, LATER, 200))
        told = [(instruction_of(one).account_no, one.payee_version.version)
                for one in (first, second)]  # fmt: skip
        assert told == [(PAYEE["account_no"], 1), (NEW["account_no"], 2)]

    def test_what_came_back_is_paid_to_the_new_account(self, ground):
        """The wrong account is the usual reason for a return: it is mended, then paid again."""
        accept(ground, NOW, 100, NOW.date())
        payment = release(ground, NOW, request(ground, NOW, 100))
        deliver_gateway(NOW)
        both(return_payment, ground, "treasury", LATER, **came_back(payment))
        changed(ground)
        again = release(ground, LATER, request(ground, LATER, 100))
        deliver_gateway(LATER)
        payment.refresh_from_db()
        assert (payment.payee_version.version, again.payee_version.version) == (1, 2)
        assert ground.fresh().paid_fen == 100

    def test_a_lock_asked_for_afterwards_holds_the_new_account(self, ground):
        stood = changed(ground, bank="甲银行涧西支行", cnaps="313493000028")
        lock = activate(ground, LATER)
        assert lock.payee_version_id == stood.pk

    def test_everybody_is_told_and_the_public_page_follows(self, ground):
        stood = changed(ground)
        event = Event.objects.get(type="treasury.payee.changed")
        assert event.before["account_no"] == PAYEE["account_no"]
        assert event.after["account_no"] == NEW["account_no"]
        told = {one["organisation"] for one in event.after["tell"]}
        assert told == {str(ground.supplier.pk), str(ground.purchaser.pk)}
        assert {ground.supplier.pk, ground.purchaser.pk} < set(event.visible_to)
        assert Outbox.objects.get(consumer=publish_account.name).event_id == event.pk
        assert event.subject_id == str(stood.pk)


class TestDatabase:
    def made(self, ground, change=None, **fields):
        facts = {"receivable": ground.receivable, "version": 2, **NEW, "source": "账户变更"}
        with transaction.atomic():
            PayeeVersion.objects.create(
                **{**facts, "established_at": NOW, "change": change, **fields}
            )

    @pytest.mark.parametrize(
        "fields", [{"account_no": "6217000000000010"}, {"payee": "别家"}, {"bank": "别行"},
                   {"cnaps": "105493000020"}],
    )  # fmt: skip
    def test_the_version_is_the_account_both_agreed_on(self, ground, fields):
        change = agreed(ground)
        with pytest.raises(IntegrityError) as caught:
            self.made(ground, change, **fields)
        assert refusal_of(caught.value).findings[0].code == "treasury.payee_not_agreed"
        self.made(ground, change)
        assert ground.fresh().current.account_no == NEW["account_no"]

    def test_one_consent_is_not_two(self, ground):
        with pytest.raises(IntegrityError) as caught:
            self.made(ground, asked(ground))
        assert refusal_of(caught.value).findings[0].code == "treasury.payee_not_agreed"

    def test_a_change_agreed_on_another_contract_moves_nothing_here(self, ground):
        other = stand_ground(ground.town)
        with pytest.raises(IntegrityError) as caught:
            self.made(ground, agreed(other))
        assert refusal_of(caught.value).findings[0].code == "treasury.payee_not_agreed"

    def test_one_change_makes_one_version(self, ground):
        change = changed(ground).change
        with pytest.raises(IntegrityError):
            self.made(ground, change, version=3)

    @pytest.mark.parametrize("table", ["payeeversion", "payeeconsent"])
    @pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}"])
    def test_what_stood_is_never_rewritten(self, ground, table, act):
        changed(ground)
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(act.format(f"treasury_{table}"))
        assert PayeeConsent.objects.count() == 2

    def test_nobody_points_the_receivable_elsewhere(self, ground):
        changed(ground)
        first = PayeeVersion.objects.get(version=1)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            type(ground.receivable).objects.filter(pk=ground.receivable.pk).update(current=first)


def test_a_change_is_dated_and_gives_its_reason(ground):
    change = asked(ground)
    assert (change.reason, change.asked_at, change.state) == ("原账户销户", NOW, "asked")
    (consent,) = change.consents.all()
    assert (consent.party, consent.organisation_id) == ("supplier", ground.supplier.pk)
    assert consent.person_id == ground.who("supplier").person_id
    assert change.asked_at.date() == date(2025, 11, 12)
