"""The channels out of the platform: set up, tried, switched; and a dispatch that came back."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cairong.doors.actors import moment_of
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
from cairong.web.acting import carry_out, to_proposal, told
from cairong.web.forms import ActForm, WholeField
from cairong.web.frame import draw as drawn

MAIL = "mail"
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
        self.fields["secret"].help_text = (
            "已保存,不再显示;留空不变。改了地址或用户名要重新填写" if kept else "加密保存,不再显示"
        )
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


@page(Role.OPERATOR)
def channel(request: HttpRequest, actor: Actor, kind: str) -> HttpResponseBase:
    """Say where a channel leads."""
    if request.method != "POST":
        return _channel_page(request, actor, kind)
    form = _form(actor, kind, request.POST)
    return carry_out(
        request,
        form,
        lambda typed: set_channel(actor=actor, now=moment_of(request), kind=kind, **typed),
        draw=lambda form: _channel_page(request, actor, kind, form=form),
        done=reverse("operator-channel", args=[kind]),
        said="已保存。请发一条测试消息,收到后再提交启用。",
    )


@require_POST
@page(Role.OPERATOR)
def test(request: HttpRequest, actor: Actor, kind: str) -> HttpResponseBase:
    """Send a test message; the answer stands on the page that follows."""
    return carry_out(
        request,
        TestForm(request.POST),
        lambda typed: try_channel(actor=actor, now=moment_of(request), kind=kind, **typed),
        draw=lambda form: _channel_page(request, actor, kind, test=form),
        done=reverse("operator-channel", args=[kind]),
        said="测试完成,结果见下。",
    )


@require_POST
@page(Role.OPERATOR)
def switch(request: HttpRequest, actor: Actor, kind: str) -> HttpResponseBase:
    """Lay a channel that is off before another operator, and switch one off that is on."""
    found = channel_for(actor, kind)
    on = bool(found and found.on)
    return carry_out(
        request,
        ActForm(request.POST),
        told(request, actor, close_channel if on else open_channel.propose, channel=kind),
        draw=lambda form: _channel_page(request, actor, kind, switch=form),
        done=reverse("operator-channel", args=[kind]) if on else to_proposal,
        said="已停用,还没有发出的留待启用。" if on else "已提交复核。另一位平台运维同意后启用。",
    )


@page(Role.OPERATOR)
def dispatch(request: HttpRequest, actor: Actor, dispatch_id: UUID) -> HttpResponseBase:
    """Show what became of a dispatch, never what it says; send it once more."""
    found = dispatch_for(actor, dispatch_id)

    def draw(form: ActForm) -> HttpResponse:
        context = {
            "one": found,
            "channel": CHANNEL_WORDS[found.channel],
            "state": DISPATCH.states[found.state],
            "stuck": found.state in STUCK,
            "form": form,
        }
        return drawn(request, actor, "operator/dispatch.html", context)

    if request.method != "POST":
        return draw(ActForm())
    return carry_out(
        request,
        ActForm(request.POST),
        lambda _: retry_dispatch(actor=actor, now=moment_of(request), dispatch_id=dispatch_id),
        draw=draw,
        done=reverse("operator-dispatch", args=[dispatch_id]),
        said="已重新排队,几秒内发送。",
    )


def _form(actor: Actor, kind: str, typed: Any = None) -> ChannelForm:
    found = channel_for(actor, kind)
    initial = {name: getattr(found, name, "") for name in ChannelForm.base_fields if found}
    initial.pop("secret", None)
    return ChannelForm(typed, kind=kind, kept=bool(found and found.secret), initial=initial)


def _channel_page(
    request: HttpRequest, actor: Actor, kind: str, **forms_sent: ActForm
) -> HttpResponse:
    found = channel_for(actor, kind)
    context = {
        "kind": kind,
        "word": CHANNEL_WORDS[kind],
        "one": found,
        "form": _form(actor, kind),
        "test": TestForm(),
        "switch": ActForm(),
        "waits": found and WAITS(actor, moment_of(request), [found.pk]),
        **forms_sent,
    }
    return drawn(request, actor, "operator/channel.html", context)
