"""A backup is restored: what was sent is held by the folder's list until it was compared. 二(三)-4

By a person's way: the gateway's page says why, the operator's command lists and settles, the two
sign anew.
"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cairong.cli import gateway_folder as module
from cairong.cli.gateway_folder import gateway
from cairong.contracts.models import Contract
from cairong.gateway.exchange import Exchange, opened
from cairong.gateway.rounds import round_of_gateway
from cairong.home.folder import Home
from cairong.orders.models import Instruction, Order
from cairong.secrecy.actions.freeze_case import freeze_case
from gateway.conftest import Visitor
from support.signing import SIGNED, SigningCity, as_gateway, pages_of_gateway, signing_city
from support.town import CITY


@pytest.fixture
def folder(tmp_path: Path, monkeypatch, clock) -> Exchange:
    clock.set("2025-11-12 14:00")
    monkeypatch.setattr(module, "account", lambda _: None)
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
    assert "支付指令恢复送出" in commands("settled", restored.officer.person_name)
    with as_gateway(cluster):
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
