"""The ceremony on the command line: who may hold it, what it prints, how a later key comes.

二(三)-4
"""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from cairong.cli import gateway as module
from cairong.cli.gateway import gateway
from cairong.home.account import GATEWAY, account
from cairong.home.environment import check_environment
from cairong.home.trouble import Misused, Trouble
from cairong.orders.models import Order, PersonKey
from cairong.orders.tickets import found as ticket_of
from orders.conftest import asked, city
from support.signing import PAID, as_gateway, asked_for

__all__ = ["asked", "city"]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch, clock) -> None:
    """A data folder of a test's own, whose gateway's account is whoever runs the test."""
    clock.set("2025-11-12 14:00")
    monkeypatch.setenv("CAIRONG_HOME", str(tmp_path))
    monkeypatch.setenv("CAIRONG_GATEWAY_URL", "https://qianming.example.gov.cn")
    monkeypatch.setattr(module, "account", lambda _: None)


def said(*words: str) -> str:
    done = CliRunner().invoke(gateway, words, catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


@pytest.fixture
def bare(committed_db, clock):
    """A real city where no ceremony was held."""
    return asked_for()


def names(town) -> tuple[str, str]:
    return tuple(who.person_name for who in town.pair)


def test_the_ceremony_prints_a_word_for_each(bare, tmp_path):
    text = said("found", *names(bare))
    for name in names(bare):
        (line,) = [each for each in text.splitlines() if each.startswith(name)]
        word = line.partition("口令 ")[2].partition(",")[0]
        ticket = ticket_of(tmp_path / "gateway", word, PAID)
        assert (ticket.name, ticket.founding) == (name, True)
        assert word.replace("-", "") not in str(list((tmp_path / "gateway").rglob("*")))
    assert "还没有签名钥匙" in said("keys")


def test_no_word_is_printed_for_an_address_that_nobody_chose(bare, tmp_path, monkeypatch):
    monkeypatch.delenv("CAIRONG_GATEWAY_URL")
    with pytest.raises(Trouble, match="CAIRONG_GATEWAY_URL"):
        said("found", *names(bare))
    assert not (tmp_path / "gateway").exists()


@pytest.mark.parametrize(
    ("url", "hosts"),
    [("https://rz.example.gov.cn", ""), ("", "a.example.gov.cn,rz.example.gov.cn")],
)
def test_the_gateway_has_a_name_of_its_own(monkeypatch, url, hosts):
    monkeypatch.setenv("CAIRONG_GATEWAY_URL", "https://rz.example.gov.cn")
    monkeypatch.setenv("CAIRONG_URL", url)
    monkeypatch.setenv("CAIRONG_HOSTS", hosts)
    with pytest.raises(Trouble, match="也是采融网页的域名"):
        check_environment()


def test_two_are_two_persons_of_the_treasury_desk(bare):
    officer, approver = names(bare)
    with pytest.raises(Misused, match="两位要是两个人"):
        said("found", officer, officer)
    with pytest.raises(Misused, match="没有叫 张三 的人在任"):
        said("found", officer, "张三")
    with pytest.raises(Misused, match="没有叫"):
        said("found", approver, bare.ground.desk().person_name)


def test_it_is_held_again_only_where_fewer_than_two_are_left(city):
    with pytest.raises(Trouble, match="cairong gateway word"):
        said("found", *names(city))
    text = said("word", city.third.person_name)
    assert city.third.person_name in text
    listed = said("keys")
    assert all(key.fingerprint in listed for key in PersonKey.objects.all())
    assert listed.count("首批") == 2


def test_a_lost_key_is_ended_by_an_order(cluster, city, monkeypatch):
    key = PersonKey.objects.get(person_id=city.officer.person_id)
    monkeypatch.setattr(module, "_as_gateway", lambda: None)
    with pytest.raises(Misused, match="对不上唯一一把钥匙"):
        said("end", "zz")
    with as_gateway(cluster):
        text = said("end", key.fingerprint[:12])
    order = Order.objects.get(kind="end_key")
    assert order.code in text
    assert order.digest in text


@pytest.mark.skipif(os.geteuid() != 0, reason="以 root 运行时,签名网关才有自己的账号")
def test_a_folder_of_words_that_leads_elsewhere_is_not_written_to(bare, tmp_path, monkeypatch):
    """What the gateway's account links elsewhere, root does not follow for it."""
    monkeypatch.setattr(module, "account", account)
    own, keys = account(GATEWAY), tmp_path / "keys"
    keys.mkdir(mode=0o700)
    (tmp_path / "gateway").mkdir(mode=0o700)
    (tmp_path / "gateway" / "words").symlink_to(keys)
    os.chown(tmp_path / "gateway", own.uid, own.gid)
    with pytest.raises(PermissionError):
        said("found", *names(bare))
    assert list(keys.iterdir()) == []
    assert keys.stat().st_uid == 0
    (tmp_path / "gateway" / "words").unlink()
    said("found", *names(bare))
    words = list((tmp_path / "gateway" / "words").iterdir())
    assert {each.stat().st_uid for each in words} == {own.uid}
    assert os.geteuid() == 0


def test_a_demonstration_holds_no_ceremony(town, own_home):
    with pytest.raises(Trouble, match="演示城市"):
        said("found", "甲", "乙")
