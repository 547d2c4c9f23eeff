"""Exported facts give the same bytes on another machine, without the program's packages.

三(二)-1
"""

import json
from datetime import date, timedelta
from random import Random

import pytest

from cairong.evaluation.counting import counted, standing
from cairong.evaluation.facts import facts_of
from cairong.evaluation.reads import facts_text, year_view
from cairong.evaluation.scheme import governing
from cairong.lending.models import Loan
from cairong.policy import recount
from cairong.policy.evaluation import NEWEST, SCHEMES
from evaluation.judged import PUBLISHED, Bank, stand_bank
from oversight.ground import lent, repaid
from support.plain import recounted
from support.staging import staged
from support.town import CITY, COUNTY, at

pytestmark = pytest.mark.django_db
YEARS = range(2022, 2027)
NOW = at("2027-01-15 10:00")


@staged
def bank(db) -> Bank:
    """Five years of loans as they come, some repaid soon."""
    made, draw = stand_bank(), Random(11)  # noqa: S311 - to be drawn again
    firms = list(Loan.objects.values_list("supplier_id", flat=True).distinct())
    lenders = [made.loan.institution_id, made.case.town.institution("乙银行").pk]
    for year in YEARS:
        for _ in range(6):
            day = date(year, draw.randint(1, 12), draw.randint(1, 28))
            loan = lent(
                made.loan, COUNTY, day.isoformat(), draw.choice([1, 20, 90, 600]),
                supplier_id=draw.choice(firms), institution_id=draw.choice(lenders),
                rate_bp=made.loan.rate_bp + draw.randint(-20, 90), outstanding_fen=0,
            )  # fmt: skip
            if draw.random() < 0.4:
                later = (day + timedelta(days=draw.randint(1, 60))).isoformat()
                if Loan.objects.get(pk=loan.pk).outstanding_fen:
                    repaid(loan, later, draw.choice(["own", "remitted"]))
    return made


@pytest.mark.parametrize("year", YEARS)
def test_both_ways_of_counting_agree(bank, year):
    scheme = SCHEMES[NEWEST]
    facts = json.loads(facts_of(CITY, year, governing(CITY, year), now=NOW))
    by_facts = recount.counted(facts, scheme)
    by_rows = counted(CITY, year, scheme, today=NOW.date())
    assert by_facts == {str(pk): counts for pk, counts in by_rows.items()}
    assert by_facts
    assert recount.ranked(facts) == standing(CITY, year, scheme, today=NOW.date())


def test_the_same_bytes_by_the_plain_interpreter_alone(bank, tmp_path):
    bank.adopts()
    bank.publishes()
    kept = year_view(CITY, 2026, now=PUBLISHED).version
    for year in YEARS:
        text = facts_of(CITY, year, governing(CITY, year), now=NOW)
        wanted = recount.result_of(text)
        if year == kept.of.year:
            stored = type(kept).objects.get(pk=kept.pk)
            text, wanted = facts_text(stored), kept.result
        made = recounted(text, tmp_path)
        assert made == wanted.encode()
        assert recount.digest(made.decode()) == recount.digest(wanted)


def test_a_result_is_read_as_it_was_worked_out(bank):
    text = facts_of(CITY, 2026, governing(CITY, 2026), now=NOW)
    assert recount.read_result(recount.result_of(text)) == recount.ranked(json.loads(text))


def test_what_is_no_export_is_refused():
    for text in ("{}", "[]", '{"format": "cairong-evaluation/1"}'):
        with pytest.raises(ValueError, match="no export"):
            recount.result_of(text)


def test_what_was_set_aside_counts_no_more(bank):
    facts = json.loads(facts_of(CITY, 2026, governing(CITY, 2026), now=NOW))
    loan = facts["loans"][0]
    before = recount.counted(facts, SCHEMES[NEWEST])[loan["institution"]]
    facts["aside"] = [{"fact": recount.key_of("loans", loan), "why": "不计入"}]
    after = recount.counted(facts, SCHEMES[NEWEST])[loan["institution"]]
    assert after.loans == before.loans - 1
    assert after.amount_fen == before.amount_fen - loan["principal_fen"]
