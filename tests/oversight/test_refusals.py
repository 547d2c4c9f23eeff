"""What was refused, counted: one record for each refusal, by kind, within one's region, unread."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from cairong.audit.models import RefusalRecord
from cairong.doors.clock import now
from cairong.kernel.actor import Role
from cairong.kernel.errors import Refusal
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.approve_offer import approve_offer
from cairong.parties.models import Mandate
from lending.ground import Case, stand_case, twice
from support.town import CITY, COUNTY, at, found_town
from support.visitors import account_in, browser, signed_in

pytestmark = pytest.mark.usefixtures("clock", "db")
PAGE = "/overseer/refusals/"


@pytest.fixture
def case() -> Case:
    return stand_case(found_town(at("2025-09-01 08:00")))


def noted(organisation, kind: str, days_ago: int = 0, **other) -> RefusalRecord:
    facts = {
        "city": CITY, "at": now() - timedelta(days=days_ago), "role": "supplier", "channel": "web",
        "act": "register_intent", "kind": kind, "code": "lending.above_headroom",
        "obligation": "一(一)-1", "organisation_id": organisation.pk,
    }  # fmt: skip
    return RefusalRecord.objects.create(**facts | other)


def house(case: Case, name: str, region: str = COUNTY):
    return case.town.organisation("purchaser", name, region=region, address="洛阳市")


def text(client: Client, **asked: str) -> str:
    answer = client.get(PAGE, asked)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def counts(page: str) -> list[list[str]]:
    """The cells of the table that counts by kind, row by row."""
    table = page.partition("按类别")[2].partition("</table>")[0]
    rows = re.findall(r"<tr.*?</tr>", table, re.DOTALL)[1:]
    cells = [re.findall(r"<t[dh]\b.*?>(.*?)</t[dh]>", row, re.DOTALL) for row in rows]
    return [[re.sub(r"<.*?>", "", one).strip() for one in row[:2]] for row in cells if row]


def test_each_refusal_is_one_record_with_its_clause(case: Case):
    product = case.publish()
    offer = case.offer(case.intend(), product)
    before = RefusalRecord.objects.count()
    accept_offer(actor=case.supplier, now=case.now, offer_id=offer.pk)
    tries = [
        (lambda: accept_offer(actor=case.supplier, now=case.now, offer_id=offer.pk), "WrongState"),
        (lambda: case.intend(479_641), "PolicyBreach"),
        (lambda: case.intend(0), "Invalid"),
        (
            lambda: twice(
                approve_offer, case.officer(), case.officer(), case.now,
                **case.terms(offer.intent, product, 1),
            ),
            "WrongState",
        ),
    ]  # fmt: skip
    for act, kind in tries:
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.kind == kind
    records = list(RefusalRecord.objects.order_by("pk"))[before:]
    assert [one.kind for one in records] == [kind for _, kind in tries]
    assert records[1].obligation == "一(一)-1"
    assert {one.role for one in records[:3]} == {"supplier"}
    assert records[0].person_id == case.supplier.person_id


def test_the_last_thirty_days_are_counted_by_kind(case: Case):
    supplier = case.town.supplier()
    for kind, ages in {"PolicyBreach": [0, 1, 29], "WrongState": [0, 31], "Invalid": [400]}.items():
        for age in ages:
            noted(supplier, kind, age)
    page = text(browser(case.town, Role.REGULATOR))
    assert counts(page) == [["违反规则", "3"], ["状态不符", "1"]]


def test_the_list_keeps_what_is_no_longer_counted(case: Case):
    noted(house(case, "很久以前的单位"), "Invalid", 400)
    page = text(browser(case.town, Role.OPERATOR), kind="Invalid")
    assert "近 30 天没有拒绝记录" in page
    assert "很久以前的单位" in page


def test_a_county_reads_the_refusals_of_its_own_houses(case: Case):
    noted(house(case, "西工单位"), "PolicyBreach")
    noted(house(case, "宜阳单位", "410327"), "WrongState")
    account = account_in(case.town, Role.PROCUREMENT_OFFICER)
    Mandate.objects.filter(pk=account.mandate_id).update(region="410327")
    page = text(signed_in(account))
    assert "宜阳单位" in page
    assert "西工单位" not in page
    assert counts(page) == [["状态不符", "1"]]


def test_what_was_typed_stays_out_of_page_and_workbook(case: Case):
    noted(house(case, "填错的单位"), "Invalid", facts={"value": "6222000011112222", "field": "no"})
    client = browser(case.town, Role.REGULATOR)
    assert "6222000011112222" not in text(client)
    book = client.get(f"{PAGE}export/")
    rows = CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert any("填错的单位" in row for row in rows)
    assert not any("6222000011112222" in str(row) for row in rows)


@pytest.mark.parametrize(
    "role", [Role.PURCHASER_OFFICER, Role.INSTITUTION_MANAGER, Role.PBOC, Role.SUPPLIER]
)
def test_who_has_no_part_in_it_does_not_read_it(case: Case, role):
    assert browser(case.town, role).get(PAGE).status_code == 403
