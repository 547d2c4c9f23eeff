"""A case with a loan, a body of inspection, and the two of the bureau who grant."""

from datetime import date
from typing import Any

from cairong.driving.together import together
from cairong.inspecting.actions.grant_inspection import grant_inspection
from cairong.inspecting.models import Inspection
from cairong.kernel.actor import Actor, Role
from cairong.parties.actions.appoint import appoint_person
from cairong.parties.reads import the_only
from support.town import CITY, Town, acting

FIRST, LAST = date(2025, 11, 3), date(2025, 11, 28)


def inspector_of(town: Town, name: str = "洛阳市审计局") -> Actor:
    """Somebody of a body of inspection."""
    return town.actor(town.organisation("inspector", name, region=CITY), Role.INSPECTOR)


def desk_of(town: Town, role: Role, region: str) -> Actor:
    """Somebody of the bureau's desk of a county."""
    mandate = appoint_person(
        actor=town.system, now=town.now, organisation_id=the_only(CITY, "bureau").pk,
        role=str(role), region=region, name=f"{role}{region}",
    )  # fmt: skip
    return acting(mandate)


def granted(
    town: Town, now, *, inspector: Actor | None = None, of: str = CITY, **changed: Any
) -> Inspection:
    """Two of the bureau's desk of a region let the body read a region for its days."""
    body = (inspector or inspector_of(town)).organisation_id
    facts = {
        "organisation_id": body, "region": CITY, "letter_no": "洛审函〔2025〕31号",
        "matter": "政府采购合同款支付情况专项审计", "since": FIRST, "until": LAST, **changed,
    }  # fmt: skip
    roles = (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER)
    pair = (town.bureau(role) if of == CITY else desk_of(town, role, of) for role in roles)
    return together(grant_inspection, *pair, now, **facts)
