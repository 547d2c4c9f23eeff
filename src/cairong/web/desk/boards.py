"""Which figures stand on whose first screen: each audience's own, entered here."""

from collections.abc import Callable, Mapping
from datetime import datetime

from cairong.kernel.actor import INSTITUTION, OVERSEERS, PURCHASER, Actor, Role
from cairong.web.auditor.checks import summary as of_auditor
from cairong.web.desk import figures
from cairong.web.desk.summaries import Summary
from cairong.web.inspecting.summary import summary as of_inspector
from cairong.web.operator.health import summary as of_operator
from cairong.web.overseer.summary import summary as of_overseer

BOARDS: Mapping[Role, Callable[[Actor, datetime], Summary]] = {
    **dict.fromkeys(PURCHASER, figures.of_purchaser),
    Role.AGENCY_CLERK: figures.of_agency,
    Role.SUPPLIER: figures.of_supplier,
    **dict.fromkeys(INSTITUTION, figures.of_institution),
    Role.PROCUREMENT_OFFICER: figures.of_procurement,
    Role.PROCUREMENT_APPROVER: figures.of_procurement,
    Role.TREASURY_OFFICER: figures.of_treasury,
    Role.TREASURY_APPROVER: figures.of_treasury,
    Role.COUNTY_CLERK: figures.of_clerk,
    **dict.fromkeys(OVERSEERS, of_overseer),
    Role.OPERATOR: of_operator,
    Role.AUDITOR: of_auditor,
    Role.INSPECTOR: of_inspector,
}


def summary_of(actor: Actor, now: datetime) -> Summary:
    """Make the figures of an actor's role, none where the role has none."""
    make = BOARDS.get(actor.role)
    return make(actor, now) if make else Summary()
