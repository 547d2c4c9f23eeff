"""Outside identity providers (OpenID Connect): out to one, and back with who somebody is there."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore
from typing import Any, ClassVar, NamedTuple
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client.errors import MismatchingStateError
from authlib.integrations.django_client import DjangoIntegration, DjangoOAuth2App, OAuthError
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from cairong.doors.actors import moment_of
from cairong.doors.limits import limit_address
from cairong.home.providers import Provider, providers_known
from cairong.home.trouble import Trouble
from cairong.kernel.errors import NotFound, Refusal

LINKING, PROVED, STATE = "identity_linking", "identity_proved", "_state_"
PROVED_SECONDS, TRIES, STRETCH = 300, 300, 300
CONNECT_SECONDS, READ_SECONDS, REST_SECONDS, TURN_SECONDS = 3, 5, 30, 1
LONGEST_SUBJECT, LONGEST_WANTED, MOST_STATES = 255, 2000, 4
# Signed with a key of the provider's alone: no «none», no secret that two know.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
PUBLISHED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
BROKEN = (OAuthError, JoseError, ValueError, KeyError, TypeError, ArithmeticError, RuntimeError)
logger = logging.getLogger(__name__)
_clients: dict[Provider, "_Client"] = {}
_resting: dict[Provider, float] = {}
_outside = BoundedSemaphore(2)


class NotProved(Refusal):
    """The provider did not say, in a way that can be relied on, who somebody is."""

    kind: ClassVar[str] = "NotProved"
    status: ClassVar[int] = 403


class Silent(Refusal):
    """The provider does not answer."""

    kind: ClassVar[str] = "Silent"
    status: ClassVar[int] = 503


class Identity(NamedTuple):
    """Who somebody is at a provider: `subject` is the provider's own name for them, for good."""

    provider: Provider
    subject: str


class Errand(NamedTuple):
    """For what somebody was sent to a provider: to where they wanted to go, or to be linked."""

    wanted: str = ""
    linking: bool = False


class _Client(DjangoOAuth2App):  # type: ignore[misc]
    """Authlib's client, bound to one issuer and to signatures by the issuer's own key.

    Of what a provider publishes of itself only its addresses are believed: how it is asked and
    its answers are checked is not its to say.
    """

    server_metadata: dict[str, Any]

    def load_server_metadata(self) -> dict[str, Any]:
        if "_loaded_at" not in self.server_metadata:
            said = super().load_server_metadata()
            published = {name: said[name] for name in PUBLISHED}
            if published["issuer"] != self.name:
                raise ValueError(f"issuer is {published['issuer']!r}")
            schemes = {"https", urlsplit(self.name).scheme}
            if not {urlsplit(str(each)).scheme for each in published.values()} <= schemes:
                raise ValueError("an address is not https")
            self.server_metadata = published | {
                "_loaded_at": said["_loaded_at"],
                "id_token_signing_alg_values_supported": ALGORITHMS,
            }
        return self.server_metadata


@cache
def known() -> tuple[Provider, ...]:
    """Read the providers once in a process; a file spoilt since the start stands for none."""
    try:
        return providers_known(settings.HOME)
    except Trouble as trouble:
        logger.warning("%s", trouble)
        return ()


def provider_of(key: str) -> Provider:
    """Find a provider by the word of its address. Raises NotFound."""
    for provider in known():
        if provider.key == key:
            return provider
    raise NotFound("identity.no_provider", value=key)


def return_address(provider: Provider) -> str:
    """Write the address a provider sends people back to, as it is registered there."""
    return settings.SITE_URL + reverse("account-come-back", kwargs={"key": provider.key})


def begin_linking(request: HttpRequest, provider: Provider) -> None:
    """Remember that somebody signed in asked, on our own page, to be linked."""
    request.session[LINKING] = provider.key


def lead_out(request: HttpRequest, provider: Provider, wanted: str) -> HttpResponseRedirect:
    """Send somebody to a provider, to come back to where they wanted to go.

    Raises TooOften, NotProved, Silent.
    """
    limit_address(request, "identity", most=TRIES, seconds=STRETCH)
    with _asking(provider):
        client, address = _client(provider), return_address(provider)
        asked = client.create_authorization_url(address)
        for old in _states(request)[:-MOST_STATES]:
            del request.session[old]
        client.save_authorize_data(
            request,
            redirect_uri=address,
            wanted=wanted if len(wanted) <= LONGEST_WANTED else "",
            linking=request.session.pop(LINKING, "") == provider.key,
            **asked,
        )
    return HttpResponseRedirect(asked["url"])


def _states(request: HttpRequest) -> list[str]:
    return [key for key, _ in request.session.items() if key.startswith(STATE)]


def errand_of(request: HttpRequest, provider: Provider) -> Errand | None:
    """Find for what somebody who comes back had left; None for who did not leave from here."""
    framework = _client(provider).framework
    data = framework.get_state_data(request.session, request.GET.get("state"))
    return Errand(wanted=data["wanted"], linking=data["linking"]) if data else None


def identity_of(request: HttpRequest, provider: Provider) -> Identity:
    """Read who came back from a provider, by a token it signed for this very visit.

    Raises NotProved, Silent.
    """
    options = {"iss": {"values": [provider.issuer]}, "aud": {"values": [provider.client_id]}}
    with _asking(provider):
        token = _client(provider).authorize_access_token(request, claims_options=options)
        subject = token["userinfo"]["sub"]
        printable = isinstance(subject, str) and subject.isprintable()
        if not printable or not 0 < len(subject) <= LONGEST_SUBJECT:
            raise ValueError("sub is not usable")
    return Identity(provider, subject)


def keep_proved(request: HttpRequest, identity: Identity) -> None:
    """Remember for five minutes who somebody signed in is elsewhere, until they confirm it."""
    provider, moment = identity.provider, moment_of(request).timestamp()
    request.session[PROVED] = [provider.key, provider.issuer, identity.subject, moment]


def proved(request: HttpRequest) -> Identity | None:
    """Find whom a signed-in person has yet to confirm to be."""
    key, issuer, subject, since = request.session.get(PROVED) or ("", "", "", 0)
    if not key or moment_of(request).timestamp() - since > PROVED_SECONDS:
        return None
    provider = provider_of(key)
    return Identity(provider, subject) if provider.issuer == issuer else None


def forget_proved(request: HttpRequest) -> None:
    """Forget it: it was confirmed."""
    request.session.pop(PROVED, None)


def fault_of(provider: Provider) -> str:
    """Ask a provider for what it publishes of itself; say what is wrong with it, empty for none."""
    try:
        client = _Client(**_settings(provider))
        keys = KeySet.import_key_set(client.fetch_jwk_set(force=True)).keys
    except requests.RequestException as error:
        return f"没有应答({type(error).__name__})"
    except BROKEN as error:
        return f"自述或公钥不对({error})"
    usable = [key for key in keys if key.key_type in {"RSA", "EC"}]
    return "" if usable else "没有给出 RSA 或 EC 公钥"


def _client(provider: Provider) -> _Client:
    """Keep one client for a provider, with what it publishes of itself."""
    return _clients.setdefault(provider, _Client(**_settings(provider)))


def _settings(provider: Provider) -> dict[str, Any]:
    return {
        "framework": DjangoIntegration(provider.issuer),
        "name": provider.issuer,
        "client_id": provider.client_id,
        "client_secret": provider.client_secret,
        "server_metadata_url": f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
        "client_kwargs": {
            "scope": "openid",
            "code_challenge_method": "S256",
            "default_timeout": (CONNECT_SECONDS, READ_SECONDS),
        },
    }


@contextmanager
def _asking(provider: Provider) -> Iterator[None]:
    """Turn what can go wrong with a provider into refusals; the log has the reason.

    Two threads of a process at most wait outside, and one that is silent is left alone for a
    while: the rest of the product goes on.
    """
    turn = time.monotonic() >= _resting.get(provider, 0)
    if not (turn and _outside.acquire(timeout=TURN_SECONDS)):
        raise Silent("identity.silent", provider=provider.name)
    try:
        yield
    except requests.RequestException as error:
        _clients.pop(provider, None)
        _resting[provider] = time.monotonic() + REST_SECONDS
        logger.warning("%s does not answer: %s", provider.issuer, error)
        raise Silent("identity.silent", provider=provider.name) from error
    except MismatchingStateError as error:
        raise NotProved("identity.stale", provider=provider.name) from error
    except BROKEN as error:
        if not isinstance(error, OAuthError):
            _clients.pop(provider, None)
        logger.warning("%s proved nothing: %r", provider.issuer, error)
        declined = isinstance(error, OAuthError) and error.error == "access_denied"
        code = "identity.declined" if declined else "identity.not_proved"
        raise NotProved(code, provider=provider.name) from error
    finally:
        _outside.release()
