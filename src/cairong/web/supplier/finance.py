"""我要融资: pick a contract, how much and how long, and one confirmation of what goes to whom."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.cases.holdings import Asking, Lender, Reach, asking_on, equal_intent, holdings_of
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.money import capitals, format_wan, yuan_string
from cairong.lending.actions.register_intent import register_intent
from cairong.parties.reads import organisation
from cairong.web.acting import carry_out, told
from cairong.web.expected import after_acceptance, lines, suggested_days
from cairong.web.frame import draw
from cairong.web.parts import Step, Why
from cairong.web.public.terms import METHODS
from cairong.web.sums import sums_of
from cairong.web.supplier.finance_forms import ANY_METHOD, ConfirmForm, TermsForm, half_of

STEPS = ("合同", "金额和期限", "确认")
USUAL_DAYS, USUAL_METHOD = 180, "bullet"
ASKED = ("amount", "part")
CARRIED = ("amount", "days", "method", "institutions")
LONGEST = 100
PLACES = {"lending.above_headroom": "amount", "lending.below_least": "amount"}
RULE = "可融资额度 = 财政尚待支付的合同款 × 融资比例上限 − 未偿本金 − 其他报价占用"
MENDER = "合同款支付后基数变小;贷款归还、报价谢绝或到期后,占用的额度立即恢复。"


@require_safe
@page(Role.SUPPLIER)
def pick(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Pick what to borrow on, the most room first; what is asked for already goes along."""
    words = request.GET.get("words", "").replace("\0", "").strip()[:LONGEST]
    kept = carried(request.GET)
    context = {
        "steps": steps_to(0),
        "words": words,
        "kept": [(key, value) for key, values in kept.lists() for value in values],
        "query": f"?{kept.urlencode()}" if kept else "",
        **vars(holdings_of(actor, moment_of(request), words)),
    }
    return draw(request, actor, "supplier/finance_pick.html", context)


@page(Role.SUPPLIER)
def finance(request: HttpRequest, actor: Actor, **ground: UUID) -> HttpResponseBase:
    """Borrow on a contract, or on an award whose contract is not signed yet."""
    asking = asking_on(actor, moment_of(request), **ground)
    if request.method == "POST":
        return carry_out(
            request, ConfirmForm(request.POST, asking=asking),
            told(request, actor, register_intent, **ground),
            draw=lambda form: _confirm(
                request, actor, asking, form, getattr(form, "cleaned_data", {})
            ),
            done=lambda pk: reverse("intent", args=[pk]), places=PLACES,
            said="意向已送到金融机构。有了报价,会发消息给您。",
        )  # fmt: skip
    given = request.GET
    chosen = [each.id for each in _named(asking, given)]
    reach = asking.reach(chosen)
    asked = any(given.get(name) is not None for name in ASKED) and "again" not in given
    begun = _begun(asking, reach, moment_of(request), given)
    typed = begun | given.dict() if asked else None
    within = asking.least(chosen), reach.fen
    form = TermsForm(typed, asking=asking, within=within, initial=begun)
    if asking.nobody or not form.is_valid():
        return _terms(request, actor, asking, reach, form)
    wanted = {**form.cleaned_data, "institutions": [str(pk) for pk in chosen]}
    return _confirm(request, actor, asking, ConfirmForm(asking=asking, initial=wanted), wanted)


def steps_to(place: int) -> list[Step]:
    """Draw the way, standing at a step."""
    return [
        Step(word=word, place="done" if at < place else "now" if at == place else "next")
        for at, word in enumerate(STEPS)
    ]


def carried(given: QueryDict) -> QueryDict:
    """Keep of an address what an intent begins with; what it does not know is no matter."""
    kept = QueryDict(mutable=True)
    for key in CARRIED:
        if values := [value for value in given.getlist(key) if value]:
            kept.setlist(key, values)
    return kept


def _named(asking: Asking, given: QueryDict) -> list[Lender]:
    """List those an address names who could lend."""
    named = set(given.getlist("institutions"))
    return [each for each in asking.lenders if str(each.id) in named]


def _begun(asking: Asking, reach: Reach, now: datetime, given: QueryDict) -> dict[str, Any]:
    """Begin with what an address says, else with the days in which the money probably comes."""
    suggested = suggested_days(asking.outlook(now), reach.fen) or USUAL_DAYS
    most = asking.most_days([each.id for each in _named(asking, given)])
    days = min(suggested, most) if most else suggested
    method = USUAL_METHOD if USUAL_METHOD in asking.methods() else ANY_METHOD[0]
    return {
        "amount": given.get("amount", ""),
        "days": given.get("days") or days,
        "method": given.get("method", method),
    }


def _terms(
    request: HttpRequest, actor: Actor, asking: Asking, reach: Reach, form: TermsForm
) -> HttpResponse:
    outlook = asking.outlook(moment_of(request))
    keys = [("all", "全部", reach.fen), ("half", "一半", half_of(reach.fen))]
    context = {
        "form": form,
        "named": _named(asking, request.GET),
        "keys": [key for key in keys if key[2] >= max(form.least_fen, 1)],
        "least_fen": form.least_fen,
        "suggested": suggested_days(outlook, reach.fen),
        "after": after_acceptance(outlook, reach.fen),
        "expected": lines(outlook),
    }
    return _step(request, actor, asking, 1, reach=reach, **context)


def _confirm(
    request: HttpRequest, actor: Actor, asking: Asking, form: ConfirmForm, typed: dict[str, Any]
) -> HttpResponse:
    amount, days, method = (typed.get(each) for each in ("amount", "days", "method"))
    chosen = [UUID(str(each)) for each in typed.get("institutions") or []]
    context: dict[str, Any] = {
        "method": METHODS.get(method or "", ANY_METHOD[1]),
        "method_key": method,
    }
    if amount and days:
        context |= {
            "wan": format_wan(amount),
            "capitals": capitals(amount),
            "ranking": asking.ranking(
                moment_of(request), amount_fen=amount, days=days, method=method or ""
            ),
            "equal": equal_intent(actor, asking.ground, amount_fen=amount, days=days),
            "again": f"{_again(typed, days=days)}&again=1",
            **_paid_by(asking, moment_of(request), typed),
        }
    named = request.GET.getlist("institutions")
    own = organisation(actor.city, actor.organisation_id) if actor.organisation_id else None
    return _step(
        request, actor, asking, 2, form=form, amount=amount, days=days, own=own,
        reach=asking.reach(chosen), chosen=chosen, lost=bool(named) and not chosen, **context,
    )  # fmt: skip


def _again(typed: dict[str, Any], *, days: int) -> str:
    """Write the address of an intent with other days."""
    again = QueryDict(mutable=True)
    again.update({
        "amount": yuan_string(typed["amount"]), "days": str(days), "method": typed["method"]
    })  # fmt: skip
    again.setlist("institutions", [str(each) for each in typed.get("institutions") or []])
    return f"?{again.urlencode()}"


def _paid_by(asking: Asking, now: datetime, typed: dict[str, Any]) -> dict[str, Any]:
    """Say by when what repays an amount has probably come."""
    outlook = asking.outlook(now)
    suggested = suggested_days(outlook, typed["amount"])
    return {
        "suggested": suggested,
        "sooner": _again(typed, days=suggested) if suggested else "",
        "after": after_acceptance(outlook, typed["amount"]),
    }


def _step(
    request: HttpRequest, actor: Actor, asking: Asking, place: int, *, reach: Reach, **context: Any
) -> HttpResponse:
    why = Why(rule=RULE, obligation="一(一)-1", sums=sums_of(reach.lines), mender=MENDER)
    shown = {"asking": asking, "reach": reach, "why": why, "steps": steps_to(place), **context}
    template = ("", "supplier/finance_terms.html", "supplier/finance_confirm.html")[place]
    return draw(request, actor, template, shown)
