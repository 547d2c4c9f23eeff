"""An agency of the demo city: agreements held, running out, ended; files, letters, an award."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cairong.agencies.actions.answer_engagement import accept_engagement
from cairong.agencies.actions.end_engagement import end_engagement
from cairong.agencies.actions.issue_file import issue_file
from cairong.agencies.actions.record_engagement import record_engagement
from cairong.agencies.models import Engagement, ProcurementFile
from cairong.contracts.actions.record_award import record_award
from cairong.driving.demo.cast import Cast, Party, invented_uscc
from cairong.driving.demo.days import Days
from cairong.driving.demo.facts import CITY, MAIN_COUNTY
from cairong.driving.demo.timeline import Placed
from cairong.driving.together import together
from cairong.kernel.actor import Actor, Role, public
from cairong.kernel.calendar import day_of
from cairong.kernel.money import WAN
from cairong.outreach.actions.acknowledge_letter import acknowledge_letter
from cairong.outreach.actions.open_letter import open_letter
from cairong.outreach.actions.serve_letter import serve_letter
from cairong.outreach.models import Letter

NEWCOMER = f"{invented_uscc('91', MAIN_COUNTY, 96)} 洛阳演示新办科技有限公司"
REAL = 97_495_600  # fen: as a public contract of the samples
BEFORE = timedelta(days=60)  # of an agreement's first day before it was recorded


def agencies(cast: Cast, days: Days) -> Iterator[Placed]:
    """Lay what an agency and its purchasers did on their days."""
    told = Agency(cast=cast, days=days)
    own, runs_out, ended, asked = told.purchasers
    script: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (60, partial(told.engage, own, 300)),
        (58, partial(told.engage, runs_out, 12)),
        (56, partial(told.engage, ended, 200)),
        (45, partial(told.issue, ended, "办公家具采购", 48, (4, 5))),
        (44, partial(told.read, "办公家具采购", 4)),
        (30, partial(told.issue, own, "信息系统运维服务", 120, (0, 1, 2))),
        (29, partial(told.hand_over, "信息系统运维服务")),
        (28, partial(told.read, "信息系统运维服务", 1)),
        (27, partial(told.acknowledge, "信息系统运维服务")),
        (20, partial(told.end, ended)),
        (6, partial(told.award, "信息系统运维服务", 1, REAL)),
        (5, partial(told.issue, runs_out, "校园安防设备采购", 85, (0, 3))),
        (4, partial(told.issue_own, asked, "保洁服务采购", 36, (2,))),
        (2, partial(told.record, asked, 365)),
    )
    for place, (ago, run) in enumerate(script):
        yield Placed(day=days.ago(ago), place=place % 8 + 2, run=run)


@dataclass
class Agency:
    """The agency's clerk, its purchasers, and the agreements and files by purchaser and title."""

    cast: Cast
    days: Days
    agreements: dict[UUID, Engagement] = field(default_factory=dict)
    files: dict[str, ProcurementFile] = field(default_factory=dict)

    @property
    def clerk(self) -> Actor:
        """Who acts for the agency."""
        return self.cast.agency.people[Role.AGENCY_CLERK]

    @property
    def purchasers(self) -> tuple[Party, ...]:
        """Four purchasers: of the main county, of two others, of the city itself."""
        known = self.cast.purchasers
        first, *others = [region for region in known if region not in (MAIN_COUNTY, CITY)]
        regions = (MAIN_COUNTY, first, others[0], CITY)
        return tuple(known[region][0] for region in regions)

    def record(self, buyer: Party, left: int, now: datetime) -> Any:
        """Record an agreement that lasts so many days more from today."""
        first, second = (
            buyer.people[role] for role in (Role.PURCHASER_OFFICER, Role.PURCHASER_APPROVER)
        )
        begins = day_of(now) - BEFORE
        made: Any = together(
            record_engagement, first, second, now, agency_id=self.cast.agency.organisation.pk,
            no=f"洛演代〔{begins.year}〕{len(self.agreements) + 1}号", paper="原件存本单位办公室",
            valid_from=begins, valid_to=self.days.today + timedelta(days=left),
        )  # fmt: skip
        self.agreements[buyer.organisation.pk] = made
        return made

    def engage(self, buyer: Party, left: int, now: datetime) -> None:
        """Record an agreement, and accept it."""
        made = self.record(buyer, left, now)
        accept_engagement(actor=self.clerk, now=now, engagement_id=made.pk)

    def end(self, buyer: Party, now: datetime) -> None:
        """End an agreement early."""
        first, second = (
            buyer.people[role] for role in (Role.PURCHASER_OFFICER, Role.PURCHASER_APPROVER)
        )
        together(
            end_engagement, first, second, now,
            engagement_id=self.agreements[buyer.organisation.pk].pk,
            reason="本年度改由单位自行组织采购",
        )  # fmt: skip

    def issue(
        self, buyer: Party, title: str, wan: int, firms: tuple[int, ...], now: datetime
    ) -> None:
        """Issue a procurement file as the agency, one firm being new to the platform."""
        given = {"engagement_id": self.agreements[buyer.organisation.pk].pk}
        self._issue(self.clerk, title, wan, f"{self._lines(firms)}\n{NEWCOMER}", now, **given)

    def issue_own(
        self, buyer: Party, title: str, wan: int, firms: tuple[int, ...], now: datetime
    ) -> None:
        """Issue a procurement file as the purchaser itself."""
        officer = buyer.people[Role.PURCHASER_OFFICER]
        self._issue(officer, title, wan, self._lines(firms), now)

    def read(self, title: str, firm: int, now: datetime) -> None:
        """Open a letter as its supplier."""
        supplier = self.cast.suppliers[firm]
        letter = self._letters(title).get(supplier=supplier.organisation)
        open_letter(actor=supplier.people[Role.SUPPLIER], now=now, letter_id=letter.pk)

    def hand_over(self, title: str, now: datetime) -> None:
        """Note that the newcomer was handed its letter."""
        letter = self._letters(title).get(supplier=None)
        serve_letter(
            actor=self.clerk, now=now, letter_id=letter.pk, served_how="paper",
            served_on=day_of(now),
        )  # fmt: skip

    def acknowledge(self, title: str, now: datetime) -> None:
        """Read it by its link."""
        token = self._letters(title).get(supplier=None).token
        acknowledge_letter(actor=public(city=CITY), now=now, token=token)

    def award(self, title: str, firm: int, amount_fen: int, now: datetime) -> None:
        """Record who won, for the purchaser that has to sign."""
        file = self.files[title]
        record_award(
            actor=self.clerk, now=now, file_id=file.pk, title=title, project_no=file.project_no,
            amount_fen=amount_fen, budget_fen=file.budget_fen, method=file.method,
            notice_on=day_of(now), supplier_id=self.cast.suppliers[firm].organisation.pk,
        )  # fmt: skip

    def _issue(
        self, actor: Actor, title: str, wan: int, lines: str, now: datetime, **given: object
    ) -> None:
        on: date = day_of(now)
        self.files[title] = issue_file(
            actor=actor, now=now, title=title, budget_fen=wan * WAN, method="公开招标",
            project_no=f"洛演采{on.year}-{700 + len(self.files)}", issued_on=on, obtained=lines,
            sme_reserved=True, **given,  # type: ignore[arg-type]
        )  # fmt: skip

    def _lines(self, firms: tuple[int, ...]) -> str:
        known = [self.cast.suppliers[each].organisation for each in firms]
        return "\n".join(f"{each.uscc} {each.name}" for each in known)

    def _letters(self, title: str) -> QuerySet[Letter]:
        return Letter.objects.filter(recipient__file=self.files[title])
