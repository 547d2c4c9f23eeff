"""What the second person signs is what both saw; what keeps a draft from signing is said early."""

import re

import pytest

from cairong.contracts.actions.save_draft import save_draft
from cairong.contracts.facts import Items
from cairong.contracts.models import Contract
from cairong.kernel.errors import Conflict
from cairong.parties.models import Proposal, SupplierProfile
from cairong.policy.catalogue import SENTENCES
from contracts.ground import AMOUNT, SIGNED, Ground
from support.browsing import follow, problems, read, send, value_of
from support.staging import staged
from support.town import at
from support.visitors import account_in, signed_in
from web.purchaser.test_contract import TYPED, address

SIGN = {**TYPED, "act": "sign"}


@staged
def place(office) -> str:
    office.award = office.ground.award()
    return address(office.award)


def seen(client, place: str) -> dict:
    """What the form sends back of what it showed."""
    return {"revision": value_of(read(client, place + "?secrecy=no"), "revision")}


def saved_by_another(office, **items) -> None:
    officer = office.ground.officer()
    save_draft(actor=officer, now=SIGNED, award_id=office.award.pk, items=Items(**items))


class TestSecondPerson:
    def test_signs_what_was_laid_before_her(self, office, place):
        send(office.officer, place, {**TYPED, "act": "draft"})
        proposal = send(office.officer, place, SIGN | seen(office.officer, place))
        read(office.approver, proposal)
        send(office.approver, proposal + "decide/", {"decision": "approve"})
        assert Contract.objects.get().state == "announced"

    @pytest.mark.parametrize("opened", [True, False])
    def test_is_refused_in_words_once_the_draft_was_changed(self, office, place, opened):
        send(office.officer, place, {**TYPED, "act": "draft"})
        proposal = send(office.officer, place, SIGN | seen(office.officer, place))
        if opened:
            read(office.approver, proposal)
        saved_by_another(office, other_terms="另有约定")
        page = send(office.approver, proposal + "decide/", {"decision": "approve"}, 409)
        (said,) = problems(page)
        assert "第 2 版之后已被保存过(现在是第 3 版)" in said
        assert "复核人请退回" in said
        assert Contract.objects.get().state == "draft"
        assert Proposal.objects.get().state == "waiting"

    def test_a_draft_begun_since_is_a_change_too(self, office, place):
        """The proposal was made from an empty form; somebody else then began the draft."""
        proposal = send(office.officer, place, SIGN | seen(office.officer, place))
        saved_by_another(office, title="乙稿")
        page = send(office.approver, proposal + "decide/", {"decision": "approve"}, 409)
        assert "已被保存过" in problems(page)[0]

    def test_sends_back_and_the_officer_lays_the_new_one_before_her(self, office, place):
        proposal = send(office.officer, place, SIGN | seen(office.officer, place))
        saved_by_another(office, quality="优良")
        send(office.approver, proposal + "decide/", {"decision": "approve"}, 409)
        send(office.approver, proposal + "decide/", {"decision": "return", "reason": "草稿已改"})
        page = read(office.officer, place + "?secrecy=no")
        assert value_of(page, "quality") == "优良"
        assert "下面是最新的草稿" in page
        assert "上次提交的内容在下面" not in page
        assert "复核意见:草稿已改" in page
        assert f'href="{proposal}"' in page
        again = send(office.officer, place, SIGN | {"revision": value_of(page, "revision")})
        send(office.approver, again + "decide/", {"decision": "approve"})
        assert Contract.objects.get().state == "announced"

    def test_an_officer_who_saw_an_older_draft_is_told_at_once(self, office, place):
        old = seen(office.officer, place)
        saved_by_another(office, title="乙稿")
        page = send(office.officer, place, SIGN | old, 409)
        assert "经办人请刷新后再改" in problems(page)[0]
        assert value_of(page, "title") == TYPED["title"]
        assert not Proposal.objects.exists()

    def test_a_filing_mended_meanwhile_is_not_submitted_from_an_old_page(self, office):
        """Two mended it; one was submitted and returned again: the other's page is of old."""
        contract = office.ground.decide(office.ground.sign(), "return", reasons="请补正")
        mend = f"/purchaser/contracts/{contract.pk}/resubmit/"
        typed = {name: value for name, value in SIGN.items() if name not in ("amount", "signed_on")}
        old = {"revision": value_of(read(office.officer, mend), "revision")}
        office.ground.resubmit(contract, at("2025-10-09 10:00"))
        office.ground.decide(contract, "return", now=at("2025-10-09 15:00"), reasons="仍请补正")
        page = send(office.officer, mend, typed | old, 409)
        assert "已被保存过" in problems(page)[0]
        fresh = {"revision": value_of(read(office.officer, mend), "revision")}
        assert fresh != old
        send(office.officer, mend, typed | fresh)


class TestWhatCameBack:
    """The notice says which is shown below it: what came back, or a draft saved since."""

    def notice(self, office, place) -> str:
        page = read(office.officer, place + "?secrecy=no")
        found = re.findall(r'<div class="notice notice-warn".*?</div></div>', page, re.DOTALL)
        return re.sub(r"<.*?>", "", found[-1])

    def test_is_shown_while_no_draft_is_newer(self, office, place):
        send(office.officer, place, {**TYPED, "act": "draft", "quality": "一般"})
        proposal = send(office.officer, place, SIGN | seen(office.officer, place))
        send(office.approver, proposal + "decide/", {"decision": "return", "reason": "请核对"})
        said = self.notice(office, place)
        assert "复核没有通过" in said
        assert "上次提交的内容在下面" in said
        assert value_of(read(office.officer, place), "quality") == TYPED["quality"]

    def test_gives_way_to_a_draft_saved_afterwards_and_keeps_its_reason(self, office, place):
        proposal = send(office.officer, place, SIGN | seen(office.officer, place))
        send(office.approver, proposal + "decide/", {"decision": "return", "reason": "请核对"})
        send(office.officer, place, {**TYPED, "act": "draft", "quality": "优良"})
        said = self.notice(office, place)
        assert "下面是最新的草稿" in said
        assert "复核意见:请核对" in said
        assert value_of(read(office.officer, place), "quality") == "优良"

    def test_is_not_called_refused_when_its_officer_took_it_back(self, office, place):
        proposal = send(office.officer, place, SIGN | seen(office.officer, place))
        send(office.officer, proposal + "recall/")
        said = self.notice(office, place)
        assert "送审已撤回" in said
        assert "复核没有通过" not in said


class TestDraft:
    def lacks(self, office, place: str) -> str:
        page = read(office.officer, place)
        found = re.search(r"提交复核前还要改好.*?</ul>", page, re.DOTALL)
        return re.sub(r"<.*?>", "", found[0]) if found else ""

    def test_a_draft_says_what_it_still_lacks_and_by_which_clause(self, office, place):
        typed = {"act": "draft", "amount": "680000", "quality": "优良"}
        send(office.officer, place, typed)
        said = self.lacks(office, place)
        assert "必须公开的内容没有填写" in said
        assert "违约责任" in said
        assert "质量" not in said.replace("数量", "")
        assert "比例合计为 0%" in said
        assert "二(二)-4" in read(office.officer, place)

    @pytest.mark.parametrize(
        ("days", "unit", "words"),
        [("60", "calendar", ""), ("61", "calendar", "「验收」约定 61 日内付款"),
         ("42", "working", ""), ("43", "working", "「验收」约定 43 个工作日内付款")],
    )  # fmt: skip
    def test_a_term_of_payment_above_the_law_is_said_in_the_draft_and_not_signed(
        self, office, place, days, unit, words
    ):
        typed = {**TYPED, "agreed_days_1": days, "unit_1": unit}
        send(office.officer, place, {**typed, "act": "draft"})
        said = self.lacks(office, place)
        assert words in said
        assert ("最长期限 60 日" in said) is bool(words)
        assert ("802§9" in said) is bool(words)
        answer = send(office.officer, place, {**typed, "act": "sign"}, 422 if words else 302)
        assert (words in " ".join(problems(answer))) if words else "/proposals/" in answer

    @pytest.mark.parametrize(("size", "bound"), [("large", False), ("micro", True), ("", False)])
    def test_the_law_protects_small_and_medium_suppliers(self, office, place, size, bound):
        SupplierProfile.objects.update(size=size)
        typed = {**TYPED, "agreed_days_1": "90", "unit_1": "calendar"}
        send(office.officer, place, {**typed, "act": "draft"})
        assert ("最长期限" in self.lacks(office, place)) is bound
        send(office.officer, place, {**typed, "act": "sign"}, 422 if bound else 302)

    def test_a_draft_that_lacks_nothing_says_nothing(self, office, place):
        send(office.officer, place, {**TYPED, "act": "draft"})
        assert self.lacks(office, place) == ""

    def test_an_untouched_form_accuses_nobody(self, office, place):
        assert self.lacks(office, place + "?secrecy=no") == ""


class TestSecrecy:
    @pytest.mark.parametrize("act", ["draft", "sign", "more"])
    def test_whoever_said_yes_keeps_nothing_whatever_is_sent(self, office, place, act):
        page = follow(office.officer, place + "?secrecy=yes", {**TYPED, "act": act})
        assert SENTENCES["contracts.state_secret"] in page
        assert TYPED["liability"] not in page
        assert not Contract.objects.exists()
        assert not Proposal.objects.exists()


def test_without_a_revision_nothing_is_compared(db, office):
    """Stories and other doors sign without having drawn a form."""
    ground: Ground = office.ground
    award = ground.award()
    save_draft(actor=ground.officer(), now=SIGNED, award_id=award.pk, items=Items(title="一稿"))
    assert ground.sign(award).state == "announced"


@pytest.mark.parametrize("revision", [0, 1, 3])
def test_only_the_revision_that_stands_is_signed(office, revision):
    ground: Ground = office.ground
    award = ground.award()
    save_draft(actor=ground.officer(), now=SIGNED, award_id=award.pk, items=Items(title="一稿"))
    with pytest.raises(Conflict) as caught:
        ground.sign(award, seen_revision=revision)
    assert caught.value.findings[0].params == {"now": 2, "seen": revision}
    assert ground.sign(award, seen_revision=2).amount_fen == AMOUNT


def test_two_officers_of_one_house_see_each_others_draft(office, place):
    send(office.officer, place, {**TYPED, "act": "draft", "title": "甲稿"})
    other = signed_in(account_in(office.town, "purchaser-officer", username="second"))
    page = read(other, place)
    assert value_of(page, "title") == "甲稿"
