"""Hold an event by pages, come to it on a phone, and see what came of it. 三(三)"""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cairong.audit.models import Event
from cairong.kernel.actor import Role
from cairong.promotion.models import EventPaper, OutreachEvent, Question, SignUp
from promotion.ground import GUEST
from support.clock import Clock
from support.slips import PAPER_SENT
from support.visitors import browser

pytestmark = pytest.mark.django_db
DESK, OPEN = "/overseer/events/", "/events/"
TYPED = {
    "kind": "training",
    "title": "政采贷集中培训",
    "starts_at": "2025-10-15T14:00",
    "ends_at": "2025-10-15T17:00",
    "place": "洛阳市政务服务中心三楼",
    "capacity": "40",
    "meant_for": "一年内中标的中小微供应商",
    "programme": "政策讲解、操作演示、现场答疑",
}


@pytest.fixture(autouse=True)
def october(clock: Clock) -> Clock:
    clock.set("2025-10-09 10:00")
    return clock


def in_bureau(ground) -> Client:
    return browser(ground.town, Role.PROCUREMENT_OFFICER)


def of_firm(ground) -> Client:
    return browser(ground.town, Role.SUPPLIER, organisation=ground.town.supplier())


@pytest.fixture
def host(ground) -> Client:
    return in_bureau(ground)


@pytest.fixture
def supplier(ground) -> Client:
    return of_firm(ground)


@pytest.fixture
def other(ground) -> Client:
    return browser(ground.town, Role.PBOC)


def page_of(answer) -> str:
    return answer.content.decode()


def done(answer) -> None:
    assert answer.status_code == 302, page_of(answer)[:3000]


class TestWhole:
    def test_from_the_draft_to_what_came_of_it(self, ground, host, supplier, other, october):
        done(host.post(f"{DESK}new/", TYPED))
        event = OutreachEvent.objects.get()
        desk, place = f"{DESK}{event.pk}/", f"{OPEN}{event.pk}/"
        assert Client().get(place).status_code == 404
        done(host.post(f"{desk}announce/"))
        event.refresh_from_db()
        page = page_of(host.get(desk))
        for word in ("全部供应商</a> 1 家", "金融机构</a> 1 家", "更换二维码"):
            assert word in page
        assert "更换二维码" not in page_of(other.get(desk))
        targets = page_of(host.get(f"{DESK}targets/?segment=suppliers&event={event.pk}"))
        assert "供应商" in targets
        assert "甲银行" not in targets
        done(host.post(f"{desk}invite/", {"segment": "suppliers", "region": "", "size": ""}))
        assert "正在发送" in page_of(host.get(f"{DESK}invitations/?event={event.pk}"))
        again = host.post(f"{desk}invite/", {"segment": "suppliers", "region": "", "size": ""})
        assert again.status_code == 409
        assert "都已邀请" in page_of(again)

        assert event.title in page_of(Client().get(OPEN))
        public = page_of(Client().get(place))
        assert "还有 40 个名额" in public
        assert event.door not in public
        done(supplier.post(f"{place}sign-up/"))
        done(Client().post(f"{place}guest/", GUEST))
        assert "您的单位已报名" in page_of(supplier.get(place))
        for who, contact in ((host, GUEST["contact"]), (other, "138****1111")):
            assert contact in page_of(who.get(f"{DESK}sign-ups/?event={event.pk}"))
        assert GUEST["contact"] not in page_of(other.get(f"{DESK}sign-ups/?event={event.pk}"))

        door = f"{place}door/{event.door}/"
        assert host.get(f"{desk}door.svg")["Content-Type"] == "image/svg+xml"
        early = supplier.post(door)
        assert early.status_code == 422
        assert "还没有到签到的时候" in page_of(early)
        october.set("2025-10-15 14:20")
        host, supplier, other = in_bureau(ground), of_firm(ground), browser(ground.town, Role.PBOC)
        came = supplier.post(door, follow=True)
        assert "已签到(活动已于 2025年10月15日 14:00 开始)" in page_of(came)
        twice = supplier.post(door)
        assert twice.status_code == 409
        assert "不用再签" in page_of(twice)
        guest = Client().post(door, GUEST, follow=True)
        assert "已签到" in page_of(guest)
        assert SignUp.objects.filter(attended_at__isnull=False).count() == 2

        done(supplier.post(f"{place}ask/", {"words": "没有抵押能借多少?"}))
        asked = Question.objects.get()
        assert asked.words not in page_of(Client().get(place))
        answer = f"{DESK}questions/{asked.pk}/"
        done(host.post(answer, {"answer": "不超过合同未支付金额的七成"}))
        assert "不超过合同未支付金额的七成" in page_of(Client().get(place))
        done(
            supplier.post(
                f"{place}feedback/",
                {"useful": "5", "clear": "4", "plan": "apply", "words": "带计算表来"},
            )
        )
        assert "准备登记融资意向 1" in page_of(host.get(desk))
        assert "带计算表来" in page_of(host.get(desk))
        for word in ("准备登记融资意向 1", "带计算表来"):
            assert word not in page_of(other.get(desk))

        october.set("2025-10-15 18:00")
        host, other = in_bureau(ground), browser(ground.town, Role.PBOC)
        done(host.post(f"{desk}hold/"))
        done(host.post(f"{desk}sum-up/", {"summary": "一家到场,问得最多的是额度;下次先讲操作步骤"}))
        assert "下次先讲操作步骤" in page_of(Client().get(place))
        effect = page_of(other.get(f"{desk}effect/"))
        assert "不是证明" in effect
        assert "来的供应商没有同类可比" in effect
        year = page_of(other.get(f"{DESK}?year=2025"))
        assert "2025年总结" in year
        assert other.get(f"{DESK}export/?year=2025").status_code == 200

    def test_a_paper_is_handed_out(self, host, coming):
        _, event = coming
        sent = SimpleUploadedFile("一张纸.pdf", PAPER_SENT, "application/pdf")
        done(host.post(f"{DESK}{event.pk}/papers/add/", {"name": "政策一张纸", "file": sent}))
        paper = EventPaper.objects.get()
        got = Client().get(f"{OPEN}{event.pk}/papers/{paper.pk}/")
        assert got.content == PAPER_SENT
        assert "政策一张纸" in page_of(Client().get(f"{OPEN}{event.pk}/"))
        done(host.post(f"{DESK}{event.pk}/papers/{paper.pk}/withdraw/"))
        assert Client().get(f"{OPEN}{event.pk}/papers/{paper.pk}/").status_code == 404
        assert "政策一张纸" not in page_of(Client().get(f"{OPEN}{event.pk}/"))
        assert "撤下" in page_of(host.get(f"{DESK}{event.pk}/"))

    def test_a_guest_is_struck_off(self, host, coming):
        ground, event = coming
        made = ground.guest_signed_up(event)
        place = f"{DESK}{event.pk}/sign-ups/{made.pk}/strike/"
        assert place in page_of(host.get(f"{DESK}sign-ups/?event={event.pk}"))
        assert "名额空出来" in page_of(host.get(place))
        done(host.post(place, {"reason": "同一家报了两次\r\n已核实"}))
        assert GUEST["name"] not in page_of(host.get(f"{DESK}sign-ups/?event={event.pk}"))

    def test_called_off_it_says_why_to_everybody(self, host, coming):
        event = coming[1]
        done(host.post(f"{DESK}{event.pk}/call-off/", {"reason": "场地停电"}))
        page = page_of(Client().get(f"{OPEN}{event.pk}/"))
        assert "活动已取消" in page
        assert "场地停电" in page

    def test_who_came_is_entered_from_paper(self, host, supplier, coming, october):
        ground, event = coming
        done(supplier.post(f"{OPEN}{event.pk}/sign-up/"))
        made = SignUp.objects.get()
        place = f"{DESK}{event.pk}/sign-ups/{made.pk}/"
        assert place not in page_of(host.get(f"{DESK}sign-ups/?event={event.pk}"))
        october.set("2025-10-15 18:00")
        host = in_bureau(ground)
        done(host.post(f"{DESK}{event.pk}/hold/"))
        assert place in page_of(host.get(f"{DESK}sign-ups/?event={event.pk}"))
        done(host.post(place))
        assert "主办单位补记" in page_of(host.get(f"{DESK}sign-ups/?event={event.pk}"))


class TestWrong:
    @pytest.mark.parametrize(
        ("otherwise", "said"),
        [
            ({"kind": ""}, "种类"),
            ({"title": "会"}, "名称"),
            ({"starts_at": "下周三"}, "开始要写成日期和时间"),
            ({"starts_at": "2025-10-01T14:00", "ends_at": "2025-10-01T15:00"}, "应晚于现在"),
            ({"ends_at": "2025-10-15T13:00"}, "结束应晚于开始"),
            ({"capacity": "很多"}, "很多"),
            ({"capacity": "9000"}, "9000"),
        ],
    )
    def test_what_is_wrong_with_an_event_is_said_and_nothing_typed_is_lost(
        self, host, otherwise, said
    ):
        answer = host.post(f"{DESK}new/", TYPED | otherwise)
        assert answer.status_code in {400, 422}
        assert said in page_of(answer)
        assert TYPED["programme"] in page_of(answer)

    def test_a_guest_is_told_what_is_wrong_and_keeps_what_it_typed(self, coming):
        _, event = coming
        place = f"{OPEN}{event.pk}/guest/"
        answer = Client().post(place, GUEST | {"contact": "下午再说"})
        assert answer.status_code == 422
        assert "不是手机号码、座机号码或者邮箱" in page_of(answer)
        assert GUEST["name"] in page_of(answer)

    def test_nobody_learns_whose_contact_is_on_the_list(self, coming):
        _, event = coming
        place = f"{OPEN}{event.pk}/guest/"
        pages = []
        for name in (GUEST["name"], "好奇的人"):
            client = Client()
            done(client.post(place, GUEST | {"name": name}))
            pages.append(page_of(client.get(f"{OPEN}{event.pk}/")))
        assert all("已报名。签到时在现场扫二维码" in page for page in pages)
        assert SignUp.objects.get().name == GUEST["name"]

    def test_what_the_chain_keeps_of_a_guests_form_holds_no_contact(self, coming):
        _, event = coming
        place = f"{OPEN}{event.pk}/guest/"
        for guest in (GUEST, {"name": "别家商行", "contact": "13900002222"}):
            done(Client().post(place, guest | {"request_id": str(uuid4())}))
        kept = Event.objects.filter(type="promotion.sign_up.made")
        assert len({bytes(each.asked) for each in kept}) == 1 < len(kept)

    def test_one_address_does_not_take_all_places(self, coming):
        _, event = coming
        place = f"{OPEN}{event.pk}/guest/"
        answers = {Client().post(place, {}).status_code for _ in range(21)}
        assert 429 in answers

    def test_another_door_lets_nobody_in(self, supplier, coming):
        _, event = coming
        answer = supplier.get(f"{OPEN}{event.pk}/door/otherwise/")
        assert answer.status_code == 404
        assert "已经失效" in page_of(answer)
