"""The letter goes with the procurement file to all who obtained it; awards follow. 附-1"""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from agencies.ground import KNOWN, NOW, OWN, STRANGER, Agencies
from agencies.test_agreements import refused
from cairong.agencies.actions.add_recipients import add_recipients
from cairong.agencies.actions.cancel_file import cancel_file
from cairong.agencies.models import Engagement, ProcurementFile
from cairong.audit.models import Event
from cairong.contracts.actions.prove_mandate import prove_mandate
from cairong.contracts.actions.register_supplier import register_supplier
from cairong.contracts.facts import Winner
from cairong.contracts.reads import awards_of, contracts_of
from cairong.kernel.actor import Actor, Role, public
from cairong.kernel.errors import Conflict, Invalid, NotFound, PolicyBreach, WrongState
from cairong.outreach.actions.acknowledge_letter import acknowledge_letter
from cairong.outreach.actions.open_letter import open_letter
from cairong.outreach.actions.serve_letter import serve_letter
from cairong.outreach.models import Letter
from cairong.outreach.reads import inbox, letter_for, letter_on_paper, letters_of, read_of
from cairong.parties.kinds import SupplierFacts
from cairong.parties.models import Claim, Mandate
from cairong.policy.clauses import letter_hash
from cairong.secrecy.actions.freeze_case import freeze_case
from support.town import CITY, COUNTY, acting, at

pytestmark = pytest.mark.django_db


class TestLetters:
    def test_each_that_obtained_the_file_gets_it_once_known_here_or_not(self, ground: Agencies):
        file = ground.issue()
        add_recipients(
            actor=ground.clerk(), now=NOW, file_id=file.pk,
            obtained=f"{STRANGER} 洛阳新来科技有限公司\n92410303MA40000019 第三家商行",
        )  # fmt: skip
        ground.follow()
        letters = Letter.objects.filter(recipient__file=file)
        assert letters.count() == 3
        assert {each.sha256 for each in letters} == {letter_hash()}
        assert ground.letter(KNOWN).supplier == ground.town.supplier()
        assert (ground.letter().supplier, ground.letter().addressed) == (
            None, "洛阳新来科技有限公司",
        )  # fmt: skip
        refused(
            Conflict, "agencies.obtained_already", add_recipients, actor=ground.clerk(), now=NOW,
            file_id=file.pk, obtained=f"{STRANGER} 洛阳新来科技有限公司",
        )  # fmt: skip
        said = inbox(ground.buyer()).filter(event_type="agencies.file.issued")[0].sentence
        assert "甲代理" in said

    def test_the_supplier_reads_its_own_and_its_agency_and_purchaser_see_that(self, ground):
        file = ground.issue()
        supplier = ground.town.actor(ground.town.supplier(), Role.SUPPLIER)
        open_letter(actor=supplier, now=NOW, letter_id=ground.letter(KNOWN).pk)
        with pytest.raises(NotFound):
            letter_for(supplier, ground.letter().pk)
        for actor in (ground.clerk(), ground.buyer()):
            assert letter_for(actor, ground.letter(KNOWN).pk).opened_by_id == supplier.person_id
            assert read_of(actor, NOW, [file.pk]) == {file.pk: "1/2"}
        assert letter_on_paper(supplier, ground.letter(KNOWN).pk).startswith(b"%PDF")

    def test_who_is_not_here_is_handed_it_and_reads_it_by_its_link(self, ground: Agencies):
        ground.issue()
        letter, clerk = ground.letter(), ground.clerk()
        assert letter_on_paper(clerk, letter.pk, linked=True).startswith(b"%PDF")
        given = {"actor": clerk, "now": NOW, "letter_id": letter.pk, "served_how": "paper"}
        refused(PolicyBreach, "agencies.served_early", serve_letter, **given,
                served_on=date(2026, 3, 1))  # fmt: skip
        refused(PolicyBreach, "contracts.day_to_come", serve_letter, **given,
                served_on=date(2026, 3, 3))  # fmt: skip
        serve_letter(**given, served_on=date(2026, 3, 2))
        refused(Conflict, "outreach.served_already", serve_letter, **given,
                served_on=date(2026, 3, 2))  # fmt: skip
        refused(Conflict, "outreach.in_inbox", serve_letter, **given
                | {"letter_id": ground.letter(KNOWN).pk}, served_on=date(2026, 3, 2))  # fmt: skip
        anybody = public(city=CITY)
        acknowledge_letter(actor=anybody, now=NOW, token=letter.token)
        letter.refresh_from_db()
        assert (letter.opened_at, letter.opened_by) == (NOW, None)
        with pytest.raises(Conflict):
            acknowledge_letter(actor=anybody, now=NOW, token=letter.token)
        for wrong in ("", "x" * 32):
            with pytest.raises(NotFound):
                acknowledge_letter(actor=anybody, now=NOW, token=wrong)

    def test_once_registered_it_finds_the_letter_in_its_own_inbox(self, ground: Agencies):
        ground.issue()
        register_supplier(
            actor=public(city=CITY), now=NOW, uscc=STRANGER, name="洛阳新来科技有限公司",
            region=COUNTY, address="洛阳市", person="新人", phone="13837900001",
            username="newcomer", password="correct horse battery", evidence="执照",
            supplier=SupplierFacts(
                industry="软件和信息技术服务业", employees=42, revenue_wan=Decimal(1800)
            ),
        )  # fmt: skip
        claim = Claim.objects.get()
        prove_mandate(
            actor=ground.town.bureau(Role.PROCUREMENT_OFFICER), now=NOW, claim_id=claim.pk,
            accepted=True, reason="执照、授权书",
        )  # fmt: skip
        ground.follow()
        mandate = Mandate.objects.get(organisation__uscc=STRANGER)
        assert list(letters_of(acting(mandate))) == [ground.letter()]

    def test_nobody_else_learns_who_obtained_it_before_it_is_awarded(self, ground: Agencies):
        file = ground.issue()
        others = [
            ground.clerk("乙代理"),
            ground.buyer(name="另一采购人"),
            ground.town.bureau(Role.PROCUREMENT_OFFICER),
            ground.town.bureau(Role.COUNTY_CLERK),
        ]
        for actor in others:
            assert not letters_of(actor).exists()
        for event in Event.objects.filter(about__contains=[file.pk]):
            assert STRANGER not in str(event.after)
            assert "新来" not in str(event.after)
            assert event.visible_to is not None
        ground.award(file_id=file.pk)
        assert letters_of(others[2]).filter(occasion="file").count() == 2
        assert not letters_of(others[0]).exists()

    def test_a_case_frozen_as_a_secret_takes_its_file_and_letters_with_it(self, ground: Agencies):
        other = ground.issue(project_no="洛采2026-8", title="别的项目")
        scoped = ground.engage(no="洛代2026-7", project_no="洛采2026-7")
        file = ground.issue(engagement_id=scoped.pk)
        award = ground.award(file_id=file.pk)
        desk = ground.town.bureau(Role.TREASURY_OFFICER)
        with connection.cursor() as cursor:  # what ends with a transaction, as it would have
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        freeze_case(actor=desk, now=NOW, number=award.no)
        assert list(ProcurementFile.objects.values_list("pk", flat=True)) == [other.pk]
        assert set(Letter.objects.values_list("project_title", flat=True)) == {"别的项目"}
        assert not Engagement.objects.filter(pk=scoped.pk).exists()
        assert ground.engagement.project_no == ""


class TestFiles:
    @pytest.mark.parametrize(
        ("otherwise", "error", "code"),
        [
            ({"obtained": f"{KNOWN} 供应商\n{KNOWN} 供应商"}, Invalid, "firms.twice"),
            ({"obtained": f"{KNOWN} 另一个名字"}, Invalid, "agencies.other_name"),
            ({"obtained": f"{OWN} 换了名字"}, PolicyBreach, "agencies.own_part"),
            ({"obtained": "92410303MA40000019 甲代理"}, PolicyBreach, "agencies.own_part"),
            ({"issued_on": date(2026, 3, 3)}, PolicyBreach, "contracts.day_to_come"),
        ],
    )
    def test_what_is_wrong_is_named_and_nothing_is_kept(self, ground, otherwise, error, code):
        refused(error, code, ground.issue, **otherwise)
        assert not ProcurementFile.objects.exists()

    def test_a_project_has_one_file_and_a_cancelled_one_makes_room(self, ground: Agencies):
        first = ground.issue()
        refused(Conflict, "agencies.file_once", ground.issue)
        cancel_file(actor=ground.clerk(), now=NOW, file_id=first.pk, reason="编号抄错")
        with pytest.raises(WrongState):
            ground.award(file_id=first.pk)
        again = ground.issue(obtained="")
        assert Letter.objects.filter(recipient__file=again).count() == 0
        ground.award(file_id=again.pk)
        refused(Conflict, "agencies.file_awarded", cancel_file, actor=ground.clerk(), now=NOW,
                file_id=again.pk, reason="想作废")  # fmt: skip

    def test_a_purchaser_without_an_agency_does_it_itself(self, ground: Agencies):
        file = ground.issue(actor=ground.buyer())
        assert (file.agency, Letter.objects.filter(recipient__file=file).count()) == (None, 2)
        award = ground.award(actor=ground.buyer(), file_id=file.pk)
        assert (award.file, award.engagement, award.agency) == (file, None, "")

    def test_whose_person_acts_for_a_supplier_too_stands_back(self, ground: Agencies):
        clerk, supplier = ground.clerk(), ground.town.supplier()
        Mandate.objects.create(
            organisation=supplier, person_id=clerk.person_id, role="supplier", region=COUNTY,
            valid_from=NOW.date(),
        )  # fmt: skip
        refused(PolicyBreach, "agencies.recused", ground.issue)
        refused(PolicyBreach, "agencies.recused", ground.award,
                engagement_id=ground.engagement.pk)  # fmt: skip
        ground.issue(actor=ground.clerk(which="另一位"))


class TestAwards:
    def test_an_agency_records_it_for_the_purchaser_that_has_to_sign(self, ground: Agencies):
        file = ground.issue()
        award = ground.award(file_id=file.pk)
        assert (award.purchaser, award.agency, award.region) == (
            ground.purchaser, "甲代理", COUNTY,
        )  # fmt: skip
        assert (award.engagement, award.file) == (ground.engagement, file)
        event = Event.objects.get(type="contracts.award.recorded")
        assert (event.after["mandated"], event.role) == ("洛代2026-1", "agency-clerk")
        said = inbox(ground.buyer()).filter(event_type="contracts.award.recorded")[0].sentence
        assert "代理机构登记了" in said
        assert Letter.objects.filter(award=award, occasion="award").count() == 1
        clerk: Actor = ground.clerk()
        assert list(awards_of(clerk)) == [award]
        assert not contracts_of(clerk).exists()
        assert not awards_of(ground.clerk("乙代理")).exists()

    def test_on_no_file_of_others_and_under_its_number(self, ground: Agencies):
        own = ground.issue(actor=ground.buyer())
        refused(PolicyBreach, "agencies.file_of_other", ground.award,
                engagement_id=ground.engagement.pk)  # fmt: skip
        with pytest.raises(NotFound):
            ground.award(file_id=own.pk)
        mine = ground.issue(project_no="洛采2026-8")
        refused(PolicyBreach, "agencies.file_project", ground.award, file_id=mine.pk)
        refused(Invalid, "agencies.which_agreement", ground.award)
        ground.engage(agency="乙代理", no="洛代2026-2")
        with pytest.raises(NotFound):
            ground.award(actor=ground.clerk("乙代理"), file_id=mine.pk)

    @pytest.mark.parametrize("named", [True, False])
    def test_an_agency_never_wins_what_it_handles(self, ground: Agencies, named):
        twin = ground.town.supplier("甲方分部", uscc=OWN)
        winner = Winner(name="甲代理", unregistered=True) if named else Winner(supplier_id=twin.pk)
        given = {"supplier_id": None, "winners": [winner]}
        refused(PolicyBreach, "agencies.own_part", ground.award,
                engagement_id=ground.engagement.pk, **given)  # fmt: skip
        file = ground.issue()
        refused(PolicyBreach, "agencies.own_part", ground.award, actor=ground.buyer(),
                file_id=file.pk, **given)  # fmt: skip

    def test_an_agreement_renewed_goes_on_with_its_file(self, ground: Agencies):
        file = ground.issue()
        ground.record(
            at("2026-12-20 10:00"),
            no="洛代2027-1",
            valid_from=date(2027, 1, 1),
            valid_to=date(2027, 12, 31),
        )
        later = at("2027-01-04 10:00")
        refused(PolicyBreach, "agencies.not_accepted", ground.award, later, file_id=file.pk)
