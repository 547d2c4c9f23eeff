"""保密: whether a procurement is a state secret is asked before anything of it is typed."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cairong.contracts.actions.count_secret import count_secret
from cairong.doors.actors import TOKEN, moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.policy.catalogue import sentence
from cairong.policy.contracts import no_state_secret
from cairong.web.acting import carry_out
from cairong.web.forms import ActForm
from cairong.web.frame import draw

COUNTED = "secret_counted"


def is_secret(request: HttpRequest) -> bool | None:
    """Read what was answered before this page; None where nothing was."""
    return {"no": False, "yes": True}.get(request.GET.get("secrecy", ""))


def ask(request: HttpRequest, actor: Actor, **context: Any) -> HttpResponse:
    """Draw the question, before the page that is asked for."""
    return draw(request, actor, "purchaser/secrecy.html", {"form": ActForm(), **context})


@page(Role.PURCHASER_OFFICER)
def secret(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Count a yes, once however often it is pressed, and say what to do on paper."""

    def act(_: dict[str, Any]) -> None:
        token = request.POST.get(TOKEN, "")
        if not token or request.session.get(COUNTED) != token:
            count_secret(actor=actor, now=moment_of(request))
            request.session[COUNTED] = token

    def drawn(form: ActForm) -> HttpResponse:
        found = no_state_secret(state_secret=True)
        said = sentence(found) if found else ""
        return draw(request, actor, "purchaser/secret.html", {"form": form, "sentence": said})

    form = ActForm(request.POST) if request.method == "POST" else ActForm()
    return carry_out(request, form, act, draw=drawn, done="/purchaser/secret/")
