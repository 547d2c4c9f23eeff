"""Who says to act for a supplier, and the organisations of the city: found, sorted, taken away."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from cairong.parties.actions.desks import suspend_organisation
from cairong.parties.models import Organisation
from support.browsing import is_noted
from support.staging import staged
from support.town import CITY, Town
from support.visitors import browser


@staged
def operator(town: Town) -> Client:
    return browser(town, "operator")


def names(client: Client, **query: str) -> list[str]:
    """The organisations of the first page, as its workbook holds them too."""
    page = client.get(reverse("account-organisations"), query).content.decode()
    book = client.get(reverse("account-organisations-export"), query).content
    rows = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()
    head = next(at for at, row in enumerate(rows) if row[0] == "单位")
    listed = [str(row[0]) for row in rows[head + 1 :]]
    assert all(one in page for one in listed)
    return listed


def test_every_organisation_of_the_city_is_listed_by_name(town, operator):
    there = sorted(Organisation.objects.filter(city_id=CITY).values_list("name", flat=True))
    assert sorted(names(operator)) == there
    assert names(operator, sort="-name") == names(operator, sort="name")[::-1]


def test_it_is_found_by_name_by_code_and_by_kind(town, operator):
    bank = town.institution("甲银行")
    assert names(operator, words="甲银") == [bank.name]
    supplier = town.supplier()
    assert supplier.uscc
    assert names(operator, words=supplier.uscc) == [supplier.name]
    assert bank.name in names(operator, kind="institution")
    assert names(operator, kind="institution", words="财政局") == []


def test_a_suspended_one_is_told_from_the_active(town, operator):
    bank = town.institution("甲银行")
    assert bank.name in names(operator, active="yes")
    suspend_organisation.by_system(
        actor=town.system,
        now=town.now,
        organisation_id=bank.pk,
        reason="撤销",
    )
    assert bank.name not in names(operator, active="yes")
    assert names(operator, active="no") == [bank.name]
    assert "已停用" in operator.get(reverse("account-organisations")).content.decode()


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ({"kind": "moon"}, "的值「moon」看不懂"),
        ({"active": "perhaps"}, "的值「perhaps」看不懂"),
        ({"sort": "uscc"}, "不能按「uscc」排序"),
    ],
)
def test_a_filter_nobody_offers_is_said_to_be_none(operator, query, note):
    assert note in operator.get(reverse("account-organisations"), query).content.decode()
    book = operator.get(reverse("account-organisations-export"), query).content
    rows = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()
    assert note in str(rows[1])


def test_a_word_that_no_list_knows_is_no_matter(operator):
    page = operator.get(reverse("account-organisations"), {"colour": "red"}).content.decode()
    assert not is_noted(page)


def test_nothing_found_says_so(operator):
    page = operator.get(reverse("account-organisations"), {"words": "没有这家"}).content.decode()
    assert "没有这样的单位" in page


class TestClaims:
    @pytest.fixture
    def desk(self, town: Town) -> Client:
        return browser(town, "procurement-officer")

    @pytest.mark.parametrize(
        ("query", "noted"),
        [({"state": "moon"}, True), ({"person": "李"}, False), ({"sort": "person"}, True)],
    )
    def test_a_filter_nobody_offers_is_said_to_be_none(self, desk, query, noted):
        page = desk.get(reverse("account-claims"), query).content.decode()
        assert is_noted(page) is noted

    def test_an_empty_list_says_what_would_be_here(self, desk):
        page = desk.get(reverse("account-claims"), {"words": "无"}).content.decode()
        assert "供应商自行注册后" in page
