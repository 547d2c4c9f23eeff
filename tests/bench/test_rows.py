"""The rows laid in bulk are such as the use-cases make: the books hold, the pages show them."""

from datetime import date
from functools import partial

import psycopg
import pytest
from bench.million import COPIED, multiply
from bench.money import lay_money
from bench.published import publish
from bench.rows import Laying, lay, undecided
from bench.town import found_town
from django.db import connection, connections
from django.test import Client

from cairong.audit.models import Event
from cairong.disclosure.document import leaf_hash
from cairong.disclosure.models import PublicContract, PublishedVersion
from cairong.evaluation.counting import standing
from cairong.evaluation.scheme import governing
from cairong.home.addresses import APP, OWNER
from cairong.lending.checking import books_check
from cairong.lending.models import Loan, YearDrawn
from cairong.lending.steps.years import sum_years_anew
from support.cluster import DATABASE

COUNT, TIMES, TODAY = 120, 3, date(2026, 11, 25)


@pytest.fixture
def laid(cluster, committed_db):
    """A city of a few contracts, laid as the owner as the bench does."""
    town = found_town()
    _become(cluster.address(OWNER))
    laying = Laying(town, 7, TODAY)
    with undecided():
        deals = lay(laying, COUNT)
        publish(deals)
        lay_money(laying, deals)
    _become(cluster.address(APP))
    return deals


def test_what_is_laid_is_whole(laid):
    assert PublicContract.objects.count() == COUNT
    for one in PublishedVersion.objects.all()[:20]:
        assert leaf_hash(bytes(one.document)) == one.sha256
    checked = books_check(laid[0].contract.city_id)
    assert (checked["balanced"], checked["differences"]) == (True, [])
    page = Client().get(f"/contracts/{laid[0].contract.no}/")
    assert laid[0].contract.title in page.content.decode()


def test_each_loan_is_there_so_many_times_with_all_its_parts(laid, cluster):
    city, before = laid[0].contract.city_id, {table: _counted(table) for table in COPIED}
    first, newest = Loan.objects.count(), Loan.objects.latest("drawn_on").drawn_on
    asked = partial(standing, city, newest.year, governing(city, newest.year).scheme, today=newest)
    alone = {each.institution: each.counts.amount_fen for each in asked()}
    connections["default"].close()
    with psycopg.connect(cluster.server.admin_address(DATABASE).conninfo) as admin:
        multiply(admin, TIMES * first)
    _become(cluster.address(OWNER))
    sum_years_anew(city)
    assert {_counted(table) - before[table] for table in COPIED} == {(TIMES - 1) * first}
    for loan in Loan.objects.select_related("offer__application__intent"):
        assert loan.no.removeprefix("DB") == loan.offer.application.intent.no.removeprefix("YB")
        event = Event.objects.get(type="lending.loan.drawn", subject_id=str(loan.pk))
        assert event.after["amount_fen"] == loan.principal_fen
    drawn = YearDrawn.objects.filter(region="").values_list("loans", flat=True)
    assert sum(drawn) == TIMES * first
    assert {each.institution: each.counts.amount_fen for each in asked()} == {
        institution: TIMES * amount for institution, amount in alone.items()
    }


def _counted(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - names of our own
        return cursor.fetchone()[0]


def _become(address) -> None:
    connections["default"].close()
    connections.settings["default"].update(USER=address.user, PASSWORD=address.password)
