"""A city in which payments leave with two signatures; commits are real, as two roles speak."""

from collections.abc import Iterator

import pytest

from cairong.orders.models import Order
from support.signing import SigningCity, as_gateway, signing_city


@pytest.fixture
def asked(cluster, django_db_setup, django_db_blocker) -> Iterator[SigningCity]:
    """The payment is asked for; whoever speaks is the app role."""
    with django_db_blocker.unblock():
        yield signing_city(cluster)
        cluster.renew()


@pytest.fixture
def city(asked) -> SigningCity:
    """The payment is released."""
    asked.release()
    return asked


@pytest.fixture
def account(cluster, city) -> Order:
    """The order of the account that the payment goes to, signed by two persons."""
    with as_gateway(cluster):
        (payee,) = city.draws()
        return city.both_sign(payee)


@pytest.fixture
def gateway(cluster, city) -> Iterator[SigningCity]:
    """The same city, spoken to by the gateway's role."""
    with as_gateway(cluster):
        yield city
