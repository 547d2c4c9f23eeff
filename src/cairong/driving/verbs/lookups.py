"""Outside data: consents of the supplier, looks of the institution, what sources answer."""

from typing import Annotated, Any

from cairong.driving.situation import Situation
from cairong.driving.stories.reading import one_of
from cairong.driving.verb import verb
from cairong.driving.verbs.offers import application_of
from cairong.kernel.actor import Actor
from cairong.lending.actions import consent_data as consenting
from cairong.lending.actions import look_up as looking
from cairong.lending.models import Application, Intent, Lookup
from cairong.outreach.looking import look
from cairong.parties.models import Organisation
from cairong.policy.lookups import KINDS

Source = Annotated[str, one_of(*KINDS)]


def _to_whom(intent: Intent, institution: Organisation) -> dict[str, Any]:
    found = Application.objects.get(intent=intent, institution=institution)
    return {"application_id": found.pk}


@verb(consenting.give_data_consent, example="institution: 甲银行, source: tax")
def give_data_consent(
    _: Situation, __: Actor, *, intent: Intent, institution: Organisation, source: Source
) -> dict[str, Any]:
    """供应商同意一家机构为这份意向查询一种外部数据。"""
    return {**_to_whom(intent, institution), "source": source}


@verb(consenting.withdraw_data_consent, example="institution: 甲银行, source: tax")
def withdraw_data_consent(
    _: Situation, __: Actor, *, intent: Intent, institution: Organisation, source: Source
) -> dict[str, Any]:
    """供应商撤回查询一种外部数据的同意。"""
    return {**_to_whom(intent, institution), "source": source}


def answered(drive: Any, lookup: Lookup) -> None:
    """Let the source answer at once."""
    look(city=lookup.city_id, clock=lambda: drive.now)


@verb(looking.look_up, example="source: tax", then=answered)
def look_up(
    situation: Situation,
    officer: Actor,
    *,
    intent: Intent,
    source: Source,
    answered: bool = True,  # noqa: ARG001 - the source answers once it is asked
) -> dict[str, Any]:
    """金融机构按企业的同意查询一种外部数据;数据源随即答复,answered: false 的还没有答复。"""
    return {"application_id": application_of(situation, officer, intent), "source": source}
