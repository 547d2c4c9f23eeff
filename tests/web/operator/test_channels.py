"""The operator sets channels up, tries them, switches them; and sees what came back."""

import pytest

from cairong.outreach.models import Channel, Dispatch
from cairong.parties.models import Proposal
from outreach.test_sending import MONDAY, mail_on, send, sms_on, told, wishes
from support.carriers import gateway, mail_server
from support.staging import staged
from support.town import Town, found_town
from support.visitors import account_in, browser, signed_in


@staged
def town(db) -> Town:
    return found_town(demo=False)


MAIL = {"security": "plain", "sender": "tell@cairong.example", "username": "", "secret": ""}


def test_mail_is_set_up_tried_and_switched_on_by_forms(town):
    operator = browser(town, "operator")
    with mail_server() as (port, taken):
        facts = {**MAIL, "address": "127.0.0.1", "port": str(port)}
        page = operator.post("/operator/channels/mail/", facts, follow=True)
        assert "已保存。请发一条测试消息" in page.content.decode()
        page = operator.post(
            "/operator/channels/mail/test/", {"to": "me@cairong.example"}, follow=True
        )
        assert "已收下,请看对方是否收到。" in page.content.decode()
        assert len(taken.by_key) == 1
        page = operator.post("/operator/channels/mail/open/", follow=True)
        asked = f"/proposals/{Proposal.objects.get().pk}/decide/"
        said = page.content.decode()
        assert "已提交复核" in said
        assert f"127.0.0.1:{port}" in said
        assert "电子邮件" in said
        assert "等另一位平台运维复核" in operator.get("/operator/channels/mail/").content.decode()
        assert operator.post(asked, {"decision": "approve"}).status_code == 403
        assert not Channel.objects.get().on
        second = browser(town, "operator")
        second.post(asked, {"decision": "approve"})
        assert Channel.objects.get().on
        operator.post("/operator/channels/mail/close/")
        assert not Channel.objects.get().on


def test_the_answer_of_a_server_that_is_not_there_stands_on_the_page(town):
    operator = browser(town, "operator")
    operator.post("/operator/channels/mail/", {**MAIL, "address": "127.0.0.1", "port": "1"})
    page = operator.post("/operator/channels/mail/test/", {"to": "me@cairong.example"}, follow=True)
    assert "没有成功" in page.content.decode()
    assert "对方拒绝连接" in page.content.decode()
    refused = operator.post("/operator/channels/mail/open/")
    assert refused.status_code == 409
    assert "还没有试发成功" in refused.content.decode()


def test_each_button_does_what_it_says_on_a_page_that_is_old(town):
    operator = browser(town, "operator")
    with gateway() as (port, _):
        sms_on(town, port)
        once = {"request_id": "01990000-0000-7000-8000-000000000001"}
        for _ in range(2):  # a double click
            answer = operator.post("/operator/channels/sms/close/", once, follow=True)
            assert answer.redirect_chain[-1][0] == "/operator/channels/sms/"
        assert operator.post("/operator/channels/sms/close/").status_code == 409
        assert not Proposal.objects.filter(state="waiting").exists()
        sms_on(town, port)
        late = operator.post("/operator/channels/sms/open/")
        assert (late.status_code, "已经启用" in late.content.decode()) == (409, True)
        assert Channel.objects.get().on


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"port": "0"}, "端口「0」不对"),
        ({"port": "x"}, "端口"),
        ({"address": "no host"}, "不是邮件服务器的名称"),
        ({"sender": "nobody"}, "不是可用的邮箱地址"),
        ({"secret": "word"}, "不加密的连接不能带用户名和密码"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(town, wrong, said):
    operator = browser(town, "operator")
    facts = {**MAIL, "address": "127.0.0.1", "port": "25", **wrong}
    page = operator.post("/operator/channels/mail/", facts)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not Channel.objects.exists()


def test_a_secret_once_saved_stands_on_no_page(town):
    operator = browser(town, "operator")
    with gateway() as (port, taken):
        facts = {"address": f"http://127.0.0.1:{port}/", "secret": "canary-secret"}
        operator.post("/operator/channels/sms/", facts)
        operator.post("/operator/channels/sms/test/", {"to": "13800000000"})
        assert [one["authorization"] for one in taken.by_key.values()] == ["Bearer canary-secret"]
    kept = Channel.objects.get().secret
    for path in ("", "sms/"):
        page = operator.get(f"/operator/channels/{path}").content.decode()
        assert "已保存" in page
        assert "canary-secret" not in page
        assert kept not in page


def test_there_is_no_channel_of_another_name(town):
    operator = browser(town, "operator")
    assert operator.get("/operator/channels/pigeon/").status_code == 404
    assert operator.post("/operator/channels/pigeon/open/").status_code == 404


def test_what_came_back_is_listed_without_its_text_and_sent_again(town):
    officer = town.actor(town.purchaser(), "purchaser-officer")
    wishes(officer, mail="nobody@cairong.example")
    operator = signed_in(account_in(town, "operator"))
    with mail_server() as (port, taken):
        mail_on(town, port)
        taken.by_key.clear()
        told(town, officer)
        send()
        listed = operator.get("/operator/dispatches/?state=bounced").content.decode()
        assert "SMTP 550 5.1.1" in listed
        assert "no such user" not in listed
        dispatch = Dispatch.objects.get()
        page = operator.get(f"/operator/dispatches/{dispatch.pk}/").content.decode()
        for shown in (listed, page):
            assert "重新招标" not in shown
            assert officer.person_name in shown
        wishes(officer)
        again = operator.post(f"/operator/dispatches/{dispatch.pk}/", follow=True)
        assert "已重新排队" in again.content.decode()
        Dispatch.objects.update(not_before=MONDAY)
        send()
    assert len(taken.by_key) == 1
    assert "再发一次" not in operator.get(f"/operator/dispatches/{dispatch.pk}/").content.decode()
