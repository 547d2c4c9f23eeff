"""The auditor asks for checks of everything, looks into alarms, reads who governs: no more."""

from datetime import timedelta
from unittest.mock import Mock
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from django.test import Client

from cairong.audit.models import Event
from cairong.jobs import round as round_
from cairong.jobs.worker import OF_DJANGO
from cairong.kernel.actor import HAVE_FACTOR, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.notary.actions import ask_check as asking
from cairong.notary.actions import check_rows
from cairong.notary.actions.acknowledge_alarm import acknowledge_alarm
from cairong.notary.actions.ask_check import ask_check, carry_out_checks
from cairong.notary.actions.watch import tell_alarm
from cairong.notary.digests import Unlike
from cairong.notary.models import Alarm, AskedCheck, Check
from cairong.parties.access import Access
from cairong.parties.actions.confirm import confirm_person
from cairong.parties.models import Account, Mandate, Organisation, Person
from cairong.policy.catalogue import sentence
from notary.conftest import BEGUN, MINUTE, Notary, cut, tamper
from support.town import CITY
from support.visitors import account_in, browser

DIFFERS = Unlike(row="贷款", key="甲", field="state", seq=2)
DIFFERS_TOO = Unlike(row="贷款", key="乙", field="state", seq=2)
NOON = BEGUN + timedelta(minutes=10)


@pytest.fixture
def at_noon(clock, notary) -> Notary:
    """The pages' moment is the signer's."""
    clock.set(f"{notary.now + MINUTE:%Y-%m-%d} 10:02")
    return notary


def auditor(notary: Notary):
    return notary.town.bureau(Role.AUDITOR)


def other_line() -> dict:
    given = connection.get_connection_params()
    return {name: each for name, each in given.items() if name not in OF_DJANGO}


def works(notary: Notary) -> int:
    return carry_out_checks(actor=notary.town.system, clock=lambda: NOON)


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:300]
    return answer.content.decode()


class TestChecks:
    def test_asked_for_carried_out_and_answered_on_the_page(self, at_noon):
        client = browser(at_noon.town, Role.AUDITOR)
        assert "还没有申请过" in page(client, "/auditor/checks/")
        assert client.post("/auditor/checks/ask/").status_code == 302
        waits = page(client, "/auditor/checks/")
        assert "等待后台核对" in waits
        assert "申请全部核对</button>" not in waits
        assert works(at_noon) == 1
        assert works(at_noon) == 0
        said = page(client, "/auditor/checks/")
        assert "全部相符" in said
        assert "申请全部核对</button>" in said
        one = AskedCheck.objects.get()
        assert (one.state, one.differs, one.found) == ("done", 0, [])
        assert one.upto >= 11
        assert one.token in said
        told = Event.objects.get(type="notary.check.answered")
        assert (told.after["upto"], told.after["count"]) == (one.upto, 0)

    def test_while_one_waits_another_is_refused_and_one_cut_off_begins_again(self, notary):
        asked = ask_check(actor=auditor(notary), now=NOON)
        with pytest.raises(Conflict) as refused:
            ask_check(actor=auditor(notary), now=NOON)
        assert refused.value.findings[0].code == "notary.check_waits"
        AskedCheck.objects.filter(pk=asked.pk).update(state="running", part="rows", checked=3)
        assert works(notary) == 1
        assert AskedCheck.objects.get().state == "done"

    def test_how_far_it_is_can_be_read_meanwhile(self, at_noon, monkeypatch):
        client = browser(at_noon.town, Role.AUDITOR)
        ask_check(actor=auditor(at_noon), now=NOON)
        seen = []

        def looks(**given):
            del given
            seen.append(page(client, "/auditor/checks/"))
            raise RuntimeError

        monkeypatch.setattr(asking, "answer_check", looks)
        with pytest.raises(RuntimeError):
            works(at_noon)
        assert "逐行核对业务数据" in seen[0]
        assert "(100 %)" in seen[0]

    def test_what_differs_is_located_and_raises_an_alarm(self, at_noon):
        tamper("UPDATE audit_event SET person_name = '假' WHERE seq = 4")
        ask_check(actor=auditor(at_noon), now=NOON)
        works(at_noon)
        said = page(browser(at_noon.town, Role.AUDITOR), "/auditor/checks/")
        assert "有不符" in said
        assert "第 4 条" in said
        assert Alarm.objects.filter(kind="rows", state="open").exists()

    def test_all_that_differs_is_counted_and_the_first_are_listed(self, at_noon, monkeypatch):
        monkeypatch.setattr(check_rows, "KEPT", 1)
        tamper("UPDATE audit_event SET person_name = '假' WHERE seq = 4")
        monkeypatch.setattr(check_rows, "differences", lambda *_: [DIFFERS, DIFFERS_TOO])
        ask_check(actor=auditor(at_noon), now=NOON)
        works(at_noon)
        one = AskedCheck.objects.get()
        assert (one.differs, len(one.found)) == (3, 1)
        assert Alarm.objects.get(kind="rows").found_size == 3
        said = page(browser(at_noon.town, Role.AUDITOR), "/auditor/checks/")
        assert "不符 3 处" in said

    def test_while_the_nights_pass_compares_it_waits_and_answers_its_own(self, at_noon):
        ask_check(actor=auditor(at_noon), now=NOON)
        key = f"notary_check_all {CITY}"
        with psycopg.connect(**other_line(), autocommit=True) as night:
            night.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [key])
            assert works(at_noon) == 0
            assert check_rows.check_nightly(actor=at_noon.town.system, now=NOON) == 0
            assert not Check.objects.filter(kind="night").exists()
        assert works(at_noon) == 1

    def test_one_that_fails_ends_no_other_citys_and_begins_again(self, notary, monkeypatch):
        seen = []

        def carried(*, actor, clock):
            del clock
            seen.append(actor.city)
            if len(seen) == 1:
                raise Conflict("conflict.busy")
            return 1

        cities = Mock(**{"objects.values_list.return_value": [CITY, "410200"]})
        monkeypatch.setattr(round_, "City", cities)
        monkeypatch.setattr(round_, "carry_out_checks", carried)
        monkeypatch.setattr(round_, "_FAILED", {})
        monkeypatch.setattr(round_, "now", lambda: NOON)
        assert round_.round_of_checking() == 1
        assert seen == [CITY, "410200"]
        assert round_.round_of_checking() == 1
        assert seen[2:] == ["410200"]
        monkeypatch.setattr(round_, "now", lambda: NOON + MINUTE)
        assert round_.round_of_checking() == 2

    def test_one_without_progress_says_so(self, at_noon, clock):
        client = browser(at_noon.town, Role.AUDITOR)
        asked = ask_check(actor=auditor(at_noon), now=NOON)
        rows = AskedCheck.objects.filter(pk=asked.pk)
        rows.update(state="running", part="rows", checked=3, total=3, moved_at=at_noon.now)
        assert "没有进展" not in page(client, "/auditor/checks/")
        rows.update(moved_at=at_noon.now - timedelta(minutes=30))
        assert "没有进展</span> 已有 3" in page(client, "/auditor/checks/")

    @pytest.mark.parametrize(
        "role", [Role.OPERATOR, Role.PROCUREMENT_APPROVER, Role.REGULATOR, Role.SYSTEM]
    )
    def test_nobody_else_asks(self, notary, role):
        who = notary.town.system if role is Role.SYSTEM else _of(notary, role)
        with pytest.raises(NotAllowed):
            ask_check(actor=who, now=NOON)


def _of(notary: Notary, role: Role):
    kind = role.value if role in (Role.OPERATOR, Role.REGULATOR) else "bureau"
    return notary.town.actor(Organisation.objects.get(kind=kind), role)


@pytest.fixture
def alarm(at_noon) -> Alarm:
    """Three events were cut off, the signer said so, and all were told."""
    cut(3)
    at_noon.round()
    found = Alarm.objects.get()
    tell_alarm(actor=at_noon.town.system, now=NOON, alarm_id=found.pk)
    return found


class TestAlarms:
    def test_it_waits_at_the_auditors_desk_until_it_is_looked_into(self, at_noon, alarm):
        client = browser(at_noon.town, Role.AUDITOR)
        desk = page(client, "/desk/")
        address = f"/auditor/alarms/{alarm.pk}/"
        for words in ("待办 1", "查明审计告警", "记录少了", address):
            assert words in desk
        assert client.post(address, {"finding": "x"}).status_code == 422
        words = "恢复了昨晚的备份,已请采购科签署断点"
        assert client.post(address, {"finding": words}).status_code == 302
        assert "待办 0" in page(client, "/desk/")
        shown = page(client, address)
        assert words in shown
        assert "写下并签收" not in shown
        listed = page(client, "/auditor/alarms/?state=seen")
        assert words in listed
        event = Event.objects.get(type="notary.alarm.acknowledged")
        assert event.after["finding"] == words
        assert event.role == "auditor"

    def test_once_and_by_auditors_alone(self, at_noon, alarm):
        given = {"now": NOON, "alarm_id": alarm.pk, "finding": "查过了,磁盘坏了"}
        for role in (Role.OPERATOR, Role.PROCUREMENT_OFFICER, Role.REGULATOR):
            with pytest.raises(NotAllowed):
                acknowledge_alarm(actor=_of(at_noon, role), **given)
        acknowledge_alarm(actor=auditor(at_noon), **given)
        with pytest.raises(WrongState):
            acknowledge_alarm(actor=auditor(at_noon), **given)
        with pytest.raises(NotFound):
            acknowledge_alarm(actor=auditor(at_noon), **{**given, "alarm_id": UUID(NOBODY)})

    def test_not_by_whom_one_administrator_alone_has_brought_in(self, at_noon, alarm):
        who = auditor(at_noon)
        first = at_noon.town.bureau(Role.TREASURY_OFFICER)
        Person.objects.filter(pk=who.person_id).update(leans_on=first.person_id)
        given = {"actor": who, "now": NOON, "alarm_id": alarm.pk, "finding": "查过了,没有事"}
        with pytest.raises(PolicyBreach) as refused:
            acknowledge_alarm(**given)
        (finding,) = refused.value.findings
        assert (finding.code, finding.params["brought_by"]) == (
            "notary.auditor_unproven", first.person_name,
        )  # fmt: skip
        second = at_noon.town.bureau(Role.PROCUREMENT_APPROVER)
        Mandate.objects.filter(pk=second.mandate_id).update(administrator=True)
        confirm_person(actor=second, now=NOON, mandate_id=who.mandate_id, papers="工作证")
        acknowledge_alarm(**given)

    def test_nor_by_who_held_another_desk_within_thirty_days(self, at_noon, alarm):
        who = auditor(at_noon)
        seat = Mandate.objects.get(pk=who.mandate_id)
        left = day_of(NOON) - timedelta(days=29)
        Mandate.objects.create(
            organisation=seat.organisation, person=seat.person, region=CITY, ended_reason="转任",
            role="treasury-officer", valid_from=left - timedelta(days=300), valid_to=left,
        )  # fmt: skip
        given = {"actor": who, "alarm_id": alarm.pk, "finding": "查过了,没有事"}
        with pytest.raises(PolicyBreach) as refused:
            acknowledge_alarm(now=NOON, **given)
        (finding,) = refused.value.findings
        assert finding.code == "notary.auditor_lately"
        assert "2026年" in sentence(finding)
        acknowledge_alarm(now=NOON + timedelta(days=1), **given)

    def test_the_database_takes_no_word_of_anybody_else(self, at_noon, alarm):
        bureau = Organisation.objects.get(kind="bureau")
        changes = (
            {"state": "seen"},
            {"state": "seen", "seen_at": NOON, "seen_for": bureau, "finding": "没有事,请放心"},
            {"finding": "没有事,请放心"},
        )
        for change in changes:
            with pytest.raises(Exception, match="notary_alarm_unseen"):
                Alarm.objects.filter(pk=alarm.pk).update(**change)
        assert Alarm.objects.get().state == "open"

    def test_told_are_auditors_first_and_what_they_found_the_bureau(self, at_noon, alarm):
        acknowledge_alarm(
            actor=auditor(at_noon), now=NOON, alarm_id=alarm.pk, finding="磁盘坏了,已换"
        )
        raised = Event.objects.get(type="notary.alarm.raised").after["tell"]
        assert [each["role"] for each in raised] == [
            "auditor", "procurement-officer", "procurement-approver", "operator",
        ]  # fmt: skip
        seen = Event.objects.get(type="notary.alarm.acknowledged").after["tell"]
        assert [each["role"] for each in seen] == ["procurement-officer", "procurement-approver"]


NOBODY = "00000000-0000-7000-8000-000000000000"


class TestReading:
    def test_who_governs_by_group_without_what_a_case_is_about(self, at_noon):
        client = browser(at_noon.town, Role.AUDITOR)
        at_noon.town.supplier()
        listed = page(client, "/auditor/events/?about=people")
        assert "授权" in listed
        assert "建立城市" not in listed
        assert "建立城市" in page(client, "/auditor/events/?about=organisation")
        for group in ("renewal", "factor", "secrecy", "rules", "machine", "log", "x"):
            page(client, f"/auditor/events/?about={group}")
        assert client.get("/auditor/events/export/").status_code == 200

    def test_how_administrators_and_operators_came_in(self, at_noon):
        town = at_noon.town
        head = account_in(town, Role.PURCHASER_OFFICER, username="head-of", administrator=True)
        plain = account_in(town, Role.PURCHASER_OFFICER, username="plain-one")
        keeper = account_in(town, Role.OPERATOR, username="keeper-one")
        seller = account_in(town, Role.SUPPLIER, username="seller-one", administrator=True)
        Access.objects.all().delete()
        Account.objects.filter(pk=head.pk).update(mandate=None)
        for one in (head, plain, keeper, seller):
            typed = {"username": one.username, "password": "wrong", "next": ""}
            assert Client().post("/account/sign-in/", typed).status_code == 422
        client = browser(town, Role.AUDITOR)
        listed = page(client, "/auditor/accesses/")
        assert head.person.name in listed
        assert keeper.person.name in listed
        assert plain.person.name not in listed
        assert seller.person.name not in listed
        who = Mandate.objects.get(role=Role.AUDITOR)
        Person.objects.filter(pk=who.person_id).update(leans_on=head.person)
        assert "还没有第二个人证实您是谁" in page(client, "/auditor/accesses/", 403)

    def test_the_operator_reads_none_of_it_and_checks_nothing(self, at_noon):
        client = browser(at_noon.town, Role.OPERATOR)
        for address in ("checks/", "alarms/", "events/", "accesses/"):
            page(client, f"/auditor/{address}", 403)
        page(client, "/operator/integrity/", 404)


def test_an_auditor_has_a_second_factor():
    assert Role.AUDITOR in HAVE_FACTOR
