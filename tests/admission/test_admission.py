"""Institutions are admitted, reviewed and suspended by two of the bureau alone. 一(一)-4"""

from datetime import date, timedelta

import pytest

from admission.ground import PAPERS, admit, pair, profile, resume, review, suspend, told
from cairong.admission.actions.admit_institution import admit_institution
from cairong.admission.actions.open_reviews import open_reviews
from cairong.admission.actions.review_institution import review_institution
from cairong.admission.actions.suspend_institution import suspend_institution
from cairong.admission.models import Decision
from cairong.audit.models import Event
from cairong.audit.rows import insert
from cairong.clocks.models import Duty
from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, NotAllowed, PolicyBreach
from cairong.lending.reads import obliged_to_province
from cairong.parties.actions.admit import admit_organisation
from cairong.parties.actions.change import change_organisation
from cairong.parties.actions.desks import suspend_organisation
from cairong.parties.kinds import InstitutionFacts
from cairong.parties.models import InstitutionProfile
from cairong.parties.reads import the_only
from cairong.policy.admission import Paper, papers_given, papers_hold
from inspecting.ground import desk_of
from lending.ground import NOW
from support.refusing import stopped
from support.town import CITY, COUNTY

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


def refused(error, code: str, act, **otherwise):
    with pytest.raises(error) as caught:
        act(**otherwise)
    assert caught.value.findings[0].code == code


def running(institution) -> Duty:
    return Duty.objects.get(kind="review_institution", subject_id=institution.pk, state="running")


class TestAdmitted:
    def test_two_of_the_bureau_admit_it_on_papers_and_its_review_is_a_year_off(self, case):
        facts = InstitutionFacts(
            regions=[COUNTY], licence_kind="村镇银行", local_legal_person=True,
            connected_on=date(2025, 9, 1), connected_evidence="联调记录 3 号",
        )  # fmt: skip
        bank = admit(case.town, institution=facts)
        assert profile(bank).licence_no == PAPERS[0].number
        assert obliged_to_province(bank.pk)
        kept = Decision.objects.get(institution=bank)
        assert (kept.kind, kept.papers[1]["until"]) == ("admitted", "2027-12-31")
        event = Event.objects.get(type="admission.institution.admitted")
        assert event.role == "procurement-approver"
        assert event.after["papers"][1] == "合作协议 洛财金合〔2025〕7号,有效期至 2027-12-31"
        duty = running(bank)
        assert (duty.due_on - duty.start_on, duty.holder_role) == (YEAR, "procurement-officer")
        assert duty.holder_organisation is None  # whichever bureau the city has

    @pytest.mark.parametrize(
        ("papers", "code", "said"),
        [
            (PAPERS[:1], "admission.papers_missing", "合作协议"),
            ([], "admission.papers_missing", "金融许可证、合作协议"),
            ([PAPERS[0], Paper(kind="agreement", number="旧 1 号", until=date(2025, 10, 8))],
             "admission.paper_over", "合作协议 旧 1 号"),
        ],
    )  # fmt: skip
    def test_papers_that_lack_or_ran_out_are_named(self, case, papers, code, said):
        with pytest.raises(PolicyBreach) as caught:
            admit(case.town, papers=papers)
        (finding,) = caught.value.findings
        assert finding.code == code
        assert said in finding.params.values()

    def test_a_paper_holds_on_its_last_day(self):
        last = Paper(kind="agreement", number="1", until=date(2025, 10, 9))
        assert papers_hold(papers=[last], today=date(2025, 10, 9)) is None
        assert papers_given(papers=[last]) is not None

    def test_neither_the_operator_nor_a_county_nor_one_alone(self, case):
        town = case.town
        operator = town.actor(the_only(CITY, "operator"), Role.OPERATOR)
        given = {"kind": "institution", "name": "丁银行", "region": CITY}
        lends = InstitutionFacts(regions=[CITY])
        bank = case.bank()
        refused(
            Conflict, "parties.bureau_admits", admit_organisation.propose,
            actor=operator, now=NOW, institution=lends, **given,
        )  # fmt: skip
        of_bank = {"actor": operator, "now": NOW, "organisation_id": bank.pk}
        refused(
            Conflict, "parties.bureau_admits", change_organisation.propose,
            **of_bank, papers="来函", name="甲行",
        )  # fmt: skip
        refused(
            Conflict, "parties.bureau_admits", suspend_organisation.propose,
            **of_bank, reason="整改",
        )  # fmt: skip
        county = desk_of(town, Role.PROCUREMENT_OFFICER, COUNTY)
        refused(
            NotAllowed, "admission.city_alone", suspend_institution.propose,
            actor=county, now=NOW, institution_id=bank.pk, reason="县里不想要",
        )  # fmt: skip
        first, _ = pair(town)
        waiting = suspend_institution.propose(
            actor=first, now=NOW, institution_id=bank.pk, reason="想停就停"
        )
        with pytest.raises(NotAllowed):
            suspend_institution.approve(actor=first, now=NOW, proposal_id=waiting.pk)
        assert profile(bank).suspended_on is None
        assert admit_institution.approves is Role.PROCUREMENT_APPROVER


class TestReviewed:
    def test_each_finding_ends_the_clock_and_the_institution_reads_it(self, case):
        town, bank = case.town, case.bank()
        manager = town.actor(bank, Role.INSTITUTION_MANAGER)
        review(town, bank)
        first = running(bank)
        later = NOW + timedelta(days=300)
        review(town, bank, later, finding="conditions", words="三个月内把按期率提到九成以上。")
        first.refresh_from_db()
        assert (first.state, first.done_on) == ("done", later.date())
        assert running(bank).start_on == later.date()
        said = told(manager, "admission.institution.reviewed")
        assert "附条件继续合作。三个月内把按期率提到九成以上。" in said
        review(town, bank, later + YEAR, finding="suspended", words="条件到期没有做到。")
        assert profile(bank).suspended_on == (later + YEAR).date()
        assert not Duty.objects.filter(kind="review_institution", state="running").exists()
        refused(
            Conflict, "admission.suspended_already", review_institution.propose,
            actor=pair(town)[0], now=NOW, institution_id=bank.pk, finding="kept", words="再看一次",
            papers=PAPERS,
        )  # fmt: skip
        resume(town, bank, later + YEAR)
        assert profile(bank).suspended_on is None
        assert running(bank).start_on == (later + YEAR).date()

    def test_an_institution_of_before_is_reviewed_too_and_once(self, case):
        system, bank = case.town.system, case.bank()
        assert not Duty.objects.filter(kind="review_institution").exists()
        assert open_reviews(actor=system, now=NOW) == 2
        assert (running(bank).due_on, open_reviews(actor=system, now=NOW + YEAR)) == (
            date(2026, 10, 9), 0,
        )  # fmt: skip
        suspend(case.town, bank)
        assert open_reviews(actor=system, now=NOW) == 0

    def test_whose_paper_ran_out_is_suspended_without_and_back_with_its_new_one(self, case):
        town, bank = case.town, case.bank()
        over = Paper(kind="agreement", number="旧 1 号", until=date(2025, 1, 1))
        review(town, bank, finding="suspended", words="协议到期没有续签。", papers=[over])
        with pytest.raises(PolicyBreach):
            resume(town, bank, papers=[over])
        resume(town, bank, papers=[Paper(kind="licence", number="B0002"), PAPERS[1]])
        assert (profile(bank).licence_no, profile(bank).suspended_on) == ("B0002", None)

    def test_it_is_due_when_the_first_paper_runs_out(self, case):
        ending = Paper(kind="agreement", number="1 号", until=date(2025, 12, 31))
        review(case.town, case.bank(), papers=[PAPERS[0], ending])
        assert running(case.bank()).due_on == date(2025, 12, 31)

    def test_a_year_without_review_is_overdue(self, case):
        review(case.town, case.bank())
        assert running(case.bank()).due_on == date(2026, 10, 9)


class TestDatabase:
    def decision(self, case, kind="suspended", **otherwise) -> Decision:
        facts = {
            "city_id": CITY, "institution": case.bank(), "kind": kind, "words": "无人复核",
            "at": NOW, "by_id": pair(case.town)[0].person_id,
        }  # fmt: skip
        return Decision(**facts | otherwise)

    @pytest.mark.parametrize("kind", ["suspended", "kept", "admitted", "resumed"])
    def test_no_decision_stands_that_two_did_not_make(self, case, kind):
        with stopped("admission_undecided"):
            insert(self.decision(case, kind))

    def test_no_profile_is_suspended_or_let_go_behind_the_decision(self, case):
        rows = InstitutionProfile.objects.filter(pk=case.bank().pk)
        with stopped("admission_stands"):
            rows.update(suspended_on=NOW.date())
        suspend(case.town, case.bank())
        with stopped("admission_stands"):
            rows.update(suspended_on=None)
        with stopped("parties_draws_stopped"):
            rows.update(suspended_on=None, draws_stopped=True)

    def test_a_decision_says_why(self, case):
        with stopped("admission_decision_plain"):
            insert(self.decision(case, words=""))
