"""What happens at the door, noted in the log of access; how one was last in, kept for the desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from django.http import HttpRequest

from cairong.doors.actors import home_city, moment_of
from cairong.doors.limits import address_of
from cairong.kernel.errors import Invalid, NotAllowed, Refusal
from cairong.parties import accesses
from cairong.parties.accesses import Before, Outcome
from cairong.parties.reads import Holder

LAST = "last_in"


def note(request: HttpRequest, outcome: Outcome, account: Holder) -> None:
    """Note what happened with an account that is known."""
    accesses.note(
        now=moment_of(request), outcome=outcome, address=address_of(request), account=account
    )


def note_name(request: HttpRequest, outcome: Outcome, name: str) -> None:
    """Note a try under a name that was typed, which may be nobody's."""
    accesses.note_name(
        city=home_city(), now=moment_of(request), outcome=outcome, address=address_of(request),
        name=name,
    )  # fmt: skip


@contextmanager
def noted(request: HttpRequest, account: Holder) -> Iterator[None]:
    """Note why somebody is not let in who has shown the password, or came by a linked identity."""
    try:
        yield
    except Refusal as refusal:
        if isinstance(refusal, Invalid):
            note(request, Outcome.FACTOR, account)
        elif isinstance(refusal, NotAllowed):
            note(request, Outcome.NO_MANDATE, account)
        raise


def keep_last(request: HttpRequest, last: Before | None) -> None:
    """Keep in the session how somebody was in before this time, and what failed since."""
    if last is not None:
        request.session[LAST] = [int(last.at.timestamp()), last.address, last.failed]


def last_in(request: HttpRequest) -> Before | None:
    """Read how whoever sits here was in before this time; None where that is not known."""
    kept = request.session.get(LAST)
    if kept is None:
        return None
    at, address, failed = kept
    return Before(at=datetime.fromtimestamp(at, UTC), address=address, failed=failed)


def forget_failed(request: HttpRequest) -> None:
    """Say no more of what failed: its holder has looked."""
    last = last_in(request)
    if last is not None and last.failed:
        keep_last(request, replace(last, failed=0))
