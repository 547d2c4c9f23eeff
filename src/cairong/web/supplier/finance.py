"""我要融资: pick a contract, how much, how long, from whom, and one confirmation."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from cairong.cases.holdings import Asking, asking_on, holdings_of
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.lending.actions.register_intent import register_intent
from cairong.web.acting import carry_out, told
from cairong.web.expected import after_acceptance, lines, suggested_days
from cairong.web.forms import Choices
from cairong.web.frame import draw
from cairong.web.parts import Step, Why
from cairong.web.sums import sums_of
from cairong.web.supplier.finance_forms import AmountForm, ConfirmForm, DaysForm, InstitutionsForm

STEPS = ("合同", "金额", "期限", "机构", "确认")
TEMPLATES = ("", "finance_amount", "finance_days", "finance_whom", "finance_confirm")
QUICK_DAYS = (90, 180, 270, 360)
PLACES = {"lending.above_headroom": "amount"}
ALL, SOME = "all", "some"
RULE = "可融资额度 = 财政尚待支付的合同款 × 融资比例上限 − 未偿本金 − 其他报价占用"
MENDER = "合同款支付后基数变小;贷款归还、报价谢绝或到期后,占用的额度立即恢复。"


@require_safe
@page(Role.SUPPLIER)
def pick(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Pick what to borrow on, among the newest."""
    context = {"steps": steps_to(0), **vars(holdings_of(actor, moment_of(request)))}
    return draw(request, actor, "supplier/finance_pick.html", context)


@page(Role.SUPPLIER)
def finance(request: HttpRequest, actor: Actor, **ground: UUID) -> HttpResponseBase:
    """Borrow on a contract, or on an award whose contract is not signed yet."""
    asking = asking_on(actor, moment_of(request), **ground)
    if request.method == "POST":
        return _confirmed(request, actor, asking, ground)
    step, given = partial(_step, request, actor, asking), request.GET
    if asking.nobody:
        return step(1)
    amount = AmountForm(given if "amount" in given else None, reach=asking.reach())
    if not amount.is_valid():
        return step(1, form=amount)
    days = DaysForm(given if "days" in given else None)
    if not days.is_valid():
        return step(2, form=days, **_terms(asking, moment_of(request), given["amount"], amount))
    institutions = InstitutionsForm(given if "to" in given else None, choices=_lenders(asking))
    if not institutions.is_valid():
        everyone = _query(amount=given["amount"], days=given["days"], to=ALL)
        return step(3, form=institutions, everyone=everyone)
    chosen = {
        **amount.cleaned_data,
        **days.cleaned_data,
        "institutions": institutions.cleaned_data["institutions"] if given["to"] == SOME else [],
    }
    form = ConfirmForm(choices=_lenders(asking), initial=chosen)
    return _confirm(request, actor, asking, form, chosen)


def _terms(asking: Asking, now: datetime, said: str, amount: AmountForm) -> dict[str, Any]:
    """Offer some numbers of days, first what the expected payments suggest for the amount."""
    outlook, fen = asking.outlook(now), amount.cleaned_data["amount"]
    suggested = suggested_days(outlook, fen)
    days = [
        *([suggested] if suggested else []),
        *(each for each in QUICK_DAYS if each != suggested),
    ]
    return {
        "quick": [(each, _query(amount=said, days=str(each)), each == suggested) for each in days],
        "after": after_acceptance(outlook, fen),
        "expected": lines(outlook),
    }


def steps_to(place: int) -> list[Step]:
    """Draw the way, standing at a step."""
    return [
        Step(word=word, place="done" if at < place else "now" if at == place else "next")
        for at, word in enumerate(STEPS)
    ]


def _confirmed(
    request: HttpRequest, actor: Actor, asking: Asking, ground: dict[str, UUID]
) -> HttpResponseBase:
    form = ConfirmForm(request.POST, choices=_lenders(asking))

    return carry_out(
        request, form, told(request, actor, register_intent, **ground),
        draw=lambda form: _confirm(request, actor, asking, form, getattr(form, "cleaned_data", {})),
        done=lambda pk: reverse("intent", args=[pk]), places=PLACES,
        said="意向已送到金融机构。有了报价,会发消息给您。",
    )  # fmt: skip


def _confirm(
    request: HttpRequest, actor: Actor, asking: Asking, form: ConfirmForm, typed: dict[str, Any]
) -> HttpResponse:
    chosen = [UUID(str(each)) for each in typed.get("institutions") or []]
    return _step(
        request, actor, asking, 4, chosen, form=form, amount=typed.get("amount"),
        days=typed.get("days"), asked=asking.asked(chosen), everybody=not chosen,
    )  # fmt: skip


def _lenders(asking: Asking) -> dict[str, Choices]:
    """Offer the institutions that could lend."""
    return {"institutions": [(str(each.id), each.name) for each in asking.lenders]}


def _query(**values: str) -> str:
    return f"?{urlencode(values)}"


def _step(
    request: HttpRequest,
    actor: Actor,
    asking: Asking,
    place: int,
    chosen: list[UUID] | None = None,
    **context: Any,
) -> HttpResponse:
    reach = asking.reach(chosen or [])
    shown = {
        "asking": asking,
        "reach": reach,
        "why": Why(rule=RULE, obligation="一(一)-1", sums=sums_of(reach.lines), mender=MENDER),
        "steps": steps_to(place),
        "told": request.GET,
        **context,
    }
    return draw(request, actor, f"supplier/{TEMPLATES[place]}.html", shown)
