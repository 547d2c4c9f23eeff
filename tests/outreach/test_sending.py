"""What leaves the platform: passed on once, sent at least once, one in effect; and its channels.

三(三)-2
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from cairong.audit.models import Event
from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.cases.actions.tell_holders import tell_holders
from cairong.kernel.actor import Actor, Role
from cairong.kernel.actor import Channel as Door
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from cairong.outreach.actions.channels import (
    open_channel,
    retry_dispatch,
    set_channel,
    try_channel,
)
from cairong.outreach.actions.choose_channels import choose_channels
from cairong.outreach.models import Channel, Dispatch, Message, Proof
from cairong.outreach.posting import LEASE, claim, deliver, pass_on, post
from cairong.outreach.states import WAITING
from cairong.outreach.steps.telling import Told, queue
from cairong.parties.models import City, Mandate, Organisation, Person, Proposal
from cairong.parties.reads import actor_of
from cairong.policy.outreach import MOST_ATTEMPTS
from support.carriers import Taken, gateway, mail_server
from support.racing import FEWER, hands
from support.staging import staged
from support.town import CITY, Town, at, found_town

MONDAY = at("2026-11-30 10:00")
ACCOUNT = "6222020200012345678"


@staged
def town(db) -> Town:
    return found_town(demo=False)


@use_case()
def say(*, actor, now, to, title) -> Event:
    return record(
        actor=actor, now=now, type="contracts.award.cancelled",
        subject=City.objects.get(pk=CITY), after={"reason": title},
        tell=[Tell(organisation_id=to.organisation_id, role=to.role)],
    )  # fmt: skip


def told(town: Town, to, title: str = "重新招标", now: datetime = MONDAY) -> Message:
    """Put a message into an inbox, as an act does whose event names its readers."""
    event = say(actor=town.system, now=now, to=to, title=title)
    tell_holders(actor=town.system, now=now, event_id=event.pk)
    return Message.objects.get(event=event)


def operators(town: Town) -> tuple[Actor, Actor]:
    """Two people who keep the platform running."""
    house = town.organisation("operator", "采融平台运维中心")
    return town.actor(house, Role.OPERATOR), town.actor(house, Role.OPERATOR, "乙")


def opened(town: Town, kind: str, *, now: datetime = MONDAY) -> Channel:
    """Switch a channel on, as two operators."""
    first, second = operators(town)
    proposal = open_channel.propose(actor=first, now=now, channel=kind)
    return open_channel.approve(actor=second, now=now, proposal_id=proposal.pk)


def mail_on(town: Town, port: int, *, now: datetime = MONDAY) -> Channel:
    operator = town.actor(town.organisation("operator", "采融平台运维中心"), Role.OPERATOR)
    set_channel(
        actor=operator, now=now, kind="mail", address="127.0.0.1", port=port, security="plain",
        sender="tell@cairong.example",
    )  # fmt: skip
    try_channel(actor=operator, now=now, kind="mail", to="operator@cairong.example")
    return opened(town, "mail", now=now)


@contextmanager
def mailed(town: Town) -> Iterator[Taken]:
    """Send by mail meanwhile, and see what comes to its server after the test message."""
    with mail_server() as (port, taken):
        mail_on(town, port)
        taken.by_key.clear()
        yield taken


def mail_gone(town: Town) -> None:
    """Send by mail, whose server is away from now on."""
    with mailed(town):
        pass


def sms_on(town: Town, port: int, kind: str = "sms", *, now: datetime = MONDAY) -> Channel:
    operator = town.actor(town.organisation("operator", "采融平台运维中心"), Role.OPERATOR)
    set_channel(
        actor=operator, now=now, kind=kind, address=f"http://127.0.0.1:{port}/send",
        sender="采融", template="T1", secret="hidden-key",
    )  # fmt: skip
    try_channel(actor=operator, now=now, kind=kind, to="13800000000")
    return opened(town, kind, now=now)


def wishes(actor, **given) -> None:
    usual = {
        "channels": ["mail"], "mail": "reader@cairong.example",
        "quiet_since": time(21), "quiet_until": time(8), "deadlines": False,
    }  # fmt: skip
    kept = choose_channels(actor=actor, now=MONDAY, **{**usual, **given})
    mailbox_proved(actor, kept.mail)


def mailbox_proved(actor, mail: str) -> None:
    """Have it behind one that a mailbox was proved (outreach/test_proving.py shows how)."""
    facts = {"address": mail, "proven_at": MONDAY}
    Proof.objects.update_or_create(person_id=actor.person_id, kind="mail", defaults=facts)


def send(now: datetime = MONDAY) -> int:
    return pass_on(city=CITY, now=now) + post(city=CITY, clock=lambda: now)


def test_a_message_is_mailed_once_with_a_link_that_needs_signing_in(town):
    officer = town.actor(town.purchaser(), "purchaser-officer")
    wishes(officer)
    with mailed(town) as taken:
        message = told(town, officer)
        for _ in range(3):
            send()
    ((key, mail),) = taken.by_key.items()
    dispatch = Dispatch.objects.get()
    assert key == f"<{dispatch.pk}@cairong.example>"
    assert mail["to"] == "reader@cairong.example"
    assert message.sentence in mail["text"]
    assert f"/messages/{message.pk}/" in mail["text"]
    assert (dispatch.state, dispatch.attempts, dispatch.sent_at) == ("sent", 1, MONDAY)
    assert not Message.objects.filter(passed_on_at=None).exists()


def test_colleagues_in_the_role_are_told_and_nobody_else(town):
    first = town.actor(town.purchaser(), "purchaser-officer")
    second = town.actor(town.purchaser(), "purchaser-officer", "乙")
    gone = town.actor(town.purchaser(), "purchaser-officer", "丙")
    approver = town.actor(town.purchaser(), "purchaser-approver")
    for one in (first, second, gone, approver):
        wishes(one, mail=f"{one.person_id}@cairong.example")
    Mandate.objects.filter(pk=gone.mandate_id).update(ended_reason="离职")
    with mailed(town) as taken:
        told(town, first)
        send()
    assert {one["to"] for one in taken.by_key.values()} == {
        f"{first.person_id}@cairong.example", f"{second.person_id}@cairong.example",
    }  # fmt: skip


def test_who_left_meanwhile_is_not_told(town):
    officer = town.actor(town.purchaser(), "purchaser-officer")
    wishes(officer)
    with mailed(town) as taken:
        told(town, officer)
        pass_on(city=CITY, now=MONDAY)
        Mandate.objects.filter(pk=officer.mandate_id).update(ended_reason="离职")
        post(city=CITY, clock=lambda: MONDAY)
    assert taken.by_key == {}
    assert Dispatch.objects.get().state == "bounced"


def test_without_a_channel_a_message_stays_in_the_inbox(town):
    officer = town.actor(town.purchaser(), "purchaser-officer")
    wishes(officer)
    told(town, officer)
    send()
    with mailed(town) as taken:
        send()
    assert taken.by_key == {}, "what was told before a channel was on is not sent afterwards"


def test_an_old_message_is_not_sent_when_the_worker_comes_back(town):
    officer = town.actor(town.purchaser(), "purchaser-officer")
    wishes(officer)
    with mailed(town) as taken:
        told(town, officer, now=MONDAY - timedelta(days=8))
        send()
    assert taken.by_key == {}
    assert not Message.objects.filter(passed_on_at=None).exists()


def test_what_waited_for_a_channel_too_long_is_not_sent(town):
    officer = town.actor(town.purchaser(), "purchaser-officer")
    wishes(officer)
    with mailed(town) as taken:
        told(town, officer)
        pass_on(city=CITY, now=MONDAY)
        post(city=CITY, clock=lambda: MONDAY + timedelta(days=7, seconds=1))
    assert taken.by_key == {}
    dispatch = Dispatch.objects.get()
    assert (dispatch.state, dispatch.last_error) == ("bounced", "已过时,没有再发")


def sum_up(actor, moment: str, *more) -> None:
    """Queue a digest that says when it was made."""
    digest = Told(
        person=Person.objects.get(pk=actor.person_id), moment=at(moment), title="待办",
        text=moment, link="/desk/", mandates=[each.mandate_id for each in (actor, *more)],
    )  # fmt: skip
    queue(CITY, [digest], now=at(moment))


def seat_elsewhere(town: Town, actor: Actor) -> Actor:
    """Let the same person act at an institution too."""
    bank = Mandate.objects.create(
        organisation=town.institution(), person_id=actor.person_id, role="institution-officer",
        region=CITY, valid_from=date(2020, 1, 1),
    )  # fmt: skip
    return actor_of(bank, channel=Door.WEB)


@pytest.mark.parametrize("gone", ["ended", "over", "suspended"])
def test_a_digest_of_a_desk_one_has_left_is_not_sent(town, gone):
    officer = town.actor(town.purchaser(), "purchaser-officer")
    second = seat_elsewhere(town, officer)
    wishes(officer)
    with mailed(town) as taken:
        sum_up(officer, "2026-12-01 08:30", second)
        mandate = Mandate.objects.filter(pk=second.mandate_id)
        if gone == "suspended":
            Organisation.objects.filter(pk=second.organisation_id).update(active=False)
        elif gone == "over":
            mandate.update(valid_to=date(2026, 11, 30))
        else:
            mandate.update(ended_reason="离职")
        post(city=CITY, clock=lambda: at("2026-12-01 08:30"))
    assert taken.by_key == {}
    dispatch = Dispatch.objects.get()
    assert (dispatch.state, dispatch.last_error) == ("bounced", "收件人已不在这个岗位")


def test_the_database_keeps_no_digest_of_nobodys_desk(town):
    officer = town.actor(town.purchaser(), "purchaser-officer")
    fields = {
        "city_id": CITY, "person_id": officer.person_id, "channel": "sms",
        "made_at": MONDAY, "not_before": MONDAY, "digest_on": MONDAY,
    }  # fmt: skip
    Dispatch.objects.create(**fields, mandates=[officer.mandate_id])
    fields["channel"] = "wecom"
    with pytest.raises(IntegrityError, match="outreach_dispatch_of_one"), transaction.atomic():
        Dispatch.objects.create(**fields)


def test_a_digest_is_of_no_use_the_day_after(town):
    officer = town.actor(town.purchaser(), "purchaser-officer")
    wishes(officer)
    with mailed(town) as taken:
        for moment in ("2026-12-01 08:30", "2026-12-02 08:30"):
            sum_up(officer, moment)
        post(city=CITY, clock=lambda: at("2026-12-02 08:31"))
    assert ["2026-12-02 08:30" in one for one in taken.texts] == [True]
    assert sorted(Dispatch.objects.values_list("state", flat=True)) == ["bounced", "sent"]


def test_nobody_hears_of_an_account(town):
    officer = town.actor(town.purchaser(), "purchaser-officer")
    wishes(officer)
    with mail_server() as (port, taken):
        mail_on(town, port)
        told(town, officer, f"账户 {ACCOUNT} 有误,{ACCOUNT[:4]} {ACCOUNT[4:8]} {ACCOUNT[8:]} 也是")
        send()
        text = " ".join(taken.texts)
    assert "尾号5678" in text
    for part in (ACCOUNT, ACCOUNT[:8], ACCOUNT[4:12]):
        assert part not in text.replace(" ", "")


def test_nothing_leaves_a_demonstration(db):
    town = found_town()
    officer = town.actor(town.purchaser(), "purchaser-officer")
    with mail_server() as (port, taken):
        mail_on(town, port)
        told(town, officer)
        send()
    assert taken.heard == 0
    assert {one.channel for one in Dispatch.objects.all()} == {"sms"}
    assert {one.state for one in Dispatch.objects.all()} == {"sent"}


def test_a_gateway_is_asked_with_a_key_of_its_own(town):
    officer = town.actor(town.purchaser(), "purchaser-officer")
    Person.objects.filter(pk=officer.person_id).update(phone="13900001111")
    wishes(officer, channels=["sms", "wecom"])
    with gateway() as (port, sms), gateway() as (other, wecom):
        sms_on(town, port)
        sms_on(town, other, "wecom")
        for one in (sms, wecom):
            one.by_key.clear()
        told(town, officer)
        send()
    ((key, short),) = sms.by_key.items()
    assert UUID(key) == Dispatch.objects.get(channel="sms").pk
    assert (short["to"], short["body"]["template"]) == ("13900001111", "T1")
    assert short["authorization"] == "Bearer hidden-key"
    ((_, work),) = wecom.by_key.items()
    assert work["body"]["msgtype"] == "text"
    assert "重新招标" in work["body"]["text"]["content"]


def test_what_comes_back_is_seen_and_tried_again_by_the_operator_alone(town):
    officer = town.actor(town.purchaser(), "purchaser-officer")
    wishes(officer, mail="nobody@cairong.example")
    operator = town.actor(town.organisation("operator", "采融平台运维中心"), Role.OPERATOR)
    with mailed(town) as taken:
        told(town, officer)
        send()
        send(MONDAY + timedelta(days=1))
        dispatch = Dispatch.objects.get()
        assert (dispatch.state, dispatch.attempts) == ("bounced", 1)
        assert dispatch.last_error == "SMTP 550 5.1.1"
        with pytest.raises(NotAllowed):
            retry_dispatch(actor=officer, now=MONDAY, dispatch_id=dispatch.pk)
        wishes(officer)
        retry_dispatch(actor=operator, now=MONDAY, dispatch_id=dispatch.pk)
        send()
    assert [one["to"] for one in taken.by_key.values()] == ["reader@cairong.example"]
    with pytest.raises(WrongState):
        retry_dispatch(actor=operator, now=MONDAY, dispatch_id=dispatch.pk)


def test_a_server_that_is_away_is_tried_again_later_and_given_up_in_the_end(town):
    officer = town.actor(town.purchaser(), "purchaser-officer")
    wishes(officer)
    mail_gone(town)
    told(town, officer)
    told(town, officer, "再次招标")
    now = MONDAY
    assert send(now) == 2, "both are passed on, and nobody answers"
    assert sorted(Dispatch.objects.values_list("attempts", flat=True)) == [0, 1]
    waits = []
    while Dispatch.objects.filter(state__in=WAITING).exists():
        now = min(Dispatch.objects.filter(state__in=WAITING).values_list("not_before", flat=True))
        send(now)
        waits.append(now)
    gaps = [(later - sooner).total_seconds() for sooner, later in pairwise(waits)]
    assert max(gaps) <= 4 * 3600
    assert timedelta(hours=20) < now - MONDAY < timedelta(days=3)
    assert {(one.state, one.attempts) for one in Dispatch.objects.all()} == {
        ("failed", MOST_ATTEMPTS)
    }
    assert Dispatch.objects.first().last_error == "对方拒绝连接"


def test_a_dispatch_whose_worker_was_killed_is_taken_over_after_its_lease(town):
    officer = town.actor(town.purchaser(), "purchaser-officer")
    wishes(officer)
    with mailed(town) as taken:
        told(town, officer)
        pass_on(city=CITY, now=MONDAY)
        assert claim(city=CITY, kind="mail", now=MONDAY) is not None
        assert send(MONDAY + LEASE - timedelta(seconds=1)) == 0
        assert send(MONDAY + LEASE) == 1
    assert len(taken.by_key) == 1
    assert Dispatch.objects.get().attempts == 2


def test_what_another_worker_has_taken_over_is_not_marked_as_failed(town):
    officer = town.actor(town.purchaser(), "purchaser-officer")
    wishes(officer)

    class Slow:
        def send(self, posting) -> None:
            claim(city=CITY, kind="mail", now=MONDAY + LEASE)
            raise RuntimeError("too late")

    mail_gone(town)
    told(town, officer)
    pass_on(city=CITY, now=MONDAY)
    first = claim(city=CITY, kind="mail", now=MONDAY)
    deliver(first, Slow(), clock=lambda: MONDAY + LEASE)
    found = Dispatch.objects.get()
    assert (found.state, found.attempts, found.last_error) == ("sending", 2, "")


def test_two_workers_never_claim_the_same(committed_db):
    town = found_town(demo=False)
    officer = town.actor(town.purchaser(), "purchaser-officer")
    wishes(officer)
    mail_gone(town)
    with hands(2) as two:
        for number in range(FEWER):
            message = told(town, officer, f"第 {number} 次")
            two.race(*[lambda: pass_on(city=CITY, now=MONDAY)] * 2)
            assert Dispatch.objects.filter(message=message).count() == 1
            claimed = two.race(*[lambda: claim(city=CITY, kind="mail", now=MONDAY)] * 2)
            assert [one.message_id for one in claimed if one] == [message.pk]
    assert set(Dispatch.objects.values_list("attempts", flat=True)) == {1}


BAD = [
    ({"address": ""}, "address"),
    ({"address": "mail server"}, "address"),
    ({"address": "http://mail.example.cn"}, "address"),
    ({"port": 0}, "port"),
    ({"port": 65_536}, "port"),
    ({"port": None}, "port"),
    ({"security": "ssl3"}, "security"),
    ({"security": "plain", "secret": "word"}, "security"),
    ({"security": "plain", "username": "me"}, "security"),
    ({"sender": "no address"}, "sender"),
    ({"kind": "sms", "address": "ftp://gateway"}, "address"),
    ({"kind": "sms", "address": "http://gateway.example.cn/send"}, "address"),
    ({"kind": "wecom", "address": "https://user:word@gateway"}, "address"),
    ({"kind": "wecom", "address": "https://gateway/?key=693a91f6-7xxx", "secret": "s"}, "address"),
    ({"kind": "wecom", "address": "https://gateway/?key=693a91f6-7xxx-4bc4-97a0"}, "address"),
    (
        {"kind": "wecom", "address": "https://g/?a=693a91f6-7xxx-4bc4&k={secret}", "secret": "s"},
        "address",
    ),
    ({"kind": "wecom", "address": "https://gateway/?key={secret}"}, "secret"),
    ({"kind": "sms", "address": "https://gateway:65536/"}, "address"),
    ({"kind": "sms", "address": "https://[::::]/"}, "address"),
    ({"kind": "sms", "address": "https://网关.example/"}, "address"),
    ({"kind": "wecom", "address": "https://qy\u0430pi.weixin.qq.com/send"}, "address"),
    (
        {"kind": "sms", "address": "https://g/?693a91f6-7xxx-4bc4=1&k={secret}", "secret": "s"},
        "address",
    ),
]


@pytest.mark.parametrize(("wrong", "field"), BAD, ids=str)
def test_a_channel_that_cannot_be_is_refused(town, wrong, field):
    operator = town.actor(town.organisation("operator", "采融平台运维中心"), Role.OPERATOR)
    facts = {
        "kind": "mail", "address": "mail.example.cn", "port": 465, "security": "tls",
        "sender": "tell@example.cn",
    }  # fmt: skip
    with pytest.raises(Invalid) as refused:
        set_channel(actor=operator, now=MONDAY, **{**facts, **wrong})
    assert refused.value.field == field
    assert not Channel.objects.exists()


def test_a_channel_is_the_operators_to_set(town):
    officer = town.actor(town.purchaser(), "purchaser-officer")
    with pytest.raises(NotAllowed):
        set_channel(actor=officer, now=MONDAY, kind="sms", address="https://gateway.example.cn")
    with pytest.raises(NotAllowed):
        try_channel(actor=officer, now=MONDAY, kind="sms", to="13800000000")
    operator = town.actor(town.organisation("operator", "采融平台运维中心"), Role.OPERATOR)
    with pytest.raises(NotFound):
        open_channel.propose(actor=operator, now=MONDAY, channel="pigeon")


def test_a_channel_is_on_only_once_it_was_seen_to_work(town):
    operator = town.actor(town.organisation("operator", "采融平台运维中心"), Role.OPERATOR)
    facts = {"actor": operator, "now": MONDAY, "kind": "mail"}
    with pytest.raises(Conflict, match=r"outreach\.not_set"):
        try_channel(**facts, to="me@example.cn")
    with mail_server() as (port, taken):
        mail_on(town, port)
        assert len(taken.by_key) == 1
        with pytest.raises(Invalid):
            try_channel(**facts, to="me")
    failed = try_channel(**facts, to="me@example.cn")
    assert (failed.on, failed.works) == (False, False)
    assert failed.answer == "对方拒绝连接"
    with pytest.raises(Conflict, match=r"outreach\.untested"):
        open_channel.propose(actor=operator, now=MONDAY, channel="mail")


def test_a_secret_is_read_by_nobody_and_led_nowhere_else(town):
    with gateway() as (port, taken):
        channel = sms_on(town, port)
        operator = town.actor(town.organisation("operator", "采融平台运维中心"), Role.OPERATOR)
        assert "hidden-key" not in channel.secret
        said = [str(vars(one)) for one in Event.objects.filter(type__startswith="outreach.channel")]
        assert len(said) == 3
        said += [str(vars(one)) for one in Proposal.objects.all()]
        assert not [one for one in said if "hidden-key" in one or channel.secret in one]
        kept = set_channel(
            actor=operator, now=MONDAY, kind="sms", address=channel.address, template="T2"
        )
        assert (kept.secret, kept.on) == (channel.secret, False)
        led = set_channel(
            actor=operator, now=MONDAY, kind="sms", address=f"http://127.0.0.1:{port}/other"
        )
        assert led.secret == ""
        assert [one["authorization"] for one in taken.by_key.values()] == ["Bearer hidden-key"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"channels": ["pigeon"]}, "channels"),
        ({"channels": ["mail"], "mail": ""}, "mail"),
        ({"mail": "no address"}, "mail"),
        ({"mail": "a@b.cn\nBcc: c@d.cn"}, "mail"),
    ],
)
def test_a_wish_that_cannot_be_is_refused(town, wrong, field):
    officer = town.actor(town.purchaser(), "purchaser-officer")
    with pytest.raises(Invalid) as refused:
        wishes(officer, **wrong)
    assert refused.value.field == field


def test_who_wishes_no_channel_reads_the_inbox(town):
    officer = town.actor(town.purchaser(), "purchaser-officer")
    wishes(officer, channels=[], mail="")
    mail_gone(town)
    told(town, officer)
    assert send() == 1
    assert not Dispatch.objects.exists()


def test_the_night_is_quiet_and_the_weekend_too(town):
    officer = town.actor(town.purchaser(), "purchaser-officer")
    wishes(officer)
    with mailed(town) as taken:
        friday_night = at("2026-11-27 21:30")
        told(town, officer, now=friday_night)
        for moment in ("2026-11-27 21:30", "2026-11-28 10:00", "2026-11-30 07:59"):
            send(at(moment))
            assert taken.by_key == {}, moment
        send(at("2026-11-30 08:00"))
    assert len(taken.by_key) == 1


def test_the_database_switches_nothing_on_untried(town):
    with pytest.raises(IntegrityError, match="outreach_channel_tested"), transaction.atomic():
        Channel.objects.create(city_id=CITY, kind="sms", on=True)


def test_a_database_holds_each_dispatch_once(town):
    officer = town.actor(town.purchaser(), "purchaser-officer")
    wishes(officer)
    mail_gone(town)
    told(town, officer)
    pass_on(city=CITY, now=MONDAY)
    Message.objects.update(passed_on_at=None)
    pass_on(city=CITY, now=MONDAY)
    assert Dispatch.objects.count() == 1
