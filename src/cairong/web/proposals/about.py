"""Which contract or award a proposal is about and whose, as far as its reader may see that."""

from collections.abc import Collection
from uuid import UUID

from cairong.cases.about import about_of
from cairong.kernel.actor import Actor
from cairong.web.parts import Fact


def case_of(actor: Actor, records: Collection[UUID]) -> list[Fact]:
    """Name contract (or award) and supplier; all its suppliers where it is about no one's money."""
    found = about_of(actor, records)
    if found is None:
        return []
    thing = "合同" if found.signed else "中标(成交)"
    facts = [
        Fact(word=f"{thing}编号", value=found.no),
        Fact(word=f"{thing}名称", value=found.title),
        Fact(word="供应商", value="、".join(found.suppliers)),
    ]
    return [fact for fact in facts if fact.value]
