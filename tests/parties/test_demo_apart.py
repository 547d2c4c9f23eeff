"""A real city and a demonstration never meet: the use-case says so, and the database holds it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import psycopg
import pytest
from django.db import IntegrityError, transaction

from cairong.audit.models import RefusalRecord
from cairong.home.addresses import APP
from cairong.kernel.actor import Role, system
from cairong.kernel.errors import Conflict
from cairong.parties.actions.admit import admit_organisation
from cairong.parties.actions.appoint import appoint_person
from cairong.parties.actions.found import found_city
from cairong.parties.models import City, Organisation, Person
from cairong.policy.catalogue import sentences
from cairong.policy.regions import County
from support.speaking import as_owner
from support.town import CITY, COUNTY, Town, at

NOW = at("2026-11-24 10:00")
OTHER = "410200"

pytestmark = pytest.mark.usefixtures("committed_db")


def found(code: str, *, demo: bool) -> City:
    return found_city(
        actor=system(city=code), now=NOW, name=f"城市{code}", opened_on=date(2021, 3, 10),
        regions=[County(code=COUNTY, name="西工区")],
        authorities={"bureau": "财政局", "operator": "运维中心"}, demo=demo,
    )  # fmt: skip


@pytest.mark.parametrize("demo", [True, False])
def test_two_cities_of_one_kind_stand_side_by_side(demo):
    found(CITY, demo=demo)
    with as_owner():
        found(OTHER, demo=demo)
    assert set(City.objects.values_list("code", "demo")) == {(CITY, demo), (OTHER, demo)}


def test_the_program_adds_no_city_beside_the_one_that_stands():
    """Web and worker write as the app role; of a second city the gateway's pages would speak."""
    found(CITY, demo=False)
    with pytest.raises(Conflict) as refused:
        found(OTHER, demo=False)
    [said] = sentences(refused.value)
    assert "不能再添一座" in said.text
    assert list(City.objects.values_list("code", flat=True)) == [CITY]


@pytest.mark.parametrize("demo", [True, False])
def test_a_city_of_the_other_kind_is_refused_in_words_and_leaves_nothing(demo):
    found(CITY, demo=demo)
    with pytest.raises(Conflict) as refused:
        found(OTHER, demo=not demo)
    [said] = sentences(refused.value)
    assert "不能放在同一个数据库里" in said.text
    assert list(City.objects.values_list("code", flat=True)) == [CITY]
    assert not Organisation.objects.filter(city_id=OTHER).exists()
    [record] = RefusalRecord.objects.all()
    assert (record.act, record.code) == ("found_city", "parties.demo_apart")


@pytest.mark.parametrize("demo", [True, False])
def test_the_database_refuses_the_other_kind_too(demo):
    found(CITY, demo=demo)
    with pytest.raises(IntegrityError) as refused:
        City.objects.create(code=OTHER, name="别的", opened_on=NOW.date(), demo=not demo)
    assert refused.value.__cause__.diag.constraint_name == "parties_demo_apart"


ADDED = "INSERT INTO parties_city (code, name, opened_on, demo) VALUES (%s, '城市', now(), %s)"


def test_of_two_open_transactions_that_add_a_city_one_stands(cluster):
    """Each sees none but its own until the other has ended."""
    at = cluster.address(APP).conninfo
    with psycopg.connect(at) as first, psycopg.connect(at) as second, ThreadPoolExecutor() as pool:
        first.execute(ADDED, [CITY, False])
        waits = pool.submit(second.execute, ADDED, [OTHER, True])
        with pytest.raises(TimeoutError):
            waits.result(timeout=0.5)
        first.commit()
        with pytest.raises(psycopg.errors.CheckViolation) as refused:
            waits.result(timeout=30)
    assert refused.value.diag.constraint_name == "parties_demo_apart"
    assert list(City.objects.values_list("code", "demo")) == [(CITY, False)]


def test_nor_by_a_snapshot_of_before(cluster):
    at = cluster.address(APP).conninfo
    with psycopg.connect(at) as first, psycopg.connect(at) as second:
        second.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        second.execute("SELECT FROM parties_city")
        first.execute(ADDED, [CITY, False])
        first.commit()
        with pytest.raises(psycopg.errors.CheckViolation):
            second.execute(ADDED, [OTHER, True])


@pytest.mark.parametrize("demo", [True, False])
def test_a_city_never_becomes_the_other_kind(demo):
    found(CITY, demo=demo)
    City.objects.update(name="改了名")
    with pytest.raises(IntegrityError), transaction.atomic():
        City.objects.update(demo=not demo)
    assert City.objects.get().demo is demo


def test_an_invented_organisation_is_refused_in_a_real_city():
    found(CITY, demo=False)
    with pytest.raises(Conflict) as refused:
        admit_organisation.by_system(
            actor=system(city=CITY), now=NOW, kind="purchaser", name="演示采购人",
            region=COUNTY, demo=True,
        )  # fmt: skip
    assert refused.value.findings[0].code == "parties.invented_in_demo_city"
    assert not Organisation.objects.filter(name="演示采购人").exists()


def test_an_invented_person_with_an_account_is_refused_in_a_real_city():
    found(CITY, demo=False)
    body = Organisation.objects.get(kind="operator")
    with pytest.raises(Conflict) as refused:
        appoint_person(
            actor=system(city=CITY), now=NOW, organisation_id=body.pk, role=Role.OPERATOR,
            name="演示员", username="operator", password="luoyang-mudan-2021", demo=True,
        )  # fmt: skip
    assert "演示人员不能进入真实城市" in sentences(refused.value)[0].text
    assert not Person.objects.exists()


def test_a_real_party_does_not_become_an_invented_one():
    found(CITY, demo=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(kind="bureau").update(demo=True)
    assert not Organisation.objects.filter(demo=True).exists()


def test_a_demonstration_holds_invented_and_real_parties():
    found(CITY, demo=True)
    town = Town(NOW)
    town.purchaser("自己登记的")
    town.organisation("purchaser", "演示的", demo=True)
    kinds = dict(Organisation.objects.filter(kind="purchaser").values_list("name", "demo"))
    assert kinds == {"自己登记的": False, "演示的": True}


def test_not_even_the_owner_brings_an_invented_person_into_a_real_city(owner_db):
    found(CITY, demo=False)
    with pytest.raises(IntegrityError) as refused:
        Person.objects.using("owner").create(city_id=CITY, name="演示员", demo=True)
    assert refused.value.__cause__.diag.constraint_name == "parties_invented_in_demo_city"
