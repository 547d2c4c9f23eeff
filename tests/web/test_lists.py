"""A declared list as a page and a workbook: what is asked of it, and what could not be followed."""

from dataclasses import replace
from io import BytesIO

import pytest
from django.db import connection
from django.db.models import Q
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from cairong.kernel.actor import Role, public
from cairong.parties.models import Region
from cairong.web.forms import DayField
from cairong.web.lists import Filter, List
from cairong.web.lists.asking import asking, chosen_words
from cairong.web.lists.views import answer_sheet, table_of
from cairong.web.parts import Column, Empty
from support.town import CITY, found_town

pytestmark = pytest.mark.django_db


def on_level(_actor, _now, level: str) -> Q:
    return Q(code=CITY) if level == "own" else Q()


LIST = List(
    name="institution-loans",
    at="unused/",
    title="区域",
    source=lambda actor: Region.objects.filter(city_id=actor.city),
    columns=(
        Column("code", "代码", "code", sort=True, search=True, exported=False),
        Column(
            "name", "名称", sort=True, search=True,
            words={"西工区": "西工", "宜阳县": "宜阳"}, filter=["宜阳县"],
        ),
        Column("both", "两者", of=("code", "name"), show=lambda code, name: f"{code} {name}"),
        Column("heir", "并入", of="successor_code", blank="没有", shown=False),
        Column("city", "城市", of="city__name", shown_to=[Role.OPERATOR]),
    ),
    filters=(
        Filter("since", "自", of="valid_from__gte", field=DayField),
        Filter("level", "级别", {"all": "全部级别", "own": "本级"}, blank=None, where=on_level),
    ),
    default="code",
    opens=lambda row: f"/regions/{row['code']}/",
    empty=Empty(text="没有。"),
)  # fmt: skip
ACTOR = public(city=CITY)


@pytest.fixture(autouse=True)
def _city():
    found_town()


def asked(query: str = "", actor=ACTOR):
    return asking(RequestFactory().get(f"/{query}"), actor, LIST)


def table(query: str = ""):
    return table_of(LIST, asked(query))


def cells(query: str = "", key: str = "code") -> list:
    return [one.cells[key] for one in table(query).rows]


def sheet(query: str = "", of: List = LIST) -> list[list]:
    answer = answer_sheet(RequestFactory().get(f"/{query}"), ACTOR, of)
    return CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def test_its_filters_are_made_of_its_columns():
    form = asked().form
    assert {name: field.label for name, field in form.fields.items()} == {
        "words": "代码或名称", "name": "名称", "since": "自", "level": "级别",
    }  # fmt: skip
    assert form.fields["name"].choices == [("", "全部"), ("宜阳县", "宜阳")]
    assert form.fields["level"].choices == [("all", "全部级别"), ("own", "本级")]


def test_cells_show_words_and_what_columns_make():
    first = table("?words=410303").rows[0]
    assert first.cells == {"code": "410303", "name": "西工", "both": "410303 西工区"}
    assert first.href == "/regions/410303/"


def test_it_is_searched_narrowed_and_sorted():
    assert cells("?words=宜阳") == cells("?name=宜阳县") == ["410327"]
    assert cells("?sort=-code") == sorted(cells(), reverse=True)
    assert cells("?level=own") == [CITY]


def test_words_that_no_list_knows_are_no_matter():
    assert cells("?from=timeline&isappinstalled=0") == cells()
    assert table("?from=timeline").notes == []


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("?since=gestern", "筛选条件「自」的值「gestern」看不懂,没有按它筛选。"),
        ("?name=不在其中", "筛选条件「名称」的值「不在其中」看不懂"),
        ("?level=none", "筛选条件「级别」的值「none」看不懂"),
        ("?words=%00", "筛选条件「代码或名称」"),
        ("?words=" + "x" * 101, "筛选条件「代码或名称」的值「" + "x" * 40 + "」看不懂"),
        ("?sort=city", "不能按「city」排序,按原来的次序显示。可以按:代码或名称。"),
        ("?sort=--code", "不能按「--code」排序"),
        ("?page=abc", "页码「abc」不对,显示第 1 页。"),
        ("?page=0", "页码「0」不对"),
        ("?page=%EF%BC%91", "页码「１」不对"),
        ("?page=" + "9" * 50, "页码「" + "9" * 40 + "」不对"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_narrows_nothing_and_is_said(query, note):
    found = table(query)
    assert [one.cells["code"] for one in found.rows] == cells()
    assert len(found.notes) == 1
    assert found.notes[0].startswith(note)
    assert note in str(sheet(query)[1])


def test_the_filters_keep_what_was_typed():
    form = asked("?since=gestern&words=宜阳").form
    assert 'value="gestern"' in str(form["since"])
    assert 'value="宜阳"' in str(form["words"])


def test_a_column_is_for_its_roles_alone():
    assert "city" not in table().rows[0].cells
    operator = replace(ACTOR, role=Role.OPERATOR)
    assert "city" in table_of(LIST, asked(actor=operator)).rows[0].cells
    assert asked("?sort=city").notes


def test_the_workbook_has_its_own_columns_and_says_what_was_chosen():
    rows = sheet("?words=宜阳&level=all")
    assert rows[0][0] == "区域 全部级别(演示数据)"
    assert rows[1][0] == "筛选条件:代码或名称:宜阳;级别:全部级别"
    assert rows[4] == ["名称", "两者", "并入"]
    assert rows[5] == ["宜阳", "410327 宜阳县", "没有"]
    assert chosen_words(asked("?name=宜阳县"))["名称"] == "宜阳"


@pytest.mark.parametrize(("most", "cut"), [(2, True), (50, False)])
def test_no_more_is_read_than_a_workbook_holds(monkeypatch, most, cut):
    monkeypatch.setattr("cairong.web.lists.views.MOST_ROWS", most)
    read: list[str] = []
    both = replace(LIST.columns[2], show=lambda code, _: read.append(code) or code)
    with CaptureQueriesContext(connection) as sent:
        rows = sheet(of=replace(LIST, columns=[LIST.columns[1], both]))
    assert any(each["sql"].endswith(f"LIMIT {most + 1}") for each in sent.captured_queries)
    assert len(read) == min(len(cells()), most + 1)
    assert (f"只导出前 {most} 行" in str(rows)) is cut
