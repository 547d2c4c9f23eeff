"""Five hundred products: each as the engine prices it, read anew once anything changed."""

import pytest
from bench.shelf import PRODUCTS, lay_products
from bench.town import CITY, FOUNDED, found_town
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairong.parties.models import InstitutionProfile, Organisation
from cairong.policy.cost import METHOD_WORDS, cost
from cairong.policy.preferring import Preference
from cairong.products.models import Product, ProductVersion
from cairong.products.reads import on_shelf
from cairong.products.shelf import ShelfQuery, bars, schedule_of, shelf, shelved
from cairong.rulebook.reads import lpr_on
from support.staging import staged
from support.town import at

pytestmark = pytest.mark.django_db
NOW = at("2025-09-01 09:00")
WISH = ShelfQuery(amount_fen=30_000_000, days=180)
LEAST_CHANGED = "2025-09-02 09:00"


@staged
def full(db):
    """A city whose shelf is full."""
    town = found_town()
    lay_products(town)
    return town


@pytest.mark.parametrize("method", sorted(METHOD_WORDS))
@pytest.mark.parametrize(("amount", "days"), [(30_000_000, 180), (12_345_678, 366), (1, 30)])
def test_every_price_is_the_engines_to_the_fen(full, method, amount, days):
    query = ShelfQuery(amount_fen=amount, days=days, method=method, instalments=12)
    found = shelf(CITY, now=NOW, query=query)
    lpr = lpr_on(CITY, NOW)
    assert len(found) == PRODUCTS
    for each in found:
        version = each.version
        assert each.rate_bp == lpr.rate_bp(version.tenor) + version.spread_bp
        if each.cost is None:
            assert list(each.bars) == bars(version, query) != []
            continue
        whole = cost(
            principal_fen=amount, rate_bp=each.rate_bp, days=days, day_count=version.day_count,
            fee_fen=version.fee_fen, method=method, instalments=12,
        )  # fmt: skip
        for name in ("interest_fen", "fee_fen", "simple_percent", "irr_percent"):
            assert getattr(each.cost, name) == getattr(whole, name)
        assert schedule_of(each, query) == whole.schedule


def test_the_order_is_that_of_the_yearly_cost(full):
    found = shelf(CITY, now=NOW, query=WISH)
    fits = [each for each in found if not each.bars]
    assert found[: len(fits)] == fits
    keys = [(each.cost.irr_percent, each.cost.simple_percent, each.tie) for each in fits]
    assert keys == sorted(keys)


def test_a_product_alone_is_priced_as_among_all(full):
    for each in shelf(CITY, now=NOW, query=WISH)[::97]:
        assert shelved(each.product, now=NOW, query=WISH) == each


def asked(now=NOW):
    """The shelf, and how many statements it took."""
    with CaptureQueriesContext(connection) as sent:
        found = shelf(CITY, now=now, query=WISH)
    return {each.id: each for each in found}, len(sent)


def test_it_asks_whether_anything_changed_and_no_more(full):
    asked()
    assert [asked()[1] for _ in range(3)] == [2] * 3
    kept, sent = asked(at(LEAST_CHANGED))
    assert sent == 2
    assert {one.tie for one in kept.values()}.isdisjoint(one.tie for one in asked()[0].values())


def change_terms(product):
    version = on_shelf(CITY).get(product=product)
    version.pk, version.number, version.fee_fen = None, 2, 77_700
    version.save(force_insert=True)
    Product.objects.filter(pk=product.pk).update(version=2)


CHANGES = {
    "terms": (change_terms, lambda one: one.cost.fee_fen == 77_700),
    "suspended": (
        lambda product: Product.objects.filter(pk=product.pk).update(state="suspended"),
        lambda one: one is None,
    ),
    "institution gone": (
        lambda product: Organisation.objects.filter(pk=product.institution_id).update(active=False),
        lambda one: one is None,
    ),
    "contact": (
        lambda product: Organisation.objects.filter(pk=product.institution_id).update(
            contact_name="新联系人"
        ),
        lambda one: one.product.institution.contact_name == "新联系人",
    ),
    "connected": (
        lambda product: InstitutionProfile.objects.filter(pk=product.institution_id).update(
            connected_on="2025-09-01"
        ),
        lambda one: one.product.institution.institution_profile.connected,
    ),
    "name": (
        lambda product: Product.objects.filter(pk=product.pk).update(name="改名贷"),
        lambda one: one.product.name == "改名贷",
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_changed_is_there_at_once(full, what):
    change, shows = CHANGES[what]
    product = next(iter(asked()[0].values())).product
    change(product)
    found, sent = asked()
    assert shows(found.get(product.pk))
    assert sent == 3
    assert asked()[1] == 2


def test_two_changes_in_one_transaction_are_two(full):
    """The same transaction writes the same row twice: each is seen."""
    product = next(iter(asked()[0].values())).product
    for name in ("一改", "二改"):
        Product.objects.filter(pk=product.pk).update(name=name)
        assert asked()[0][product.pk].product.name == name


def test_a_grade_is_priced_by_its_own_terms(full):
    product = Product.objects.order_by("pk").first()
    version = on_shelf(CITY).get(product=product)
    version.pk, version.number = None, 2
    version.preferences = [vars(Preference(grade="A", less_bp=0, more_days=300))]
    version.save(force_insert=True)
    Product.objects.filter(pk=product.pk).update(version=2)
    longer = ShelfQuery(amount_fen=30_000_000, days=version.max_days + 300)
    barred = {one.id: one.bars for one in shelf(CITY, now=FOUNDED, query=longer)}
    assert barred[product.pk]
    graded = ShelfQuery(amount_fen=30_000_000, days=longer.days, grade="A")
    assert not {one.id: one.bars for one in shelf(CITY, now=FOUNDED, query=graded)}[product.pk]


def test_a_shelf_of_nothing_is_empty(db):
    found_town()
    assert shelf(CITY, now=NOW, query=WISH) == []
    assert ProductVersion.objects.count() == 0
