"""What those who carry messages answer: kept in codes alone, read in time, and never a secret.

三(三)-2
"""

import time
from functools import partial
from urllib.parse import quote

import pytest

from cairong.audit.models import Event
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict
from cairong.outreach import lines
from cairong.outreach.actions.channels import keep_test, set_channel, try_channel
from cairong.outreach.models import Channel, Dispatch
from cairong.parties.models import Person
from outreach.test_sending import MONDAY, send, sms_on, told, wishes
from support.carriers import gateway, speaker
from support.staging import staged
from support.town import Town, found_town

PHONE, CANARY = "13900001111", "canary-of-the-inside"
MAIL = {"kind": "mail", "security": "plain", "sender": "tell@cairong.example"}
SMS = {"kind": "sms"}


@staged
def town(db) -> Town:
    return found_town(demo=False)


def tried(town: Town, *, port: int, to: str = PHONE, path: str = "/", **facts) -> Channel:
    """Set a channel up on this machine, and try it."""
    operator = town.actor(town.organisation("operator", "采融平台运维中心"), Role.OPERATOR)
    mail = facts["kind"] == "mail"
    address = {"address": "127.0.0.1", "port": port}
    if not mail:
        address = {"address": f"http://127.0.0.1:{port}{path}"}
    set_channel(actor=operator, now=MONDAY, **facts, **address)
    to = "me@cairong.example" if mail else to
    return try_channel(actor=operator, now=MONDAY, kind=facts["kind"], to=to)


def by_phone(town: Town) -> Actor:
    officer = town.actor(town.purchaser(), "purchaser-officer")
    Person.objects.filter(pk=officer.person_id).update(phone=PHONE)
    wishes(officer, channels=["sms"])
    return officer


def quoting(asked: dict) -> dict:
    """Answer as gateways do that repeat what they were asked."""
    return {"errcode": 40058, "errmsg": f"bad: {asked}", "message": f"to {asked.get('to')}"}


@pytest.mark.parametrize(
    ("code", "brief"),
    [
        (0, "HTTP 200,errcode 40058"),
        (400, "HTTP 400,errcode 40058"),
        (503, "HTTP 503,errcode 40058"),
        (403, "HTTP 403,errcode 40058"),
    ],
)
def test_of_an_answer_that_quotes_a_message_its_codes_alone_are_kept(town, code, brief):
    officer = by_phone(town)
    with gateway() as (port, carrier):
        sms_on(town, port)
        carrier.fails, carrier.says = lambda _to: code, quoting
        told(town, officer)
        send()
    assert Dispatch.objects.get().last_error == brief


def test_an_errcode_that_is_none_is_left_out(town):
    officer = by_phone(town)
    with gateway() as (port, carrier):
        sms_on(town, port)
        carrier.says = lambda asked: {"errcode": asked["text"]}
        told(town, officer)
        send()
    dispatch = Dispatch.objects.get()
    assert (dispatch.state, dispatch.last_error) == ("bounced", "HTTP 200")


@pytest.mark.parametrize(
    ("says", "answer"),
    [
        ({"errcode": 93000, "errmsg": "bad  hook"}, "HTTP 400,errcode 93000 bad hook"),
        ({"message": "签名未报备"}, "HTTP 400 签名未报备"),
        ({"errmsg": "长" * 101}, f"HTTP 400 {'长' * 100}"),
        ({"detail": CANARY}, "HTTP 400"),
        ([CANARY], "HTTP 400"),
        (CANARY, "HTTP 400"),
    ],
    ids=["both", "message", "long", "detail", "list", "text"],
)
def test_a_test_shows_the_message_of_a_json_answer_and_nothing_else(town, says, answer):
    with gateway(lambda _to: 400) as (port, carrier):
        carrier.says = lambda _asked: says
        assert tried(town, port=port, **SMS).answer == answer


@pytest.mark.parametrize("facts", [MAIL, SMS], ids=["mail", "sms"])
@pytest.mark.parametrize(
    "banner",
    [
        f"SSH-2.0-{CANARY}\r\n".encode(),
        f"HTTP/1.1 400 {CANARY}\r\nServer: {CANARY}\r\n\r\n{CANARY}".encode(),
        f"HTTP/1.1 302 ok\r\nLocation: http://{CANARY}/\r\nContent-Length: 0\r\n\r\n".encode(),
        f"554 {CANARY}\r\n".encode(),
    ],
    ids=["ssh", "http", "redirect", "smtp"],
)
def test_what_other_servers_say_is_shown_to_nobody(town, facts, banner):
    with speaker(banner) as port:
        channel = tried(town, port=port, **facts)
    assert not channel.works
    assert CANARY not in channel.answer + str(Event.objects.latest("seq").after)


@pytest.mark.parametrize(
    ("facts", "first", "then"),
    [
        (SMS, b"HTTP/1.1 200 ok\r\nContent-Length: 9999\r\n\r\n", b"x"),
        (SMS, b"HTTP/1.1 200 ok\r\nX-Long: ", b"x"),
        (SMS, b"HTTP/1.1 200 ok\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (SMS, b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (MAIL, b"220 rea", b"d"),
        (MAIL, b"220-ready\r\n", b"220-ready\r\n"),
    ],
    ids=["body", "head", "chunks", "continue", "line", "lines"],
)
def test_who_drips_is_not_waited_for(town, monkeypatch, facts, first, then):
    monkeypatch.setattr(lines, "PATIENCE_SECONDS", 0.5)
    began = time.monotonic()
    with speaker(first, then) as port:
        channel = tried(town, port=port, **facts)
        assert time.monotonic() - began < 3
    assert (channel.works, channel.answer) == (False, "对方没有按时应答")


def test_a_body_without_an_end_is_read_so_far(town):
    endless = b"x" * 1_000_000
    with speaker(b"HTTP/1.1 400 no\r\nContent-Length: 999999999999\r\n\r\n", endless) as port:
        assert tried(town, port=port, **SMS).answer == "HTTP 400"


@pytest.mark.parametrize("written", [str, quote, partial(quote, safe=""), str.lower])
def test_a_secret_that_is_quoted_in_an_answer_is_cut_out_however_it_is_written(town, written):
    secret = "Ab+9/xY=z&q%7"
    facts = {"kind": "sms", "secret": secret, "path": "/{secret}/send"}
    with gateway() as (port, carrier):
        carrier.fails = lambda _to: 400
        carrier.says = lambda _asked: {"message": f"No route POST /{written(secret)}/send"}
        failed = tried(town, port=port, **facts)
    assert failed.answer == "HTTP 400 No route POST /{secret}/send"


def test_a_secret_in_an_address_is_filled_in_at_sending_alone(town):
    secret = "c4n4ry&key"
    facts = {"kind": "wecom", "secret": secret, "path": "/send?debug=1&key={secret}"}
    with gateway() as (port, carrier):
        kept = tried(town, port=port, **facts)
        assert kept.works
        carrier.fails = lambda _to: 400
        carrier.says = lambda _asked: {"errcode": 93000, "errmsg": f"invalid key {secret}"}
        failed = tried(town, port=port, **facts)
    ((_, asked),) = carrier.by_key.items()
    assert asked["path"] == "/send?debug=1&key=c4n4ry%26key"
    assert asked["authorization"] is None
    assert failed.answer == "HTTP 400,errcode 93000 invalid key {secret}"
    silent = tried(town, port=port, **facts)
    assert silent.answer == "对方拒绝连接"
    said = [kept.address, *(str(vars(one)) for one in Event.objects.all())]
    assert not [one for one in said if "c4n4ry" in one]


@pytest.mark.parametrize(
    "meanwhile",
    [{"template": "T2"}, {"sender": "他人"}, {"secret": "other"}, {"path": "/b"}],
    ids=str,
)
def test_what_was_set_anew_meanwhile_was_not_tried(town, meanwhile):
    operator = town.actor(town.organisation("operator", "采融平台运维中心"), Role.OPERATOR)
    facts = {"template": "T1", "sender": "采融", "secret": "word", "path": "/a"}

    def set_so(**facts) -> Channel:
        address = f"https://gateway.example{facts.pop('path')}"
        return set_channel(actor=operator, now=MONDAY, kind="sms", address=address, **facts)

    was = set_so(**facts)
    set_so(**{**facts, **meanwhile})
    with pytest.raises(Conflict):
        keep_test(actor=operator, now=MONDAY, channel=was, works=True, answer="")


@pytest.mark.parametrize(
    "meanwhile", [{"port": 466}, {"username": "him"}, {"security": "starttls"}], ids=str
)
def test_a_mail_server_set_anew_meanwhile_was_not_tried(town, meanwhile):
    operator = town.actor(town.organisation("operator", "采融平台运维中心"), Role.OPERATOR)
    facts = {
        "actor": operator, "now": MONDAY, "kind": "mail", "address": "mail.example.cn",
        "port": 465, "username": "me", "security": "tls", "sender": "tell@cairong.example",
    }  # fmt: skip
    was = set_channel(**facts)
    set_channel(**{**facts, **meanwhile})
    with pytest.raises(Conflict):
        keep_test(actor=operator, now=MONDAY, channel=was, works=True, answer="")


def test_an_address_that_nobody_can_have_is_no_error_of_the_program(town):
    address = "https://" + "a" * 64 + ".cn/"
    operator = town.actor(town.organisation("operator", "采融平台运维中心"), Role.OPERATOR)
    set_channel(actor=operator, now=MONDAY, kind="sms", address=address, secret="密钥")
    failed = try_channel(actor=operator, now=MONDAY, kind="sms", to=PHONE)
    assert not failed.works
    assert failed.answer in {"地址或密钥里有不能用的字符", "找不到这个名称的服务器"}
