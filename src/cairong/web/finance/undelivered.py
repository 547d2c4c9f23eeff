"""What should have gone on by itself and did not, in one's region: the whole list."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.audit.arrays import Among
from cairong.audit.models import Outbox
from cairong.audit.outbox import CONSUMERS
from cairong.cases.done import of_case
from cairong.contracts.models import Contract
from cairong.doors.actors import moment_of
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.lending.actions.apply_remittance import apply_remittance
from cairong.treasury.actions.confirm_payment import confirm_payment
from cairong.web.deliveries import COLUMNS, delivery_row
from cairong.web.finance.lists import TREASURY
from cairong.web.forms import PageForm
from cairong.web.listing import ListPage, answer_list
from cairong.web.parts import Column, Empty, Row

PATIENCE = timedelta(seconds=60)
SORTS = {"what": "event__type", "to": "consumer", "at": "event__at", "attempts": "attempts"}
LIST = ListPage(
    title="没有办成的自动步骤",
    columns=(
        *(replace(one, sort=one.key if one.key in SORTS else "") for one in COLUMNS),
        Column(key="case", word="合同或项目"),
    ),
    sorts=SORTS,
    default="-attempts",
    export="finance-undelivered-export",
    empty=Empty(text="没有。系统自动办理的每一步都办成了。"),
    lead="失败过、正在重试的,和超过 60 秒还没有办的支付和到账。",
)


class UndeliveredFilter(PageForm):
    """What did not go on by itself, by its case, its step, and whether it was tried."""

    words = forms.CharField(label="合同编号或项目名称", required=False, max_length=60)
    step = forms.ChoiceField(
        label="卡在哪一步",
        required=False,
        choices=[("", "全部"), *((one.name, one.word) for one in CONSUMERS.values())],
    )
    tried = forms.ChoiceField(
        label="办理",
        required=False,
        choices=[("", "全部"), ("yes", "失败过"), ("no", "还没有轮到")],
    )


@require_safe
@page(*TREASURY)
def deliveries(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List all that did not go on by itself; or answer it as a workbook."""
    form = filters(request, UndeliveredFilter)
    words, step, tried = (form.cleaned_data[one] for one in ("words", "step", "tried"))
    found = of_case(undelivered(actor, moment_of(request)), words, about="event__about")
    if step:
        found = found.filter(consumer=step)
    if tried:
        found = found.filter(attempts__gt=0) if tried == "yes" else found.filter(attempts=0)
    return answer_list(request, actor, LIST, form, found=found, rows=_rows, sheet=sheet)


def undelivered(actor: Actor, now: datetime) -> QuerySet[Outbox]:
    """List what has waited longer than it should, or failed, in an actor's region."""
    money = [confirm_payment.name, apply_remittance.name]
    late = Q(consumer__in=money, event__at__lt=now - PATIENCE)
    rows = Outbox.objects.filter(late | Q(attempts__gt=0), city=actor.city, done_at=None)
    if not actor.whole_city:
        own = Contract.objects.filter(Among("pk", OuterRef("event__about")), region=actor.region)
        rows = rows.filter(Exists(own))
    return rows.select_related("event").order_by("-attempts", "id")


def place_of(one: Outbox) -> str:
    """Give the address of what a delivery is about."""
    return reverse("find", args=[one.event.subject_id])


def _rows(found: Sequence[Any]) -> list[Row]:
    rows = []
    for one in found:
        row = delivery_row(one, href=place_of(one))
        rows.append(replace(row, cells={**row.cells, "case": one.case or None}))
    return rows
