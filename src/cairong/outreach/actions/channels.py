"""Set up a channel out of the platform, try it, switch it on (two operators) or off."""

import re
from contextlib import closing, suppress
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from cairong.audit.recording import record
from cairong.audit.transaction import require_awake, require_role, use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict, Invalid
from cairong.outreach.channels import PLACE, Away, Posting, Unsent, sender_of
from cairong.outreach.models import Channel, Dispatch, Kind
from cairong.outreach.reads import channel_for, dispatch_for
from cairong.outreach.states import DISPATCH
from cairong.parties.factors import seal
from cairong.parties.four_eyes import two_person
from cairong.parties.reads import city_of, desks_told

HOST = re.compile(r"(?=.{1,200}$)[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
GATEWAY = re.compile(
    r"(https://([\w.-]+|\[[\da-fA-F:.]+\])|http://(127\.0\.0\.1|localhost))(:\d{1,5})?"
    r"(/([\w.~%+,;=:@/-]|\{secret\})*)?"
    r"(\?([\w.-]{1,16}=[\w.-]{0,16}&)*[\w.-]{1,16}=\{secret\})?",  # nothing else is a key's length
    re.ASCII,  # a host that only looks like another is another
)
LAST_PORT = 65_535
TAKEN = "已收下,请看对方是否收到。"
DEMO_TAKEN = "演示环境不对外发送,这条测试消息没有离开平台。"
TEST_TITLE, TEST_TEXT = "采融:测试消息", "这是一条测试消息,收到说明通道可用。"


@use_case(Role.OPERATOR, word="设置发送渠道")
def set_channel(
    *,
    actor: Actor,
    now: datetime,
    kind: str,
    address: str,
    port: int | None = None,
    security: str = "",
    username: str = "",
    sender: str = "",
    template: str = "",
    secret: str = "",
) -> Channel:
    """Say where a channel leads. It is off until it was tried again.

    Without a `secret` the one before stays, but only for the same address and name: it is shown
    to nobody, and led nowhere else. Raises Invalid naming the field. Writes: outreach.Channel.
    """
    channel = channel_for(actor, kind, lock=True) or Channel(city_id=actor.city, kind=kind)
    before = (channel.address, channel.port, channel.security, channel.username)
    channel.address, channel.port = address, port
    channel.security, channel.username = security, username
    channel.sender, channel.template = sender, template
    if secret:
        channel.secret = seal(secret)
    elif before != (address, port, security, username):
        channel.secret = ""
    _check(channel)
    channel.revision += 1
    channel.on, channel.works, channel.tested_at, channel.answer = False, False, None, ""
    channel.save()
    _record_led(channel, actor, now, "outreach.channel.set")
    return channel


@two_person(Role.OPERATOR, word="启用发送渠道")
def open_channel(*, actor: Actor, now: datetime, channel: str) -> Channel:
    """Switch a channel on, by two operators: what everybody is told goes there from now on.

    Raises Conflict for one that was not tried with success since it was set, or is on.
    Writes: outreach.Channel.
    """
    found = channel_for(actor, channel, lock=True)
    if found is None or not found.works:
        raise Conflict("outreach.untested", channel=Kind(channel).label)
    if found.on:
        raise Conflict("outreach.on", channel=Kind(channel).label)
    return _switch(found, actor, now, on=True)


@use_case(Role.OPERATOR, word="停用发送渠道")
def close_channel(*, actor: Actor, now: datetime, channel: str) -> Channel:
    """Switch a channel off; what is queued waits. Raises Conflict. Writes: outreach.Channel."""
    found = channel_for(actor, channel, lock=True)
    if found is None or not found.on:
        raise Conflict("outreach.off", channel=Kind(channel).label)
    return _switch(found, actor, now, on=False)


def _switch(found: Channel, actor: Actor, now: datetime, *, on: bool) -> Channel:
    found.on = on
    found.save(update_fields=["on"])
    _record_led(found, actor, now, "outreach.channel.switched")
    return found


def _record_led(found: Channel, actor: Actor, now: datetime, type_: str) -> None:
    """Tell approvers of the bureau, and all operators, where a channel leads."""
    record(
        actor=actor,
        now=now,
        type=type_,
        subject=found,
        after={
            "channel": Kind(found.kind).label,
            "leads": f"{found.address}:{found.port}" if found.port else found.address,
            "host": urlsplit(found.address).hostname or found.address,
            "security": Channel.Security(found.security).label if found.security else "",
            "username": found.username,
            "sender": found.sender,
            "template": found.template,
            "has_secret": bool(found.secret),
            "revision": found.revision,
            "open": found.on,
        },
        basis=["三(三)-2"],
        tell=desks_told(actor.city, Role.PROCUREMENT_APPROVER, Role.OPERATOR),
    )


def try_channel(*, actor: Actor, now: datetime, kind: str, to: str) -> Channel:
    """Send a test message outside every transaction, and keep what was answered.

    Raises Conflict where the channel is not set up, Invalid for an address that is none.
    """
    require_role(actor, Role.OPERATOR)
    require_awake(actor)
    channel = channel_for(actor, kind)
    if channel is None:
        raise Conflict("outreach.not_set", channel=Kind(kind).label)
    if kind == Kind.MAIL:
        _check_mail("to", to)
    city = city_of(actor.city)
    key = actor.request_id or uuid4()
    posting = Posting(key=key, to=to, title=TEST_TITLE, text=TEST_TEXT)
    with closing(sender_of(city, channel)) as sender:
        works: bool | None = True
        said = DEMO_TAKEN if city.demo else TAKEN
        try:
            sender.send(posting)
        except Unsent as error:
            works = False if isinstance(error, Away) else None
            said = f"{error} {error.said}".rstrip()
    return keep_test(actor=actor, now=now, channel=channel, works=works, answer=said)


@use_case(Role.OPERATOR, word="试发一条消息")
def keep_test(
    *, actor: Actor, now: datetime, channel: Channel, works: bool | None, answer: str
) -> Channel:
    """Keep how the test of a channel ended, if it is still set as it was tried.

    One that is away is switched off, and those are told who hear of each switching. What was
    refused for its reader (`works` None) says nothing of the channel. Raises Conflict.
    Writes: outreach.Channel.
    """
    found = channel_for(actor, channel.kind, lock=True)
    if found is None or found.revision != channel.revision:
        raise Conflict("conflict.busy")
    found.tested_at, found.answer = now, answer
    found.works = found.works if works is None else works
    ends = found.on and not found.works
    found.on = found.on and found.works
    found.save(update_fields=["tested_at", "works", "answer", "on"])
    if ends:
        _record_led(found, actor, now, "outreach.channel.switched")
        return found
    record(
        actor=actor,
        now=now,
        type="outreach.channel.tested",
        subject=found,
        after={"channel": Kind(found.kind).label, "works": works is True, "answer": answer},
        basis=["三(三)-2"],
    )
    return found


@use_case(Role.OPERATOR, word="再发一次")
def retry_dispatch(*, actor: Actor, now: datetime, dispatch_id: UUID) -> Dispatch:
    """Queue a dispatch again that was given up or came back.

    Raises NotFound, WrongState for one that waits still or was sent. Writes: outreach.Dispatch.
    """
    found = dispatch_for(actor, dispatch_id, lock=True)
    before = found.state
    found.state = DISPATCH.after(before, "retry")
    found.attempts, found.not_before = 0, now
    found.save(update_fields=["state", "attempts", "not_before"])
    record(
        actor=actor,
        now=now,
        type="outreach.dispatch.retried",
        subject=found,
        before={"state": before},
        after={"state": found.state, "channel": Kind(found.channel).label},
        basis=["三(三)-2"],
    )
    return found


def _check(channel: Channel) -> None:
    if channel.kind != Kind.MAIL:
        if not _is_gateway(channel.address):
            raise Invalid(
                "outreach.bad_gateway", field="address", value=channel.address, place=PLACE
            )
        if PLACE in channel.address and not channel.secret:
            raise Invalid("outreach.no_secret", field="secret", place=PLACE)
        return
    if not HOST.fullmatch(channel.address):
        raise Invalid("outreach.bad_host", field="address", value=channel.address)
    if channel.port is None or not 1 <= channel.port <= LAST_PORT:
        raise Invalid("outreach.bad_port", field="port", value=channel.port)
    if channel.security not in Channel.Security.values:
        raise Invalid("outreach.bad_security", field="security", value=channel.security)
    if channel.security == Channel.Security.PLAIN and (channel.secret or channel.username):
        raise Invalid("outreach.plain_secret", field="security", value=channel.security)
    _check_mail("sender", channel.sender)


def _is_gateway(address: str) -> bool:
    with suppress(ValueError):
        return bool(GATEWAY.fullmatch(address) and urlsplit(address).port != 0)
    return False


def _check_mail(field: str, address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise Invalid("outreach.bad_mail", field=field, value=address) from None
