"""核验真伪: whether a contract, a document or an account number is the published one."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from cairong.disclosure.checking import check_document
from cairong.disclosure.reads import judge_account, verify
from cairong.doors.actors import moment_of
from cairong.doors.bodies import parse_json
from cairong.doors.forms import refuse_unknown, show
from cairong.doors.limits import TooOften, limit, limit_address
from cairong.doors.page import Unreadable, public_page
from cairong.kernel.actor import Actor
from cairong.parties.tallies import give_back
from cairong.web.frame import draw_public
from cairong.web.public.forms import AccountForm, DocumentForm, NumberForm
from cairong.web.public.verdicts import Verdict, of_account, of_document, of_number

A_MINUTE, AN_HOUR = 60, 3600
MOST_CHECKS, MOST_ACCOUNTS, MOST_WRONG = 60, 10, 30
Judge = Callable[[dict[str, Any]], Verdict]


@public_page
def verify_number(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Answer whether a contract of this number and amount is public."""

    def judge(given: dict[str, Any]) -> Verdict:
        limit_address(request, "verify", most=MOST_CHECKS, seconds=A_MINUTE)
        return of_number(verify(actor.city, given["number"], given["amount"]), given["amount"])

    return _answer(request, actor, "number", NumberForm, judge)


@public_page
def verify_document(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Answer whether a document, pasted or sent as a file, is the published one."""

    def judge(given: dict[str, Any]) -> Verdict:
        limit_address(request, "verify", most=MOST_CHECKS, seconds=A_MINUTE)
        return of_document(check_document(actor.city, given["raw"], parse_json(given["raw"])))

    return _answer(request, actor, "document", DocumentForm, judge)


@public_page
def verify_account(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Answer whether somebody knows the whole account number of a contract that shows its end.

    Wrong numbers are counted per contract too, so that many who guess are slowed like one.
    """

    def judge(given: dict[str, Any]) -> Verdict:
        limit_address(request, "verify-account", most=MOST_ACCOUNTS, seconds=A_MINUTE)
        no = given["contract"].strip()
        tries = f"verify-account:{actor.city}:{no}"
        limit(tries, moment_of(request), most=MOST_WRONG, seconds=AN_HOUR)
        answer = judge_account(actor.city, no, given["account"])
        if answer != "other":
            give_back(tries)
        return of_account(answer, no=no)

    return _answer(request, actor, "account", AccountForm, judge)


def _answer(
    request: HttpRequest,
    actor: Actor,
    which: str,
    form: type[NumberForm | DocumentForm | AccountForm],
    judge: Judge,
) -> HttpResponse:
    """Judge one form; nothing is written, so that the answer stands on the same page."""
    if request.method != "POST":
        return _page(request, actor)
    asked = form(request.POST, request.FILES)
    refuse_unknown(request, asked)
    verdict, status = None, 422
    if asked.is_valid():
        try:
            verdict, status = judge(asked.cleaned_data), 200
        except (TooOften, Unreadable) as refusal:
            show(asked, refusal)
            status = refusal.status
    return _page(request, actor, asked={which: asked}, verdict=verdict, status=status)


def _page(
    request: HttpRequest,
    actor: Actor,
    *,
    asked: dict[str, object] | None = None,
    verdict: Verdict | None = None,
    status: int = 200,
) -> HttpResponse:
    given = request.GET
    context = {
        "number": NumberForm(initial={"number": given.get("number", "")[:100]}),
        "document": DocumentForm(),
        "account": AccountForm(initial={"contract": given.get("contract", "")[:20]}),
        **(asked or {}),
        "verdict": verdict,
    }
    response = draw_public(request, actor, "public/verify.html", context)
    response.status_code = status
    response["Cache-Control"] = "no-store"
    return response
