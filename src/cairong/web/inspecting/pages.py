"""One inspection, its granting and its end; a case as an inspector reads and takes it."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.inspecting.actions.end_inspection import end_inspection
from cairong.inspecting.actions.grant_inspection import grant_inspection
from cairong.inspecting.actions.make_bundle import make_bundle
from cairong.inspecting.actions.open_inspected import open_inspected
from cairong.inspecting.bundling import with_proof
from cairong.inspecting.facts import Section, facts_of
from cairong.inspecting.reads import (
    DESK,
    bundle_for,
    bundles_of,
    inspection_for,
    known_bodies,
    proof_for,
    reading,
)
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.parties.reads import all_regions, desk_regions
from cairong.web.acting import act_view, carry_out, look_view, page_of, proposed, sent, to_proposal
from cairong.web.forms import ActForm, ReasonForm
from cairong.web.frame import draw
from cairong.web.inspecting.forms import GrantForm
from cairong.web.inspecting.lists import READERS, standing_words
from cairong.web.parts import Column, Table, plain_table

THEN = "稽查单位的人员收到消息,从起日到止日可以查看辖区内的案件,每次查看都有记录。"


@page(Role.PROCUREMENT_OFFICER)
def new(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Lay an inspection before the second person, as its letter has it."""
    now = moment_of(request)
    known = [(body.pk, body.name) for body in known_bodies(actor.city)]
    regions = dict(desk_regions(actor, now))

    def drawn(form: GrantForm) -> HttpResponse:
        context = {"form": form, "any": bool(known)}
        return draw(request, actor, "inspecting/new.html", context)

    def act(typed: dict[str, Any]) -> object:
        return grant_inspection.propose(actor=actor, now=now, **typed)

    return carry_out(
        request,
        sent(request, GrantForm, bodies=known, regions=regions, initial={"since": day_of(now)}),
        act,
        draw=drawn,
        done=to_proposal,
        said=proposed(THEN),
        places={"inspecting.days": "until"},
    )


def _shows(actor: Actor, now: datetime, inspection_id: UUID) -> dict[str, Any]:
    found = inspection_for(actor, inspection_id)
    today = day_of(now)
    runs = found.ended_at is None and found.until >= today
    return {
        "found": found,
        "standing": standing_words(found.since, found.until, found.ended_at, today),
        "region": dict(all_regions(actor, now)).get(found.region, found.region),
        "end_form": ReasonForm() if runs and actor.role in DESK else None,
        "reads": actor.role is Role.INSPECTOR and runs and found.since <= today,
    }


drawn = page_of("inspecting/inspection.html", _shows)
inspection = look_view(drawn, *READERS)
ended = act_view(
    end_inspection, ReasonForm, "end_form", draw=drawn, only_posted=True,
    said="已提前结束,稽查人员不能再查看。", done="inspection",
)  # fmt: skip


@require_safe
@page(Role.INSPECTOR)
def case(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """Show everything of a case to an inspector, and record that it was opened."""
    open_inspected(actor=actor, now=moment_of(request), contract_id=contract_id)
    return _case(request, actor, contract_id, ActForm())


def _case(request: HttpRequest, actor: Actor, contract_id: UUID, form: Any) -> HttpResponse:
    now = moment_of(request)
    found = reading(actor, now, contract_id)
    facts = facts_of(found, now)
    context = {
        "contract": found.contract,
        "inspection": found.inspection,
        "tables": [_table(section) for section in facts.sections],
        "bundles": bundles_of(actor, contract_id),
        "form": form,
    }
    return draw(request, actor, "inspecting/case.html", context)


def _table(section: Section) -> Table:
    columns = [Column(f"c{place}", head) for place, head in enumerate(section.heads)]
    rows = [{f"c{place}": cell for place, cell in enumerate(row)} for row in section.rows]
    return plain_table(section.title, columns, rows, empty="没有。")


def _again(request: HttpRequest, actor: Actor, contract_id: UUID, form: Any) -> HttpResponse:
    """Show the case beside a bundle that was refused: a look of its own, recorded as such."""
    reader = replace(actor, request_id=None, asked=None)
    open_inspected(actor=reader, now=moment_of(request), contract_id=contract_id)
    return _case(request, actor, contract_id, form)


bundled = act_view(
    make_bundle, draw=_again, only_posted=True, done="inspected-case",
    said="材料包已经做好,签发以后(一分钟左右)可以下载。",
)  # fmt: skip


@require_safe
@page(*READERS)
def bundle(request: HttpRequest, actor: Actor, bundle_id: UUID) -> HttpResponse:
    """Hand a bundle out with the proof of its making, once the notary has signed it.

    An inspector reads the case anew by it: that is recorded each time.
    """
    now = moment_of(request)
    found = bundle_for(actor, now, bundle_id)
    proof = proof_for(found)
    if proof is None:
        return draw(request, actor, "inspecting/unsigned.html", {"found": found})
    if actor.role is Role.INSPECTOR:
        open_inspected(actor=actor, now=now, contract_id=found.contract_id)
    content = with_proof(bytes(found.content), proof)
    response = HttpResponse(content, content_type="application/zip")
    name = f"案件材料 {found.contract.no} {found.manifest_sha256[:8]}.zip"
    named = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = named or "attachment"
    response["Cache-Control"] = "no-store"
    return response
