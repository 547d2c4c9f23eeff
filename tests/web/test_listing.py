"""A list as a workbook: it lays out what the workbook can hold, and says where it was cut."""

from io import BytesIO

import pytest
from django.test import RequestFactory
from python_calamine import CalamineWorkbook

from cairong.kernel.actor import public
from cairong.parties.models import Region
from cairong.web.forms import PageForm
from cairong.web.listing import ListPage, answer_list
from cairong.web.parts import Column, Empty, Row
from support.town import CITY, found_town

LIST = ListPage(
    title="区域",
    columns=(Column(key="name", word="名称", sort="name"),),
    sorts={"name": "name"},
    default="name",
    export="unused",
    empty=Empty(text="没有。"),
)


@pytest.mark.parametrize(("rows", "cut"), [(2, False), (5, True)])
def test_no_more_is_laid_out_than_a_workbook_holds(db, monkeypatch, rows, cut):
    found_town()
    for module in ("web.listing", "doors.export"):
        monkeypatch.setattr(f"cairong.{module}.MOST_ROWS", 2)
    codes = [f"{n:06}" for n in range(rows)]
    Region.objects.bulk_create(Region(city_id=CITY, code=one, name=f"区{one}") for one in codes)
    form, laid = PageForm({}), []
    assert form.is_valid()

    def drawn(found):
        laid.extend(found)
        return [Row(cells={"name": one.name}) for one in found]

    answer = answer_list(
        RequestFactory().get("/"), public(city=CITY), LIST, form,
        found=Region.objects.filter(code__in=codes), rows=drawn, sheet=True,
    )  # fmt: skip
    said = str(
        CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    )
    assert len(laid) == min(rows, 3)
    assert ("只导出前 2 行" in said) is cut
    assert said.count("区0000") == 2
