"""Who sees which receivable, lock and payment; the arithmetic; the books check."""

import json

import pytest
from click.testing import CliRunner
from django.db import connections, transaction

from cairong.cli.books import check
from cairong.kernel.actor import public
from cairong.kernel.errors import Invalid, NotFound
from cairong.treasury.arithmetic import arithmetic, owed_lines, streams
from cairong.treasury.checking import books_check
from cairong.treasury.models import Entry, Lock, LockOperation, Payment
from cairong.treasury.reads import (
    contract_receivable,
    lock_for,
    payments_for,
    receivable_for,
    receivables_for,
)
from cairong.treasury.steps.exposure import draw, locked, reserve
from cairong.treasury.steps.locks import end_operation, release_if_free
from cairong.treasury.steps.receivables import stand_up
from support.town import CITY, at
from treasury.doing import accept, activate, ask, deliver_gateway, release, request
from treasury.ground import SIGNED, new_id, stand_ground

NOW = at("2025-11-12 10:00")
ROLES = {
    "supplier": True, "purchaser-officer": True, "purchaser-approver": True,
    "treasury-officer": True, "procurement-approver": True, "institution-officer": False,
}  # fmt: skip


@pytest.mark.parametrize(("role", "sees"), ROLES.items())
def test_who_sees_a_receivable(ground, role, sees):
    actor = ground.who(role)
    assert receivables_for(actor).exists() == sees
    if not sees:
        with pytest.raises(NotFound):
            receivable_for(actor, ground.receivable.pk)


def test_overseers_see_their_region_and_the_public_nothing(ground):
    town = ground.town
    pboc = town.actor(town.organisation("pboc", "中国人民银行洛阳市分行"), "pboc")
    assert receivables_for(pboc).exists()
    assert receivables_for(town.system).exists()
    assert not receivables_for(public(city=CITY)).exists()


def test_an_institution_sees_what_it_locks_and_only_that(ground):
    lock = ask(ground, NOW)
    other = stand_ground(ground.town)
    officer = ground.who("institution-officer")
    assert [one.pk for one in receivables_for(officer)] == [ground.receivable.pk]
    assert lock_for(officer, lock.pk) == lock
    stranger = ground.town.actor(ground.town.institution("乙银行"), "institution-officer")
    with pytest.raises(NotFound):
        lock_for(stranger, lock.pk)
    assert not receivables_for(stranger).exists()
    Lock.objects.filter(pk=lock.pk).update(state="refused")
    assert not receivables_for(officer).exists()
    assert other.receivable.pk not in payments_for(officer).values_list("receivable", flat=True)


def test_after_its_lock_an_institution_keeps_what_had_ended_by_then(ground):
    lock = activate(ground, NOW)
    accept(ground, NOW, 300, NOW.date())
    first, on_the_way = request(ground, NOW, 100), request(ground, NOW, 100)
    release(ground, NOW, first)
    deliver_gateway(NOW)
    end_operation(offer_id=lock.operations.get().offer_id, settled=True, now=NOW)
    release_if_free(receivable=locked(ground.receivable.pk), now=NOW)
    later = at("2025-11-13 10:00")
    release(ground, later, on_the_way)
    deliver_gateway(later)
    officer = ground.who("institution-officer")
    assert [one.pk for one in payments_for(officer)] == [first.pk]
    assert not receivables_for(officer).exists()
    assert lock_for(officer, lock.pk).state == "released"
    assert payments_for(ground.who("supplier")).count() == 2


def test_others_own_is_not_there(ground):
    accept(ground, NOW, 100, NOW.date())
    request(ground, NOW, 100)
    for kind, role in (("purchaser", "purchaser-officer"), ("supplier", "supplier")):
        stranger = ground.town.actor(ground.town.organisation(kind, f"别家{role}"), role)
        assert not payments_for(stranger).exists()
        assert not receivables_for(stranger).exists()
    assert payments_for(ground.who("treasury-officer")).count() == 1


def test_of_several_suppliers_one_is_named(ground):
    second = ground.town.supplier("第二家", uscc="")
    stand_up(
        actor=ground.who("purchaser-approver"), now=SIGNED, contract=ground.contract,
        supplier=second, amount_fen=100,
    )  # fmt: skip
    officer = ground.who("purchaser-officer")
    with pytest.raises(Invalid):
        contract_receivable(officer, ground.contract.pk)
    assert contract_receivable(officer, ground.contract.pk, second.pk).seq == 2


def test_the_arithmetic_says_how_headroom_comes_about(ground):
    row = locked(ground.receivable.pk)
    reserve(receivable=row, amount_fen=30_000_000, cap_percent=70, ref_id=new_id(), now=NOW)
    draw(receivable=row, amount_fen=10_000_000, cap_percent=70, ref_id=new_id(), now=NOW)
    lines = [(one.sign, one.fen) for one in arithmetic(row, 60)]
    assert lines == [
        ("", 68_520_000), ("−", 0), ("−", 0), ("−", 0), ("=", 68_520_000), ("×", 41_112_000),
        ("−", 10_000_000), ("−", 20_000_000), ("=", 11_112_000),
    ]  # fmt: skip


def test_lines_add_up_and_streams_leave_nothing_out(ground):
    accept(ground, NOW, 27_408_000, NOW.date())
    release(ground, NOW, request(ground, NOW, 10_000_000))
    deliver_gateway(NOW)
    request(ground, NOW, 5_000_000)
    row = ground.fresh()
    first, *rest, last = [one.fen for one in owed_lines(row)]
    assert first - sum(rest) == last == row.due_fen == 12_408_000
    money = streams(row)
    assert sum(one.fen for one in money if one.source == "合同金额") == row.amount_fen
    assert sum(one.fen for one in money if one.source == "已支付") == row.paid_fen


def test_books_that_balance(ground):
    activate(ground, NOW)
    accept(ground, NOW, 200, NOW.date())
    release(ground, NOW, request(ground, NOW, 150))
    deliver_gateway(NOW)
    answer = books_check(CITY)
    assert answer == {
        "balanced": True, "receivables": 1, "entries": Entry.objects.count(), "differences": [],
    }  # fmt: skip
    done = CliRunner().invoke(check, ["--json"])
    assert (done.exit_code, json.loads(done.output)["balanced"]) == (0, True)
    assert "账实相符" in CliRunner().invoke(check, []).output


def test_a_payment_without_its_posting_is_found(ground):
    accept(ground, NOW, 200, NOW.date())
    with transaction.atomic():
        Payment.objects.create(
            city_id=CITY, receivable=ground.receivable, payee_version=ground.fresh().current,
            amount_fen=50, voucher_no="ZF-x", requested_at=NOW,
        )  # fmt: skip
        answer = books_check(CITY)
        done = CliRunner().invoke(check, [])
        transaction.set_rollback(True)
    assert [one["what"] for one in answer["differences"]] == ["待支付申请", "支付与其验收不符"]
    assert (done.exit_code, "待支付申请" in done.output) == (1, True)


def test_principal_without_a_lock_is_found(ground):
    row = locked(ground.receivable.pk)
    reserve(receivable=row, amount_fen=100, cap_percent=70, ref_id=new_id(), now=NOW)
    draw(receivable=row, amount_fen=100, cap_percent=70, ref_id=new_id(), now=NOW)
    assert [one["what"] for one in books_check(CITY)["differences"]] == ["有未偿本金而没有锁定"]
    activate(ground, NOW)
    assert books_check(CITY)["balanced"]


def test_a_sum_changed_by_the_owner_is_found(committed_town):
    ground = stand_ground(committed_town)
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE treasury_receivable SET paid_fen = 7")
    connections["owner"].close()
    answer = books_check(CITY)
    assert {(one["what"], one["books_fen"], one["rows_fen"]) for one in answer["differences"]} == {
        ("已支付", 0, 7), ("到账支付", 7, 0),
    }  # fmt: skip
    assert LockOperation.objects.filter(lock__receivable=ground.receivable).count() == 0
