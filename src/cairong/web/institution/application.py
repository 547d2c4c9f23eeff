"""The page of one application, and every act upon it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from cairong.cases.applications import Dealing, dealing_of
from cairong.disclosure.reads import public_page
from cairong.doors.actors import moment_of
from cairong.doors.forms import refuse_fields
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.acts import ACTS
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound, Repeated
from cairong.lending.actions.ask_supplier import ask_supplier
from cairong.lending.actions.check_background import check_background
from cairong.lending.actions.confirm_complete import confirm_complete
from cairong.lending.actions.consent import ask_consent, read_contact
from cairong.lending.actions.disburse import disburse
from cairong.lending.actions.judge_eligibility import judge_eligibility
from cairong.lending.actions.list_defects import list_defects
from cairong.lending.actions.look_up import look_up
from cairong.lending.actions.meet_conditions import meet_conditions
from cairong.lending.actions.reject_application import reject_application
from cairong.lending.actions.request_lock import request_lock
from cairong.lending.actions.step_back import step_back
from cairong.lending.actions.verify_contract import verify_contract
from cairong.lending.papers import given_papers, kept_by_lenders
from cairong.lending.printed import form_if_any
from cairong.lending.reads import application_for, obliged_to_province, offer_for, receipt_of
from cairong.lending.states import OFFER
from cairong.parties.reads import own_organisation
from cairong.policy.eligibility import CRITERIA
from cairong.policy.lending import REASONS
from cairong.policy.papers import LENDER
from cairong.policy.size import SIZE_WORDS
from cairong.treasury.actions.open_lock import recall_lock
from cairong.treasury.states import LOCK
from cairong.web.acting import carry_out, proposed, to_proposal, told
from cairong.web.cases.telling import ball_shown, steps_shown
from cairong.web.duties import time_given
from cairong.web.expected import lines
from cairong.web.forms import ActForm
from cairong.web.frame import draw
from cairong.web.institution.begun import FORMS, begun
from cairong.web.institution.lists import PEOPLE
from cairong.web.loan_states import loans_shown
from cairong.web.public import items

PLACES = {
    "lending.above_offer": "amount",
    "lending.above_asked": "amount",
    "lending.cooling_too_long": "cooling_until",
    "lending.above_headroom": "amount",
    "lending.fee_above_draw": "amount",
    "lending.rejection_without_reason": "words",
    "background.unexplained": "opinion",
    "lending.defects_without_fact": "new_fact",
}
# Which of the page's forms carries out which act.
FORM_OF = {
    "confirm_complete": "complete",
    "list_defects": "defects",
    "ask_supplier": "question",
    "verify_contract": "verify",
    "check_background": "background",
    "judge_eligibility": "eligibility",
    "look_up": "lookup",
    "ask_consent": "ask",
    "lending.approve_offer": "offer",
    "lending.reject_application": "reject",
    "lending.request_lock": "lock",
    "recall_lock": "lock_recall",
    "meet_conditions": "conditions",
    "lending.disburse": "disburse",
    "lending.step_back": "step_back",
}
PATHS: list[URLPattern] = []
PANELS: dict[str, "Panel"] = {}
ROLES = {form: ACTS[name].roles for name, form in FORM_OF.items()}


@dataclass(frozen=True)
class Panel:
    """How the form of an act is drawn: under which title, with which button, or folded away.

    `then` says what follows; in it, `{}` is the time that the act's `days` give.
    """

    title: str
    button: str
    then: str
    folded: bool = False
    days: str = ""
    address: str = ""

    def drawn(self, dealing: Dealing, form: ActForm) -> dict[str, Any]:
        """Give the page what it draws."""
        on: Any = dealing.chosen if self.address.startswith("offer") else dealing.application
        given = dealing.numbers[self.days].said if self.days else ""
        href = reverse(self.address, args=[on.pk])
        return {**vars(self), "form": form, "href": href, "then": self.then.format(given)}


@require_safe
@page(*PEOPLE)
def application(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponse:
    """Show one application: deadline, contract, supplier, checks, offers, what to do now."""
    return _drawn(request, actor, application_id)


@require_POST
@page(*ACTS["read_contact"].roles)
def contact(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponse:
    """Read the supplier's contact data under its consent; the reading is recorded.

    Sent twice it is read once, and the page says how it is read again.
    """
    refuse_fields(request)
    try:
        read = read_contact(actor=actor, now=moment_of(request), application_id=application_id)
    except Repeated:
        messages.info(request, "刚才已经查看过一次。要再看,请再点「查看联系方式」,会再记录一次。")
        return redirect("application", application_id)
    answer = _drawn(request, actor, application_id, read=read)
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@page(*PEOPLE)
def receipt(
    request: HttpRequest,  # noqa: ARG001 - the shape of a page
    actor: Actor,
    application_id: UUID,
    verification_id: UUID,
) -> HttpResponse:
    """Hand out the receipt of a check: the published document, byte by byte."""
    kept = receipt_of(actor, application_id, verification_id)
    answer = HttpResponse(kept.content, content_type="application/json")
    name = f"receipt-{kept.content_hash[:12]}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _view(
    name: str,
    at: str,
    act: Callable[..., object],
    *,
    said: str = "",
    then: str = "",
    days: str = "",
    needs: Callable[[Actor], dict[str, Any]] = lambda _: {},
    panel: Panel | None = None,
) -> None:
    """Make the view of one act, whose form stands on the page of its application, `at` an address.

    `said` tells what was done, with the time that the parameter `days` gives; of what
    waits for a second person `then` tells what follows. `needs` is what the form is made of. A form
    without a `panel` is drawn by the page's template.
    """

    def view(request: HttpRequest, actor: Actor, **record: UUID) -> HttpResponseBase:
        application_id = _application_of(actor, **record)
        if request.method != "POST":
            return redirect("application", application_id)
        form, carried = partial(FORMS[name], **needs(actor)), told(request, actor, act, **record)

        def drawn(form: ActForm) -> HttpResponse:
            return _drawn(request, actor, application_id, **{f"{name}_form": form})

        given = time_given(actor, days, moment_of(request)) if days else ""
        return carry_out(
            request,
            form(request.POST),
            carried,
            draw=drawn,
            done=to_proposal if then else reverse("application", args=[application_id]),
            said=proposed(then) if then else said.format(given),
            places=PLACES,
        )

    view.__name__ = name
    on, _, last = at.partition("/")
    address = f"{on}s/<uuid:{on}_id>/{last}/"
    PATHS.append(path(address, page(*ROLES[name])(view), name=at.replace("/", "-")))
    if panel:
        PANELS[name] = replace(panel, days=days, address=at.replace("/", "-"))


def _application_of(
    actor: Actor, application_id: UUID | None = None, offer_id: UUID | None = None
) -> UUID:
    if application_id is not None:
        return application_for(actor, application_id).pk
    assert offer_id is not None
    return offer_for(actor, offer_id).application_id


def _recalled(*, offer_id: UUID, **said: Any) -> object:
    lock_id = offer_for(said["actor"], offer_id).lock_id
    if lock_id is None:
        raise NotFound("access.not_found", thing="账户锁定")
    return recall_lock(lock_id=lock_id, **said)


def _drawn_down(*, amount: int, **said: Any) -> object:
    return disburse.propose(amount_fen=amount, **said)


_view("ask", "application/consent", ask_consent, said="已向供应商征求同意,首次联系已记下。")
_view(
    "complete",
    "application/complete",
    confirm_complete,
    said="已确认材料齐全,{}的审批期限开始计算。",
    days="decide_days",
    panel=Panel(
        "确认材料齐全", "确认材料齐全", "从今天起 {}内作出决定(二(四)-3);供应商会收到消息。"
    ),
)
_view(
    "defects",
    "application/defects",
    list_defects,
    said="补正清单已记下:平台已有的自动答复,其余的已发给供应商。没有新的事实不能再列。",
    panel=Panel(
        "材料不齐,一次列明补正事项",
        "发给供应商",
        "供应商收到全部事项,一次答复;到它答复后 {}还没有确认齐全的,材料视为齐全(二(四)-3)。",
        folded=True,
    ),
    days="complete_silence_days",
)
_view(
    "question",
    "application/question",
    ask_supplier,
    said="已向供应商提问,审批停钟到它答复。",
    panel=Panel(
        "向供应商提问,审批停钟",
        "提问",
        "从今天起停钟,供应商答复那天继续;{}不答复的,提醒三次后申请失效。至多两次,审批期限最后一段只有主管可以提问(二(四)-3)。",
        folded=True,
    ),
    days="question_silence_days",
)
_view(
    "verify",
    "application/verify",
    verify_contract,
    said="已核验,凭证已保存。",
    needs=lambda actor: {"obliged": obliged_to_province(own_organisation(actor))},
)
_view(
    "background",
    "application/background",
    check_background,
    said="已确认贸易背景核查清单,可以报价。",
)
_view(
    "eligibility",
    "application/eligibility",
    judge_eligibility,
    said="已记下准入条件的判断,依据和日期随申请保存。",
)
_view(
    "lookup",
    "application/lookup",
    look_up,
    said="已去查询,数据源答复后在准入条件里看到;供应商看得到这次查询。",
)
_view("lock", "offer/lock", request_lock.propose, then="依次由供应商、采购人、国库科确认。")
_view(
    "lock_recall",
    "offer/lock/recall",
    _recalled,
    said="已收回锁定申请,供应商收到消息。",
    panel=Panel(
        "收回锁定申请(供应商还没有打开)",
        "收回",
        "申请终止,供应商看到理由;需要锁定的,重新申请。",
        folded=True,
    ),
)
_view(
    "conditions",
    "offer/conditions",
    meet_conditions,
    said="放款条件已落实,{}的放款期限从最后一项具备那天起算。",
    days="disburse_days",
    panel=Panel(
        "落实放款条件",
        "条件已落实",
        "从最后一项具备那天起 {}内放足供应商提出的款(二(四)-4)。账户锁定那天平台已记下。",
    ),
)
_view("disburse", "offer/disburse", _drawn_down, then="登记放款,供应商收到消息。")
_view("step_back", "offer/step-back", step_back.propose, then="报价终止,供应商看到理由。")
_view(
    "reject",
    "application/reject",
    reject_application.propose,
    then="理由和补救办法发给供应商。",
    panel=Panel("不予通过", "提交复核", "复核人同意后,理由和补救办法发给供应商。", folded=True),
)


def _drawn(request: HttpRequest, actor: Actor, application_id: UUID, **given: Any) -> HttpResponse:
    """Draw an application's page, with the form of an act that was refused, or contact data."""
    dealing = dealing_of(actor, application_id, now=moment_of(request))
    today = day_of(moment_of(request))
    can = {FORM_OF.get(act.act, act.act) for act in dealing.acts}
    forms = begun(dealing, today, given)
    lock = dealing.chosen.lock if dealing.chosen else None
    context = {
        **vars(dealing),
        "dealing": dealing,
        "given": given_papers(actor, application=application_id),
        "own_papers": kept_by_lenders(actor, application=application_id),
        "keeps_papers": actor.role in LENDER,
        "on_paper": form_if_any(actor, dealing.application.intent_id),
        "intent": dealing.application.intent,
        "can": can,
        "subject": _subject(dealing),
        "steps": steps_shown(dealing.steps),
        "ball": ball_shown(actor, dealing.ball),
        "size": SIZE_WORDS.get(dealing.share.size, "") if dealing.share else "",
        "offers": [(offer, OFFER.states[offer.state]) for offer in dealing.offers],
        "loans": loans_shown(dealing.loans, today),
        "expected": lines(dealing.outlook),
        "lock_state": LOCK.states[lock.state] if lock else None,
        "reason": (reason := REASONS.get(dealing.application.reject_code)),
        "criterion": CRITERIA.get(reason.criterion) if reason else None,
        **forms,
        "panels": [
            panel.drawn(dealing, forms[f"{name}_form"])
            for name, panel in PANELS.items()
            if name in can
        ],
        "refused": [
            form
            for name, form in given.items()
            if name != "read" and name.removesuffix("_form") not in can
        ],
    }
    return draw(request, actor, "institution/application.html", context)


def _subject(dealing: Dealing) -> items.Line | None:
    """Read what the contract is about as published: the item may be withheld. 二(二)-5"""
    if dealing.contract is None:
        return None
    return items.Contract(
        public_page(dealing.contract.city_id, dealing.contract.no).document
    ).subject()
