"""A page asks the database as often with one row as with many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lending.ground import sign, stand_award


def statements(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize(
    ("address", "most"),
    [("/desk/", 45), ("/supplier/contracts/", 20), ("/supplier/intents/", 18),
     ("/supplier/intents/new/", 20), ("/supplier/loans/", 18), ("/letters/", 18)],
)  # fmt: skip
def test_statements_do_not_grow(phone, address, most):
    product = phone.case.publish()
    phone.case.draw(phone.case.ready(product, 100_000), 100_000)
    first = statements(phone.client, address)
    for _ in range(2):
        sign(phone.case.town, stand_award(phone.case.town))
        phone.case.offer(phone.case.intend(50_000), product, 50_000)
    assert statements(phone.client, address) == first
    assert first <= most
