"""The one transaction of every use-case: opened here, bounded, retried, its refusal kept."""

import logging
import random
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, suppress
from datetime import datetime
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.db import DatabaseError, connection, transaction

from cairong.audit.frozen import told_frozen
from cairong.audit.models import Event, RefusalRecord
from cairong.audit.outbox import CONSUMERS, Consumer, receive
from cairong.audit.recording import RECORDED, Recorded
from cairong.kernel.actor import BUREAU, PURCHASER, Actor, Role
from cairong.kernel.acts import Act, declare
from cairong.kernel.errors import (
    KINDS,
    Conflict,
    Finding,
    Invalid,
    NotAllowed,
    NotShown,
    Refusal,
    Repeated,
    WrongState,
)
from cairong.policy.catalogue import CONSTRAINTS

P = ParamSpec("P")
R = TypeVar("R")

RETRIED = {"40001", "40P01", "55P03", "23503"}  # the last: what it refers to was frozen meanwhile
ATTEMPTS = 5
TYPED, LONGEST = "value", 200
LOGGER = logging.getLogger(__name__)


def use_case(
    *roles: Role,
    word: str = "",
    at_rest: bool = False,
    silent: bool = False,
    fresh: bool = False,
    without_factor: bool = False,
    with_given_password: bool = False,
    counties: bool = False,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function one act: a role check, one durable transaction, exactly one event.

    The function takes keyword arguments, `actor` and `now` among them. Empty `roles` admits all;
    `word` is what people call the act, which is then found by the name of the function. An account
    renewed lately carries out only what may be done `at_rest`, one that must have a second factor
    and has none only what is open `without_factor`, one whose password others gave only what is
    open `with_given_password`. A `fresh` act asks for a factor shown within ten minutes. A `silent`
    one leaves no event. What the bureau's roles do, a county's own does if it is `counties`' too.
    Raises whatever refusal the act raises, after keeping a record of it; Conflict when the
    database stayed busy, or the request's token was used for something else; Repeated when the
    same request was carried out, or its twin was while this one waited and found no more to do.
    """
    demanded = _demanded(at_rest, with_given_password, without_factor)

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def act(*args: P.args, **kwargs: P.kwargs) -> R:
            actor, now = cast("Actor", kwargs["actor"]), cast("datetime", kwargs["now"])
            of = args[0] if args else None
            try:
                require_level(actor, *roles, counties=counties)
                for ready in demanded:
                    ready(actor)
                if fresh or getattr(of, "fresh", False):
                    require_shown(actor, now, act=getattr(of, "word", word))
                return _retried(lambda: function(*args, **kwargs), actor, wanted=int(not silent))
            except (Repeated, NotShown):
                raise
            except Refusal as found:
                refusal = told_frozen(found, actor.city, kwargs)
                _keep_or_repeat(actor, now, getattr(of, "name", function.__name__), refusal)
                if refusal is not found:
                    raise refusal from found
                raise

        if word:
            _declared(function.__name__, act, word, roles, fresh=fresh, counties=counties)
        return act

    return decorate


def _declared(
    name: str,
    call: Callable[..., object],
    word: str,
    roles: tuple[Role, ...],
    *,
    fresh: bool,
    counties: bool,
) -> None:
    declare(Act(name=name, word=word, roles=roles, fresh=fresh, counties=counties, call=call))


def _keep_or_repeat(actor: Actor, now: datetime, act: str, refusal: Refusal) -> None:
    """Keep a refusal as its actor is told it. Raises Repeated where its request was carried out."""
    refusal.tell(actor.role)
    before = None if isinstance(refusal, NotAllowed) else _carried_out(actor)
    if isinstance(before, Repeated):
        raise before from refusal
    keep_refusal(actor, now, act, refusal)


def consumer(
    name: str,
    *,
    word: str = "",
    each: Callable[[Actor, int], Iterable[Callable[..., object]]] | None = None,
    before: Callable[..., AbstractContextManager[Any]] | None = None,
) -> Callable[[Callable[..., R]], Consumer[R]]:
    """Make a function the consumer of an outbox row: a use-case of the system that runs once.

    The function takes `actor`, `now` and `event`; `word` is what people call the consumer, which
    is then found by its name. Where many records have to move, `each` lists the acts that move
    them, by actor and id of the event: each runs in a transaction of its own, or is left out where
    its record stands otherwise by now, before the function takes the event over. Killed in
    between, it goes on with the rest.

    What has to be asked over a network is asked by `before`, while no transaction is open: it
    takes `actor`, `now` and `event_id`, and the function gets what it yields as `answer`. Killed
    before the commit, it is asked again, so whoever is asked must know the same question again.
    """

    def decorate(function: Callable[..., R]) -> Consumer[R]:
        def run(*, actor: Actor, now: datetime, event_id: int) -> R | None:
            require_role(actor, Role.SYSTEM)
            if each:
                carry_out_each(each(actor, event_id), actor=actor, now=now)
            if before is None:
                return _retried(partial(_taken_over, function, name, actor, now, event_id), actor)
            with before(actor=actor, now=now, event_id=event_id) as answer:
                asked = partial(function, answer=answer)
                return _retried(partial(_taken_over, asked, name, actor, now, event_id), actor)

        made = Consumer(name=name, word=word, run=run)
        if word:
            CONSUMERS[name] = made
        return made

    return decorate


def _taken_over[T](
    function: Callable[..., T], name: str, actor: Actor, now: datetime, event_id: int
) -> T | None:
    event = receive(actor=actor, now=now, event_id=event_id, consumer=name)
    recorded = RECORDED.get()
    assert recorded is not None
    if event is None:
        recorded.wanted = 0
        return None
    return function(actor=actor, now=now, event=event)


def carry_out_each(acts: Iterable[Callable[..., object]], *, actor: Actor, now: datetime) -> int:
    """Carry acts out, each in a transaction of its own; counts them.

    One whose record stands otherwise by now (WrongState) is left out.
    """
    done = 0
    for act in acts:
        with suppress(WrongState):
            act(actor=actor, now=now)
            done += 1
    return done


def require_role(actor: Actor, *roles: Role) -> None:
    """Refuse an actor whose role is not among these (none named: everybody may).

    An agency is told that what is the purchaser's own is no part of what it is mandated with.
    """
    if roles and actor.role not in roles:
        if actor.role is Role.AGENCY_CLERK and PURCHASER.intersection(roles):
            raise NotAllowed("access.agency", "条例§16")
        allowed = "、".join(each for each in Role if each in roles)
        raise NotAllowed("access.role", role=actor.role.value, allowed=allowed)


def require_level(actor: Actor, *roles: Role, counties: bool) -> None:
    """Refuse who is in none of these roles, and a county's bureau what the city's alone does.

    Raises NotAllowed. Source: D19.
    """
    require_role(actor, *roles)
    if actor.county_bureau and not counties and BUREAU.intersection(roles):
        raise NotAllowed("access.city_bureau", "三(一)-1", bureau=actor.organisation_name)


def _demanded(*spared: bool) -> list[Callable[[Actor], None]]:
    """List what an account must have seen to before an act, but for what the act is spared."""
    checks = (require_awake, require_own_password, require_factor)
    return [check for check, is_spared in zip(checks, spared, strict=True) if not is_spared]


def require_awake(actor: Actor) -> None:
    """Refuse an account that decides nothing yet, having been renewed lately. Raises NotAllowed."""
    if actor.rests_until is not None:
        raise NotAllowed("access.rests", "三(一)-1", until=actor.rests_until.isoformat())


def require_own_password(actor: Actor) -> None:
    """Refuse an account whose password somebody else gave. Raises NotAllowed."""
    if actor.given_password:
        raise NotAllowed("access.given_password", "三(一)-1")


def require_factor(actor: Actor) -> None:
    """Refuse an account that must have a second factor and has none. Raises NotAllowed."""
    if actor.lacks_factor:
        raise NotAllowed("access.no_factor", "三(一)-1")


def require_shown(actor: Actor, now: datetime, *, act: str = "") -> None:
    """Refuse whoever has not shown the second factor within ten minutes. Raises NotShown."""
    if not actor.has_shown(now):
        raise NotShown("access.not_shown", "三(一)-1", act=act)


def refusal_of(error: DatabaseError) -> Refusal | None:
    """Turn a named constraint or trigger of the database into its refusal, if it has one."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    if name not in CONSTRAINTS:
        return None
    kind, code, obligation = CONSTRAINTS[name]
    if kind == Invalid.kind:
        return Invalid(code, obligation, field=name)
    return KINDS[kind](Finding(code=code, obligation=obligation))


def sqlstate(error: DatabaseError) -> str:
    """Read the SQLSTATE of a database error, empty where there is none."""
    return getattr(error.__cause__, "sqlstate", None) or ""


def _retried[T](body: Callable[[], T], actor: Actor, *, wanted: int = 1) -> T:
    for attempt in range(ATTEMPTS):
        try:
            return _once(body, actor, wanted)
        except DatabaseError as error:
            if getattr(error.__cause__, "diag", None) and _is_repeat(error):
                raise (_carried_out(actor) or Repeated("", "")) from error
            refusal = refusal_of(error)
            if refusal is not None:
                raise refusal from error
            if sqlstate(error) not in RETRIED:
                raise
            LOGGER.info("attempt %d met %s", attempt + 1, sqlstate(error))
            time.sleep(random.uniform(0.01, 0.05) * (attempt + 1))  # noqa: S311 - spreading only
    raise Conflict("conflict.busy")


def _once[T](body: Callable[[], T], actor: Actor, wanted: int) -> T:
    with transaction.atomic(durable=True):
        set_scope(actor)
        token = RECORDED.set(recorded := Recorded(wanted=wanted))
        try:
            result = body()
        finally:
            RECORDED.reset(token)
        if len(recorded.events) != recorded.wanted:
            raise AssertionError(f"a use-case records one event, this one {len(recorded.events)}")
        return result


def set_scope(actor: Actor) -> None:
    """Tell the database who acts, for this transaction alone (D25). Raises Repeated, Conflict.

    The same statement looks whether the request's token was used before, for whatever it was.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('cairong.city', %s, true), set_config('cairong.person', %s, true),"
            " set_config('cairong.organisation', %s, true), set_config('cairong.role', %s, true),"
            " set_config('cairong.act', uuidv7()::text, true),"
            " set_config('lock_timeout', '5s', true),"
            " EXISTS (SELECT 1 FROM audit_event WHERE city = %s AND request_id = %s)",
            [
                actor.city,
                str(actor.person_id or ""),
                str(actor.organisation_id or ""),
                actor.role.value,
                actor.city,
                actor.request_id,
            ],
        )
        row = cursor.fetchone()
    if row is not None and row[-1]:
        raise _carried_out(actor) or Repeated("", "")


def _carried_out(actor: Actor) -> Conflict | None:
    """Say what was done with the token of a request: the same, something else, or nothing yet."""
    if actor.request_id is None:
        return None
    event = Event.objects.filter(city=actor.city, request_id=actor.request_id).first()
    if event is None:
        return None
    if None not in {event.asked, actor.asked} and bytes(event.asked or b"") != actor.asked:
        return Conflict("conflict.token_used")
    return Repeated(event.subject_type, event.subject_id)


def _is_repeat(error: DatabaseError) -> bool:
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) == "audit_event_request_once"


def keep_refusal(actor: Actor, now: datetime, act: str, refusal: Refusal) -> None:
    """Keep the record of a refused act, in a transaction of its own."""
    finding = refusal.findings[0]
    refusal.kept = True
    RefusalRecord.objects.create(
        city=actor.city,
        at=now,
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        role=actor.role,
        channel=actor.channel,
        act=act,
        kind=refusal.kind,
        code=finding.code,
        obligation=finding.obligation,
        facts=_kept(finding),
    )


def _kept(finding: Finding) -> dict[str, str]:
    """Keep why an act was refused, without what was typed: it may be an account, or withheld."""
    said = {key: str(param)[:LONGEST] for key, param in finding.params.items() if key != TYPED}
    return {key: each if each.isprintable() else repr(each) for key, each in said.items()}
