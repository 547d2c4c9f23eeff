"""Every list is searched or narrowed, sorted and handed out; a table that is no list says why."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from house.test_routes import PUBLIC, rows
from support.town import found_town
from support.visitors import account_in, signed_in

TABLE, SEARCH = '<section class="table', 'role="search"'
# Pages with a table and without a workbook of their own: a new one is a list, or stands here.
NO_LISTS = {
    "account-home": "the devices in which one is signed in, each with its button",
    "award-claim": "what one button takes over, all at once",
    "evaluation-schemes": "what one published scheme says; it is handed out as a file",
    "evaluation-year": "what was done about one year; each institution is in overseer-evaluation",
    "assessment-home": "the few schemes and years of one city, each leading to its page",
    "readiness": "what a city that opens lacks, in groups; each line leads to the list it is about",
    "sheet-second": "what one press agrees to; desk-todo is the list",
    "sheet-agreeing": "what one press agrees to; account-invitations is the list",
    "desk": "first screen: what is due next; desk-todo is the whole list",
    "institution-admission": "what was decided about one; all are in admission-institutions",
    "finance-exceptions": "what went wrong by kind, counted; finance-undelivered is the whole list",
    "overseer-outside-entered": "overseer-outside again, with what was typed",
    "record-formula": "the few numbers of one formula, each with its day and source",
    "jump": "is itself a search, of every kind of record; each kind has its own list",
}

type Open = Callable[[str, str], HttpResponse]


@pytest.fixture
def opened(db) -> Open:
    """Open an address as anybody, or as an administrator of a role."""
    town, clients = found_town(), {PUBLIC: Client()}

    def visit(who: str, address: str) -> HttpResponse:
        if who not in clients:
            clients[who] = signed_in(account_in(town, who, administrator=True))
        return clients[who].get(address)

    return visit


def readers(row: dict[str, str]) -> list[str]:
    """Who may read a page; what nobody may who administers nothing, an administrator."""
    return [who for who in list(row)[3:] if row[who] == "200"] or ["purchaser-officer"]


def pages() -> dict[str, dict[str, str]]:
    """Every page that names no record, by its route."""
    return {
        row["route"]: row for row in rows() if row["method"] == "GET" and "404" not in row.values()
    }


def test_every_list_is_narrowed_sorted_and_handed_out(opened):
    wrong, seen, known = [], 0, pages()
    for name, row in known.items():
        if (sheet := known.get(f"{name}-export")) is None:
            continue
        seen += 1
        who = readers(row)[0]
        page = opened(who, row["address"])
        if page.status_code != 200 or SEARCH not in page.content.decode():
            wrong.append(f"{name} offers no search and no filter")
        for query, note in (("sort=nothing", "不能按「nothing」排序"), ("page=0", "页码「0」不对")):
            if note not in opened(who, f"{row['address']}?{query}").content.decode():
                wrong.append(f"{name} does not say that it cannot follow {query}")
        if "spreadsheetml" not in opened(who, sheet["address"])["Content-Type"]:
            wrong.append(f"{name} hands out no workbook")
    assert wrong == []
    assert seen > 35


def test_every_table_belongs_to_a_list(opened):
    known = pages()
    alone = {
        name for name in known if not name.endswith("-export") and f"{name}-export" not in known
    }
    tables = {
        name
        for name in alone
        for who in readers(known[name])
        if TABLE in opened(who, known[name]["address"]).content.decode(errors="replace")
    }
    assert tables - NO_LISTS.keys() == set(), "give these a workbook, a search and an order"
    assert NO_LISTS.keys() - tables == set(), "these show no table any more"
