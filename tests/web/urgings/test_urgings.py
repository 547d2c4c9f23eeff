"""The pages of letters of urging: the bureau's inbox and letter, the holder's desk and answer.

三(一)-2
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cairong.kernel.actor import Role
from cairong.oversight.models import Urging, UrgingAnswer, UrgingService
from cairong.parties.four_eyes import act_of
from cairong.parties.models import Proposal
from oversight.urged import Desk
from support.slips import PAPER
from support.staging import staged
from support.town import Town
from support.visitors import browser

pytestmark = pytest.mark.django_db


@staged
def desk(town: Town) -> Desk:
    made = Desk(town)
    _ = made.officer, made.approver, made.purchaser
    return made


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def upload(name: str = "说明.pdf", content: bytes = PAPER) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


class TestInbox:
    def test_the_bureau_is_led_from_a_holder_to_a_letter(self, desk):
        desk.late()
        holder = desk.town.purchaser().pk
        page = read(browser(desk.town, Role.PROCUREMENT_OFFICER), "/overseer/duties/")
        assert f"/urgings/new/{holder}/purchaser-officer/" in page
        assert "发督办函" in page
        assert "发督办函" not in read(browser(desk.town, Role.PBOC), "/overseer/duties/")

    def test_a_duty_says_by_which_letter_it_was_urged(self, desk):
        duty = desk.late()
        letter = desk.issue(duty)
        page = read(browser(desk.town, Role.PROCUREMENT_OFFICER), "/overseer/duties/")
        assert f"{letter.no}(未办结)" in page
        desk.close(desk.dispute(letter, duty), "upheld")
        page = read(browser(desk.town, Role.PROCUREMENT_OFFICER), "/overseer/duties/")
        assert f"{letter.no}(异议成立)" in page


class TestNew:
    def address(self, desk: Desk) -> str:
        return f"/urgings/new/{desk.town.purchaser().pk}/purchaser-officer/"

    def test_it_is_filled_in_with_what_is_overdue(self, desk):
        duty = desk.late()
        page = read(browser(desk.town, Role.PROCUREMENT_OFFICER), self.address(desk))
        assert f'value="{duty.pk}"' in page
        assert "checked" in page
        assert "办公系统运维:备案合同,2025年9月29日到期" in page

    def test_it_is_laid_before_the_second_person_and_issued(self, desk):
        duty = desk.late()
        client = browser(desk.town, Role.PROCUREMENT_OFFICER)
        typed = {"duty_ids": [str(duty.pk)], "series": "洛财督", "demand": "请立即办理。"}
        answer = client.post(self.address(desk), typed)
        proposal = Proposal.objects.get(act="oversight.issue_urging")
        assert answer.url == f"/proposals/{proposal.pk}/"
        page = read(client, answer.url)
        for said in ("字号", "督办的事项", "已超期", "答复期限", "采购人"):
            assert said in page
        act_of(proposal.act).approve(
            actor=desk.approver, now=proposal.prepared_at, proposal_id=proposal.pk
        )
        assert "号" in Urging.objects.get().no

    @pytest.mark.parametrize(
        ("otherwise", "said"),
        [
            ({"duty_ids": []}, "超期事项"),
            ({"series": "LCD"}, "请写 2 到 12 个汉字"),
            ({"series": ""}, "字号"),
            ({"demand": ""}, "要求"),
        ],
    )
    def test_what_cannot_be_read_is_said_and_nothing_typed_is_lost(self, desk, otherwise, said):
        duty = desk.late()
        client = browser(desk.town, Role.PROCUREMENT_OFFICER)
        typed = {"duty_ids": [str(duty.pk)], "series": "洛财督", "demand": "请立即办理甲。"}
        answer = client.post(self.address(desk), typed | otherwise)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert said in page
        if "demand" not in otherwise:
            assert "请立即办理甲。" in page
        assert not Proposal.objects.exists()

    def test_where_nothing_is_overdue_it_says_so(self, desk):
        page = read(browser(desk.town, Role.PROCUREMENT_OFFICER), self.address(desk))
        assert "没有可以督办的超期事项" in page

    def test_a_desk_that_is_none(self, desk):
        client = browser(desk.town, Role.PROCUREMENT_OFFICER)
        holder = desk.town.purchaser().pk
        for other in ("treasury-officer", "supplier", "x"):
            assert client.get(f"/urgings/new/{holder}/{other}/").status_code == 404


class TestLetter:
    def test_its_holder_finds_it_and_answers_with_a_paper(self, desk):
        letter = desk.issue(desk.late())
        client = browser(desk.town, Role.PURCHASER_OFFICER)
        assert letter.no in read(client, "/urgings/")
        page = read(client, f"/urgings/{letter.pk}/")
        for said in ("签收", "答复", "对事实有异议", "办公系统运维", "三(一)-2"):
            assert said in page
        typed = {"words": "已于当天补报。", "file": upload()}
        answer = client.post(f"/urgings/{letter.pk}/answer/", typed)
        assert answer.url == f"/urgings/{letter.pk}/"
        kept = UrgingAnswer.objects.get()
        assert kept.paper.name == "说明.pdf"
        page = read(client, f"/urgings/{letter.pk}/")
        assert "已于当天补报。" in page
        assert client.get(f"/urgings/papers/{kept.paper_id}/").content == PAPER

    def test_a_paper_that_is_none_keeps_what_was_typed(self, desk):
        letter = desk.issue(desk.late())
        client = browser(desk.town, Role.PURCHASER_OFFICER)
        typed = {"words": "已于当天补报甲。", "file": upload("x.pdf", b"<html>")}
        answer = client.post(f"/urgings/{letter.pk}/answer/", typed)
        assert answer.status_code == 422
        assert "已于当天补报甲。" in answer.content.decode()
        assert not UrgingAnswer.objects.exists()

    def test_a_dispute_needs_its_paper(self, desk):
        duty = desk.late()
        letter = desk.issue(duty)
        client = browser(desk.town, Role.PURCHASER_OFFICER)
        typed = {"duty_ids": [str(duty.pk)], "words": "项目已经终止。"}
        assert client.post(f"/urgings/{letter.pk}/dispute/", typed).status_code == 422
        answer = client.post(f"/urgings/{letter.pk}/dispute/", typed | {"file": upload()})
        assert answer.status_code == 302
        page = read(browser(desk.town, Role.PROCUREMENT_OFFICER), f"/urgings/{letter.pk}/")
        for said in ("异议成立", "异议不成立", "项目已经终止。", "有异议"):
            assert said in page
        assert "整改到位" not in page

    def test_it_is_signed_for(self, desk):
        letter = desk.issue(desk.late())
        client = browser(desk.town, Role.PURCHASER_OFFICER)
        assert client.post(f"/urgings/{letter.pk}/receive/").status_code == 302
        letter.refresh_from_db()
        assert letter.received_by is not None
        assert client.post(f"/urgings/{letter.pk}/receive/").status_code == 409

    def test_the_bureau_records_a_service_and_closes(self, desk):
        letter = desk.answer(desk.issue(desk.late()))
        client = browser(desk.town, Role.PROCUREMENT_OFFICER)
        typed = {"way": "hand", "receiver": "张三", "on": "2025-10-21", "file": upload()}
        assert client.post(f"/urgings/{letter.pk}/serve/", typed).status_code == 302
        assert UrgingService.objects.get().receiver == "张三"
        typed["on"] = "2025-10-01"
        answer = client.post(f"/urgings/{letter.pk}/serve/", typed)
        assert (answer.status_code, "张三" in answer.content.decode()) == (422, True)
        typed = {"verdict": "mended", "finding": "已核对备案记录。"}
        answer = client.post(f"/urgings/{letter.pk}/close/", typed)
        assert answer.status_code == 422
        assert "还没有办完:办公系统运维" in answer.content.decode()
        answer = client.post(f"/urgings/{letter.pk}/close/", typed | {"verdict": "unmended"})
        assert answer.url.startswith("/proposals/")
        assert "未整改" in read(client, answer.url)

    def test_its_paper_is_a_pdf_of_its_number(self, desk):
        letter = desk.issue(desk.late())
        answer = browser(desk.town, Role.PURCHASER_OFFICER).get(f"/urgings/{letter.pk}/pdf/")
        assert answer.content.startswith(b"%PDF")
        assert "pdf" in answer["Content-Disposition"]

    def test_nobody_else_reads_it(self, desk):
        letter = desk.issue(desk.late())
        town = desk.town
        other = browser(town, Role.PURCHASER_OFFICER, organisation=town.purchaser("另一采购人"))
        for client in (other, browser(town, Role.INSTITUTION_OFFICER), browser(town, Role.PBOC)):
            for path in ("", "pdf/"):
                assert client.get(f"/urgings/{letter.pk}/{path}").status_code == 404
            assert letter.no not in read(client, "/urgings/")
        assert browser(town, Role.SUPPLIER).get(f"/urgings/{letter.pk}/").status_code == 403
        assert Client().get(f"/urgings/{letter.pk}/").status_code == 302
