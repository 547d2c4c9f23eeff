"""The style guide: every part of our pages in all its states, with rows made up for it.

It is looked at by tests and by whoever changes a part; no installation serves it.
"""

from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.backends.django import DjangoTemplates
from django.views.decorators.http import require_safe

from cairong.doors.no_words import NO_WORDS
from cairong.doors.refusals import answer
from cairong.web.error_pages import error_page
from styleguide import cases, frames, lists
from styleguide.typed import SampleForm

IDLE_SECONDS = 1800
OWN = Path(__file__).with_name("templates")


def render(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Draw a page by the house's own parts, with the templates of the guide beside them."""
    (used,) = settings.TEMPLATES
    engine = DjangoTemplates(
        {"NAME": "styleguide", "DIRS": [OWN], "APP_DIRS": True, "OPTIONS": {**used["OPTIONS"]}}
    )
    return HttpResponse(engine.get_template(template).render(context, request))


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
def refusal(request: HttpRequest, status: int) -> HttpResponse:
    """Show the page of a refusal, in words."""
    if status == HTTPStatus.UNPROCESSABLE_CONTENT:
        return answer(request, cases.refusal())
    return error_page(request, status if status in NO_WORDS else HTTPStatus.NOT_FOUND)
