"""Inspections: granted by a letter, read for, and ended early."""

from datetime import date
from typing import Any

from cairong.driving.situation import Situation
from cairong.driving.verb import verb
from cairong.inspecting.actions import grant_inspection as granting
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.parties.models import Organisation


@verb(
    granting.grant_inspection,
    example="inspector: 审计局, until: 2025-11-28, region: 410300",
)
def grant_inspection(
    situation: Situation,
    actor: Actor,
    *,
    inspector: Organisation,
    until: date,
    since: date | None = None,
    region: str = "",
    letter: str = "洛审函〔2025〕31号",
    matter: str = "政府采购合同款支付情况专项审计",
) -> dict[str, Any]:
    """采购科两人照公函准予稽查;since 不写的从今天起,region 不写的是全市。"""
    return {
        "organisation_id": inspector.pk,
        "region": region or actor.city,
        "letter_no": letter,
        "matter": matter,
        "since": since or day_of(situation.now),
        "until": until,
    }
