"""The ground of the room's tests: who holds events, who is invited, and an event that comes."""

from dataclasses import dataclass, field
from datetime import datetime

from cairong.kernel.actor import Actor, Role, public
from cairong.parties import reads
from cairong.promotion.actions.announce_outreach_event import announce_outreach_event
from cairong.promotion.actions.draft_outreach_event import draft_outreach_event
from cairong.promotion.actions.invite_segment import invite_segment
from cairong.promotion.actions.sign_in_at_door import sign_in_at_door
from cairong.promotion.actions.sign_up import sign_up, sign_up_as_guest
from cairong.promotion.models import OutreachEvent, SignUp
from support.town import CITY, Town, at

NOW = at("2025-10-09 10:00")
STARTS, ENDS = at("2025-10-15 14:00"), at("2025-10-15 17:00")
DURING = at("2025-10-15 14:20")
SAID = {
    "kind": "meeting",
    "title": "政采贷银企座谈会",
    "programme": "政策讲解、机构介绍产品、现场答疑",
    "meant_for": "一年内中标的中小微供应商",
    "place": "洛阳市政务服务中心三楼会议室",
    "starts_at": STARTS,
    "ends_at": ENDS,
    "capacity": 4,
}
GUEST = {"name": "洛阳旁听商贸行", "contact": "13800001111"}


@dataclass
class Promotion:
    """The bureau's officer, a firm, an institution, and whoever comes from the street."""

    town: Town
    now: datetime = field(default=NOW, kw_only=True)

    @property
    def host(self) -> Actor:
        return self.town.bureau(Role.PROCUREMENT_OFFICER)

    @property
    def sme(self) -> Actor:
        return self.town.actor(reads.the_only(CITY, "sme-authority"), Role.SME_AUTHORITY)

    @property
    def firm(self) -> Actor:
        return self.town.actor(self.town.supplier(), Role.SUPPLIER)

    @property
    def lender(self) -> Actor:
        return self.town.actor(self.town.institution(), Role.INSTITUTION_OFFICER)

    @property
    def guest(self) -> Actor:
        return public(city=CITY)

    def draft(self, now: datetime | None = None, **otherwise) -> OutreachEvent:
        who = otherwise.pop("actor", self.host)
        return draft_outreach_event(actor=who, now=now or self.now, **SAID | otherwise)

    def announced(self, now: datetime | None = None, **otherwise) -> OutreachEvent:
        who = otherwise.get("actor", self.host)
        made = self.draft(now, **otherwise)
        return announce_outreach_event(actor=who, now=now or self.now, event_id=made.pk)

    def invite(self, event: OutreachEvent, segment: str, **otherwise) -> OutreachEvent:
        facts = {"actor": self.host, "now": self.now, "event_id": event.pk, "segment": segment}
        return invite_segment(**facts | otherwise)

    def signed_up(self, event: OutreachEvent, actor: Actor | None = None) -> SignUp:
        return sign_up(actor=actor or self.firm, now=self.now, event_id=event.pk)

    def guest_signed_up(self, event: OutreachEvent, **otherwise) -> SignUp:
        facts = {"actor": self.guest, "now": self.now, "event_id": event.pk, **GUEST}
        return sign_up_as_guest(**facts | otherwise)

    def signed_in(self, event: OutreachEvent, **otherwise) -> SignUp:
        facts = {"actor": self.firm, "now": DURING, "event_id": event.pk, "token": event.door}
        return sign_in_at_door(**facts | otherwise)


def stand_promotion(town: Town) -> Promotion:
    ground = Promotion(town)
    for actor in (ground.host, ground.firm, ground.lender):
        assert actor.organisation_id
    return ground
