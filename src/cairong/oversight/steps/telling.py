"""Who is told of a letter of urging: the desk it went to with its head, or the bureau."""

from uuid import UUID

from cairong.audit.recording import Tell
from cairong.kernel.actor import BUREAU, Role
from cairong.outreach.steps.reminding import HEADS
from cairong.oversight.models import Urging


def to_holder(letter: Urging) -> list[Tell]:
    """Tell the desk that a letter went to, and its head."""
    role = Role(letter.desk)
    region = letter.region if role in BUREAU else ""
    roles = [role, HEADS[role]] if role in HEADS else [role]
    return [
        Tell(organisation_id=letter.organisation_id, role=each, region=region) for each in roles
    ]


def to_bureau(letter: Urging, bureau: UUID) -> list[Tell]:
    """Tell the procurement desk of the letter's region, a county's clerk beside it."""
    roles = [Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER]
    if letter.region != letter.city_id:
        roles.append(Role.COUNTY_CLERK)
    return [Tell(organisation_id=bureau, role=each, region=letter.region) for each in roles]
