"""A mailbox is told nothing but a code until its holder proved it; changed or gone, proved anew.

三(三)-2
"""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from cairong.kernel.actor import Channel as Door
from cairong.outreach.models import Dispatch, Proof
from cairong.outreach.posting import post
from cairong.parties.models import Account
from cairong.parties.reads import actor_of
from outreach.test_proving import mail_is
from outreach.test_sending import MONDAY, mailbox_proved, mailed, send, told, wishes
from support.staging import staged
from support.town import CITY, Town, found_town
from support.visitors import WORD, account_in, mandate_of, signed_in

MAIL = "reader@cairong.example"


@staged
def town(db) -> Town:
    return found_town(demo=False)


def reader_of(town: Town) -> tuple[Account, object]:
    account = account_in(town, "supplier")
    return account, actor_of(mandate_of(account), channel=Door.WEB)


def test_by_the_pages_from_the_choice_to_the_first_mail(town, clock):
    clock.set("2026-11-30 10:00")
    account, actor = reader_of(town)
    reader = signed_in(account)
    chosen = {"channels": ["mail"], "mail": MAIL, "quiet_since": "21:00", "quiet_until": "08:00"}
    page = reader.post("/account/telling/", chosen, follow=True).content.decode()
    assert "邮箱还没有核验" in page
    with mailed(town) as taken:
        told(town, actor, "核验以前")
        send()
        assert not taken.by_key
        reader.post("/account/contact/mail/send/")
        send(MONDAY + timedelta(minutes=1))
        (mail,) = taken.by_key.values()
        assert (mail["to"], "核验以前" in mail["text"]) == (MAIL, False)
        typed = {"code": "00000000", "password": WORD}
        wrong = reader.post("/account/contact/mail/prove/", typed)
        assert "核验码不对或已过期" in wrong.content.decode()
        typed["code"] = re.search(r"\d{8}", mail["text"])[0]
        page = reader.post("/account/contact/mail/prove/", typed, follow=True).content.decode()
        assert "已核验" in page
        again = reader.post("/account/contact/mail/prove/", typed)
        assert "核验码不对或已过期" in again.content.decode()
        told(town, actor, "核验以后")
        send(MONDAY + timedelta(minutes=2))
        assert "核验以后" in taken.texts[-1]
        assert not [text for text in taken.texts if "核验以前" in text]
    assert "邮箱还没有核验" not in reader.get("/account/telling/").content.decode()


def test_guessing_a_code_ends(town, clock):
    clock.set("2026-11-30 10:00")
    account, _ = reader_of(town)
    reader = signed_in(account)
    typed = {"code": "00000000", "password": WORD}
    answers = [reader.post("/account/contact/mail/prove/", typed).status_code for _ in range(12)]
    assert (answers[0], answers[-1]) == (422, 429)


def test_another_mailbox_is_told_nothing_that_waited_for_the_one_before(town):
    _, actor = reader_of(town)
    wishes(actor)
    with mailed(town) as taken:
        told(town, actor)
        send(MONDAY.replace(hour=6))
        mail_is(actor, "other@cairong.example", MONDAY)
        post(city=CITY, clock=lambda: MONDAY)
        assert not taken.by_key
    dispatch = Dispatch.objects.get(channel="mail")
    assert (dispatch.state, dispatch.last_error) == ("bounced", "邮箱没有核验")


def test_a_mailbox_that_its_server_does_not_know_has_to_be_proved_anew(town):
    _, actor = reader_of(town)
    wishes(actor, mail="nobody@cairong.example")
    with mailed(town) as taken:
        told(town, actor)
        send()
        assert Dispatch.objects.get().last_error == "SMTP 550 5.1.1"
        assert Proof.objects.get().proven_at is None
        told(town, actor, "再一件")
        send()
        assert not taken.by_key
    assert Dispatch.objects.count() == 1


def test_the_database_keeps_nothing_for_a_mailbox_that_was_not_proved(town):
    _, actor = reader_of(town)
    fields = {
        "city_id": CITY, "person_id": actor.person_id, "channel": "mail", "digest_on": MONDAY,
        "made_at": MONDAY, "not_before": MONDAY, "mandates": [actor.mandate_id],
    }  # fmt: skip
    mail_is(actor, MAIL, MONDAY)
    mailbox_proved(actor, "old@cairong.example")
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        Dispatch.objects.create(**fields)
    assert caught.value.__cause__.diag.constraint_name == "outreach_mail_unproven"
    mailbox_proved(actor, MAIL)
    assert Dispatch.objects.create(**fields).pk
