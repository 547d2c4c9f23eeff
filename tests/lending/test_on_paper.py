"""Applications on paper: printed by the supplier, entered once by who took it in. 二(一)-6"""

from datetime import date

import pytest
from django.db import connection

from cairong.audit.models import Event
from cairong.clocks import reads as clocks
from cairong.kernel.errors import Conflict, Invalid, NotFound, PolicyBreach, WrongState
from cairong.lending.actions.confirm_complete import confirm_complete
from cairong.lending.actions.disown_on_paper import disown_on_paper
from cairong.lending.actions.print_form import print_form
from cairong.lending.actions.register_on_paper import register_on_paper
from cairong.lending.models import Application, Consent, Intent, PaperForm
from cairong.lending.printed import entered_by, form_pdf, forms_of, slip_pdf
from cairong.policy.on_paper import CHARACTERS, read_code, shown_code
from lending.ground import Case
from support.refusing import stopped
from support.town import at

MORE = at("2025-10-14 10:00")


def enter(case: Case, form: PaperForm, bank: str = "甲银行", now=None, **facts) -> Intent:
    given = {
        "code": form.code, "amount_fen": 30_000_000, "days": 180,
        "received_on": date(2025, 10, 9), **facts,
    }  # fmt: skip
    return register_on_paper(actor=case.officer(bank), now=now or case.now, **given)


def printed(case: Case, **facts) -> PaperForm:
    given = {"actor": case.supplier, "now": case.now, "contract_id": case.contract.pk, **facts}
    return print_form(**given)


@pytest.fixture
def form(case: Case, product) -> PaperForm:
    del product
    return printed(case)


def test_entered_it_is_an_intent_at_the_very_institution_with_the_clocks_of_any_other(case, form):
    intent = enter(case, form)
    assert (intent.broadcast, intent.amount_fen, intent.days) == (False, 30_000_000, 180)
    assert intent.supplier_id == case.supplier.organisation_id
    assert [one.institution.name for one in intent.applications.all()] == ["甲银行"]
    online = case.intend(300_000, "乙银行")
    on_paper, asked = (clocks.newest(one.pk, "first_contact") for one in (intent, online))
    assert (on_paper.start_on, on_paper.due_on) == (asked.start_on, asked.due_on)
    assert intent.lapses_on == online.lapses_on
    assert Consent.objects.filter(intent=intent, institution=case.bank()).exists()
    form.refresh_from_db()
    assert (form.state, form.late, form.institution_id) == ("received", False, case.bank().pk)
    event = Event.objects.get(type="lending.intent.on_paper")
    assert [one["organisation"] for one in event.after["tell"]] == [str(intent.supplier_id)]


def test_entered_days_later_its_clocks_run_from_the_day_of_receipt_and_it_is_marked(case, form):
    intent = enter(case, form, now=MORE)
    duty = clocks.newest(intent.pk, "first_contact")
    assert (duty.start_on, duty.due_on) == (date(2025, 10, 9), date(2025, 10, 11))
    assert intent.lapses_on == date(2025, 11, 10)
    form.refresh_from_db()
    assert (form.late, form.received_on) == (True, date(2025, 10, 9))


@pytest.mark.parametrize(
    ("entered", "late"), [("2025-10-09", False), ("2025-10-10", False), ("2025-10-11", True)]
)
def test_one_working_day_is_in_time(case, form, entered, late):
    enter(case, form, now=at(f"{entered} 17:00"))
    assert PaperForm.objects.get().late is late


@pytest.mark.parametrize("received", [date(2025, 10, 8), date(2025, 10, 10)])
def test_no_day_of_receipt_is_before_the_printing_or_still_to_come(case, form, received):
    with pytest.raises(PolicyBreach) as refused:
        enter(case, form, received_on=received)
    assert refused.value.findings[0].code == "lending.form_received"
    assert not Intent.objects.exists()


def test_what_was_kept_until_nothing_of_it_is_left_is_not_entered(case, form):
    with pytest.raises(PolicyBreach) as refused:
        enter(case, form, now=at("2025-11-11 09:00"))
    assert refused.value.findings[0].code == "lending.form_old"


def test_entered_twice_it_is_one_and_only_who_entered_it_reads_its_number(case, form):
    intent = enter(case, form)
    case.shelve("乙银行")
    for bank, said in (("甲银行", intent.no), ("乙银行", "别家")):
        with pytest.raises(Conflict) as refused:
            enter(case, form, bank)
        assert said in refused.value.findings[0].params["where"]
    assert Intent.objects.count() == 1


def test_a_newer_form_makes_the_older_void(case, form):
    newer = printed(case)
    with pytest.raises(WrongState) as refused:
        enter(case, form)
    assert refused.value.findings[0].code == "lending.form_void"
    assert enter(case, newer).no


def test_a_number_that_no_form_bears_is_told_so(case, form):
    for code, said in (("0" * 12, "lending.form_unknown"), ("12345", "lending.form_code")):
        with pytest.raises(Invalid) as refused:
            enter(case, form, code=code)
        assert refused.value.findings[0].code == said
    assert form.code


def test_read_by_hand_a_number_is_what_it_was(case, form):
    del case
    assert read_code(f" {shown_code(form.code).lower()} ") == form.code
    assert read_code("oil0-1234-5678".upper()) == "011012345678"
    assert not set("OILU") & set(CHARACTERS)


def test_an_institution_without_a_product_for_it_enters_nothing(case, form):
    case.bank("乙银行")
    with pytest.raises(PolicyBreach):
        enter(case, form, "乙银行")


def test_above_the_headroom_nothing_is_entered(case, form):
    with pytest.raises(PolicyBreach):
        enter(case, form, amount_fen=68_520_000)
    assert PaperForm.objects.get().state == "printed"


def test_below_the_least_amount_it_is_entered_and_answered_as_any_other(case, form):
    assert enter(case, form, amount_fen=100_000).amount_fen == 100_000


def test_disowned_it_ends_and_the_bureau_and_the_manager_are_told(case, form):
    intent = enter(case, form)
    confirm_complete(
        actor=case.officer(), now=case.now, application_id=intent.applications.get().pk
    )
    disown_on_paper(
        actor=case.supplier, now=case.now, intent_id=intent.pk, reason="我们没有去过这家银行"
    )
    intent.refresh_from_db()
    assert (intent.state, Application.objects.get().state) == ("withdrawn", "withdrawn")
    told = Event.objects.get(type="lending.intent.disowned").after["tell"]
    assert {one["role"] for one in told} == {
        "institution-officer", "institution-manager", "procurement-officer",
    }  # fmt: skip
    with pytest.raises(WrongState):
        disown_on_paper(actor=case.supplier, now=case.now, intent_id=intent.pk, reason="再说一次")


def test_what_came_online_is_not_disowned(case, form):
    del form
    intent = case.intend()
    with pytest.raises(NotFound):
        disown_on_paper(actor=case.supplier, now=case.now, intent_id=intent.pk, reason="没有交过")


def test_a_form_is_seen_by_its_supplier_and_by_who_entered_it(case, form):
    assert list(forms_of(case.supplier)) == [form]
    assert not forms_of(case.officer()).exists()
    enter(case, form)
    assert list(entered_by(case.officer())) == [form]
    assert not forms_of(case.officer("乙银行")).exists()


def test_form_and_slip_are_papers(case, form):
    assert form_pdf(form).startswith(b"%PDF")
    intent = enter(case, form)
    slip = slip_pdf(case.officer(), intent.applications.get().pk)
    assert slip.startswith(b"%PDF")
    assert slip_pdf(case.supplier, intent.applications.get().pk).startswith(b"%PDF")


RECEIVED = """
    UPDATE lending_paperform SET state = 'received', institution_id = {of}, received_on = {on},
        entered_at = {at}, intent_id = (SELECT id FROM lending_intent LIMIT 1)
    WHERE state = 'printed'"""
OWN = "(SELECT institution_id FROM lending_application LIMIT 1)"
OTHER = "(SELECT id FROM parties_organisation WHERE name = '乙银行')"
NEW = """
    INSERT INTO lending_paperform (city_id, supplier_id, contract_id, code, printed_at, state, late,
        words)
    SELECT city_id, supplier_id, contract_id, {code}, {at}, {state}, false, ''
    FROM lending_paperform LIMIT 1"""
ATTEMPTS = [
    ("lending_form_steps", NEW.format(code="'000000000000'", at="now()", state="'void'")),
    ("lending_form_printed_once", NEW.format(
        code="'000000000000'", at="now()", state="'printed'")),
    ("lending_form_unsaid", "UPDATE lending_paperform SET state = 'void', voided_at = now()"),
    ("lending_form_unsaid", RECEIVED.format(of=OWN, on="'2025-10-09'", at="now()")),
    ("lending_form_unsaid", RECEIVED.format(of=OTHER, on="'2025-10-09'", at="now()")),
    ("lending_form_whole", "UPDATE lending_paperform SET state = 'received'"),
    ("lending_form_steps", "UPDATE lending_paperform SET state = 'disowned'"),
    ("permission denied", "UPDATE lending_paperform SET code = '000000000000'"),
    ("permission denied", "DELETE FROM lending_paperform"),
]  # fmt: skip
DISOWNED = """
    UPDATE lending_paperform SET state = 'disowned', words = '没有交', disowned_at = now()"""
AFTER = [
    ("lending_form_code_once", NEW.format(
        code="(SELECT code FROM lending_paperform LIMIT 1)", at="now()", state="'printed'")),
    ("lending_form_unsaid", DISOWNED),
    ("lending_form_disowned", "UPDATE lending_paperform SET state = 'disowned'"),
    ("lending_form_steps", "UPDATE lending_paperform SET late = NOT late"),
    ("lending_form_steps", "UPDATE lending_paperform SET state = 'printed'"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "statement"), ATTEMPTS, ids=range(len(ATTEMPTS)))
def test_by_hand_nobody_prints_or_enters(case, form, name, statement):
    del form
    case.intend(1000, "甲银行")
    case.bank("乙银行")
    with stopped(name), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(("name", "statement"), AFTER, ids=range(len(AFTER)))
def test_by_hand_nobody_changes_what_was_entered(case, form, name, statement):
    enter(case, form)
    with stopped(name), connection.cursor() as cursor:
        cursor.execute(statement)
