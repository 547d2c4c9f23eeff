"""A backup is restored: what was sent is held by the folder's list until it was compared. 二(三)-4

By a person's way: the gateway's page says why, the operator's command lists and settles, the two
sign anew.
"""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from cairong.audit.models import Event
from cairong.cli import gateway_folder as module
from cairong.cli.gateway_folder import gateway
from cairong.contracts.models import Contract
from cairong.gateway import rounds
from cairong.gateway.exchange import Exchange, opened
from cairong.gateway.rounds import round_of_gateway
from cairong.home.environment import FOLDER
from cairong.home.folder import HELD, Home
from cairong.home.trouble import Misused, Trouble
from cairong.kernel.errors import PolicyBreach
from cairong.orders.actions.keep_heard import keep_heard
from cairong.orders.models import GatewayWatch, Instruction, Order, PersonKey
from cairong.secrecy.actions.freeze_case import freeze_case
from cairong.secrecy.actions.thaw_case import thaw_case
from cairong.secrecy.models import Freeze
from cairong.treasury.actions.call_off_payment import call_off_payment
from cairong.treasury.actions.pay_by_own_means import pay_by_own_means
from cairong.treasury.models import Payment
from gateway.conftest import Visitor
from lending.ground import twice
from orders.test_signing import refused
from support.signing import SIGNED, SigningCity, as_gateway, pages_of_gateway, signing_city
from support.town import CITY


@pytest.fixture
def folder(tmp_path: Path, monkeypatch, clock) -> Exchange:
    clock.set("2025-11-12 14:00")
    monkeypatch.setattr(module, "account", lambda _: None)
    monkeypatch.setattr(module, "as_gateway", lambda: None)  # a test says as whom it speaks
    (tmp_path / "gateway").mkdir()
    return opened(Home(tmp_path))


def commands(*words: str) -> str:
    done = CliRunner().invoke(gateway, words, catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def carried(city: SigningCity, folder: Exchange) -> list[str]:
    """Sign whatever waits, and go the gateway's rounds: what left lies in the folder."""
    for _ in range(3):
        for order in Order.objects.filter(signatures=None):
            city.both_sign(order)
        round_of_gateway(folder)
    return sorted(path.stem for path in folder.out.glob("*.json"))


def test_what_a_restore_brought_back_waits_until_somebody_compared(cluster, city, folder, settings):
    with as_gateway(cluster):
        round_of_gateway(folder)
        (sent,) = carried(city, folder)
    first = json.loads((folder.out / f"{sent}.json").read_text())
    restored = signing_city(cluster)  # the rows of before the payment was released
    restored.release()
    with as_gateway(cluster):
        assert carried(restored, folder) == [sent]
        assert Instruction.objects.get().state == "queued"
        pages_of_gateway(settings)
        page = Visitor(restored).reads("/").text
        assert f"交换目录和数据库对不上({sent})" in page
        assert "cairong gateway settled" in page
    assert f"{sent}\t{restored.payment.voucher_no}\t¥50,000.00" in commands("settled")
    with as_gateway(cluster):
        assert carried(restored, folder) == [sent]  # it was listed alone
    with as_gateway(cluster):
        assert "支付指令恢复送出" in commands("settled", restored.officer.person_name)
        both = carried(restored, folder)
        assert Visitor(restored).reads("/healthz").status == 200
    assert len(both) == 2
    (again,) = set(both) - {sent}
    second = json.loads((folder.out / f"{again}.json").read_text())
    assert json.loads(first["order"])["voucher_no"] == json.loads(second["order"])["voucher_no"]
    assert (folder.out / f"{sent}.json").read_text() == json.dumps(
        first, ensure_ascii=False, indent=1
    ) + "\n"


def test_a_frozen_case_stops_no_other(cluster, city, folder):
    """What was sent of it is out of sight: folder and rows do not disagree by that. 二(二)-5"""
    with as_gateway(cluster):
        round_of_gateway(folder)
        (sent,) = carried(city, folder)
    freeze_case(actor=city.officer, now=SIGNED, number=Contract.objects.get().no)
    with as_gateway(cluster):
        assert not Order.objects.filter(number=sent).exists()
        round_of_gateway(folder)
        assert folder.ledger.why_held(CITY) == ""


def test_a_case_that_is_free_again_is_compared_again(cluster, city, folder):
    """What left after the backup that the rows are of: a freeze of before hides it no more."""
    with as_gateway(cluster):
        city.both_sign(city.draws()[0])
        (order,) = city.draws()
    freeze_case(actor=city.officer, now=SIGNED, number=Contract.objects.get().no)
    pair = city.town.bureau("procurement-officer"), city.town.bureau("procurement-approver")
    twice(
        thaw_case, *pair, SIGNED, freeze_id=Freeze.objects.get().pk, authority="保密局",
        document_no="洛密〔2025〕1 号", document_on=date(2025, 11, 12), signed_by="王密",
    )  # fmt: skip
    with as_gateway(cluster):
        folder.put(order.number, {"digest": order.digest}, str(order.pk))
        assert order.number in folder.ledger.why_unsure(CITY)


def test_each_cause_is_said_whatever_else_there_is(cluster, city, folder):
    with as_gateway(cluster):
        folder.ledger.add("410300-0000999", "f" * 64)
        folder.ledger._append({"ended": PersonKey.objects.first().fingerprint})
        for number in range(3):
            (folder.into / f"{'x' * 200}{number}").write_text("")
        round_of_gateway(folder)
        heard = GatewayWatch.objects.get()
    assert "对不上(410300-0000999)" in heard.unsure
    for cause in ("对不上(410300-0000999)", "停用过的签名钥匙又显示已登记"):
        assert cause in heard.trouble


def test_a_list_that_cannot_be_read_is_no_list_that_agrees(cluster, city, folder):
    with as_gateway(cluster):
        round_of_gateway(folder)
        folder.ledger.path.mkdir()
        round_of_gateway(folder)
    assert "读不出" in GatewayWatch.objects.get().unsure


def ends(act, city: SigningCity) -> Payment:
    return twice(act, *city.pair, SIGNED, payment_id=city.payment.pk, reason="国库说没有收到")


def test_a_new_machine_lists_what_may_have_left_and_decides_nothing_of_it_unasked(
    cluster, city, folder, tmp_path, settings
):
    """It left after the backup was made, and the folder that knows it is gone."""
    with as_gateway(cluster):
        round_of_gateway(folder)
        assert len(carried(city, folder)) == 1
    restored = signing_city(cluster)
    restored.release()
    shutil.rmtree(folder.ledger.path.parent)
    (tmp_path / "gateway" / HELD).touch()
    new, name, voucher = opened(Home(tmp_path)), restored.officer.person_name, restored.payment
    line = f"{voucher.voucher_no}\t¥50,000.00\t{voucher.payee_version.payee}"
    with as_gateway(cluster):
        round_of_gateway(new)
        assert line in commands("settled")
        said = commands("settled", name)
        assert "还没有查明的 1 笔" in said
        (payee,) = Order.objects.filter(signatures=None)
        restored.both_sign(payee)
        round_of_gateway(new)
        assert GatewayWatch.objects.get().trouble == ""
        pages_of_gateway(settings)
        paid = Order.objects.get(kind="pay")
        assert "这笔款可能已经付过" in Visitor(restored).reads(f"/order/{paid.digest}/").text
        assert "可能已经付过" not in Visitor(restored).reads(f"/order/{payee.digest}/").text
        assert f"{line}\t还没有查明" in commands("settled")
    for act in (call_off_payment, pay_by_own_means):
        with refused(PolicyBreach, "treasury.in_doubt"):
            ends(act, restored)
    with as_gateway(cluster):
        with pytest.raises(Trouble, match="--unpaid 写明哪几笔"):
            commands("settled", name)
        with pytest.raises(Misused, match="--unpaid 410300 不是在途支付的凭证号"):
            commands("settled", name, "--unpaid", "410300")
        said = commands("settled", name, "--unpaid", voucher.voucher_no)
        assert "查明没有付的 1 笔" in said
        assert "可能已经付过" not in Visitor(restored).reads(f"/order/{paid.digest}/").text
    first, second = Event.objects.filter(type="orders.folder.settled").order_by("seq")
    assert (first.after["doubted"], second.after["unpaid"]) == (voucher.voucher_no,) * 2
    assert ends(call_off_payment, restored).state == "unpaid"


def test_what_was_only_asked_for_when_the_backup_was_made_is_doubted_by_its_file(
    cluster, city, folder, settings
):
    """It was released, sent and paid since; the rows were set back without `cairong restore`."""
    with as_gateway(cluster):
        round_of_gateway(folder)
        assert len(carried(city, folder)) == 1
    restored = signing_city(cluster)
    with as_gateway(cluster):
        said = commands("settled")
        assert f"{restored.payment.voucher_no}\t¥50,000.00" in said
        assert "已申请" in said
        assert "国库付过、这里没有列出的" in said
        assert "还没有查明的 1 笔" in commands("settled", restored.officer.person_name)
        assert "已申请\t还没有查明" in commands("settled")
    restored.release()
    with as_gateway(cluster):
        round_of_gateway(folder)
        (payee,) = Order.objects.filter(signatures=None)
        restored.both_sign(payee)
        round_of_gateway(folder)
        pages_of_gateway(settings)
        paid = Order.objects.get(kind="pay")
        assert "这笔款可能已经付过" in Visitor(restored).reads(f"/order/{paid.digest}/").text
    with refused(PolicyBreach, "treasury.in_doubt"):
        ends(call_off_payment, restored)


def test_what_no_row_knows_is_spoken_of_though_nothing_is_on_its_way(
    cluster, asked, folder, tmp_path
):
    (tmp_path / "gateway" / HELD).touch()
    with as_gateway(cluster):
        said = commands("settled")
    assert asked.payment.voucher_no not in said
    assert "国库付过、这里没有列出的,可能是备份以后办理的" in said


def test_what_was_leaving_into_another_folder_waits_until_somebody_compared(
    cluster, city, folder, tmp_path, monkeypatch
):
    """Its file may lie in the folder of before, whatever becomes of it in this one."""
    with as_gateway(cluster):
        city.instruction()
        with monkeypatch.context() as killed:
            killed.setattr(rounds, "keep_sent", stopped)
            with pytest.raises(KeyboardInterrupt):
                round_of_gateway(folder)
        assert Instruction.objects.get().state == "leaving"
        monkeypatch.setenv(FOLDER, str(tmp_path / "other"))
        other = opened(Home(tmp_path))
        assert "换过交换目录" in other.ledger.why_held("410300")
        round_of_gateway(other)
        assert "已登记" in commands("settled", city.officer.person_name)
        other.ledger.stand()
        with monkeypatch.context() as full:
            full.setattr(other.ledger, "_append", no_room)
            round_of_gateway(other)
        assert Instruction.objects.get().state == "queued"  # of this folder it never left
        keep_heard(city="410300", now=SIGNED, trouble="")
    for act in (call_off_payment, pay_by_own_means):
        with refused(PolicyBreach, "treasury.in_doubt"):
            ends(act, city)
    with as_gateway(cluster):
        round_of_gateway(other)
        assert Instruction.objects.get().state == "sent"
    assert opened(Home(tmp_path)).ledger.why_held("410300") == ""


def stopped(**_: object) -> None:
    raise KeyboardInterrupt


def no_room(*_: object) -> None:
    raise OSError(28, "No space left on device")
