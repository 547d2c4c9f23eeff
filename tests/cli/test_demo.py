"""The demo city: full, balanced, within what its sources say, and nothing real in it but facts."""

import json
from collections import Counter

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.contrib.auth.hashers import check_password

from cairong.audit.checking import check_chain
from cairong.audit.models import Event, Outbox, RefusalRecord
from cairong.cli import demo as module
from cairong.cli.demo import demo
from cairong.cli.written.pages import state_tables
from cairong.clocks.models import Duty
from cairong.contracts.models import Award, AwardShare, Contract
from cairong.driving.demo.cast import regions
from cairong.driving.demo.facts import CITY, MAIN_COUNTY, clauses
from cairong.kernel.actor import Actor, Channel, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.money import WAN
from cairong.lending.checking import books_check
from cairong.lending.models import Application, Loan
from cairong.notary.facts import differences
from cairong.notary.states import ALARM, ASKED
from cairong.orders.states import INSTRUCTION, PERSON_KEY
from cairong.oversight.reads import financed
from cairong.parties.models import Account, Mandate, Organisation, Person, Region
from cairong.products.models import Product, ProductVersion
from cairong.treasury.models import Receivable
from cairong.treasury.states import OPENING, SHARED

pytestmark = [pytest.mark.usefixtures("built"), pytest.mark.xdist_group("demo")]

UNHELD = {
    **{
        f"agencies.{state}": "is for an agency that does not go along, or a mistake"
        for state in ("Engagement.declined", "Engagement.returned", "ProcurementFile.cancelled")
    },
    "lending.Inquiry.held": "begins where an institution asks for what the platform holds already",
    **{
        f"lending.Lookup.{state}": "begins where a supplier lets an outside source be read"
        for state in ("asked", "answered", "given_up", "dropped")
    },
    "treasury.Payment.unpaid": "begins where somebody calls a released payment off",
    "outreach.Dispatch.sending": "lasts only while one is sent",
    "outreach.Dispatch.failed": "in a demonstration all goes to a page, which takes everything",
    "outreach.Dispatch.bounced": "in a demonstration all goes to a page, which takes everything",
    **{
        f"parties.Renewal.{state}": "begins in the browser of somebody who lost a password"
        for state in ("asked", "worded", "allowed", "done")
    },
    **{
        f"board.{state}": "ends what a board of four would rarely leave standing"
        for state in (
            "Task.withdrawn",
            "Task.called_off",
            "Partner.declined",
            "Partner.ended",
            "Change.asked",
            "Change.declined",
            "Change.withdrawn",
            "Minutes.draft",
            "Minutes.dropped",
            "Document.returned",
            "Document.corrected",
            "Agreement.declined",
            "Agreement.withdrawn",
            "Agreement.ended",
            "Agreement.lapsed",
        )
    },
    "evaluation.Year.provisional": "lasts the weeks after a year's end until it is frozen",
    "evaluation.Appeal.open": "is answered before a year is frozen",
    "assessment.Year.provisional": "lasts the weeks after a year's end until it is frozen",
    "assessment.Objection.open": "is answered before a year is frozen",
    "assessment.Objection.upheld": "the one objection of last year was answered with why not",
    **{
        f"secrecy.Freeze.{state}": "a demonstration holds no state secret; a freeze empties desks"
        for state in ("frozen", "ordered", "purged", "thawed")
    },
    **{f"treasury.SharedNumber.{state}": "each supplier has its own" for state in SHARED.states},
    **{f"notary.Alarm.{state}": "the chain of a demonstration is whole" for state in ALARM.states},
    **{f"notary.AskedCheck.{state}": "begins where an auditor asks" for state in ASKED.states},
    **{
        f"{INSTRUCTION.thing}.{state}": "begins where two sign on the gateway's pages"
        for state in INSTRUCTION.states
    },
    **{
        f"{PERSON_KEY.thing}.{state}": "a demonstration keeps a key for each person, all registered"
        for state in ("asked", "ended")
    },
    **{
        f"{OPENING.thing}.{state}": "what was paid before is known by now"
        for state in OPENING.states
        if state != "standing"
    },
    "lending.OutsideLoan.withdrawn": "is a mistake that was seen in time",
    **{
        f"lending.RepaymentPlan.{state}": "comes of a plan whose days are still ahead"
        for state in ("dropped", "missed", "kept")
    },
}
DESKS = {
    Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER, Role.TREASURY_OFFICER,
    Role.TREASURY_APPROVER,
}  # fmt: skip
PEOPLE = set(Role) - {Role.SYSTEM, Role.PUBLIC}


def test_every_state_is_held_by_a_case():
    missing = set()
    for table in state_tables():
        held = set(apps.get_model(table.thing).objects.values_list("state", flat=True).distinct())
        missing |= {f"{table.thing}.{state}" for state in set(table.states) - held}
    assert missing == set(UNHELD)


def test_driven_cases_lie_in_every_county_and_samples_where_they_were_published():
    driven = Counter(Award.objects.filter(sample=False).values_list("region", flat=True))
    assert set(driven) == set(regions())
    assert sum(driven.values()) - driven[CITY] >= 200
    samples = Award.objects.filter(sample=True)
    assert samples.count() >= 1500
    assert not samples.exclude(region="").exists()
    assert not samples.filter(src="").exists()


def test_desks_show_what_is_due_today_and_soon_and_overdue(built):
    today = day_of(built)
    running = Duty.objects.filter(state="running")
    for kind in ("sign_contract", "review_filing", "decide_application", "disburse_loan", "pay"):
        left = [
            (due - today).days for due in running.filter(kind=kind).values_list("due_on", flat=True)
        ]
        assert min(left) < 0 < max(left), kind
        if today.isoformat() == "2026-11-24":
            assert 0 in left, kind
    for kind in ("acknowledge_lock", "confirm_lock", "release_payment"):
        assert running.filter(kind=kind, due_on__lt=today).exists(), kind


def test_money_was_drawn_last_year_at_the_city_and_in_the_counties(built):
    overseer = Actor(city=CITY, role=Role.PBOC, region=CITY, channel=Channel.CLI)
    year = day_of(built).year
    last = financed(overseer, year - 1)
    assert last.whole.growth.year_fen > 0
    assert "normal" in {one.growth.base for one in financed(overseer, year).levels}
    drawn = {one.code for one in last.levels if one.growth.year_fen}
    assert {CITY, MAIN_COUNTY} <= drawn


def test_institutions_are_connected_with_evidence_or_not_and_products_have_sources():
    profiles = [one.institution_profile for one in of_kind("institution")]
    assert Counter(one.connected for one in profiles) == {True: 8, False: 5}
    assert all(one.connected_evidence for one in profiles if one.connected)
    versions = ProductVersion.objects.filter(product__state="published")
    assert versions.count() == 20
    for one in versions:
        assert one.source, one.product
        assert 50 <= one.cap_percent <= 85, one.product
        assert one.max_fen <= 3000 * WAN, one.product
        assert one.max_days <= 3 * 366, one.product
    assert not ProductVersion.objects.filter(tenor="1Y", spread_bp__gt=672 - 300).exists()
    assert Product.objects.filter(state="retired").exists()


def test_every_county_has_both_desks_in_two_persons_each_and_a_clerk():
    for region in regions():
        held = Mandate.objects.filter(organisation__kind="bureau", region=region)
        held = held.exclude(role=Role.AUDITOR)
        people = dict(held.values_list("role", "person"))
        wanted = DESKS if region == CITY else DESKS | {Role.COUNTY_CLERK}
        assert set(people) == wanted
        assert len(set(people.values())) == len(wanted)
    banks = [each for each in of_kind("institution") if not each.institution_profile.suspended_on]
    for organisation in [*of_kind("purchaser"), *banks]:
        people = dict(organisation.mandates.values_list("role", "person"))
        assert len(set(people.values())) == len(people) >= 2


def test_the_authorities_were_reorganised_and_old_counties_lead_to_new_ones():
    for old, new in (
        ("中国人民银行洛阳市中心支行", "中国人民银行洛阳市分行"),
        ("中国银行保险监督管理委员会洛阳监管分局", "国家金融监督管理总局洛阳监管分局"),
    ):
        before = Organisation.objects.get(name=old)
        assert before.successor.name == new
        assert not before.active
    heirs = dict(Region.objects.exclude(successor_code="").values_list("name", "successor_code"))
    assert set(heirs) >= {"吉利区", "孟津县", "偃师市"}


def test_parties_are_invented_and_no_sample_has_a_loan_or_a_verdict():
    parties = Organisation.objects.filter(kind__in=["purchaser", "supplier", "institution"])
    assert not parties.filter(demo=False).exists()
    real = set(Award.objects.filter(sample=True).values_list("purchaser_name", flat=True))
    real |= set(
        AwardShare.objects.filter(award__sample=True).values_list("supplier_name", flat=True)
    )
    assert not real & set(parties.values_list("name", flat=True))
    samples = list(Award.objects.filter(sample=True).values_list("pk", flat=True))
    assert not Receivable.objects.filter(contract__award__in=samples).exists()
    assert not Application.objects.filter(intent__award__in=samples).exists()
    assert not Duty.objects.filter(subject_id__in=samples).exists()
    assert not Contract.objects.filter(award__in=samples).exclude(state="draft").exists()


def test_driven_cases_keep_real_amounts_and_payment_clauses():
    real = set(Award.objects.filter(sample=True).values_list("amount_fen", flat=True))
    driven = Award.objects.filter(sample=False).values_list("amount_fen", flat=True)
    assert set(driven) <= real
    clause = {tuple((one.milestone, one.percent) for one in rows) for rows in clauses()}
    for contract in Contract.objects.filter(sample=False).exclude(signed_on=None)[:50]:
        rows = contract.schedule.order_by("position").values_list("milestone", "percent")
        assert tuple(rows) in clause


def test_the_books_balance_the_chain_holds_and_nothing_waits_or_was_refused(built):
    assert books_check(CITY)["differences"] == []
    assert list(differences(CITY)) == []
    assert check_chain(CITY, window=20_000).broken is None
    assert not Outbox.objects.filter(done_at=None).exists()
    assert list(RefusalRecord.objects.values_list("act", "code")) == []
    moments = list(Event.objects.order_by("seq").values_list("at", flat=True))
    assert max(moments) <= built
    assert Loan.objects.filter(state="repaying", due_on__lt=day_of(built)).exists()


def test_accounts_are_told_with_a_password_that_opens_them():
    told = json.loads(run("accounts", "--json").stdout)
    assert {one["role"] for one in told} == PEOPLE
    assert set(told[0]) == {"role", "username", "password", "organisation", "region"}
    main = [one for one in told if one["username"] == one["role"]]
    assert {one["role"] for one in main} == PEOPLE
    for one in main[:3]:
        assert check_password(
            one["password"], Account.objects.get(username=one["username"]).password
        )
    lines = run("accounts").stdout.splitlines()
    assert len(lines) == 1 + len(PEOPLE) + 1
    assert f"另有 {len(told) - len(PEOPLE)} 个账号" in lines[-1]


def test_building_again_changes_nothing(cluster, monkeypatch):
    monkeypatch.setenv("CAIRONG_HOME", str(cluster.home.path))
    monkeypatch.setattr(module, "refuse_other_city", lambda _: None)  # the test's own database
    before = Event.objects.count(), Person.objects.count()
    assert "已经建好" in run("build").stdout
    assert (Event.objects.count(), Person.objects.count()) == before


def of_kind(kind: str) -> list[Organisation]:
    return list(Organisation.objects.filter(kind=kind))


def run(*words: str):
    done = CliRunner().invoke(demo, words)
    assert done.exit_code == 0, (done.output, done.exception)
    return done
