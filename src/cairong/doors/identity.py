"""Outside identity providers (OpenID Connect): out to one, and back with who somebody is there."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, ClassVar, NamedTuple

import requests
from authlib.integrations.django_client import DjangoIntegration, DjangoOAuth2App, OAuthError
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from joserfc.errors import JoseError

from cairong.doors.actors import moment_of
from cairong.doors.limits import limit_address
from cairong.home.providers import Provider
from cairong.kernel.errors import NotFound, Refusal

WANTED, PROVED = "identity_next", "identity_proved"
PROVED_SECONDS, TRIES, STRETCH = 300, 60, 300
WAIT_SECONDS = 10
LONGEST_SUBJECT = 255
# Signed with a key of the provider's alone: no «none», no secret that two know.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
BROKEN = (OAuthError, JoseError, ValueError, KeyError, TypeError, RuntimeError)
logger = logging.getLogger(__name__)


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


class _Client(DjangoOAuth2App):  # type: ignore[misc]
    """Authlib's client, bound to one issuer and to signatures by the issuer's own key."""

    def load_server_metadata(self) -> dict[str, Any]:
        metadata: dict[str, Any] = super().load_server_metadata()
        if metadata.get("issuer") != self.name:
            raise OAuthError("issuer", f"{metadata.get('issuer')!r} answers for {self.name!r}")
        metadata["id_token_signing_alg_values_supported"] = ALGORITHMS
        return metadata


def provider_of(key: str) -> Provider:
    """Find a provider by the word of its address. Raises NotFound."""
    for provider in settings.PROVIDERS:
        if provider.key == key:
            return provider
    raise NotFound("identity.no_provider", value=key)


def return_address(provider: Provider) -> str:
    """Write the address a provider sends people back to, as it is registered there."""
    return settings.SITE_URL + reverse("account-come-back", kwargs={"key": provider.key})


def lead_out(request: HttpRequest, provider: Provider, wanted: str) -> HttpResponseRedirect:
    """Send somebody to a provider, to come back to where they wanted to go. Raises Silent."""
    limit_address(request, "identity", most=TRIES, seconds=STRETCH)
    request.session[WANTED] = wanted[:2000]
    with _asking(provider):
        address = return_address(provider)
        answer: HttpResponseRedirect = _client(provider).authorize_redirect(request, address)
    return answer


def identity_of(request: HttpRequest, provider: Provider) -> Identity:
    """Read who came back from a provider, by a token it signed for this very visit.

    Raises NotProved, Silent.
    """
    limit_address(request, "identity", most=TRIES, seconds=STRETCH)
    options = {"iss": {"values": [provider.issuer]}, "aud": {"values": [provider.client_id]}}
    with _asking(provider):
        token = _client(provider).authorize_access_token(request, claims_options=options)
        subject = token["userinfo"]["sub"]
        if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
            raise ValueError(subject)
    return Identity(provider, subject)


def wanted_after(request: HttpRequest) -> str:
    """Name, once, where somebody wanted to go when they were sent to a provider."""
    return str(request.session.pop(WANTED, ""))


def keep_proved(request: HttpRequest, identity: Identity) -> None:
    """Remember for five minutes who somebody signed in is elsewhere, until they confirm it."""
    moment = moment_of(request).timestamp()
    request.session[PROVED] = [identity.provider.key, identity.subject, moment]


def proved(request: HttpRequest) -> Identity | None:
    """Find whom a signed-in person has yet to confirm to be."""
    key, subject, since = request.session.get(PROVED) or ("", "", 0)
    if not key or moment_of(request).timestamp() - since > PROVED_SECONDS:
        return None
    return Identity(provider_of(key), subject)


def forget_proved(request: HttpRequest) -> None:
    """Forget it: it was confirmed."""
    request.session.pop(PROVED, None)


def check_provider(provider: Provider) -> None:
    """Ask a provider for what it publishes of itself and its keys. Raises NotProved, Silent."""
    with _asking(provider):
        _client(provider).fetch_jwk_set(force=True)


@cache
def _client(provider: Provider) -> _Client:
    """Keep one client for a provider, with what it publishes of itself."""
    return _Client(
        DjangoIntegration(provider.issuer),
        name=provider.issuer,
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid",
            "code_challenge_method": "S256",
            "default_timeout": WAIT_SECONDS,
        },
    )


@contextmanager
def _asking(provider: Provider) -> Iterator[None]:
    """Turn what can go wrong with a provider into refusals; the log has the reason."""
    try:
        yield
    except requests.RequestException as error:
        _client.cache_clear()
        logger.warning("%s does not answer: %s", provider.issuer, error)
        raise Silent("identity.silent", provider=provider.name) from error
    except BROKEN as error:
        _client.cache_clear()
        logger.warning("%s proved nothing: %r", provider.issuer, error)
        code = "identity.declined" if _declined(error) else "identity.not_proved"
        raise NotProved(code, provider=provider.name) from error


def _declined(error: Exception) -> bool:
    return isinstance(error, OAuthError) and error.error == "access_denied"
