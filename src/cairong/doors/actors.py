"""Who asks: the actor of a request, made from the signed-in account and its chosen mandate."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from cairong.doors.clock import now
from cairong.kernel.actor import Actor, Channel, public
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid, NotAllowed, NotFound, Refusal
from cairong.parties.factors import has_factor, needs_factor
from cairong.parties.reads import Holder, actor_of, city_of, first_city, in_force

TOKEN = "request_id"  # noqa: S105 - the name of a form's field
SHOWN = "shown"
NOT_ASKED = {"csrfmiddlewaretoken", TOKEN}
OF_GUESTS = {"name", "contact"}


class SignedOut(Refusal):
    """Nobody is signed in. `ended` says that somebody was, and is no longer."""

    kind: ClassVar[str] = "SignedOut"
    status: ClassVar[int] = 401

    def __init__(self, code: str = "access.signed_out", *, ended: bool = False) -> None:
        super().__init__(code)
        self.ended = ended


class Unready(NotAllowed):
    """Whoever is signed in has to see to the account first, on the page that `way` names."""

    way: ClassVar[str]
    word: ClassVar[str]
    code: ClassVar[str]

    def __init__(self) -> None:
        super().__init__(self.code, "三(一)-1")


class GivenPassword(Unready):
    """The password was given by somebody else and not changed yet."""

    way, word, code = "account-password", "去修改", "access.given_password"


class LacksFactor(Unready):
    """There must be a second factor, and there is none."""

    way, word, code = "account-switch-on", "去启用", "access.no_factor"


def actor_of_request(request: HttpRequest, *, channel: Channel = Channel.WEB) -> Actor:
    """Make the actor of a signed-in request, under the mandate its account has chosen.

    Raises SignedOut where nobody is signed in, where the session was ended or the password
    changed, and where the mandate has ended or its organisation is suspended. A demonstration city
    is told by its mark alone, which the database never lets change.
    """
    account = account_of(request)
    if account is None:
        raise SignedOut(
            "access.session_ended" if ended(request) else "access.signed_out", ended=ended(request)
        )
    mandate = account.mandate
    if mandate is None or not in_force(mandate, day_of(now())):
        raise SignedOut("access.mandate_ended", ended=True)
    until = account.rests_until
    demo = mandate.organisation.city.demo
    actor = replace(
        actor_of(mandate, channel=channel),
        rests_until=until if until is not None and until > moment_of(request) else None,
        given_password=account.given_password,
        lacks_factor=not demo and needs_factor(mandate) and not has_factor(account),
        shown_at=shown_at(request),
        spared=demo,
    )
    return asking(request, actor)


def keep_shown(request: HttpRequest) -> None:
    """Remember in the session that whoever sits here has shown just now who they are."""
    request.session[SHOWN] = int(moment_of(request).timestamp())


def shown_at(request: HttpRequest) -> datetime | None:
    """Read when whoever sits here last showed who they are."""
    kept = request.session.get(SHOWN)
    return None if kept is None else datetime.fromtimestamp(kept, UTC)


def public_actor(*, channel: Channel = Channel.WEB) -> Actor:
    """Make the actor of somebody who only reads."""
    return public(city=home_city()).through(channel)


def account_of(request: HttpRequest) -> Holder | None:
    """Find the signed-in account of a request."""
    user: Any = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def ended(request: HttpRequest) -> bool:
    """Whether a request without account carries the cookie of a session that is no more."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return not request.session.session_key or SESSION_KEY in request.session


def asking(request: HttpRequest, actor: Actor) -> Actor:
    """Let an actor carry the one-time token of a form, and what was asked with it."""
    token = request_token(request)
    return actor if token is None else replace(actor, request_id=token, asked=_asked(request))


def _asked(request: HttpRequest) -> bytes:
    """Digest what a form asks: whose it is, where it goes, all its fields, its files by name.

    With a key that is not in the database: among the fields may be a password. How somebody
    without an account is reached is left out, for what the chain keeps is kept for good.
    """
    account = account_of(request)
    guest = account is None and "contact" in request.POST
    left_out = {*NOT_ASKED, *(OF_GUESTS if guest else ())}
    fields = sorted(list_ for list_ in request.POST.lists() if list_[0] not in left_out)
    files = sorted(
        (name, file.name or "", file.size or 0)
        for name, sent in request.FILES.lists()
        for file in sent
    )
    said = [str(account.person_id if account else ""), request.path, fields, files]
    return salted_hmac("cairong.asked", json.dumps(said), algorithm="sha256").digest()


def request_token(request: HttpRequest) -> UUID | None:
    """Read a form's one-time token. Raises Invalid for what is no token."""
    text = request.POST.get(TOKEN, "") if request.method == "POST" else ""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise Invalid("doors.token", field=TOKEN, value=text) from None


@cache
def city_facts(code: str) -> tuple[str, bool]:
    """Name a city, and say whether it is a demonstration."""
    city = city_of(code)
    return city.name, city.demo


@cache
def home_city() -> str:
    """Name the city this installation serves to those who have not signed in.

    Raises NotFound before a city was founded.
    """
    return first_city()


def demo_mark() -> str:
    """Name what leaves a demonstration city; empty in a real one."""
    try:
        demo = city_facts(home_city())[1]
    except NotFound:
        return ""
    return "演示数据" if demo else ""


def moment_of(request: HttpRequest) -> datetime:
    """Read the moment of a request: one for all it does."""
    moment: datetime | None = getattr(request, "moment", None)
    if moment is None:
        moment = now()
        request.moment = moment  # type: ignore[attr-defined]
    return moment
