"""我要融资: pick a contract, how much, how long, from whom, and one confirmation."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from cairong.contracts.reads import open_awards
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.actions.register_intent import register_intent
from cairong.lending.steps.bindings import Ground, ground_of
from cairong.lending.steps.reaching import Lenders, lenders_for
from cairong.parties.models import Organisation
from cairong.parties.reads import own_organisation
from cairong.policy.catalogue import sentence
from cairong.rulebook.reads import parameter
from cairong.web.acting import carry_out
from cairong.web.frame import draw
from cairong.web.parts import Step
from cairong.web.supplier.finance_forms import (
    AmountForm,
    ConfirmForm,
    DaysForm,
    InstitutionsForm,
)
from cairong.web.supplier.holdings import (
    Reach,
    financeable,
    reach_of_award,
    reach_of_receivable,
    receivables_of,
    shares_in,
)

STEPS = ("合同", "金额", "期限", "机构", "确认")
MOST = 50
QUICK_DAYS = (90, 180, 270, 360)
PLACES = {"lending.above_headroom": "amount"}
ALL, SOME = "all", "some"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is borrowed on, and who could be asked."""

    ground: Ground
    contract_id: UUID | None
    award_id: UUID | None
    lenders: Lenders
    whole_cap: int

    def asked(self, chosen: list[UUID]) -> list[Organisation]:
        """List those chosen, or all, among who could offer."""
        return [one for one in self.lenders.able if not chosen or one.pk in chosen]

    def reach(self, chosen: list[UUID]) -> Reach:
        """Say how much can be asked of those chosen, or of all."""
        cap = min(self.whole_cap, self.lenders.largest_cap(self.asked(chosen)))
        if self.ground.receivable is not None:
            return reach_of_receivable(self.ground.receivable, cap)
        return reach_of_award(self.ground.base_fen, cap)


@require_safe
@page(Role.SUPPLIER)
def pick(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Pick what to borrow on, among the newest."""
    now = moment_of(request)
    found = list(receivables_of(actor).exclude(state="paid")[: MOST + 1])
    receivables = found[:MOST]
    context = {
        "steps": steps_to(0),
        "choices": [(one, fen) for one in receivables if (fen := financeable(one))],
        "used": [one for one in receivables if not financeable(one)],
        "awards": [(one, fen) for one, fen in shares_in(actor, now, open_awards(actor)) if fen],
        "most": MOST if len(found) > MOST else None,
    }
    return draw(request, actor, "supplier/finance_pick.html", context)


@page(Role.SUPPLIER)
def on_contract(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponseBase:
    """Borrow on a contract."""
    return _wizard(request, actor, _wish(request, actor, contract_id=contract_id))


@page(Role.SUPPLIER)
def on_award(request: HttpRequest, actor: Actor, award_id: UUID) -> HttpResponseBase:
    """Register a wish on an award whose contract is not signed yet."""
    return _wizard(request, actor, _wish(request, actor, award_id=award_id))


def steps_to(place: int) -> list[Step]:
    """Draw the way, standing at a step."""
    return [
        Step(word=word, place="done" if at < place else "now" if at == place else "next")
        for at, word in enumerate(STEPS)
    ]


def _wish(
    request: HttpRequest,
    actor: Actor,
    *,
    contract_id: UUID | None = None,
    award_id: UUID | None = None,
) -> Wish:
    ground = ground_of(actor, own_organisation(actor), contract_id, award_id)
    if ground.receivable is not None:
        cap = ground.receivable.cap_percent
    else:
        cap = parameter(actor.city, "contract_cap_percent", on=day_of(moment_of(request)))
    return Wish(
        ground=ground,
        contract_id=contract_id,
        award_id=award_id,
        lenders=lenders_for(ground.borrower),
        whole_cap=cap,
    )


def _wizard(request: HttpRequest, actor: Actor, wish: Wish) -> HttpResponseBase:
    if request.method == "POST":
        return _confirmed(request, actor, wish)
    if nobody := wish.lenders.nobody:
        return _step(request, actor, wish, 1, nobody=sentence(nobody))
    given = request.GET
    reach = wish.reach([])
    amount = AmountForm(given if "amount" in given else None, reach=reach)
    if not amount.is_valid():
        return _step(request, actor, wish, 1, form=amount, reach=reach)
    days = DaysForm(given if "days" in given else None)
    if not days.is_valid():
        return _step(request, actor, wish, 2, form=days, reach=reach, quick=_quick(given["amount"]))
    institutions = InstitutionsForm(given if "to" in given else None, known=wish.lenders.able)
    if not institutions.is_valid():
        return _step(
            request, actor, wish, 3, form=institutions, reach=reach,
            everyone=_query(amount=given["amount"], days=given["days"], to=ALL),
        )  # fmt: skip
    chosen = institutions.cleaned_data["institutions"] if given["to"] == SOME else []
    initial = {
        "amount": amount.cleaned_data["amount"],
        "days": days.cleaned_data["days"],
        "institutions": chosen,
    }
    form = ConfirmForm(known=wish.lenders.able, initial=initial)
    return _confirm(request, actor, wish, form, initial)


def _confirmed(request: HttpRequest, actor: Actor, wish: Wish) -> HttpResponseBase:
    form = ConfirmForm(request.POST, known=wish.lenders.able)

    def act(typed: dict[str, Any]) -> object:
        return register_intent(
            actor=actor,
            now=moment_of(request),
            contract_id=wish.contract_id,
            award_id=wish.award_id,
            amount_fen=typed["amount"],
            days=typed["days"],
            institution_ids=[UUID(one) for one in typed["institutions"]],
            purpose=typed["purpose"],
        )

    return carry_out(
        request, form, act, draw=lambda shown: _confirm(request, actor, wish, shown, None),
        done=lambda pk: reverse("intent", args=[pk]), places=PLACES,
        said="意向已送到金融机构。有了报价,会发消息给您。",
    )  # fmt: skip


def _confirm(
    request: HttpRequest,
    actor: Actor,
    wish: Wish,
    form: ConfirmForm,
    told: dict[str, Any] | None,
) -> HttpResponse:
    shown = told if told is not None else getattr(form, "cleaned_data", {})
    chosen = [UUID(str(one)) for one in shown.get("institutions") or []]
    return _step(
        request, actor, wish, 4, form=form, reach=wish.reach(chosen),
        amount=shown.get("amount"), days=shown.get("days"), asked=wish.asked(chosen),
        everybody=not chosen,
    )  # fmt: skip


def _query(**values: str) -> str:
    return f"?{urlencode(values)}"


def _quick(amount: str) -> list[tuple[int, str]]:
    return [(days, _query(amount=amount, days=str(days))) for days in QUICK_DAYS]


def _step(
    request: HttpRequest, actor: Actor, wish: Wish, place: int, **context: Any
) -> HttpResponse:
    templates = ("", "finance_amount", "finance_days", "finance_whom", "finance_confirm")
    shown = {"wish": wish, "steps": steps_to(place), "told": request.GET, **context}
    return draw(request, actor, f"supplier/{templates[place]}.html", shown)
