"""An award to a name that two hold asks which of them it means, and never guesses. 二(一)-3"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from cairong.audit.models import Event
from cairong.contracts.actions.claim_awards import claim_awards
from cairong.contracts.actions.enter_shares import enter_shares
from cairong.contracts.actions.invite_winner import invite_winner
from cairong.contracts.facts import Winner
from cairong.contracts.models import Award
from cairong.doors.drain import drain
from cairong.kernel.errors import Conflict, Invalid, NotFound, PolicyBreach
from cairong.kernel.identifiers import uscc_check
from cairong.outreach.models import Message
from cairong.parties.actions.admit import admit_organisation
from cairong.parties.actions.change import change_organisation
from cairong.parties.looks import NameLook
from cairong.parties.models import Organisation
from cairong.parties.reads import the_only
from cairong.policy.catalogue import sentence
from contracts.dirt import GOOD, table
from contracts.ground import AWARDED, OTHER_USCC, Ground
from contracts.test_import import enter
from contracts.test_unproved_winners import register
from parties.test_lookalikes import NOW, agreed, decided, proposed
from support.browsing import follow, problems, read, send
from support.papers import beside
from support.staging import staged
from support.town import CITY, at, found_town
from support.visitors import account_in, signed_in

REAL, TWIN = "洛阳青梧里信息技术有限公司", "洛阳靑梧里信息技术有限公司"
NEW = "/purchaser/awards/new/?secrecy=no"
TYPED = {"title": "办公系统运维", "notice_on": "2025-09-15", "amount": "685200"}


HERE = {"province": "河南", "city": "洛阳市"}


def asked(ground: Ground, act, **arguments) -> None:
    """Let the operator put an act before the bureau, which agrees."""
    operator = ground.town.actor(the_only(CITY, "operator"), "operator")
    act.propose(actor=operator, now=NOW, **arguments)
    ground.town.agrees()
    connection.check_constraints()


@dataclass
class Twins:
    """A firm, another let in by two whose name looks like its own, and one that bears the same."""

    ground: Ground
    officer: Client
    real: Organisation
    twin: Organisation


def stood(name: str) -> Twins:
    town = found_town(at("2025-09-01 08:00"))
    real = town.supplier(REAL)
    connection.check_constraints()  # it stands before the other comes
    officer = signed_in(account_in(town, "purchaser-officer"))
    twin = agreed(town, proposed(town, register(OTHER_USCC, name=name))).organisation
    connection.check_constraints()
    return Twins(Ground(town), officer, real, twin)


@staged
def twins(db) -> Twins:
    return stood(TWIN)


@staged
def namesakes(db) -> Twins:
    return stood(REAL)


@pytest.fixture(params=["twins", "namesakes"])
def pair(request) -> Twins:
    return request.getfixturevalue(request.param)


class TestRecording:
    @pytest.mark.parametrize("name", [REAL, TWIN, f"{REAL} ", "洛陽青梧里信息技术有限公司"])
    def test_a_name_that_two_hold_is_asked_about(self, pair, name):
        with pytest.raises(Invalid) as refused:
            pair.ground.award(supplier_name=name)
        said = sentence(refused.value.findings[0])
        assert refused.value.findings[0].code == "contracts.winner_which"
        assert pair.real.uscc in said
        assert OTHER_USCC in said
        assert not Award.objects.exists()

    def test_chosen_by_its_code_it_is_that_one(self, pair):
        for each in (pair.real, pair.twin):
            assert pair.ground.award(supplier_id=each.pk).shares.get().supplier == each

    def test_none_of_them_is_an_answer_too(self, pair):
        winners = [Winner(name=REAL, unregistered=True)]
        assert pair.ground.award(winners=winners).shares.get().supplier is None

    def test_a_name_that_only_looks_like_one_is_asked_about(self, ground):
        real = ground.town.supplier(REAL)
        with pytest.raises(Invalid, match="winner_which"):
            ground.award(supplier_name=TWIN)
        assert ground.award(supplier_name=REAL).shares.get().supplier == real

    def test_a_suspended_one_counts_too(self, twins):
        Organisation.objects.filter(pk=twins.real.pk).update(active=False)
        with pytest.raises(Invalid, match="winner_which"):
            twins.ground.award(supplier_name=TWIN)

    @pytest.mark.parametrize("sign", ["\u200b", "⻘", "\ue000"])
    def test_a_sign_that_nobody_sees_is_refused(self, ground, sign):
        with pytest.raises(Invalid):
            ground.award(supplier_name=f"洛阳{sign}里有限公司")


class TestPage:
    def test_it_asks_which_and_takes_the_one_that_is_chosen(self, pair):
        page = send(pair.officer, NEW, TYPED | {"supplier_0": REAL}, 422)
        assert "请选择是哪一家" in beside(page, "which_0")[0]
        for each in (pair.real, pair.twin):
            assert f"{each.name}({each.uscc})</option>" in page
        assert "都不是,尚未注册" in page
        assert 'value="办公系统运维"' in page
        chosen = {"supplier_0": REAL, "which_0": str(pair.twin.pk)}
        page = follow(pair.officer, NEW, TYPED | chosen)
        assert Award.objects.get().shares.get().supplier == pair.twin

    def test_a_choice_that_was_not_offered_is_none(self, pair):
        body = "91410300MA4000000"
        stranger = pair.ground.town.supplier("别家", uscc=body + uscc_check(body))
        for chosen, status in ((str(stranger.pk), 404), ("x", 422), ("", 422)):
            page = send(pair.officer, NEW, TYPED | {"supplier_0": REAL, "which_0": chosen}, status)
            assert beside(page, "which_0")
        assert not Award.objects.exists()

    def test_none_of_them_leads_to_an_invitation_with_a_code(self, pair):
        chosen = {"supplier_0": REAL, "which_0": "none"}
        page = follow(pair.officer, NEW, TYPED | chosen)
        assert "请选择是哪一家" in page
        award = Award.objects.get()
        place = f"/purchaser/awards/{award.pk}/"
        share = award.shares.get()
        page = send(pair.officer, f"{place}shares/{share.pk}/invite/", {"uscc": ""}, 422)
        assert any("名称相同或相近" in one for one in problems(page))

    @pytest.mark.parametrize("name", ["\x00", f"{REAL}\x00", f"{REAL}\u200b"])
    def test_a_name_that_cannot_be_looked_for_is_refused_in_words(self, twins, name):
        page = send(twins.officer, NEW, TYPED | {"supplier_0": name}, 422)
        assert len([*beside(page, "supplier_0"), *problems(page)]) > 0

    def test_one_asked_about_without_need_is_unknown_to_the_form(self, ground):
        officer = signed_in(account_in(ground.town, "purchaser-officer"))
        send(officer, NEW, TYPED | {"supplier_0": "无人", "which_0": "none"}, 422)


class TestImported:
    @pytest.fixture
    def award(self, pair, tmp_path) -> Award:
        here = {"suppliers": REAL, "province": "河南", "city": "洛阳市"}
        path = table(tmp_path, [GOOD | here])
        assert enter(path).awards == 1
        return Award.objects.get()

    def test_its_winner_is_nobody_yet(self, award):
        assert not award.sample
        assert award.shares.get().supplier is None

    def test_neither_takes_it_by_its_name(self, pair, award):
        for each in (pair.real, pair.twin):
            actor = pair.ground.town.actor(each, "supplier")
            with pytest.raises(Conflict) as refused:
                claim_awards(actor=actor, now=NOW)
            assert refused.value.findings[0].code == "contracts.name_of_several"
        assert award.shares.get().supplier is None

    def test_the_purchaser_says_which(self, pair, award):
        Award.objects.update(purchaser=pair.ground.officer().organisation_id, region="410303")
        place = f"/purchaser/awards/{award.pk}/"
        assert "名称与几家相同或相近,请选择是哪一家" in read(pair.officer, place)
        page = read(pair.officer, f"{place}shares/")
        assert "选择中标(成交)供应商" in page
        assert "selected>" + REAL not in page
        typed = {"supplier_0": str(pair.twin.pk), "share_0": "685200"}
        send(pair.officer, f"{place}shares/", typed)
        assert award.shares.get().supplier == pair.twin

    def test_a_name_that_another_gave_up_is_of_neither_beyond_doubt(self, ground, tmp_path):
        old, by = ground.town.supplier(REAL), {"address": "洛阳", "papers": "变更通知书"}
        asked(ground, change_organisation, organisation_id=old.pk, name="洛阳新名有限公司",
              uscc=old.uscc, named_on=NOW.date(), **by)  # fmt: skip
        new = agreed(ground.town, proposed(ground.town, register(OTHER_USCC, name=REAL)))
        enter(table(tmp_path, [GOOD | HERE | {"suppliers": REAL}]))
        award = Award.objects.get()
        assert award.shares.get().supplier is None
        with pytest.raises(Conflict, match="name_of_several"):
            claim_awards(actor=ground.town.actor(new.organisation, "supplier"), now=NOW)
        with pytest.raises(Invalid, match="winner_which") as refused:
            ground.award(supplier_name=REAL)
        assert f"曾用名「{REAL}」" in sentence(refused.value.findings[0])
        Award.objects.update(purchaser=ground.officer().organisation_id, region="410303")
        enter_shares(
            actor=ground.officer(), now=AWARDED + timedelta(days=1), award_id=award.pk,
            shares=[Winner(supplier_id=old.pk)],
        )  # fmt: skip
        assert award.shares.get().supplier == old
        self.moved(ground, award, old, new.organisation)

    def moved(self, ground, award, old, new) -> None:
        """The share goes to another before signing: the one it was taken from sees it, is told."""
        enter_shares(
            actor=ground.officer(), now=AWARDED + timedelta(days=2), award_id=award.pk,
            shares=[Winner(supplier_id=new.pk)],
        )  # fmt: skip
        event = Event.objects.filter(type="contracts.award.shares_entered").latest("pk")
        assert old.uscc in event.before["codes"][0]
        assert new.uscc in event.after["codes"][0]
        assert {str(old.pk), str(new.pk)} <= {str(each) for each in event.visible_to}
        drain(clock=lambda: NOW)
        told = Message.objects.get(event=event, organisation=old, role="supplier")
        assert f"「{award.title}」的中标(成交)供应商已由" in told.sentence
        reader = signed_in(account_in(ground.town, "supplier", organisation=old))
        assert "不再记为贵单位" in read(reader, "/messages/")
        assert reader.get(f"/messages/{told.pk}/", follow=True).status_code == 200

    def test_of_two_purchasers_neither_takes_what_bears_the_name_of_both(self, ground, tmp_path):
        old, name = "洛阳市一家中学", "洛阳市两家中学"
        asked(ground, admit_organisation, kind="purchaser", name=old, region=CITY)
        first = Organisation.objects.get(name=old)
        asked(ground, change_organisation, organisation_id=first.pk, name=name, papers="批复",
              named_on=NOW.date())  # fmt: skip
        rows = [GOOD | HERE | {"buyer": name}, GOOD | HERE | {"src_id": "2", "buyer": old}]
        enter(table(tmp_path, rows))
        asked(ground, admit_organisation, kind="purchaser", name=name, region=CITY)
        Award.objects.update(purchaser=None)
        actor = ground.town.actor(first, "purchaser-officer")
        claimed = claim_awards(actor=actor, now=NOW)
        assert [each.purchaser_name for each in claimed] == [old]
        with pytest.raises(Conflict) as refused:
            claim_awards(actor=actor, now=NOW)
        assert refused.value.findings[0].code == "contracts.purchaser_of_several"

    def test_a_look_of_before_is_no_error(self, ground):
        firm = ground.town.supplier(REAL)
        NameLook.objects.filter(organisation=firm).update(look="别的")
        with pytest.raises(NotFound):
            claim_awards(actor=ground.town.actor(firm, "supplier"), now=NOW)

    def test_a_sign_that_nobody_sees_is_refused_in_its_row(self, ground, tmp_path):
        rows = [GOOD | {"suppliers": f"{REAL}\u200b"}, GOOD | {"src_id": "2", "buyer": "洛阳⻘局"}]
        report = enter(table(tmp_path, rows))
        assert (report.awards, report.refused) == (0, 2)
        said = report.errors_path.read_text(encoding="utf-8-sig")
        assert "U+200B" in said
        assert "U+2ED8" in said


class TestInvited:
    def invited(self, ground: Ground, award: Award, **more):
        return invite_winner(
            actor=ground.officer(), now=AWARDED, award_id=award.pk,
            share_id=award.shares.get().pk, **more,
        )  # fmt: skip

    def test_no_link_without_a_code_where_a_name_looks_like_it(self, pair):
        award = pair.ground.award(winners=[Winner(name=REAL, unregistered=True)])
        with pytest.raises(Invalid, match="invitation_which"):
            self.invited(pair.ground, award)
        assert self.invited(pair.ground, award, uscc=pair.real.uscc).token

    def test_who_is_suspended_is_named_as_such(self, ground):
        firm = ground.town.supplier(REAL)
        Organisation.objects.filter(pk=firm.pk).update(active=False)
        award = ground.award(winners=[Winner(name=REAL, unregistered=True)])
        with pytest.raises(Invalid) as refused:
            self.invited(ground, award)
        (said,) = refused.value.findings
        assert said.params["others"] == f"{REAL}({firm.uscc},已停用)"

    def test_a_link_without_a_code_joins_nobody_once_two_hold_the_name(self, ground):
        award = ground.award(supplier_name=REAL)
        link = self.invited(ground, award)
        claim = register(OTHER_USCC, name=REAL, invitation=link.token)
        decided(ground.town, register("91110000600037341L", name=REAL, username="wanggong"))
        connection.check_constraints()
        agreed(ground.town, proposed(ground.town, claim))
        assert award.shares.get().supplier is None
        drain(clock=lambda: AWARDED, city=CITY)
        said = Message.objects.get(event_type="parties.mandate.proved").sentence
        assert "请在中标(成交)记录里选择是哪一家" in said

    def test_with_its_code_it_joins_the_one(self, ground):
        award = ground.award(supplier_name=REAL)
        link = self.invited(ground, award, uscc=OTHER_USCC)
        claim = register(OTHER_USCC, name=REAL, invitation=link.token)
        decided(ground.town, register("91110000600037341L", name=REAL, username="wanggong"))
        connection.check_constraints()
        agreed(ground.town, proposed(ground.town, claim))
        assert award.shares.get().supplier.uscc == OTHER_USCC


def test_it_is_not_signed_before_it_is_said_which(pair, tmp_path):
    award = pair.ground.award(winners=[Winner(name=REAL, unregistered=True)])
    with pytest.raises(PolicyBreach, match="supplier_unknown"):
        pair.ground.sign(award=award)
    enter_shares(
        actor=pair.ground.officer(), now=AWARDED + timedelta(days=1), award_id=award.pk,
        shares=[Winner(supplier_id=pair.real.pk)],
    )  # fmt: skip
    assert award.shares.get().supplier == pair.real
