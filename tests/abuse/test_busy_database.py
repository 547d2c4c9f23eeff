"""Abuse 30 through real pages and the command: conflicts are tried again, then told; once only."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from abuse.conftest import Busy, stand_busy
from cairong.audit.models import Event, Outbox, RefusalRecord
from cairong.audit.transaction import ATTEMPTS
from cairong.cli.imports import imports
from cairong.contracts.models import Award
from cairong.kernel.actor import Role
from contracts.dirt import GOOD, table
from support.browsing import problems, text

CODES = ("40001", "40P01")
NEVER = 10**9
GUARD = """
CREATE SEQUENCE IF NOT EXISTS test_conflicts;
GRANT ALL ON SEQUENCE test_conflicts TO PUBLIC;
CREATE OR REPLACE FUNCTION test_conflict() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('test_conflicts') <= {times} THEN
        RAISE EXCEPTION 'busy' USING ERRCODE = '{code}';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER test_conflict BEFORE INSERT ON audit_event
    FOR EACH ROW EXECUTE FUNCTION test_conflict();
SELECT setval('test_conflicts', 1, false);
"""


@dataclass(frozen=True)
class Act:
    """One form of one page, filled in so that it is carried out."""

    role: Role
    address: Callable[[Busy], str]
    typed: dict[str, str]


ACTS = {
    "an acceptance": Act(
        Role.PURCHASER_OFFICER, lambda b: f"/purchaser/contracts/{b.case.contract.pk}/acceptance/",
        {"milestone": "验收", "amount": "1000", "on": "2025-10-10"}),
    "a payment laid before a second person": Act(
        Role.PURCHASER_OFFICER, lambda b: f"/purchaser/contracts/{b.case.contract.pk}/payment/",
        {"amount": "1000"}),
    "an approval by the second person": Act(
        Role.PURCHASER_APPROVER, lambda b: f"/proposals/{b.second_payment.pk}/decide/",
        {"decision": "approve", "reason": ""}),
    "a financing intent": Act(
        Role.SUPPLIER, lambda b: f"/supplier/intents/new/contract/{b.case.contract.pk}/",
        {"amount": "1000", "days": "90"}),
}  # fmt: skip


@pytest.fixture
def city(committed_db) -> Busy:
    """The busy city; everybody has signed in before the database grows busy."""
    busy = stand_busy()
    for role in (*(act.role for act in ACTS.values()), Role.OPERATOR):
        busy.as_role(role)
    return busy


def conflicts(code: str, times: int) -> None:
    """Let the database itself refuse the next events, so many times, with one of its own errors."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(GUARD.format(code=code, times=times))


def state() -> tuple[int, int]:
    return Event.objects.count(), Outbox.objects.count()


def send(city: Busy, act: Act, token: str):
    return city.as_role(act.role).post(act.address(city), {**act.typed, "request_id": token})


def test_every_act_is_told_when_it_stays_busy_and_happens_once_when_it_does_not(city):
    for (what, act), code in zip(ACTS.items(), CODES * 2, strict=True):
        token, before = str(uuid4()), state()
        kept = RefusalRecord.objects.count()
        conflicts(code, NEVER)
        answer = send(city, act, token)
        assert answer.status_code == 409, (what, answer.status_code)
        assert "同一时间有人正在办理" in text(answer), what
        for typed in act.typed.values():
            assert typed in text(answer), (what, typed)
        assert state() == before, what
        assert RefusalRecord.objects.count() == kept + 1
        conflicts(code, ATTEMPTS - 1)
        first = send(city, act, token)
        assert first.status_code == 302, (what, problems(text(first)))
        assert Event.objects.count() == before[0] + 1, what
        assert send(city, act, token).status_code in {302, 404, 409}, what
        assert Event.objects.count() == before[0] + 1, what


@pytest.mark.parametrize("code", CODES)
def test_an_import_by_page_or_command_meets_the_same(city, tmp_path, code):
    client = city.as_role(Role.OPERATOR)
    content = table(tmp_path, [GOOD]).read_bytes()
    conflicts(code, 0)
    led = client.post(
        "/imports/", {"not_secret": "on", "file": SimpleUploadedFile("a.csv", content)}
    )["Location"]
    awards = Award.objects.count()
    conflicts(code, NEVER)
    answer = client.post(f"{led}run/")
    assert answer.status_code == 409
    assert "同一时间有人正在办理" in text(answer)
    refused = by_command(tmp_path)
    assert refused.exit_code != 0
    assert "Traceback" not in refused.output
    assert Award.objects.count() == awards
    conflicts(code, ATTEMPTS - 1)
    assert client.post(f"{led}run/").status_code == 302
    conflicts(code, 1)
    assert "没有变化 1 条" in by_command(tmp_path).output
    assert Award.objects.count() == awards + 1


def by_command(folder: Path):
    return CliRunner().invoke(imports, ["contracts", "--not-secret", str(folder / "rows.csv")])


def test_who_only_reads_meets_no_conflict(city):
    conflicts("40001", NEVER)
    for client in (Client(), city.as_role(Role.PURCHASER_OFFICER), city.as_role(Role.SUPPLIER)):
        for place in ("/", "/contracts/", "/supermarket/", f"/contracts/{city.case.contract.no}/"):
            assert client.get(place).status_code == 200
