"""How many statements each step of a case and each first screen sends: constants, kept low.

A step or page that sends more has to say why here; a page never sends more for more rows.
"""

from collections.abc import Iterator

import pytest
from bench.case import Case
from bench.pages import client_of, statements
from bench.record import recording
from bench.town import ROLES, Town, found_town
from django.test import Client
from django.urls import reverse

from cairong.kernel.actor import Role
from cairong.web.menus import home_of
from support.staging import staged

# Of every event that is told, two are the reading of its case, and of the last of several two more
# of whose turn it is: its balls, and what was told before. What is proposed, terms of a lock, the
# bureau and turns that are over are asked for where there are any.
STEPS = {  # of an authority that is told by name is asked whether another followed it
    "1 award and letter": 36,
    # does an intent wait for it? who won the award is asked by the driver, not by the act
    "2 contract drafted, laid before the approver": 71,
    "3 signed, announced, filed": 76,
    "4 filing accepted": 77,
    "5 product published": 39,  # its institution is held against the wishes that stand
    # the size of the supplier, which decides whose caps count; the ranking that is kept: LPR, what
    # is on the shelf, and it was read before
    "6 intent": 34,
    # the same twice; at the lender; paid when; has the supplier still to answer, once each; the
    # checklist is worked out again as it is confirmed, and held against what was shown
    "7 completeness, authenticity, offer": 212,
    "8 account lock": 179,  # and the days of meeting the conditions start
    "9 conditions, draw": 82,  # is the contract still the one that was checked?
    # twice, rehearsed and done: is the city's treasury connected, does a demonstration keep keys,
    # which acceptances are paid; once: is the supplier an sme
    "10 acceptance, payment": 104,
    # is the treasury connected, does a demonstration keep keys; what was paid by it; a whole act
    # that tells of the lock's release; outside every transaction: of which payment, its turn to be
    # asked about, given back; was the loan overdue
    "11 remittance repays the loan": 100,
}
# One is the badge of unread messages. A supplier's and an institution's desk also ask which offers
# wait for a lock, and each shown financing for its ball.
DESKS = {
    Role.SUPPLIER: 15,
    Role.PURCHASER_OFFICER: 7,
    Role.PURCHASER_APPROVER: 8,
    # for whom it acts, how many files, letters, awards: one each, and the newest of them
    Role.AGENCY_CLERK: 13,
    Role.INSTITUTION_OFFICER: 10,
    Role.INSTITUTION_APPROVER: 7,
    Role.INSTITUTION_MANAGER: 11,
    Role.PROCUREMENT_OFFICER: 9,  # whom it has to help: one
    Role.PROCUREMENT_APPROVER: 8,
    Role.TREASURY_OFFICER: 7,
    Role.TREASURY_APPROVER: 7,
    Role.COUNTY_CLERK: 8,
    # what waits, what is overdue, what was turned down, the last LPR and the days off by which the
    # next is due, whose invitation waits, what was financed outside: one each
    Role.PBOC: 17,
    Role.SME_AUTHORITY: 14,  # is there anything that waits for it as the second person
    Role.REGULATOR: 13,  # alerts to look at: one
    # what waits for the second operator, a channel to switch on; does the bureau lack a second
    # administrator; is the clock believed, and since when; the newest head, its alarm, copies
    Role.OPERATOR: 17,
    # how many alarms are open, the newest head and its alarm, how many events, the last whole check
    Role.AUDITOR: 10,
    Role.INSPECTOR: 5,  # the inspections that stand
}
PUBLIC = {
    "/": 5,
    "/contracts/": 3,
    "/contracts/<no>/": 1,
    "/contracts/<no>/document.json": 1,
    "/api/contracts/<no>": 1,
    "/supermarket/": 3,
    "/verify/": 0,
    "/policy/": 0,
}


@staged
def town(db) -> Town:
    return found_town()


@pytest.mark.usefixtures("committed_db")
def test_each_step_sends_its_statements():
    town = found_town()
    first = dict(_carry_out(town, 1))
    assert first == dict(_carry_out(town, 2)) == STEPS


@staged
def some(town: Town) -> Town:
    """Three cases that wait at different steps."""
    for steps in (3, 6, 9):
        list(_carry_out(town, steps, steps=steps))
    return town


@staged
def more(some: Town) -> Town:
    """Twice as many."""
    for number in (1, 2, 3):
        list(_carry_out(some, number, steps=number * 3))
    return some


@pytest.mark.parametrize("role", ROLES)
def test_a_first_screen_sends_so_much(some: Town, role: Role):
    assert statements(client_of(role), reverse(home_of(role))) == DESKS[role]


@pytest.mark.parametrize("role", ROLES)
def test_a_first_screen_sends_the_same_however_much_waits(more: Town, role: Role):
    assert statements(client_of(role), reverse(home_of(role))) == DESKS[role]


def test_public_pages_send_the_same_however_much_is_public(town: Town):
    case = Case(town, 1)
    for _, step in case.steps():
        step()
    one = _public(case)
    list(_carry_out(town, 2))
    assert one == _public(case) == PUBLIC


def _carry_out(town: Town, number: int, *, steps: int = 11) -> Iterator[tuple[str, int]]:
    for name, step in list(Case(town, number).steps())[:steps]:
        with recording() as tape:
            step()
        yield name, tape.statements()


def _public(case: Case) -> dict[str, int]:
    contract = reverse("public-contract", args=[case.no])
    return {
        path.replace(case.no, "<no>"): statements(Client(), path)
        for path in (
            "/", "/contracts/", contract, f"{contract}document.json", f"/api/contracts/{case.no}",
            "/supermarket/", "/verify/", "/policy/",
        )
    }  # fmt: skip
