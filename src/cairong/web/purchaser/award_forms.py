"""What a purchaser types about an award."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms

from cairong.contracts.facts import Winner
from cairong.contracts.reads import Shares
from cairong.kernel.errors import Invalid
from cairong.policy.agencies import METHODS
from cairong.policy.names import clean_name
from cairong.policy.size import INDUSTRIES
from cairong.web.forms import ActForm, DayField, LinesField, YuanField, choices_of

BY_CODE = "名称相同或相近,请照通知书上的统一社会信用代码选"
WHICH = "这个名称可能是几家中的一家,请选择是哪一家。"
MOST_WINNERS = 6
SUPPLIERS = "known-suppliers"
NONE_OF_THEM = "none"
Could = Mapping[str, Sequence[tuple[UUID, str]]]  # by a name, the suppliers it could mean


class AwardForm(ActForm):
    """One award notice with its winners, at most six.

    Of a name that was sent and could mean several suppliers, or only looks like one's, it is asked
    which of them is meant: `doubtful` says so by the name.
    """

    title = forms.CharField(label="项目名称", max_length=300)
    project_no = forms.CharField(
        label="项目编号", required=False, max_length=100, help_text="照通知书抄写"
    )
    lot = forms.CharField(label="包号", required=False, max_length=60)
    notice_on = DayField(label="通知书发出日期")
    amount = YuanField(label="中标(成交)金额", help_text="可以写成 411120.00、41.11万 或大写")
    budget = YuanField(label="预算金额", required=False)
    method = forms.ChoiceField(label="采购方式", required=False, choices=choices_of(METHODS))
    industry = forms.ChoiceField(
        label="标的所属行业", required=False, choices=choices_of(INDUSTRIES)
    )
    agency = forms.CharField(label="代理机构", required=False, max_length=200)
    scope = LinesField(
        label="标的内容", required=False, max_length=500, help_text="会预填到合同的「标的」"
    )

    def __init__(
        self,
        *args: Any,
        sign_days: str,
        doubtful: Callable[[Iterable[str]], Could] = lambda _: {},
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        told = f"{sign_days}内签订合同,从这一天的第二天起算(二(二)-1)"
        self.fields["notice_on"].help_text = told
        for place in range(MOST_WINNERS):
            number = "" if place == 0 else f" {place + 1}"
            self.fields[f"supplier_{place}"] = forms.CharField(
                label=f"中标(成交)供应商{number}",
                required=place == 0,
                max_length=200,
                widget=forms.TextInput(attrs={"list": SUPPLIERS}),
                help_text="填写全称;已注册的会自动对应" if place == 0 else "",
            )
            self.fields[f"share_{place}"] = YuanField(
                label=f"供应商{number} 的份额" if place else "供应商的份额",
                required=False,
                help_text="只有一家时不用填" if place == 0 else "",
            )
        if self.is_bound:
            self._ask_which(doubtful)

    def _ask_which(self, doubtful: Callable[[Iterable[str]], Could]) -> None:
        """Ask which supplier a name means, where that is in doubt."""
        given = {place: self.data.get(f"supplier_{place}", "") for place in range(MOST_WINNERS)}
        typed = {place: name.strip() for place, name in given.items() if _is_name(name)}
        could = doubtful(typed.values()) if typed else {}
        for place, name in typed.items():
            if name in could:
                offered = [(str(pk), words) for pk, words in could[name]]
                self.fields[f"which_{place}"] = forms.ChoiceField(
                    label=f"「{name}」是哪一家",
                    choices=[("", "请选择"), *offered, (NONE_OF_THEM, "都不是,尚未注册")],
                    help_text="有单位的名称与它相同或相近,请照通知书上的统一社会信用代码选",
                    error_messages={"required": WHICH},
                )

    def clean(self) -> None:
        """Ask for the name of whoever a share was written for."""
        for place in range(1, MOST_WINNERS):
            name = f"supplier_{place}"
            if self.cleaned_data.get(f"share_{place}") and not self.cleaned_data.get(name):
                self.add_error(name, self.fields[name].error_messages["required"])

    def arguments(self) -> dict[str, Any]:
        """Give what was typed of the award, and who won, each with its share if one was typed."""
        typed = super().arguments()
        own = {name: typed[name] for name in self.base_fields if name not in ("amount", "budget")}
        winners = [
            Winner(name=name, share_fen=typed[f"share_{place}"], **_meant(typed, place))
            for place in range(MOST_WINNERS)
            if (name := typed[f"supplier_{place}"])
        ]
        amounts = {"amount_fen": typed["amount"], "budget_fen": typed["budget"]}
        return {**own, **amounts, "winners": winners}

    def first(self) -> list[Any]:
        """List the fields of the award itself."""
        return [field for field in self.visible_fields() if not _of_winner(field)]

    def winners(self) -> list[tuple[Any, Any, Any]]:
        """List the fields of each winner: name, share, and which is meant where that is asked."""
        return [
            (
                self[f"supplier_{place}"],
                self[f"share_{place}"],
                self[f"which_{place}"] if f"which_{place}" in self.fields else None,
            )
            for place in range(MOST_WINNERS)
        ]


def _is_name(text: str) -> bool:
    """Whether a name can be looked for; what cannot stand is said when the act reads it."""
    try:
        return bool(clean_name(text, "supplier"))
    except Invalid:
        return False


def _of_winner(field: Any) -> bool:
    return str(field.name).startswith(("supplier_", "share_", "which_"))


def _meant(typed: Mapping[str, Any], place: int) -> dict[str, Any]:
    """Say which supplier was chosen for a name, if it was asked."""
    chosen = typed.get(f"which_{place}", "")
    if chosen in ("", NONE_OF_THEM):
        return {"unregistered": chosen == NONE_OF_THEM}
    return {"supplier_id": UUID(chosen)}


class SharesForm(ActForm):
    """For each winner of an award: which registered supplier it is, and its share."""

    def __init__(
        self,
        *args: Any,
        shares: Shares,
        could: Could,
        certain: Mapping[str, UUID],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.shares = shares
        for share in shares:
            name = str(share.supplier_name)
            fits = [(str(pk), words) for pk, words in could.get(name, [])]
            self.fields[f"supplier_{share.position}"] = forms.TypedChoiceField(
                label=f"{name} 对应的已注册供应商",
                help_text=BY_CODE if len(fits) > 1 or (fits and name not in certain) else "",
                required=False,
                choices=[("", "尚未注册"), *fits],
                coerce=UUID,
                empty_value=None,
                initial=str(share.supplier_id or certain.get(name) or ""),
            )
            self.fields[f"share_{share.position}"] = YuanField(
                label=f"{share.supplier_name} 的份额", initial=share.share_fen
            )

    def arguments(self) -> dict[str, Any]:
        """List each winner with what was entered of it."""
        winners = [
            Winner(
                supplier_id=self.cleaned_data[f"supplier_{share.position}"],
                name=share.supplier_name,
                share_fen=self.cleaned_data[f"share_{share.position}"],
            )
            for share in self.shares
        ]
        return {"shares": winners}
