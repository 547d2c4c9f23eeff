"""The digest of a working day: what waits for a person, once, at half past eight."""

import pytest

from cairong.cases.desk import waiting_for
from cairong.cases.digest import send_digests
from cairong.doors.daily import run_daily
from cairong.outreach.models import Dispatch
from lending.ground import Case
from support.town import CITY, at

FRIDAY = at("2025-10-10 08:30")


def digests() -> dict[str, str]:
    found = Dispatch.objects.filter(digest_on__isnull=False, channel="sms")
    return {one.person.name: one.text for one in found.select_related("person")}


def test_it_names_what_waits_with_project_amount_and_day(case: Case, product):
    offer = case.offer(case.intend(), product)
    supplier = case.supplier
    total = waiting_for(supplier, now=FRIDAY).total
    assert total >= 1
    send_digests(actor=case.town.system, now=FRIDAY)
    text = digests()[supplier.person_name]
    assert text.startswith(f"2025年10月10日(周五)待办 {total} 件")
    assert offer.intent.contract.title in text
    assert "¥300,000.00" in text
    digest = Dispatch.objects.get(person=supplier.person_id, channel="sms")
    assert digest.mandates == [supplier.mandate_id]


def test_who_has_nothing_waiting_gets_none(case: Case):
    idle = case.town.actor(case.town.institution("丙银行"), "institution-officer")
    send_digests(actor=case.town.system, now=FRIDAY)
    assert idle.person_name not in digests()


def test_it_comes_once_a_day_however_often_it_is_run(case: Case, product):
    case.offer(case.intend(), product)
    for _ in range(2):
        send_digests(actor=case.town.system, now=FRIDAY)
    count = Dispatch.objects.count()
    assert count == Dispatch.objects.values("person", "channel").distinct().count() > 0
    send_digests(actor=case.town.system, now=at("2025-10-11 08:30"))
    assert Dispatch.objects.count() == 2 * count, "Saturday, 11 October 2025 was worked"


@pytest.mark.parametrize(
    ("moment", "comes"),
    [
        ("2025-10-10 08:29", False),
        ("2025-10-10 08:30", True),
        ("2025-10-11 08:30", True),  # 调休上班的周六
        ("2025-10-12 08:30", False),  # 周日
        ("2026-01-01 08:30", False),  # 元旦
    ],
)
def test_it_comes_at_half_past_eight_of_a_working_day(case: Case, product, moment, comes):
    case.offer(case.intend(), product)
    run_daily(city=CITY, now=at(moment))
    assert bool(digests()) is comes
    assert not Dispatch.objects.filter(not_before__gt=at(moment), digest_on__isnull=False).exists()
