"""How one is told outside the platform: by which channels, and when not."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cairong.cases.renewals import mail_unproven
from cairong.kernel.actor import Actor
from cairong.outreach.actions.choose_channels import choose_channels
from cairong.outreach.reads import CHANNEL_WORDS, preference_of
from cairong.web.account.security import own_account_of
from cairong.web.acting import act_view
from cairong.web.forms import ActForm


def _time(label: str, hint: str) -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, help_text=hint, widget=widget, input_formats=["%H:%M"])


class TellingForm(ActForm):
    """What a person chooses."""

    channels = forms.MultipleChoiceField(
        label="除站内消息外,还发到",
        choices=list(CHANNEL_WORDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="站内消息总会有。短信和企业微信发到登记的手机号。平台没有启用的渠道,启用后才会发。",
    )
    mail = forms.EmailField(
        label="邮箱",
        required=False,
        help_text="选了电子邮件就要填写;核验以后才往那里发消息,换了邮箱要重新核验",
    )
    quiet_since = _time("免打扰从", "免打扰时段和休息日里的消息,到下一个工作日再发")
    quiet_until = _time("到", "从和到相同,表示没有免打扰时段")
    deadlines = forms.BooleanField(label="期限提醒不受免打扰限制,夜里和休息日也发", required=False)


def _telling_page(request: HttpRequest, _actor: Actor, form: TellingForm) -> HttpResponse:
    account = own_account_of(request)
    context = {
        "form": form,
        "phone": account.person.phone,
        "mail_unproven": mail_unproven(account),
    }
    return render(request, "account/telling.html", context)


telling = act_view(
    choose_channels,
    TellingForm,
    draw=_telling_page,
    of=preference_of,
    needs=lambda _, __, found: {
        "initial": {name: getattr(found, name) for name in TellingForm.base_fields}
    },
    done="account-telling",
    said="已保存,从下一条消息起生效。",
)
