"""Outside data: read by a consent that stands, never without; silence is no value."""

from datetime import date, timedelta

import pytest
from django.db import connection

from cairong.audit.models import Event
from cairong.kernel.actor import system
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import (
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    PolicyBreach,
    WrongState,
)
from cairong.lending.actions.consent_data import give_data_consent, withdraw_data_consent
from cairong.lending.actions.decline_offer import withdraw_intent
from cairong.lending.actions.look_up import keep_answer, look_up
from cairong.lending.models import DataConsent, Lookup
from cairong.lending.steps.lookups import Answer, looked_at, looked_by
from cairong.outreach.looking import look
from cairong.outreach.sources import Silent
from cairong.policy.lookups import KINDS, MOST_ATTEMPTS, SIMULATED
from lending.ground import Case, stand_case
from support.refusing import stopped
from support.staging import staged
from support.town import CITY, at, found_town

pytestmark = pytest.mark.django_db
REAL = "省信用信息平台"


@staged
def case():
    """A case of a real city: money moves by itself in none of these tests."""
    return stand_case(found_town(at("2025-09-01 08:00"), demo=False))


@staged
def asked(case: Case):
    return case.application(case.intend())


@pytest.fixture(autouse=True)
def connected(settings):
    """Let the city have two sources connected."""
    settings.LOOKUP_SOURCES = {"credit": "https://credit.example/", "tax": "https://tax.example/"}


class Said:
    """A source that says what it is told to say, and notes of whom it was asked."""

    def __init__(self, **facts) -> None:
        self.facts, self.questions, self.meanwhile = facts, [], lambda: None

    def read(self, question, *, now) -> Answer:
        self.questions.append(question)
        self.meanwhile()
        if not self.facts:
            raise Silent("对方没有按时应答")
        return Answer(facts=self.facts, provider=REAL, reference="XY-1", of_on=day_of(now))


def give(case: Case, application, source: str = "credit", now=None, actor=None):
    return give_data_consent(
        actor=actor or case.supplier, now=now or case.now, application_id=application.pk,
        source=source,
    )  # fmt: skip


def back(case: Case, application, source: str = "credit", now=None):
    return withdraw_data_consent(
        actor=case.supplier, now=now or case.now, application_id=application.pk, source=source
    )


def ask(case: Case, application, source: str = "credit", now=None, actor=None):
    return look_up(
        actor=actor or case.officer(), now=now or case.now, application_id=application.pk,
        source=source,
    )  # fmt: skip


def answer(case: Case, source=None, now=None) -> int:
    said = source or Said(listed=[])
    return look(city=CITY, clock=lambda: now or case.now, opens=lambda *_: said)


def seen(case: Case, application):
    return looked_by(application, day_of(case.now))


def test_a_value_stands_with_source_day_number_and_result(case: Case, asked):
    give(case, asked)
    ask(case, asked)
    assert [each.said for each in seen(case, asked)] == [""]
    source = Said(listed=[])
    assert answer(case, source) == 1
    (found,) = seen(case, asked)
    assert (found.said, found.result, found.provider, found.reference) == (
        "信用中国,2025-10-09 查询:未列入", "met", REAL, "XY-1",
    )  # fmt: skip
    assert found.criterion.word == "依法合规经营"
    (question,) = source.questions
    assert question.uscc == asked.intent.supplier.uscc
    row = Lookup.objects.get()
    assert (row.facts, row.rules, row.consent.source) == ({"listed": []}, "2026-12-01", "credit")


def test_what_came_of_it_can_be_worked_out_again(case: Case, asked):
    give(case, asked, "tax")
    ask(case, asked, "tax")
    answer(case, Said(grade="A", owed_fen=120_000))
    row = Lookup.objects.get()
    verdict = KINDS["tax"].judges(row.facts)
    assert (row.value, row.result) == (verdict.value, verdict.result)
    assert (verdict.value, verdict.result) == ("纳税信用A级,欠税¥1,200.00", "unmet")


def test_each_reading_is_told_the_supplier(case: Case, asked):
    give(case, asked)
    ask(case, asked)
    answer(case)
    events = Event.objects.filter(type__startswith="lending.lookup.").order_by("seq")
    assert [each.type for each in events] == ["lending.lookup.asked", "lending.lookup.answered"]
    officer = case.officer()
    assert (events[0].person_id, events[0].organisation_id) == (
        officer.person_id, officer.organisation_id,
    )  # fmt: skip
    for event in events:
        assert asked.intent.supplier_id in event.visible_to
        assert event.after["tell"][0]["role"] == "supplier"
    (shown,) = looked_at([asked.pk])[asked.pk]
    assert (shown.by, shown.result) == (officer.person_name, "met")


def test_without_consent_nothing_is_asked(case: Case, asked):
    with pytest.raises(PolicyBreach) as refused:
        ask(case, asked)
    assert (refused.value.findings[0].code, refused.value.obligation) == (
        "lookup.no_consent", "二(五)-1",
    )  # fmt: skip
    give(case, asked, "tax")
    with pytest.raises(PolicyBreach):
        ask(case, asked)
    assert not Lookup.objects.exists()


def test_the_consent_for_one_institution_is_none_for_another(case: Case):
    case.shelve("甲银行", "乙银行")
    intent = case.intend(300_000, "甲银行", "乙银行")
    own, other = case.application(intent), case.application(intent, "乙银行")
    give(case, own)
    with pytest.raises(PolicyBreach):
        ask(case, other, actor=case.officer("乙银行"))
    with pytest.raises(NotFound):
        ask(case, own, actor=case.officer("乙银行"))


def test_who_asks_and_who_consents(case: Case, asked):
    give(case, asked)
    for actor in (case.approver(), case.supplier, case.town.bureau("procurement-officer")):
        with pytest.raises(NotAllowed):
            ask(case, asked, actor=actor)
    with pytest.raises(NotAllowed):
        give(case, asked, "tax", actor=case.officer())


@pytest.mark.parametrize(("source", "kind", "code"), [
    ("luck", Invalid, "lookup.source"), ("invoice", WrongState, "lookup.no_source"),
])  # fmt: skip
def test_no_source_no_value(case: Case, asked, source, kind, code):
    for act in (give, ask):
        with pytest.raises(kind) as refused:
            act(case, asked, source)
        assert refused.value.findings[0].code == code
    assert not Lookup.objects.exists()


def test_taken_back_nothing_is_read_any_more_at_once(case: Case, asked):
    give(case, asked)
    ask(case, asked)
    answer(case)
    later = case.now + timedelta(minutes=5)
    ask(case, asked, now=later)
    source = Said(listed=["严重失信主体名单"])
    back(case, asked, now=later + timedelta(minutes=1))
    assert answer(case, source, now=later + timedelta(minutes=2)) == 0
    assert source.questions == []
    (shown,) = seen(case, asked)
    assert (shown.state, shown.said) == ("dropped", "")
    with pytest.raises(PolicyBreach):
        ask(case, asked, now=later + timedelta(minutes=3))
    with pytest.raises(NotFound):
        back(case, asked, now=later + timedelta(minutes=4))


def test_the_institution_reads_a_value_only_while_its_consent_stands(case: Case, asked):
    give(case, asked)
    ask(case, asked)
    answer(case)
    back(case, asked, now=case.now + timedelta(minutes=1))
    (shown,) = seen(case, asked)
    assert (shown.hidden, shown.said, shown.result, shown.provider) == (True, "", "", "")
    (own,) = looked_at([asked.pk])[asked.pk]
    assert (own.hidden, own.result) == (False, "met")
    give(case, asked, now=case.now + timedelta(minutes=2))
    assert seen(case, asked)[0].hidden


def test_no_event_says_what_came(case: Case, asked):
    """Events stay with the institution whatever becomes of the consent."""
    give(case, asked)
    ask(case, asked)
    answer(case, Said(listed=["严重失信主体名单"]))
    told = [str(each.after) for each in Event.objects.filter(about__contains=[asked.pk])]
    assert not [each for each in told if "失信" in each or "unmet" in each or REAL in each]


def test_taken_back_at_the_last_try_ends_it_quietly(case: Case, asked):
    give(case, asked)
    ask(case, asked)
    Lookup.objects.update(attempts=MOST_ATTEMPTS - 1)
    silent = Said()
    silent.meanwhile = lambda: back(case, asked, now=case.now + timedelta(seconds=1))
    assert answer(case, silent) == 1
    assert Lookup.objects.get().state == "dropped"


def test_taken_back_is_the_source_that_was_named(case: Case, asked):
    give(case, asked)
    give(case, asked, "tax")
    back(case, asked, now=case.now + timedelta(minutes=1))
    with stopped("lending_data_consent_unsaid"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE lending_dataconsent SET withdrawn_at = (SELECT max(withdrawn_at)"
            " FROM lending_dataconsent) WHERE source = 'tax'"
        )


def test_taken_back_while_the_source_answers_no_value_is_kept(case: Case, asked):
    give(case, asked)
    ask(case, asked)
    source = Said(listed=["严重失信主体名单"])
    source.meanwhile = lambda: back(case, asked, now=case.now + timedelta(seconds=1))
    answer(case, source)
    assert [each.state for each in Lookup.objects.all()] == ["dropped"]
    assert not Event.objects.filter(type="lending.lookup.answered").exists()


def test_a_consent_ends_with_its_days_and_is_given_anew(case: Case, asked):
    give(case, asked)
    until = DataConsent.objects.get().until
    assert until == day_of(case.now) + timedelta(days=180)
    with pytest.raises(Conflict):
        give(case, asked, now=case.now + timedelta(days=180))
    later = case.now + timedelta(days=181)
    with pytest.raises(PolicyBreach):
        ask(case, asked, now=later)
    give(case, asked, now=later)
    assert DataConsent.objects.filter(withdrawn_at=None).count() == 1


def test_once_decided_nothing_is_asked_and_what_waits_is_dropped(case: Case, asked):
    give(case, asked)
    ask(case, asked)
    withdraw_intent(actor=case.supplier, now=case.now, intent_id=asked.intent_id)
    source = Said(listed=[])
    answer(case, source)
    assert (source.questions, Lookup.objects.get().state) == ([], "dropped")
    with pytest.raises(WrongState):
        ask(case, asked)
    with pytest.raises(WrongState):
        give(case, asked, "tax")


def test_once_decided_an_answer_on_its_way_is_not_kept(case: Case, asked):
    give(case, asked)
    ask(case, asked)
    source = Said(listed=[])
    source.meanwhile = lambda: withdraw_intent(
        actor=case.supplier, now=case.now, intent_id=asked.intent_id
    )
    answer(case, source)
    assert (Lookup.objects.get().state, Lookup.objects.get().value) == ("dropped", "")


def test_a_silent_source_is_said_tried_again_and_never_a_value(case: Case, asked):
    give(case, asked)
    ask(case, asked)
    silent, now = Said(), case.now
    answer(case, silent)
    (shown,) = seen(case, asked)
    assert (shown.state, shown.said, shown.why) == ("asked", "", "对方没有按时应答")
    assert shown.next_at == now + timedelta(minutes=1)
    assert answer(case, silent, now=now + timedelta(seconds=59)) == 0
    with pytest.raises(Conflict):
        ask(case, asked, now=now + timedelta(seconds=59))
    answer(case, Said(listed=[]), now=now + timedelta(minutes=1))
    (shown,) = seen(case, asked)
    assert (shown.result, shown.why) == ("met", "")


def test_a_source_that_never_answers_is_given_up(case: Case, asked):
    give(case, asked)
    ask(case, asked)
    silent, now = Said(), case.now
    for attempt in range(MOST_ATTEMPTS):
        assert answer(case, silent, now=now) == 1, attempt
        now += timedelta(days=1)
    row = Lookup.objects.get()
    assert (row.state, row.value, row.result, len(silent.questions)) == (
        "given_up", "", "", MOST_ATTEMPTS,
    )  # fmt: skip
    assert Event.objects.filter(type="lending.lookup.given_up").count() == 1
    ask(case, asked, now=now)


def test_a_source_that_breaks_is_no_value(case: Case, asked, caplog):
    give(case, asked)
    ask(case, asked)
    source = Said(listed=[])
    source.meanwhile = lambda: 1 // 0
    answer(case, source)
    assert (Lookup.objects.get().state, Lookup.objects.get().why) == ("asked", "查询没有完成")
    assert "ZeroDivisionError" in caplog.text


def test_ticked_with_the_intent_it_is_for_those_asked_alone(case: Case):
    case.shelve("甲银行", "乙银行")
    intent = case.intend(300_000, "甲银行", sources=["credit", "tax", "credit"])
    rows = DataConsent.objects.filter(intent=intent)
    assert {(each.institution.name, each.source) for each in rows} == {
        ("甲银行", "credit"), ("甲银行", "tax"),
    }  # fmt: skip
    ask(case, case.application(intent))


def test_an_intent_consents_to_nothing_by_itself(case: Case, asked):
    assert not DataConsent.objects.exists()
    with pytest.raises(WrongState):
        case.intend(100_000, "甲银行", sources=["invoice"])


def _consented(case: Case, application) -> None:
    give(case, application)
    ask(case, application)


COPY = """
    INSERT INTO lending_lookup (id, city_id, application_id, consent_id, source, person_id,
        asked_at, state, attempts, not_before, why, ended_at, provider, reference, facts, value,
        result, rules, of_on)
    SELECT gen_random_uuid(), city_id, application_id, consent_id, {source}, person_id, {asked_at},
        {state}, 0, now(), '', NULL, '', '', '{{}}', '', '', '', NULL FROM lending_lookup"""
SAME = {"source": "source", "asked_at": "asked_at", "state": "state"}
FILL = """
    UPDATE lending_lookup SET state = 'answered', ended_at = asked_at, provider = {provider},
        reference = {reference}, value = {value}, result = {result}, rules = '2026-12-01',
        of_on = {of_on}"""
FULL = {
    "provider": "'省平台'", "reference": "'X'", "value": "'未列入'", "result": "'met'",
    "of_on": "asked_at::date",
}  # fmt: skip


@pytest.mark.parametrize(("changed", "guard"), [
    ({"source": "'tax'"}, "lending_lookup_unconsented"),
    ({"state": "'answered'"}, "lending_lookup_kept"),
    ({"asked_at": "asked_at - interval '1 day'"}, "lending_lookup_unconsented"),
    ({"asked_at": "asked_at + interval '1 day'"}, "lending_lookup_unsaid"),
])  # fmt: skip
def test_by_hand_nothing_is_asked(case: Case, asked, changed, guard):
    _consented(case, asked)
    answer(case)
    with stopped(guard), connection.cursor() as cursor:
        cursor.execute(COPY.format(**SAME | {"state": "'asked'"} | changed))


@pytest.mark.parametrize(("changed", "guard"), [
    ({"value": "''"}, "lending_lookup_no_value"),
    ({"provider": "''"}, "lending_lookup_no_value"),
    ({"reference": "''"}, "lending_lookup_no_value"),
    ({"of_on": "NULL"}, "lending_lookup_no_value"),
    ({"result": "'luck'"}, "lending_lookup_no_value"),
    ({"of_on": "asked_at::date + 1"}, "lending_lookup_kept"),
    ({"provider": f"'{SIMULATED}'"}, "lending_lookup_kept"),
    ({}, "lending_lookup_unsaid"),
])  # fmt: skip
def test_by_hand_no_value_is_made_up(case: Case, asked, changed, guard):
    _consented(case, asked)
    with stopped(guard), connection.cursor() as cursor:
        cursor.execute(FILL.format(**FULL | changed))


def test_by_hand_no_value_is_kept_after_a_consent_was_taken_back(case: Case, asked):
    _consented(case, asked)
    with stopped("lending_lookup_unconsented"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("UPDATE lending_dataconsent SET withdrawn_at = now()")
        cursor.execute(FILL.format(**FULL))


def test_by_hand_nobody_changes_a_value(case: Case, asked):
    _consented(case, asked)
    answer(case)
    with stopped("lending_lookup_kept"), connection.cursor() as cursor:
        cursor.execute("UPDATE lending_lookup SET result = 'unmet'")
    with stopped("permission denied"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM lending_lookup")


@pytest.mark.parametrize("written", [
    "UPDATE lending_dataconsent SET withdrawn_at = given_at + interval '1 hour'",
    ("INSERT INTO lending_dataconsent (id, city_id, intent_id, institution_id, source, given_at,"
    " until) SELECT gen_random_uuid(), city_id, intent_id, institution_id, 'tax', given_at, until"
    " FROM lending_dataconsent"),
])  # fmt: skip
def test_by_hand_nobody_consents_for_a_supplier_or_takes_it_back(case: Case, asked, written):
    give(case, asked)
    with stopped("lending_data_consent_unsaid"), connection.cursor() as cursor:
        cursor.execute(written)


def test_an_answer_comes_once(case: Case, asked):
    _consented(case, asked)
    answer(case)
    given = Answer(facts={"listed": []}, provider=REAL, reference="2", of_on=date(2025, 10, 9))
    with pytest.raises(WrongState):
        keep_answer(
            actor=system(city=CITY), now=case.now, lookup_id=Lookup.objects.get().pk, answer=given
        )


def test_a_real_city_without_sources_has_none(case: Case, asked, settings):
    settings.LOOKUP_SOURCES = {}
    with pytest.raises(WrongState):
        give(case, asked)
