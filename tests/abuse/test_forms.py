"""Abuse 8, 9, 11, 23: every form found by walking the pages, filled with what nobody should."""

import re
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from itertools import product

import pytest
from django.test import Client

from abuse.walking import Found, address_of, complained, forms_of, patterns, rows
from cairong.audit.models import Event
from cairong.parties.models import Tally

pytestmark = pytest.mark.xdist_group("abuse-forms")  # walked to once by a process

CHARACTERS = {
    "NUL": "字\x00字",
    "override": "字\u202e字",
    "marks": "字" + "\u0301" * 10_000,
}
EXTRA = ("status", "lender", "approver")
REFUSED = {404, 409, 422, 429}
SAID = ("不允许的字符", "过多的附加符号", "不是金额")
NOT_TEXT = {"csrfmiddlewaretoken", "request_id"}
FOUND: dict[str | None, set[str]] = {}  # by route, for whom a walk of this process found forms
NO_FORM = re.compile(r"/account/sign-out/|/account/switch/")


def forms(busy) -> Iterator[tuple[Client, Found]]:
    """Every form of every page, each once, with the browser of somebody who may send it.

    The first walk asks every page for every role; later ones go where it found something.
    """
    matrix, ids, seen = {row["route"]: row for row in rows()}, busy.ids(), set()
    known, first = defaultdict(set, FOUND), not FOUND
    for pattern in patterns():
        row, address = matrix[pattern.name], address_of(pattern, ids)
        readers = [role for role in list(row)[3:] if row[role] in {"200", "404"}]
        readers = readers if first else [role for role in readers if role in known[pattern.name]]
        if address is None or row["method"] != "GET" or NO_FORM.search(address):
            continue
        for role in readers:
            client = Client() if role == "public" else busy.as_role(role)
            answer = client.get(address)
            if answer.status_code != 200 or "html" not in answer["Content-Type"]:
                continue
            for form in forms_of(address, answer.content.decode()):
                key = (form.address.split("?")[0], form.method, tuple(sorted(form.sent)))
                if key not in seen and not NO_FORM.search(form.address):
                    seen.add(key)
                    known[pattern.name].add(role)
                    yield client, form
    FOUND.update(known)


@pytest.fixture(scope="module")
def found(standing) -> list[tuple[Client, Found]]:
    """Every form of every page, walked to once."""
    return list(forms(standing))


@pytest.fixture(autouse=True)
def rested(standing) -> None:
    """Let the time pass in which what was tried before is counted."""
    Tally.objects.all().delete()


def send(client: Client, form: Found, sent: dict[str, str]):
    if form.method == "get":
        return client.get(form.address, {k: v for k, v in sent.items() if k not in NOT_TEXT})
    return client.post(form.address, sent)


def test_the_walk_finds_the_forms(found):
    methods = [form.method for _, form in found]
    assert methods.count("post") > 25
    assert methods.count("get") > 15


def test_no_text_field_takes_what_breaks_pages(found):
    wrong = []
    for client, form in found:
        wanted = REFUSED | ({200, 400} if form.method == "get" else set())
        for name, (what, value) in product(form.typed, CHARACTERS.items()):
            events = Event.objects.count()
            answer = send(client, form, {**form.with_token(), name: value})
            page = unescape(answer.content.decode())
            named = (
                form.method == "get" or complained(answer, name) or any(one in page for one in SAID)
            )
            if answer.status_code not in wanted or not named or Event.objects.count() != events:
                wrong.append(f"{form.method} {form.address} {name} {what} {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_a_field_nobody_asked_for_is_refused_and_nothing_changes(found):
    wrong = []
    for client, form in found:
        for extra in EXTRA if form.method == "post" else ():
            events = Event.objects.count()
            answer = client.post(form.address, {**form.with_token(), extra: "approved"})
            named = extra in answer.content.decode()
            if answer.status_code != 422 or not named or Event.objects.count() != events:
                wrong.append(f"{form.address} {extra}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
