"""A procurement file: issued, who obtained it, its letters sent and read, its awards."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cairong.agencies.actions.add_recipients import add_recipients
from cairong.agencies.actions.cancel_file import cancel_file
from cairong.agencies.actions.issue_file import issue_file
from cairong.agencies.reads import READERS, engagement_for, file_for, may_go_on, recipients_of
from cairong.agencies.states import FILE
from cairong.contracts.actions.record_award import record_award
from cairong.contracts.reads import awards_on
from cairong.contracts.states import AWARD
from cairong.kernel.actor import Actor, Role
from cairong.outreach.reads import letters_with
from cairong.parties.alike import doubtful
from cairong.web.acting import act_view, look_view, page_of
from cairong.web.agencies.forms import FileForm, MandatedAwardForm, ObtainedForm
from cairong.web.duties import time_given
from cairong.web.forms import PageForm, ReasonForm
from cairong.web.purchaser.award_forms import SUPPLIERS
from cairong.web.purchaser.awards import PLACES as AWARD_PLACES
from cairong.web.purchaser.secrecy import ask, is_secret

PLACES = {
    "contracts.day_to_come": "issued_on",
    "agencies.file_once": "project_no",
    "agencies.own_part": "obtained",
    "agencies.recused": "obtained",
}


def _shown(actor: Actor, now: datetime, file_id: UUID) -> dict[str, Any]:
    found = file_for(actor, file_id)
    letters = {each.recipient_id: each for each in letters_with(actor, file_id)}
    goes_on = found.state == "issued" and may_go_on(actor, now, found)
    forms: dict[str, PageForm] = {}
    if goes_on:
        forms = {
            "obtained_form": ObtainedForm(auto_id="obtained_%s"),
            "cancel_form": ReasonForm(auto_id="cancel_%s"),
        }
    return {
        "found": found,
        "state": FILE.states[found.state],
        "agency": actor.role is Role.AGENCY_CLERK,
        "goes_on": goes_on,
        "recipients": [(each, letters.get(each.pk)) for each in recipients_of(found)],
        "read": sum(1 for each in letters.values() if each.opened_at),
        "awards": [(each, AWARD.states[each.state]) for each in awards_on(actor, file_id)],
        "award_place": "agency-award" if actor.role is Role.AGENCY_CLERK else "award",
        **forms,
    }


def _asked_first(
    draw: Any, request: HttpRequest, actor: Actor, *ids: UUID, form: PageForm
) -> HttpResponse:
    """Ask before anything is typed whether the procurement is a state secret. 二(二)-5"""
    if is_secret(request) is None and request.method != "POST":
        return ask(request, actor, agency=actor.role is Role.AGENCY_CLERK, of_file=True)
    response: HttpResponse = draw(request, actor, *ids, form=form)
    return response


def _of_agreement(actor: Actor, _now: datetime, engagement_id: UUID) -> dict[str, Any]:
    found = engagement_for(actor, engagement_id)
    return {"engagement": found, "back": reverse("engagement", args=[found.pk])}


def _begun(actor: Actor, _now: datetime, record: dict[str, UUID]) -> dict[str, Any]:
    """Begin with the project that an agreement is for, where it is for one."""
    return {"initial": {"project_no": engagement_for(actor, record["engagement_id"]).project_no}}


def _award_of_file(actor: Actor, _now: datetime, file_id: UUID) -> dict[str, Any]:
    found = file_for(actor, file_id)
    return {
        "file": found,
        "back": reverse("procurement-file", args=[file_id]),
        "names": [each.name for each in recipients_of(found)],
        "names_id": SUPPLIERS,
    }


def _award_of_agreement(actor: Actor, now: datetime, engagement_id: UUID) -> dict[str, Any]:
    return {**_of_agreement(actor, now, engagement_id), "names": [], "names_id": SUPPLIERS}


def _award_needs(actor: Actor, now: datetime, record: dict[str, UUID]) -> dict[str, Any]:
    initial: dict[str, Any] = {}
    if "file_id" in record:
        found = file_for(actor, record["file_id"])
        initial = {
            "title": found.title,
            "project_no": found.project_no,
            "budget": found.budget_fen,
            "method": found.method,
        }
    elif covers := engagement_for(actor, record["engagement_id"]).project_no:
        initial = {"project_no": covers}
    return {
        "sign_days": time_given(actor, "sign_days", now),
        "doubtful": partial(doubtful, actor),
        "initial": initial,
    }


drawn = page_of("agencies/file.html", _shown)
file = look_view(drawn, *READERS)
SENT = "已登记。告知函(附-1)已随文件发出;没有注册的供应商,请打印或把链接交给它。"
new = act_view(
    issue_file, FileForm, roles=[Role.PURCHASER_OFFICER], places=PLACES, said=SENT,
    draw=partial(_asked_first, page_of(
        "agencies/file_new.html", lambda *_: {"back": reverse("procurement-files")})),
    done=lambda _, file_id: reverse("procurement-file", args=[file_id]),
)  # fmt: skip
new_mandated = act_view(
    issue_file, FileForm, roles=[Role.AGENCY_CLERK], needs=_begun, places=PLACES, said=SENT,
    draw=partial(_asked_first, page_of("agencies/file_new.html", _of_agreement)),
    done=lambda _, file_id: reverse("procurement-file", args=[file_id]),
)  # fmt: skip
obtained = act_view(
    add_recipients, ObtainedForm, "obtained_form", draw=drawn, only_posted=True,
    done="procurement-file", places=PLACES, said="已登记,告知函已发给新登记的供应商。",
)  # fmt: skip
cancel = act_view(
    cancel_file, ReasonForm, "cancel_form", draw=drawn, only_posted=True,
    done="procurement-file", said="已作废。已经发出的告知函留存。",
)  # fmt: skip
RECORDED = "已登记,采购人的签订期限已开始计算。告知函随后发给已注册的中标(成交)供应商。"
award_of_file = act_view(
    record_award, MandatedAwardForm, needs=_award_needs, said=RECORDED, places=AWARD_PLACES,
    draw=page_of("purchaser/award_new.html", _award_of_file),
    done=lambda _, award_id: reverse("find", args=[award_id]),
)  # fmt: skip
award_of_agreement = act_view(
    record_award, MandatedAwardForm, roles=[Role.AGENCY_CLERK], needs=_award_needs,
    said=RECORDED, places=AWARD_PLACES,
    draw=partial(_asked_first, page_of("purchaser/award_new.html", _award_of_agreement)),
    done=lambda _, award_id: reverse("agency-award", args=[award_id]),
)  # fmt: skip
