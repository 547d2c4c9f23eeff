"""An overdue duty of each side, and the two of the bureau who urge it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from cairong.clocks.models import Duty
from cairong.clocks.steps.duties import open_duty
from cairong.kernel.actor import Actor, Role
from cairong.oversight.actions.answer_urging import answer_urging
from cairong.oversight.actions.close_urging import close_urging
from cairong.oversight.actions.dispute_urging import dispute_urging
from cairong.oversight.actions.issue_urging import issue_urging
from cairong.oversight.actions.keep_urging_paper import keep_urging_paper
from cairong.oversight.models import Urging, UrgingPaper
from cairong.parties.reads import the_only
from cairong.policy.duties import DUTIES
from lending.ground import twice
from support.slips import PAPER
from support.town import CITY, COUNTY, Town, at

NOW, LATER = at("2025-10-20 10:00"), at("2025-10-22 10:00")
START = date(2025, 9, 25)  # a working day: three days on is the 29th of September


@dataclass
class Desk:
    """A town with overdue duties, and what its people do about them."""

    town: Town

    @property
    def officer(self) -> Actor:
        return self.town.bureau(Role.PROCUREMENT_OFFICER)

    @property
    def approver(self) -> Actor:
        return self.town.bureau(Role.PROCUREMENT_APPROVER)

    @property
    def purchaser(self) -> Actor:
        return self.town.actor(self.town.purchaser(), Role.PURCHASER_OFFICER)

    def late(self, kind: str = "file_contract", *, holder: Any = "", **facts: Any) -> Duty:
        """A duty that is overdue by now, of the purchaser unless of another."""
        if holder == "":
            side = DUTIES[kind].holder.value.split("-")[0]
            makes = {"purchaser": self.town.purchaser, "institution": self.town.institution}
            holder = makes[side]() if side in makes else None
        usual = {"region": COUNTY, "title": "办公系统运维", "start_on": START}
        return open_duty(
            city=CITY, kind=kind, subject_id=uuid4(), holder=holder, now=self.town.now,
            **usual | facts,
        )  # fmt: skip

    def issue(
        self, *duties: Duty, now: datetime = NOW, by: tuple[Actor, Actor] | None = None, **otherwise
    ) -> Urging:
        bureau = the_only(CITY, "bureau").pk
        facts = {
            "organisation_id": duties[0].holder_organisation_id or bureau,
            "duty_ids": [duty.pk for duty in duties],
            "series": "洛财督",
            "demand": "请立即办理,并说明超期的原因。",
        }
        return twice(issue_urging, *(by or (self.officer, self.approver)), now, **facts | otherwise)

    def paper(self, actor: Actor, content: bytes = PAPER) -> UrgingPaper:
        return keep_urging_paper(actor=actor, now=NOW, name="说明.pdf", content=content)

    def answer(self, letter: Urging, actor: Actor | None = None, now: datetime = LATER) -> Urging:
        return answer_urging(
            actor=actor or self.purchaser, now=now, urging_id=letter.pk,
            words="已于当天补报,原因是经办人请假。",
        )  # fmt: skip

    def dispute(self, letter: Urging, *duties: Duty, now: datetime = LATER) -> Urging:
        actor = self.purchaser
        return dispute_urging(
            actor=actor, now=now, urging_id=letter.pk, duty_ids=[duty.pk for duty in duties],
            words="项目已经终止,不需要备案。", paper_id=self.paper(actor).pk,
        )  # fmt: skip

    def close(self, letter: Urging, verdict: str, now: datetime = LATER, **otherwise) -> Urging:
        by = otherwise.pop("by", (self.officer, self.approver))
        facts = {"urging_id": letter.pk, "verdict": verdict, "finding": "已核对备案记录。"}
        return twice(close_urging, *by, now, **facts | otherwise)
