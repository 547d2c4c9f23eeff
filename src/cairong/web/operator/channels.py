"""The channels out of the platform: set up, tried, switched; and a dispatch that came back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.outreach.actions.channels import (
    close_channel,
    open_channel,
    retry_dispatch,
    set_channel,
    try_channel,
)
from cairong.outreach.reads import (
    CHANNEL_WORDS,
    SECURITY_WORDS,
    channel_for,
    channels_of,
    dispatch_for,
)
from cairong.outreach.states import DISPATCH, STUCK
from cairong.parties.reads import waiting_for_second
from cairong.web.acting import act_view, page_of
from cairong.web.forms import ActForm, WholeField
from cairong.web.frame import draw as drawn

MAIL = "mail"
KEPT = "已保存,不再显示;留空不变。改了地址、端口、加密或用户名要重新填写"
WAITS = waiting_for_second(open_channel.name)


class ChannelForm(ActForm):
    """Where a channel leads; what only a mail server needs is left out for a gateway."""

    OF_MAIL = ("port", "security", "username")

    address = forms.CharField(label="邮件服务器", max_length=200)
    port = WholeField(label="端口", help_text="常用 465(TLS)或 587(STARTTLS)")
    security = forms.ChoiceField(label="加密", choices=list(SECURITY_WORDS.items()))
    username = forms.CharField(label="用户名", max_length=100, required=False)
    secret = forms.CharField(
        label="密码", max_length=200, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    sender = forms.CharField(label="发件地址", max_length=100)
    template = forms.CharField(label="模板编号", max_length=60, required=False)

    def __init__(self, *args: Any, kind: str, kept: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["secret"].help_text = KEPT if kept else "加密保存,不再显示"
        if kind == MAIL:
            del self.fields["template"]
            return
        for name in self.OF_MAIL:
            del self.fields[name]
        self.fields["address"].label = "网关地址"
        self.fields["address"].help_text = "https:// 开头的完整网址;密钥若在网址里,写成 {secret}"
        self.fields["secret"].label = "网关密钥"
        self.fields["sender"].label, self.fields["sender"].required = "签名", False
        if kind != "sms":
            self.fields["template"].label = "应用编号"


class TestForm(ActForm):
    """Where a test message goes."""

    to = forms.CharField(
        label="发到", max_length=200, help_text="您自己的邮箱、手机号或企业微信账号"
    )


@require_safe
@page(Role.OPERATOR)
def channels(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show all channels and how each stands."""
    found = [(kind, CHANNEL_WORDS[kind], each) for kind, each in channels_of(actor).items()]
    return drawn(request, actor, "operator/channels.html", {"channels": found})


def _of_channel(actor: Actor, _now: datetime, record: dict[str, str]) -> dict[str, Any]:
    """Begin with how a channel is set up, but for its secret."""
    kind = record["kind"]
    found = channel_for(actor, kind)
    names = ChannelForm.base_fields.keys() - {"secret"} if found else ()
    initial = {name: getattr(found, name, "") for name in names}
    return {"kind": kind, "kept": bool(found and found.secret), "initial": initial}


def _channel(actor: Actor, now: datetime, kind: str) -> dict[str, Any]:
    begun, found = _of_channel(actor, now, {"kind": kind}), channel_for(actor, kind)
    return {
        "kind": kind,
        "word": CHANNEL_WORDS[kind],
        "one": found,
        "form": ChannelForm(**begun),
        "test": TestForm(),
        "switch": ActForm(),
        "waits": found and WAITS(actor, now, [found.pk]),
    }


def _dispatch(actor: Actor, _now: datetime, dispatch_id: UUID) -> dict[str, Any]:
    """Show what became of a dispatch, never what it says."""
    found = dispatch_for(actor, dispatch_id)
    return {
        "one": found,
        "channel": CHANNEL_WORDS[found.channel],
        "state": DISPATCH.states[found.state],
        "stuck": found.state in STUCK,
    }


_channel_page = page_of("operator/channel.html", _channel)

channel = act_view(
    set_channel,
    ChannelForm,
    draw=_channel_page,
    needs=_of_channel,
    done="operator-channel",
    said="已保存。请发一条测试消息,收到后再提交启用。",
)
test = act_view(
    try_channel,
    TestForm,
    "test",
    draw=_channel_page,
    roles=[Role.OPERATOR],
    done="operator-channel",
    said="测试完成,结果见下。",
    only_posted=True,
)
opening = act_view(
    open_channel,
    form_name="switch",
    draw=_channel_page,
    then="从下一条消息起发送。",
    only_posted=True,
)
closing = act_view(
    close_channel,
    form_name="switch",
    draw=_channel_page,
    done="operator-channel",
    said="已停用,还没有发出的留待启用。",
    only_posted=True,
)
dispatch = act_view(
    retry_dispatch,
    draw=page_of("operator/dispatch.html", _dispatch),
    of=dispatch_for,
    done="operator-dispatch",
    said="已重新排队,几秒内发送。",
)
