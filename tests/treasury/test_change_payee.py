"""The receiving account changes only with both consents, two of the bureau, and no lock."""

import pytest

from cairong.kernel.errors import Conflict, Invalid, PolicyBreach, WrongState
from cairong.treasury.actions.change_payee import (
    ask_payee_change,
    change_payee,
    consent_payee_change,
    withdraw_payee_change,
)
from cairong.treasury.models import PayeeChange, PayeeConsent
from support.town import at
from treasury.doing import accept, activate, ask, both, refused, release, request
from treasury.ground import stand_ground

NOW = at("2025-11-12 10:00")
NEW = {
    "payee": "供应商", "account_no": "6217000000000009", "bank": "中国建设银行",
    "cnaps": "105493000012", "reason": "原账户销户",
}  # fmt: skip


def asked(ground, **changed):
    return ask_payee_change(
        actor=ground.who("supplier"), now=NOW, contract_id=ground.contract.pk, **{**NEW, **changed}
    )


def test_both_consent_and_two_of_the_bureau_decide(ground):
    change = asked(ground)
    both(consent_payee_change, ground, "purchaser", NOW, change_id=change.pk)
    version = both(change_payee, ground, "treasury", NOW, change_id=change.pk)
    current = ground.fresh().current
    assert (version.version, current.pk, current.account_no) == (2, version.pk, NEW["account_no"])
    change.refresh_from_db()
    assert change.state == "changed"
    accept(ground, NOW, 100, NOW.date())
    assert release(ground, NOW, request(ground, NOW, 100)).payee_version.version == 2


def test_without_the_purchaser_nothing_changes(ground):
    change = asked(ground)
    with refused(WrongState, "state.cannot"):
        both(change_payee, ground, "treasury", NOW, change_id=change.pk)
    PayeeChange.objects.filter(pk=change.pk).update(state="agreed")
    with refused(PolicyBreach, "treasury.payee_not_agreed", "二(三)-3"):
        both(change_payee, ground, "treasury", NOW, change_id=change.pk)
    assert ground.fresh().current.version == 1


def test_the_account_agreed_on_is_the_account(ground):
    change = asked(ground)
    both(consent_payee_change, ground, "purchaser", NOW, change_id=change.pk)
    with pytest.raises(Exception, match="treasury_payee_change_fixed"):
        PayeeChange.objects.filter(pk=change.pk).update(account_no="6217000000000010")


def test_no_change_while_a_lock_is_asked_for_or_active(ground):
    change = asked(ground)
    both(consent_payee_change, ground, "purchaser", NOW, change_id=change.pk)
    ask(ground, NOW)
    with refused(PolicyBreach, "treasury.payee_locked", "二(三)-3"):
        both(change_payee, ground, "treasury", NOW, change_id=change.pk)
    second = stand_ground(ground.town)
    activate(second, NOW)
    with refused(PolicyBreach, "treasury.payee_locked", "二(三)-3"):
        asked(second)


def test_no_change_while_a_payment_is_under_way(ground):
    change = asked(ground)
    both(consent_payee_change, ground, "purchaser", NOW, change_id=change.pk)
    accept(ground, NOW, 100, NOW.date())
    request(ground, NOW, 100)
    with refused(PolicyBreach, "treasury.payment_under_way", "二(三)-3"):
        both(change_payee, ground, "treasury", NOW, change_id=change.pk)


def test_no_change_before_the_filing(town):
    with refused(WrongState, "treasury.no_payee", "二(三)-3"):
        asked(stand_ground(town, filed=False))


def test_one_change_at_a_time_and_it_can_be_withdrawn(ground):
    change = asked(ground)
    with refused(Conflict, "treasury.payee_change_open", "二(三)-3"):
        asked(ground)
    withdraw_payee_change(
        actor=ground.who("treasury-officer"), now=NOW, change_id=change.pk, reason="材料不全"
    )
    assert asked(ground).pk != change.pk
    assert PayeeConsent.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value"), [("account_no", "12"), ("cnaps", "999"), ("payee", ""), ("reason", "")]
)
def test_what_cannot_stand_is_named(ground, field, value):
    with pytest.raises(Invalid) as caught:
        asked(ground, **{field: value})
    assert caught.value.field == field
