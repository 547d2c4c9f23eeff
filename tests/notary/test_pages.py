"""The page of the log, its files, the page of a break, and what the operator sees."""

import json

import pytest
from django.test import Client

from cairong.kernel.actor import Role
from cairong.notary.heads import read_head
from cairong.notary.models import Alarm, Copy
from cairong.parties.models import Proposal
from notary.conftest import BEGUN, MINUTE, cut
from support.town import CITY
from support.visitors import browser

DAY = BEGUN.date().isoformat()


@pytest.fixture
def at_noon(clock, notary):
    """The pages' moment is the signer's."""
    clock.set(f"{notary.now + MINUTE:%Y-%m-%d} 10:02")
    return notary


@pytest.fixture
def visitor(client: Client) -> Client:
    return client


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_anybody_reads_the_newest_head_and_a_file_for_each_day(at_noon, visitor):
    page = text(visitor, "/log/")
    (head,) = at_noon.heads()
    assert f"cairong-head:c{CITY}:n10:h{json.loads(head.text)['chain_hash']}" in page
    assert at_noon.signer.key_id in page
    assert "核对无误" in page
    assert f'href="/log/{DAY}.json"' in page
    assert "从第一条起,签发没有中断过" in page


def test_the_file_of_a_day_holds_heads_keys_and_breaks(at_noon, visitor):
    at_noon.say(2)
    at_noon.round()
    cut(1)
    at_noon.round()
    answer = visitor.get(f"/log/{DAY}.json")
    assert answer["Content-Disposition"] == (
        f'attachment; filename="cairong-log-{CITY}-{DAY}.json"'
    )
    said = answer.json()
    assert [read_head(each).size for each in said["heads"]] == [10, 12]
    assert all(read_head(each).is_by(at_noon.signer.key.public) for each in said["heads"])
    assert [each["key_id"] for each in said["keys"]] == [at_noon.signer.key_id]
    (found,) = said["breaks"]
    assert (found["kind"], found["seq"], found["state"]) == ("cut", 12, "open")
    newest = visitor.get("/log/log.json").json()
    assert [each["head"]["tree_size"] for each in newest["heads"]] == [12]


@pytest.mark.parametrize(
    "month", ["2026-13", "x", "", "1900-01", "9999-12", "2026-03-02", "２０２６-03"]
)
def test_a_month_that_is_none_gives_this_one_with_a_note(at_noon, visitor, month):
    page = text(visitor, f"/log/?month={month}&unknown=1")
    assert f'href="/log/{DAY}.json"' in page
    assert ("不是有日志的月份" in page) == bool(month)


@pytest.mark.parametrize("day", ["2026-02-30", "x", "20260302x", "2026-3-2"])
def test_a_day_that_is_none_is_not_there(at_noon, visitor, day):
    text(visitor, f"/log/{day}.json", 404)


def test_a_day_without_heads_is_an_empty_file(at_noon, visitor):
    assert visitor.get("/log/2020-01-01.json").json()["heads"] == []


def test_before_anything_was_signed_the_page_says_so(db, town, visitor):
    assert "还没有签发过" in text(visitor, "/log/")
    assert visitor.get("/log/log.json").json()["heads"] == []


def test_two_persons_sign_a_break_on_its_page_and_the_log_shows_it(at_noon, visitor):
    cut(3)
    at_noon.round()
    alarm = Alarm.objects.get()
    address = f"/log/breaks/{alarm.pk}/"
    assert "现在没有签发" in text(visitor, "/log/")
    officer = browser(at_noon.town, Role.PROCUREMENT_OFFICER)
    approver = browser(at_noon.town, Role.PROCUREMENT_APPROVER)
    page = text(officer, address)
    assert "从这一条起不衔接" in page
    assert "签署断点" in page
    empty = officer.post(address, {"reason": "x"})
    assert empty.status_code == 422
    sent = officer.post(address, {"reason": "恢复了昨晚的备份"})
    proposal = Proposal.objects.get()
    assert sent["Location"] == f"/proposals/{proposal.pk}/"
    assert "已提交复核" in text(officer, address)
    shown = text(approver, f"/proposals/{proposal.pk}/")
    for words in ("恢复了昨晚的备份", "记录(条)", alarm.kept_hash, alarm.found_hash):
        assert words in shown
    done = approver.post(f"/proposals/{proposal.pk}/decide/", {"decision": "approve", "reason": ""})
    assert done.status_code == 302
    at_noon.round()
    page = text(visitor, "/log/")
    assert "两人签署的断点" in page
    assert "恢复了昨晚的备份" in page
    assert "现在没有签发" not in page
    assert "已由两人签署" in text(officer, address)


def test_the_operator_sees_what_is_not_signed_and_what_does_not_arrive(at_noon):
    operator = browser(at_noon.town, Role.OPERATOR)
    at_noon.round()
    assert "审计日志" not in text(operator, "/operator/health/")
    Copy.objects.create(
        city=CITY, place="https://witness.example/", attempts=3, last_error="HTTP 500"
    )
    cut(3)
    at_noon.round()
    page = text(operator, "/operator/health/")
    assert "审计日志现在没有签发" in page
    assert "https://witness.example/" in page
    assert "HTTP 500" in page


def test_healthz_serves_and_names_the_alarm(at_noon, visitor):
    assert visitor.get("/healthz").json() == {"status": "ok"}
    cut(3)
    at_noon.round()
    answer = visitor.get("/healthz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"status": "ok", "alarms": ["审计日志没有签发:cut"]},
    )
