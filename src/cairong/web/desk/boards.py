"""Which figures stand on whose first screen: each audience's own, entered here."""

from collections.abc import Callable, Mapping
from datetime import datetime

from cairong.kernel.actor import Actor, Role
from cairong.web.desk.summaries import Summary
from cairong.web.finance import summary as finance
from cairong.web.institution.summary import summary as of_institution
from cairong.web.operator.health import summary as of_operator
from cairong.web.overseer.summary import summary as of_overseer
from cairong.web.purchaser.summary import summary as of_purchaser
from cairong.web.supplier.home import summary as of_supplier

BOARDS: Mapping[Role, Callable[[Actor, datetime], Summary]] = {
    Role.PURCHASER_OFFICER: of_purchaser,
    Role.PURCHASER_APPROVER: of_purchaser,
    Role.SUPPLIER: of_supplier,
    Role.INSTITUTION_OFFICER: of_institution,
    Role.INSTITUTION_APPROVER: of_institution,
    Role.INSTITUTION_MANAGER: of_institution,
    Role.PROCUREMENT_OFFICER: finance.of_procurement,
    Role.PROCUREMENT_APPROVER: finance.of_procurement,
    Role.TREASURY_OFFICER: finance.of_treasury,
    Role.TREASURY_APPROVER: finance.of_treasury,
    Role.COUNTY_CLERK: finance.of_clerk,
    Role.PBOC: of_overseer,
    Role.SME_AUTHORITY: of_overseer,
    Role.REGULATOR: of_overseer,
    Role.OPERATOR: of_operator,
}


def summary_of(actor: Actor, now: datetime) -> Summary:
    """Make the figures of an actor's role, none where the role has none."""
    make = BOARDS.get(actor.role)
    return make(actor, now) if make else Summary()
