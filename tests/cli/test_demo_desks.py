"""The demo city as people meet it: who may sign in, what waits, what is marked as invented."""

import json
from collections import Counter
from io import BytesIO
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from django.contrib.auth.hashers import check_password
from django.test import Client
from python_calamine import CalamineWorkbook
from rich.cells import cell_len

from cairong.cli.books import books
from cairong.cli.demo import COLUMNS, demo
from cairong.clocks.models import Duty
from cairong.contracts.models import Award, Contract
from cairong.disclosure.models import PublicContract
from cairong.driving.demo.cast import KNOWN_SUPPLIERS, PASSWORD, regions
from cairong.driving.demo.facts import CITY, MAIN_COUNTY
from cairong.kernel.actor import OVERSEERS, ROLE_NAMES, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.identifiers import check_uscc
from cairong.lending.models import Loan, OutsideLoan
from cairong.outreach.models import Letter, Message
from cairong.outreach.steps.paper import letter_pdf
from cairong.parties.models import Account, Claim, Mandate, Organisation, Person, Proposal
from cairong.products.models import Product
from cairong.treasury.models import LockOperation, PayeeVersion, Remittance
from support.visitors import signed_in

pytestmark = [pytest.mark.usefixtures("built"), pytest.mark.xdist_group("demo")]
PEOPLE = [role for role in Role if role not in (Role.SYSTEM, Role.PUBLIC)]
WATCH = {*OVERSEERS, Role.OPERATOR, Role.AUDITOR, Role.INSPECTOR}
HOLDERS = [role for role in PEOPLE if role not in WATCH]


@pytest.fixture(scope="module")
def told(built) -> list[dict[str, str]]:
    return json.loads(CliRunner().invoke(demo, ["accounts", "--json"]).stdout)


def account(role: Role) -> Account:
    return Account.objects.select_related("mandate__organisation").get(username=role.value)


def test_every_account_has_the_password_told_and_a_name_of_its_own(told):
    assert len({one["username"] for one in told}) == len(told)
    assert {one["password"] for one in told} == {PASSWORD}
    known = Account.objects.filter(username__in=[one["username"] for one in told])
    hashes = Counter(known.values_list("password", flat=True))
    assert sum(hashes.values()) == len(told)
    assert all(check_password(PASSWORD, one) for one in hashes)


def test_accounts_are_told_in_the_order_of_roles_the_plain_name_first(told):
    order = [role.value for role in Role]
    places = [order.index(one["role"]) for one in told]
    assert places == sorted(places)
    first = {}
    for one in told:
        first.setdefault(one["role"], one["username"])
    assert all(role == username for role, username in first.items())


def test_accounts_name_places_and_not_codes(told):
    assert {one["region"] for one in told} >= {"洛阳市", "偃师区", "孟津区", "栾川县"}
    assert not any(one["region"].isdigit() for one in told)


def test_every_county_can_be_entered_at_both_desks(told):
    names = {one["username"] for one in told}
    for region in regions():
        suffix = "" if region == CITY else f".{region}"
        for role in ("procurement-officer", "procurement-approver"):
            assert f"{role}{suffix}" in names
        for role in ("treasury-officer", "treasury-approver"):
            assert f"{role}{suffix}" in names
    assert {"county-clerk", "county-clerk.410327"} <= names
    assert f"county-clerk.{MAIN_COUNTY}" not in names


def test_every_institution_and_a_dozen_suppliers_can_be_entered(told):
    held = Counter(one["role"] for one in told)
    assert held["institution-officer"] == held["institution-approver"] == 12
    assert held["institution-manager"] == 12
    registered = Claim.objects.filter(state="accepted").count()
    assert held["supplier"] == KNOWN_SUPPLIERS + registered == 13
    assert held["purchaser-officer"] == held["purchaser-approver"] >= len(regions())
    alone = {role for role in WATCH if held[role.value] == 1}
    pairs = {Role.SME_AUTHORITY, Role.PBOC}
    assert WATCH - alone == pairs, "who recommends or evaluates needs a second person"
    assert {held[role.value] for role in pairs} == {2}


def test_the_table_of_accounts_stands_in_columns():
    head, *rows, last = CliRunner().invoke(demo, ["accounts"]).stdout.splitlines()
    starts = [cell_len(head[: head.index(word)]) for word in COLUMNS]
    for role, row in zip(PEOPLE, rows, strict=True):
        assert row.startswith(ROLE_NAMES[role])
        place = cell_len(row[: row.index(f" {role.value} ") + 1])
        assert place == starts[1]
        assert cell_len(row[: row.index(PASSWORD)]) == starts[2]
    assert "cairong demo accounts --json" in last


@pytest.mark.parametrize("role", PEOPLE)
def test_the_account_told_for_a_role_signs_in_with_the_password_told(told, role):
    one = next(one for one in told if one["role"] == role)
    client = Client()
    typed = {"username": one["username"], "password": one["password"], "next": ""}
    answer = client.post("/account/sign-in/", typed)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    page = client.get("/desk/", follow=True)
    assert page.status_code == 200
    assert one["organisation"] in page.content.decode()
    wrong = Client().post("/account/sign-in/", {**typed, "password": one["password"] + "x"})
    assert wrong.status_code == 422


@pytest.mark.parametrize("role", PEOPLE)
def test_everybody_who_signs_in_finds_a_desk_marked_as_demonstration(role):
    client = signed_in(account(role))
    page = client.get("/desk/", follow=True)
    assert page.status_code == 200
    assert "演示数据" in page.content.decode()


@pytest.mark.parametrize("role", HOLDERS)
def test_something_waits_or_is_new_on_every_desk(role):
    page = signed_in(account(role)).get("/desk/", follow=True)
    waiting = page.context["waiting"]
    assert any([waiting.balls, page.context["messages_new"]]), role


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (None, "/contracts/export.xlsx"),
        (None, "/supermarket/export.xlsx"),
        (Role.SUPPLIER, "/letters/export/"),
        (Role.PROCUREMENT_OFFICER, "/finance/filings/export/"),
    ],
)
def test_what_is_taken_out_is_marked_in_its_name_and_its_first_line(role, path):
    answer = (signed_in(account(role)) if role else Client()).get(path)
    assert answer.status_code == 200
    assert quote("演示数据.xlsx") in answer["Content-Disposition"]
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
    assert sheet.to_python()[0][0].endswith("(演示数据)")


def test_the_letter_on_paper_is_marked_outside_its_words():
    letter = Letter.objects.select_related("city").first()
    marked = letter_pdf(letter)
    letter.city.demo = False
    assert letter_pdf(letter) != marked


@pytest.mark.parametrize("path", ["/", "/contracts/", "/supermarket/", "/verify/", "/policy/"])
def test_public_pages_are_marked_too(path):
    page = Client().get(path)
    assert page.status_code == 200
    assert "演示数据" in page.content.decode()


def test_invented_parties_are_marked_where_they_are_named():
    product = Product.objects.filter(state="published").first()
    text = Client().get(f"/supermarket/{product.pk}/").content.decode()
    assert product.institution.demo
    assert '<span class="demo">演示</span>' in text


def test_a_sample_names_its_source_and_no_loan():
    sample = PublicContract.objects.filter(kind="sample").order_by("pk").first()
    text = Client().get(f"/contracts/{sample.no}/").content.decode()
    assert "来源" in text
    assert "融资申请" not in text


def test_everybody_but_those_who_registered_themselves_is_marked_as_invented():
    plain = Person.objects.filter(demo=False).values_list("name", flat=True)
    assert all(name.startswith("演示注册人") for name in plain)
    assert Person.objects.filter(demo=True).count() > 200


def test_invented_parties_have_codes_that_hold_and_none_twice():
    parties = Organisation.objects.filter(kind__in=["purchaser", "supplier", "institution"])
    codes = list(parties.values_list("uscc", flat=True))
    assert len(set(codes)) == len(codes)
    assert all(check_uscc(code, field="uscc") == code for code in codes)
    names = list(parties.values_list("kind", "name"))
    assert len(set(names)) == len(names)


def test_contracts_are_numbered_once_and_the_account_of_each_is_the_suppliers_own():
    numbers = Contract.objects.exclude(no="").values_list("no", flat=True)
    assert len(set(numbers)) == len(numbers)
    assert PayeeVersion.objects.exists()
    for version in PayeeVersion.objects.select_related("receivable__supplier")[:40]:
        assert version.payee == version.receivable.supplier.name


def test_money_came_home_by_itself():
    settled = Loan.objects.filter(state="settled")
    assert settled.count() >= 10
    assert set(settled.values_list("outstanding_fen", flat=True)) == {0}
    assert Remittance.objects.count() >= settled.count()


def test_every_supplier_that_won_got_the_letter_and_most_have_read_it():
    won = Award.objects.filter(sample=False).count()
    awards = Letter.objects.exclude(award=None).values("award").distinct()
    assert awards.count() == won
    assert awards.exclude(opened_at=None).count() > won // 2
    assert Message.objects.exists()


def test_every_kind_of_proposal_that_is_left_is_left_in_every_way():
    left = Counter(Proposal.objects.exclude(state="approved").values_list("state", flat=True))
    assert set(left) >= {"waiting", "returned", "taken_back"}
    assert left["waiting"] >= 8
    acts = Proposal.objects.filter(state="waiting").values_list("act", flat=True)
    waiting = {act.rpartition(".")[2] for act in acts}
    assert {"sign_contract", "decide_filing", "approve_offer", "request_lock", "pay"} <= waiting


def test_nobody_acts_twice_in_one_proposal_and_nobody_works_in_two_houses():
    for one in Proposal.objects.filter(state="approved"):
        assert one.prepared_by_id != one.decided_by_id
    houses = Counter(Mandate.objects.values_list("person", "organisation").distinct())
    people = Counter(person for person, _ in houses)
    assert set(people.values()) == {1}


def test_no_duty_begins_after_the_day_of_building(built):
    assert not Duty.objects.filter(start_on__gt=day_of(built)).exists()
    late = Duty.objects.filter(state="done", done_on__gt=day_of(built))
    assert not late.exists()


@pytest.mark.parametrize("words", [["check"], ["check", "--json"]])
def test_the_command_finds_the_books_balanced(words):
    done = CliRunner().invoke(books, words)
    assert done.exit_code == 0
    if len(words) == 1:
        assert done.stdout.rstrip().endswith("账实相符。")
        return
    found = json.loads(done.stdout)
    assert (found["balanced"], found["differences"]) == (True, [])
    assert found["receivables"] >= 150
    assert found["entries"] > 10 * found["receivables"] // 2


def test_a_loan_of_elsewhere_is_locked_and_another_is_asked_about():
    locked, asked = (OutsideLoan.objects.get(state=state) for state in ("standing", "entered"))
    assert locked.loan.no.startswith("平台外")
    under = LockOperation.objects.get(offer_id=locked.pk)
    assert (under.state, under.lock.state) == ("open", "active")
    assert asked.receivable.opening_fen > 0
    assert OutsideLoan.objects.filter(state="declined").exists()
    assert not Loan.here.filter(pk=locked.loan.pk).exists()
