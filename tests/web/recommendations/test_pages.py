"""Recommend by page and by list, answer, and have one's say. 三(一)-4"""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from cairong.doors import uploads
from cairong.kernel.actor import Role
from cairong.parties.models import Proposal
from cairong.recommending.importing import COLUMNS
from cairong.recommending.models import Ask, GroundPaper, Recommendation
from recommending.ground import GROUNDS, LARGE, USCC, WORDS
from support.slips import PAPER_SENT
from support.visitors import browser

pytestmark = pytest.mark.django_db
AT = "/overseer/recommendations/"
NEW, IMPORT = f"{AT}new/", f"{AT}import/"


def typed(**otherwise: object) -> dict[str, object]:
    return {"uscc": USCC, "until": "2027-03-31", **GROUNDS} | otherwise


@pytest.fixture
def authority(ground) -> Client:
    return browser(ground.town, Role.SME_AUTHORITY)


@pytest.fixture
def officer(ground) -> Client:
    return browser(ground.town, Role.INSTITUTION_OFFICER, organisation=ground.town.institution())


@pytest.fixture
def supplier(ground) -> Client:
    return browser(ground.town, Role.SUPPLIER, organisation=ground.town.supplier())


def page_of(answer) -> str:
    return answer.content.decode()


def agreed(ground) -> str:
    """Another person of the authority reads what is proposed and agrees."""
    second = browser(ground.town, Role.SME_AUTHORITY, username="second-of-authority")
    proposal = Proposal.objects.get(state="waiting")
    shown = page_of(second.get(f"/proposals/{proposal.pk}/"))
    done = second.post(f"/proposals/{proposal.pk}/decide/", {"decision": "approve"})
    assert done.status_code == 302, page_of(done)[:3000]
    return shown


class TestOne:
    def test_from_the_form_to_the_answer(self, ground, authority, officer, supplier):
        paper = SimpleUploadedFile("名单.pdf", PAPER_SENT, "application/pdf")
        sent = authority.post(NEW, typed(lead_file=paper))
        assert sent.status_code == 302, page_of(sent)
        shown = agreed(ground)
        for word in ("供应商", USCC, GROUNDS["lead"], "名单.pdf", "产业带动强"):
            assert word in shown
        made = Recommendation.objects.get()
        ask = Ask.objects.get(institution__name="甲银行")
        desk = page_of(officer.get("/desk/"))
        assert "答复推荐企业" in desk
        assert f"/institution/recommendations/{ask.pk}/" in desk
        place = f"/institution/recommendations/{ask.pk}/"
        page = page_of(officer.get(place))
        for word in (USCC, GROUNDS["credit"], "企业还没有允许查看联系方式", "不改变任何排序"):
            assert word in page
        got = officer.get(f"/recommendations/{made.pk}/papers/{GroundPaper.objects.get().pk}/")
        assert got.content == PAPER_SENT
        assert (
            officer.post(f"{place}explain/", {"code": "no-need", "words": WORDS}).status_code == 302
        )
        assert WORDS in page_of(officer.get(place))
        one = page_of(authority.get(f"{AT}{made.pk}/"))
        for word in (WORDS, "企业表示现在不需要融资", "待答复", "推荐以后"):
            assert word in one
        assert "1/2 家已答复" in page_of(authority.get(AT))
        own = page_of(supplier.get(f"/supplier/recommendations/{made.pk}/"))
        assert WORDS in own
        assert "1/2 家已答复" in page_of(supplier.get("/supplier/recommendations/"))
        assert "供应商" in page_of(officer.get("/institution/recommendations/"))

    @pytest.mark.parametrize(
        ("otherwise", "said"),
        [
            ({"uscc": ""}, "统一社会信用代码"),
            ({"uscc": "123"}, "123"),
            ({"uscc": LARGE}, "没有统一社会信用代码为"),
            ({"until": "2035-01-01"}, "推荐到哪一天应在"),
            ({"until": "明年"}, "明年"),
            ({"lead": "很好"}, "产业带动强"),
            ({"credit": ""}, "信用资质良好"),
            (
                {"operation_file": SimpleUploadedFile("表.zip", b"PK", "application/zip")},
                "PDF、JPEG 或 PNG",
            ),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self, authority, otherwise, said):
        answer = authority.post(NEW, typed(**otherwise))
        page = page_of(answer)
        assert answer.status_code in {400, 404, 409, 422}, page[:2000]
        assert said in page
        if "operation_file" not in otherwise:
            assert GROUNDS["operation"] in page

    def test_a_paper_that_is_too_large_is_said_to_be(self, authority, monkeypatch):
        monkeypatch.setattr(uploads, "MOST_MB", 1)
        paper = SimpleUploadedFile("名单.pdf", b"%PDF-" + b"0" * uploads.MEGABYTE * 2)
        answer = authority.post(NEW, typed(lead_file=paper))
        assert answer.status_code in {400, 413, 422}
        assert "文件超过 1 MB" in page_of(answer)

    def test_its_number_finds_it_for_each_side(self, ground, authority, officer):
        made = ground.recommend()
        for visitor, place in (
            (authority, f"{AT}{made.pk}/"),
            (officer, f"/institution/recommendations/{ground.ask().pk}/"),
        ):
            answer = visitor.get("/find/", {"words": made.no}, follow=True)
            assert answer.redirect_chain[-1][0] == place

    def test_an_answer_without_words_or_reason(self, ground, officer):
        ground.recommend()
        place = f"/institution/recommendations/{ground.ask().pk}/explain/"
        for wrong in ({"code": "", "words": WORDS}, {"code": "other", "words": WORDS}):
            answer = officer.post(place, wrong)
            assert answer.status_code in {400, 422}
            assert WORDS in page_of(answer)
        answer = officer.post(place, {"code": "no-need", "words": "无"})
        assert answer.status_code == 422
        assert "写明至少 8 个字" in page_of(answer)

    def test_offered_is_not_to_be_typed(self, ground, officer):
        ground.recommend()
        ask = ground.ask()
        answer = officer.post(f"/institution/recommendations/{ask.pk}/offer/", {})
        assert answer.status_code == 422
        assert "没有本机构给「供应商」的报价或贷款" in page_of(answer)

    def test_another_institution_s_ask_is_not_there(self, ground, officer):
        ground.recommend()
        other = ground.ask("乙银行")
        place = f"/institution/recommendations/{other.pk}/"
        assert officer.get(place).status_code == 404
        answer = officer.post(f"{place}explain/", {"code": "no-need", "words": WORDS})
        assert answer.status_code == 404

    def test_the_firm_shares_corrects_and_refuses(self, ground, authority, officer, supplier):
        made = ground.recommend()
        own = f"/supplier/recommendations/{made.pk}/"
        ask = f"/institution/recommendations/{ground.ask().pk}/"
        assert supplier.post(f"{own}contact/", {"shares": "True"}).status_code == 302
        assert "<dt>电话</dt>" in page_of(officer.get(ask))
        assert supplier.post(f"{own}contact/", {"shares": "False"}).status_code == 302
        assert "<dt>电话</dt>" not in page_of(officer.get(ask))
        words = "负债率应为 41%,见年报"
        assert supplier.post(f"{own}correction/", {"words": words}).status_code == 302
        assert words in page_of(officer.get(ask))
        place = f"{AT}{made.pk}/"
        page = page_of(authority.get(place))
        assert "答复企业的更正请求" in page
        assert f"企业提出:<strong>{words}" in page
        reply = {**GROUNDS, "operation": "营业收入增长,负债率 41%", "reply": "已按年报更正负债率"}
        assert authority.post(f"{place}reply/", reply).status_code == 302
        agreed(ground)
        page = page_of(officer.get(ask))
        for word in ("负债率 41%", "第 2 版", "更正以前的依据", "负债率 38%", "已按年报更正负债率"):
            assert word in page
        refused = supplier.post(f"{own}refuse/", {"reason": "本单位不需要融资"})
        assert refused.status_code == 302
        page = page_of(officer.get(ask))
        assert "本单位不需要融资" in page
        assert "负债率 41%" not in page

    def test_two_withdraw_it(self, ground, authority):
        made = ground.recommend()
        place = f"{AT}{made.pk}/withdraw/"
        assert authority.post(place, {"reason": ""}).status_code in {400, 422}
        assert authority.post(place, {"reason": "企业已迁出本市,不再推荐"}).status_code == 302
        assert "看差异" in page_of(authority.get(f"{AT}{made.pk}/"))
        agreed(ground)
        assert "已撤回" in page_of(authority.get(f"{AT}{made.pk}/"))


def sheet(*rows: str, head: str = ",".join(COLUMNS.values())) -> SimpleUploadedFile:
    return SimpleUploadedFile("名单.csv", "\n".join([head, *rows]).encode(), "text/csv")


def line(name: str = "供应商", uscc: str = USCC, until: str = "2027-03-31") -> str:
    return ",".join([name, uscc, until, *(each.replace(",", ";") for each in GROUNDS.values())])


class TestList:
    def test_the_template_has_the_columns(self, authority):
        answer = authority.get(f"{IMPORT}template/export/")
        sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
        assert [*COLUMNS.values()] in sheet.to_python()

    def test_a_verdict_for_each_row_and_the_good_are_proposed(self, ground, authority):
        ground.town.actor(ground.large(), Role.SUPPLIER)
        file = sheet(
            line(),
            line("大企业", LARGE),
            line("没有的企业", "91410300MA45PB4K4Q"),
            line(until="昨天"),
            line(),
        )
        sent = authority.post(IMPORT, {"file": file})
        assert sent.status_code == 302, page_of(sent)
        page = page_of(authority.get(sent.url))
        for word in ("可以推荐", "大型企业", "昨天", "第 2 行已经有了"):
            assert word in page
        proposed = authority.post(f"{sent.url}propose/", {})
        assert proposed.status_code == 302, page_of(proposed)
        shown = agreed(ground)
        assert GROUNDS["lead"].replace(",", ";") in shown
        assert Recommendation.objects.get().supplier.name == "供应商"
        again = page_of(authority.get(sent.url))
        assert "正在推荐中" in again
        assert authority.post(f"{sent.url}propose/", {}).status_code == 422

    @pytest.mark.parametrize(
        ("file", "said"),
        [
            (sheet(line(), head="企业名称,推荐到哪一天"), "缺少这些列"),
            (sheet(), "没有要办的行"),
            (SimpleUploadedFile("名单.pdf", PAPER_SENT, "application/pdf"), "CSV 或 XLSX"),
            (sheet(*[line()] * 201), "最多 200 行"),
        ],
    )
    def test_what_is_no_list_is_refused(self, authority, file, said):
        file.seek(0)
        answer = authority.post(IMPORT, {"file": file})
        assert answer.status_code in {400, 422}, answer.status_code
        assert said in page_of(answer)
