"""The «百千万» roster: who took part, who consents, what institutions answer."""

from datetime import date
from typing import Any

from cairong.contracts.models import Award
from cairong.driving.situation import Absent, Situation
from cairong.driving.verb import plain, verb
from cairong.guidance.actions import answer_roster as answering
from cairong.guidance.actions import consent_roster as consenting
from cairong.guidance.actions import enter_participants as entering
from cairong.guidance.actions import withdraw_roster as withdrawing
from cairong.guidance.models import RosterEntry, RosterPush
from cairong.kernel.actor import Actor
from cairong.parties.models import Organisation


@verb(entering.enter_participants, example="award: 中标, suppliers: [供应商]", gives="award")
def enter_participants(
    _: Situation, __: Actor, *, award: Award, suppliers: list[Organisation]
) -> dict[str, Any]:
    """采购人登记参与过这个项目、不必中标的企业。"""
    lines = "\n".join(f"{each.uscc} {each.name}" for each in suppliers)
    return {"award_id": award.pk, "lines": lines}


plain(
    consenting.consent_roster,
    "供应商同意进入“百千万”名录库;private 是民营企业。",
    example="private: true",
)
plain(
    withdrawing.withdraw_roster, "供应商撤回进入名录库的同意。", example="reasons: 近期不需要融资"
)


@verb(
    answering.answer_roster,
    example="outcome: visited, on: 2026-01-12, words: 已上门了解用款计划",
)
def answer_roster(
    _: Situation, officer: Actor, *, entry: RosterEntry, outcome: str, on: date, words: str
) -> dict[str, Any]:
    """金融机构答复对接:outcome 是 visited 已走访、credited 已授信、declined 未对接。"""
    found = RosterPush.objects.filter(entry=entry, institution=officer.organisation_id).first()
    if found is None:
        raise Absent("这家企业没有推送给这家机构")
    return {"push_id": found.pk, "outcome": outcome, "on": on, "words": words}
