"""Rows edited by the database's owner in silence: each is found, with row, field and event."""

import json

import pytest
from click.testing import CliRunner
from django.db import connections, transaction

from cairong.audit.models import Event
from cairong.cli.audit import audit
from cairong.home.addresses import NOTARY
from cairong.lending.actions.return_payment import return_payment
from cairong.notary.actions.check_rows import check_all, check_new, check_nightly
from cairong.notary.facts import differences, unlike_facts
from cairong.notary.models import Alarm, Check
from cairong.treasury.models import Payment
from lending.ground import Case, stand_case
from notary.conftest import MINUTE, Notary, tamper
from support.slips import came_back
from support.staging import staged
from support.town import CITY, at, found_town

TABLES = (
    "treasury_payeeversion", "treasury_payeeconsent", "treasury_payeechange", "treasury_lock",
    "treasury_payment", "treasury_paymentreturn", "treasury_remittance", "lending_loan",
    "parties_proposal", "disclosure_publishedversion", "lending_instalment", "lending_loanentry",
)  # fmt: skip


def edit(*statements: str) -> None:
    """Do what no trigger of ours sees."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)


def found() -> set[tuple[str, str]]:
    return {(each.row, each.field) for each in unlike_facts(CITY)}


@staged
def lent() -> Case:
    """A loan that runs under a lock, part of it repaid from a payment."""
    case = stand_case(found_town(at("2025-09-01 08:00")))
    product = case.publish()
    case.now = at("2025-10-15 10:30")
    offer = case.ready(product)
    case.draw(offer, 300_000, now=at("2025-10-21 10:00"))
    case.paid("274080", at("2025-11-12 10:00"), "签订开票")
    return case


@pytest.fixture
def city(committed_db, lent) -> Case:
    """The same, where commits are real."""
    return lent


def test_untouched_nothing_differs(city):
    assert found() == set()
    assert list(differences(CITY, after=1)) == []


EDITS = {
    "an account": (
        "UPDATE treasury_payeeversion SET account_no = '6222020000000000001'",
        {("回款账户版本", "account_no"), ("支付", "payee_version__account_no"),
         ("账户锁定", "payee_version__account_no")},
    ),
    "a payee": (
        "UPDATE treasury_payeeversion SET payee = '我的公司'",
        {("回款账户版本", "payee"), ("支付", "payee_version__payee"),
         ("账户锁定", "payee_version__payee")},
    ),
    "published bytes": (
        "UPDATE disclosure_publishedversion SET document = document || ' '",
        {("公开的版本", "document")},
    ),
    "published bytes with their hash": (
        ("UPDATE disclosure_publishedversion SET (document, sha256) = (document || ' ',"
        " encode(sha256('\\x00'::bytea || document || ' '), 'hex'))"),
        {("公开的版本", "sha256")},
    ),
    "a loan's outstanding": (
        "UPDATE lending_loan SET outstanding_fen = 1", {("贷款", "outstanding_fen")},
    ),
    "a loan's principal": (
        "UPDATE lending_loan SET principal_fen = principal_fen * 2", {("贷款", "principal_fen")},
    ),
    "a loan deleted": (
        "DELETE FROM lending_instalment; DELETE FROM lending_loanentry; DELETE FROM lending_loan",
        {("贷款", "整行")},
    ),
    "a lock released": (
        "UPDATE treasury_lock SET state = 'released', ended_at = '2025-11-13 10:00+08'",
        {("账户锁定", "state")},
    ),
    "a payment's amount": (
        "UPDATE treasury_payment SET amount_fen = amount_fen + 1", {("支付", "amount_fen")},
    ),
    "a payment taken back": (
        "UPDATE treasury_payment SET state = 'requested'", {("支付", "state")},
    ),
    "a bank's serial": (
        "UPDATE treasury_remittance SET bank_serial = 'x'", {("到账款项", "bank_serial")},
    ),
    "what was proposed": (
        ("UPDATE parties_proposal SET arguments = arguments || '{\"x\": 1}'"
        " WHERE act = 'treasury.pay'"),
        {("送审事项", "content")},
    ),
    "who proposed": (
        ("UPDATE parties_proposal SET prepared_by_id = (SELECT id FROM parties_person LIMIT 1)"
        " WHERE act = 'treasury.pay'"),
        {("送审事项", "content")},
    ),
    "a supplier's name": (
        ("WITH kept AS (INSERT INTO parties_namelook (city_id, organisation_id, name, look)"
        " SELECT city_id, id, '我的公司', 'x' FROM parties_organisation WHERE kind = 'supplier')"
        " UPDATE parties_organisation SET name = '我的公司' WHERE kind = 'supplier'"),
        {("单位", "name")},
    ),
    "a seat at the treasury desk": (
        ("INSERT INTO parties_mandate (id, organisation_id, person_id, role, region, administrator,"
        " valid_from, ended_reason) SELECT gen_random_uuid(), o.id, p.id, 'treasury-approver',"
        " o.region, false, '2025-09-01', '' FROM parties_organisation AS o, parties_mandate AS m"
        " JOIN parties_person AS p ON p.id = m.person_id"
        " WHERE o.kind = 'bureau' AND m.role = 'supplier'"),
        {("授权", "整行")},
    ),
    "who approved": (
        ("UPDATE parties_proposal SET decided_by_id = (SELECT id FROM parties_person"
        " WHERE NOT EXISTS (SELECT FROM audit_event AS e"
        " WHERE e.person_id = parties_person.id AND e.at = decided_at) LIMIT 1)"
        " WHERE act = 'treasury.pay'"),
        {("送审事项", "decided_by")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_what_was_edited_in_silence_is_located(city, name):
    statement, differs = EDITS[name]
    edit(statement)
    assert found() == differs


def test_what_the_bank_said_of_a_return_is_located(city):
    other = stand_case(city.town)
    other.paid("1000", at("2025-11-12 10:00"), "签订开票")
    payment = Payment.objects.get(receivable__contract=other.contract)
    other.by_treasury(return_payment, at("2025-11-13 10:00"), **came_back(payment))
    assert found() == set()
    edit("UPDATE treasury_paymentreturn SET serial = 'TH-999999'")
    assert found() == {("支付", "came_back__serial")}


def test_rows_that_nobodys_act_made_are_found(city):
    edit(
        "INSERT INTO treasury_payeechange (id, city_id, receivable_id, payee, account_no, bank,"
        " cnaps, reason, asked_at, state) SELECT gen_random_uuid(), city_id, id, '我的公司',"
        " '6222020000000000001', '某行', '313493000018', 'x', now(), 'changed'"
        " FROM treasury_receivable",
        "INSERT INTO treasury_payeeconsent (change_id, party, organisation_id, person_id, at)"
        " SELECT change.id, 'purchaser', receivable.supplier_id, (SELECT id FROM parties_person"
        " LIMIT 1), now() FROM treasury_payeechange AS change"
        " JOIN treasury_receivable AS receivable ON receivable.id = change.receivable_id",
        "INSERT INTO treasury_payeeversion (id, receivable_id, version, payee, account_no, bank,"
        " cnaps, source, established_at, change_id) SELECT gen_random_uuid(), receivable_id, 2,"
        " payee, account_no, bank, cnaps, '账户变更', now(), id FROM treasury_payeechange",
        "INSERT INTO treasury_payment (id, city_id, receivable_id, payee_version_id, amount_fen,"
        " voucher_no, state, requested_at, bank_serial, reason) SELECT gen_random_uuid(),"
        " receivable.city_id, receivable.id, payee.id, 1, 'x', 'released', now(), '', ''"
        " FROM treasury_receivable AS receivable JOIN treasury_payeeversion AS payee"
        " ON payee.receivable_id = receivable.id AND payee.version = 2",
    )
    assert found() == {
        ("回款账户版本", "整行"), ("账户变更的同意", "整行"), ("支付", "整行")
    }  # fmt: skip


def test_the_command_names_row_field_and_event_and_quotes_nothing(city):
    edit("UPDATE treasury_payment SET amount_fen = amount_fen + 1")
    seq = Event.objects.filter(type="treasury.payment.requested").get().seq
    done = CliRunner().invoke(audit, ["check"])
    assert done.exit_code == 1
    assert "的 amount_fen:与第 " in done.output
    said = json.loads(CliRunner().invoke(audit, ["check", "--json"]).stdout)
    assert {each["field"] for each in said["differences"]} == {"amount_fen"}
    assert min(each["seq"] for each in said["differences"]) >= seq


@pytest.fixture
def notary(city, cluster, folder) -> Notary:
    """The city of the loan, signed once."""
    made = Notary(city.town, cluster.address(NOTARY).conninfo, folder)
    made.round()
    return made


def test_the_minutes_pass_finds_what_the_newest_events_touched_and_tells_once(notary):
    system = notary.town.system
    assert check_new(actor=system, now=notary.now) == 0
    checked = Check.objects.get(kind="minute")
    assert checked.upto == notary.sizes()[-1]
    notary.say()
    edit("UPDATE treasury_payment SET amount_fen = amount_fen + 1")
    notary.round()
    assert check_new(actor=system, now=notary.now) == 0, "what no new event touched is the night's"
    Check.objects.update(upto=1)
    assert check_new(actor=system, now=notary.now + MINUTE) > 0
    told = Event.objects.get(type="notary.rows.differ")
    assert {each["field"] for each in told.after["found"]} == {"amount_fen"}
    assert Alarm.objects.get().kind == "rows"
    Check.objects.update(upto=1)
    check_new(actor=system, now=notary.now + 2 * MINUTE)
    assert Event.objects.filter(type="notary.rows.differ").count() == 1


def test_the_nights_pass_finds_everything_once_a_night(notary):
    system = notary.town.system
    edit("UPDATE lending_loan SET outstanding_fen = 1")
    tamper("UPDATE audit_event SET person_name = '别人' WHERE seq = 3")
    assert check_nightly(actor=system, now=at("2026-03-03 01:59")) == 0
    assert check_nightly(actor=system, now=at("2026-03-03 02:00")) == 2
    assert check_nightly(actor=system, now=at("2026-03-03 03:00")) == 0
    listed = Check.objects.get(kind="night").found
    assert {(each["row"], each["field"]) for each in listed} == {
        ("贷款", "outstanding_fen"),
        ("审计记录", "内容与散列不符"),
    }
    assert check_all(actor=system, now=at("2026-03-04 02:00")).differs == 2
    assert Event.objects.filter(type="notary.rows.differ").count() == 1
