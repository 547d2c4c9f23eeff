"""What is typed about events: by who holds one, and by who comes."""

from collections.abc import Mapping
from typing import Any

from django import forms

from cairong.kernel.papers import MOST_MB
from cairong.policy.promotion import KINDS, MARKS, MOST_PLACES, PLANS, SEGMENTS
from cairong.policy.size import SIZE_WORDS
from cairong.web.forms import ActForm, LinesField, WholeField

CHOOSE = ("", "请选择")
SIZES = [("", "不限"), *((str(key), word) for key, word in SIZE_WORDS.items())]


def _moment(label: str, hint: str) -> forms.DateTimeField:
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    wrong = f"{label}要写成日期和时间,例如 2025-10-15 14:00。"
    return forms.DateTimeField(
        label=label, help_text=hint, widget=widget, error_messages={"invalid": wrong}
    )


class EventForm(ActForm):
    """One event: what, when, where, for whom and how many."""

    kind = forms.ChoiceField(label="种类", choices=[CHOOSE, *KINDS.items()])
    title = forms.CharField(label="名称", min_length=4, max_length=60)
    starts_at = _moment("开始", "签到从开始前一小时起")
    ends_at = _moment("结束", "最长三天;结束以后不能扫码签到,可以补记")
    place = forms.CharField(
        label="地点", min_length=4, max_length=120, help_text="写到楼层和房间;现场观摩写集合地点"
    )
    capacity = WholeField(
        label="名额", unit="个", min_value=1, max_value=MOST_PLACES,
        help_text="按单位计;不登录报名的最多占一半",
    )  # fmt: skip
    meant_for = forms.CharField(
        label="适合谁来", min_length=2, max_length=120, help_text="例如 一年内中标的中小微供应商"
    )
    programme = LinesField(
        label="内容和安排", min_length=8, max_length=1000, rows=5, help_text="公开页上原样显示"
    )


class InviteForm(ActForm):
    """Which segment is invited, of which region and size."""

    segment = forms.ChoiceField(label="邀请谁", choices=[CHOOSE, *SEGMENTS.items()])
    region = forms.ChoiceField(label="县区", required=False)
    size = forms.ChoiceField(label="企业规模", required=False, choices=SIZES)

    def __init__(self, *args: Any, regions: Mapping[str, str], **kwargs: Any) -> None:
        choices = {"region": [("", "本部门辖区"), *regions.items()]}
        super().__init__(*args, choices=choices, **kwargs)


class SummaryForm(ActForm):
    """What was learned."""

    summary = LinesField(
        label="总结", min_length=20, max_length=1000, rows=6,
        help_text="来了谁、多数人问什么、下次怎样改;公开页上原样显示",
    )  # fmt: skip


class CallOffForm(ActForm):
    """Why an event is called off."""

    reason = LinesField(
        label="理由", min_length=2, max_length=300, help_text="公开,并告诉已经登录报名的单位"
    )


class StrikeForm(ActForm):
    """Why a guest's sign-up is struck off."""

    reason = LinesField(
        label="理由", min_length=2, max_length=300, help_text="留在记录里,请不要写联系方式"
    )


class PaperForm(ActForm):
    """One paper that is handed out."""

    name = forms.CharField(label="材料名称", min_length=2, max_length=60)
    file = forms.FileField(
        label="文件",
        help_text=f"PDF、JPEG 或 PNG,最大 {MOST_MB} MB;任何人都可以下载",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class AnswerForm(ActForm):
    """What is answered to a question."""

    answer = LinesField(
        label="答复", min_length=4, max_length=500, help_text="和问题一起公开,不显示谁提的"
    )


class GuestForm(ActForm):
    """Who comes without an account: the organisation's name, and how to reach whoever comes."""

    name = forms.CharField(label="单位名称", min_length=2, max_length=100)
    contact = forms.CharField(
        label="手机号码或邮箱", max_length=100,
        help_text="只给主办单位在活动有变化时联系,活动以后按规定删除;签到时要填同一个",
    )  # fmt: skip


class AskForm(ActForm):
    """A question to the host."""

    words = LinesField(
        label="问题", min_length=4, max_length=300,
        help_text="主办单位答复以后公开,不显示谁提的;请不要写账号和商业秘密",
    )  # fmt: skip


class FeedbackForm(ActForm):
    """A few questions to who came."""

    useful = forms.TypedChoiceField(
        label="有用吗", choices=[CHOOSE, *MARKS.items()], coerce=int, empty_value=None
    )
    clear = forms.TypedChoiceField(
        label="讲得清楚吗", choices=[CHOOSE, *MARKS.items()], coerce=int, empty_value=None
    )
    plan = forms.ChoiceField(label="接下来打算", choices=[CHOOSE, *PLANS.items()])
    words = LinesField(label="想说的话", max_length=300, required=False)
