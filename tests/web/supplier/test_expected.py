"""When the money will probably come, told to whoever borrows and to whoever lends (二(五)-3)."""

from datetime import timedelta

from django.utils import timezone

from cairong.kernel.calendar import day_of
from cairong.web.parts.words import short_day
from support.browsing import read
from support.lived import lay_paid
from support.town import COUNTY
from support.visitors import account_in, signed_in


def test_supplier_and_institution_read_the_interval_its_sample_and_its_source(phone):
    case, today = phone.case, day_of(timezone.now())
    purchaser = case.town.purchaser()
    days = f"/supplier/intents/new/contract/{case.contract.pk}/"
    intent = case.intend()
    officer = signed_in(account_in(case.town, "institution-officer"))
    pages = [
        (phone.client, days),
        (phone.client, f"/cases/{case.contract.pk}/"),
        (officer, f"/institution/applications/{case.application(intent).pk}/"),
    ]
    for client, address in pages:
        assert "可比的付款不足 20 次,不作估计" in read(client, address)
    lay_paid(purchaser, COUNTY, today - timedelta(days=60), range(1, 41))
    for client, address in pages:
        page = read(client, address)
        assert "验收后多半在 20 天以内付清,八成在 4 天到 36 天之间。" in page
        assert "依据 40 次验收(已付清 40,还在等 0):采购人近 3 年的记录" in page
        assert 'href="/policy/#' in page


def test_days_are_suggested_for_what_is_accepted_and_counted_on_for_what_is_not(phone):
    case, today = phone.case, day_of(timezone.now())
    lay_paid(case.town.purchaser(), COUNTY, today - timedelta(days=60), range(1, 41))
    address = f"/supplier/intents/new/contract/{case.contract.pk}/?amount="
    waits = read(phone.client, f"{address}10万")
    assert "「签订开票」还没有验收" in waits
    assert "再加上验收后的 36 天" in waits
    part = {"contract": case.contract, "milestone": "签订开票", "on": today}
    case.do("record_acceptance", amount_fen=20_000_000, **part)
    assert "改成 40 天(建议)" in read(phone.client, f"{address}10万")
    assert "days=40" in read(phone.client, f"{address}20万")
    assert "(建议)" not in read(phone.client, f"{address}20万&days=40")
    assert "(建议)" not in read(phone.client, f"{address}25万")
    page = read(phone.client, address.partition("?")[0])
    middle = short_day(today + timedelta(days=20), today)
    assert f"验收,已等 0 天<br />多半在 {middle}以前付清,八成在 " in page
    assert 'name="days" value="180"' in page, "all of it takes what is not accepted yet"
    case.do("record_acceptance", amount_fen=7_408_000, **part)
    case.do("record_acceptance", amount_fen=41_112_000, **{**part, "milestone": "验收"})
    page = read(phone.client, address.partition("?")[0])
    assert 'name="days" value="40"' in page
    assert "建议 40 天" in page
