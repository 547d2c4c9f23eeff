"""What no view answers under /api/ is JSON too: wrong method, no such address, a fault."""

import pytest
from django.db import OperationalError
from django.test import Client

from cairong.api import rules as api

pytestmark = pytest.mark.usefixtures("town")
ASKED = "application/json"


def said(answer, status: int) -> dict:
    assert (answer.status_code, answer["Content-Type"]) == (status, ASKED)
    body = answer.json()
    for one in body["findings"]:
        assert {"code", "message", "obligation"} <= one.keys()
        assert one["message"].endswith("。")
    return body


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_rules_are_asked_by_post_alone(method):
    answer = Client().generic(method, "/api/rules/due")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert answer["Content-Type"] == ASKED
    if method != "HEAD":
        body = said(answer, 405)
        assert body["error"] == "WrongMethod"
        assert body["findings"][0]["code"] == "doors.method"
        assert f"不接受 {method} 请求,只接受:POST" in body["findings"][0]["message"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_record_is_only_read(method):
    answer = Client(enforce_csrf_checks=True).generic(method, "/api/contracts/HT2025-000001")
    assert answer["Allow"] == "GET, HEAD"
    assert said(answer, 405)["error"] == "WrongMethod"


@pytest.mark.parametrize(
    "address",
    ["/api/", "/api/nothing", "/api/rules/", "/api/rules/a/b", "/api/contracts/甲 乙"],
)
def test_an_address_that_leads_nowhere(address):
    body = said(Client().get(address), 404)
    assert body["error"] == "NotFound"
    assert body["findings"][0]["code"] == "http.404"


@pytest.mark.parametrize(
    ("fault", "status", "kind"),
    [(ZeroDivisionError(), 500, "Fault"), (OperationalError(), 503, "Away")],
)
def test_a_fault_is_told_with_its_number(monkeypatch, fault, status, kind):
    def broken(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(api, "read_json", broken)
    client = Client(raise_request_exception=False)
    answer = client.post("/api/rules/due", "{}", ASKED, headers={"X-Request-Id": "r-17"})
    body = said(answer, status)
    assert (body["error"], body["reference"]) == (kind, "r-17")


def test_people_still_get_pages():
    answer = Client().get("/nothing/", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/html")
