"""The decorator of every page: makes the actor, admits its role, answers every refusal."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any, TypeIs

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponseBase

from cairong.audit.frozen import told_frozen
from cairong.audit.transaction import keep_refusal, require_role, require_shown
from cairong.doors import proof
from cairong.doors.actors import (
    GivenPassword,
    LacksFactor,
    SignedOut,
    account_of,
    actor_of_request,
    asking,
    moment_of,
    public_actor,
)
from cairong.doors.refusals import answer
from cairong.doors.uploads import refuse_files_cut
from cairong.kernel.actor import Actor, Channel, Role
from cairong.kernel.errors import NotShown, Refusal

LONGEST_QUERY = 4096
UNREADABLE = 400
SEEN, SEEN_SECONDS = "seen", 300
LINK = "token"  # the part of an address that lets its holder in


View = Callable[..., HttpResponseBase]


def page(
    *roles: Role,
    fresh: bool = False,
    without_factor: bool = False,
    with_given_password: bool = False,
) -> Callable[[View], View]:
    """Make a view a page for those who are signed in; named roles admit only those.

    One that is `fresh` opens once the second factor was shown anew. Whoever must have one and has
    none is led to get it, but for pages open `without_factor`; and before that, whoever has not
    chosen the password, but for pages open `with_given_password`.
    """
    return _door(
        roles, actor_of_request, fresh=fresh, without_factor=without_factor,
        with_given_password=with_given_password,
    )  # fmt: skip


def public_page(view: View) -> View:
    """Make a view a page that anybody may read; who is signed in is its actor all the same."""
    return _door((), _anybody, without_factor=True, with_given_password=True)(view)


def _anybody(request: HttpRequest, *, channel: Channel = Channel.WEB) -> Actor:
    try:
        return actor_of_request(request, channel=channel)
    except SignedOut:
        return asking(request, public_actor(channel=channel))


def recognise(request: HttpRequest) -> None:
    """Find who asks at an address that no page answers, so that the answer knows its reader.

    Where that cannot be told, without a database for one, the answer is the same without it.
    """
    if hasattr(request, "user") and not hasattr(request, "actor"):
        with suppress(Refusal, DatabaseError, InterfaceError):
            request.actor = _anybody(request)  # type: ignore[attr-defined]


def _door(
    roles: tuple[Role, ...],
    who: Callable[..., Actor],
    *,
    fresh: bool = False,
    without_factor: bool = False,
    with_given_password: bool = False,
) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def through(request: HttpRequest, **parts: Any) -> HttpResponseBase:
            actor: Actor | None = None
            try:
                refuse_long_query(request)
                given = proof.taken_out(request)
                actor = who(request)
                keep_alive(request, actor)
                request.actor = actor  # type: ignore[attr-defined]
                _require_ready(
                    actor, without_factor=without_factor, with_given_password=with_given_password
                )
                require_role(actor, *roles)
                if not getattr(through, "takes_files", False):
                    refuse_files_cut(request)
                actor = proof.shown(request, actor, given) if given else actor
                if fresh:
                    require_shown(actor, moment_of(request))
                response = proof.opened(request, given) or view(request, actor, **parts)
            except NotShown as wanted:
                response = proof.ask(request, wanted, kept=not fresh)
            except Refusal as found:
                refusal = told_frozen(found, actor.city, parts) if _is_known(actor) else found
                _keep(request, actor, view.__name__, refusal)
                response = answer(request, refusal)
            if LINK in parts or is_private(request):
                response.setdefault("Cache-Control", "no-store")
            return response

        through.page_roles = roles  # type: ignore[attr-defined]
        return through

    return decorate


def _require_ready(actor: Actor, *, without_factor: bool, with_given_password: bool) -> None:
    """Refuse whoever has to see to the account first, but where a page is open so.

    Raises GivenPassword, LacksFactor.
    """
    if actor.given_password and not with_given_password:
        raise GivenPassword
    if actor.lacks_factor and not without_factor:
        raise LacksFactor


def _keep(request: HttpRequest, actor: Actor | None, act: str, refusal: Refusal) -> None:
    """Keep what a signed-in person was refused at the door (a use-case keeps its own)."""
    if _is_known(actor) and not refusal.kept:
        keep_refusal(actor, moment_of(request), act, refusal)


def _is_known(actor: Actor | None) -> TypeIs[Actor]:
    return actor is not None and actor.person_id is not None


def is_private(request: HttpRequest) -> bool:
    """Whether an answer is for a person who is known, so that no browser may keep it."""
    return getattr(request, "actor", None) is not None and account_of(request) is not None


def keep_alive(request: HttpRequest, actor: Actor) -> None:
    """Let a session in use run on: its end is moved at most once in five minutes."""
    if actor.person_id is None:
        return
    moment = int(moment_of(request).timestamp())
    if moment - request.session.get(SEEN, 0) > SEEN_SECONDS:
        request.session[SEEN] = moment


class Unreadable(Refusal):
    """The request cannot be read at all."""

    kind, status = "Unreadable", UNREADABLE


def refuse_long_query(request: HttpRequest) -> None:
    """Refuse an address whose query is longer than any of our pages makes."""
    length = len(request.META.get("QUERY_STRING", ""))
    if length > LONGEST_QUERY:
        raise Unreadable("doors.query_too_long", length=length, most=LONGEST_QUERY)
