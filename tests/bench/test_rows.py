"""The rows laid in bulk are such as the use-cases make: the books hold, the pages show them."""

from datetime import date

import pytest
from bench.money import lay_money
from bench.published import publish
from bench.rows import Laying, lay, undecided
from bench.town import found_town
from django.db import connections
from django.test import Client

from cairong.disclosure.document import leaf_hash
from cairong.disclosure.models import PublicContract, PublishedVersion
from cairong.home.addresses import APP, OWNER
from cairong.lending.checking import books_check

COUNT, TODAY = 120, date(2026, 11, 25)


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


def _become(address) -> None:
    connections["default"].close()
    connections.settings["default"].update(USER=address.user, PASSWORD=address.password)
