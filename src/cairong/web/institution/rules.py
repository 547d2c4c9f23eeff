"""The institution's business rules, as its own two persons write them, in versions (二(四)-2)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cairong.cases.proposals import waiting_proposal
from cairong.kernel.actor import Actor
from cairong.parties.reads import organisation, own_organisation
from cairong.products.actions.publish_rules import LEAST, MOST, publish_rules
from cairong.products.reads import business_rules
from cairong.web.acting import act_view, page_of
from cairong.web.forms import ActForm, LinesField
from cairong.web.institution.lists import PEOPLE


class RulesForm(ActForm):
    """The whole text of the next version."""

    rules_text = LinesField(
        label="业务规范", rows=16, min_length=LEAST, max_length=MOST,
        help_text="写明受理条件、要交的材料、审批和放款的步骤和时限、收费、投诉电话;会公开给所有人",
    )  # fmt: skip


def _needs(actor: Actor, _: datetime, __: object) -> Mapping[str, Any]:
    """Begin with what is in force."""
    known = business_rules(organisation(actor.city, own_organisation(actor)))
    return {"initial": {"rules_text": known[0].text if known else ""}}


def _shows(actor: Actor, _: datetime) -> Mapping[str, Any]:
    own = organisation(actor.city, own_organisation(actor))
    return {
        "institution": own,
        "versions": business_rules(own),
        "proposal": waiting_proposal(actor, publish_rules.name, own.pk),
        "writes": actor.role in publish_rules.roles,
    }


rules = act_view(
    publish_rules,
    RulesForm,
    draw=page_of("institution/rules.html", _shows),
    roles=PEOPLE,
    needs=_needs,
    then="新版本即时公开,以前的版本仍能查到。",
)
