"""Where a channel leads is two operators' to say, and others are told of it.

三(三)-2
"""

import pytest

from cairong.audit.models import Event
from cairong.cases.actions.tell_holders import tell_holders
from cairong.kernel.errors import Conflict, NotAllowed
from cairong.outreach.actions.channels import close_channel, open_channel, set_channel, try_channel
from cairong.outreach.models import Channel, Message
from cairong.outreach.reads import inbox
from cairong.parties.models import Proposal
from outreach.test_sending import MONDAY, operators, sms_on
from support.carriers import gateway
from support.staging import staged
from support.town import Town, found_town
from support.visitors import account_in, browser, signed_in


@staged
def town(db) -> Town:
    return found_town(demo=False)


def tried(town: Town, port: int, path: str = "/a") -> None:
    operator = operators(town)[0]
    address = f"http://127.0.0.1:{port}{path}"
    set_channel(actor=operator, now=MONDAY, kind="sms", address=address, secret="hidden-key")
    try_channel(actor=operator, now=MONDAY, kind="sms", to="13800000000")


def tell_all(town: Town) -> None:
    for event in Event.objects.filter(type__startswith="outreach.channel."):
        if "tell" in event.after:
            tell_holders(actor=town.system, now=MONDAY, event_id=event.pk)


def test_one_operator_alone_switches_no_channel_on(town):
    first, second = operators(town)
    with gateway() as (port, _):
        tried(town, port)
    proposal = open_channel.propose(actor=first, now=MONDAY, channel="sms")
    with pytest.raises(NotAllowed):
        open_channel.approve(actor=first, now=MONDAY, proposal_id=proposal.pk)
    assert not Channel.objects.get().on
    assert open_channel.approve(actor=second, now=MONDAY, proposal_id=proposal.pk).on
    assert not close_channel(actor=first, now=MONDAY, channel="sms").on


def test_what_was_led_elsewhere_meanwhile_is_not_switched_on(town):
    first, second = operators(town)
    with gateway() as (port, _):
        tried(town, port)
        proposal = open_channel.propose(actor=first, now=MONDAY, channel="sms")
        tried(town, port, "/b")
    with pytest.raises(Conflict):
        open_channel.approve(actor=second, now=MONDAY, proposal_id=proposal.pk)
    assert not Channel.objects.get().on


@pytest.mark.parametrize(
    "meanwhile",
    [{"secret": "mine"}, {"sender": "他人"}, {"template": "T2"}, {}],
    ids=["secret", "sender", "template", "saved again"],
)
def test_whatever_was_set_anew_meanwhile_is_not_switched_on(town, meanwhile):
    first, second = operators(town)
    facts = {"secret": "ours", "sender": "采融", "template": "T1"}
    with gateway() as (port, _):
        address = f"http://127.0.0.1:{port}/send?key={{secret}}"
        for each in (facts, {**facts, **meanwhile}):
            set_channel(actor=first, now=MONDAY, kind="sms", address=address, **each)
            try_channel(actor=first, now=MONDAY, kind="sms", to="13800000000")
            if each is facts:
                proposal = open_channel.propose(actor=first, now=MONDAY, channel="sms")
    with pytest.raises(Conflict):
        open_channel.approve(actor=second, now=MONDAY, proposal_id=proposal.pk)
    assert not Channel.objects.get().on


def test_a_reader_that_is_refused_says_nothing_of_the_channel(town):
    with gateway() as (port, taken):
        sms_on(town, port)
        taken.fails = lambda _to: 400
        kept = try_channel(actor=operators(town)[0], now=MONDAY, kind="sms", to="1380000000")
    assert (kept.on, kept.works, kept.answer) == (True, True, "HTTP 400")


def test_a_channel_found_away_is_off_and_all_are_told(town):
    with gateway() as (port, taken):
        sms_on(town, port)
        taken.fails = lambda _to: 401
        kept = try_channel(actor=operators(town)[0], now=MONDAY, kind="sms", to="13800000000")
    assert (kept.on, kept.works) == (False, False)
    tell_all(town)
    told = inbox(town.bureau("procurement-approver")).order_by("-id").first()
    assert "停用" in told.sentence


def test_a_channel_led_elsewhere_is_off_until_two_have_agreed_again(town):
    with gateway() as (port, _):
        assert sms_on(town, port).on
        tried(town, port, "/b")
    assert not Channel.objects.get().on


def test_approvers_of_the_bureau_and_operators_are_told_where_a_channel_leads(town):
    approver = town.bureau("procurement-approver")
    officer = town.bureau("procurement-officer")
    with gateway() as (port, _):
        sms_on(town, port)
    close_channel(actor=operators(town)[0], now=MONDAY, channel="sms")
    tell_all(town)
    told = [one.sentence for one in inbox(approver).order_by("id")]
    assert [one.partition(",")[0][-4:] for one in told] == ["「短信」"] * 3
    assert ["设置" in one for one in told] == [True, False, False]
    assert ["运维启用" in one for one in told] == [False, True, False]
    assert ["停用" in one for one in told] == [False, False, True]
    assert all("127.0.0.1" in one and str(port) not in one for one in told)
    assert [one.sentence for one in inbox(operators(town)[1]).order_by("id")] == told
    assert not inbox(officer).exists()


def test_the_message_leads_operators_to_the_channel_and_approvers_to_their_desk(town):
    account = account_in(town, "procurement-approver")
    operator = browser(town, "operator")
    with gateway() as (port, _):
        tried(town, port)
    tell_all(town)
    message = Message.objects.get(role="operator")
    found = operator.get(f"/messages/{message.pk}/", follow=True)
    assert found.redirect_chain[-1][0] == "/operator/channels/sms/"
    message = Message.objects.get(role="procurement-approver")
    found = signed_in(account).get(f"/messages/{message.pk}/", follow=True)
    assert found.redirect_chain[-1][0] == "/desk/"
    assert found.status_code == 200


def test_the_proposal_shows_where_it_leads_and_no_secret(town):
    operator = operators(town)[0]
    with gateway() as (port, _):
        tried(town, port)
    proposal = open_channel.propose(actor=operator, now=MONDAY, channel="sms")
    page = browser(town, "operator").get(f"/proposals/{proposal.pk}/").content.decode()
    assert f"http://127.0.0.1:{port}/a" in page
    assert "短信" in page
    assert "启用发送渠道" in page
    assert "kind" not in page.partition("提交的全部内容")[2]
    kept = Channel.objects.get().secret
    assert not [each for each in ("hidden-key", kept) if each in page + str(vars(proposal))]
    assert Proposal.objects.get().arguments == {"channel": "sms"}
