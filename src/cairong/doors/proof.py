"""Who one is, shown anew: the proof that comes with a form, and the page that asks for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from cairong.doors import passkeys, signing
from cairong.doors.actors import account_of, keep_shown, moment_of
from cairong.doors.limits import TooOften
from cairong.doors.refusals import json_answer, wants_json
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Invalid, NotShown, Refusal
from cairong.parties.actions.second_factor import show_again
from cairong.parties.factors import has_factor
from cairong.policy.catalogue import sentence

PREFIX = "proof-"  # of the fields of the page that asks; no form of the product has such
ONLY = "only"  # sent where there was nothing else to send: a page was opened
CSRF = "csrfmiddlewaretoken"

type Proof = Mapping[str, str]


class Wrong(NotShown):
    """What was shown proves nothing; the words and the status are those of the refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.findings[0])
        self.answered = refusal.status


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the page that asks shows: for which act, whether by a code, what was wrong before.

    `question` is what a passkey answers, empty where there is none.

    `fields` are all that was typed in the form which waits, to be sent again with the proof.
    """

    act: str
    by_code: bool
    question: str
    fields: Sequence[tuple[str, str]]
    said: str = ""


def taken_out(request: HttpRequest) -> Proof:
    """Take the proof out of a body: what is left is the form as it was sent first."""
    if request.method != "POST" or not any(name.startswith(PREFIX) for name in request.POST):
        return {}
    body = request.POST.copy()
    proof = {
        name.removeprefix(PREFIX): str(body.pop(name)[-1])
        for name in list(body)
        if name.startswith(PREFIX)
    }
    request.POST = body  # type: ignore[assignment]
    return proof


def shown(request: HttpRequest, actor: Actor, proof: Proof) -> Actor:
    """Look at a proof: who shows it is believed for ten minutes. Raises Wrong, SignedOut.

    Where it was shown already, by the twin of this request, nothing is looked at again.
    """
    account, now = account_of(request), moment_of(request)
    if account is None or actor.has_shown(now):
        return actor
    who = replace(actor, request_id=None, asked=None)
    given = {name: proof.get(name, "") for name in ("code", "password")}
    try:
        with signing.own_proof(request, account):
            signed = passkeys.signed(request, proof.get("passkey", ""))
            show_again(actor=who, now=now, account_id=account.pk, passkey=signed, **given)
    except (Invalid, TooOften) as refusal:
        raise Wrong(refusal) from refusal
    keep_shown(request)
    return replace(actor, shown_at=now)


def ask(request: HttpRequest, wanted: NotShown, *, kept: bool) -> HttpResponse:
    """Ask to show who one is, with all that was typed where it is `kept`; no form is filed yet."""
    if wants_json(request):
        return json_answer(wanted)
    account = account_of(request)
    typed = [
        (name, value) for name, values in request.POST.lists() for value in values if name != CSRF
    ]
    asked = Asked(
        act=str(wanted.findings[0].params.get("act", "")),
        by_code=bool(account and has_factor(account)),
        question=passkeys.asked_to_show(request, account) if account else "",
        fields=typed if kept and request.method == "POST" else [(f"{PREFIX}{ONLY}", "1")],
        said=sentence(wanted.findings[0]) if isinstance(wanted, Wrong) else "",
    )
    response = render(request, "account/proof.html", {"asked": asked})
    response.status_code = wanted.answered if isinstance(wanted, Wrong) else wanted.status
    response["Cache-Control"] = "no-store"
    return response


def opened(request: HttpRequest, proof: Proof) -> HttpResponse | None:
    """Lead back to a page that was only to be opened, now that who one is was shown."""
    return HttpResponseRedirect(request.get_full_path()) if ONLY in proof else None
