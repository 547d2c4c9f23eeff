"""Health, deliveries, daily work and the chain as the operator sees them."""

import pytest
from django.test import Client

from cairong.audit import checking
from cairong.audit.checking import check_chain
from cairong.audit.models import Chain, Event, Outbox
from cairong.audit.outbox import note_failure
from cairong.clocks.models import DailyRun
from cairong.doors.clock import now
from cairong.doors.daily import DAILY
from cairong.kernel.actor import Role
from cairong.kernel.calendar import day_of
from cairong.kernel.events import digest
from cairong.notary.actions.check_rows import NIGHTLY
from cairong.web.operator.words import DAILY_WORDS
from lending.ground import stand_case
from support.staging import staged
from support.town import CITY, Town, found_town
from support.visitors import browser

pytestmark = pytest.mark.django_db


@staged
def town(db) -> Town:
    town = found_town()
    stand_case(town)
    return town


@staged
def operator(town) -> Client:
    return browser(town, Role.OPERATOR)


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


def test_a_failed_delivery_is_shown_with_its_reason(operator):
    row = Outbox.objects.filter(done_at=None).first()
    note_failure(row, RuntimeError("信箱已满"), now=now())
    page = read(operator, "/operator/outbox/?state=failed")
    assert "信箱已满" in page
    assert "失败,会再试" in page
    assert "没有符合条件的事项" in read(operator, "/operator/outbox/?state=done&words=nothing")
    assert operator.get("/operator/outbox/export/?state=all").status_code == 200
    assert "有发送失败的事项" in read(operator, "/operator/health/")


def test_daily_work_is_listed(operator):
    DailyRun.objects.create(
        city_id=CITY, name="lapse_offers", on=day_of(now()), at=now(), touched=3
    )
    page = read(operator, "/operator/daily/?name=lapse_offers")
    assert "报价到期失效" in page
    assert "1</a> <small>/ " in read(operator, "/desk/")


def test_a_window_of_the_chain_leads_to_the_one_before(operator):
    found = check_chain(CITY, window=3)
    assert (found.checked, found.broken) == (3, None)
    earlier = check_chain(CITY, before=found.first, window=3)
    assert (earlier.last, earlier.broken) == (found.first - 1, None)


@pytest.mark.parametrize(
    ("forged", "why"),
    [
        ({"hash": b"x" * 32}, "内容与散列不符"),
        ({"previous_hash": b"x" * 32}, "与上一条记录的散列不衔接"),
        ({"seq": 5}, "编号不连续"),
        ({}, "链头与最后一条记录不符"),
    ],
)
def test_a_forged_event_is_found_and_located(operator, forged, why):
    last = Event.objects.filter(city=CITY).latest("seq")
    event = Event(
        city=CITY, seq=last.seq + 1, at=now(), type="forged", role="system", channel="job",
        subject_type="x", subject_id="x", previous_hash=last.hash,
    )  # fmt: skip
    event.hash = digest(event)
    for name, value in forged.items():
        setattr(event, name, last.seq + value if name == "seq" else value)
    event.save()
    head = b"" if not forged else event.hash
    Chain.objects.filter(city=CITY).update(seq=event.seq, hash=head)
    found = check_chain(CITY)
    assert (found.broken, found.why) == (event.seq, why)


def test_every_work_of_each_day_has_its_word():
    assert DAILY_WORDS.keys() == {*DAILY, NIGHTLY}


def test_nothing_happened_yet_is_said():
    assert check_chain("999999") == checking.ChainCheck(checked=0, first=0, last=0, broken=None)


def test_the_list_costs_a_constant_number_of_statements(operator, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        operator.get("/operator/outbox/?state=all")
    with django_assert_max_num_queries(18):
        operator.get("/desk/")
