"""Ask beforehand why an act would be refused: it is carried out and taken back, nothing stays."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NoReturn

from django.db import DatabaseError, transaction

from cairong.audit.rehearsal import rehearsed
from cairong.audit.transaction import refusal_of, require_level, use_case
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Finding, Refusal
from cairong.parties.four_eyes import TwoPersonAct

type Tried = TwoPersonAct[..., Any] | Callable[..., Any]


class _TakenBackError(Exception):
    """The trial went through, and is taken back."""


def findings_against(
    act: Tried, *, actor: Actor, now: datetime, arguments: Mapping[str, Any]
) -> tuple[Finding, ...]:
    """Say why an act would be refused as things stand; nothing where it would not be.

    No event, no row and no record of a refusal is left of it.
    """
    return _findings(act, actor=actor, now=now, arguments=arguments)


@use_case(silent=True)
def _findings(
    act: Tried, *, actor: Actor, now: datetime, arguments: Mapping[str, Any]
) -> tuple[Finding, ...]:
    try:
        with rehearsed(), transaction.atomic():
            _tried(act, actor, now, arguments)
    except _TakenBackError:
        return ()
    except Refusal as refusal:
        return refusal.findings
    except DatabaseError as error:
        found = refusal_of(error)
        if found is None:
            raise
        return found.findings


def _tried(act: Tried, actor: Actor, now: datetime, arguments: Mapping[str, Any]) -> NoReturn:
    """Carry an act out, and end so that its rows are taken back. Raises _TakenBackError."""
    if isinstance(act, TwoPersonAct):
        require_level(actor, *act.roles, counties=act.counties)
        act.body(actor=actor, now=now, **act.kept(arguments))
    else:
        act.__wrapped__(actor=actor, now=now, **arguments)  # type: ignore[attr-defined]
    raise _TakenBackError
