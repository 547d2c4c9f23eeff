"""Heads leave the machine: into folders, to addresses, with the digest."""

import json
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar

import pytest

from cairong.cases.digest import send_digests
from cairong.home.environment import log_copies
from cairong.home.trouble import Trouble
from cairong.kernel.actor import Role
from cairong.notary.checking import read_kept
from cairong.notary.copying import copy
from cairong.notary.models import Copy
from cairong.notary.reads import standing
from cairong.outreach.models import Dispatch
from notary.conftest import cut
from support.town import CITY, at
from support.visitors import organisation_of

FRIDAY = at("2026-03-06 08:30")


class Witness(BaseHTTPRequestHandler):
    """Somebody elsewhere who keeps what is posted."""

    kept: ClassVar[list[dict]] = []
    answer = 200

    def do_POST(self) -> None:
        Witness.kept.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(Witness.answer)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def witness():
    Witness.kept, Witness.answer = [], 200
    server = ThreadingHTTPServer(("127.0.0.1", 0), Witness)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/heads"
    server.shutdown()
    thread.join()
    server.server_close()


def bring(notary) -> int:
    return copy(city=CITY, clock=lambda: notary.now)


def test_each_day_is_a_whole_file_in_a_folder(notary, tmp_path, monkeypatch):
    monkeypatch.setenv("CAIRONG_LOG_COPIES", str(tmp_path))
    assert bring(notary) == 1
    assert bring(notary) == 0
    notary.say()
    notary.round()
    assert bring(notary) == 1
    (path,) = tmp_path.glob("*.json")
    assert path.name == f"cairong-log-{CITY}-2026-03-02.json"
    assert [head.size for head in read_kept(path).heads] == [10, 11]


def test_an_address_is_given_what_it_has_not(notary, witness, monkeypatch):
    monkeypatch.setenv("CAIRONG_LOG_COPIES", witness)
    bring(notary)
    notary.say()
    notary.round()
    bring(notary)
    sizes = [[each["head"]["tree_size"] for each in kept["heads"]] for kept in Witness.kept]
    assert sizes == [[10], [11]]
    assert Witness.kept[0]["keys"][0]["key_id"] == notary.signer.key_id


def test_what_was_not_taken_is_brought_again_later_and_seen(notary, witness, monkeypatch):
    monkeypatch.setenv("CAIRONG_LOG_COPIES", witness)
    Witness.answer = 500
    assert bring(notary) == 0
    assert bring(notary) == 0
    assert len(Witness.kept) == 1
    kept = Copy.objects.get()
    assert (kept.attempts, kept.last_error, kept.head_id) == (1, "HTTP 500", 0)
    Witness.answer = 204
    notary.now += timedelta(hours=1)
    assert bring(notary) == 1
    assert (Copy.objects.get().attempts, Copy.objects.get().last_error) == (0, "")


@pytest.mark.parametrize(
    ("place", "why"),
    [("/nowhere/at/all", "目录写不进(No such file"), ("http://127.0.0.1:1/", "对方拒绝连接")],
)
def test_a_place_that_is_away_says_why(notary, monkeypatch, place, why):
    monkeypatch.setenv("CAIRONG_LOG_COPIES", place)
    assert bring(notary) == 0
    assert why in Copy.objects.get().last_error


@pytest.mark.parametrize("text", ["relative", "http://example.org/", "ftp://x/", "https://"])
def test_a_place_that_cannot_be_is_one_sentence(monkeypatch, text):
    monkeypatch.setenv("CAIRONG_LOG_COPIES", f"/srv {text}")
    with pytest.raises(Trouble, match="CAIRONG_LOG_COPIES"):
        log_copies()


@pytest.mark.parametrize(
    ("role", "told"),
    [
        (Role.PROCUREMENT_APPROVER, True),
        (Role.TREASURY_OFFICER, True),
        (Role.PBOC, True),
        (Role.REGULATOR, True),
        (Role.OPERATOR, False),
        (Role.PURCHASER_OFFICER, False),
    ],
)
def test_the_digest_of_those_who_keep_it_bears_the_head_whole(notary, role, told):
    reader = notary.town.actor(organisation_of(notary.town, role), role)
    send_digests(actor=notary.town.system, now=FRIDAY)
    found = Dispatch.objects.filter(person=reader.person_id, channel="sms").first()
    assert (found is not None) == told
    if found:
        assert standing(CITY, FRIDAY).token in found.text


def test_the_digest_says_when_nothing_is_signed(notary):
    reader = notary.town.bureau(Role.PROCUREMENT_OFFICER)
    cut(3)
    notary.round()
    send_digests(actor=notary.town.system, now=FRIDAY)
    found = Dispatch.objects.get(person=reader.person_id, channel="sms")
    assert "日志现在没有签发:记录少了:末尾被截去" in found.text


def test_without_heads_nobody_has_a_digest_of_them(db, town):
    town.bureau(Role.PROCUREMENT_OFFICER)
    send_digests(actor=town.system, now=FRIDAY)
    assert not Dispatch.objects.exists()
