"""What was financed outside the platform counts beside its own, with a paper and two persons.

一(二)-3 一(二)-4
"""

from hashlib import sha256

import pytest

from cairong.audit.models import Event
from cairong.kernel import papers
from cairong.kernel.actor import Role
from cairong.kernel.errors import Invalid, NotAllowed, NotFound, PolicyBreach, Refusal
from cairong.oversight.actions.enter_outside import enter_outside
from cairong.oversight.actions.keep_outside_paper import keep_outside_paper
from cairong.oversight.models import OutsideAmount, OutsidePaper
from cairong.oversight.outside import figure_in_force
from cairong.oversight.reads import financed, years
from cairong.parties.models import Organisation, Region
from lending.ground import twice
from support.slips import PAPER
from support.staging import staged
from support.town import CITY, COUNTY, Town, at

pytestmark = pytest.mark.django_db
NOW, LATER = at("2026-03-02 10:00"), at("2026-03-03 10:00")
WAN = 1_000_000


@staged
def pair(town: Town):
    return town.bureau(Role.PROCUREMENT_OFFICER), town.bureau(Role.PROCUREMENT_APPROVER)


def paper(pair, content: bytes = PAPER) -> OutsidePaper:
    return keep_outside_paper(actor=pair[0], now=NOW, name="2025年统计表.pdf", content=content)


def enter(pair, now=NOW, **otherwise) -> OutsideAmount:
    facts = {
        "year": 2025, "region": CITY, "institution_id": None, "amount_fen": 300 * WAN, "loans": 12,
        "source": "2025年度政采贷统计表",
    }  # fmt: skip
    given = {"paper_id": paper(pair).pk} if "paper_id" not in otherwise else {}
    return twice(enter_outside, *pair, now, **facts | given | otherwise)


def level(actor, year: int, code: str = CITY):
    return next(each for each in financed(actor, year).levels if each.code == code)


class TestEntered:
    def test_it_makes_the_base_of_the_first_year(self, pair):
        enter(pair)
        own = level(pair[0], 2026)
        assert (own.growth.base_fen, own.growth.line_fen) == (300 * WAN, 600 * WAN)
        assert (own.base_outside_fen, own.outside_fen) == (300 * WAN, 0)
        before = level(pair[0], 2025)
        assert (before.growth.year_fen, before.outside_fen, before.loans) == (
            300 * WAN, 300 * WAN, 12,
        )  # fmt: skip
        assert years(CITY) == [2025]

    def test_each_institution_is_a_lender_of_that_year(self, pair, town):
        lender = town.institution()
        enter(pair, institution_id=lender.pk, region=COUNTY)
        enter(pair, region=COUNTY, amount_fen=WAN, loans=1)
        county = level(pair[0], 2025, COUNTY)
        assert (county.growth.year_fen, county.institutions, county.loans) == (301 * WAN, 1, 13)

    def test_what_it_rests_on_stands_in_its_event(self, pair):
        row = enter(pair)
        event = Event.objects.get(type="oversight.outside.entered")
        assert event.subject_id == str(row.pk)
        assert event.after["paper_sha256"] == sha256(PAPER).hexdigest()
        assert event.after["level"] == "洛阳市本级"
        assert event.basis == ["一(二)-3", "一(二)-4"]

    def test_a_merged_county_counts_for_its_successor(self, pair):
        enter(pair, region=COUNTY)
        Region.objects.filter(code=COUNTY).update(successor_code="410327")
        assert level(pair[0], 2025, "410327").outside_fen == 300 * WAN

    def test_the_same_paper_is_kept_once(self, pair):
        assert paper(pair) == paper(pair)


class TestCorrected:
    def test_a_correction_counts_instead_and_the_old_one_stays(self, pair):
        first = enter(pair)
        second = enter(pair, LATER, amount_fen=250 * WAN, loans=10, source="更正:多计一笔")
        assert second.revises == first
        assert level(pair[0], 2025).outside_fen == 250 * WAN
        assert OutsideAmount.objects.count() == 2
        event = Event.objects.filter(type="oversight.outside.entered").last()
        assert event.before["amount_fen"] == 300 * WAN

    def test_nothing_takes_it_back(self, pair):
        enter(pair)
        enter(pair, LATER, amount_fen=0, loans=0, source="更正:属于平台上的放款")
        assert level(pair[0], 2026).growth.base == "none"
        held = figure_in_force(CITY, year=2025, region=CITY, institution_id=None)
        assert held.amount_fen == 0

    def test_two_corrections_of_one_figure_meet(self, pair):
        first = enter(pair)
        laid = [
            enter_outside.propose(
                actor=pair[0], now=LATER, year=2025, region=CITY, institution_id=None,
                amount_fen=fen, loans=1, paper_id=paper(pair).pk, source="更正:重新统计",
            )
            for fen in (WAN, 2 * WAN)
        ]  # fmt: skip
        enter_outside.approve(actor=pair[1], now=LATER, proposal_id=laid[0].pk)
        with pytest.raises(Refusal) as refused:
            enter_outside.approve(actor=pair[1], now=LATER, proposal_id=laid[1].pk)
        assert OutsideAmount.objects.get(revised_by=None).revises == first
        assert refused.value.findings[0].code == "four_eyes.changed"


class TestRefused:
    @pytest.mark.parametrize(
        ("otherwise", "kind", "code"),
        [
            ({"year": 2026}, PolicyBreach, "targets.year_not_over"),
            ({"year": 1999}, Invalid, "oversight.outside_range"),
            ({"region": "419999"}, Invalid, "oversight.no_region"),
            ({"amount_fen": 0}, PolicyBreach, "targets.outside_loans"),
            ({"loans": 0}, PolicyBreach, "targets.outside_loans"),
            ({"source": "表"}, Invalid, "invalid.text_length"),
        ],
    )
    def test_what_cannot_be(self, pair, otherwise, kind, code):
        with pytest.raises(kind) as refused:
            enter(pair, **otherwise)
        assert refused.value.findings[0].code == code
        assert not OutsideAmount.objects.exists()

    def test_an_institution_that_is_none(self, pair, town):
        bureau = Organisation.objects.get(city_id=CITY, kind="bureau")
        with pytest.raises(NotFound):
            enter(pair, institution_id=bureau.pk)

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>"])
    def test_what_is_no_paper(self, pair, content):
        with pytest.raises(Invalid, match="paper_kind"):
            paper(pair, content)

    def test_a_paper_of_more_than_five_megabytes(self, pair, monkeypatch):
        monkeypatch.setattr(papers, "MOST_MB", 0)
        with pytest.raises(Invalid, match="paper_size"):
            paper(pair)

    def test_others_enter_nothing(self, town, pair):
        with pytest.raises(NotAllowed):
            keep_outside_paper(actor=pair[1], now=NOW, name="x.pdf", content=PAPER)
