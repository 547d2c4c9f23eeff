"""What forms of all audiences share: say that it was done, and put a refusal beside its field."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from cairong.doors.actors import moment_of
from cairong.doors.forms import Draw, Next, submit
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Finding, Refusal
from cairong.web.forms import ActForm, ReasonForm

Places = Mapping[str, str]
NOWHERE: Places = {}


def carry_out(
    request: HttpRequest,
    form: Any,
    act: Callable[[dict[str, Any]], object],
    *,
    draw: Draw,
    done: Next,
    said: str = "",
    places: Places = NOWHERE,
    also: Iterable[str] = (),
) -> HttpResponseBase:
    """Draw a page while one only reads; once its form is sent, carry out the act and say so.

    `places` names, by a finding's code, the field it belongs beside.
    """
    if request.method != "POST":
        return draw(form)

    def placed(values: dict[str, Any]) -> object:
        with naming_fields(places):
            return act(values)

    answer = submit(request, form, placed, draw=draw, done=done, also=also)
    if said and isinstance(answer, HttpResponseRedirect):
        messages.success(request, said)
    return answer


def sent[F](request: HttpRequest, form: Callable[..., F], **given: Any) -> F:
    """Make a form: with what was sent, or as it begins while one only reads."""
    return form(request.POST, **given) if request.method == "POST" else form(**given)


def answer(
    request: HttpRequest,
    form: Callable[..., Any],
    act: Callable[[dict[str, Any]], object],
    *,
    draw: Draw,
    done: Next,
    said: str,
    places: Places = NOWHERE,
) -> HttpResponseBase:
    """Carry out one act from a form that is made here."""
    return carry_out(
        request, sent(request, form), act, draw=draw, done=done, said=said, places=places
    )


def lay_before(
    request: HttpRequest,
    form: Callable[..., Any],
    act: Callable[[dict[str, Any]], object],
    *,
    draw: Draw,
    then: str = "",
    places: Places = NOWHERE,
) -> HttpResponseBase:
    """Lay an act before a second person and lead to the proposal; `then` follows if he agrees."""
    said = f"已提交复核。复核人同意后,{then}" if then else "已提交复核。"
    return answer(request, form, act, draw=draw, done=to_proposal, said=said, places=places)


def to_proposal(proposal_id: str) -> str:
    """Name the page of what waits for a second person."""
    return reverse("proposal", args=[proposal_id])


def answers(forms: Mapping[str, ActForm]) -> dict[str, ActForm]:
    """Give a page its two answers, yes and no, each with its form; what was sent stays in it."""
    return {"form": ActForm(), "no_form": ReasonForm(), **forms}


def told(
    request: HttpRequest, actor: Actor, act: Callable[..., object], **about: Any
) -> Callable[[dict[str, Any]], object]:
    """Tell an act what was typed, under its own names, by whom and when, and which record it is."""
    return lambda typed: act(actor=actor, now=moment_of(request), **about, **typed)


@contextmanager
def naming_fields(places: Places) -> Iterator[None]:
    """Give the findings of a refusal the field they belong beside."""
    try:
        yield
    except Refusal as refusal:
        refusal.findings = tuple(_placed(finding, places) for finding in refusal.findings)
        raise


def _placed(finding: Finding, places: Places) -> Finding:
    place = places.get(finding.code)
    return replace(finding, params={**finding.params, "field": place}) if place else finding
