"""A name that looks like another's, under another code: never let in by one person. 一(一)-5"""

from functools import partial

import pytest
from django.db import connection

from cairong.audit.models import Event
from cairong.contracts.actions.admit_alike import admit_alike
from cairong.contracts.actions.prove_mandate import prove_mandate
from cairong.doors.drain import drain
from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, Invalid, NotAllowed
from cairong.kernel.identifiers import uscc_check
from cairong.outreach.models import Message
from cairong.parties.actions.admit import admit_organisation
from cairong.parties.actions.change import change_organisation
from cairong.parties.actions.put_looks_right import put_looks_right
from cairong.parties.actions.succeed import succeed_organisation
from cairong.parties.looks import NameLook
from cairong.parties.models import Claim, Organisation, Proposal
from cairong.parties.reads import the_only
from cairong.policy.catalogue import sentence
from parties.test_rival_claims import NOW, OTHER_USCC, OWN, register
from support.browsing import problems, read, send
from support.papers import beside
from support.racing import hands, split
from support.town import CITY, COUNTY, found_town
from support.visitors import account_in, browser, signed_in

REAL = "洛阳青梧里信息技术有限公司"
LOOKS = ("洛阳靑梧里信息技术有限公司", "洛陽青梧里信息技术有限公司", f"{REAL}。", REAL)
OWN_FACTS = {"contact_name": "钱工", "contact_phone": "13800000001"}


@pytest.fixture
def real(town) -> Organisation:
    found = town.supplier(REAL)
    connection.check_constraints()  # it stands before the other comes
    return found


def decided(town, claim: Claim, *, accepted: bool = True, role=Role.PROCUREMENT_OFFICER) -> Claim:
    return prove_mandate(
        actor=town.bureau(role), now=NOW, claim_id=claim.pk, accepted=accepted, reason="已回拨"
    )


def proposed(town, claim: Claim) -> Proposal:
    desk = town.bureau(Role.PROCUREMENT_OFFICER)
    return admit_alike.propose(actor=desk, now=NOW, claim_id=claim.pk, reason="两家都真实")


def agreed(town, proposal: Proposal):
    second = town.bureau(Role.PROCUREMENT_APPROVER)
    return admit_alike.approve(actor=second, now=NOW, proposal_id=proposal.pk)


def alike(name: str = LOOKS[0]) -> Claim:
    return register(uscc=OTHER_USCC, name=name)


class TestRegistering:
    @pytest.mark.parametrize("sign", ["\u200b", "\u3164", "\ufe0f", "\ue000", "\U000e0061"])
    def test_a_sign_that_nobody_sees_is_refused_in_words(self, town, sign):
        with pytest.raises(Invalid) as refused:
            register(name=REAL + sign)
        assert refused.value.findings[0].code == "invalid.name_character"
        assert not Claim.objects.exists()

    def test_nor_does_a_person_bear_one(self, town):
        with pytest.raises(Invalid):
            register(person="李\u200b工")

    def test_the_page_keeps_what_was_typed_and_says_which_sign(self, town, client):
        typed = {
            "uscc": OTHER_USCC, "name": "洛阳⻘梧里信息技术有限公司", "region": COUNTY,
            "address": "西工区", "industry": "批发业", "employees": "9", "revenue_wan": "100",
            "person": "李工", "phone": "13800000000", "evidence": "执照", "username": "ligong",
            "password": "correct horse battery",
        }  # fmt: skip
        page = send(client, "/account/register/", typed, 422)
        assert "「⻘」(U+2ED8,部首字形)" in beside(page, "name")[0]
        assert "「青」(U+9752,汉字)" in beside(page, "name")[0]
        assert 'value="洛阳⻘梧里信息技术有限公司"' in page


class TestOnePerson:
    @pytest.mark.parametrize("name", LOOKS)
    @pytest.mark.parametrize("role", [Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER])
    def test_one_person_does_not_let_it_in(self, town, real, name, role):
        claim = alike(name)
        with pytest.raises(Conflict) as refused:
            decided(town, claim, role=role)
        said = sentence(refused.value.findings[0])
        assert refused.value.findings[0].code == "parties.name_alike"
        assert real.uscc in said
        assert Organisation.objects.filter(kind="supplier").get() == real

    def test_a_former_name_and_a_suspended_one_stand_too(self, town, real):
        real.active = False
        real.save()
        with pytest.raises(Conflict, match="name_alike"):
            decided(town, alike())

    def test_one_person_refuses_it(self, town, real):
        assert decided(town, alike(), accepted=False).state == "refused"

    def test_a_name_of_its_own_is_let_in_by_one_as_before(self, town, real):
        assert decided(town, register(uscc=OTHER_USCC)).state == "accepted"
        assert NameLook.objects.get(name=OWN["name"]).alike_at is None

    def test_the_same_code_of_another_kind_is_the_same_body(self, town, real):
        admit_organisation.by_system(
            actor=town.system, now=NOW, kind="purchaser", name=REAL, region=CITY, uscc=real.uscc
        )
        assert Organisation.objects.filter(name=REAL).count() == 2


class TestTwoPersons:
    @pytest.mark.parametrize("name", LOOKS)
    def test_two_let_it_in_and_the_event_names_both(self, town, real, name):
        proposal = proposed(town, alike(name))
        assert REAL in proposal.after["alike"][0]
        assert real.uscc in proposal.after["alike"][0]
        claim = agreed(town, proposal)
        assert claim.organisation.name == name
        assert claim.organisation.looks.get().alike_at == NOW
        assert Event.objects.get(type="parties.mandate.proved").after["alike"]

    def test_the_first_is_not_the_second(self, town, real):
        proposal = proposed(town, alike())
        with pytest.raises(NotAllowed):
            admit_alike.approve(
                actor=town.bureau(Role.PROCUREMENT_OFFICER), now=NOW, proposal_id=proposal.pk
            )
        with pytest.raises(NotAllowed):
            admit_alike.propose(
                actor=town.bureau(Role.PROCUREMENT_APPROVER), now=NOW,
                claim_id=proposal.arguments["claim_id"], reason="好",
            )  # fmt: skip

    def test_what_the_second_person_did_not_see_is_not_agreed_to(self, town, real):
        first = proposed(town, alike())
        body = "91410300MA0000001"
        other = register(uscc=body + uscc_check(body), name=LOOKS[1], username="another")
        agreed(town, proposed(town, other))
        connection.check_constraints()
        with pytest.raises(Conflict) as refused:
            agreed(town, first)
        assert refused.value.findings[0].code == "four_eyes.changed"

    def test_no_two_for_a_name_of_its_own(self, town):
        with pytest.raises(Conflict) as refused:
            proposed(town, register())
        assert refused.value.findings[0].code == "parties.name_alone"


class TestStanding:
    """What bears its name already goes on, however its name came to stand beside another's."""

    @pytest.fixture
    def let_in(self, town, real) -> Organisation:
        second = agreed(town, proposed(town, alike())).organisation
        connection.check_constraints()
        return second

    def changed(self, town, firm: Organisation, **more) -> None:
        operator = town.actor(the_only(CITY, "operator"), Role.OPERATOR)
        said = {"papers": "迁址通知", "name": firm.name, "uscc": firm.uscc, "address": "新址"}
        change_organisation.propose(actor=operator, now=NOW, organisation_id=firm.pk, **said | more)
        town.agrees()
        connection.check_constraints()
        firm.refresh_from_db()
        assert firm.address == "新址"

    def test_the_first_bearer_changes_its_address(self, town, real, let_in):
        self.changed(town, real)
        self.changed(town, let_in)

    def test_so_do_twins_that_nobody_let_in(self, town, real):
        other = town.supplier("洛阳别家有限公司", uscc=OTHER_USCC)
        connection.check_constraints()
        NameLook.objects.filter(organisation=other).update(look=real.looks.get().look)
        self.changed(town, real)
        self.changed(town, other)

    def test_and_the_first_one_that_takes_a_code_is_shown_the_other(self, town, real, let_in):
        body = "91410300MA0000001"
        self.changed(town, real, uscc=body + uscc_check(body))


class TestOperator:
    def put(self, town, name: str = LOOKS[0], **more) -> Proposal:
        operator = town.actor(the_only(CITY, "operator"), Role.OPERATOR)
        return admit_organisation.propose(
            actor=operator, now=NOW, kind="inspector", name=name, region=CITY, **more
        )

    def test_the_bureau_reads_whose_name_looks_like_it(self, town, real):
        operator = town.actor(the_only(CITY, "operator"), Role.OPERATOR)
        proposal = admit_organisation.propose(
            actor=operator, now=NOW, kind="purchaser", name=LOOKS[0], region=CITY
        )
        assert "U+9752" in proposal.after["alike"][0]
        desk = signed_in(account_in(town, Role.PROCUREMENT_APPROVER))
        page = read(desk, f"/proposals/{proposal.pk}/")
        for words in ("名称相同或相近的单位", REAL, real.uscc, "U+9751", "U+9752"):
            assert words in page
        town.agrees()
        assert Organisation.objects.get(name=LOOKS[0]).looks.get().alike_at is not None

    def test_a_new_name_is_compared_as_well(self, town, real):
        other = town.supplier("洛阳别家有限公司", uscc=OTHER_USCC)
        connection.check_constraints()
        operator = town.actor(the_only(CITY, "operator"), Role.OPERATOR)
        proposal = change_organisation.propose(
            actor=operator, now=NOW, organisation_id=other.pk, papers="变更通知书", name=LOOKS[0],
            named_on=NOW.date(), uscc=OTHER_USCC, address="洛阳市",
        )  # fmt: skip
        assert REAL in proposal.after["alike"][0]
        town.agrees()
        other.refresh_from_db()
        assert other.name == LOOKS[0]

    def test_a_body_that_keeps_its_name_is_shown_beside_the_old_one(self, town):
        operator = town.actor(the_only(CITY, "operator"), Role.OPERATOR)
        old = the_only(CITY, "regulator")
        proposal = succeed_organisation.propose(
            actor=operator, now=NOW, organisation_id=old.pk, name=old.name, on=NOW.date(),
            basis="批复",
        )  # fmt: skip
        assert old.name in proposal.after["alike"][0]
        town.agrees()
        assert the_only(CITY, "regulator").pk != old.pk


class TestDesk:
    def test_both_names_and_the_characters_stand_on_the_page(self, town, real):
        claim = alike()
        page = read(browser(town, "procurement-officer"), f"/account/claims/{claim.pk}/")
        differs = "第 3 个字符是「靑」(U+9751,汉字),对方是「青」(U+9752,汉字)"
        named = (REAL, LOOKS[0], real.uscc, OTHER_USCC)
        for words in ("名称相同或相近,要两个人核对", *named, differs, "送复核"):
            assert words in page
        assert "核实通过</button>" not in page

    def test_the_same_name_is_said_to_differ_by_code_alone(self, town, real):
        page = read(browser(town, "procurement-officer"), f"/account/claims/{alike(REAL).pk}/")
        assert "两个名称逐字相同,只有代码不同" in page

    def test_a_second_claim_of_such_a_name_is_named(self, town):
        first = register(name=REAL)
        alike_one = register(uscc=OTHER_USCC, name=LOOKS[0], username="another")
        page = read(browser(town, "procurement-officer"), f"/account/claims/{first.pk}/")
        assert alike_one.name in page
        assert "还有名称相同或相近的授权待核实" in page
        assert "核实通过</button>" in page

    def test_from_the_desk_to_the_second_person(self, town, real):
        claim = alike()
        officer, approver = (
            browser(town, "procurement-officer"),
            browser(town, "procurement-approver"),
        )
        place = f"/account/claims/{claim.pk}/"
        page = send(officer, place, {"verdict": "accept", "reason": "已回拨"}, 409)
        assert any("两个人核对" in one for one in problems(page))
        assert "已回拨" in page
        send(officer, place, {"verdict": "propose", "reason": "已回拨"})
        proposal = Proposal.objects.get()
        waits = read(officer, place)
        assert f"/proposals/{proposal.pk}/" in waits
        assert "核实通过</button>" not in waits
        read(approver, f"/proposals/{proposal.pk}/")
        send(approver, f"/proposals/{proposal.pk}/decide/", {"decision": "approve"})
        claim.refresh_from_db()
        assert claim.state == "accepted"

    def test_the_approver_alone_can_only_refuse(self, town, real):
        claim = alike()
        approver = browser(town, "procurement-approver")
        place = f"/account/claims/{claim.pk}/"
        page = read(approver, place)
        assert "送复核</button>" not in page
        assert "由经办人先核对" in page
        send(approver, place, {"verdict": "propose", "reason": "好"}, 403)
        send(approver, place, {"verdict": "accept", "reason": "好"}, 409)
        send(approver, place, {"verdict": "送", "reason": "好"}, 422)
        send(approver, place, {"verdict": "refuse", "reason": "名称相近"})


class TestKept:
    def test_what_a_name_looks_like_is_put_right_at_night(self, town, real):
        assert put_looks_right(actor=town.system, now=NOW) == 0
        NameLook.objects.filter(name=REAL).update(look="别的")
        assert put_looks_right(actor=town.system, now=NOW) == 1
        with pytest.raises(Conflict, match="name_alike"):
            decided(town, alike())

    def test_of_twins_that_came_unseen_bureau_and_operator_are_told(self, town, real):
        NameLook.objects.filter(name=REAL).update(look="别的")
        decided(town, alike())
        connection.check_constraints()
        assert put_looks_right(actor=town.system, now=NOW) == 1
        told = Event.objects.get(type="parties.city.twins_found")
        assert told.after["twins"] == 1
        assert all(words in told.after["alike"][0] for words in (REAL, LOOKS[0], OTHER_USCC))
        drain(clock=lambda: NOW, city=CITY)
        said = Message.objects.filter(event_type="parties.city.twins_found")
        assert {each.role for each in said} == {Role.PROCUREMENT_APPROVER, Role.OPERATOR}
        assert put_looks_right(actor=town.system, now=NOW) == 0

    def test_of_twins_that_two_let_in_nobody_is_told(self, town, real):
        agreed(town, proposed(town, alike()))
        NameLook.objects.update(look="别的")
        assert put_looks_right(actor=town.system, now=NOW) > 1
        assert not Event.objects.filter(type="parties.city.twins_found").exists()

    def test_every_organisation_has_its_look(self, town, real):
        kept = set(NameLook.objects.values_list("organisation_id", "name"))
        assert kept == set(Organisation.objects.values_list("pk", "name"))


@pytest.mark.usefixtures("committed_db")
def test_of_two_that_come_at_once_one_alone_is_let_in_by_one():
    town = found_town()
    desks = [town.bureau(one) for one in (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER)]
    with hands(2) as two:
        for number in range(5):
            bodies = [f"91{COUNTY}MA{number:05d}{place:02d}" for place in range(2)]
            claims = [
                register(
                    uscc=body + uscc_check(body), username=f"user{body.lower()}",
                    person=f"人{body}",
                    name=("洛阳青里" if place else "洛阳靑里") + "甲乙丙丁戊"[number],
                )
                for place, body in enumerate(bodies)
            ]  # fmt: skip
            acts = [
                partial(
                    prove_mandate, actor=desk, now=NOW, claim_id=claim.pk, accepted=True,
                    reason="已回拨",
                )
                for desk, claim in zip(desks, claims, strict=True)
            ]  # fmt: skip
            done, refused = split(two.race(*acts))
            assert len(done) == 1
            assert refused[0].findings[0].code == "parties.name_alike"
