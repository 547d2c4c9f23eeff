"""A case that is frozen while somebody writes of it: what comes late goes apart as well."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event as Sign
from typing import Any

import pytest
from django.db import connection, connections, transaction

from abuse.conftest import Busy, stand_busy
from cairong.audit.checking import check_whole_chain
from cairong.kernel.actor import Role
from cairong.kernel.errors import NotFound, Refusal, WrongState
from cairong.lending.actions.open_paper import open_paper
from cairong.outreach.models import Reminder
from cairong.papers.models import Paper, Reading
from cairong.secrecy.actions import freeze_case as freezing
from cairong.secrecy.models import Freeze
from cairong.treasury.actions import record_acceptance as module
from cairong.treasury.models import Acceptance
from support.staging import staged
from support.town import CITY
from support.waiting import wait_for

pytestmark = [pytest.mark.usefixtures("committed_db"), pytest.mark.xdist_group("secrecy")]
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@staged
def busy(db) -> Busy:
    return stand_busy(papers=True)


def freeze(busy: Busy) -> Freeze:
    actor = busy.town.bureau("treasury-officer")
    return freezing.freeze_case(actor=actor, now=busy.case.now, number=busy.case.contract.no)


class Halfway:
    """Stands where an act has written and not yet ended, until it may."""

    def __init__(self) -> None:
        self.came, self.may_go = Sign(), Sign()

    def stop(self) -> None:
        if not self.came.is_set():  # begun anew, an act goes through
            self.came.set()
            assert self.may_go.wait(30)


def meanwhile[T](halfway: Halfway, act: Callable[[], T], busy: Busy) -> T | Refusal:
    """Let an act come halfway, have the case frozen, let the act go on; answer what it came to."""
    with ThreadPoolExecutor(2) as pool:
        acting = pool.submit(alone, act)
        assert halfway.came.wait(30)
        freezing = pool.submit(alone, partial(freeze, busy))
        wait_for(lambda: freezing.done() or someone_waits(), "the freeze ends, or waits")
        halfway.may_go.set()
        assert freezing.result(timeout=60).state == "frozen"
        assert check_whole_chain(CITY).broken is None
        return acting.result(timeout=60)


def alone[T](act: Callable[[], T]) -> T | Refusal:
    """Act on a connection of one's own."""
    try:
        return act()
    except Refusal as refusal:
        return refusal
    finally:
        connections.close_all()


def someone_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone() != (0,)


def test_what_is_about_to_be_said_of_it_is_waited_for(busy):
    halfway, of_it = Halfway(), {"subject_id": busy.case.contract.pk}

    def remind() -> None:
        with transaction.atomic():
            Reminder.objects.create(
                city_id=CITY, mark="half", until=busy.case.now.date(), at=busy.case.now, **of_it
            )
            halfway.stop()

    meanwhile(halfway, remind, busy)
    assert not Reminder.objects.filter(**of_it).exists()


def test_an_act_in_the_middle_goes_apart_or_is_refused_in_words(busy, monkeypatch):
    halfway, recorded = Halfway(), module.record

    def record(**facts: Any) -> Any:
        halfway.stop()
        return recorded(**facts)

    monkeypatch.setattr(module, "record", record)
    accept = partial(
        module.record_acceptance,
        actor=busy.town.actor(busy.town.purchaser(), Role.PURCHASER_OFFICER),
        now=busy.case.now, contract_id=busy.case.contract.pk, milestone="签订开票", amount_fen=1,
        on=busy.case.now.date(),
    )  # fmt: skip
    came_to = meanwhile(halfway, accept, busy)
    assert isinstance(came_to, Acceptance | WrongState), came_to
    assert not Acceptance.objects.exists()


def test_what_refers_to_a_row_that_went_apart_is_refused_in_words(busy, monkeypatch):
    """Its keys are looked at when it ends: by then the case is gone."""
    halfway, made = Halfway(), Reading.objects.create

    def create(**facts: Any) -> Reading:
        reading = made(**facts)
        halfway.stop()
        return reading

    monkeypatch.setattr(Reading.objects, "create", create)
    officer = busy.town.actor(busy.loan.institution, Role.INSTITUTION_OFFICER)
    look = partial(open_paper, actor=officer, now=busy.case.now, paper_id=Paper.objects.all()[0].pk)
    came_to = meanwhile(halfway, look, busy)
    assert isinstance(came_to, NotFound | WrongState), came_to
    assert not Reading.objects.exists()


def test_a_row_that_came_since_all_was_gathered_has_the_freeze_begun_anew(busy, monkeypatch):
    sealed = freezing.seal
    officer = busy.town.actor(busy.loan.institution, Role.INSTITUTION_OFFICER)
    paper = Paper.objects.all()[0]
    looks = [partial(open_paper, actor=officer, now=busy.case.now, paper_id=paper.pk)]

    def seal(*given: Any) -> Any:
        with ThreadPoolExecutor(1) as pool:
            while looks:
                assert pool.submit(alone, looks.pop()).result(timeout=30).pk == paper.pk
        return sealed(*given)

    monkeypatch.setattr(freezing, "seal", seal)
    assert freeze(busy).state == "frozen"
    assert not Reading.objects.exists()
    assert check_whole_chain(CITY).broken is None
