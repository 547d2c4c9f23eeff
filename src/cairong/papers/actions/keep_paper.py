"""Keep a paper that was taken in; where nothing in it asks for a look, it is handed in at once."""

from datetime import date, datetime
from uuid import UUID

from cairong.audit.transaction import use_case
from cairong.contracts.reads import contract_for
from cairong.kernel.actor import Actor
from cairong.papers.models import Paper
from cairong.papers.receiving import Received
from cairong.papers.steps.keeping import keep, purpose_of, tell_kept
from cairong.policy.papers import OF_CASE


@use_case(*OF_CASE, word="上传材料")
def keep_paper(
    *,
    actor: Actor,
    now: datetime,
    purpose: str,
    name: str,
    received: Received,
    contract_id: UUID | None = None,
    valid_until: date | None = None,
    number: str = "",
) -> Paper:
    """Keep a paper for a purpose. Nobody else reads it before it is handed in.

    One of the vault is of no contract and says, where it lapses, until when it holds; handed in,
    it is read by those alone to whom it is given (`give_papers`).

    One in which no number of a person was found, and all of whose pages could be read, is handed
    in by this; any other waits for its owner's look (`hand_in_paper`). Raises NotFound, Invalid,
    Conflict for the same twice, PolicyBreach for an invoice used elsewhere, a paper that is out of
    date or more than the bytes of a day. Writes: papers.Content, papers.Paper.
    Source: 二(四)-2, 二(五)-2.
    """
    purpose_of(actor, purpose, vault=contract_id is None)
    contract = contract_for(actor, contract_id) if contract_id else None
    paper = keep(
        actor, now, purpose, received,
        name=name, contract=contract, valid_until=valid_until, number=number,
    )  # fmt: skip
    said = {"contract": contract.no} if contract else {"valid_until": paper.valid_until}
    tell_kept(actor, now, paper, [contract.pk] if contract else [], **said)
    return paper
