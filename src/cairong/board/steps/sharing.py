"""Who is told of an agreement, and how its history keeps it."""

from typing import Any
from uuid import UUID

from cairong.audit.recording import Tell
from cairong.board.models import Agreement
from cairong.kernel.actor import BUREAU, Role
from cairong.policy.sharing import FIELD_WORDS, WAYS


def readers(agreement: Agreement) -> list[UUID]:
    """Name the organisations that are its parties."""
    return list(
        dict.fromkeys(agreement.parties.order_by("pk").values_list("organisation", flat=True))
    )


def at_parties(agreement: Agreement, *, but: str = "", of: UUID | None = None) -> list[Tell]:
    """Tell its parties, but one desk (of one organisation), and lead them to it."""
    return [
        Tell(
            organisation_id=each.organisation_id,
            role=Role(each.desk),
            region=agreement.city_id if each.desk in BUREAU else "",
            subject_id=agreement.pk,
        )
        for each in agreement.parties.order_by("pk")
        if each.desk != but or (of is not None and each.organisation_id != of)
    ]


def facts_of(agreement: Agreement, *, whole: bool = False, **more: Any) -> dict[str, Any]:
    """Say an agreement as its history keeps it, all that it says where it is new."""
    said = {
        "no": agreement.no,
        "version": agreement.version,
        "title": agreement.title,
        "state": agreement.state,
        "until_on": agreement.until_on,
        **more,
    }
    if whole:
        parties = agreement.parties.select_related("organisation").order_by("pk")
        said |= {
            "purpose": agreement.purpose,
            "fields": [FIELD_WORDS[each] for each in agreement.fields],
            "ground": agreement.ground,
            "way": WAYS[agreement.way],
            "from_on": agreement.from_on,
            "parties": [
                f"{each.organisation.name}({'提供' if each.gives else '使用'})" for each in parties
            ],
        }
    return said
