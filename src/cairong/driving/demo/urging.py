"""Letters of urging in the demo city: one open, one answered, one disputed, one closed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from cairong.clocks.models import Duty
from cairong.driving.demo.cast import Cast, Party
from cairong.driving.demo.days import Days
from cairong.driving.demo.facts import CITY
from cairong.driving.demo.timeline import Placed
from cairong.driving.together import together
from cairong.driving.verbs.urging import PAPER
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.oversight.actions.answer_urging import answer_urging
from cairong.oversight.actions.close_urging import close_urging
from cairong.oversight.actions.dispute_urging import dispute_urging
from cairong.oversight.actions.issue_urging import issue_urging
from cairong.oversight.actions.keep_urging_paper import keep_urging_paper
from cairong.oversight.models import Urging
from cairong.oversight.urgings import urgeable

DEMAND = "请在收到后立即办理上列事项,并书面说明超期的原因和办完的时间。"


def urgings(cast: Cast, days: Days) -> Iterator[Placed]:
    """Lay each letter on its day, with what became of it on later ones."""
    closed, disputed, answered, still = (Matter(cast=cast, number=n) for n in range(4))
    steps = (
        (5, closed.issue), (4, closed.answer), (3, closed.close),
        (4, disputed.issue), (2, disputed.dispute),
        (3, answered.issue), (1, answered.answer),
        (1, still.issue),
    )  # fmt: skip
    for place, (ago, step) in enumerate(steps):
        yield Placed(day=days.ago(ago), place=10 + place, run=step)


@dataclass
class Matter:
    """One letter: to an institution where its number is odd, else to a purchaser."""

    cast: Cast
    number: int
    letter: Urging = field(init=False)

    def issue(self, now: datetime) -> None:
        """Urge whoever of this side has been overdue longest and got no letter."""
        bureau = self._bureau()
        role = (Role.PURCHASER_OFFICER, Role.INSTITUTION_OFFICER)[self.number % 2]
        overdue = Duty.objects.filter(
            city_id=CITY, state="running", holder_role=role, due_on__lt=day_of(now)
        )
        for holder in dict.fromkeys(
            overdue.order_by("due_on", "pk").values_list("holder_organisation_id", flat=True)
        ):
            duties = list(urgeable(bureau[0], now, holder, role.value)[:3])
            if duties:
                break
        made = together(
            issue_urging, *bureau, now, organisation_id=holder,
            duty_ids=[duty.pk for duty in duties], series="洛财督", demand=DEMAND,
        )  # fmt: skip
        assert made is not None
        self.letter = made

    def answer(self, now: datetime) -> None:
        """Let its desk answer."""
        answer_urging(
            actor=self._holder(), now=now, urging_id=self.letter.pk,
            words="已安排专人办理。超期的原因是经办人调岗交接,以后由两人互为备岗。",
        )  # fmt: skip

    def dispute(self, now: datetime) -> None:
        """Let its desk dispute the first of its duties."""
        actor = self._holder()
        paper = keep_urging_paper(actor=actor, now=now, name="情况说明(演示).pdf", content=PAPER)
        first = self.letter.items.order_by("due_on", "pk").values_list("duty_id", flat=True)[:1]
        dispute_urging(
            actor=actor, now=now, urging_id=self.letter.pk, duty_ids=list(first),
            words="材料由供应商补正,补正期间不应计入我行办理时间。", paper_id=paper.pk,
        )  # fmt: skip

    def close(self, now: datetime) -> None:
        """Close it: what it urges is not all done."""
        together(
            close_urging, *self._bureau(), now, urging_id=self.letter.pk, verdict="unmended",
            finding="已答复原因,事项还没有全部办完,继续跟踪督办。",
        )  # fmt: skip

    def _bureau(self) -> tuple[Actor, Actor]:
        people = self.cast.desks[CITY].people
        return people[Role.PROCUREMENT_OFFICER], people[Role.PROCUREMENT_APPROVER]

    def _holder(self) -> Actor:
        party = next(
            each for each in self._parties() if each.organisation.pk == self.letter.organisation_id
        )
        return party.people[Role(self.letter.desk)]

    def _parties(self) -> Iterator[Party]:
        yield from self.cast.institutions
        for parties in self.cast.purchasers.values():
            yield from parties
