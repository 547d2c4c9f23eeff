"""The pages of applications on paper: printed, entered, the slip, disowned. 二(一)-6."""

from datetime import timedelta

import pytest

from cairong.doors.clock import now
from cairong.kernel.actor import Role
from cairong.kernel.calendar import day_of
from cairong.lending.models import Application, PaperForm
from cairong.policy.on_paper import shown_code
from lending.ground import Case, stand_case
from support.papers import beside
from support.staging import staged
from support.town import Town
from support.visitors import browser
from web.papers.test_pages import file, read

pytestmark = pytest.mark.django_db
NEW, LIST = "/institution/on-paper/new/", "/institution/on-paper/"


@staged
def case(town: Town) -> Case:
    made = stand_case(town)
    made.publish()
    return made


def printed(case: Case, supplier) -> PaperForm:
    place = f"/supplier/contracts/{case.contract.pk}/paper-form/"
    assert place in read(supplier, f"/supplier/intents/new/contract/{case.contract.pk}/")
    assert "怎样办" in read(supplier, place)
    assert supplier.post(place, {}).status_code == 302
    form = PaperForm.objects.get(state="printed")
    assert shown_code(form.code) in read(supplier, place)
    return form


def typed(form: PaperForm, **other: str) -> dict[str, str]:
    return {
        "code": shown_code(form.code), "amount": "30万", "days": "180",
        "received_on": f"{day_of(now())}", "purpose": "购料", **other,
    }  # fmt: skip


def test_printed_by_the_supplier_and_entered_by_the_institution(case):
    supplier = browser(case.town, Role.SUPPLIER)
    officer = browser(case.town, Role.INSTITUTION_OFFICER)
    form = printed(case, supplier)
    pdf = supplier.get(f"/supplier/forms/{form.pk}/pdf/")
    assert pdf.content.startswith(b"%PDF")
    assert officer.get(f"/supplier/forms/{form.pk}/pdf/").status_code == 403
    assert f'value="{form.code}"' in read(officer, f"{NEW}?code={form.code}")
    assert officer.post(NEW, typed(form)).status_code == 302
    application = Application.objects.get()
    place = f"/institution/applications/{application.pk}/"
    assert f"{place}slip/" in read(officer, place)
    assert officer.get(f"{place}slip/").content.startswith(b"%PDF")
    assert supplier.get(f"{place}slip/").content.startswith(b"%PDF")
    assert application.intent.no in read(officer, LIST)
    own = read(supplier, f"/supplier/intents/{application.intent_id}/")
    assert "这份意向是纸质申请" in own
    again = officer.post(NEW, typed(form))
    assert application.intent.no in " ".join(beside(again.content.decode(), "code"))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("code", "0000-0000-0000", "没有编号"),
        ("code", "1234", "不对"),
        ("code", "", "填写"),
        ("received_on", "2020-01-01", "收件日"),
        ("amount", "99999999", "可融资额度"),
        ("amount", "", "填写"),
        ("days", "0", "天"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_kept(case, field, value, said):
    form = printed(case, browser(case.town, Role.SUPPLIER))
    answer = browser(case.town, Role.INSTITUTION_OFFICER).post(NEW, typed(form, **{field: value}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in " ".join(beside(page, field))
    assert 'value="购料"' in page
    assert not Application.objects.exists()


def test_disowned_by_the_supplier_it_ends_and_the_institution_reads_why(case):
    supplier = browser(case.town, Role.SUPPLIER)
    officer = browser(case.town, Role.INSTITUTION_OFFICER)
    officer.post(NEW, typed(printed(case, supplier)))
    application = Application.objects.get()
    place = f"/supplier/intents/{application.intent_id}/"
    assert "没有交过这份纸质申请" in read(supplier, place)
    assert supplier.post(f"{place}disown/", {"reason": ""}).status_code == 422
    assert supplier.post(f"{place}disown/", {"reason": "从来没有去过"}).status_code == 302
    assert "您已否认交过" in read(supplier, place)
    shown = read(officer, f"/institution/applications/{application.pk}/")
    assert "从来没有去过" in shown
    assert "供应商否认" in read(officer, f"{LIST}?state=disowned")
    assert supplier.post(f"{place}disown/", {"reason": "再否认一次"}).status_code == 409


def test_a_spreadsheet_enters_many_and_the_same_again_changes_nothing(case):
    form = printed(case, browser(case.town, Role.SUPPLIER))
    officer = browser(case.town, Role.INSTITUTION_OFFICER)
    assert "登记纸质申请" in read(officer, "/sheets/")
    rows = f"""申请表编号,申请金额(元),借款天数,收件日,用途
{form.code},300000,180天,{day_of(now())},购料
0000-0000-0001,300000,180,{day_of(now())},
{form.code},,abc,{day_of(now()) + timedelta(days=1)},
"""
    page = enter(officer, rows)
    assert "没有编号" in page
    assert Application.objects.count() == 1
    assert "已登记" in enter(officer, rows.splitlines()[0] + "\n" + rows.splitlines()[1])
    assert Application.objects.count() == 1


def enter(officer, rows: str) -> str:
    sent = {"file": file(rows.encode("utf-8-sig"), "表.csv")}
    preview = officer.post("/sheets/on-paper/", sent, follow=True)
    assert preview.status_code == 200
    officer.post(f"{preview.request['PATH_INFO']}send/", {})
    return str(preview.content.decode())
