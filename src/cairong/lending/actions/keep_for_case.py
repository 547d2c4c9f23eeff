"""An institution keeps a paper of its own on an application: a signed form, its agreement."""

from datetime import datetime
from uuid import UUID

from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.lending.models import LenderPaper
from cairong.lending.reads import application_for
from cairong.papers.models import Paper
from cairong.papers.receiving import Received
from cairong.papers.steps.keeping import keep, purpose_of, tell_kept


@use_case(Role.INSTITUTION_OFFICER, word="上传本机构的文书")
def keep_for_case(
    *,
    actor: Actor,
    now: datetime,
    application_id: UUID,
    purpose: str,
    name: str,
    received: Received,
) -> Paper:
    """Keep a paper on an application; handed in, the supplier reads it, and no other side.

    Raises NotFound, Invalid, Conflict for the same twice, PolicyBreach for more than the bytes of
    a day. Writes: papers.Content, papers.Paper, lending.LenderPaper. Source: 二(四)-2, 二(一)-6.
    """
    application = application_for(actor, application_id)
    purpose_of(actor, purpose, lenders=True)
    paper = keep(actor, now, purpose, received, name=name)
    LenderPaper.objects.create(city_id=actor.city, paper=paper, application=application)
    intent = application.intent
    about = [application.pk, intent.pk, *([intent.contract_id] if intent.contract_id else [])]
    tell_kept(actor, now, paper, about, no=intent.no)
    return paper
