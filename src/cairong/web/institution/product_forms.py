"""What an institution types about a product."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from django import forms

from cairong.policy.lpr import TENOR_WORDS
from cairong.policy.preferring import Preferred
from cairong.policy.wanted import KINDS, PLATFORM, kept, written
from cairong.products.actions.publish_product import NONE
from cairong.web.forms import ActForm, LinesField, WholeField, YuanField
from cairong.web.public.terms import METHODS, SIZES

GRADES = len(get_args(Preferred))
LIKE = (
    "spread_bp", "cap_percent", "max_days", "hold_until_due", "source", "day_count", "methods",
    "regions", "sizes", "collateral", "collateral_ground",
)  # fmt: skip


def _many(label: str, choices: Sequence[tuple[str, str]], hint: str = "") -> Any:
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, help_text=hint
    )


class ProductForm(ActForm):
    """The terms of a product, as they would be published."""

    name = forms.CharField(label="产品名称", max_length=80)
    lpr = forms.ChoiceField(label="LPR 期限", choices=list(TENOR_WORDS.items()))
    spread_bp = WholeField(
        label="加点(基点)",
        unit="基点",
        min_value=-300,
        max_value=2000,
        help_text="100 基点是 1 个百分点",
    )
    fee = YuanField(label="费用", required=False, help_text="放款时收取;不收费留空")
    day_count = forms.TypedChoiceField(
        label="计息基准", choices=[(360, "实际天数 ÷ 360"), (365, "实际天数 ÷ 365")], coerce=int
    )
    cap_percent = WholeField(
        label="融资比例上限(%)", unit="%", min_value=1, max_value=100,
        help_text="占财政尚待支付金额的比例(一(一)-1)",
    )  # fmt: skip
    max_days = WholeField(label="最长期限(天)", unit="天", min_value=1, max_value=3660)
    least = YuanField(label="最低金额", required=False, help_text="不设下限留空")
    most = YuanField(label="最高金额", required=False, help_text="不设上限留空")
    methods = _many("还款方式", list(METHODS.items()))
    hold_until_due = forms.BooleanField(
        label="合同款先到也留到到期日再还", required=False, help_text="不选就是到账当天提前还"
    )
    regions = _many("服务区域", [])
    sizes = _many("服务企业", list(SIZES.items()))
    collateral = forms.CharField(
        label="抵押、担保要求", required=False, max_length=200,
        help_text="原则上不得要求(二(五)-5);没有就留空",
    )  # fmt: skip
    collateral_ground = forms.CharField(
        label="要求抵押、担保的例外理由", required=False, max_length=300,
        help_text="要求了才填,会向供应商公示并计入统计",
    )  # fmt: skip
    wanted = LinesField(
        label="材料清单", required=False, max_length=4000, rows=5,
        help_text="每行一项「材料:为什么需要」,供应商看得到;平台已有的("
        f"{'、'.join(PLATFORM.values())})不会向供应商索取(二(四)-2)。平台认得的材料:"
        f"{'、'.join(word for kind, word in KINDS.items() if kind not in PLATFORM)}",
    )  # fmt: skip
    source = forms.CharField(
        label="依据", required=False, max_length=300, help_text="批文或公告的名称、文号、网址"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(GRADES):
            self._ask_preference(place)

    def _ask_preference(self, place: int) -> None:
        """Ask what suppliers of one performance grade get better (二(五)-6)."""
        grades = [("", "不设"), *((each, each) for each in get_args(Preferred))]
        self.fields[f"grade_{place}"] = forms.ChoiceField(
            label="履约评级", required=False, choices=grades
        )
        words = {"less_bp": ("利率少(基点)", 500), "more_days": ("期限多(天)", 360),
                 "more_percent": ("比例多(百分点)", 50)}  # fmt: skip
        for name, (word, most) in words.items():
            self.fields[f"{name}_{place}"] = WholeField(
                label=word, required=False, min_value=0, max_value=most
            )

    def first(self) -> list[Any]:
        """List the fields of the terms themselves."""
        return [field for field in self.visible_fields() if not field.name[-1].isdigit()]

    def grades(self) -> list[list[Any]]:
        """List the fields of each grade's preference."""
        names = ("grade", "less_bp", "more_days", "more_percent")
        return [[self[f"{name}_{place}"] for name in names] for place in range(GRADES)]

    def arguments(self) -> dict[str, Any]:
        """Read the terms as the use-case takes them."""
        typed = self.cleaned_data
        names = ("name", "wanted", "lpr", "spread_bp", "cap_percent", "day_count", "methods",
                 "max_days",
                 "collateral_ground", "regions", "sizes", "hold_until_due",
                 "source")  # fmt: skip
        return {
            **{name: typed[name] for name in names},
            "collateral": typed["collateral"] or NONE,
            "fee_fen": typed["fee"] or 0,
            "min_fen": typed["least"] or 0,
            "max_fen": typed["most"],
            "preferences": self._preferences(),
        }

    def _preferences(self) -> list[dict[str, Any]]:
        typed = self.cleaned_data
        names = ("less_bp", "more_days", "more_percent")
        return [
            {"grade": typed[f"grade_{place}"],
             **{name: typed[f"{name}_{place}"] or 0 for name in names}}
            for place in range(GRADES)
            if typed[f"grade_{place}"]
        ]  # fmt: skip


def initial_of(version: Any) -> dict[str, Any]:
    """Begin a new version with the terms of the one in force."""
    return {
        **{name: getattr(version, name) for name in LIKE},
        "name": version.product.name,
        "lpr": version.tenor,
        "fee": version.fee_fen or None,
        "least": version.min_fen or None,
        "most": version.max_fen,
        "wanted": written(kept(version.wanted)),
        **_graded(version.preferences),
    }


def _graded(preferences: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        f"{name}_{place}": value
        for place, preference in enumerate(preferences[:GRADES])
        for name, value in preference.items()
    }
