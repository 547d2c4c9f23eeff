"""Who holds the ball of a thing now, in the words of `by`, as its table of states says."""

from django.db.models import Model

from cairong.cli.stories.people import words_for
from cairong.cli.stories.stage import Absent, Stage
from cairong.contracts.models import Award, Contract
from cairong.contracts.states import AWARD, CONTRACT
from cairong.kernel.actor import BUREAU, INSTITUTION, PURCHASER, Role
from cairong.kernel.states import StateTable
from cairong.lending.models import Application, Intent, Loan, Offer
from cairong.lending.states import APPLICATION, INTENT, LOAN, OFFER
from cairong.parties.models import Organisation
from cairong.treasury.models import Lock, Payment
from cairong.treasury.states import LOCK, PAYMENT

NOBODY = "nobody"
TABLES: dict[type[Model], StateTable] = {
    Award: AWARD,
    Contract: CONTRACT,
    Intent: INTENT,
    Application: APPLICATION,
    Offer: OFFER,
    Loan: LOAN,
    Lock: LOCK,
    Payment: PAYMENT,
}


def holder(thing: Model, stage: Stage) -> str:
    """Name who has to act next on a thing, `nobody` where nothing is awaited."""
    table = TABLES.get(type(thing))
    if table is None:
        raise Absent(f"{type(thing).__name__} 没有轮到谁办的说法")
    role = table.states[thing.state].holder  # type: ignore[attr-defined]
    if role is None:
        return NOBODY
    if role in BUREAU:
        return words_for("bureau", role)
    organisation = _organisation(thing, role)
    for name, one in stage.parties.items():
        if organisation is not None and one.pk == organisation.pk:
            return words_for(name, role)
    return words_for(str(organisation or "?"), role)


def _organisation(thing: Model, role: Role) -> Organisation | None:
    if role in INSTITUTION:
        return _institution(thing)
    contract = _contract(thing)
    if role in PURCHASER:
        return contract.purchaser if contract else getattr(thing, "purchaser", None)
    if isinstance(thing, Application | Offer):
        return thing.intent.supplier
    if isinstance(thing, Lock | Payment):
        return thing.receivable.supplier
    supplier: Organisation | None = getattr(thing, "supplier", None)
    return supplier


def _institution(thing: Model) -> Organisation | None:
    if isinstance(thing, Intent):
        chosen = thing.offers.filter(accepted_at__isnull=False).order_by("pk").last()
        first = thing.applications.order_by("pk").first()
        found = chosen or first
        return found.institution if found else None
    institution: Organisation | None = getattr(thing, "institution", None)
    return institution


def _contract(thing: Model) -> Contract | None:
    if isinstance(thing, Contract):
        return thing
    if isinstance(thing, Lock | Payment):
        return thing.receivable.contract
    contract: Contract | None = getattr(thing, "contract", None)
    return contract
