"""Invitations of administrators that wait for the second authority, agreed to together."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import ROLE_NAMES, Actor, Role
from cairong.kernel.errors import Refusal
from cairong.parties.actions.invite import agree
from cairong.policy.catalogue import with_basis
from cairong.readiness.sheets import AT_ONCE, invitations_to_agree
from cairong.web.account.lists import AGREEING
from cairong.web.acting import carry_out, sent
from cairong.web.frame import draw
from cairong.web.parts import Column, Paper, Row, plain_table
from cairong.web.readiness.second import SeenForm

COLUMNS = (
    Column("organisation", "单位"), Column("name", "姓名"), Column("role", "岗位"),
    Column("phone", "手机"), Column("papers", "凭什么材料"), Column("by", "邀请人"),
    Column("until", "有效至", "moment"),
)  # fmt: skip


@page(*AGREEING)
def agreeing(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Show the invitations that wait; agree to all that are shown, and show each word once."""
    said: list[dict[str, str]] = []
    found = {each.pk: each for each in invitations_to_agree(actor, moment_of(request))}

    def drawn(form: SeenForm) -> HttpResponse:
        fresh = SeenForm(initial={"seen": ",".join(map(str, found))})
        context = {
            "count": len(found),
            "form": form if form.is_bound and form.errors else fresh,
            "rows": plain_table("等同意的邀请", COLUMNS, [_row(each) for each in found.values()],
                                empty="没有等同意的管理员邀请。"),
        }  # fmt: skip
        return draw(request, actor, "readiness/agreeing.html", context)

    def act(typed: dict[str, Any]) -> None:
        said.extend(_agreed(request, actor, found, pk) for pk in typed["proposal_ids"][:AT_ONCE])

    answer = carry_out(
        request, sent(request, SeenForm), act, draw=drawn, done=reverse("sheet-agreeing")
    )
    if not said:
        return answer
    response = draw(request, actor, "readiness/words.html", {"said": said})
    response["Cache-Control"] = "no-store"
    return response


def _agreed(request: HttpRequest, actor: Actor, found: dict[UUID, Any], pk: UUID) -> dict[str, str]:
    """Agree to one; say its word, or why it was not done."""
    invitation = found.get(pk)
    named = f"{invitation.organisation.name} {invitation.name}" if invitation else str(pk)
    try:
        alone = replace(actor, request_id=None, asked=None)
        issued = agree(actor=alone, now=moment_of(request), invited_id=pk)
    except Refusal as refusal:
        return {"named": named, "wrong": " ".join(with_basis(each) for each in refusal.findings)}
    return {"named": named, "word": f"{issued.token[:4]} {issued.token[4:]}"}


def _row(each: Any) -> Row:
    href = reverse("account-invitation", args=[each.pk])
    cells = {
        "organisation": Paper(word=each.organisation.name, href=href), "name": each.name,
        "role": ROLE_NAMES[Role(each.role)], "papers": each.papers,
        "phone": each.phone or "没有登记", "until": each.expires_at,
        "by": each.invited_by.name if each.invited_by else "",
    }  # fmt: skip
    return Row(cells=cells)
