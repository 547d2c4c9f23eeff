"""A form is one act: what was typed in, one use-case, an answer; nothing typed is lost."""

import re
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import BaseForm, BaseFormSet, HiddenInput, MultiWidget, UUIDField
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from cairong.audit.transaction import keep_refusal
from cairong.doors.actors import TOKEN, moment_of
from cairong.doors.limits import TooOften
from cairong.doors.refusals import json_answer, wants_json
from cairong.kernel.actor import Actor
from cairong.kernel.errors import (
    Conflict,
    Invalid,
    NotFound,
    PolicyBreach,
    Refusal,
    Repeated,
    WrongState,
)
from cairong.policy.catalogue import with_basis

ALWAYS = frozenset({"csrfmiddlewaretoken", TOKEN, "next"})
REDRAWN = (Invalid, PolicyBreach, WrongState, Conflict, TooOften)
UNREAD, NOT_THERE = 422, 404
USED = "conflict.token_used"
Draw = Callable[[Any], HttpResponse]
Next = str | Callable[[str], str]


def submit(
    request: HttpRequest,
    form: Any,
    act: Callable[[dict[str, Any]], object],
    *,
    draw: Draw,
    done: Next,
    also: Iterable[str] = (),
) -> HttpResponseBase:
    """Carry out one act from a bound form.

    `act` takes the cleaned values and calls one use-case. `draw` draws the page with the form,
    for what is refused: findings on top, everything typed still there. `done` is the address
    that follows, or makes it of the id of the record the act led to; the same request again
    leads there too; its token with other content is refused, and the form drawn with a new one.
    `also` names further fields of the body that the form does not hold.
    A choice that names a record which is not among those offered is answered 404 and kept.
    NotFound and NotAllowed are left to the page. Raises Invalid for fields nobody asked for.
    """
    refuse_unknown(request, form, also=also)
    if not form.is_valid():
        return _drawn(draw(form), NOT_THERE if _names_another(request, form) else UNREAD)
    try:
        result = act({key: each for key, each in form.cleaned_data.items() if key != TOKEN})
    except Repeated as before:
        return _follow(done, before.subject_id)
    except REDRAWN as refusal:
        if wants_json(request):
            return json_answer(refusal)
        show(form, refusal)
        if refusal.findings[0].code == USED:
            _renew_token(form)
        return _drawn(draw(form), refusal.status)
    return _follow(done, _id_of(result))


def show(form: Any, refusal: Refusal) -> None:
    """Put a refusal on a form: beside the field it names, else on top; with its clauses."""
    form.refusal = refusal
    for finding in refusal.findings:
        field = finding.params.get("field")
        place = field if field in form.fields else None
        form.add_error(place, ValidationError(with_basis(finding), code=finding.code))


def with_token[F: BaseForm](form: F) -> F:
    """Give a form its one-time token: sent back unchanged, it makes a double click do once."""
    field = UUIDField(widget=HiddenInput, required=False, initial=uuid4)
    field.label = "请求号"
    form.fields[TOKEN] = field
    return form


def _renew_token(form: Any) -> None:
    """Give a form that was filled in a new token: what it asks now is another request."""
    form.data = form.data.copy()
    form.data[TOKEN] = str(uuid4())


def refuse_unknown(request: HttpRequest, form: Any, *, also: Iterable[str] = ()) -> None:
    """Refuse a body with fields that the form does not ask for. Raises Invalid naming the first."""
    known = _names(form) | ALWAYS | set(also)
    pattern = _rows_pattern(form)
    for name in (*request.POST, *request.FILES):
        if name not in known and not (pattern and pattern.fullmatch(name)):
            raise Invalid("invalid.unknown_field", field=name, value=request.POST.get(name, ""))


def refuse_fields(request: HttpRequest) -> None:
    """Refuse any field in the body of an act that is a mere button. Raises Invalid."""
    refuse_unknown(request, ())


def _names(form: Any) -> set[str]:
    if isinstance(form, BaseFormSet):
        return {form.management_form.add_prefix(name) for name in form.management_form.fields}
    names = set()
    for bound in form:
        names.add(bound.html_name)
        widget = bound.field.widget
        if isinstance(widget, MultiWidget):
            names |= {f"{bound.html_name}_{place}" for place in range(len(widget.widgets))}
    rows = getattr(form, "rows", None)
    return names | (_names(rows) if rows is not None else set())


def _names_another(request: HttpRequest, form: Any) -> bool:
    """Whether a choice names a record that is not offered here; that it was asked for is kept."""
    if not isinstance(form, BaseForm):
        return False
    for name, errors in form.errors.as_data().items():
        if any(error.code == "invalid_choice" and _is_id((error.params or {}).get("value"))
               for error in errors):  # fmt: skip
            actor: Actor | None = getattr(request, "actor", None)
            match = request.resolver_match
            if actor is not None and actor.person_id is not None and match is not None:
                thing = form.fields[name].label or name
                refusal = NotFound("access.not_found", thing=str(thing))
                keep_refusal(actor, moment_of(request), match.view_name, refusal)
            return True
    return False


def _is_id(value: object) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True


def _rows_pattern(form: Any) -> re.Pattern[str] | None:
    rows = form if isinstance(form, BaseFormSet) else getattr(form, "rows", None)
    if rows is None:
        return None
    fields = "|".join(re.escape(str(name)) for name in (*rows.empty_form.fields, "DELETE", "ORDER"))
    return re.compile(rf"{re.escape(str(rows.prefix))}-\d{{1,4}}-(?:{fields})")


def _drawn(response: HttpResponse, status: int) -> HttpResponse:
    response.status_code = status
    response["Cache-Control"] = "no-store"
    return response


def _follow(done: Next, record_id: str) -> HttpResponseRedirect:
    response = HttpResponseRedirect(done if isinstance(done, str) else done(record_id))
    response["Cache-Control"] = "no-store"
    return response


def _id_of(result: object) -> str:
    if isinstance(result, Model):
        return str(result.pk)
    return str(result) if isinstance(result, UUID | str) else ""
