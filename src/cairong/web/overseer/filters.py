"""What the overseers' lists can be narrowed by."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from cairong.kernel.actor import ROLE_NAMES, Role
from cairong.lending.states import LOAN
from cairong.oversight.reads import WATCHERS
from cairong.parties.models import Organisation, Region
from cairong.policy.duties import DUTIES
from cairong.web.forms import DayField, PageForm

FIRST_YEAR = 2020
WATCHING: tuple[Role, ...] = tuple(sorted(WATCHERS))
ALL = ("", "全部")
KIND_WORDS: dict[str, str] = {
    "NotFound": "查无此件",
    "NotAllowed": "无权办理",
    "WrongState": "状态不符",
    "Conflict": "同时办理",
    "PolicyBreach": "违反规则",
    "Invalid": "填写有误",
    "TooLarge": "文件过大",
    "TooOften": "过于频繁",
    "SignedOut": "未登录",
    "Unreadable": "无法读取",
    "NotProved": "身份未证明",
    "Silent": "身份提供方没有应答",
}


class YearFilter(PageForm):
    """One calendar year: this one unless another is asked for."""

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            (one, f"{one}年") for one in range(today.year, FIRST_YEAR - 1, -1)
        ]

    @property
    def chosen(self) -> int:
        """The year in force."""
        return self.cleaned_data["year"] or self.today.year


class NamedYearFilter(YearFilter):
    """One calendar year, and who is looked for by name."""

    words = forms.CharField(label="名称", required=False, max_length=60)

    def names(self, name: str) -> bool:
        """Whether a name is looked for."""
        return self.cleaned_data["words"].casefold() in name.casefold()


class LoanFilter(YearFilter):
    """The loans behind a number: year, month, level, institution; by number or name."""

    words = forms.CharField(label="编号或名称", required=False, max_length=60)
    month = forms.TypedChoiceField(
        label="月份", required=False, coerce=int, empty_value=None,
        choices=[ALL, *((one, f"{one}月") for one in range(1, 13))],
    )  # fmt: skip
    region = forms.ChoiceField(label="县区", required=False)
    institution = forms.ChoiceField(label="金融机构", required=False)
    state = forms.ChoiceField(label="状态", required=False, choices=[ALL, *LOAN.choices()])

    def __init__(
        self,
        *args: Any,
        regions: Iterable[Region],
        institutions: Iterable[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = region_choices(regions)  # type: ignore[attr-defined]
        self.fields["institution"].choices = [  # type: ignore[attr-defined]
            ALL,
            *((str(one.pk), one.name) for one in institutions),
        ]


class DutyFilter(PageForm):
    """Duties by how they stand, whose side, which kind, which county."""

    words = forms.CharField(label="单位或事项", required=False, max_length=60)
    standing = forms.ChoiceField(
        label="进度",
        required=False,
        choices=[
            ("", "已超期"),
            ("law", "已超法定期限"),
            ("today", "今天到期"),
            ("open", "全部未办"),
            ("gone", "超期后取消"),
        ],
    )
    side = forms.ChoiceField(
        label="责任方", required=False, choices=[ALL, *Organisation.Kind.choices]
    )
    kind = forms.ChoiceField(
        label="职责", required=False, choices=[ALL, *((k, one.word) for k, one in DUTIES.items())]
    )
    region = forms.ChoiceField(label="县区", required=False)
    holder = forms.UUIDField(label="责任单位", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, regions: Iterable[Region], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = (one for one in regions if one.valid_to is None or one.valid_to > today)
        self.fields["region"].choices = region_choices(standing)  # type: ignore[attr-defined]


class RefusalFilter(PageForm):
    """Refused acts by kind, role and days; by the name of the organisation refused."""

    words = forms.CharField(label="单位名称", required=False, max_length=60)
    kind = forms.ChoiceField(label="类别", required=False, choices=[ALL, *KIND_WORDS.items()])
    role = forms.ChoiceField(
        label="角色",
        required=False,
        choices=[ALL, *((one.value, w) for one, w in ROLE_NAMES.items())],
    )
    since = DayField(label="自", required=False)
    until = DayField(label="至", required=False)


def region_choices(regions: Iterable[Region]) -> list[tuple[str, str]]:
    """Offer the city's levels by name."""
    return [ALL, *((one.code, one.name) for one in regions)]


def kind_word(kind: str) -> str:
    """Name the kind of a refusal in Chinese."""
    return KIND_WORDS.get(kind, kind)
