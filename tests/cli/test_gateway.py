"""The ceremony on the command line: who may hold it, what it prints, how a later key comes.

二(三)-4
"""

import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connections

from cairong.cli import city as city_module
from cairong.cli import gateway as module
from cairong.cli import hailing
from cairong.cli.gateway import gateway
from cairong.cli.hailing import require_ours
from cairong.home.account import GATEWAY, account
from cairong.home.addresses import APP
from cairong.home.environment import check_environment
from cairong.home.folder import Home
from cairong.home.hailing import FILE, answer_to, door, proof
from cairong.home.state import CityState
from cairong.home.trouble import Misused, Trouble
from cairong.kernel.errors import NotFound, PolicyBreach
from cairong.orders.models import Ceremony, Order, PersonKey
from cairong.orders.tickets import found as ticket_of
from orders.conftest import asked, city
from support.installation import free_port
from support.signing import ORIGIN, PAID, as_gateway, asked_for
from support.speaking import speak

__all__ = ["asked", "city"]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch, clock) -> None:
    """A data folder of a test's own, whose gateway's account is whoever runs the test."""
    clock.set("2025-11-12 14:00")
    monkeypatch.setenv("CAIRONG_HOME", str(tmp_path))
    monkeypatch.setenv("CAIRONG_GATEWAY_URL", "https://qianming.example.gov.cn")
    monkeypatch.setattr(module, "account", lambda _: None)
    monkeypatch.setattr(module, "as_owner", own_role)
    monkeypatch.setattr(city_module, "kind_in_database", lambda _: CityState.REAL)


class Answering(BaseHTTPRequestHandler):
    """Whoever answers at the gateway's address: the gateway's own words, or another's."""

    says = staticmethod(answer_to)

    def do_GET(self) -> None:
        asked = self.path.partition("asked=")[2]
        text = json.dumps(self.says(Home(Path(os.environ["CAIRONG_HOME"])).gateway, asked))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(autouse=True)
def answering(own_home, monkeypatch) -> Iterator[type[Answering]]:
    """The gateway that is started once its folder stands, on a port of a test's own."""
    own = type("Own", (Answering,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), own) as server:
        monkeypatch.setenv("CAIRONG_GATEWAY_PORT", str(server.server_port))
        monkeypatch.setattr(hailing, "OPENS_SECONDS", 0)
        monkeypatch.setattr(hailing, "account", lambda _: None)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield own
        server.shutdown()


@pytest.fixture
def address(monkeypatch) -> None:
    """The address at which the city's keys were made."""
    monkeypatch.setenv("CAIRONG_GATEWAY_URL", ORIGIN)


def own_role() -> None:
    """Be the owner until a test's end, as the command is until its own."""
    owner = connections.settings["owner"]
    speak(owner["USER"], owner["PASSWORD"])


@pytest.fixture(autouse=True)
def app_again(cluster, own_home):
    yield
    app = cluster.address(APP)
    speak(app.user, app.password)


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
        assert ticket.ceremony_id == Ceremony.objects.get().pk
        assert word.replace("-", "") not in str(list((tmp_path / "gateway").rglob("*")))
    assert "还没有签名钥匙" in said("keys")


def strange(_folder: Path, _asked: str) -> dict[str, str]:
    return {"url": "https://qianming.example.gov.cn", "door": door(), "proof": "0" * 64}


def from_elsewhere(folder: Path, asked: str) -> dict[str, str]:
    """The gateway of another address, its answer handed on by whoever has this one."""
    secret = (folder / FILE).read_text()
    said = {"url": "https://qianming.example.gov.cn", "door": "18001"}
    return {**said, "proof": proof(secret, asked, said)}


def with_another_name(folder: Path, asked: str) -> dict[str, str]:
    """The gateway, started with another name than the shell of the command says."""
    secret = (folder / FILE).read_text()
    said = {"url": "https://other.example.gov.cn", "door": door()}
    return {**said, "proof": proof(secret, asked, said)}


OTHERS = (
    (strange, "应答的不是这座城市的签名网关.*ss -ltnp"),
    (lambda *_: [], "应答的不是这座城市的签名网关"),
    (from_elsewhere, "本机 18001"),
    (with_another_name, "签名网关用的网址是 https://other.example.gov.cn"),
)


def test_where_another_answers_no_word_is_printed(bare, tmp_path, answering):
    """Neither a ceremony's nor a later one, and no ceremony is held."""
    officer, approver = names(bare)
    for says, why in OTHERS:
        answering.says = staticmethod(says)
        with pytest.raises(Trouble, match=why):
            said("found", officer, approver)
    assert (Ceremony.objects.count(), list((tmp_path / "gateway").iterdir())) == (0, [])
    answering.says = staticmethod(answer_to)
    said("found", officer, approver)
    words = set((tmp_path / "gateway" / "words").iterdir())
    answering.says = staticmethod(strange)
    with pytest.raises(Trouble, match="没有打印口令"):
        said("word", officer)
    assert set((tmp_path / "gateway" / "words").iterdir()) == words


def said_by(text: str):
    """Answer a text that the gateway would never."""
    return lambda *_: json.loads(text)


@pytest.mark.parametrize(
    "says",
    [
        said_by('{"url": "x", "door": "y", "proof": "é"}'),
        said_by('{"url": "\\ud800", "door": "y", "proof": "z"}'),
        said_by("null"),
        said_by('{"url": 1, "door": null, "proof": ["z"]}'),
    ],
)
def test_whatever_a_stranger_answers_it_is_strange_and_no_secret_stays(tmp_path, answering, says):
    (tmp_path / "gateway").mkdir()
    answering.says = staticmethod(says)
    with pytest.raises(Trouble, match="应答的不是这座城市的签名网关"):
        require_ours(Home(tmp_path))
    assert list((tmp_path / "gateway").iterdir()) == []


def test_a_stranger_who_answers_slowly_keeps_nobody_past_the_limit(tmp_path, monkeypatch):
    (tmp_path / "gateway").mkdir()
    monkeypatch.setattr(hailing, "ANSWERS_SECONDS", 0.3)
    drips = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        monkeypatch.setenv("CAIRONG_GATEWAY_PORT", str(stranger.getsockname()[1]))
        thread = threading.Thread(target=dripping, args=(stranger, drips))
        thread.start()
        try:
            with pytest.raises(Trouble, match="秒里没有应答,没有打印口令"):
                require_ours(Home(tmp_path))
            assert not drips.is_set()
        finally:
            drips.set()
            thread.join()
    assert list((tmp_path / "gateway").iterdir()) == []


def dripping(stranger: socket.socket, enough: threading.Event) -> None:
    """Send headers, a sign at a time, until nobody reads them or it is enough."""
    with stranger.accept()[0] as reached, suppress(OSError):
        reached.sendall(b"HTTP/1.1 200 OK\r\n")
        for _ in range(100):
            if enough.wait(0.05):
                break
            reached.sendall(b"a")


def test_where_nobody_answers_no_word_is_printed(bare, tmp_path, monkeypatch):
    monkeypatch.setenv("CAIRONG_GATEWAY_PORT", str(free_port()))
    with pytest.raises(Trouble, match="没有应答,没有打印口令:请先启动 cairong run"):
        said("found", *names(bare))
    assert (Ceremony.objects.count(), list((tmp_path / "gateway").iterdir())) == (0, [])


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
    with pytest.raises(Misused, match="几位要是几个人"):
        said("found", officer, officer)
    with pytest.raises(Misused, match="没有叫 张三 的人在任"):
        said("found", officer, "张三")
    with pytest.raises(Misused, match="没有叫"):
        said("found", approver, bare.ground.desk().person_name)


@pytest.mark.usefixtures("address")
def test_it_is_not_held_where_two_others_can_sign(city):
    with pytest.raises(PolicyBreach, match=r"orders\.founded"):
        said("found", city.third.person_name)
    text = said("word", city.third.person_name)
    assert city.third.person_name in text
    listed = said("keys")
    assert all(key.fingerprint in listed for key in PersonKey.objects.all())
    assert listed.count("首批") == 2


@pytest.mark.usefixtures("address")
def test_where_one_of_two_is_lost_the_other_signs(city, tmp_path):
    officer, approver = names(city)
    with pytest.raises(Trouble, match="cairong gateway found"):
        said("word", officer)
    with pytest.raises(Misused, match="对不上一个人的已登记钥匙"):
        said("found", city.third.person_name, "--lost", "张三")
    text = said("found", city.third.person_name, "--lost", officer)
    assert f"由{approver}在签名网关签名登记" in text
    word = text.partition("口令 ")[2].partition(",")[0]
    ticket = ticket_of(tmp_path / "gateway", word, PAID)
    assert (ticket.founding, ticket.ceremony_id) == (False, Ceremony.objects.latest("held_at").pk)


def test_where_the_address_changed_it_is_held_anew(city):
    said("found", *names(city))
    assert len(Ceremony.objects.latest("held_at").ends) == 2


def test_a_word_of_a_ceremony_is_printed_anew(bare, tmp_path):
    folder, (officer, _) = tmp_path / "gateway", names(bare)
    old = said("found", *names(bare)).partition("口令 ")[2].partition(",")[0]
    new = said("word", officer).partition("口令 ")[2].partition(",")[0]
    ticket = ticket_of(folder, new, PAID)
    assert (ticket.name, ticket.ceremony_id) == (officer, Ceremony.objects.get().pk)
    with pytest.raises(NotFound):
        ticket_of(folder, old, PAID)


def test_a_lost_key_is_ended_by_an_order(cluster, city, monkeypatch):
    key = PersonKey.objects.get(person_id=city.officer.person_id)
    monkeypatch.setattr(module, "as_gateway", lambda: None)
    with pytest.raises(Misused, match="对不上唯一一把钥匙"):
        said("end", "zz")
    with as_gateway(cluster):
        text = said("end", key.fingerprint[:12])
    assert f"--lost {key.fingerprint[:12]}" in text
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
