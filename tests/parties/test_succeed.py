"""An authority is reorganised: the new body has the desk, the old one stays in the records."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.hashers import make_password

from cairong.kernel.actor import Role, system
from cairong.kernel.calendar import SHANGHAI
from cairong.kernel.errors import Conflict
from cairong.parties import reads
from cairong.parties.actions.appoint import appoint_person
from cairong.parties.actions.found import RegionFacts, found_city
from cairong.parties.actions.succeed import succeed_organisation
from cairong.parties.models import Account, Organisation

CITY, NOW = "410300", datetime(2023, 8, 18, 9, tzinfo=SHANGHAI)
OLD, NEW = "中国人民银行洛阳市中心支行", "中国人民银行洛阳市分行"

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def branch(committed_db) -> Organisation:
    found_city(
        actor=system(city=CITY),
        now=NOW - timedelta(days=800),
        name="洛阳市",
        opened_on=date(2021, 3, 10),
        regions=[RegionFacts(code="410303", name="西工区")],
        authorities={"pboc": OLD},
    )
    return reads.the_only(CITY, "pboc")


def succeed(branch: Organisation, **other) -> Organisation:
    facts = {"name": NEW, "on": date(2023, 8, 18), "basis": "机构改革方案", **other}
    return succeed_organisation(
        actor=system(city=CITY), now=NOW, organisation_id=branch.pk, **facts
    )


def test_the_new_body_is_the_one_there_is_now_and_the_old_one_points_to_it(branch):
    new = succeed(branch)
    assert reads.the_only(CITY, "pboc") == new
    assert (new.name, new.valid_from, new.kind) == (NEW, date(2023, 8, 18), "pboc")
    branch.refresh_from_db()
    assert (branch.successor, branch.valid_to, branch.active) == (new, date(2023, 8, 18), False)
    assert list(new.predecessors.values_list("name", flat=True)) == [OLD]


def test_nobody_is_followed_twice_nor_before_the_day(branch):
    with pytest.raises(Conflict):
        succeed(branch, on=date(2023, 8, 19))
    succeed(branch)
    with pytest.raises(Conflict) as refused:
        succeed(branch)
    assert refused.value.findings[0].params == {"name": OLD}


def test_an_account_may_begin_with_a_password_hashed_before(branch):
    appoint_person(
        actor=system(city=CITY),
        now=NOW,
        organisation_id=branch.pk,
        role=Role.PBOC,
        name="商允",
        username="pboc",
        password_hash=make_password("a word everybody knows"),
    )
    assert Account.objects.get(username="pboc").check_password("a word everybody knows")
