"""Who acts for whom: an agency under an agreement that holds and covers the project, or nobody."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from cairong.agencies.models import Engagement, ProcurementFile
from cairong.agencies.reads import engagement_for, engagements_of, holding, holds
from cairong.audit.rows import locked
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Finding, Invalid, PolicyBreach
from cairong.parties import reads as parties
from cairong.parties.models import Mandate, Organisation
from cairong.policy.agencies import (
    AGREEMENT,
    SCOPE,
    agreement_holds,
    not_given_to_another,
    own_file,
    recused,
    takes_no_part,
    within_agreement,
)
from cairong.policy.rule import require


def is_agency(actor: Actor) -> bool:
    """Whether the actor acts for an agency."""
    return actor.role is Role.AGENCY_CLERK


def own_purchaser(actor: Actor) -> Organisation:
    """Find the purchaser that acts for itself."""
    return parties.organisation(actor.city, parties.own_organisation(actor))


def engagement_named(
    actor: Actor, now: datetime, engagement_id: UUID | None, project_no: str
) -> Engagement | None:
    """Lock the agreement that an agency names; a purchaser names none.

    Raises Invalid where it is the other way round, NotFound, PolicyBreach where it does not hold.
    """
    if not is_agency(actor):
        if engagement_id is not None:
            raise Invalid("agencies.acts_itself", SCOPE, field="engagement")
        return None
    if engagement_id is None:
        raise Invalid("agencies.which_agreement", SCOPE, field="engagement")
    return under_agreement(actor, now, engagement_id, project_no)


def under_agreement(
    actor: Actor, now: datetime, engagement_id: UUID, project_no: str
) -> Engagement:
    """Lock the agreement under which an agency acts on a project; one that ends waits for the act.

    Raises NotFound for another's, PolicyBreach where it does not hold or does not cover it.
    """
    found = engagement_for(actor, engagement_id, lock=True)
    require_holds(found, project_no, day_of(now))
    return found


def under_any(actor: Actor, now: datetime, purchaser: Organisation, project_no: str) -> Engagement:
    """Lock an agreement with a purchaser that holds today and covers a project.

    Raises PolicyBreach: for what is wrong with the newest there is, or that there is none.
    """
    rows = locked(engagements_of(actor).filter(purchaser=purchaser)).order_by("-recorded_at", "pk")
    covering = [each for each in rows if each.project_no in ("", project_no)]
    today = day_of(now)
    best = next(
        (
            each
            for each in sorted(covering, key=lambda held: not held.project_no)
            if holds(each, today)
        ),
        covering[0] if covering else None,
    )
    if best is None:
        raise PolicyBreach(
            Finding.of(
                "agencies.no_agreement", AGREEMENT, purchaser=purchaser.name, project_no=project_no
            )
        )
    require_holds(best, project_no, today)
    return best


def require_holds(found: Engagement, project_no: str, today: date) -> None:
    """Bar what is not covered by an agreement today. Raises PolicyBreach saying why."""
    require(
        agreement_holds(
            state=found.state,
            no=found.no,
            valid_from=found.valid_from,
            valid_to=found.valid_to,
            today=today,
        ),
        within_agreement(no=found.no, covers=found.project_no, project_no=project_no),
        not_given_to_another(project_no=project_no, agency=_given_to(found, project_no, today)),
    )


def require_own_file(actor: Actor, file: ProcurementFile) -> None:
    """Bar an agency from a file that another issued. Raises PolicyBreach."""
    if is_agency(actor):
        issuer = file.agency.name if file.agency else file.purchaser.name
        require(own_file(project_no=file.project_no, issuer=issuer, actor=actor.organisation_name))


def require_apart(
    actor: Actor, now: datetime, agency: Organisation | None, firms: Mapping[str, str]
) -> None:
    """Bar an agency among the firms of what it handles, and its people who act for one of them.

    Firms are names by code, or by a place with `?` where no code is known. Raises PolicyBreach.
    """
    if agency is None:
        return
    codes = [code for code in firms if not code.startswith("?")]
    require(
        takes_no_part(agency=agency.name, uscc=agency.uscc, names=[*firms.values()], codes=codes),
        recused(person=actor.person_name, suppliers=_served_by(actor, now, codes))
        if is_agency(actor)
        else None,
    )


def _served_by(actor: Actor, now: datetime, codes: Collection[str]) -> list[str]:
    """Name the suppliers of these codes for which the actor's person acts as well."""
    rows = Mandate.objects.running(day_of(now)).filter(
        person=actor.person_id,
        organisation__kind=Organisation.Kind.SUPPLIER,
        organisation__uscc__in=codes,
    )
    return list(rows.values_list("organisation__name", flat=True).distinct())


def _given_to(found: Engagement, project_no: str, today: date) -> str:
    """Name another agency to which the purchaser gave just this project; empty where to none."""
    if found.project_no or not project_no:
        return ""
    rows = Engagement.objects.filter(
        holding(today), purchaser=found.purchaser_id, project_no=project_no
    ).exclude(agency=found.agency_id)
    return rows.values_list("agency__name", flat=True).first() or ""
