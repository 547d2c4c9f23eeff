"""Abuse 29: every list in bounded time whatever its query says; never a 500."""

from time import perf_counter

from django.test import Client

from abuse.walking import address_of, patterns, rows
from support.seeds import some_of

QUERIES = (
    "page=100000", "page=0", "page=-1", "page=abc", "page=1e5", "page=%00", "page=１",
    "page=" + "9" * 50, "page=1&page=2", "sort=evil", "sort=-", "sort=--at", "sort=password",
    "sort=at;DROP%20TABLE", "sort=%00", "sort=pk&sort=pk", "words=" + "a" * 10_000,
    "words=%25%25%25", "words='%20OR%201=1--", "words=%00", "words=_", "words=%5C", "evil=1",
    "words=" + "%20".join("a" * 30), "until=9999-12-31", "since=9999-12-31",
    "until=0001-01-01&since=0001-01-01",
)  # fmt: skip
SECONDS = 3.0
ANSWERED = {200, 204, 302, 400, 404, 422, 429}


def test_every_list_answers_in_bounded_time(busy):
    matrix, wrong = {row["route"]: row for row in rows()}, []
    dealt = some_of(QUERIES, 6)
    for pattern in patterns():
        row, address = matrix[pattern.name], address_of(pattern, {})
        readers = [role for role in list(row)[3:] if row[role] == "200"]
        if not address or row["method"] != "GET" or not readers:
            continue
        client = Client() if readers[0] == "public" else busy.as_role(readers[0])
        for query in next(dealt):
            began = perf_counter()
            status = client.get(f"{address}?{query}").status_code
            took = perf_counter() - began
            if status not in ANSWERED or took > SECONDS:
                wrong.append(f"{address}?{query[:40]}: {status} in {took:.1f} s")
    assert wrong == []
