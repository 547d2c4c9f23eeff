"""Held by the acts themselves: nobody without a second factor, and for some nobody who is stale."""

import ast
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction

from cairong.audit.models import Event, RefusalRecord
from cairong.kernel.actor import FRESH, Channel, Role
from cairong.kernel.acts import ACTS
from cairong.kernel.errors import NotAllowed, NotFound, NotShown
from cairong.parties.actions.second_factor import show_again
from cairong.parties.models import City, Proposal
from cairong.rulebook.models import ParameterRow
from cairong.treasury.actions.change_payee import ask_payee_change
from cairong.treasury.actions.pay import pay
from cairong.treasury.models import PayeeChange
from house.test_code import MODULES
from lending.ground import Case, stand_case
from support.codes import code_of
from support.eyes import NOW, agreed, parameter
from support.staging import staged
from support.town import at, found_town
from support.visitors import account_in, given_factor

SECOND = timedelta(seconds=1)
ACCOUNT = {"payee": "供应商", "account_no": "6222020000000009", "bank": "中国工商银行洛阳分行",
           "cnaps": "102493000011", "reason": "原账户停用"}  # fmt: skip
ASKED_AGAIN = {
    "treasury.pay", "lending.disburse",  # money is released
    "filing.decide_filing", "ask_payee_change", "treasury.consent_payee_change",
    "treasury.change_payee", "declare_account",  # an account is agreed
    "give_word", "give_second_word", "vouch",  # a colleague is let in again
    "secrecy.order_purge", "secrecy.thaw_case",  # a frozen case is destroyed, or seen again
    "switch_off_second_factor", "renew_spare_codes", "add_passkey", "drop_passkey",  # one's own
}  # fmt: skip


@staged
def case(db) -> Case:
    return stand_case(found_town(at("2025-09-01 08:00"), demo=False))


def at_a_browser(actor, **facts):
    """Whoever acts by pages of a real city: nothing is spared them."""
    return replace(actor, channel=Channel.WEB, spared=False, **facts)


def test_nobody_shows_for_somebody_else(case):
    account = account_in(case.town, Role.TREASURY_OFFICER, username="other")
    code = code_of(given_factor(account), at=NOW.timestamp())
    with pytest.raises(NotFound):
        show_again(actor=case.supplier, now=NOW, account_id=account.pk, code=code)


def test_which_acts_ask_again():
    assert {name for name, act in ACTS.items() if act.fresh} == ASKED_AGAIN


@pytest.mark.parametrize(
    ("since", "believed"),
    [(timedelta(0), True), (FRESH, True), (FRESH + SECOND, False), (-SECOND, False)],
)
def test_ten_minutes_and_no_longer(case, since, believed):
    actor = at_a_browser(case.supplier, shown_at=NOW - since)
    assert actor.has_shown(NOW) == believed


@pytest.mark.parametrize("channel", Channel)
def test_whoever_comes_by_a_door_is_asked_and_no_machine_is(case, channel):
    actor = replace(case.supplier, spared=False, channel=channel)
    assert actor.has_shown(NOW) == (channel in {Channel.JOB, Channel.CLI, Channel.STORY})


def test_an_act_of_one_writes_nothing_before_it_is_shown(case):
    actor, before = at_a_browser(case.supplier), Event.objects.count()
    given = {"now": case.now, "contract_id": case.contract.pk, **ACCOUNT}
    with pytest.raises(NotShown):
        ask_payee_change(actor=actor, **given)
    assert not PayeeChange.objects.exists()
    assert not RefusalRecord.objects.exists()
    assert Event.objects.count() == before
    ask_payee_change(actor=replace(actor, shown_at=case.now - FRESH), **given)
    assert PayeeChange.objects.exists()


@pytest.mark.parametrize("stale", ["first", "second"])
def test_an_act_of_two_asks_both(case, stale):
    desk = [case.town.bureau(f"treasury-{one}") for one in ("officer", "approver")]
    times = {"first": {}, "second": {}} | {stale: None}
    first, second = (
        at_a_browser(one, shown_at=None if times[which] is None else NOW)
        for one, which in zip(desk, ("first", "second"), strict=True)
    )
    acts = {
        "first": partial(pay.propose, actor=first, now=NOW, payment_id=case.contract.pk),
        "second": partial(pay.approve, actor=second, now=NOW, proposal_id=case.contract.pk),
    }
    with pytest.raises(NotShown) as asked:
        acts[stale]()
    assert asked.value.findings[0].params["act"] == "办理支付"
    assert not Proposal.objects.filter(act="treasury.pay").exists()


def test_without_a_second_factor_nothing_is_prepared_or_decided(case):
    officer, approver = (case.town.bureau(f"procurement-{one}") for one in ("officer", "approver"))
    with pytest.raises(NotAllowed) as refused:
        parameter(at_a_browser(officer, lacks_factor=True))
    assert refused.value.findings[0].code == "access.no_factor"
    laid = parameter(officer)
    assert not agreed(at_a_browser(approver, lacks_factor=True, shown_at=NOW), laid)
    assert not ParameterRow.objects.exists()
    assert agreed(approver, laid)


def test_only_getting_one_is_open_without_one():
    assert sorted(marked("without_factor")) == [
        ("doors/page.py", "_door"),  # what anybody may read
        ("outreach/actions/acknowledge_letter.py", "use_case"),  # whoever has its link
        ("parties/actions/accounts.py", "use_case"),  # choosing one's own password
        *[("parties/actions/second_factor.py", "use_case")] * 3,
        *[("web/account/security.py", "page")] * 3,
    ]


def test_only_choosing_ones_own_is_open_with_a_password_that_others_gave():
    assert sorted(marked("with_given_password")) == [
        ("doors/page.py", "_door"),
        ("outreach/actions/acknowledge_letter.py", "use_case"),
        ("parties/actions/accounts.py", "use_case"),
        ("web/account/security.py", "page"),
    ]


def test_a_real_city_has_no_switch():
    """Nobody is spared but by the mark of a demonstration; the mark is for good."""
    assert sorted(marked("spared")) == [("doors/actors.py", "replace")]
    source = MODULES["doors/actors.py"]
    assert "spared=demo," in source
    assert "demo = mandate.organisation.city.demo\n" in source
    assert source.count("spared") == 1


def test_nobody_turns_a_real_city_into_a_demonstration(case):
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("UPDATE parties_city SET demo = true")
    assert not City.objects.get().demo


def marked(keyword: str):
    """Name every call in the house that gives this keyword and passes none on."""
    for module, text in MODULES.items():
        for one in ast.walk(ast.parse(text)):
            if isinstance(one, ast.Call):
                for given in one.keywords:
                    passed_on = isinstance(given.value, ast.Name) and given.value.id == keyword
                    if given.arg == keyword and not passed_on:
                        yield module, ast.unparse(one.func)
