"""Passkeys at the door: the question a page puts to its browser, kept in the session, good once."""

import json
from datetime import datetime

from django.http import HttpRequest

from cairong.doors.actors import moment_of
from cairong.kernel.errors import Invalid
from cairong.parties.passkeys import Question, Signed, to_create, to_show
from cairong.parties.reads import Holder

KEPT, SECONDS = "passkey", 300


def asked_to_create(request: HttpRequest, account: Holder) -> str:
    """Put the question for a new passkey, as a script takes it."""
    return _put(request, to_create(account, _site(request)))


def asked_to_show(request: HttpRequest, account: Holder) -> str:
    """Put the question that a passkey of the account answers; empty where it has none."""
    question = to_show(account, _site(request))
    return _put(request, question) if question else ""


def signed(request: HttpRequest, answer: str) -> Signed | None:
    """Take an answer with the question it is to, which is over by it; None where none was given.

    Raises Invalid for an answer to nothing, or after five minutes.
    """
    if not answer:
        return None
    state, since = request.session.pop(KEPT, (None, 0))
    if state is None or _now(moment_of(request)) - since > SECONDS:
        raise Invalid("sign_in.passkey", field="passkey")
    return Signed(answer=answer, state=state, site=_site(request))


def _put(request: HttpRequest, question: Question) -> str:
    request.session[KEPT] = (question.state, _now(moment_of(request)))
    return json.dumps(question.options, default=dict)


def _site(request: HttpRequest) -> str:
    return request.get_host().partition(":")[0]


def _now(moment: datetime) -> int:
    return int(moment.timestamp())
