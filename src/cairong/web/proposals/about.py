"""Which contract or award a proposal is about and whose, as far as its reader may see that."""

from cairong.contracts.reads import awards_of, contracts_of, suppliers_of
from cairong.kernel.actor import Actor
from cairong.lending.reads import intents_of
from cairong.parties.models import Proposal
from cairong.treasury.reads import receivables_for
from cairong.web.parts import Fact


def case_of(actor: Actor, found: Proposal) -> list[Fact]:
    """Name contract (or award) and supplier; all its suppliers where it is about no one's money."""
    intents = list(intents_of(actor).filter(pk__in=found.about))
    receivables = list(receivables_for(actor).filter(pk__in=found.about))
    whose = {one.supplier_id for one in intents} | {one.supplier_id for one in receivables}
    about = {*found.about, *(one.award_id for one in intents if one.award_id)}
    contract = contracts_of(actor).order_by().filter(pk__in=about).first()
    if contract is not None:
        rows = suppliers_of(contract)
        names = [one.name for one in rows if not whose or one.supplier_id in whose]
        return _named("合同", contract.no, contract.title, names)
    award = awards_of(actor).order_by().filter(pk__in=about).first()
    if award is not None:
        shares = award.shares.select_related("supplier").order_by("position")
        names = [one.named for one in shares if not whose or one.supplier_id in whose]
        return _named("中标(成交)", award.no, award.title, names)
    return []


def _named(thing: str, no: str, title: str, suppliers: list[str]) -> list[Fact]:
    facts = [
        Fact(word=f"{thing}编号", value=no),
        Fact(word=f"{thing}名称", value=title),
        Fact(word="供应商", value="、".join(suppliers)),
    ]
    return [one for one in facts if one.value]
