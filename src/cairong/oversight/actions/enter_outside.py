"""Enter what was financed outside the platform in a past year, by two persons with a paper."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid, NotFound
from cairong.kernel.text import clean_text
from cairong.oversight.models import OutsideAmount
from cairong.oversight.outside import figure_in_force, outside_paper
from cairong.oversight.reads import level_names
from cairong.parties.four_eyes import two_person
from cairong.parties.models import Organisation
from cairong.policy.rule import require
from cairong.policy.targets import outside_figure


@two_person(Role.PROCUREMENT_OFFICER, word="录入平台外融资")
def enter_outside(
    *,
    actor: Actor,
    now: datetime,
    year: int,
    region: str,
    institution_id: UUID | None,
    amount_fen: int,
    loans: int,
    paper_id: UUID,
    source: str,
) -> OutsideAmount:
    """Enter principal drawn in a past calendar year outside the platform, in fen, and its loans.

    It counts in bases and years as the platform's own does, and is marked 平台外 wherever it does.
    A figure entered before of the same year, level and institution is revised by it and stays to
    be seen; nothing and no loans takes it back. Raises NotFound for an unknown institution or
    paper, Invalid for an unknown region, PolicyBreach for a year that is not over or an amount
    without loans, Conflict where somebody else revised it. Writes: oversight.OutsideAmount.
    Source: 一(二)-3, 一(二)-4, D28.
    """
    levels = level_names(actor, now)
    if region not in levels:
        raise Invalid("oversight.no_region", field="region", value=region)
    institution = _institution(actor.city, institution_id)
    paper = outside_paper(actor, paper_id)
    require(outside_figure(year=year, this_year=day_of(now).year, fen=amount_fen, loans=loans))
    before = figure_in_force(actor.city, year=year, region=region, institution_id=institution_id)
    row = OutsideAmount.objects.create(
        city_id=actor.city,
        year=year,
        region=region,
        institution=institution,
        amount_fen=amount_fen,
        loans=loans,
        paper=paper,
        source=clean_text(source, "source", least=4, most=300),
        revises=before,
        recorded_at=now,
    )
    record(
        actor=actor,
        now=now,
        type="oversight.outside.entered",
        subject=row,
        before=_shown(before, levels) if before else None,
        after=_shown(row, levels),
        basis=["一(二)-3", "一(二)-4"],
    )
    return row


def _institution(city: str, institution_id: UUID | None) -> Organisation | None:
    if institution_id is None:
        return None
    kind = Organisation.Kind.INSTITUTION
    found = Organisation.objects.filter(pk=institution_id, city_id=city, kind=kind).first()
    if found is None:
        raise NotFound("access.not_found", thing="金融机构")
    return found


def _shown(row: OutsideAmount, levels: Mapping[str, str]) -> dict[str, Any]:
    """Say a figure with what it rests on: what the second person reads."""
    return {
        "year": row.year,
        "level": levels[row.region],
        "institution": row.institution.name if row.institution else "不分机构",
        "amount_fen": row.amount_fen,
        "loans": row.loans,
        "source": row.source,
        "paper": row.paper.name,
        "paper_sha256": row.paper.sha256,
    }
