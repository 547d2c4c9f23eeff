"""Agreements and procurement files as each actor may see them: not yours is not there."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from cairong.agencies.models import Engagement, ProcurementFile, Recipient
from cairong.audit.rows import fetch
from cairong.kernel.actor import PURCHASER, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.parties.models import Organisation

READERS = (*sorted(PURCHASER), Role.AGENCY_CLERK)
MOST_SHOWN = 20
SOON_DAYS = 30  # an agreement that runs out within them is shown as such


def engagements_of(actor: Actor) -> QuerySet[Engagement]:
    """List the agreements of an actor's own organisation, purchaser or agency, the newest first."""
    rows = Engagement.objects.filter(city_id=actor.city).select_related("purchaser", "agency")
    return _own(rows, actor).order_by("-recorded_at", "pk")


def files_of(actor: Actor) -> QuerySet[ProcurementFile]:
    """List the procurement files an actor's organisation issued or that were issued for it."""
    rows = ProcurementFile.objects.filter(city_id=actor.city).select_related("purchaser", "agency")
    return _own(rows, actor).order_by("-issued_on", "-recorded_at", "pk")


def _own[Row: (Engagement, ProcurementFile)](rows: QuerySet[Row], actor: Actor) -> QuerySet[Row]:
    if actor.role in PURCHASER:
        return rows.filter(purchaser=actor.organisation_id)
    if actor.role is Role.AGENCY_CLERK:
        return rows.filter(agency=actor.organisation_id)
    return rows if actor.role is Role.SYSTEM else rows.none()


def engagement_for(actor: Actor, engagement_id: UUID, *, lock: bool = False) -> Engagement:
    """Fetch an agreement of the actor's organisation. Raises NotFound."""
    return fetch(engagements_of(actor), engagement_id, "委托代理协议", lock=lock)


def file_for(actor: Actor, file_id: UUID, *, lock: bool = False) -> ProcurementFile:
    """Fetch a procurement file of the actor's organisation. Raises NotFound."""
    return fetch(files_of(actor), file_id, "采购文件", lock=lock)


def recipients_of(file: ProcurementFile) -> list[Recipient]:
    """List who obtained a procurement file, in the order in which it was entered."""
    return list(file.recipients.order_by("at", "name", "pk"))


def file_standing(purchaser: Organisation, project_no: str) -> ProcurementFile | None:
    """Find the procurement file of a purchaser's project, whoever issued it."""
    rows = ProcurementFile.objects.filter(state="issued", purchaser=purchaser)
    return rows.select_related("agency", "purchaser").filter(project_no=project_no).first()


def files_under(actor: Actor, engagement_id: UUID) -> list[ProcurementFile]:
    """List the newest procurement files that an agency issued under an agreement."""
    return list(files_of(actor).filter(engagement=engagement_id)[:MOST_SHOWN])


def holding(today: date) -> Q:
    """Keep the agreements that hold on a day."""
    return Q(state="accepted", valid_from__lte=today, valid_to__gte=today)


def holds(engagement: Engagement, today: date) -> bool:
    """Whether an agreement holds on a day."""
    return engagement.state == "accepted" and engagement.valid_from <= today <= engagement.valid_to


def may_go_on(actor: Actor, now: datetime, file: ProcurementFile) -> bool:
    """Whether an actor may go on with a procurement file: an agency under an agreement alone."""
    if actor.role is not Role.AGENCY_CLERK:
        return actor.role is Role.PURCHASER_OFFICER
    rows = engagements_of(actor).filter(holding(day_of(now)), purchaser=file.purchaser_id)
    return rows.filter(project_no__in=["", file.project_no]).exists()


def standing_word(engagement: Engagement, today: date) -> str:
    """Say beyond its state how an agreement stands on a day; empty where the state says it all."""
    if engagement.state not in ("offered", "accepted"):
        return ""
    if today > engagement.valid_to:
        return "已到期"
    if engagement.state == "offered":
        return ""
    if today < engagement.valid_from:
        return "尚未开始"
    left = (engagement.valid_to - today).days
    return f"还有 {left} 日到期" if left <= SOON_DAYS else "有效"


def standings(actor: Actor, now: datetime, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Say of each of these agreements how it stands today."""
    rows = engagements_of(actor).filter(pk__in=ids)
    return {each.pk: standing_word(each, day_of(now)) for each in rows}


def obtained(_actor: Actor, _now: datetime, ids: Sequence[UUID]) -> dict[UUID, int]:
    """Count who obtained each of these procurement files."""
    rows = Recipient.objects.filter(file__in=ids).values("file").order_by()
    return {row["file"]: row["count"] for row in rows.annotate(count=Count("pk"))}


def agencies_here(actor: Actor) -> list[tuple[UUID, str]]:
    """Name the agencies of an actor's city, with their codes where two bear one name."""
    rows = Organisation.objects.filter(
        city_id=actor.city, kind=Organisation.Kind.AGENCY, active=True
    ).order_by("name", "uscc")
    return [(each.pk, f"{each.name}({each.uscc})" if each.uscc else each.name) for each in rows]
