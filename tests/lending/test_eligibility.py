"""Criterion by criterion: by which source, judged by whom; a rejection names the criterion."""

from datetime import date, timedelta

import pytest
from django.db import connection

from cairong.audit.models import Event
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.lending.actions.decline_offer import withdraw_intent
from cairong.lending.actions.judge_eligibility import judge_eligibility
from cairong.lending.actions.reject_application import reject_application
from cairong.lending.models import EligibilityMark
from cairong.lending.steps.eligibility import judged_of
from cairong.policy.catalogue import sentence
from cairong.policy.eligibility import CRITERIA, Mark, by_size
from cairong.policy.lending import REASONS
from lending.ground import Case, stand_award
from support.refusing import stopped
from support.staging import staged

pytestmark = pytest.mark.django_db
SOURCE = "2025年10月8日的征信报告"


@staged
def asked(case: Case):
    return case.application(case.intend())


def judge(case: Case, application, now=None, actor=None, **facts):
    given = {"criterion": "debt", "result": "unmet", "source": SOURCE, "on": day_of(case.now)}
    return judge_eligibility(
        actor=actor or case.officer(), now=now or case.now, application_id=application.pk,
        marks=[Mark(**given | facts)],
    )  # fmt: skip


def results(application) -> dict[str, str]:
    return {each.key: each.result for each in judged_of(application)}


def reject(case: Case, application, code: str = "over-indebted"):
    facts = {"code": code, "words": "负债过高,请减少申请金额后再申请"}
    return case.by_bank(reject_application, "甲银行", application_id=application.pk, **facts)


def test_the_machine_judges_the_size_and_nothing_else(case: Case, asked):
    assert results(asked) == {"size": "met"} | dict.fromkeys(list(CRITERIA)[1:], "")
    size = judged_of(asked)[0]
    assert "300号" in size.source
    assert (size.by, size.on) == ("", case.contract.signed_on)


@pytest.mark.parametrize(("size", "result"), [
    ("micro", "met"), ("small", "met"), ("medium", "met"), ("large", "unmet"), ("", None),
])  # fmt: skip
def test_no_source_no_value(size, result):
    assert by_size(size) == result


def test_a_judgement_keeps_source_day_and_officer_and_the_newest_counts(case: Case, asked):
    judge(case, asked)
    judge(case, asked, now=case.now + timedelta(hours=1), result="met", source="另一份征信报告")
    found = next(each for each in judged_of(asked) if each.key == "debt")
    assert (found.result, found.source, found.by) == (
        "met",
        "另一份征信报告",
        case.officer().person_name,
    )
    assert EligibilityMark.objects.count() == 2


@pytest.mark.parametrize(("facts", "code"), [
    ({"source": "看过"}, "eligibility.source"),
    ({"criterion": "size"}, "eligibility.criterion"),
    ({"criterion": "luck"}, "eligibility.criterion"),
    ({"on": date(2025, 10, 10)}, "eligibility.on"),
    ({"on": date(2024, 10, 8)}, "eligibility.stale"),
])  # fmt: skip
def test_nothing_is_judged_without_a_source(case: Case, asked, facts, code):
    with pytest.raises(Invalid) as refused:
        judge(case, asked, **facts)
    assert refused.value.findings[0].code == code
    assert not EligibilityMark.objects.exists()


def test_who_judges_and_until_when(case: Case, asked):
    case.bank("乙银行")
    with pytest.raises(NotFound):
        judge(case, asked, actor=case.officer("乙银行"))
    for actor in (case.approver(), case.supplier, case.town.bureau("procurement-officer")):
        with pytest.raises(NotAllowed):
            judge(case, asked, actor=actor)
    with pytest.raises(Invalid):
        judge_eligibility(actor=case.officer(), now=case.now, application_id=asked.pk, marks=[])
    withdraw_intent(actor=case.supplier, now=case.now, intent_id=asked.intent_id)
    with pytest.raises(WrongState):
        judge(case, asked)


def test_a_rejection_of_eligibility_names_the_criterion_and_its_source(case: Case, asked):
    judge(case, asked)
    reject(case, asked)
    event = Event.objects.get(type="lending.application.rejected")
    assert (event.after["criterion"], event.after["criterion_source"]) == ("负债适度", SOURCE)
    assert event.basis == ["二(四)-3", "二(五)-1"]


def test_for_a_criterion_that_is_met_nobody_is_rejected(case: Case, asked):
    judge(case, asked, result="met")
    with pytest.raises(PolicyBreach) as refused:
        reject(case, asked)
    assert "符合「负债适度」" in sentence(refused.value.findings[0])
    judge(case, asked, now=case.now + timedelta(minutes=1))
    reject(case, asked)


def test_for_a_criterion_that_nobody_judged_nobody_is_rejected(case: Case, asked):
    judge(case, asked, criterion="credit")
    with pytest.raises(PolicyBreach) as refused:
        reject(case, asked)
    assert "要先判断这家企业不符合「负债适度」" in sentence(refused.value.findings[0])


@pytest.mark.parametrize("judged", [["unmet", "met"], []])
def test_the_database_keeps_no_rejection_that_was_not_judged(case: Case, asked, judged):
    for minute, result in enumerate(judged):
        judge(case, asked, now=case.now + timedelta(minutes=minute), result=result)
    with stopped("lending_rejection_unjudged"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE lending_application SET state = 'rejected', reject_code = 'over-indebted',"
            " reject_words = '负债过高,请减少申请金额' WHERE id = %s", [asked.pk],
        )  # fmt: skip


@pytest.mark.parametrize("changed", [
    "reject_code = 'bad-credit'", "reject_words = '改写过的理由'", "reject_curable = false",
    "state = 'complete'",
])  # fmt: skip
def test_why_somebody_was_rejected_stays(case: Case, asked, changed):
    judge(case, asked)
    reject(case, asked)
    with stopped("lending_rejection_unjudged"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE lending_application SET {changed}")  # noqa: S608 - our own words


def test_every_reason_of_eligibility_is_a_criterion():
    named = {reason.criterion for reason in REASONS.values()} - {""}
    assert named == {"credit", "lawful", "debt", "business", "orderly"}
    assert named <= CRITERIA.keys()


COPY = """
    INSERT INTO lending_eligibilitymark (id, city_id, application_id, criterion, result, source,
        "on", person_id, at)
    SELECT gen_random_uuid(), city_id, application_id, {criterion}, result, {source}, {on},
        {person}, {at} FROM lending_eligibilitymark"""
SAME = {
    "criterion": "criterion",
    "source": "source",
    "on": '"on"',
    "at": "at",
    "person": "person_id",
}
ANOTHER = "(SELECT id FROM parties_person WHERE id <> person_id LIMIT 1)"


@pytest.mark.parametrize(("changed", "guard"), [
    ({"source": "''"}, "lending_eligibility_sourced"),
    ({"criterion": "'size'"}, "lending_eligibility_sourced"),
    ({"on": '"on" + 1'}, "lending_eligibility_unsaid"),
    ({"on": '"on" - 366'}, "lending_eligibility_unsaid"),
    ({"person": ANOTHER}, "lending_eligibility_unsaid"),
    ({"at": "at + interval '1 hour'"}, "lending_eligibility_unsaid"),
])  # fmt: skip
def test_by_hand_nobody_judges(case: Case, asked, changed, guard):
    judge(case, asked)
    with stopped(guard), connection.cursor() as cursor:
        cursor.execute(COPY.format(**SAME | changed))


@pytest.mark.parametrize("written", [
    "UPDATE lending_eligibilitymark SET result = 'met'", "DELETE FROM lending_eligibilitymark",
])  # fmt: skip
def test_by_hand_nobody_changes_a_judgement(case: Case, asked, written):
    judge(case, asked)
    with stopped("permission denied"), connection.cursor() as cursor:
        cursor.execute(written)


def test_judged_on_an_award_it_is_told_of_the_award(case: Case):
    award = stand_award(case.town)
    judge(case, case.application(case.intend(award_id=award.pk, contract_id=None)))
    assert award.pk in Event.objects.get(type="lending.eligibility.judged").about
