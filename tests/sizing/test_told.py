"""Who is told what of a dispute, who reads its paper and letter, and what the letters say.

Who asked is told the class; the firm the reason too. 46§16, 802§29
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from cairong.audit.models import Event
from cairong.cases.finding import trail_of
from cairong.doors.drain import drain
from cairong.kernel.actor import Role
from cairong.kernel.errors import NotFound
from cairong.outreach.models import Message
from cairong.parties.reads import the_only
from cairong.sizing.actions.withdraw_dispute import withdraw_dispute
from cairong.sizing.reads import dispute_page, disputes_of, letter_pdf, paper_on, sayings_for
from cairong.sizing.steps.letter import forwarded, replied
from lending.ground import Case
from sizing.ground import ELSEWHERE, LATER, NOW, PAPER, Sizing, stand_sizing
from support.staging import staged
from support.town import CITY, Town, at

pytestmark = pytest.mark.django_db
SECRET = ("380", "12000", "社保名册", "劳务派遣")


@staged
def ground(town: Town) -> Sizing:
    return stand_sizing(town)


def told(ground: Sizing, now=LATER) -> dict[tuple[str, str], list[str]]:
    """Deliver what waits; what each role of each organisation was told of disputes, in order."""
    drain(clock=lambda: now, city=CITY)
    rows = Message.objects.filter(event_type__startswith="sizing.").order_by("id")
    found = dict[tuple[str, str], list[str]]()
    for row in rows.select_related("organisation"):
        found.setdefault((row.organisation.name, row.role), []).append(row.sentence)
    return found


def settled(ground: Sizing):
    found = ground.ask()
    ground.hear(found)
    return ground.decide(found)


class TestTold:
    def test_the_authority_and_the_firm_of_a_question(self, ground):
        ground.ask()
        said = told(ground, NOW)
        authority = said[ground.authority.name, "sme-authority"]
        firm = said["本地企业", "supplier"]
        assert len(authority) == len(firm) == 1
        assert "请在期限内认定" in authority[0]
        assert "请打开陈述意见" in firm[0]
        assert set(said) == {(ground.authority.name, "sme-authority"), ("本地企业", "supplier")}

    def test_nobody_but_the_authority_of_a_firms_own_question(self, ground):
        ground.ask(ground.of(ground.firm), uscc="")
        assert set(told(ground, NOW)) == {(ground.authority.name, "sme-authority")}

    def test_the_class_to_who_asked_and_the_reason_to_the_firm(self, ground):
        settled(ground)
        said = told(ground)
        asker = said["采购人", "purchaser-officer"]
        assert len(asker) == 1
        assert "大型企业" in asker[0]
        assert not [word for word in SECRET if word in asker[0]]
        assert "社保名册 380 人" in said["本地企业", "supplier"][-1]

    def test_the_authority_of_what_the_firm_said(self, ground):
        ground.hear(ground.ask())
        assert "陈述了意见" in told(ground)[ground.authority.name, "sme-authority"][-1]

    def test_all_of_a_letter_to_elsewhere_and_of_the_answer(self, ground):
        found = ground.forward(ground.ask(uscc=ELSEWHERE))
        first = told(ground)
        assert "北京市经济和信息化局" in first["采购人", "purchaser-officer"][-1]
        assert "北京市经济和信息化局" in first["外地企业", "supplier"][-1]
        ground.answered(found)
        then = told(ground, at("2025-10-13 12:00"))
        assert "中型企业" in then["采购人", "purchaser-officer"][-1]
        assert "京经信函" in then["外地企业", "supplier"][-1]

    def test_the_authority_and_the_firm_of_a_withdrawal(self, ground):
        found = ground.ask()
        withdraw_dispute(
            actor=ground.purchaser, now=LATER, dispute_id=found.pk, reason="核对以后没有异议了"
        )
        said = told(ground)
        assert "不用再办理" in said[ground.authority.name, "sme-authority"][-1]
        assert "不用再办理" in said["本地企业", "supplier"][-1]

    def test_a_message_leads_to_the_dispute(self, ground):
        found = settled(ground)
        for actor in (ground.purchaser, ground.of(ground.firm), ground.pair[0]):
            assert trail_of(actor, found.pk) == (("size", str(found.pk)),)
        with pytest.raises(NotFound):
            trail_of(ground.of(ground.foreign), found.pk)


class TestChain:
    @pytest.mark.parametrize(
        ("type_", "readers"),
        [
            ("sizing.dispute.asked", {"采购人", "本地企业", "authority"}),
            ("sizing.dispute.heard", {"本地企业", "authority"}),
            ("sizing.dispute.decided", {"本地企业", "authority"}),
        ],
    )
    def test_who_reads_the_event(self, ground, type_, readers):
        settled(ground)
        event = Event.objects.get(type=type_)
        names = {
            ground.purchaser.organisation_id: "采购人",
            ground.firm.pk: "本地企业",
            ground.authority.pk: "authority",
        }
        assert {names[each] for each in event.visible_to} == readers

    def test_what_two_decided_stands_in_it(self, ground):
        settled(ground)
        event = Event.objects.get(type="sizing.dispute.decided")
        assert event.person_id == ground.pair[1].person_id
        assert event.before == {"state": "open", "size": "小型"}
        said = {"size": "大型", "employees": 380, "tied": False, "heard": True}
        assert said.items() <= event.after.items()
        assert event.after["paper_sha256"] == ground.paper().sha256
        assert event.basis == ["802§29"]

    def test_the_basis_is_the_letters_where_the_finance_department_asked(self, ground):
        bureau = ground.town.bureau(Role.PROCUREMENT_OFFICER)
        found = ground.ask(bureau, letter_no="洛财购函〔2025〕3号")
        ground.hear(found)
        ground.decide(found)
        for type_ in ("sizing.dispute.asked", "sizing.dispute.decided"):
            assert Event.objects.get(type=type_).basis == ["46§16"]


class TestRead:
    def seats(self, ground) -> dict[str, object]:
        """One actor for each who might look, by a word."""
        town = ground.town
        return {
            "asker": ground.purchaser,
            "its approver": town.actor(town.purchaser(), Role.PURCHASER_APPROVER),
            "firm": ground.of(ground.firm),
            "authority": ground.pair[0],
            "other purchaser": town.actor(town.purchaser("别的采购人"), Role.PURCHASER_OFFICER),
            "other firm": ground.of(ground.foreign),
            "institution": town.actor(town.institution(), Role.INSTITUTION_OFFICER),
            "bureau": town.bureau(Role.PROCUREMENT_OFFICER),
            "treasury": town.bureau(Role.TREASURY_OFFICER),
            "regulator": town.actor(the_only(CITY, "regulator"), Role.REGULATOR),
            "pboc": town.actor(the_only(CITY, "pboc"), Role.PBOC),
        }

    def test_by_whom_and_how_much(self, ground):
        found = settled(ground)
        for who, sees, sayings, inside in (
            ("asker", True, 1, False),
            ("its approver", True, 1, False),
            ("firm", True, 3, True),
            ("authority", True, 3, True),
            ("other purchaser", False, 0, False),
            ("other firm", False, 0, False),
            ("institution", False, 0, False),
            ("bureau", False, 0, False),
            ("treasury", False, 0, False),
            ("regulator", False, 0, False),
            ("pboc", False, 0, False),
        ):
            actor = self.seats(ground)[who]
            assert disputes_of(actor).exists() is sees, who
            if not sees:
                with pytest.raises(NotFound):
                    dispute_page(actor, LATER, found.pk)
                continue
            page = dispute_page(actor, LATER, found.pk)
            assert (len(page.sayings), page.inside, page.letter) == (sayings, inside, True), who
            assert page.may == frozenset()

    def test_a_county_desk_of_the_authority_looks_and_does_nothing(self, ground):
        county = replace(ground.pair[0], region="410303")
        found = ground.ask()
        ground.hear(found)
        page = dispute_page(county, LATER, found.pk)
        assert (page.inside, page.may) == (True, frozenset())
        assert dispute_page(ground.pair[0], LATER, found.pk).may == {"decide"}

    def test_each_does_what_is_its_own(self, ground):
        found = ground.ask()
        away = ground.ask(uscc=ELSEWHERE)
        assert dispute_page(ground.purchaser, NOW, found.pk).may == {"withdraw"}
        assert dispute_page(ground.of(ground.firm), NOW, found.pk).may == {"hear"}
        page = dispute_page(ground.pair[0], NOW, found.pk)
        assert (page.may, page.waits_for_firm) == (frozenset(), True)
        assert dispute_page(ground.pair[0], NOW, away.pk).may == {"forward"}
        ground.forward(away)
        assert dispute_page(ground.pair[0], LATER, away.pk).may == {"answer"}
        assert dispute_page(ground.of(ground.foreign), LATER, away.pk).may == frozenset()
        late = at("2025-09-30 10:00")
        assert dispute_page(ground.pair[0], late, found.pk).may == {"decide"}

    def test_papers_by_their_sides(self, ground):
        own = ground.paper(ground.purchaser, PAPER + b"asked")
        said = ground.paper(ground.of(ground.firm), PAPER + b"heard")
        found = ground.ask(paper_id=own.pk)
        ground.hear(found, paper_id=said.pk)
        assert paper_on(ground.purchaser, found.pk, own.pk) == own
        assert paper_on(ground.pair[0], found.pk, said.pk) == said
        assert paper_on(ground.of(ground.firm), found.pk, own.pk) == own
        for actor, paper in (
            (ground.purchaser, said.pk),
            (ground.of(ground.foreign), said.pk),
            (ground.pair[0], uuid4()),
        ):
            with pytest.raises(NotFound):
                paper_on(actor, found.pk, paper)

    def test_nobody_hands_in_anothers_paper(self, ground):
        own = ground.paper(ground.purchaser, PAPER + b"asked")
        found = ground.ask()
        with pytest.raises(NotFound):
            ground.hear(found, paper_id=own.pk)
        with pytest.raises(NotFound):
            ground.decide(ground.hear(found), paper_id=own.pk)

    def test_the_same_paper_is_kept_once_by_each(self, ground):
        assert ground.paper() == ground.paper()
        assert ground.paper().pk != ground.paper(ground.purchaser).pk


class TestLetters:
    def test_the_reply_says_the_class_and_no_figure(self, ground):
        said = replied(settled(ground))
        assert said["holder"] == "采购人"
        assert said["no"] == "洛工信函〔2025〕1号"
        assert ["认定的规模类型", "大型企业"] in said["rows"]
        assert ["申报的规模类型", "小型企业"] in said["rows"]
        assert "2025年9月24日" in said["issued"]
        assert not [word for word in SECRET if word in str(said)]

    def test_the_reply_names_the_letter_it_answers(self, ground):
        bureau = ground.town.bureau(Role.PROCUREMENT_OFFICER)
        found = ground.ask(bureau, letter_no="洛财购函〔2025〕3号")
        ground.hear(found)
        assert "来函 洛财购函〔2025〕3号" in replied(ground.decide(found))["opening"]

    def test_the_letter_elsewhere_says_what_the_firm_declared(self, ground):
        said = forwarded(ground.forward(ground.ask(uscc=ELSEWHERE)))
        assert said["holder"] == "北京市经济和信息化局"
        assert ["从业人员", "42 人"] in said["rows"]
        assert ["营业收入", "1800.00 万元"] in said["rows"]
        assert ["所属行业", "软件和信息技术服务业"] in said["rows"]
        assert "资产总额" not in str(said["rows"])
        assert "行政区划是 110000" in said["opening"]

    def test_they_are_numbered_without_a_gap_in_one_series(self, ground):
        first = ground.forward(ground.ask(uscc=ELSEWHERE))
        found = ground.ask()
        ground.hear(found)
        second = ground.decide(found)
        assert [first.letter, second.letter] == ["洛工信函〔2025〕1号", "洛工信函〔2025〕2号"]

    def test_who_takes_the_letter_to_elsewhere(self, ground):
        found = ground.forward(ground.ask(uscc=ELSEWHERE))
        for actor in (ground.pair[0], ground.of(ground.foreign)):
            no, content = letter_pdf(actor, found.pk)
            assert (no, content[:5]) == (found.letter, b"%PDF-")
        for actor in (ground.purchaser, ground.of(ground.firm)):
            with pytest.raises(NotFound):
                letter_pdf(actor, found.pk)

    def test_there_is_none_before(self, ground):
        found = ground.ask()
        for actor in (ground.pair[0], ground.of(ground.firm), ground.purchaser):
            with pytest.raises(NotFound):
                letter_pdf(actor, found.pk)


def test_an_institution_asks_about_whose_application_it_has(ground):
    officer = ground.town.actor(ground.town.institution(), Role.INSTITUTION_OFFICER)
    case = Case(ground.town, None, now=at("2025-09-19 10:00"))
    case.publish()
    award = case.do(
        "record_award", supplier=ground.firm, amount_fen=Decimal(100_000_000),
        notice_on=date(2025, 9, 19), title="机房改造",
    )  # fmt: skip
    case.do(
        "register_intent", ground.of(ground.firm), award=award, amount_fen=30_000_000, days=180,
        institutions=[ground.town.institution()],
    )  # fmt: skip
    found = ground.ask(officer)
    assert (found.asker.name, found.state) == ("甲银行", "open")
    assert [each.kind for each in sayings_for(officer, found)] == ["asked"]
