"""What forms of all audiences share: say that it was done, and put a refusal beside its field."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cairong.doors.actors import moment_of
from cairong.doors.forms import Draw, Next, submit
from cairong.doors.page import View, page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.acts import ACTS
from cairong.kernel.errors import Finding, Refusal
from cairong.parties.four_eyes import TwoPersonAct
from cairong.web.duties import time_given
from cairong.web.forms import ActForm, PageForm, ReasonForm
from cairong.web.frame import draw as draw_page

Places = Mapping[str, str]
NOWHERE: Places = {}


def act_view(
    act: Callable[..., object] | TwoPersonAct[..., Any],
    form: Callable[..., PageForm] = ActForm,
    form_name: str = "form",
    *,
    draw: Callable[..., HttpResponse],
    roles: Iterable[Role] = (),
    of: Callable[..., Any] | None = None,
    needs: Callable[[Actor, datetime, Any], Mapping[str, Any]] = lambda *_: {},
    only_posted: bool = False,
    after: Callable[[HttpRequest, Any], object] = lambda *_: None,
    said: str | Callable[[Any], str] = "",
    then: str = "",
    days: str = "",
    done: str | Callable[[Any, str], str] = "",
    places: Places = NOWHERE,
) -> View:
    """Make the view of one act, for the roles of the act unless others may look at its page.

    Its form stands, by this name, on the page that `draw` draws of the record in the address.
    What the form `needs`, what is `said` once it is done and the address that follows (`done`: its
    name, or made of the id of what was made as well) may depend on that record: on its ids by
    name, or on what `of` reads of it. `days` is a parameter whose time is said. An act of two
    persons leads to its proposal, and `then` says what follows when the second agrees. One that is
    `only_posted` stands on a page that has a view of its own. `after` is given what the act made.
    """
    name, carried = begun(act)
    if isinstance(act, TwoPersonAct):
        said, done = proposed(then), lambda _, made: to_proposal(made)

    def view(request: HttpRequest, actor: Actor, **record: Any) -> HttpResponseBase:
        now = moment_of(request)
        found = of(actor, *record.values()) if of else record
        words = said(found) if callable(said) else said
        return carry_out(
            request,
            sent(request, form, **needs(actor, now, found)),
            _then(told(request, actor, carried, **record), partial(after, request)),
            draw=lambda shown: draw(request, actor, *record.values(), **{form_name: shown}),
            done=partial(_address, done, found, record),
            said=words.format(time_given(actor, days, now)) if days else words,
            places=places,
        )

    view.__name__ = f"page_of_{name}"
    door = page(*(roles or ACTS[name].roles))(view)
    return require_POST(door) if only_posted else door


def _then(
    act: Callable[[dict[str, Any]], object], after: Callable[[Any], object]
) -> Callable[[dict[str, Any]], object]:
    """Carry out an act, and give what it made to what comes after it."""

    def both(typed: dict[str, Any]) -> object:
        made = act(typed)
        after(made)
        return made

    return both


def _address(
    done: str | Callable[[Any, str], str], found: object, record: Mapping[str, Any], made: str
) -> str:
    """Give the address that follows an act: of the same record, or worked out."""
    return done(found, made) if callable(done) else reverse(done, args=[*record.values()])


def look_view(draw: Callable[..., HttpResponse], *roles: Role) -> View:
    """Make the view of a page of a record at which these roles only look."""

    def view(request: HttpRequest, actor: Actor, **record: Any) -> HttpResponse:
        return draw(request, actor, *record.values())

    return require_safe(page(*roles)(view))


def page_of(template: str, shows: Callable[..., Mapping[str, Any]]) -> Callable[..., HttpResponse]:
    """Make what draws the page of a record: `shows` reads it for an actor at a moment, by its ids.

    A form that was sent takes the place of the one that `shows` begins with under its name.
    """

    def drawn(request: HttpRequest, actor: Actor, *ids: Any, **forms: PageForm) -> HttpResponse:
        context = {**shows(actor, moment_of(request), *ids), **forms}
        return draw_page(request, actor, template, context)

    return drawn


def begun(act: Callable[..., object] | TwoPersonAct[..., Any]) -> tuple[str, Callable[..., Any]]:
    """Say what an act is called, and how it is begun."""
    return (act.name, act.propose) if isinstance(act, TwoPersonAct) else (act.__name__, act)


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

    def placed(_: dict[str, Any]) -> object:
        with naming_fields(places):
            return act(form.arguments())

    answer = submit(request, form, placed, draw=draw, done=done, also=also)
    if said and isinstance(answer, HttpResponseRedirect):
        messages.success(request, said)
    return answer


def sent[F](request: HttpRequest, form: Callable[..., F], **given: Any) -> F:
    """Make a form: with what was sent, or as it begins while one only reads."""
    return form(request.POST, **given) if request.method == "POST" else form(**given)


def proposed(then: str) -> str:
    """Say that an act waits for a second person, and what follows when he agrees."""
    return f"已提交复核。复核人同意后,{then}" if then else "已提交复核。"


def to_proposal(proposal_id: str) -> str:
    """Name the page of what waits for a second person."""
    return reverse("proposal", args=[proposal_id])


def answers() -> dict[str, ActForm]:
    """Give a page its two answers, yes and no, each with its form."""
    return {"form": ActForm(), "no_form": ReasonForm()}


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
