"""The «百千万» roster of the demo city: who took part and consented, what institutions answered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from cairong.contracts.models import Award
from cairong.driving.demo.cast import Cast, Party
from cairong.driving.demo.days import Days
from cairong.driving.demo.facts import CITY
from cairong.driving.demo.timeline import Placed
from cairong.guidance.actions.answer_roster import Outcome, answer_roster
from cairong.guidance.actions.consent_roster import consent_roster
from cairong.guidance.actions.enter_participants import enter_participants
from cairong.guidance.actions.note_lent import note_lent
from cairong.guidance.actions.withdraw_roster import withdraw_roster
from cairong.guidance.models import RosterEntry
from cairong.guidance.roster import size_of, took_part
from cairong.kernel.actor import Role, system
from cairong.kernel.calendar import day_of
from cairong.policy.size import SMES

FIRMS = 6
WORDS = {
    "visited": "已上门走访,了解在手合同和用款计划,约定月底前提交材料。",
    "credited": "已授信 120 万元,一年内随借随还,利率按 LPR 加 50 个基点。",
    "declined": "电话联系企业,企业表示现有资金够用,暂不对接。",
}


def roster(cast: Cast, days: Days) -> Iterator[Placed]:
    """Lay who consents and what is answered on their days."""
    told = Rostering(cast)
    script: tuple[tuple[int, Callable[..., object]], ...] = (
        (27, told.enter),
        (26, told.consent),
        (22, partial(told.answer, 0, "visited", 3)),
        (15, partial(told.answer, 1, "declined", 2)),
        (12, partial(told.answer, 0, "credited", 1)),
        (8, told.lent),
        (6, told.withdraw),
    )
    for place, (ago, run) in enumerate(script, start=1):
        yield Placed(day=days.ago(ago), place=place % 8 + 3, run=run)


@dataclass
class Rostering:
    """The firms that consented, in the order in which they did."""

    cast: Cast
    entries: list[tuple[Party, RosterEntry]] = field(default_factory=list)

    def enter(self, now: datetime) -> None:
        """Let the purchaser of the newest award enter who took part without winning."""
        officers = {
            each.organisation.pk: each.people[Role.PURCHASER_OFFICER]
            for parties in self.cast.purchasers.values()
            for each in parties
        }
        award = Award.objects.filter(purchaser__in=list(officers)).order_by("-no").first()
        assert award is not None
        firms = [each.organisation for each in self.cast.suppliers[-4:]]
        lines = "\n".join(f"{each.uscc} {each.name}" for each in firms)
        assert award.purchaser_id is not None
        actor = officers[award.purchaser_id]
        enter_participants(actor=actor, now=now, award_id=award.pk, lines=lines)

    def consent(self, now: datetime) -> None:
        """Let some of those that took part consent."""
        sizes: set[str] = {*SMES}
        for party in reversed(self.cast.suppliers):
            firm = party.organisation
            if took_part(firm) and size_of(firm.pk) in sizes and len(self.entries) < FIRMS:
                entry = consent_roster(actor=party.people[Role.SUPPLIER], now=now, private=True)
                self.entries.append((party, entry))

    def answer(self, which: int, outcome: Outcome, many: int, now: datetime) -> None:
        """Let an institution answer of the first firms."""
        party = self.cast.institutions[which]
        for _, entry in self.entries[:many]:
            rows = entry.pushes.filter(institution=party.organisation)
            found = rows.filter(state__in=["waiting", *WORDS]).first()
            if found is not None:
                answer_roster(
                    actor=party.people[Role.INSTITUTION_OFFICER], now=now, push_id=found.pk,
                    outcome=outcome, on=day_of(now), words=WORDS[outcome],
                )  # fmt: skip

    def lent(self, now: datetime) -> None:
        """Let the program find what was lent."""
        note_lent(actor=system(city=CITY), now=now)

    def withdraw(self, now: datetime) -> None:
        """Let the last firm take its consent back."""
        party, _ = self.entries[-1]
        withdraw_roster(actor=party.people[Role.SUPPLIER], now=now, reason="近期没有融资计划")
