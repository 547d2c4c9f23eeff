"""The people of one's organisation as a list, and who is invited."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import ROLE_NAMES, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.parties import reads
from cairong.parties.kinds import ROLES_OF
from cairong.parties.models import Invitation, Mandate
from cairong.parties.steps.desks import require_administrator, within
from cairong.web.account.organisation_forms import choose
from cairong.web.forms import PageForm
from cairong.web.links import kept_link
from cairong.web.listing import Around, ListPage, answer_list
from cairong.web.parts import Column, Empty, Paper, Row

LIST = ListPage(
    title="本单位人员",
    columns=(
        Column(key="name", word="姓名", sort="name"),
        Column(key="role", word="岗位", sort="role"),
        Column(key="region", word="区域", sort="region"),
        Column(key="since", word="起始日期", kind="date", sort="since"),
        Column(key="until", word="截止日期", kind="date", sort="until"),
        Column(key="note", word="说明"),
    ),
    sorts={
        "name": "person__name",
        "role": "role",
        "region": "region",
        "since": "valid_from",
        "until": "valid_to",
    },
    default="name",
    export="account-people-export",
    empty=Empty(text="没有这样的人员。"),
)


class PeopleFilter(PageForm):
    """Search the people of a house by name or telephone, by desk, and by whether they hold it."""

    words = forms.CharField(label="姓名或手机", required=False, max_length=60)
    role = forms.ChoiceField(label="岗位", required=False)
    held = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), ("yes", "在岗"), ("no", "不在岗")]
    )

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.value, ROLE_NAMES[one]) for one in sorted(roles)]
        choose(self, "role", [("", "全部"), *offered])

    def narrowed(self, rows: QuerySet[Mandate], *, on: date) -> QuerySet[Mandate]:
        """Keep the mandates that are asked for, held or not on a day."""
        words, role, held = (self.cleaned_data[one] for one in ("words", "role", "held"))
        if words:
            rows = rows.filter(Q(person__name__icontains=words) | Q(person__phone__icontains=words))
        if role:
            rows = rows.filter(role=role)
        running = Q(pk__in=Mandate.objects.running(on).values("pk"))
        return rows.filter(running if held == "yes" else ~running) if held else rows


@require_safe
@page()
def people(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """Show who acts for one's organisation, and who is invited; or answer it as a workbook."""
    now = moment_of(request)
    mandate = require_administrator(actor, now)
    form = filters(request, PeopleFilter, roles=ROLES_OF[mandate.organisation.kind])
    held = within(actor, Mandate.objects.filter(organisation_id=mandate.organisation_id))
    found = form.narrowed(held, on=day_of(now)).select_related("person", "deputy_for__person")
    names = reads.region_names(actor.city)

    def rows(listed: Sequence[Mandate]) -> list[Row]:
        return [_row(one, names) for one in listed]

    if sheet:
        return answer_list(request, actor, LIST, form, found=found, rows=rows, sheet=True)
    invited = Invitation.objects.filter(
        organisation_id=mandate.organisation_id, accepted_at=None, withdrawn_at=None
    )
    context = {
        "invited": [
            (one, one.expires_at <= now)
            for one in within(actor, invited).order_by("-expires_at", "-pk")
        ],
        "link": kept_link(request),
    }
    around = Around(
        tools=[Paper(word="邀请人员", href=reverse("account-invite"))],
        context=context,
        template="account/people.html",
    )
    return answer_list(request, actor, LIST, form, found=found, rows=rows, around=around)


def _row(mandate: Mandate, regions: dict[str, str]) -> Row:
    note = "管理员" if mandate.administrator else ""
    if mandate.deputy_for is not None:
        note = f"代{mandate.deputy_for.person.name}"
    cells = {
        "name": mandate.person.name,
        "role": ROLE_NAMES[Role(mandate.role)],
        "region": regions.get(mandate.region, mandate.region),
        "since": mandate.valid_from,
        "until": mandate.valid_to,
        "note": mandate.ended_reason or note,
    }
    return Row(cells=cells, href=reverse("account-person", args=[mandate.pk]))
