"""Whom the work of the day tells that a paper of a vault is soon out of date. 二(四)-2"""

from datetime import date, timedelta

import pytest

from cairong.audit.models import Event
from cairong.cases.reminding import remind
from cairong.kernel.calendar import day_of
from cairong.papers.actions.keep_paper import keep_paper
from cairong.papers.actions.withdraw_paper import withdraw_paper
from cairong.papers.models import Paper
from cairong.policy.catalogue.events import EVENTS
from lending.ground import Case, stand_case
from papers.ground import SEEN
from support.staging import staged
from support.town import Town, at

pytestmark = pytest.mark.django_db
TOLD, LAST = "outreach.reminded.lapsing", date(2026, 3, 31)


@staged
def case(town: Town) -> Case:
    """A case of a supplier with a mandate until 31 March and a licence without a last day."""
    made = stand_case(town)
    keep(made, "mandate", valid_until=LAST)
    keep(made, "licence")
    return made


def keep(case: Case, purpose: str, **facts) -> Paper:
    return keep_paper(
        actor=case.supplier, now=case.now, purpose=purpose, name="文件.pdf", received=SEEN, **facts
    )


def run(case: Case, first: date, last: date) -> None:
    """Let the work of each day remind, twice."""
    for day in range((last - first).days + 1):
        now = at(f"{first} 00:10") + timedelta(days=day)
        for _ in range(2):
            remind(actor=case.town.system, now=now)


def told() -> list[date]:
    return [day_of(each.at) for each in Event.objects.filter(type=TOLD).order_by("seq")]


def test_thirty_seven_and_no_days_before_its_keeper_alone_is_told_once(case):
    run(case, date(2026, 2, 25), date(2026, 4, 5))
    assert told() == [date(2026, 3, 1), date(2026, 3, 24), date(2026, 3, 31)]
    event = Event.objects.filter(type=TOLD).first()
    (tell,) = event.after["tell"]
    assert tell["organisation"] == str(case.supplier.organisation_id)
    assert event.subject_id == str(Paper.objects.get(purpose="mandate").pk)
    assert event.visible_to == [case.supplier.organisation_id]
    for fact in ("purpose", "name", "until"):
        assert f"{{{fact}" in EVENTS[TOLD].told
        assert event.after[fact]


def test_a_platform_that_stood_still_tells_the_last_alone(case):
    run(case, date(2026, 3, 28), date(2026, 3, 29))
    assert told() == [date(2026, 3, 28)]


def test_of_what_was_withdrawn_nobody_is_told(case):
    mandate = Paper.objects.get(purpose="mandate")
    withdraw_paper(actor=case.supplier, now=case.now, paper_id=mandate.pk)
    run(case, date(2026, 3, 1), date(2026, 3, 31))
    assert told() == []


def test_what_waits_for_its_keepers_look_is_no_paper_yet(case):
    seen = SEEN.__class__(**{**vars(SEEN), "sha256": "1" * 64, "unread": [1]})
    keep_paper(actor=case.supplier, now=case.now, purpose="qualification", name="资质.pdf",
               received=seen, valid_until=date(2026, 2, 28))  # fmt: skip
    run(case, date(2026, 2, 26), date(2026, 2, 28))
    assert told() == []
