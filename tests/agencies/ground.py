"""The ground of the room's tests: a purchaser, agencies, and what they do for it."""

from dataclasses import dataclass
from datetime import date

from cairong.agencies.actions.answer_engagement import accept_engagement
from cairong.agencies.actions.end_engagement import end_engagement
from cairong.agencies.actions.issue_file import issue_file
from cairong.agencies.actions.record_engagement import record_engagement
from cairong.agencies.models import Engagement, ProcurementFile
from cairong.cases.actions.tell_holders import tell_holders
from cairong.contracts.actions.record_award import record_award
from cairong.contracts.models import Award
from cairong.kernel.actor import Actor, Role
from cairong.outreach.actions.join_letters import join_letters
from cairong.outreach.actions.send_file_letters import send_file_letters
from cairong.outreach.actions.send_letter import send_letter
from cairong.outreach.models import Letter
from cairong.parties.models import Organisation
from lending.ground import drain, twice
from support.town import Town, at

NOW = at("2026-03-02 09:00")
KNOWN = "91110000600037341L"  # the town's supplier
STRANGER = "91410300MA44K3P079"
OWN = "91410300MA0000901B"  # the first agency
LINES = f"{KNOWN} 供应商\n{STRANGER} 洛阳新来科技有限公司"
FOLLOWING = {
    each.name: each for each in (send_letter, send_file_letters, join_letters, tell_holders)
}


@dataclass
class Agencies:
    """A purchaser with its two persons, and the clerks of two agencies."""

    town: Town

    def agency(self, name: str = "甲代理") -> Organisation:
        return self.town.organisation("agency", name, uscc=OWN if name == "甲代理" else "")

    def clerk(self, name: str = "甲代理", which: str = "") -> Actor:
        return self.town.actor(self.agency(name), Role.AGENCY_CLERK, which)

    @property
    def purchaser(self) -> Organisation:
        return self.town.purchaser()

    def buyer(self, role: Role = Role.PURCHASER_OFFICER, name: str = "采购人") -> Actor:
        return self.town.actor(self.town.purchaser(name), role)

    def pair(self, name: str = "采购人") -> tuple[Actor, Actor]:
        return self.buyer(name=name), self.buyer(Role.PURCHASER_APPROVER, name)

    def record(
        self, now=NOW, *, agency: str = "甲代理", buyer: str = "采购人", **otherwise
    ) -> Engagement:
        facts = {
            "agency_id": self.agency(agency).pk, "no": "洛代2026-1", "paper": "2026年1月签订",
            "valid_from": date(2026, 1, 1), "valid_to": date(2026, 12, 31),
        }  # fmt: skip
        return twice(record_engagement, *self.pair(buyer), now, **facts | otherwise)

    def engage(self, now=NOW, *, agency: str = "甲代理", **otherwise) -> Engagement:
        made = self.record(now, agency=agency, **otherwise)
        accept_engagement(actor=self.clerk(agency), now=now, engagement_id=made.pk)
        made.refresh_from_db()
        return made

    @staticmethod
    def follow(now=NOW) -> None:
        """Let letters and messages go out."""
        drain(now, FOLLOWING)

    @property
    def engagement(self) -> Engagement:
        return Engagement.objects.order_by("recorded_at", "pk")[0]

    def end(self, now=NOW, reason: str = "另行委托") -> None:
        twice(end_engagement, *self.pair(), now, engagement_id=self.engagement.pk, reason=reason)

    def issue(self, now=NOW, *, actor: Actor | None = None, **otherwise) -> ProcurementFile:
        who = actor or self.clerk()
        facts = {
            "project_no": "洛采2026-7", "title": "教学设备采购", "budget_fen": 90_000_000,
            "method": "公开招标", "issued_on": date(2026, 3, 2), "obtained": LINES,
        }  # fmt: skip
        if who.role is Role.AGENCY_CLERK:
            facts["engagement_id"] = self.engagement.pk
        made = issue_file(actor=who, now=now, **facts | otherwise)
        self.follow(now)
        return made

    def award(self, now=NOW, *, actor: Actor | None = None, **otherwise) -> Award:
        facts = {
            "title": "教学设备采购", "project_no": "洛采2026-7", "amount_fen": 80_000_000,
            "notice_on": date(2026, 3, 2), "supplier_id": self.town.supplier().pk,
        }  # fmt: skip
        made = record_award(actor=actor or self.clerk(), now=now, **facts | otherwise)
        self.follow(now)
        return made

    def letter(self, uscc: str = STRANGER) -> Letter:
        return Letter.objects.get(recipient__uscc=uscc)
