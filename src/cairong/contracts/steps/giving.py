"""Who gives an award: the purchaser itself, or an agency for it under an agreement that holds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.agencies.models import Engagement, ProcurementFile
from cairong.agencies.reads import file_for, file_standing
from cairong.agencies.states import FILE
from cairong.agencies.steps.acting import (
    engagement_named,
    is_agency,
    own_purchaser,
    require_own_file,
    under_any,
)
from cairong.audit.recording import Tell
from cairong.kernel.actor import Actor, Role
from cairong.kernel.text import clean_text
from cairong.parties.models import Organisation
from cairong.policy.agencies import SCOPE, same_project
from cairong.policy.rule import require


@dataclass(frozen=True, kw_only=True)
class Giver:
    """The purchaser of an award; under which agreement of an agency, on which procurement file."""

    purchaser: Organisation
    engagement: Engagement | None
    file: ProcurementFile | None

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of an award that say who gives it."""
        return {
            "purchaser": self.purchaser,
            "purchaser_name": self.purchaser.name,
            "region": self.purchaser.region,
            "engagement": self.engagement,
            "file": self.file,
        }

    @property
    def agency(self) -> Organisation | None:
        """The agency that handled the project, if one did."""
        if self.engagement is not None:
            return self.engagement.agency
        return self.file.agency if self.file else None

    @property
    def named(self) -> str:
        """The agency's name, empty where the platform knows of none."""
        return self.agency.name if self.agency else ""

    @property
    def facts(self) -> dict[str, str]:
        """What an event says of an agency's award: for whom, under which agreement."""
        if self.engagement is None:
            return {}
        return {"mandated": self.engagement.no, "purchaser": self.purchaser.name}

    @property
    def basis(self) -> list[str]:
        """The clause of an agency's award."""
        return [SCOPE] if self.engagement else []

    @property
    def told(self) -> list[Tell]:
        """The purchaser hears what its agency recorded: from now on it has to sign."""
        if self.engagement is None:
            return []
        return [
            Tell(
                organisation_id=self.purchaser.pk,
                role=Role.PURCHASER_OFFICER,
                saying="contracts.award.mandated",
            )
        ]


def giver_of(
    actor: Actor,
    now: datetime,
    file_id: UUID | None,
    engagement_id: UUID | None,
    project_no: str,
) -> Giver:
    """Find for whom an actor gives an award, and on which file. Locks what it stands on.

    Raises NotFound, Invalid where an agency names neither file nor agreement, WrongState for a
    cancelled file, PolicyBreach where the agreement does not hold or cover the project, the file
    is another's or of another project.
    """
    number = clean_text(project_no, "project_no", most=100)
    file = file_for(actor, file_id, lock=True) if file_id else None
    if file is not None:
        FILE.after(file.state, "award")
        require_own_file(actor, file)
        require(same_project(file_no=file.project_no, project_no=number))
    if file is not None and is_agency(actor):
        held = under_any(actor, now, file.purchaser, number)
        return Giver(purchaser=file.purchaser, engagement=held, file=file)
    engagement = engagement_named(actor, now, engagement_id, number)
    if engagement is None:
        return Giver(purchaser=own_purchaser(actor), engagement=None, file=file)
    if (standing := file_standing(engagement.purchaser, number)) is not None:
        require_own_file(actor, standing)
    return Giver(purchaser=engagement.purchaser, engagement=engagement, file=None)
