"""A person chooses how to be told, reads what was sent, and notes all messages as read."""

import pytest

from cairong.audit.models import Event
from cairong.kernel.actor import Channel
from cairong.outreach.models import Dispatch, Message, Preference
from cairong.parties.models import Mandate
from cairong.parties.reads import actor_of
from outreach.test_sending import seat_elsewhere, send, sum_up, told
from support.town import Town
from support.visitors import account_in, browser, mandate_of, signed_in

USUAL = {"channels": ["sms"], "mail": "", "quiet_since": "21:00", "quiet_until": "08:00"}


def test_what_is_chosen_is_kept_and_shown(town: Town):
    account = account_in(town, "supplier")
    reader = signed_in(account)
    assert "总会有" in reader.get("/account/telling/").content.decode()
    chosen = {
        "channels": ["mail", "wecom"], "mail": "me@cairong.example",
        "quiet_since": "22:30", "quiet_until": "07:00", "deadlines": "on",
    }  # fmt: skip
    page = reader.post("/account/telling/", chosen, follow=True).content.decode()
    assert "已保存" in page
    assert 'value="22:30"' in page
    kept = Preference.objects.get(person=account.person_id)
    assert (kept.channels, kept.mail, kept.deadlines) == (
        ["mail", "wecom"], "me@cairong.example", True,
    )  # fmt: skip
    event = Event.objects.get(type="outreach.preference.set")
    assert "me@cairong.example" not in str(event.after)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"channels": ["mail"]}, "选择电子邮件,要填写邮箱地址"),
        ({"channels": ["pigeon"]}, "pigeon"),
        ({"mail": "me"}, "邮箱"),
        ({"quiet_since": "25:00"}, "免打扰从"),
        ({"quiet_until": ""}, "到"),
        ({"quiet_until": "08:00:01"}, "到"),
    ],
)
def test_what_cannot_be_is_said(town: Town, wrong, said):
    page = browser(town, "supplier").post("/account/telling/", {**USUAL, **wrong})
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not Preference.objects.exists()


def test_all_are_noted_as_read_once(town: Town):
    account = account_in(town, "supplier")
    reader = signed_in(account)
    actor = actor_of(mandate_of(account), channel=Channel.WEB)
    for number in range(3):
        told(town, actor, f"第 {number} 次")
    assert "全部标为已读" in reader.get("/messages/").content.decode()
    for _ in range(2):
        page = reader.post("/messages/read/", follow=True).content.decode()
        assert "全部消息已标为已读" in page
        assert ">全部标为已读<" not in page
    assert Message.objects.filter(readings__person=account.person_id).count() == 3
    assert reader.get("/messages/?read=no").content.decode().count("重新招标") == 0


def test_one_reads_what_was_sent_to_oneself_alone(town: Town):
    account, other = account_in(town, "supplier"), account_in(town, "purchaser-officer")
    told(town, actor_of(mandate_of(account), channel=Channel.WEB), "给供应商的")
    send()
    assert Dispatch.objects.count() == 1
    assert "给供应商的" in signed_in(account).get("/messages/outgoing/").content.decode()
    assert "给供应商的" not in signed_in(other).get("/messages/outgoing/").content.decode()
    operator = browser(town, "operator")
    assert "给供应商的" in operator.get("/messages/outgoing/").content.decode()


def test_who_has_left_an_employer_reads_nothing_more_of_what_was_sent_there(town: Town):
    account = account_in(town, "supplier")
    first = actor_of(mandate_of(account), channel=Channel.WEB)
    second = seat_elsewhere(town, first)
    told(town, first, "给供应商的")
    told(town, second, "给金融机构的")
    send()
    sum_up(first, "2026-11-30 08:30", second)
    sum_up(second, "2026-12-01 08:30")
    everything = ("给供应商的", "给金融机构的", "2026-11-30 08:30", "2026-12-01 08:30")

    def shown() -> list[str]:
        page = signed_in(account).get("/messages/outgoing/").content.decode()
        return [text for text in everything if text in page]

    assert shown() == ["给供应商的", "2026-11-30 08:30", "2026-12-01 08:30"]
    Mandate.objects.filter(pk=first.mandate_id).update(ended_reason="离职")
    account.mandate_id = second.mandate_id
    account.save()
    assert shown() == ["给金融机构的", "2026-12-01 08:30"]
