"""Alike loans at unlike prices, as the People's Bank and the regulator see them. 二(五)-7"""

from datetime import date

import psycopg
import pytest
from bench.million import multiply
from bench.money import lay_money
from bench.published import publish
from bench.rows import Laying, lay, undecided
from bench.town import COUNTY, OTHER_COUNTY, found_town
from django.db import connections
from django.test import Client

from cairong.doors import actors
from cairong.home.addresses import APP, OWNER
from cairong.kernel.actor import Role
from cairong.oversight.alike import comparisons, pairs_of
from lending.ground import Case
from support.cluster import DATABASE
from support.town import at
from support.visitors import browser

AT, PAIRS = "/overseer/alike/", "/overseer/alike/pairs/"
TODAY = date(2026, 11, 25)
LOANS = 60
# Every other one is of the other county and half a point dearer; all else is the same.
DEALT = """
    WITH o AS (SELECT id, application_id, row_number() OVER (ORDER BY id) %% 2 AS other
               FROM lending_offer),
         a AS (UPDATE lending_application t SET region = CASE o.other WHEN 1 THEN %(other)s
               ELSE %(county)s END FROM o WHERE t.id = o.application_id),
         i AS (UPDATE lending_intent SET supplier_id =
               (SELECT supplier_id FROM lending_intent ORDER BY id LIMIT 1))
    UPDATE lending_offer t SET institution_id =
            (SELECT institution_id FROM lending_offer ORDER BY id LIMIT 1),
        days = 180, method = 'bullet', grade = '',
        amount_fen = 10000000, drawn_fen = 10000000, lpr_bp = 300,
        irr_percent = CASE o.other WHEN 1 THEN 4.6 ELSE 4.1 END,
        offered_at = '2026-11-02 10:00+08', product_version_id =
            (SELECT id FROM products_productversion ORDER BY id LIMIT 1)
    FROM o WHERE t.id = o.id
"""


@pytest.fixture
def dealt(cluster, committed_db):
    """A city whose one institution asks half a point more of one county, laid as the owner."""
    town = found_town()
    _become(cluster.address(OWNER))
    laying = Laying(town, 7, TODAY)
    with undecided():
        deals = lay(laying, 120)
        publish(deals)
        lay_money(laying, deals)
    connections["default"].close()
    with psycopg.connect(cluster.server.admin_address(DATABASE).conninfo) as admin:
        multiply(admin, LOANS)
        admin.execute("SET session_replication_role = replica")
        admin.execute(DEALT, {"county": COUNTY, "other": OTHER_COUNTY})
    _become(cluster.address(APP))
    return town


def _become(address) -> None:
    connections["default"].close()
    connections.settings["default"].update(USER=address.user, PASSWORD=address.password)


def test_half_a_point_more_for_a_county_is_a_sign_with_its_pairs(dealt):
    pboc = dealt.actors[Role.PBOC]
    found = {(each.group, each.value): each for each in comparisons(pboc, TODAY)}
    said = found["region", OTHER_COUNTY]
    assert LOANS // 2 - 5 <= said.paired <= LOANS // 2  # a few firms are of another size
    assert (said.compared.dearer, said.compared.cheaper, said.equal) == (said.paired, 0, 0)
    assert said.standing == "sign"
    assert said.compared.middle == 5_000
    assert found["region", COUNTY].standing == "none"
    pairs = pairs_of(pboc, TODAY, lender=said.lender, group="region", value=OTHER_COUNTY)
    assert [each.points for each in pairs] == [5_000] * said.paired
    assert {each.mine["region"] for each in pairs} == {OTHER_COUNTY}
    assert {each.other["region"] for each in pairs} == {COUNTY}
    assert len({each.mine["pk"] for each in pairs} | {each.other["pk"] for each in pairs}) == (
        2 * said.paired
    )


def test_an_offer_out_of_the_days_is_not_compared(dealt):
    assert comparisons(dealt.actors[Role.REGULATOR], date(2028, 1, 1)) == []


@pytest.mark.django_db
class TestPage:
    """The page of a city with one offer."""

    @pytest.fixture
    def regulator(self, lent: Case, monkeypatch) -> Client:
        monkeypatch.setattr(actors, "now", lambda: at("2025-11-01 10:00"))
        return browser(lent.town, Role.REGULATOR)

    def test_few_offers_say_nothing_and_the_method_is_told(self, lent: Case, regulator):
        page = regulator.get(AT).content.decode()
        for said in (
            "同条件比价",
            "甲银行",
            "配不成足够的对",
            "有迹象不等于有问题",
            "抛硬币",
            "20 对",
        ):
            assert said in page, said

    @pytest.mark.parametrize("asked", [
        "", "?lender=x", "?group=none", "?value=1&group=size", "?standing=sign", "?words=%00",
        "?sort=-middle&page=9", "?lender=00000000-0000-7000-8000-000000000000&value=410303",
    ])  # fmt: skip
    def test_what_is_not_known_is_answered_all_the_same(self, lent: Case, regulator, asked):
        for place in (AT, PAIRS):
            answer = regulator.get(place + asked)
            assert answer.status_code == 200
            assert "同条件比价" in answer.content.decode()

    def test_workbooks(self, lent: Case, regulator):
        for place in (AT, PAIRS):
            answer = regulator.get(f"{place}export/")
            assert answer["Content-Type"].startswith("application/vnd.openxmlformats")

    @pytest.mark.parametrize("role", [
        Role.PROCUREMENT_OFFICER, Role.INSTITUTION_MANAGER, Role.SUPPLIER, Role.SME_AUTHORITY,
    ])  # fmt: skip
    def test_nobody_else_reads_it(self, lent: Case, role):
        assert [browser(lent.town, role).get(place).status_code for place in (AT, PAIRS)] == [
            403
        ] * 2
