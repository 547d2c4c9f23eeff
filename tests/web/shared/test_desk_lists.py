"""已办, 我发起的, 消息: each says on which case, is searched by it, and goes out as a workbook."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from cairong.audit.models import Event
from cairong.audit.outbox import CONSUMERS, deliver, waiting
from cairong.contracts.actions.import_awards import import_awards
from cairong.kernel.actor import Role
from cairong.lending.actions.request_lock import request_lock
from cairong.outreach.models import Message, Reading
from cairong.parties.actions.accounts import change_password
from cairong.parties.four_eyes import take_back
from cairong.parties.models import Proposal
from cairong.treasury.actions.note_export import note_export
from support.browsing import is_noted
from support.staging import staged
from support.visitors import WORD, account_in, signed_in

LISTS = ("desk-done", "desk-started", "messages")


@staged
def officer(case) -> Client:
    """An officer who has laid a lock before the second person; all messages are delivered."""
    account = account_in(case.town, "institution-officer", username="lists-officer")
    actor = replace(case.officer(), person_id=account.person_id, person_name=account.person.name)
    offer = case.accepted(case.publish())
    request_lock.propose(actor=actor, now=case.now, offer_id=offer.pk)
    while rows := [one for one in waiting(now=case.now) if one.consumer in CONSUMERS]:
        for row in rows:
            deliver(row, now=case.now, consumers=CONSUMERS)
    client = signed_in(account)
    client.actor = actor
    return client


def text(client: Client, name: str, **query: str) -> str:
    return client.get(reverse(name), query).content.decode()


def sheet(client: Client, name: str, **query: str) -> list[list]:
    answer = client.get(reverse(f"{name}-export"), query)
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    return CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("name", ["desk-done", "desk-started"])
def test_what_was_done_says_on_which_contract(officer, case, name):
    said = text(officer, name)
    assert "申请锁定回款账户" in said
    assert f"{case.contract.title} {case.contract.no}" in said


@pytest.mark.parametrize("name", ["desk-done", "desk-started"])
@pytest.mark.parametrize("of", ["no", "title"])
def test_it_is_found_by_number_or_name_and_by_nothing_else(officer, case, name, of):
    assert "申请锁定回款账户" in text(officer, name, words=getattr(case.contract, of))
    assert "申请锁定回款账户" not in text(officer, name, words="没有这个项目")


def test_what_waits_for_the_second_person_says_on_which_contract(desks, officer, case):
    del officer
    assert case.contract.no in text(desks("institution-approver"), "desk")


@pytest.mark.parametrize("of", ["no", "title"])
def test_what_waits_for_the_second_person_is_found_on_the_whole_list(desks, officer, case, of):
    del officer
    approver = desks("institution-approver")
    words = getattr(case.contract, of)
    for query in ({}, {"words": words}, {"kind": "approval"}, {"words": "lists-officer"}):
        said = text(approver, "desk-todo", **query)
        assert "复核:申请锁定回款账户" in said
        assert f"{case.contract.title} {case.contract.no}" in said
    for query in ({"words": "没有这个项目"}, {"due": "today"}):
        assert "复核:申请锁定" not in text(approver, "desk-todo", **query)
    rival = desks("institution-approver", organisation=case.bank("乙银行"), which="-rival")
    assert "复核:申请锁定" not in text(rival, "desk-todo")


def test_a_duty_is_found_by_the_number_of_its_contract(desks, case):
    case.intend(300_000)
    rows = sheet(desks("institution-officer"), "desk-todo", words=case.contract.no)
    assert rows[-1][0].startswith("确认材料齐全 YX")
    assert rows[-1][1] == f"{case.contract.title} {case.contract.no}"
    assert rows[-1][6] == "二(一)-3"


def test_who_took_a_desk_over_finds_what_was_begun_there(officer, case):
    heir = account_in(case.town, "institution-officer", username="lists-heir")
    successor = signed_in(heir)
    assert "申请锁定" not in text(successor, "desk-started")
    Proposal.objects.filter(act="lending.request_lock").update(carried_by=heir.person)
    assert "申请锁定" in text(successor, "desk-started")
    assert "申请锁定" in text(officer, "desk-started")


def test_what_was_begun_is_found_by_what_became_of_it(officer, case):
    assert "申请锁定" in text(officer, "desk-started", state="waiting")
    proposal = Proposal.objects.get(act="lending.request_lock")
    take_back(actor=officer.actor, now=case.now, proposal_id=proposal.pk)
    assert "申请锁定" not in text(officer, "desk-started", state="waiting")
    assert "申请锁定" in text(officer, "desk-started", state="taken_back")


def test_what_is_about_the_whole_city_leads_to_an_import_or_nowhere(case):
    account = account_in(case.town, "procurement-officer", username="imports-officer")
    actor = replace(case.town.bureau("procurement-officer"), person_id=account.person_id)
    import_awards(actor=actor, now=case.now, rows=[])
    note_export(actor=replace(actor, role=Role.TREASURY_OFFICER), now=case.now, listed="账户变更")
    said = re.findall(r'<th scope="row">(.*?)</th>', text(signed_in(account), "desk-done"))
    assert len(said) == 2
    assert "<a" not in said[0]
    assert 'href="/imports/"' in said[1]


def test_what_is_about_no_contract_is_listed_without_one(case):
    account = account_in(case.town, "supplier", username="lists-supplier")
    actor = replace(case.supplier, person_id=account.person_id)
    change_password(
        actor=actor, now=case.now, account_id=account.pk, old=WORD, new="longmen-1934-yiluo"
    )
    account.refresh_from_db()
    [line] = [row for row in sheet(signed_in(account), "desk-done") if row[0] == "修改密码"]
    assert line[1] == ""


@pytest.mark.parametrize("name", LISTS)
def test_a_list_goes_out_whole_as_its_page_shows_it(officer, case, name):
    rows = sheet(officer, name)
    head = next(at for at, row in enumerate(rows) if row[1] == "对象")
    assert len(rows) > head + 1
    said = text(officer, name)
    for row in rows[head + 1 :]:
        assert str(row[0]) in said
    assert len(sheet(officer, name, words="没有这样的话")) == head + 1


@pytest.mark.parametrize("name", LISTS)
def test_a_filter_nobody_offers_is_no_matter(officer, name):
    answer = officer.get(reverse(name), {"person": "别人"})
    assert answer.status_code == 200
    assert not is_noted(answer.content.decode())


def test_messages_are_found_by_words_by_contract_and_by_whether_i_read_them(officer, case):
    message = Message.objects.filter(role="institution-officer").latest("pk")
    part = message.sentence[:8]
    assert message.sentence in text(officer, "messages", words=case.contract.no)
    assert message.sentence in text(officer, "messages", words=part)
    assert message.sentence in text(officer, "messages", words=part, read="no")
    officer.get(reverse("message", args=[message.pk]))
    assert message.sentence not in text(officer, "messages", words=part, read="no")
    assert message.sentence in text(officer, "messages", words=part, read="yes")


def test_a_message_opened_twice_is_read_once(officer):
    message = Message.objects.filter(role="institution-officer").latest("pk")
    for _ in range(2):
        officer.get(reverse("message", args=[message.pk]))
    assert Reading.objects.filter(message=message).count() == 1
    assert Event.objects.filter(type="outreach.message.read").count() == 1


def test_a_message_a_browser_fetches_ahead_is_not_read(officer):
    message = Message.objects.filter(role="institution-officer").latest("pk")
    place = reverse("message", args=[message.pk])
    assert officer.head(place).status_code == 302
    assert officer.get(place, headers={"Sec-Purpose": "prefetch"}).status_code == 302
    assert not Reading.objects.exists()
    officer.get(place)
    assert Reading.objects.count() == 1
    assert "看过" not in text(officer, "desk-done")


def test_a_message_is_not_changed_by_a_form(officer):
    message = Message.objects.filter(role="institution-officer").latest("pk")
    assert officer.post(reverse("message", args=[message.pk])).status_code == 405
    assert not Reading.objects.exists()
