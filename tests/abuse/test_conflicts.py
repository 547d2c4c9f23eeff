"""Abuse 30: the database's own conflicts are tried again within a bound, and never answer 500."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import RequestFactory

from cairong.audit.models import Event
from cairong.audit.recording import record
from cairong.audit.transaction import ATTEMPTS, use_case
from cairong.doors.page import public_page
from cairong.kernel.errors import Conflict
from cairong.parties.models import City
from support.town import CITY, at

pytestmark = pytest.mark.django_db
NOW = at("2025-09-15 10:00")
CODES = ("40001", "40P01", "55P03")


class Busy:
    """An act that the database refuses a number of times before it lets it through."""

    def __init__(self, code: str, times: int) -> None:
        self.code, self.left, self.tried = code, times, 0

    def __call__(self, *, actor, now):
        @use_case()
        def act(*, actor, now):
            self.tried += 1
            record(actor=actor, now=now, type="test.done", subject=City.objects.get(pk=CITY))
            if self.left:
                self.left -= 1
                with connection.cursor() as cursor:
                    text = (
                        f"DO $$ BEGIN RAISE EXCEPTION 'busy' USING ERRCODE = '{self.code}'; END $$"
                    )
                    cursor.execute(text)

        return act(actor=actor, now=now)


@pytest.mark.parametrize("code", CODES)
def test_a_conflict_is_tried_again_and_the_act_happens_once(town, code):
    busy = Busy(code, times=ATTEMPTS - 1)
    busy(actor=town.system, now=NOW)
    assert busy.tried == ATTEMPTS
    assert Event.objects.filter(type="test.done").count() == 1


@pytest.mark.parametrize("code", CODES)
def test_a_database_that_stays_busy_answers_409(town, code):
    busy = Busy(code, times=99)
    with pytest.raises(Conflict):
        busy(actor=town.system, now=NOW)
    assert busy.tried == ATTEMPTS
    assert not Event.objects.filter(type="test.done").exists()


def test_and_on_a_page_it_reads_as_words(town):
    busy = Busy("40P01", times=99)

    def view(request, actor):
        return busy(actor=actor, now=NOW)

    answer = public_page(view)(
        RequestFactory().get(f"/{uuid4()}/", headers={"Accept": "application/json"})
    )
    assert answer.status_code == 409
    assert "同一时间有人正在办理" in answer.content.decode()
