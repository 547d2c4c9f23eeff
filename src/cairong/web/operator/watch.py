"""The chain of events, looked at: a bounded stretch of it is worked out again."""

from time import perf_counter

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cairong.audit.checking import WINDOW, check_chain
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.notary.reads import checks
from cairong.web.forms import PageForm, WholeField
from cairong.web.frame import draw


class WindowFilter(PageForm):
    """Up to which event the chain is looked at."""

    before = WholeField(label="早于编号", required=False, min_value=2)


@require_safe
@page(Role.OPERATOR)
def integrity(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Work the hashes of a bounded stretch of the chain out again, and say what was found."""
    form = filters(request, WindowFilter)
    started = perf_counter()
    found = check_chain(actor.city, before=form.cleaned_data["before"])
    context = {
        "found": found,
        "window": WINDOW,
        "took": f"{perf_counter() - started:.2f}",
        "checks": checks(actor.city),
        "earlier": found.first if found.first > 1 else None,
    }
    return draw(request, actor, "operator/integrity.html", context)
