"""CSRF, frames, scripts, open redirects, fixed sessions, guessed names, host headers."""

import re
from collections.abc import Mapping

import pytest
from django.contrib.auth import hashers
from django.test import Client

from abuse.walking import address_of, patterns, rows
from cairong.kernel.actor import Role
from support.visitors import WORD, account_in

INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|\sstyle=|\son[a-z]+=\"|javascript:"
)
SIGN_IN = "/account/sign-in/"
type Read = tuple[str, Mapping[str, str], str]
READ: list[Read] = []


def test_no_act_is_taken_without_a_token_of_the_page(busy):
    """Every route that takes a POST refuses one from elsewhere; the rules alone keep nothing."""
    client = Client(enforce_csrf_checks=True)
    client.cookies = busy.as_role(Role.OPERATOR).cookies
    wrong = []
    for pattern in patterns():
        address = address_of(pattern, {**busy.ids(), "no": "HT2025-000001", "command": "uscc"})
        if address and pattern.name != "api-rules":
            status = client.post(address, {}).status_code
            if status not in {403, 405}:
                wrong.append(f"{address}: {status}")
    assert wrong == []


def read_by_somebody(busy) -> list[Read]:
    """Every address that is read, as one of its readers finds it; walked once."""
    if not READ:
        matrix = {row["route"]: row for row in rows()}
        for pattern in patterns():
            address = address_of(pattern, {**busy.ids(), "no": busy.case.contract.no})
            row = matrix[pattern.name]
            readers = [role for role in list(row)[4:] if row[role] in {"200", "404"}]
            if address and row["method"] == "GET" and readers:
                answer = busy.as_role(readers[-1]).get(address)
                html = "html" in answer.headers.get("Content-Type", "")
                page = answer.content.decode() if html else ""
                READ.append((address, answer.headers, page))
    return READ


def test_what_is_shown_to_who_is_signed_in_is_kept_by_no_browser(busy):
    kept, seen = set(), 0
    for address, headers, _ in read_by_somebody(busy):
        seen += 1
        if headers.get("Cache-Control") != "no-store":
            kept.add(address)
    assert seen > 60
    public = f"/contracts/{busy.case.contract.no}"
    documents = {f"{public}/document.json", f"{public}/qr.svg", f"/api{public}"}
    assert kept == {*documents, "/policy/letter.txt", "/log/log.json", "/healthz"}


def test_what_is_public_may_be_kept_and_what_a_link_opens_may_not(busy):
    client = Client()
    for place in ("/", "/contracts/", "/policy/", SIGN_IN, "/account/register/"):
        assert "Cache-Control" not in client.get(place).headers, place
    for place in ("/account/accept/x/", "/account/renew/1/x/", "/nowhere/"):
        assert client.get(place)["Cache-Control"] == "no-store", place


def test_every_page_forbids_frames_inline_script_and_guessing_of_kinds(busy):
    wrong, seen = [], 0
    for address, headers, page in read_by_somebody(busy):
        policy = headers.get("Content-Security-Policy", "")
        seen += bool(page)
        fine = (
            "frame-ancestors 'none'" in policy and "unsafe" not in policy
            and headers.get("X-Frame-Options") == "DENY"
            and headers.get("X-Content-Type-Options") == "nosniff"
            and headers.get("Referrer-Policy") in {"same-origin", "no-referrer"}
            and not INLINE.search(page)
        )  # fmt: skip
        if not fine:
            wrong.append(f"{address}: {policy[:40]} {INLINE.search(page)}")
    assert seen > 60
    assert wrong == []


@pytest.mark.parametrize(
    "place",
    ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example",
     "\x00//evil.example", "http:///evil.example", "///evil.example", "\t//evil.example"],
)  # fmt: skip
def test_signing_in_leads_to_no_other_house(town, place):
    account_in(town, "supplier", username="li")
    answer = Client().post(SIGN_IN, {"username": "li", "password": WORD, "next": place})
    assert answer.status_code in {302, 422}
    assert "evil" not in answer.headers.get("Location", "")
    assert not answer.headers.get("Location", "/").startswith("javascript")


def test_a_session_planted_beforehand_is_not_the_one_signed_in(town):
    account_in(town, "supplier", username="li")
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    client.post(SIGN_IN, {"username": "li", "password": WORD, "next": ""})
    assert client.cookies["sessionid"].value != "a" * 32
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_no_cookie_of_ours_is_read_by_scripts(town):
    client = Client()
    assert client.get(SIGN_IN).status_code == 200
    account_in(town, "supplier", username="li")
    client.post(SIGN_IN, {"username": "li", "password": WORD, "next": ""})
    assert {"csrftoken", "sessionid"} <= client.cookies.keys()
    assert all(cookie["httponly"] for cookie in client.cookies.values())


@pytest.mark.parametrize("known", [True, False])
def test_an_unknown_name_costs_as_much_as_a_wrong_password(town, known, monkeypatch):
    account_in(town, "supplier", username="li")
    kind, worked = type(hashers.get_hasher()), []
    for name in ("encode", "verify"):
        act = getattr(kind, name)
        monkeypatch.setattr(kind, name, lambda *given, act=act: worked.append(1) or act(*given))
    typed = {"username": "li" if known else "nobody", "password": "wrong wrong wrong", "next": ""}
    answer = Client().post(SIGN_IN, typed)
    assert answer.status_code == 422
    assert "用户名或密码" in answer.content.decode()
    assert worked


def test_another_host_is_refused(town):
    assert Client().get("/", headers={"Host": "evil.example"}).status_code == 400


NOT_THERE = (
    "/find/%00/", "/contracts/%00/", "/contracts/..%2f..%2fetc/", "/static/../../etc/passwd",
    "/static/%2e%2e/%2e%2e/etc/passwd", "/account/accept/%00/", "/account/renew/1/%00/",
    "/account/renew/99999999999999999999/x/", "/messages/99999999999999999999/",
    "/account/sessions/99999999999999999999/end/", "/rulebook/parameters/a%00/",
    "/imports/..%2f..%2fsecret/errors.csv", "/account/accept/" + "x" * 5000 + "/",
    "/find/" + "9" * 5000 + "/",
)  # fmt: skip


@pytest.mark.parametrize("place", NOT_THERE)
def test_an_odd_address_is_not_there(busy, place):
    for client in (Client(), busy.as_role(Role.SUPPLIER), busy.as_role(Role.OPERATOR)):
        assert client.get(place).status_code in {302, 400, 403, 404, 405}
        assert client.post(place, {}).status_code in {302, 400, 401, 403, 404, 405}
