"""The style guide's pages: the desk, a supplier's phone, an official paper, a refusal."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairong.doors.no_words import NO_WORDS
from cairong.doors.refusals import answer
from cairong.web.error_pages import error_page
from cairong.web.styleguide import cases, frames, lists
from cairong.web.styleguide.typed import SampleForm

IDLE_SECONDS = 1800


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Show every part in all its states."""
    sample = {
        "shell": frames.desk(),
        "sections": frames.SECTIONS,
        "states": cases.STATES,
        "amounts": (
            ("合同金额", 41_112_000),
            ("十二位", 12_345_678_901_234),
            ("不足一元", 99),
            ("已支付", 0),
        ),
        "deadlines": cases.deadlines(),
        "balls": cases.balls(),
        "steps": cases.steps(),
        "halted": cases.halted(),
        "moments": cases.moments(),
        "why": cases.why(),
        "acts": (cases.two_person(), cases.barred()),
        "full": lists.full(),
        "empty": lists.empty(),
        "chart": lists.chart(),
        "blank": SampleForm(sources={"amount": "中标公告"}, initial={"amount": 41_112_000}),
        "wrong": SampleForm({"amount": "41,112,00", "method": "bullet"}, auto_id="wrong_%s"),
    }
    return render(request, "styleguide/guide.html", sample)


@require_safe
def phone(request: HttpRequest) -> HttpResponse:
    """Show a supplier's first screen."""
    sample = {
        "shell": frames.supplier(),
        "loan": cases.loan(),
        "deadline": cases.deadlines()[0],
        "idle_seconds": IDLE_SECONDS,
    }
    return render(request, "styleguide/phone.html", sample)


@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """Show an official paper."""
    return render(request, "base_paper.html", {"paper": cases.paper()})


@require_safe
def refusal(request: HttpRequest, status: int) -> HttpResponse:
    """Show the page of a refusal, in words."""
    if status == HTTPStatus.UNPROCESSABLE_CONTENT:
        return answer(request, cases.refusal())
    return error_page(request, status if status in NO_WORDS else HTTPStatus.NOT_FOUND)
