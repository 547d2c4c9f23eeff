"""Abuse 29: long queries at every address; page 100,000 and filters that match all in lists."""

import re
from collections.abc import Iterator
from time import perf_counter
from urllib.parse import urlencode

import pytest
from django.test import Client

from abuse.walking import address_of, patterns, rows
from support.browsing import text

pytestmark = pytest.mark.xdist_group("abuse-queries")  # one city stands for the whole module

LONG = urlencode({"q": "x" * 10_000})
NO_PAGE = {"healthz", "api-rules"}  # answered by machines for machines, without a session
SECONDS = 3.0


def readers(standing) -> Iterator[tuple[str, str, Client, str]]:
    """Every address with the browser of somebody who may open it, and its method."""
    matrix = {row["route"]: row for row in rows()}
    ids = {**standing.ids(), "no": standing.case.contract.no}
    for pattern in patterns():
        row, address = matrix[pattern.name], address_of(pattern, ids)
        role = next((one for one in list(row)[3:] if row[one] in {"200", "404", "422"}), None)
        if address and role:
            client = Client() if role == "public" else standing.as_role(role)
            yield pattern.name, address, client, row["method"]


def test_a_query_of_ten_kilobytes_is_refused_at_every_address(standing):
    wrong, refused = [], 0
    for name, address, client, method in readers(standing):
        ask = client.post if method == "POST" else client.get
        answer = ask(f"{address}?{LONG}")
        refused += answer.status_code == 400
        if answer.status_code not in ({400} if name not in NO_PAGE else {200, 400, 404}):
            wrong.append(f"{name}: {answer.status_code}")
        elif answer.status_code == 400 and "10002" not in text(answer):
            wrong.append(f"{name}: does not say how long")
    assert wrong == []
    assert refused > 150


def lists(standing) -> Iterator[tuple[str, Client]]:
    """Every list: an address without a record in it that takes `?page=`."""
    matrix = {row["route"]: row for row in rows()}
    for pattern in patterns():
        row, address = matrix[pattern.name], address_of(pattern, {})
        role = next((one for one in list(row)[3:] if row[one] == "200"), None)
        if address and role and row["method"] == "GET" and "export" not in address:
            client = Client() if role == "public" else standing.as_role(role)
            if '<details class="filters"' in text(client.get(address)):
                yield address, client


def test_a_page_far_beyond_the_end_shows_the_last_one(standing):
    wrong, seen = [], 0
    for address, client in lists(standing):
        seen += 1
        first = rows_of(client.get(address))
        for page in ("100000", "999999"):
            began = perf_counter()
            answer = client.get(address, {"page": page})
            late = perf_counter() - began > SECONDS
            last = re.search(r"共 (\d+) 页", text(answer))
            shown = rows_of(client.get(address, {"page": last[1]})) if last else first
            if answer.status_code != 200 or late or rows_of(answer) != shown:
                wrong.append(f"{address}?page={page}: {answer.status_code}")
    assert wrong == []
    assert seen > 15


def rows_of(answer) -> int:
    return text(answer).count("<tr")


def test_a_filter_that_matches_all_is_the_list_itself(standing):
    """An empty filter, and one of blanks, hide no row."""
    wrong = []
    for address, client in lists(standing):
        whole = rows_of(client.get(address))
        for words in ("", "   ", "\u3000"):
            answer = client.get(address, {"words": words})
            if answer.status_code == 422 and "words" in text(answer):
                continue
            if answer.status_code != 200 or rows_of(answer) != whole:
                wrong.append(f"{address}?words={words!r}: {answer.status_code}")
    assert wrong == []
