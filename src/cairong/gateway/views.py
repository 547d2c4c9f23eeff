"""The gateway's pages. No session: who one is follows from what one's key signed."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cairong.doors.actors import home_city, moment_of
from cairong.doors.no_words import words_of
from cairong.gateway.asking import made, origin, site, to_make, to_say_who, to_sign, who
from cairong.gateway.exchange import exchange
from cairong.gateway.pressing import is_kept, signed_for
from cairong.gateway.standing import standstills
from cairong.home.folder import home
from cairong.kernel.actor import Channel, system
from cairong.kernel.errors import Conflict, Refusal
from cairong.orders import tickets
from cairong.orders.actions.make_key import ask_key_end, found_key, make_key
from cairong.orders.counting import is_signed, keys_that_count, names_of, signers_said
from cairong.orders.reads import (
    end_asked,
    every_key,
    keys_but,
    keys_of_site,
    keys_unused,
    of_each_person,
    order_by_digest,
    signatures_of,
)
from cairong.orders.signatures import Made
from cairong.orders.words import digest_shown, lines_of, said_of, title_of
from cairong.policy.catalogue import Sentence, sentences
from cairong.treasury.actions.sign_order import sign_order
from cairong.treasury.ordering import (
    ended_as,
    leads_to_pay,
    signing_actor,
    to_be_paid,
    waits_for,
    waits_for_any,
)
from cairong.treasury.unsent import may_be_paid

View = Callable[..., HttpResponse]


def page(view: View) -> View:
    """Make a view a page of the gateway: every refusal in words, nothing kept by a browser."""

    @wraps(view)
    @require_http_methods(["GET", "POST"])
    def through(request: HttpRequest, **parts: str) -> HttpResponse:
        try:
            response = view(request, **parts)
        except Refusal as refusal:
            response = _refused(request, refusal)
        response["Cache-Control"] = "no-store"
        return response

    return through


def ended_before() -> set[str]:
    """Name the keys that ended, as the folder remembers them through a restore.

    Raises Conflict where the folder cannot be read: no signature is taken while nobody knows which
    ended.
    """
    try:
        return exchange(home()).ledger.ended()
    except OSError as error:
        raise Conflict("orders.list_unreadable", "二(三)-4", why=error.strerror or "") from error


def asked_who() -> tuple[str, str]:
    """Ask who sits here, where anybody holds a key."""
    keys = keys_but(home_city(), ended_before())
    return to_say_who(keys) if keys else ("", "")


def own_keys(request: HttpRequest, now: datetime) -> HttpResponse:
    """List the keys of whoever showed one; write the order that ends the one they name."""
    mark, answer = request.POST.get("mark", ""), request.POST.get("answer", "")
    shown = who(mark, answer, keys_but(home_city(), ended_before()))
    mine = [key for key in every_key(shown.city_id) if key.person_id == shown.person_id]
    for key in mine:
        if str(key.pk) == request.POST.get("end", ""):
            actor = system(city=key.city_id).through(Channel.GATEWAY)
            order = end_asked(key) or ask_key_end(actor=actor, now=now, key_id=key.pk)
            return redirect("order", digest=order.digest)
    context = {"person": shown.person, "keys": mine, "mark": mark, "answer": answer}
    return render(request, "gateway/keys.html", context)


@page
def waiting(request: HttpRequest) -> HttpResponse:
    """Ask who sits here, then list what waits for them, each with its code.

    A demonstration asks nobody, and lists what waits for anybody.
    """
    stands = standstills(home_city(), moment_of(request))
    if is_kept(home_city()):
        context = {"rows": said_of(waits_for_any(home_city())), "stands": stands}
        return render(request, "gateway/waiting.html", context)
    if request.method == "POST":
        keys = keys_but(home_city(), ended_before())
        key = who(request.POST.get("mark", ""), request.POST.get("answer", ""), keys)
        rows = said_of(waits_for(key.person_id, key.city_id))
        context = {"person": key.person, "rows": rows, "stands": stands}
        return render(request, "gateway/waiting.html", context)
    question, mark = asked_who()
    context = {"question": question, "mark": mark, "stands": stands}
    return render(request, "gateway/who.html", context)


@page
def order(request: HttpRequest, digest: str) -> HttpResponse:
    """Show one order in words with its code; take one person's signature of it.

    In a demonstration a press takes the place of a key in hand.
    """
    found = order_by_digest(digest)
    if request.method == "POST":
        answer, now = request.POST.get("answer", ""), moment_of(request)
        if is_kept(found.city_id):
            answer = signed_for(request.POST.get("person", ""), digest_shown(found))
        actor = signing_actor(found, answer, site=origin(), now=now)
        given = {"digest": digest, "signature": answer, "site": origin()}
        sign_order(actor=actor, now=now, gone=ended_before(), **given)
        return redirect("order", digest=digest)
    ended = ended_as(found)
    signed = signatures_of(found)
    known = keys_unused(signed, keys_but(found.city_id, ended_before()))
    keys = keys_that_count(found, known, moment_of(request))
    kept = of_each_person(keys) if is_kept(found.city_id) else []
    context = {
        "order": found,
        "title": title_of(found),
        "lines": list(lines_of(found)),
        "who": signers_said(found),
        "whole": is_signed(found),
        "signed": signed,
        "ended": ended,
        "doubted": may_be_paid(found),
        "stands": standstills(found.city_id, moment_of(request)),
        "leads": leads_to_pay(found),
        "on_the_way": to_be_paid(found),
        "kept": kept,
        "question": "" if ended or kept or not keys else to_sign(digest_shown(found), keys),
    }
    return render(request, "gateway/order.html", context)


@page
def key(request: HttpRequest) -> HttpResponse:
    """Let a person make a key with a word printed for them, and show its fingerprint.

    Whoever shows a key sees their own, and may ask for the end of each.
    """
    folder, now = home().gateway, moment_of(request)
    if is_kept(home_city()):
        return render(request, "gateway/kept.html", {"keys": every_key(home_city())})
    if request.method == "GET":
        question, mark = asked_who()
        return render(request, "gateway/key.html", {"question": question, "mark": mark})
    if "mark" in request.POST:
        return own_keys(request, now)
    word, answer = request.POST.get("word", ""), request.POST.get("answer", "")
    ticket = tickets.found(folder, word, now)
    if not answer:
        question = to_make(word, ticket, keys_of_site(ticket.city, site()))
        context = {"ticket": ticket, "word": word, "question": question}
        return render(request, "gateway/make.html", context)
    credential, public = made(word, answer)
    key = Made(credential=credential, public_key=public, site=site(), origin=origin())
    actor, person = system(city=ticket.city).through(Channel.GATEWAY), ticket.person
    fresh, asked, of = None, None, ticket.ceremony_id
    with tickets.spent(folder, word):
        if ticket.founding:
            fresh = found_key(actor=actor, now=now, person_id=person, made=key, ceremony_id=of)
        else:
            asked = make_key(actor=actor, now=now, person_id=person, made=key, ceremony_id=of)
    said = {"who": names_of(asked)} if asked else {}
    context = {"ticket": ticket, "key": fresh, "order": asked, **said}
    return render(request, "gateway/made.html", context)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's own
    """Say that there is no such page."""
    return _said(request, 404, [])


def failed(request: HttpRequest) -> HttpResponse:
    """Say that something went wrong; why stands in the log."""
    return _said(request, 500, [])


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return _said(request, refusal.status, sentences(refusal))


def _said(request: HttpRequest, status: int, said: Sequence[Sentence]) -> HttpResponse:
    context = {"words": words_of(status), "said": said}
    return render(request, "gateway/refused.html", context, status=status)
