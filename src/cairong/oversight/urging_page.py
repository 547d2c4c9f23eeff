"""A letter of urging as its page shows it to one reader: plain values, read at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cairong.audit.rows import fetch
from cairong.clocks.models import Duty
from cairong.clocks.reads import Deadline, deadline_of
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.oversight.models import Urging, UrgingAnswer, UrgingService
from cairong.oversight.states import ISSUING, OPEN
from cairong.oversight.urgings import is_held_by, items_of, urgeable, urgings_for
from cairong.policy.duties import DUTIES
from cairong.policy.urging import ANSWER
from cairong.rulebook.reads import calendar_of


@dataclass(frozen=True, kw_only=True)
class Item:
    """One duty of a letter: as it was when the letter was issued, and how it stands `now`."""

    duty_id: UUID
    title: str
    word: str
    obligation: str
    due: date
    late: int
    now: Deadline
    disputed: bool
    upheld: bool

    @property
    def said(self) -> str:
        """What it is, in one line."""
        return said_of(self.title, self.word, self.due)


@dataclass(frozen=True, kw_only=True)
class LetterPage:
    """A letter with what became of it, and what its reader may do now."""

    letter: Urging
    items: Sequence[Item]
    services: Sequence[UrgingService]
    answer: UrgingAnswer | None
    deadline: Deadline | None
    answers: bool
    closes: bool
    serves: bool


def letter_page(actor: Actor, now: datetime, urging_id: UUID) -> LetterPage:
    """Read a letter for its page. Raises NotFound."""
    rows = urgings_for(actor).select_related("organisation", "received_by")
    letter = fetch(rows, urging_id, "督办函")
    answer = UrgingAnswer.objects.filter(letter=letter).select_related("by").first()
    disputed = set(answer.disputed) if answer else set()
    waits = letter.state == "issued"
    return LetterPage(
        letter=letter,
        items=_items(actor, now, letter, disputed),
        services=list(letter.services.select_related("by").order_by("on", "pk")),
        answer=answer,
        deadline=_answer_deadline(actor, now, letter) if waits else None,
        answers=waits and is_held_by(actor, letter),
        closes=letter.state in OPEN and actor.role in ISSUING,
        serves=actor.role in ISSUING,
    )


def offered(
    actor: Actor, now: datetime, organisation_id: UUID, desk: str
) -> list[tuple[UUID, str]]:
    """List what a letter to a desk may urge, each in one line."""
    return [
        (duty.pk, said_of(duty.title, DUTIES[duty.kind].word, duty.due_on))
        for duty in urgeable(actor, now, organisation_id, desk)
    ]


def said_of(title: str, word: str, due: date) -> str:
    """Say a duty in one line."""
    return f"{title}:{word},{due.year}年{due.month}月{due.day}日到期"


def _items(actor: Actor, now: datetime, letter: Urging, disputed: set[UUID]) -> list[Item]:
    calendar, today = calendar_of(actor.city), day_of(now)
    return [
        Item(
            duty_id=row.duty_id,
            title=row.title,
            word=DUTIES[row.kind].word,
            obligation=row.obligation,
            due=row.due_on,
            late=row.late_days,
            now=deadline_of(row.duty, today=today, calendar=calendar),
            disputed=row.duty_id in disputed,
            upheld=row.upheld,
        )
        for row in items_of(letter)
    ]


def _answer_deadline(actor: Actor, now: datetime, letter: Urging) -> Deadline | None:
    duty = Duty.objects.filter(subject_id=letter.pk, kind=ANSWER).order_by("pk").last()
    if duty is None:
        return None
    return deadline_of(duty, today=day_of(now), calendar=calendar_of(actor.city))
