"""Whom suppliers ask at an institution: named by its manager, else its deputy. 二(四)-1"""

from datetime import date, timedelta

import pytest
from django.db import connection

from cairong.audit.models import Event
from cairong.cases.green_channel import counters_in, counties_of, people_of
from cairong.kernel.actor import Role
from cairong.kernel.errors import Invalid, NotAllowed, NotFound
from cairong.parties.actions.desks import appoint_deputy
from cairong.parties.models import InstitutionProfile, Mandate
from cairong.policy.liaising import on_duty
from cairong.products.actions.name_liaison import end_liaison, name_liaison
from cairong.products.models import Liaison
from cairong.products.on_duty import OnDuty, asked_in
from lending.ground import Case
from support.refusing import stopped
from support.town import CITY, COUNTY

pytestmark = pytest.mark.django_db
PHONE, OTHER = "0379-60000001", "0379-60000002"
TODAY = date(2025, 10, 9)
ELSEWHERE = "410327"


def manager(case: Case, bank: str = "甲银行"):
    return case.town.actor(case.bank(bank), Role.INSTITUTION_MANAGER)


def name(case: Case, *regions: str, actor=None, **facts):
    given = {"person_id": case.officer().person_id, "phone": PHONE, **facts}
    return name_liaison(
        actor=actor or manager(case), now=case.now, regions=regions or (COUNTY,), **given
    )


def away(case: Case, who=None, deputy=None, days: int = 2) -> Mandate:
    """An administrator lets a deputy sit at a desk for some days."""
    seats = Mandate.objects.filter(organisation=case.bank(), deputy_for=None)
    who, deputy = who or case.officer(), deputy or case.approver()
    boss = manager(case)
    seats.filter(person_id=boss.person_id).update(administrator=True)
    return appoint_deputy(
        actor=boss, now=case.now,
        mandate_id=seats.get(person_id=who.person_id).pk,
        deputy_id=seats.get(person_id=deputy.person_id).pk,
        valid_from=TODAY, valid_to=TODAY + timedelta(days=days),
    )  # fmt: skip


def asked(case: Case, region: str = COUNTY, on: date = TODAY) -> OnDuty | None:
    bank = case.bank().pk
    return asked_in(CITY, [bank], region, on).get(bank)


def test_whom_a_supplier_asks_in_its_county(case: Case):
    assert asked(case) is None
    name(case)
    assert asked(case) == OnDuty(name=case.officer().person_name, phone=PHONE)
    assert asked(case, ELSEWHERE) is None
    event = Event.objects.get(type="products.liaison.named")
    assert (event.after["regions"], event.basis) == ([COUNTY], ["二(四)-1"])


def test_that_of_the_whole_city_is_asked_where_nobody_else_is(case: Case):
    name(case, CITY, person_id=case.approver().person_id)
    assert asked(case).name == case.approver().person_name
    name(case)
    assert asked(case).name == case.officer().person_name
    assert asked(case, ELSEWHERE).name == case.approver().person_name


def test_named_anew_the_former_one_ends(case: Case):
    name(case)
    name(case, COUNTY, CITY, person_id=case.approver().person_id, phone=OTHER)
    assert asked(case) == OnDuty(name=case.approver().person_name, phone=OTHER)
    assert Liaison.objects.get(phone=PHONE).ended_at == case.now
    assert Liaison.objects.filter(ended_at=None).count() == 2


def test_ended_nobody_is_asked(case: Case):
    name(case)
    found = Liaison.objects.get()
    end_liaison(actor=manager(case), now=case.now, liaison_id=found.pk)
    assert asked(case) is None
    with pytest.raises(NotFound):
        end_liaison(actor=manager(case), now=case.now, liaison_id=found.pk)


def test_away_its_deputy_is_asked_from_the_first_to_the_last_day(case: Case):
    name(case)
    away(case)
    for days in range(3):
        duty = asked(case, on=TODAY + timedelta(days=days))
        assert (duty.name, duty.phone, duty.until) == (
            case.approver().person_name, PHONE, date(2025, 10, 11),
        )  # fmt: skip
        assert duty.deputises == case.officer().person_name
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=3)):
        assert asked(case, on=day).deputises == ""


def test_the_deputy_is_away_too(case: Case):
    name(case)
    away(case)
    away(case, case.approver(), manager(case), days=1)
    assert asked(case).name == manager(case).person_name
    assert asked(case).until == date(2025, 10, 10)
    assert asked(case, on=date(2025, 10, 11)).name == case.approver().person_name
    away(case, manager(case), case.officer(), days=0)
    assert asked(case) is None, "all three are away: nobody is there"


def test_whose_seat_ended_is_asked_no_more(case: Case):
    name(case)
    connection.check_constraints()
    Mandate.objects.filter(person_id=case.officer().person_id).update(valid_to=date(2025, 10, 8))
    assert asked(case) is None


@pytest.mark.parametrize(("facts", "code"), [
    ({"phone": ""}, "invalid"),
    ({"phone": "12"}, "invalid"),
    ({"regions": ()}, "invalid.required"),
    ({"regions": ("999999",)}, "liaisons.region"),
    ({"person_id": None}, "liaisons.nobody"),
])  # fmt: skip
def test_what_cannot_be_named(case: Case, facts, code):
    given = {"person_id": case.officer().person_id, "phone": PHONE, "regions": (COUNTY,), **facts}
    given["person_id"] = given["person_id"] or case.supplier.person_id
    with pytest.raises(Invalid) as refused:
        name_liaison(actor=manager(case), now=case.now, **given)
    assert refused.value.findings[0].code.startswith(code)
    assert not Liaison.objects.exists()


def test_who_names(case: Case):
    for actor in (case.officer(), case.approver(), case.supplier):
        with pytest.raises(NotAllowed):
            name(case, actor=actor)
    with pytest.raises(Invalid):
        name(case, actor=manager(case, "乙银行"))


def test_what_each_side_reads(case: Case):
    name(case)
    case.bank("乙银行")
    shown = {
        each.institution.name: each.duty for each in counters_in(case.supplier, COUNTY, case.now)
    }
    assert shown["甲银行"].phone == PHONE
    assert shown["乙银行"] is None
    own = {each.name: each for each in counties_of(case.officer(), case.now)}
    county = own[next(each for each in own if own[each].liaison)]
    assert (county.duty.phone, county.by_city) == (PHONE, False)
    assert case.officer().person_id in dict(people_of(case.officer(), case.now))


def test_away_from_one_desk_of_two_it_is_there(case: Case):
    name(case)
    away(case)
    own = Mandate.objects.filter(person_id=case.officer().person_id, deputy_for=None).get()
    own.pk, own.role = None, Role.INSTITUTION_MANAGER
    own.save(force_insert=True)
    assert asked(case) == OnDuty(name=case.officer().person_name, phone=PHONE)


def test_of_a_region_that_is_served_no_more_the_manager_can_end_it(case: Case):
    name(case)
    connection.check_constraints()
    InstitutionProfile.objects.filter(organisation=case.bank()).update(regions=[ELSEWHERE])
    found = next(each for each in counties_of(manager(case), case.now) if each.liaison)
    assert not found.served
    end_liaison(actor=manager(case), now=case.now, liaison_id=found.liaison.pk)
    assert [each.served for each in counties_of(manager(case), case.now)] == [True]


def test_turns():
    there = {"a", "b", "c"}.__contains__
    assert on_duty("a", {}, seated=there) == ["a"]
    assert on_duty("a", {}, seated=set().__contains__) == []
    assert on_duty("a", {"a": "b", "b": "c"}, seated=there) == ["a", "b", "c"]
    assert on_duty("a", {"a": "b", "b": "a"}, seated=there) == []


NAME = """
    INSERT INTO products_liaison (id, city_id, institution_id, region, person_id, phone, named_at)
    SELECT gen_random_uuid(), city_id, institution_id, {region}, {person}, {phone}, {at}
    FROM products_liaison"""
SAME = {
    "region": "'410328'", "person": "person_id", "phone": "phone", "at": "named_at",
}  # fmt: skip
STRANGER = "(SELECT person_id FROM parties_mandate WHERE role = 'supplier' LIMIT 1)"


@pytest.mark.parametrize(("changed", "guard"), [
    ({}, "products_liaison_unsaid"),
    ({"region": "region"}, "products_liaison_once"),
    ({"phone": "''"}, "products_liaison_reached"),
    ({"person": STRANGER}, "products_liaison_unsaid"),
    ({"at": "named_at + interval '1 hour'"}, "products_liaison_unsaid"),
])  # fmt: skip
def test_by_hand_nobody_names(case: Case, changed, guard):
    name(case)
    with stopped(guard), connection.cursor() as cursor:
        cursor.execute(NAME.format(**SAME | changed))


@pytest.mark.parametrize(("written", "guard"), [
    ("UPDATE products_liaison SET ended_at = now()", "products_liaison_unsaid"),
    ("UPDATE products_liaison SET phone = '1234567'", "permission denied"),
    ("DELETE FROM products_liaison", "permission denied"),
])  # fmt: skip
def test_by_hand_nobody_changes_what_was_said(case: Case, written, guard):
    name(case)
    with stopped(guard), connection.cursor() as cursor:
        cursor.execute(written)
