"""An overdue loan by the pages of its two sides and of those who watch. 二(四)-5"""

from datetime import timedelta

import pytest

from cairong.kernel.calendar import day_of
from cairong.lending.actions.note_overdue import note_overdue
from cairong.lending.models import Loan, Overdue, WriteOff
from cairong.parties.reads import the_only
from support.browsing import problems, read, send
from support.staging import staged
from support.town import CITY
from support.visitors import account_in, signed_in

DAY, SIDES = timedelta(days=1), ("institution", "supplier")


@staged
def late(bank) -> Overdue:
    """150,000 yuan, 180 days, in time until 25 May 2026; by now it is November."""
    case, moment = bank.case, bank.case.now
    case.now = moment - timedelta(days=184)
    loan = case.draw(case.ready(case.publish(), 150_000), 150_000)
    assert Loan.objects.get() == loan
    case.now = moment
    assert note_overdue(actor=case.town.system, now=moment) == 1
    return Overdue.objects.get()


@pytest.fixture
def supplier(bank):
    return signed_in(account_in(bank.case.town, "supplier"))


def test_both_sides_see_it_everywhere(bank, late, supplier):
    place = f"/overdues/{late.pk}/"
    days = (day_of(bank.case.now) - late.last_on).days
    for browser, address in [
        (bank.officer, "/overdues/"),
        (bank.manager, "/overdues/"),
        (bank.officer, f"/institution/loans/{late.loan_id}/"),
        (supplier, f"/supplier/loans/{late.loan_id}/"),
    ]:
        assert f'href="{place}"' in read(browser, address), address
    for browser, address in [
        (bank.officer, "/institution/loans/?due=over"),
        (supplier, "/supplier/loans/"),
        (bank.officer, place),
        (supplier, place),
    ]:
        assert f"已逾期 {days} 天" in read(browser, address), address
    stranger = bank.stranger()
    read(stranger, place, 404)
    paper = f"/loans/{late.loan_id}.pdf"
    for browser in (bank.manager, supplier):
        assert f'href="{paper}"' in read(
            browser, f"/{SIDES[browser is supplier]}/loans/{late.loan_id}/"
        )
        assert browser.get(paper).headers["Content-Type"] == "application/pdf"
    assert stranger.get(paper).status_code == 404
    town = bank.case.town
    for kind in ("regulator", "pboc"):
        watcher = account_in(town, kind, organisation=the_only(CITY, kind), username=kind)
        page = signed_in(watcher)
        assert "甲银行" in read(page, "/overseer/overdues/")
        assert f'href="{place}"' in read(page, "/overdues/")
        assert "登记联系情况" not in read(page, place)


def test_contact_plan_and_answer(bank, late, supplier):
    place, today = f"/overdues/{late.pk}/", day_of(bank.case.now)
    assert "登记联系" in read(bank.officer, place)
    send(supplier, f"{place}contact/", status=403)
    told = {"on": today.isoformat(), "channel": "phone", "words": "采购人还没有付款"}
    ahead = {**told, "on": (today + DAY).isoformat()}
    (refused,) = problems(send(bank.officer, f"{place}contact/", ahead, 422))
    assert "联系日期" in refused
    assert send(bank.officer, f"{place}contact/", told) == place
    assert "采购人还没有付款" in read(supplier, place)

    first, second = today + timedelta(days=20), today + timedelta(days=50)
    words = {"why": "货款分两次到"}
    for parts, said in [
        (f"{first} 50000", "合计"),
        ("下月 50000", "读不懂"),
        (f"{first} 50000\n{first} 100000", "一期比一期晚"),
    ]:
        found = problems(send(bank.officer, f"{place}plan/", {"parts": parts, **words}, 422))
        assert said in "".join(found)
    typed = {"parts": f"{first} 50000\n{second} 100,000", **words}
    bank.approve(send(bank.officer, f"{place}plan/", typed))
    assert "同意还款计划" in read(supplier, place)
    send(supplier, f"{place}decline/", {"reason": "下月没有钱到账"})
    assert "下月没有钱到账" in read(bank.officer, place)
    bank.approve(send(bank.officer, f"{place}plan/", typed))
    assert send(supplier, f"{place}agree/", {}) == place
    assert "按还款计划归还" in read(bank.officer, place)
    send(supplier, f"{place}agree/", {}, status=409)


def test_two_write_it_off(bank, late, supplier):
    place = f"/overdues/{late.pk}/"
    reason = {"reason": "企业已经停业,没有财产可供执行"}
    send(bank.approver, f"{place}write-off/", reason, status=403)
    bank.approve(send(bank.officer, f"{place}write-off/", reason))
    assert WriteOff.objects.get().loan_id == late.loan_id
    page = read(supplier, place)
    assert "欠款不因此免除" in page
    assert "核销这笔贷款" not in read(bank.officer, place)
