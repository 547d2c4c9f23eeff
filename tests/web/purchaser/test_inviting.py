"""The winner of an award who has not registered: invited, registered, joined. D22 附-1"""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cairong.audit.models import Event
from cairong.contracts.actions.cancel_award import cancel_award
from cairong.contracts.facts import Winner
from cairong.contracts.models import Award, AwardInvitation, AwardShare
from cairong.doors.drain import drain
from cairong.outreach.models import Letter, Message
from cairong.parties.models import Account, Claim, Organisation
from support.browsing import follow, problems, read, send, value_of
from support.papers import beside, twice_the_same
from support.staging import staged
from support.town import CITY
from support.visitors import WORD, account_in, browser, signed_in

NAME = "洛阳𠮷星软件有限公司"
USCC, OTHER_USCC = "91110000600037341L", "91410300MA3X4LQK6G"
TYPED = {
    "uscc": USCC, "region": "410303", "address": "洛阳市西工区", "employees": "42",
    "industry": "软件和信息技术服务业", "revenue_wan": "1800", "assets_wan": "", "person": "李工",
    "phone": "13800000000", "evidence": "营业执照与授权书", "username": "ligong", "password": WORD,
}  # fmt: skip


@staged
def award(office) -> Award:
    return office.ground.award(supplier_name=NAME)


def place(award: Award, of: AwardShare | None = None) -> str:
    share = of or award.shares.get()
    return f"/purchaser/awards/{award.pk}/shares/{share.pk}/invite/"


def invited(office, award: Award, **typed) -> str:
    """Invite the only winner; the address of the link."""
    page = follow(office.officer, place(award), typed)
    return re.search(r"<code>http://testserver(.*?)</code>", page)[1]


def decide(office, verdict: str = "accept") -> None:
    claim = Claim.objects.get(state="waiting")
    desk = browser(office.town, "procurement-officer")
    page = read(desk, f"/account/claims/{claim.pk}/")
    assert "采购人邀请「办公系统运维」" in page
    send(desk, f"/account/claims/{claim.pk}/", {"reason": "已回拨", "verdict": verdict})
    drain(clock=timezone.now, city=CITY)


class TestTheWay:
    def test_from_the_award_to_the_letter(self, office, award):
        assert "尚未注册" in read(office.officer, f"/purchaser/awards/{award.pk}/")
        link = invited(office, award)
        standing = read(office.officer, f"/purchaser/awards/{award.pk}/")
        assert "已邀请,等待注册 有效至" in re.sub(r"<[^>]+>|\s+", " ", standing).replace("  ", " ")
        visitor = Client()
        page = read(visitor, link)
        assert "采购人邀请「洛阳𠮷星软件有限公司」注册" in page
        assert (value_of(page, "name"), value_of(page, "uscc")) == (NAME, "")
        assert '<option value="410303" selected>' in page
        assert "采购科会核对您的授权材料" in follow(visitor, link, TYPED)
        assert "等待采购科核实" in read(office.officer, f"/purchaser/awards/{award.pk}/")
        assert award.shares.get().supplier is None
        assert not Letter.objects.exists()
        decide(office)
        share = award.shares.get()
        assert (share.supplier.uscc, share.supplier.name) == (USCC, NAME)
        assert Letter.objects.get().supplier == share.supplier
        told = Message.objects.get(organisation=award.purchaser, role="purchaser-officer")
        assert f"中标(成交)供应商「{NAME}」已注册并核实。请签订合同" in told.sentence
        assert f"发给 {NAME}" in read(office.officer, f"/purchaser/awards/{award.pk}/")
        phone = signed_in(Account.objects.get(username="ligong"))
        assert "办公系统运维" in read(phone, "/supplier/contracts/")

    def test_only_its_own_share_is_joined(self, office):
        winners = [Winner(name=NAME, share_fen=60_000_000),
                   Winner(name="联合体成员", share_fen=8_520_000)]  # fmt: skip
        award = office.ground.award(winners=winners)
        first, second = award.shares.order_by("position")
        page = follow(office.officer, place(award, first))
        link = re.search(r"<code>http://testserver(.*?)</code>", page)[1]
        send(Client(), link, TYPED)
        decide(office)
        first.refresh_from_db()
        second.refresh_from_db()
        assert first.supplier.name == NAME
        assert second.supplier is None

    def test_refused_the_share_stays_open_and_one_invites_again(self, office, award):
        send(Client(), invited(office, award), TYPED)
        decide(office, "refuse")
        assert award.shares.get().supplier is None
        assert not Letter.objects.exists()
        told = Message.objects.get(organisation=award.purchaser, role="purchaser-officer")
        assert "授权未通过核实。请与其联系后重新邀请" in told.sentence
        assert "已回拨" not in told.sentence
        assert "授权未通过核实" in read(office.officer, f"/purchaser/awards/{award.pk}/")
        send(Client(), invited(office, award), TYPED | {"username": "second"})
        decide(office)
        assert award.shares.get().supplier.uscc == USCC

    def test_a_cancelled_award_joins_nobody(self, office, award):
        send(Client(), invited(office, award), TYPED)
        officer, now = office.ground.officer(), timezone.now()
        cancel_award(actor=officer, now=now, award_id=award.pk, reason="项目终止")
        decide(office)
        assert award.shares.get().supplier is None
        assert not Letter.objects.exists()

    def test_a_double_click_registers_once(self, office, award):
        first, second = twice_the_same(Client(), invited(office, award), TYPED)
        assert first["Location"] == second["Location"] == "/account/registered/"
        assert Claim.objects.count() == 1

    def test_the_token_is_kept_as_a_hash_and_is_in_no_event(self, office, award):
        link = invited(office, award)
        assert Client().get(link)["Cache-Control"] == "no-store"
        token = link.split("/")[-2]
        kept = AwardInvitation.objects.get()
        assert len(kept.token_hash) == 64
        assert kept.token_hash != token
        event = Event.objects.get(type="contracts.winner.invited")
        assert event.after == {"name": NAME, "uscc": ""}
        assert award.pk in event.about


class TestRefusedLinks:
    """Every link that is not open says why, and registers nobody."""

    def refused(self, link: str, words: str) -> None:
        for answer in (Client().get(link), Client().post(link, TYPED)):
            assert answer.status_code == 404
            assert words in answer.content.decode()
        assert not Account.objects.filter(username="ligong").exists()

    def test_unknown(self, office):
        self.refused("/account/register/none/", "没有这份邀请。请核对链接是否完整")

    def test_used(self, office, award):
        link = invited(office, award)
        send(Client(), link, TYPED | {"username": "first"})
        self.refused(link, "这份邀请已经用过")

    def test_joined_otherwise(self, office, award):
        link = invited(office, award)
        award.shares.update(supplier=office.town.supplier())
        self.refused(link, "这份邀请已经用过")

    def test_expired(self, office, award):
        link = invited(office, award)
        AwardInvitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        self.refused(link, "过期(14 天)。请采购人重新生成")
        assert "邀请已过期" in read(office.officer, f"/purchaser/awards/{award.pk}/")

    def test_replaced_by_a_newer_one(self, office, award):
        old, new = invited(office, award), invited(office, award)
        self.refused(old, "已经作废:采购人换了新链接")
        assert Client().get(new).status_code == 200

    def test_of_a_cancelled_award(self, office, award):
        link = invited(office, award)
        send(office.officer, f"/purchaser/awards/{award.pk}/cancel/", {"reason": "项目终止"})
        self.refused(link, "不再邀请")

    def test_used_by_a_supplier_of_another_name(self, office, award):
        office.town.organisation("supplier", "别家软件", uscc=OTHER_USCC, address="洛阳")
        link = invited(office, award)
        page = send(Client(), link, TYPED | {"uscc": OTHER_USCC}, 409)
        assert f"这份邀请是给「{NAME}」的" in problems(page)[0]
        assert "登记的单位是「别家软件」" in problems(page)[0]
        assert not Claim.objects.exists()

    def test_used_with_another_code_than_the_purchaser_gave(self, office, award):
        link = invited(office, award, uscc=OTHER_USCC)
        assert value_of(read(Client(), link), "uscc") == OTHER_USCC
        page = send(Client(), link, TYPED, 422)
        assert "与采购人邀请的单位不符" in beside(page, "uscc")[0]
        assert not Organisation.objects.filter(uscc=USCC).exists()
        send(Client(), link, TYPED | {"uscc": OTHER_USCC})
        assert AwardInvitation.objects.get().claim is not None

    def test_the_name_is_the_awards_whatever_was_sent(self, office, award):
        send(Client(), invited(office, award), TYPED | {"name": "别的名称"})
        assert Claim.objects.get().name == NAME

    def test_a_bad_value_leaves_the_link_open(self, office, award):
        link = invited(office, award)
        page = send(Client(), link, TYPED | {"phone": "138"}, 422)
        assert "应为 5 到 30 个字" in beside(page, "phone")[0]
        send(Client(), link, TYPED)
        assert Claim.objects.count() == 1

    def test_whoever_is_signed_in_is_told_to_claim_or_sign_out(self, office, award):
        link = invited(office, award)
        other = browser(office.town, "supplier")
        assert "请在「合同」里认领这份记录" in read(other, link)
        assert "您已登录" in send(other, link, TYPED, 200)
        assert not Claim.objects.exists()

    def test_links_are_not_guessed_fast(self, office):
        visitor = Client()
        answers = [visitor.get(f"/account/register/{n}/").status_code for n in range(31)]
        assert answers[29:] == [404, 429]


class TestRefusedInvitations:
    @pytest.mark.parametrize(("uscc", "words"), [("9111", "18位"), (USCC[:-1] + "X", "校验码")])
    def test_a_wrong_code_is_refused_beside_its_box(self, office, award, uscc, words):
        page = send(office.officer, place(award), {"uscc": uscc}, 422)
        assert words in problems(page)[0]
        assert not AwardInvitation.objects.exists()

    def test_a_registered_winner_is_not_invited(self, office):
        award = office.ground.award()
        page = send(office.officer, place(award), {}, 409)
        assert "「供应商」已经注册,不必再邀请" in problems(page)[0]
        assert "邀请注册" not in read(office.officer, f"/purchaser/awards/{award.pk}/")

    def test_nobody_is_invited_while_the_bureau_looks(self, office, award):
        send(Client(), invited(office, award), TYPED)
        page = send(office.officer, place(award), {}, 409)
        assert "正等采购科核实授权" in problems(page)[0]

    def test_nor_for_a_cancelled_award(self, office, award):
        send(office.officer, f"/purchaser/awards/{award.pk}/cancel/", {"reason": "项目终止"})
        assert "已取消" in problems(send(office.officer, place(award), {}, 409))[0]

    def test_another_purchaser_does_not_find_it(self, office, award):
        other = office.town.purchaser("别的单位")
        stranger = signed_in(account_in(office.town, "purchaser-officer", organisation=other))
        assert stranger.post(place(award)).status_code == 404
        theirs = office.ground.award(title="别的项目", supplier_name=NAME)
        Award.objects.filter(pk=theirs.pk).update(purchaser=other)
        mixed = f"/purchaser/awards/{award.pk}/shares/{theirs.shares.get().pk}/invite/"
        assert office.officer.post(mixed).status_code == 404
        assert not AwardInvitation.objects.exists()

    @pytest.mark.parametrize(
        "role", ["purchaser-approver", "supplier", "procurement-officer", "operator"]
    )
    def test_no_other_role_invites(self, office, award, role):
        assert browser(office.town, role).post(place(award)).status_code == 403
        assert not AwardInvitation.objects.exists()

    def test_the_approver_sees_who_is_not_registered_but_no_form(self, office, award):
        page = read(office.approver, f"/purchaser/awards/{award.pk}/")
        assert "尚未注册" in page
        assert "邀请注册" not in page
