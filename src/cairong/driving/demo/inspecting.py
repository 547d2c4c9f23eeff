"""Inspections of the demo city: one that stands and is read for, one that is over, one ended."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from cairong.driving.demo.cast import Cast
from cairong.driving.demo.days import Days
from cairong.driving.demo.facts import CITY
from cairong.driving.demo.timeline import Placed
from cairong.driving.together import together
from cairong.inspecting.actions.end_inspection import end_inspection
from cairong.inspecting.actions.grant_inspection import grant_inspection
from cairong.inspecting.actions.make_bundle import make_bundle
from cairong.inspecting.actions.open_inspected import open_inspected
from cairong.inspecting.models import Inspection
from cairong.inspecting.reads import cases_inspected, cases_reached
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of


def inspections(cast: Cast, days: Days) -> Iterator[Placed]:
    """Lay each inspection on its day, and what was read for it on later ones."""
    over = Letter(cast=cast, no="洛审函〔2026〕12号", matter="政府采购合同款支付专项审计", lasts=10)
    stands = Letter(cast=cast, no="洛审函〔2026〕31号", matter="政采贷账户锁定情况审计", lasts=40)
    early = Letter(cast=cast, no="洛审函〔2026〕27号", matter="重复的来函", lasts=20)
    steps = (
        (25, over.grant), (24, over.read), (9, stands.grant), (7, stands.read), (6, early.grant),
        (5, early.end), (3, stands.read), (2, stands.take),
    )  # fmt: skip
    for place, (ago, step) in enumerate(steps):
        yield Placed(day=days.ago(ago), place=30 + place, run=step)


@dataclass
class Letter:
    """One letter of the audit office, and what was done by it."""

    cast: Cast
    no: str
    matter: str
    lasts: int
    found: Inspection = field(init=False)

    @property
    def inspector(self) -> Actor:
        """Who reads."""
        return self.cast.overseers[Role.INSPECTOR]

    def grant(self, now: datetime) -> None:
        """Grant it for the whole city, from today."""
        desk = self.cast.desks[CITY].people
        found = together(
            grant_inspection,
            desk[Role.PROCUREMENT_OFFICER],
            desk[Role.PROCUREMENT_APPROVER],
            now,
            organisation_id=self.inspector.organisation_id,
            region=CITY,
            letter_no=self.no,
            matter=self.matter,
            since=day_of(now),
            until=day_of(now) + timedelta(days=self.lasts),
        )
        assert found is not None
        self.found = found

    def read(self, now: datetime) -> None:
        """Open the three newest cases."""
        for contract in self._cases(now)[:3]:
            open_inspected(actor=self.inspector, now=now, contract_id=contract)

    def take(self, now: datetime) -> None:
        """Take a bundle of the newest case."""
        make_bundle(actor=self.inspector, now=now, contract_id=self._cases(now)[0])

    def end(self, now: datetime) -> None:
        """End it before its time."""
        approver = self.cast.desks[CITY].people[Role.PROCUREMENT_APPROVER]
        end_inspection(
            actor=approver, now=now, inspection_id=self.found.pk, reason="与前一份来函重复"
        )

    def _cases(self, now: datetime) -> list[UUID]:
        rows = cases_inspected(self.inspector).filter(cases_reached(self.inspector, now))
        return list(rows.filter(sample=False).values_list("pk", flat=True)[:3])
