"""Abuse 22, 24: another party's id at every address is not there, and the asking is kept."""

from collections.abc import Iterator

import pytest
from django.test import Client

from abuse.walking import address_of, patterns, rows
from cairong.audit.models import Event, RefusalRecord
from cairong.kernel.actor import INSTITUTION, PURCHASER, Role
from support.town import CITY

OPEN_TO_ALL = {
    "api-contract", "public-contract", "public-document", "public-qr", "supermarket-product",
    "rulebook-parameter", "account-accept", "account-renew", "api-rules",
    "account-register-invited",
}  # fmt: skip
# A filed contract is public: banks may read its case, and any may say that it lent on it before.
PUBLIC_CASE = {"case", "outside-new"}
REFUSED = {403, 404}


def private_routes(ids) -> Iterator[tuple[str, str, set[str]]]:
    """Every route that names a record: its name, its address here, the roles it is meant for."""
    matrix = {row["route"]: row for row in rows()}
    for pattern in patterns():
        address = address_of(pattern, ids)
        if pattern.pattern.converters and address and pattern.name not in OPEN_TO_ALL:
            row = matrix[pattern.name]
            admitted = {role for role in list(row)[4:] if row[role] not in {"403", "401"}}
            yield pattern.name, address, admitted


def strangers(busy, neighbour) -> dict[str, tuple[str, Client]]:
    """By what they are called: the role and the browser of people who have no part in the case."""
    town = busy.town
    supplier = town.supplier("别的供应商", uscc="91410300MA3X4LQK6G")
    purchaser, bank = town.purchaser("别的采购人"), town.institution("丙银行")
    own = {
        "another supplier": ("supplier", busy.of(supplier, "supplier")),
        **{
            f"another {role}": (role.value, busy.of(purchaser, role.value))
            for role in sorted(PURCHASER)
        },
        **{
            f"another {role}": (role.value, busy.of(bank, role.value))
            for role in sorted(INSTITUTION)
        },
    }
    return own | {f"elsewhere {role}": (role, who) for role, who in neighbour.clients.items()}


def visits(client: Client, address: str) -> list[int]:
    return [client.get(address).status_code, client.post(address, {}).status_code]


def test_a_stranger_finds_nothing_at_any_address(busy, neighbour):
    routes = list(private_routes(busy.ids()))
    assert len(routes) > 60
    people, seen = strangers(busy, neighbour), []
    events = Event.objects.filter(city=CITY).count()
    for called, (role, client) in people.items():
        kept = RefusalRecord.objects.count()
        for name, address, admitted in routes:
            if name in PUBLIC_CASE and called.startswith("another institution"):
                continue
            wanted = {404} if role in admitted else REFUSED
            found = [one for one in visits(client, address) if one not in wanted | {405}]
            seen += [f"{called} at {name}: {status}" for status in found]
        assert RefusalRecord.objects.count() >= kept + len(routes), called
    assert seen == []
    assert Event.objects.filter(city=CITY).count() == events


def test_the_owner_does_find_something_there(busy):
    """The probe can see: whom a route is meant for is answered at most of these addresses."""
    found = 0
    for _, address, admitted in private_routes(busy.ids()):
        found += any(
            busy.as_role(role).get(address).status_code in {200, 302}
            for role in sorted(admitted)[:3]
        )
    assert found > 30


@pytest.mark.parametrize("role", ["procurement-officer", "treasury-officer", "county-clerk"])
def test_a_desk_of_another_county_sees_nothing_of_this_one(busy, role):
    client = busy.desk_of("410327", role)
    seen = []
    for name, address, admitted in private_routes(busy.ids()):
        wanted = {404} if role in admitted else REFUSED
        seen += [
            f"{name}: {status}"
            for status in visits(client, address)
            if status not in wanted | {405}
        ]
    assert seen == []


class TestSecondAccount:
    def approve(self, busy, client: Client) -> int:
        place = f"/proposals/{busy.second_payment.pk}/"
        client.get(place)
        return client.post(f"{place}decide/", {"decision": "approve", "reason": ""}).status_code

    def test_the_same_person_cannot_approve_from_a_second_account(self, busy):
        second = busy.second_account(busy.second_payment.prepared_by, "purchaser-approver")
        assert self.approve(busy, second) == 403
        busy.second_payment.refresh_from_db()
        assert busy.second_payment.state == "waiting"

    def test_somebody_else_can(self, busy):
        assert self.approve(busy, busy.as_role(Role.PURCHASER_APPROVER)) == 302
